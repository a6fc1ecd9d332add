import sys

from bench.reading.run import main

sys.exit(main(sys.argv[1:]))
