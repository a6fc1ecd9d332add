"""Entries and commitments: what goes in comes out, and nothing else does."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.custody import commit, entry, sign
from bearwitness.errors import UsageError, VerifyError

SIGNING = {name for pair in sign.FIELDS for name in pair}     # these fields are made by signing
JSON = st.recursive(st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(codec="utf-8"), max_size=20),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5),
                                                                                inner, max_size=3), max_leaves=6)


def counter(start=0):
    state = {"n": start}

    def random(count):
        state["n"] += 1
        return hashlib.sha256(b"%d" % state["n"]).digest()[:count]
    return random


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(lambda name: name not in SIGNING), JSON, max_size=10))
def test_fields_come_back(fields):
    made = entry.make_event("capture", fields, random=counter())
    assert entry.read_fields(made.entry, made.disclosures) == {k: v for k, v in fields.items() if v is not None}
    assert entry.read_entry(made.entry).kind == "capture"


@pytest.mark.parametrize("count, size", [(0, 8), (1, 8), (8, 8), (9, 16), (16, 16), (17, 32), (32, 32)])
def test_the_number_of_digests_is_padded(count, size):
    made = entry.make_event("import", {f"f{n}": n for n in range(count)}, random=counter())
    assert len(entry.read_entry(made.entry).digests) == size
    assert len(made.disclosures) == count
    assert len(made.entry) <= entry.MAX_BYTES


def test_an_entry_names_nobody():
    made = entry.make_event("capture", {"source": "Oldmere Gazette", "sha256": "ab" * 32}, random=counter())
    body = json.loads(made.entry)
    assert set(body) == {"d", "i", "k", "v"}
    assert b"Oldmere" not in made.entry and b"abab" not in made.entry


def test_an_erased_field_leaves_the_others_provable():
    made = entry.make_event("capture", {"a": 1, "b": 2, "c": 3}, random=counter())
    assert entry.read_fields(made.entry, made.disclosures[1:]) == {"b": 2, "c": 3}


def test_events_about_one_thing_share_its_pseudonym():
    first = entry.make_event("capture", {"a": 1}, random=counter())
    assert entry.make_event("review", {"b": 1}, random=counter(), item=first.item).item == first.item


@pytest.mark.parametrize("call, why", [
    (lambda: entry.make_event("gossip", {}, random=counter()), "an unknown kind"),
    (lambda: entry.make_event("case", {f"f{n}": n for n in range(33)}, random=counter()), "more than 32 fields"),
    (lambda: entry.make_event("case", {}, random=counter(), item="short"), "a bad pseudonym"),
    (lambda: commit.commit("a", 1, b"short"), "a short salt"),
    (lambda: commit.commit("a", float("nan"), bytes(32)), "no JSON number"),
    (lambda: commit.commit("a", "\ud800", bytes(32)), "no Unicode text"),
])
def test_what_cannot_be_logged(call, why):
    with pytest.raises(UsageError):
        call()


def test_a_disclosure_of_another_entry_is_refused():
    first = entry.make_event("capture", {"a": 1}, random=counter())
    second = entry.make_event("capture", {"a": 2}, random=counter(1000))
    with pytest.raises(VerifyError, match="did not commit"):
        entry.read_fields(first.entry, second.disclosures)
    with pytest.raises(VerifyError, match="twice"):
        entry.read_fields(first.entry, first.disclosures * 2)


def test_2000_one_bit_changes_of_disclosures_are_refused():
    made = entry.make_event("capture", {"sha256": "ab" * 32, "time": "2025-03-07T10:00:00Z"}, random=counter())
    seen = 0
    for disclosure in made.disclosures:
        for at in range(len(disclosure)):
            for bit in range(8):
                changed = disclosure[:at] + chr(ord(disclosure[at]) ^ 1 << bit) + disclosure[at + 1:]
                with pytest.raises(VerifyError):
                    entry.read_fields(made.entry, [changed])
                seen += 1
    assert seen >= 2000
