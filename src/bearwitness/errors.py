"""What can go wrong, in a few kinds that a caller would treat differently.

A message says what happened, to what, and what the person can do next.
"""


class BearwitnessError(Exception):
    """Base of every error that bearwitness raises on purpose."""


class CaseError(BearwitnessError):
    """The case folder is missing, is not a case, is too new, or is in use."""


class ReadError(BearwitnessError):
    """An input cannot be turned into text: unreadable, empty, binary, mis-encoded, too large."""


class StoreError(BearwitnessError):
    """The record could not be written: disk full, database locked or damaged."""


class UsageError(BearwitnessError):
    """The request itself makes no sense (unknown relation, unknown format, missing reason)."""


class NotFound(BearwitnessError):
    """The case has nothing with this id, or nothing of this kind yet."""


class Refused(BearwitnessError):
    """A check before something was done failed, and nothing was done. `reasons` has one line for each."""

    def __init__(self, reasons: list[str]):
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class PublishRefused(Refused):
    """A check before publishing failed."""


class EraseRefused(Refused):
    """What is to be erased lies in other places too, and nobody said what is to become of these."""


class VerifyError(BearwitnessError):
    """Something is not what the log says. `faults` has one `PLACE: what is wrong` line for each."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults
