"""SDG indicator 16.1.2: documented conflict deaths, disaggregated as the metadata ask at the least.

Only people listed one by one can be disaggregated, so rows are counted from named persons: the records of each
list of the dead, and the victims that the reports of an incident name. Lists are never added up: the same person may
stand in several. Documented deaths alone; estimates of the undocumented are another data type and are not made here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bearwitness.codebooks.episode import Episode, episodes, outside
from bearwitness.codebooks.form import Codebook, Column, Maker, Row, Uncoded
from bearwitness.model import Event, Snapshot, Victim, VictimList, VictimRecord
from bearwitness.resolve.fold import fold

UNKNOWN = "Unknown"
SEX = ("Man", "Woman", UNKNOWN)
AGE = ("Adult 18+", "Child <18", UNKNOWN)
STATUS = ("Civilian", "Other protected person", "Member of armed forces", "Person directly participating in hostilities", UNKNOWN)
CAUSE = ("Heavy weapons and explosive munitions", "Planted explosives and UXO", "Small arms and light weapons", "Incendiary", "CBRN",
         "Electromagnetic weapons", "Less-lethal weapons", "Denial of access to/destruction of objects indispensable to survival",
         "Accidents related to conflict", "Use of objects and other means", UNKNOWN)

COLUMNS = (
    Column("indicator", "16.1.2", choices=("16.1.2",), needed=True), Column("data_type", "documented or estimated", choices=("Documented deaths",), needed=True),
    Column("basis", "the list or incident that was counted", needed=True), Column("period_start", "first day of death", "date"),
    Column("period_end", "last day of death", "date"), Column("sex", "as the metadata", choices=SEX, needed=True), Column("age", "as the metadata", choices=AGE, needed=True),
    Column("status", "as the metadata", choices=STATUS, needed=True), Column("cause", "as the metadata", choices=CAUSE, needed=True),
    Column("deaths", "persons counted", "int", needed=True),
)

_SEXES = {"Man": frozenset("m male man men boy ذكر رجل erkek mer مرد نێر мужской чоловік hombre homme".split()),
          "Woman": frozenset("f female woman women girl أنثى انثى امرأة kadın jin زن مێ женский жінка mujer femme".split())}
_STATUSES = (("Person directly participating in hostilities", re.compile(r"\b(?:fighter|militant|combatant|insurgent|rebel|militia\w*)\b|مقاتل")),
             ("Member of armed forces", re.compile(r"\b(?:soldier|military|army|police\w*|security|officer|conscript)\b|عسكري|جندي|شرطي")),
             ("Other protected person", re.compile(r"\b(?:medic|prisoner|detainee|hors de combat|wounded soldier)\b|أسير")),
             ("Civilian", re.compile(r"\b(?:civilian|non-combatant|noncombatant)\b|مدني")))
_CAUSES = (("CBRN", re.compile(r"\b(?:chemical|chlorine|sarin|gas attack|nerve|biological|radiolog\w+)\b|كيم")),
           ("Incendiary", re.compile(r"\b(?:incendiary|phosphorus|napalm|burn(?:ed|t) alive)\b|حرق")),
           ("Planted explosives and UXO", re.compile(r"\b(?:mine|landmine|ied|unexploded|uxo|car bomb|booby)\b|لغم|ألغام|عبوة|مفخخة")),
           ("Heavy weapons and explosive munitions", re.compile(r"\b(?:shell\w*|air ?strike|missile|rocket|artillery|mortar|bomb\w*|explosion|barrel|tank|drone)\b|قصف|قذيفة|صاروخ|غارة|انفجار")),
           ("Small arms and light weapons", re.compile(r"\b(?:shot|gun\w*|sniper|shooting|executed|execution|bullet\w*|firearm|clashes)\b|رصاص|قنص|إعدام|اعدام")),
           ("Less-lethal weapons", re.compile(r"\b(?:tear gas|rubber bullet|water cannon|baton)\b")),
           ("Denial of access to/destruction of objects indispensable to survival", re.compile(r"\b(?:siege|starv\w+|hunger|lack of (?:food|medicine|care))\b|حصار|جوع")),
           ("Accidents related to conflict", re.compile(r"\b(?:accident\w*)\b|حادث")),
           ("Use of objects and other means", re.compile(r"\b(?:stab\w*|knife|beat\w*|torture\w*|strangl\w*|beheaded|slaughter\w*|drown\w*)\b|تعذيب|ذبح|طعن")))


def sex(text: str | None) -> str:
    """Sex as the metadata name it; Unknown when the list says nothing or something else."""
    word = fold(text or "").strip()
    return next((name for name, words in _SEXES.items() if (text or "").strip().lower() in words or word in words), UNKNOWN)


def age(text: str | int | None) -> str:
    """Age group. A number is years; "child" and "adult" are taken at their word.

    >>> age("17"), age("6 months"), age("40-45"), age("?")
    ('Child <18', 'Child <18', 'Adult 18+', 'Unknown')
    """
    words = str(text if text is not None else "").strip().lower()
    if re.search(r"\b(?:days?|weeks?|months?|infant|baby|newborn|child|minor)\b|طفل|رضيع|شهر|أشهر", words):
        return AGE[1]
    if re.search(r"\b(?:adult|elderly)\b|بالغ", words):
        return AGE[0]
    years = [int(n) for n in re.findall(r"\d+", words)]
    if not years or max(years) > 130:
        return UNKNOWN
    if min(years) >= 18:
        return AGE[0]
    return AGE[1] if max(years) < 18 else UNKNOWN


def status(text: str | None) -> str:
    words = (text or "").lower()
    if re.search(r"\bnon-?combatant", words):
        return "Civilian"
    return next((name for name, rule in _STATUSES if rule.search(words)), UNKNOWN)


def cause(text: str | None) -> str:
    words = (text or "").lower()
    return next((name for name, rule in _CAUSES if rule.search(words)), UNKNOWN)


_CAUSE_OF_TYPE = {"Air/drone strike": CAUSE[0], "Shelling/artillery/missile attack": CAUSE[0], "Remote explosive/landmine/IED": CAUSE[1], "Chemical weapon": "CBRN"}
_CAUSE_OF_WEAPON = {"firearm": CAUSE[2], "gun": CAUSE[2], "small arms": CAUSE[2]}


def event_cause(episode: Episode) -> str:
    """The cause that every event of an incident has by its type or weapon; Unknown when they differ or do not tell."""
    found = set()
    for claim in episode.events:
        value = claim.value
        assert isinstance(value, Event)
        weapons = {c for t in value.instruments for c in (_CAUSE_OF_WEAPON.get(t.type or "") or cause(t.name),) if c != UNKNOWN}
        found.add(_CAUSE_OF_TYPE.get(value.type) or (weapons.pop() if len(weapons) == 1 else UNKNOWN))
    return found.pop() if len(found) == 1 else UNKNOWN


Person = tuple[str, str, str, str, str | None, str | None, str]      # sex, age, status, cause, first and last day, id of claim or record


def _compile(snapshot: Snapshot) -> Iterator[Row | Uncoded]:
    for item in snapshot.lists:
        own = [v for v in snapshot.victims if v.list_id == item.id]
        yield from _counted(f"list of {item.keeper}, as of {item.as_of}", item.id, [_of_record(v) for v in own], _list_notes(item, own))
    for episode in episodes(snapshot):
        people = _named(episode)
        if people:
            notes = (f"the cause is that of the incident's events ({people[0][3]}): the reports name none for each person",) if people[0][3] != UNKNOWN else ()
            yield from _counted(f"incident {episode.incident.id}, victims named by its reports", episode.incident.id, people, notes)
        else:
            yield Uncoded(episode.incident.id, "no report names a person killed: totals cannot be disaggregated by sex, age, cause and status")
    yield from outside(snapshot)


def _of_record(record: VictimRecord) -> Person:
    when = record.when
    return sex(record.sex), age(record.age), status(record.status), cause(record.cause), when.start, when.end, record.id


def _named(episode: Episode) -> list[Person]:
    """The named victims of an incident, a name counted once; two reports that name one person are one person here."""
    found: dict[str, Person] = {}
    by_event = event_cause(episode)
    for claim in episode.victims:
        value = claim.value
        assert isinstance(value, Victim)
        found.setdefault(fold(value.name), (sex(value.sex), age(value.age), status(value.status), by_event, value.when.start, value.when.end, claim.id))
    return list(found.values())


def _list_notes(item: VictimList, records: Iterable[VictimRecord]) -> tuple[str, ...]:
    repeated = [n for n, count in Counter(r.name_original or r.name for r in records).items() if n and count > 1]
    notes = [f"the list includes: {item.includes}"]
    if repeated:
        notes.append(f"{len(repeated)} names stand in the list more than once and are counted each time: link the list first")
    return tuple(notes)


def _counted(basis: str, about: str, people: list[Person], notes: Iterable[str]) -> Iterator[Row]:
    groups: dict[tuple[str, str, str, str], list[Person]] = {}
    for person in people:
        groups.setdefault(person[:4], []).append(person)
    days = sorted(d for p in people for d in p[4:6] if d)
    for key in sorted(groups, key=lambda k: (SEX.index(k[0]), AGE.index(k[1]), STATUS.index(k[2]), CAUSE.index(k[3]))):
        made = Maker(about)
        ids = [p[6] for p in groups[key]]
        made.put("indicator", "16.1.2", "the indicator's number")
        made.put("data_type", "Documented deaths", "persons listed one by one")
        made.put("basis", basis, "what was counted")
        made.put("period_start", days[0] if days else None, "earliest day of death in what was counted")
        made.put("period_end", days[-1] if days else None, "latest day of death in what was counted")
        for name, value in zip(("sex", "age", "status", "cause"), key):
            made.put(name, value, "from the words of the record" if value != UNKNOWN else "the record does not say, or in words that are not known", ids)
        made.put("deaths", len(ids), "persons counted", ids)
        for note in notes:
            made.forced(note)
        yield made.row()


def _positive(row: Mapping[str, Any]) -> str | None:
    return None if row["deaths"] > 0 else "a row without deaths"


def _period(row: Mapping[str, Any]) -> str | None:
    start, end = row["period_start"], row["period_end"]
    return None if start is None or end is None or start <= end else "period_end is before period_start"


CODEBOOK = Codebook("sdg1612", "metadata of indicator 16.1.2", COLUMNS, _compile, (_positive, _period))
