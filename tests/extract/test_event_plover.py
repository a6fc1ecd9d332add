"""PLOVER coding of what was done and what was said. Names are made up."""

from __future__ import annotations

from functools import cache

import pytest

from bearwitness.extract import load_tools, read_document
from bearwitness.extract.event_plover import MODES, contexts_of, main_plover, plover_rows
from bearwitness.readers import read_bytes


@cache
def tools():
    return load_tools(None)


def claims_of(text):
    return read_document(read_bytes(text.encode(), name="text.txt", published_at="2025-03-11"), tools=tools()).claims


# text, category, mode (None: whatever), why
MAIN = [
    ("Gunmen abducted a doctor in Tel Amin.", "ASSAULT", "abduct", "kidnap"),
    ("Rebels kidnapped three nuns near Lesk.", "ASSAULT", "abduct", "kidnap"),
    ("Pro-government fighters beat two students in Tarsun.", "ASSAULT", "beat", "beating"),
    ("Police beat a street vendor in Orlan.", "ASSAULT", "beat", "beating"),
    ("Security forces tortured detainees in Hamun prison.", "ASSAULT", "torture", "torture"),
    ("Guards tortured an inmate in Belan.", "ASSAULT", "torture", "torture"),
    ("Militiamen raped two women in Lesk.", "ASSAULT", "sexual", "rape"),
    ("A girl was sexually assaulted by two soldiers in Kerfi.", "ASSAULT", "sexual", "sexual assault"),
    ("Militants executed seven captives in Marwa.", "ASSAULT", "targeted", "execution"),
    ("Gunmen assassinated the mayor of Darun.", "ASSAULT", "targeted", "assassination"),
    ("Soldiers burned forty houses in Mavir.", "ASSAULT", "destroy", "arson"),
    ("Militants demolished a shrine in Belan.", "ASSAULT", "destroy", "demolition"),
    ("A man was stabbed by assailants in Harun.", "ASSAULT", "primitive", "edged weapon"),
    ("Herders stabbed a farmer near Sorun.", "ASSAULT", "primitive", "edged weapon"),
    ("Gunmen opened fire on villagers in Karsa.", "ASSAULT", "firearms", "shooting"),
    ("Soldiers shot a farmer with a rifle in Velim.", "ASSAULT", "firearms", "shooting"),
    ("A roadside bomb exploded in Sabra, killing two.", "ASSAULT", "explosives", "bomb"),
    ("A car bomb went off outside a market in Tavira.", "ASSAULT", "explosives", "car bomb"),
    ("A suicide bomber blew himself up in Marwa.", "ASSAULT", "suicide-attack", "suicide bomb"),
    ("A suicide attack killed nine soldiers near Belan.", "ASSAULT", "suicide-attack", "suicide bomb"),
    ("Warplanes bombed the town of Orlan.", "ASSAULT", "aerial", "aircraft"),
    ("An airstrike hit a hospital in Lesk.", "ASSAULT", "aerial", "air strike"),
    ("A drone struck a car in Tarsun.", "ASSAULT", "drone", "drone"),
    ("A drone strike killed two men near Hamun.", "ASSAULT", "drone", "drone"),
    ("The army shelled the village of Mavir.", "ASSAULT", "heavy-weapons", "shelling"),
    ("Rebels fired rockets at Karsa.", "ASSAULT", "heavy-weapons", "rockets"),
    ("Police violently beat protesters at a march in Sorun and injured nine.", "ASSAULT", "crowd-control", "force on a crowd"),
    ("Several demonstrators were injured when police fired rubber bullets at a rally in Velim.", "ASSAULT", "crowd-control", "force on a crowd"),
    ("Chlorine gas was used in an attack on Tel Amin.", "ASSAULT", "unconventional", "chemical"),
    ("Soldiers used sarin against villagers in Orlan.", "ASSAULT", "unconventional", "chemical"),
    ("Students demonstrated in Hamun against fees.", "PROTEST", "demo", "demonstration"),
    ("Hundreds marched in Belan for higher pensions.", "PROTEST", "demo", "march"),
    ("Protesters threw stones at officers in Lesk.", "PROTEST", "riot", "stones"),
    ("Riots broke out in Tarsun.", "PROTEST", "riot", "riot"),
    ("Teachers went on strike in Marwa.", "PROTEST", "strike", "strike"),
    ("Doctors held a general strike in Sabra over wages.", "PROTEST", "strike", "strike"),
    ("Prisoners went on a hunger strike in Darun.", "PROTEST", "hunger", "hunger strike"),
    ("Activists began a hunger strike in Harun.", "PROTEST", "hunger", "hunger strike"),
    ("Farmers blocked the highway near Velim.", "PROTEST", "obstruct", "road block"),
    ("Residents blocked a bridge in Karsa to demand water.", "PROTEST", "obstruct", "road block"),
    ("Protesters vandalised shops in Orlan.", "PROTEST", "vandalize", "vandalism"),
    ("Demonstrators smashed windows of a bank in Sorun.", "PROTEST", "vandalize", "vandalism"),
    ("Students boycotted classes in Lesk in protest at the new law.", "PROTEST", "boycott", "boycott"),
    ("Traders boycotted the market in Tavira over taxes.", "PROTEST", "boycott", "boycott"),
    ("Government forces captured the town of Velim from rebels.", "COERCE", "seize", "ground taken"),
    ("Police seized a weapons cache in Sorun.", "COERCE", "seize", "weapons seized"),
    ("Police arrested an opposition leader in Sabra.", "COERCE", "arrest", "arrest"),
    ("Security forces detained five men in Hamun.", "COERCE", "arrest", "arrest"),
    ("The government imposed a curfew in Lesk.", "COERCE", "curfew", "curfew"),
    ("Authorities imposed a night curfew in Orlan.", "COERCE", "curfew", "curfew"),
    ("The president declared a state of emergency in the north.", "COERCE", "martial-law", "emergency"),
    ("The army declared martial law in Tarsun.", "COERCE", "martial-law", "martial law"),
    ("The ministry banned the opposition newspaper.", "COERCE", "restrict", "ban"),
    ("Soldiers besieged the town of Marwa.", "COERCE", "restrict", "siege"),
    ("Militiamen forced families from their homes in Mavir.", "COERCE", "deport", "driven out"),
    ("The government deported forty migrants from Belan.", "COERCE", "deport", "deported"),
    ("The army deployed reinforcements to the Karsa front.", "MOBILIZE", "troops", "deployment"),
    ("The government deployed additional troops to Tavira.", "MOBILIZE", "troops", "deployment"),
    ("The rebels recruited fifty youths into a new militia in Harun.", "MOBILIZE", "militia", "recruitment"),
    ("Villagers formed a militia in Sanir.", "MOBILIZE", "militia", "formation"),
    ("Rebel forces withdrew from the town of Orlan.", "RETREAT", "withdraw", "withdrawal"),
    ("The militia handed over control of two villages to the army.", "RETREAT", "withdraw", "handover"),
    ("Rebels released eight prisoners in Tel Amin.", "RETREAT", "release", "release"),
    ("The militia released six hostages in Lesk.", "RETREAT", "release", "release"),
    ("Forty fighters laid down their arms in Lesk.", "RETREAT", "disarm", "laid down arms"),
    ("Twenty rebels surrendered to the army in Karsa.", "RETREAT", "disarm", "surrender"),
    ("The government lifted the siege of Marwa.", "RETREAT", "access", "lifted"),
    ("The authorities lifted the curfew in Belan.", "RETREAT", "access", "lifted"),
    ("The interior minister resigned in Orlan.", "RETREAT", "resign", "resignation"),
    ("The governor of Sabra resigned on Monday.", "RETREAT", "resign", "resignation"),
    ("A court in Tarsun sentenced twelve militiamen to death.", "SANCTION", "convict", "sentence"),
    ("A judge sentenced the commander to ten years in prison.", "SANCTION", "convict", "sentence"),
    ("The government expelled three diplomats.", "SANCTION", "expel", "diplomats expelled"),
    ("The republic expelled the ambassador of Orania.", "SANCTION", "expel", "ambassador expelled"),
    ("The union suspended aid to the government.", "SANCTION", "discontinue", "aid suspended"),
    ("The republic severed ties with its neighbour.", "SANCTION", "discontinue", "ties severed"),
    ("The government and the Sanir Front signed a peace agreement.", "AGREE", None, "signed"),
    ("The minister promised to release all detainees.", "AGREE", None, "a promise that helps"),
    ("The two ministers held talks in Belan.", "CONSULT", None, "talks"),
    ("The president met with the rebel leader in Lesk.", "CONSULT", "visit", "meeting"),
    ("The government delivered aid to the town of Marwa.", "AID", None, "aid delivered"),
    ("The kingdom provided assistance worth two millions to Orania.", "AID", None, "aid given"),
    ("Two rebel factions merged in Harun.", "COOPERATE", None, "merger"),
    ("The two factions announced their merger.", "COOPERATE", None, "merger"),
    ("The minister demanded that rebels release the hostages.", "REQUEST", "yield", "asks to yield"),
    ("The mayor urged the government to send aid.", "REQUEST", "assist", "asks for help"),
    ("The envoy urged both sides to hold talks.", "REQUEST", "meet", "asks to meet"),
    ("The union called on the government to change the law.", "REQUEST", "change", "asks for change"),
    ("The minister condemned the attack on the market.", "ACCUSE", "disapprove", "condemnation"),
    ("The group accused the army of killing nine farmers.", "ACCUSE", "allege", "allegation"),
    ("The opposition accused soldiers of burning the village.", "ACCUSE", "allege", "allegation"),
    ("The government denied the claims of the rebels.", "REJECT", None, "denial"),
    ("The rebels rejected the offer of talks.", "REJECT", "meet", "refusal to meet"),
    ("The minister praised the rescuers for their work.", "SUPPORT", None, "praise"),
    ("The president endorsed the plan of the envoy.", "SUPPORT", None, "endorsement"),
    ("The minister admitted that soldiers had made mistakes.", "CONCEDE", None, "admission"),
    ("The government acknowledged that the villagers had been right.", "CONCEDE", None, "acknowledgement"),
    ("The rebels threatened to attack the capital.", "THREATEN", "violence", "threat of violence"),
    ("The commander vowed to fight until the end.", "THREATEN", "violence", "a vow to harm"),
    ("The minister threatened to expel the ambassador.", "THREATEN", "expel", "threat to expel"),
]


@pytest.mark.parametrize(("text", "category", "mode", "why"), MAIN, ids=[r[0][:50] for r in MAIN])
def test_main_act(text, category, mode, why):
    found = main_plover(claims_of(text))
    assert found is not None, why
    assert found.category == category, (why, found)
    if mode is not None:
        assert found.mode == mode, (why, found)
    assert found.mode is None or found.mode in MODES[found.category]
    assert found.reason


def test_every_category_has_a_row():
    assert {row[1] for row in MAIN} == set(MODES)


@pytest.mark.parametrize(("text", "contexts", "why"), [
    ("Police fired at voters during the elections.", ("election",), "votes"),
    ("Gunmen attacked a hospital and killed two doctors.", ("health",), "medical"),
    ("Nothing is told here.", (), "no word of any context"),
])
def test_contexts(text, contexts, why):
    assert contexts_of(text) == contexts, why


def test_what_is_only_denied_or_asked_for_is_not_coded_as_done():
    for text in ("The army did not shell the village of Hamun.", "The minister demanded that the army arrest the mayor."):
        assert all(row.category not in ("ASSAULT", "COERCE") for row in plover_rows(claims_of(text))), text
