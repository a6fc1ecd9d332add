"""The old name of `bench.reading.scoring`."""

from bench.reading.scoring import *  # noqa: F403
