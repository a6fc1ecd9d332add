"""Whom "the commission", "the monitor" and "the brigade" stand for. All names are made up."""

import pytest
from tests.extract.test_attributions import nlp

from bearwitness.extract import Tools, read_document
from bearwitness.model import Document

ANAPHORS = [
    # (text, speaker of the last statement, why)
    ("The commission found that the Harak Brigade was responsible for the killing of 52 civilians. Of the dead, 31 were killed in Sarun, the commission said.",
     "the commission", "a brigade is no commission"),
    ("The Harak Brigade said it had shelled the town. The ministry said 12 people were killed. The army said 9 people were killed, and the monitor said 14 people were killed.",
     "the monitor", "nor a monitor"),
    ("The Sarun Rights Monitor said the Harak Brigade had shelled the town. The brigade said that nobody was killed.", "Harak Brigade", "the brigade"),
    ("The Sarun Rights Monitor accused the Harak Brigade of shelling the town. The monitor said that 12 people were killed.", "Sarun Rights Monitor", "the monitor"),
    ("The Sarun Observatory for Human Rights said that 12 people were killed. The monitor said that three were children.", "Sarun Observatory for Human Rights",
     "an observatory monitors"),
    ("The Sarun Commission of Inquiry said that 12 people were killed. The commission said that three were children.", "Sarun Commission of Inquiry", "its own word"),
    ("The Harak Brigade said that 12 soldiers were killed. The group said that three were officers.", "Harak Brigade", "a group may be any"),
]


@pytest.mark.parametrize(("text", "speaker", "why"), ANAPHORS, ids=[a[2] for a in ANAPHORS])
def test_a_noun_stands_for_a_body_of_its_kind(text, speaker, why):
    document = Document(text, "s", "t", "text@1", lang="en")
    last = [c for c in read_document(document, tools=Tools(nlp())).claims if c.kind == "statement"][-1]
    assert [w.name for w in last.speakers[-1:]] == [speaker]
