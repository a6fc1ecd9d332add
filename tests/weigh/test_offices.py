"""For whom an office speaks, what "our soldiers" means, and denials on behalf of the accused. All names are made up."""

import pytest
from tests.extract.test_attributions import nlp

from bearwitness.extract import Tools, read_document
from bearwitness.incidents import group
from bearwitness.model import Document, Report, When
from bearwitness.weigh import weigh

ADMITTED = ("Verdania's army admitted that its soldiers had killed five civilians in Sarun on 2 March 2031. "
            '"Our soldiers killed five civilians by mistake," army spokesman Colonel Sam Example said.')


def read(text):
    """The one incident of a made-up report."""
    rep = Report("a1", "a1.txt", "s", "text/plain", "", publisher="West Wire", published_at=When(start="2031-03-10", end="2031-03-10"))
    claims = [c.__class__(**{**{f: getattr(c, f) for f in c.__dataclass_fields__}, "report_id": rep.id})
              for c in read_document(Document(text, "s", "t", "text@1", lang="en"), tools=Tools(nlp())).claims]
    incident, = (weigh(i, [rep], claims) for i in group([rep], claims, ()))
    return incident


ROOTS = [
    (ADMITTED, ["Verdania's army"], "the army's spokesman is the army"),
    ("Verdania's army said that 5 civilians were killed in a raid on Sarun on 2 March 2031. "
     "The raid killed 5 civilians, police chief Sam Example said.",
     ["Sam Example", "Verdania's army"], "the police are not the army"),
    ("Verdania's army said that 5 civilians were killed in a raid on Sarun on 2 March 2031. Norland's army said that 5 civilians were killed. "
     '"The raid killed 5 civilians," army spokesman Sam Example said.', ["Norland's army", "Sam Example", "Verdania's army"], "whose army is not told"),
]


@pytest.mark.parametrize(("text", "roots", "why"), ROOTS, ids=[x[2] for x in ROOTS])
def test_an_office_of_a_kind_of_body_is_the_one_body_of_that_kind(text, roots, why):
    assert sorted(r.root for t in read(text).tolls for r in t.roots) == roots


BLAMED = [
    # (text, {accused: (speakers who accuse, of these admissions, deniers)}, why)
    (ADMITTED, {"Verdania's army": (["Verdania's army", "Sam Example"], 2, [])}, "our soldiers are the army's"),
    ("Residents accused the army of killing nine civilians in Sarun on 2 March 2031. The defence ministry denied that any civilians had been killed.",
     {"the army": (["Residents"], 0, ["The defence ministry"])}, "who denies that anybody was killed is not accused"),
    ("Residents accused the Harak rebels of killing nine civilians in Sarun on 2 March 2031. The defence ministry denied that any civilians had been killed.",
     {"Harak rebels": (["Residents"], 0, [])}, "a ministry does not speak for rebels"),
    ("A fourth day of violence in Sarun left 9 civilians dead on 2 March 2031, residents said.", {}, "a day of violence is nobody"),
]


@pytest.mark.parametrize(("text", "rows", "why"), BLAMED, ids=[x[2] for x in BLAMED])
def test_who_is_accused_and_by_whom(text, rows, why):
    found = {b.accused.removeprefix("the ") if "rebels" in b.accused else b.accused:
             ([c.speakers[-1] for c in b.by], sum(c.admission for c in b.by), [c.speakers[-1] for c in b.denied_by]) for b in read(text).blame}
    assert found == rows
