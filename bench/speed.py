"""The old name of `bench.reading.speed`."""

from bench.reading.speed import main

if __name__ == "__main__":
    main()
