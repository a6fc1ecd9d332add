"""Credits to agencies, quotations, texts, owners and judgements: what makes one root of two."""

from __future__ import annotations

import dataclasses

import pytest

from bearwitness.incidents import group_all
from bearwitness.model import Claim, Judgement, Passage, Report, Toll, When, Where, Who
from bearwitness.weigh import weigh
from bearwitness.weigh.figures import Said
from bearwitness.weigh.lineage import trace
from bearwitness.weigh.scopes import weigh_scopes
from bearwitness.weigh.ties import Ties, credit_of, owners_of, quotes_of, text_ties

STORY = "Thirty people were killed when shells fell on the market of the town at noon, a nurse of the only clinic there told us on the phone."
QUOTE = "“We carried them out one by one and nobody came to help us until the evening of the second day.”"


@pytest.mark.parametrize(("text", "wire", "why"), [
    ("BEIRUT (Reuters) - Thirty died.", "Reuters", "dateline"),
    ("DAMASCUS, March 9 (AFP) — Thirty died.", "AFP", "dateline with a day"),
    ("Thirty dead in market\nBy Jane Rowan, AFP\nThirty died.", "AFP", "by-line"),
    ("By A. Writer - Associated Press\nThirty died.", "AP", "by-line with a dash"),
    ("Agencies\nThirty died.", "news agencies", "agencies in general"),
    ("Thirty died.\n\nWith files from Reuters and AFP.", "Reuters", "the first of two"),
    ("Thirty died.\n\nWith input from agencies", "news agencies", "in general, at the end"),
    ("Thirty died. (dpa)", "dpa", "at the end"),
    ("Thirty died.\nSource: Anadolu Agency", "Anadolu Agency", "named as the source"),
    ("Thirty died.\n© Agence France-Presse", "AFP", "a right"),
    ("دمشق (رويترز) - قتل ثلاثون", "Reuters", "Arabic dateline"),
    ("A doctor told AFP that thirty died.", None, "told to it: the doctor is the source"),
    ("Reuters could not verify the number.", None, "named, not credited"),
    ("The agencies of the UN met.", None, "another kind of agency"),
    ("", None, "nothing"),
])
def test_credits(text, wire, why):
    credit = credit_of(text)
    assert (credit and credit.wire) == wire, why


def test_quotations_of_twelve_words():
    assert quotes_of(f"He said: {QUOTE}") == quotes_of(QUOTE.upper()) and len(quotes_of(QUOTE)) == 1
    assert not quotes_of("“No help came that day.”") and not quotes_of("“" + "word " * 5)


# --- a small incident -----------------------------------------------------------------------------

