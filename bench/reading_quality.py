"""The old name of `bench.reading.gold`: `python -m bench.reading_quality [-v] [--store] [--agreement]`."""

from bench.reading.gold import GOLD, answers_of, gold_documents, main  # noqa: F401

if __name__ == "__main__":
    import sys

    main(tuple(sys.argv[1:]))
