"""The fourteen risk factors of the UN Framework of Analysis: (factor, sentence). Each warns of, or shows, something that fits the factor."""

from __future__ import annotations

import pytest
from tests.extract.reading_pages import whole_tools

from bearwitness.extract import read_document
from bearwitness.extract.risks import factor_name, factor_of
from bearwitness.model import Claim
from bearwitness.readers import read_bytes


def warnings(text: str) -> list[Claim]:
    return [c for c in read_document(read_bytes(text.encode(), name="t.txt"), tools=whole_tools()).claims if c.kind == "warning"]


ROWS: list[tuple[int, str]] = [
    (1, "The envoy Ida Sample warned of a slide into civil war."),
    (1, "The clashes could escalate into an all-out war."),
    (1, "Analysts fear that the fighting will spread to the capital."),
    (1, "The unrest threatens to destabilise the whole region."),
    (2, "The monitor warned that impunity for past crimes would invite more killings."),
    (2, "“There has been no accountability, and it will happen again,” warned the lawyer Leo Sample."),
    (2, "Survivors fear a repeat of the earlier massacres in the valley."),
    (3, "The panel warned that the collapse of state institutions would leave civilians without protection."),
    (3, "The withdrawal could create a security vacuum and lead to violence."),
    (3, "Diplomats warned of a breakdown of law and order."),
    (4, "Observers warned that a land grab by the militia’s backers was under way."),
    (4, "The adviser warned that the president would do anything to cling to power."),
    (4, "Villagers fear that the fight over the gold mines will cost more lives."),
    (5, "The panel warned that arms shipments to the paramilitaries continue."),
    (5, "The mission warned that foreign fighters were gathering near the border."),
    (5, "Experts fear that the stolen ammunition will be used on the town."),
    (6, "The mission warned that the withdrawal of observers would leave nobody to watch."),
    (6, "Aid groups warned that international inaction would cost lives."),
    (6, "The envoy warned that there were no peacekeepers left in the hills."),
    (7, "The adviser warned of incitement on the radio."),
    (7, "The panel warned that the state of emergency was being used to prepare attacks."),
    (7, "The governor distributed weapons to villagers loyal to him."),
    (7, "Houses of the minority were marked with red paint."),
    (8, "Observers warned that the election could trigger violence."),
    (8, "Residents fear reprisals after the assassination of the commander."),
    (8, "The killing could spark a cycle of revenge."),
    (9, "The bishop warned of rising sectarian tensions in the valley."),
    (9, "The rapporteur warned of discrimination against the Exampli minority."),
    (9, "A preacher spread hate speech against the minority."),
    (9, "Thousands of Exampli were stripped of citizenship under the law."),
    (10, "There is a growing risk of genocide in the northern hills."),
    (10, "The adviser warned that the group faced extermination."),
    (10, "A broadcaster called them cockroaches on the evening programme."),
    (10, "Leaders fear that the militia wants to wipe out the minority."),
    (11, "The panel warned of mass atrocities in the delta."),
    (11, "The office warned that systematic attacks on villages would go on."),
    (11, "Residents fear another massacre."),
    (12, "The report warned of a plan to expel the villagers."),
    (12, "The adviser warned that the killings were premeditated and would go on."),
    (12, "Soldiers carried kill lists with the names of teachers."),
    (13, "Doctors warned that hospitals would be bombed next."),
    (13, "The besieged town is on the brink of famine."),
    (13, "The committee warned that prisoners of war were in danger."),
    (14, "The agency warned that attacks on aid workers would stop all deliveries."),
    (14, "The mission warned that peacekeepers could be attacked."),
    (14, "Officials fear that humanitarian convoys will be looted."),
]


@pytest.mark.parametrize(("factor", "text"), ROWS, ids=[f"{n}-{t[:50]}" for n, t in ROWS])
def test_factor(factor: int, text: str) -> None:
    found = warnings(text)
    assert [c.value.factor for c in found] == [factor], [(c.passage.exact, c.value.factor) for c in found]
    assert f"risk factor {factor}: {factor_name(factor)}" in found[0].rule, "the record says why"


@pytest.mark.parametrize("factor", range(1, 15))
def test_every_factor_has_rows(factor: int) -> None:
    assert sum(n == factor for n, _ in ROWS) >= 3


@pytest.mark.parametrize(("text", "why"), [
    ("The minister denied that there was a risk of genocide.", "denied"),
    ("There is no danger of a civil war, the envoy Ida Sample said.", "said not to be"),
    ("The government rejected warnings of famine.", "turned aside"),
    ("The truce lowered the risk of war.", "it got less"),
    ("The film festival could lead to more visitors.", "no harm"),
    ("The hospital opened a new wing.", "a word of a factor, nothing warned of"),
    ("The election was held on Sunday.", "a word of a factor, nothing warned of"),
])
def test_no_warning(text: str, why: str) -> None:
    assert warnings(text) == [], why


def test_a_warning_names_the_speaker_or_nobody() -> None:
    said = warnings("The envoy Ida Sample said that the killings could spark a civil war.")
    own = warnings("The killings could spark a civil war.")
    assert [w.name for w in said[0].speakers] == ["Ida Sample"] and own[0].speakers == ()
    assert own[0].stance == said[0].stance == "predicts" and own[0].hedge == "hypothetical"


def test_what_fits_no_factor_has_none() -> None:
    assert factor_of("the bridge will be closed") is None