class Case:
    """Reports with a figure each, weighed."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.claims: list[Claim] = []
        self.texts: dict[str, str] = {}

    def add(self, publisher: str, text: str, number: int, day: int = 8, source: str | None = None) -> str:
        n = len(self.reports)
        id_, sha = f"r{n:015}", f"{n:064x}"
        at = f"2031-03-{day:02}"
        self.reports.append(Report(id_, f"{n}.txt", sha, "text/plain", "2031-04-01T00:00:00Z", publisher=publisher,
                                   published_at=When(at, at, "day"), text_sha256=sha))
        self.texts[sha] = text
        claim = Claim(f"{n:08}" + "c" * 56, "toll", Passage(0, 12, text[:12]), Toll("killed", number, number, number, number, where=(Where("Barda", "p:1", 33.0, 36.0, 1, "SY"),),
                      when=When("2031-03-07", "2031-03-07", "day")), speakers=(Who(source, "organisation"),) if source else (), report_id=id_)
        self.claims.append(claim)
        return claim.id

    def incident(self, judgements=(), owners=None):
        found = group_all(self.reports, self.claims, judgements, texts=self.texts).incidents
        assert len(found) == 1 and len(found[0].claims) == len(self.claims), "one incident"
        return weigh(found[0], self.reports, self.claims, judgements, texts=self.texts, owners=owners)

    def roots(self, **more) -> list[str]:
        return sorted(root.root for root in self.incident(**more).tolls[0].roots)


def judged(left: str, right: str, relation: str, n: int = 1, **more) -> Judgement:
    return Judgement(id=f"j{n}", left=left, right=right, relation=relation, reviewer="Reviewer One", reason="as I see it",
                     made_at=f"2031-05-{n:02}T00:00:00Z", changes=(("about", "lineage"),), **more)


def test_a_figure_in_a_report_that_credits_an_agency_is_the_agencys():
    case = Case()
    case.add("Paper A", f"BARDA (Reuters) - {STORY}", 30)
    case.add("Paper B", "Something else, told in other words by other people here.\n\nWith files from Reuters", 30)
    incident = case.incident()
    assert [r.root for r in incident.tolls[0].roots] == ["Reuters"]
    assert {parent for _, parent, _ in incident.lineage} == {"Reuters"} and "credits Reuters" in incident.lineage[0][2]


def test_the_agencys_own_report_does_not_descend_from_itself():
    case = Case()
    case.add("Reuters", f"BARDA (Reuters) - {STORY}", 30)
    case.add("Paper A", f"BARDA (Reuters) - {STORY}", 30, 9)
    incident = case.incident()
    assert len(incident.tolls[0].roots) == 1 and [e[0][:8] for e in incident.lineage] == ["00000001"]


def test_a_report_that_prints_anothers_text_descends_from_it():
    case = Case()
    first = case.add("Paper A", STORY, 30)
    case.add("Paper B", STORY, 30, 9)
    incident = case.incident()
    assert len(incident.tolls[0].roots) == 1
    assert any(parent == first and "prints the text" in reason for _, parent, reason in incident.lineage)
    later = Case()
    later.add("Paper A", STORY, 30)
    later.add("Paper B", STORY, 30, 20)
    assert len(later.roots()) == 2, "later than 72 hours, and thirty is a round number"


def test_a_quotation_in_common_is_a_suggested_edge():
    case = Case()
    first = case.add("Paper A", f"Thirty died at the market. {QUOTE} said a nurse of the town to whoever came there.", 30)
    case.add("Paper B", f"Many were at the stalls when it began, and thirty died. {QUOTE} are the words of one of them, whom this paper met.", 30, 9)
    incident = case.incident()
    edge, = incident.lineage
    assert edge[1] == first and "quotation" in edge[2] and edge[2].endswith("(suggested; a reviewer can cut it)")


def test_one_owner_is_one_root():
    case = Case()
    case.add("Paper A", STORY, 30)
    case.add("Paper B", "Told here in words of our own, after a visit to the town and talks with many.", 34)
    assert len(case.roots()) == 2
    owned = case.incident(owners={"Hill Holding": ["Paper A", "The Paper B"]})
    root, = owned.tolls[0].roots
    assert root.root.startswith("Hill Holding") and any("belong to one owner" in why for *_, why in owned.lineage)


def test_a_reviewer_cuts_an_edge_and_adds_one():
    case = Case()
    a = case.add("Paper A", STORY, 973)
    b = case.add("Paper B", "Told here in words of our own, after a visit to the town and talks with many.", 973, 9)
    c = case.add("Paper C", "A third account, by people who were far away and heard of it on the radio that week.", 1040, 9)
    assert len(case.roots()) == 2
    cut = case.incident([judged(b, a, "different")])
    assert len(cut.tolls[0].roots) == 3
    assert cut.cuts == ((b, a, "Reviewer One (2031-05-01) judged them different: as I see it"),) and not any(e[0] == b for e in cut.lineage)
    added = case.incident([judged(c, a, "same")])
    assert len(added.tolls[0].roots) == 1 and any(e[:2] == (c, a) and "as a reviewer says" in e[2] for e in added.lineage)
    assert len(case.roots(judgements=[judged(a, c, "same")])) == 1, "a parent that came later"
    undone = [judged(b, a, "different"), dataclasses.replace(judged(b, a, "unsure", 2), supersedes="j1", changes=())]
    assert len(case.roots(judgements=undone)) == 2


def test_contradicting_judgements_the_later_counts_and_rings_end():
    case = Case()
    a = case.add("Paper A", STORY, 973)
    b = case.add("Paper B", "Told here in words of our own, after a visit to the town and talks with many.", 1100, 9)
    c = case.add("Paper C", "A third account, by people who were far away and heard of it on the radio that week.", 1300, 9)
    assert len(case.roots(judgements=[judged(a, b, "different"), judged(b, a, "same", 2)])) == 2
    assert len(case.roots(judgements=[judged(b, a, "same"), judged(a, b, "different", 2)])) == 3
    both = case.incident([judged(b, a, "same"), judged(a, b, "different", 2)])
    assert any("contradict each other" in words for words in both.because)
    ring = [judged(a, b, "same"), judged(b, c, "same", 2), judged(c, a, "same", 3)]
    assert len(case.roots(judgements=ring)) == 1


def test_judgements_about_lineage_do_not_part_incidents():
    case = Case()
    a = case.add("Paper A", STORY, 973)
    b = case.add("Paper B", "Told here in words of our own, after a visit to the town and talks with many.", 973, 9)
    about = judged(b, a, "different")
    assert len(group_all(case.reports, case.claims, [about]).incidents) == 1
    assert len(group_all(case.reports, case.claims, [dataclasses.replace(about, changes=())]).incidents) == 2, "without the mark it is about grouping"


# --- much of it -------------------------------------------------------------------------------------

def test_fifty_thousand_copies_are_one_root():
    rows = [(f"r{n}", STORY, float(n % 3)) for n in range(50_000)]
    ties = text_ties(rows)
    saids = [Said(f"c{n}", 30, publisher=f"Paper {n}", published=float(n % 3), report=f"r{n}", text=STORY) for n in range(50_000)]
    _, _, result = weigh_scopes(saids, ties=ties)[0]
    assert len(result.roots) == 1 and result.range == (30, 30)


@pytest.mark.parametrize("shape", ["one root", "as many roots", "all about", "rings"])
def test_an_incident_of_twenty_thousand_claims(shape):
    """Answered, and what is told of it stays short."""
    count = 20_000
    made = {
        "one root": lambda n: Said(f"c{n}", n + 1, chain=("Monitor",), publisher=f"Paper {n}", published=float(n), report=f"r{n}"),
        "as many roots": lambda n: Said(f"c{n}", 10 ** 6 + n * 997, chain=(f"Source {n}",), publisher=f"Paper {n}", published=1.0, report=f"r{n}"),
        "all about": lambda n: Said(f"c{n}", 10_000 + n, "about", publisher=f"Paper {n}", published=float(n % 9), report=f"r{n}"),
        "rings": lambda n: Said(f"c{n}", 60, chain=(f"Paper {(n + 1) % count}",), publisher=f"Paper {n}", published=1.0, report=f"r{n}")}[shape]
    result = weigh_scopes([made(n) for n in range(count)])[0][2]
    assert sum(len(r.claims) for r in result.roots) == count
    assert sum(map(len, result.because)) < 100_000 and len(result.incompatible) <= 1_000
    if shape == "rings":
        assert result.standing == "circular"
    if shape == "one root":
        assert len(result.roots) == 1 and result.range == (count, count)


def test_odd_numbers_and_dates():
    """10^12 people, days before the year one and far off, an undated figure, a source that cites itself: each is answered and kept visible."""
    saids = [Said("c1", 10 ** 12, chain=("Paper A",), publisher="Paper A", published=738_000.0), Said("c2", 5, publisher="Paper B", published=-300_000.0),
             Said("c3", 7, publisher="Paper C", published=3_600_000.0), Said("c4", 0, publisher="Paper D")]
    result = weigh_scopes(saids)[0][2]
    assert {c for r in result.roots for c in r.claims} == {"c1", "c2", "c3", "c4"}
    assert trace(saids).root_of["c1"] == "paper a"


def test_owners_by_name():
    assert owners_of({"Holding": ["The Paper A"]}) == {"paper a": "Holding", "holding": "Holding"}
    assert trace([Said("c1", 3, publisher="Paper A", published=1.0)], ties=Ties(owners=owners_of({"H": ["Paper A"]}))).root_of == {"c1": "paper a"}, "one alone stays itself"
