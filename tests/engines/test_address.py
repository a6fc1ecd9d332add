"""Which engines may be named."""

from __future__ import annotations

import pytest

from bearwitness.engines import parse
from bearwitness.errors import UsageError
from bearwitness.model import SUGGESTED

GOOD = [   # address, url in the record, on this machine
    ("http://127.0.0.1:8080/v1#tiny", "http://127.0.0.1:8080/v1/chat/completions", True),
    ("http://localhost:8080#tiny", "http://localhost:8080/v1/chat/completions", True),
    ("http://[::1]:8080/v1/#tiny", "http://[::1]:8080/v1/chat/completions", True),
    ("https://models.example.org/v1#org/large", "https://models.example.org:443/v1/chat/completions", False),
    ("https://models.example.org/v1/chat/completions#large", "https://models.example.org:443/v1/chat/completions", False),
]


@pytest.mark.parametrize(("address", "url", "local"), GOOD, ids=[row[0] for row in GOOD])
def test_what_an_address_names(address: str, url: str, local: bool) -> None:
    engine = parse(address)
    assert (engine.url, engine.local, engine.model) == (url, local, address.rpartition("#")[2])
    assert engine.extractor.startswith(f"{SUGGESTED}{engine.model}@")


BAD = [
    ("http://models.example.org/v1#large", "unencrypted"),
    ("http://127.0.0.1.example.org/v1#large", "unencrypted"),
    ("http://localhost.example.org/v1#large", "unencrypted"),
    ("http://0x7f000001/v1#large", "unencrypted"),
    ("https://user:secret@models.example.org/v1#large", "password"),
    ("https://models.example.org/v1?key=secret#large", "query"),
    ("https://models.example.org/v1", "names no model"),
    ("https://models.example.org/v1#two words", "names no model"),
    ("https://models.example.org/v1#a\u202eb", "names no model"),
    ("file:///etc/passwd#large", "no http or https"),
    ("tiny", "no http or https"),
    ("http://127.0.0.1:99999/v1#large", "no address"),
    ("http://[::1/v1#large", "no address"),
]


@pytest.mark.parametrize(("address", "says"), BAD, ids=[row[0] for row in BAD])
def test_what_is_refused_with_a_reason_that_holds_no_secret(address: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as told:
        parse(address)
    assert "secret" not in str(told.value)
