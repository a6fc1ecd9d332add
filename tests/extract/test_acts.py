"""Demands, commitments and warnings: (text, {(kind, words it must hold)}, why). What must not be found has an empty set.

All of it through the whole reading, without places and actor tables: the words stand in statements, in quotations and in the
publisher's own voice.
"""

from __future__ import annotations

import pytest
from tests.extract.reading_pages import whole_tools

from bearwitness.extract import read_document
from bearwitness.model import Claim
from bearwitness.readers import read_bytes

KINDS = ("demand", "commitment", "warning")


def read(text: str) -> list[Claim]:
    reading = read_document(read_bytes(text.encode(), name="t.txt"), tools=whole_tools())
    assert not reading.failures
    for claim in reading.claims:
        assert text[claim.passage.start:claim.passage.end] == claim.passage.exact
    return list(reading.claims)


def acts(text: str) -> list[tuple[str, str]]:
    return [(c.kind, c.passage.exact) for c in read(text) if c.kind in KINDS]


ROWS: list[tuple[str, list[tuple[str, str]], str]] = [
    # --- commitments in the publisher's own voice
    ("We will continue to stand with the people of Exampleland.", [("commitment", "will continue to stand")], "we will"),
    ("We will not allow the Red Band to rebuild its camps.", [("commitment", "not allow the Red Band")], "a vow not to let happen"),
    ("We’ll rebuild every school in the valley.", [("commitment", "rebuild every school")], "contracted"),
    ("Our ministry will pay for the funerals.", [("commitment", "pay for the funerals")], "our ministry is we"),
    ("We are going to reopen the crossing.", [("commitment", "reopen the crossing")], "going to"),
    ("We pledge to protect every returnee.", [("commitment", "protect every returnee")], "performative verb in one's own voice"),
    ("We remain committed to a political solution.", [("commitment", "committed to a political solution")], "remain committed"),
    ("The United Republic remains committed to working with its partners.", [("commitment", "committed to working")], "a state, third person"),
    ("The mission stands ready to assist the families.", [("commitment", "ready to assist")], "stands ready"),
    ("The government reaffirms its commitment to protect all citizens.", [("commitment", "its commitment to protect")], "noun of vowing"),
    ("The government remains steadfast in its commitment to the ceasefire.", [("commitment", "steadfast in its commitment")], "steadfast in its commitment"),
    ("The council recognises the difficult work ahead, and remains determined to reach a settlement.",
     [("commitment", "determined to reach a settlement")], "the second of two joined clauses"),
    ("The department supports the families and will remain actively engaged in the search.", [("commitment", "will remain actively engaged")],
     "second clause, remain engaged"),
    ("Throughout the campaign, the Coalition will consult with local councils as we plan the return of families.",
     [("commitment", "the Coalition will consult")], "third person in a text that says we"),
    # --- commitments that are said
    ("“We will hunt down every one of them,” General Tariq Sample said.", [("commitment", "hunt down")], "quoted"),
    ("The governor, Lena Sample, vowed to rebuild the bridge.", [("commitment", "rebuild the bridge")], "vowed to"),
    ("The ministry pledged that the inquiry would be public.", [("commitment", "the inquiry would be public")], "pledged that"),
    ("The Red Band threatened to attack the airport.", [("commitment", "attack the airport")], "a threat is a commitment of stance threatens"),
    ("The foreign minister, Omar Sample, announced that Exampleland will send two field hospitals.",
     [("commitment", "send two field hospitals")], "announced a future"),
    ("“The talks were hard. We will return to the table next week,” the envoy Ana Sample said.", [("commitment", "return to the table")],
     "one sentence of several"),
    ("President Ali Sample promised an independent investigation.", [("commitment", "an independent investigation")], "promised something"),
    ("Those who ordered the killings will be held accountable.", [("commitment", "held accountable")], "justice is vowed"),
    ("The attackers will not go unpunished, the interior minister Karim Sample said.", [("commitment", "not go unpunished")], "justice is vowed by somebody"),
    ("The Red Band vowed revenge for its leader.", [("commitment", "revenge")], "vowed something"),
    ("Undertakes to support the inquiry.", [("commitment", "support the inquiry")], "a resolution"),
    # --- no commitments
    ("The trial will begin on Monday.", [], "a date, nobody's vow"),
    ("We will see more rain in spring.", [], "what befalls one is no vow"),
    ("We will never know who fired.", [], "nor is not knowing"),
    ("The minister and the envoy agreed that there will be work to do.", [], "agreeing on a view of things"),
    ("The groups agreed on the structure of a body to represent them.", [], "the infinitive belongs to the noun"),
    ("The Example Front announced the start of the second phase of its operation.", [], "an event, not a vow"),
    ("The soldier was committed to a military hospital.", [], "sent to"),
    ("He was found to have committed crimes in the north.", [], "the other committed"),
    ("Doctors determined that the wound was fatal.", [], "found out"),
    ("The memorial is dedicated to the victims of the fire.", [], "a thing dedicated"),
    ("Analysts questioned its commitment to protect civilians.", [], "a doubted commitment"),
    ("The Red Band remains committed to killing civilians.", [("warning", "committed to killing")], "a foe’s aim told by others is a warning"),
    ("Will we rebuild the bridge?", [], "a question"),
    ("The gunman pledged allegiance to the Red Band.", [], "allegiance is no vow to do something"),
    ("The minister assured reporters that the ministry is doing all it can.", [], "what is done now is no vow"),
    # --- demands in the publisher's own voice
    ("We urge all parties to respect the ceasefire.", [("demand", "respect the ceasefire")], "we urge"),
    ("We call on the authorities to release the detainees at once.", [("demand", "release the detainees")], "we call on"),
    ("We continue to urge our partners to contribute to the fund.", [("demand", "contribute to the fund")], "continue to urge"),
    ("We encourage every State to ratify the treaty.", [("demand", "ratify the treaty")], "encourage"),
    ("We ask that the border be reopened.", [("demand", "the border be reopened")], "ask that"),
    ("We demand an end to the siege of Exampleton.", [("demand", "an end to the siege")], "demand something"),
    ("We are alarmed. The authorities must end the siege.", [("demand", "must end the siege")], "must in a text that says we"),
    ("We mourn the dead. Those responsible should be brought to justice.", [("demand", "should be brought to justice")], "should, passive"),
    ("It is imperative for all parties to coordinate closely.", [("demand", "for all parties to coordinate")], "impersonal"),
    ("It is essential that aid workers reach the camps.", [("demand", "aid workers reach the camps")], "impersonal, that"),
    ("It is time to lift the blockade.", [("demand", "lift the blockade")], "it is time"),
    ("We call for an immediate ceasefire and the return of all families.", [("demand", "immediate ceasefire")], "call for"),
    # --- demands that are said
    ("“Stop the shelling of Exampleton,” the mayor, Ida Sample, said.", [("demand", "Stop the shelling")], "an order in a quotation"),
    ("“They killed my son. Release the bodies,” said Nour Sample, a mother of three.", [("demand", "Release the bodies")], "an order in one sentence of two"),
    ("“The guilty must be tried,” the lawyer Max Sample said.", [("demand", "must be tried")], "must in a quotation"),
    ("Rights groups called on the army to lift the blockade.", [("demand", "lift the blockade")], "called on"),
    ("The council demanded that the militia withdraw.", [("demand", "the militia withdraw")], "demanded that"),
    ("The Secretary-General, Ada Sample, called for an independent inquiry.", [("demand", "independent inquiry")], "called for"),
    ("“We need an inquiry. There must be an end to this,” the bishop Leo Sample said.", [("demand", "There must be an end")], "there must be"),
    ("“The world looked away. The regime has to stop the barrel bombs,” the doctor Rana Sample said.", [("demand", "has to stop")], "has to"),
    ("Calls upon Member States to assist the families of the missing.", [("demand", "to assist the families")], "a resolution"),
    ("Demands that all parties cease hostilities immediately.", [("demand", "all parties cease")], "a resolution"),
    ("Stop the genocide now!", [("demand", "Stop the genocide")], "an outcry"),
    ("The international community must act before it is too late.", [("demand", "must act")], "addressed in a text that never says we"),
    ("Amnesty’s Ida Sample said: “The authorities should release the detainees. We will keep watching.”",
     [("demand", "should release"), ("commitment", "keep watching")], "a demand and a vow in one quotation"),
    # --- no demands
    ("Voters must bring two photographs.", [], "a rule, in a text that asks nothing"),
    ("The aid should arrive by Friday.", [], "an expectation"),
    ("“He must have been asleep,” the guard said.", [], "a guess"),
    ("“You should have seen the street,” the baker Sami Sample said.", [], "past should is no demand"),
    ("It is important to note that the figure is old.", [], "a turn of phrase"),
    ("The police stopped the car near the mill.", [], "no order"),
    ("“Let us remember the dead. They were our friends,” the bishop Leo Sample said.", [], "an invitation to oneself"),
    ("We must not forget the children of the valley.", [], "a turn of phrase"),
    ("“We do not call for revenge,” the elder Musa Sample said.", [], "not called for"),
    ("“You’d have to believe in wonders to expect that,” the writer Leo Sample said.", [], "a turn of phrase"),
    # --- warnings
    ("Villagers fear that the militia will return.", [("warning", "the militia will return")], "fear that"),
    ("The adviser Ida Sample warned of mass atrocities in the delta.", [("warning", "mass atrocities")], "warned of"),
    ("There is a growing risk of genocide in the northern hills.", [("warning", "risk of genocide")], "own voice: risk of"),
    ("The killings could spark a civil war.", [("warning", "could spark a civil war")], "own voice: could spark"),
    ("The country is on the brink of famine.", [("warning", "brink of famine")], "own voice: on the brink"),
    ("Thousands of civilians are at risk of starvation in the besieged town.", [("warning", "at risk of starvation")], "own voice: at risk"),
    ("Ida Sample, the adviser, said the region was at serious risk of ethnic cleansing.", [("warning", "risk of ethnic cleansing")], "said, at risk"),
    ("“If nobody acts, the violence will spread to the capital,” the envoy Leo Sample warned.", [("warning", "violence will spread")], "warned, after"),
    ("The fighting threatens to engulf the whole region.", [("warning", "threatens to engulf")], "a thing that threatens"),
    ("There are early warning signs of atrocities against the Exampli minority.", [("warning", "warning signs of atrocities")], "signs"),
    ("Fears of a massacre are growing in the besieged town.", [("warning", "massacre")], "fears of, nobody named"),
    ("Without a truce the conflict may spill over into Sampleland.", [("warning", "may spill over")], "may spill over"),
    # --- no warnings
    ("There is no risk of war, the minister Karim Sample said.", [], "denied risk"),
    ("The minister dismissed fears of a famine.", [], "dismissed"),
    ("The clinic lowers the risk of infection.", [], "no violence"),
    ("Heavy rain could lead to delays on the northern road.", [], "no violence"),
    ("The bank warned customers about its new fees.", [], "no violence"),
    ("The attack led to a civil war.", [], "told as fact"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[r[0][:60] for r in ROWS])
def test_act(text: str, expected: list[tuple[str, str]], why: str) -> None:
    found = acts(text)
    assert len(found) == len(expected), (why, found)
    for (kind, words), (got, passage) in zip(expected, found, strict=True):
        assert kind == got and words in passage, (why, found)
