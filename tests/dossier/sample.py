"""A snapshot of the sample case made by hand, as the pipeline would give it, for working on the page."""

from __future__ import annotations

import hashlib
import io
import json
import re
from html import unescape
from importlib import resources

from bearwitness.model import (
    Attribution,
    Blame,
    Blamer,
    Claim,
    Commitment,
    Demand,
    Event,
    Figure,
    Incident,
    Interest,
    Judgement,
    Label,
    Move,
    Passage,
    Position,
    Report,
    Root,
    Snapshot,
    Statement,
    Toll,
    Tolls,
    Value,
    Warn,
    When,
    Where,
    Who,
    report_id,
    with_id,
)

FOLDER = resources.files("bearwitness") / "data" / "sample" / "syria-coast-2025"
PUBLISHER = "bearwitness sample case"
INCIDENT = "SYR-2K7F3Q"
SINCE = When("2025-03-06", None, "range", "since 6 March 2025", "text")
COAST = Where("the Syrian coast", None, None, None, 5, "SY", None)
LATAKIA = Where("Latakia", "gn:173576", 35.53168, 35.79011, 4, "SY", "Latakia")
TARTUS = Where("Tartus", "gn:163345", 34.88902, 35.88659, 4, "SY", "Tartus")
HAMA = Where("Hama", "gn:170017", 35.13179, 36.75783, 4, "SY", "Hama")
BANIYAS = Where("Baniyas", "gn:172955", 35.18245, 35.94026, 1, "SY", "Tartus")
BAHLULIYAH = Where("Al-Bahluliyah", None, None, None, None, "SY", None)
SOHR = Who("Syrian Observatory for Human Rights", "organisation", None, "SOHR")
SNHR = Who("Syrian Network for Human Rights", "organisation", None, "SNHR")


def outlet(name: str) -> Who:
    return Who(name, "outlet")


def text_of(name: str) -> str:
    """The kept text as a plain reader would give it."""
    data = (FOLDER / name).read_bytes()
    if name.endswith(".html"):
        body = re.search(r"<article>(.*?)</article>", data.decode(), re.S)
        assert body
        parts = re.findall(r"<(?:h1|p)>(.*?)</(?:h1|p)>", body.group(1), re.S)
        return "\n\n".join(unescape(re.sub(r"<[^>]+>", "", p)) for p in parts) + "\n"
    if name.endswith(".pdf"):
        from pypdf import PdfReader
        return PdfReader(io.BytesIO(data)).pages[0].extract_text() + "\n"
    return data.decode()


class Maker:
    """Collects reports and claims."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.texts: dict[str, str] = {}
        self.claims: list[Claim] = []

    def report(self, name: str, published: str | None, text: str | None = None, member: str | None = None) -> Report:
        key = name + (f"#{member}" if member else "")
        if key in self.reports:
            return self.reports[key]
        text = text_of(name) if text is None else text
        data = text.encode() if member else (FOLDER / name).read_bytes()
        sha, text_sha = hashlib.sha256(data).hexdigest(), hashlib.sha256(text.encode()).hexdigest()
        kind = {"html": "text/html", "pdf": "application/pdf", "sonl": "application/x-ndjson"}.get(
            name.rsplit(".", 1)[1][-4:], "text/plain")
        when = When(published, published, "day", published, "text") if published else When()
        self.texts[text_sha] = text
        self.reports[key] = Report(
            id=report_id(sha, key), source=f"syria-coast-2025/{name}", sha256=sha, media_type=kind, member=member,
            captured_at="2026-11-23T03:00:00Z", publisher=PUBLISHER, title=text.split("\n")[0] if not member else None,
            lang="en", published_at=when, text_sha256=text_sha, reader="bearwitness-text@0.1.0", sensitivity=0,
            size=len(data))
        return self.reports[key]

    def claim(self, report: Report, kind: str, exact: str, value: Value, speakers: tuple[Who, ...] = (), *,
              stance: str = "asserts", hedge: str = "none", said: str | None = None, within: str | None = None) -> Claim:
        text = self.texts[report.text_sha256 or ""]
        start = text.index(exact)
        made = with_id(report.text_sha256 or "", Claim(
            id="", kind=kind, passage=Passage(start, start + len(exact), exact), value=value, speakers=speakers,
            stance=stance, hedge=hedge, said=When(said, said, "day", None, "text") if said else When(),
            rule="made by hand for the tests", extractor="hand@1", report_id=report.id, within=within))
        self.claims.append(made)
        return made


def toll(number: int | None, whom: str, bound: str = "exact", *, as_of: str | None = None, phrase: str | None = None,
         low: int | None = None, high: int | None = None, where: tuple[Where, ...] = (COAST,), when: When = SINCE,
         cumulative: bool | None = True) -> Toll:
    low = low if low is not None else number
    top = {"at_least": None, "more_than": None}.get(bound, high if high is not None else number)
    if bound == "about" and number:
        low, top = round(number * .9), round(number * 1.1)
    return Toll("killed", number, low, top, number if bound in ("exact", "about") else None, phrase, bound, whom,
                where=where, when=when, as_of=When(as_of, as_of, "day") if as_of else When(), cumulative=cumulative)


def figure(m: Maker, claim: Claim, root: str, *, current: bool = False, set_aside: str | None = None) -> Figure:
    t = claim.value
    assert isinstance(t, Toll)
    report = next(r for r in m.reports.values() if r.id == claim.report_id)
    return Figure(claim.id, report.id, tuple(w.name for w in claim.speakers), t.number, t.bound, t.low, t.high,
                  t.as_of.start, current, report.published_at.start, root, t.whom, t.phrase, set_aside)


def _tolls(m: Maker, harm: str, whom: str, rng: tuple[int | None, int | None], figures: list[Figure], standing: str,
           because: tuple[str, ...], best: int | None = None) -> Tolls:
    roots = []
    for name in dict.fromkeys(f.root or "" for f in figures if f.set_aside not in ("subset", "increment", "place_part")):
        own = [f for f in figures if f.root == name]
        cur = next((f for f in own if f.current), None)
        roots.append(Root(name, tuple(f.claim for f in own), cur.claim if cur else None, cur.low if cur else None,
                          cur.high if cur else None, cur.as_of if cur else None, cur is None))
    return Tolls(harm, whom, rng, best, None, tuple(figures), tuple(roots), standing, because)


def sample() -> Snapshot:
    """One incident with figures, blame, denials, labels, demands, a judgement and lineage."""
    m = Maker()
    r1 = m.report("01-shafaq-news-340.html", "2025-03-08")
    r2 = m.report("02-pledge-times-745.txt", "2025-03-08")
    r3 = m.report("03-tehran-times-1018.html", "2025-03-09")
    r4 = m.report("04-shafaq-news-committee.txt", "2025-03-09")
    r5 = m.report("05-prothom-alo-973.txt", "2025-03-10")
    r6 = m.report("06-anews-guterres.html", "2025-03-10")
    r7 = m.report("07-turkey-denial.txt", "2025-03-10")
    posts = [json.loads(line) for line in (FOLDER / "08-posts.posts.jsonl").read_text("utf-8").splitlines()]
    r8 = {p["id"]: m.report("08-posts.posts.jsonl", p["published_at"], p["text"], p["id"]) for p in posts}
    r9 = m.report("09-shafaq-news-1225.html", "2025-03-11")
    r10 = m.report("10-rebaz-news-803.txt", "2025-03-11")
    r11 = m.report("11-zaman-al-wasl-interview.txt", "2025-03-11")
    r12 = m.report("12-shafaq-news-1383.txt", "2025-03-12")
    r13 = m.report("13-the-hindu-afp.html", "2025-03-12")
    r14 = m.report("14-snhr-1084.txt", "2025-03-17")
    r15 = m.report("15-sohr-1614.txt", None)
    r16 = m.report("16-reuters-1479.html", "2025-06-30")
    r17 = m.report("17-sana-committee.pdf", "2025-07-22")
    r18 = m.report("18-reuters-committee.txt", "2025-07-22")
    r19 = m.report("19-the-national-un.html", "2025-08-14")
    r20 = m.report("20-rudaw-1700.txt", "2025-08-14")

    committee = Who("National Committee for Investigation and Fact-Finding", "organisation")
    un = Who("UN Commission of Inquiry on Syria", "organisation")
    shafaq, sana = outlet("Shafaq News"), outlet("SANA")
    abd = Who("Rami Abdulrahman", "person", "director, Syrian Observatory for Human Rights", "SOHR-director")

    c340 = m.claim(r1, "toll", "340 Alawite residents had been killed on the Syrian coast since 6 March 2025", toll(340, "Alawite residents", as_of="2025-03-08", phrase="340"), (shafaq, abd))
    c1000 = m.claim(r1, "toll", "the total could exceed 1,000", toll(1000, "all persons", "more_than", phrase="exceed 1,000"), (shafaq, abd), hedge="hypothetical")
    c60 = m.claim(r1, "toll", "60 civilians were killed in the city of Baniyas, including 10 women and five children", toll(60, "civilians", where=(BANIYAS,), phrase="60"), (shafaq, SOHR))
    c1018 = m.claim(r2, "toll", "1,018 people had been killed on the Syrian coast since 6 March 2025", toll(1018, "all persons", as_of="2025-03-08", phrase="1,018"), (outlet("Pledge Times"), SOHR))
    c745 = m.claim(r2, "toll", "at least 745 civilians were executed by the security forces", toll(745, "civilians", "at_least", as_of="2025-03-08", phrase="at least 745"), (outlet("Pledge Times"), SOHR))
    c213 = m.claim(r2, "toll", "213 fighters were also killed", toll(213, "fighters", phrase="213"), (outlet("Pledge Times"), SOHR))
    tt = outlet("Tehran Times")
    c1018b = m.claim(r3, "toll", "at least 1,018 people had been killed on the Syrian coast", toll(1018, "all persons", "at_least", phrase="at least 1,018"), (tt, SOHR))
    c745b = m.claim(r3, "toll", "at least 745 of them were civilians", toll(745, "civilians", "at_least", phrase="at least 745"), (tt, SOHR))
    field = Who("unnamed field sources", "unnamed")
    c2300 = m.claim(r3, "toll", "between 2,300 and 2,400 civilians had been killed", toll(None, "civilians", "between", low=2300, high=2400, phrase="between 2,300 and 2,400", where=(BANIYAS, BAHLULIYAH)), (tt, field))
    eyes = Who("unnamed eyewitnesses", "unnamed")
    c4000 = m.claim(r3, "toll", "more than 4,000 people had been killed in the coastal areas", toll(4000, "all persons", "more_than", low=4001, phrase="more than 4,000"), (tt, outlet("Fox News"), eyes))
    c973 = m.claim(r5, "toll", "973 civilians had been killed on the Syrian coast since 6 March 2025", toll(973, "civilians", as_of="2025-03-10", phrase="973"), (outlet("Prothom Alo"), SOHR))
    c830 = m.claim(r5, "toll", "The monitor's previous toll was 830 civilians", toll(830, "civilians", phrase="830"), (outlet("Prothom Alo"), SOHR))
    p973 = m.claim(r8["al-bawaba-973"], "toll", "973 civilians had been killed on the Syrian coast", toll(973, "civilians", phrase="973"), (outlet("Al Bawaba"), SOHR))
    p1225 = m.claim(r8["kurdistan24-1225"], "toll", "at least 1,225 civilians had been killed on the Syrian coast since 6 March", toll(1225, "civilians", "at_least", phrase="at least 1,225"), (outlet("Kurdistan24"), SOHR))
    f1225 = m.claim(r8["fakti-1225"], "toll", "1,225 civilians had been killed", toll(1225, "civilians", phrase="1,225"), (outlet("Fakti"), outlet("Agence France-Presse"), SOHR))
    c1225 = m.claim(r9, "toll", "1,225 civilians had been killed on the Syrian coast since 6 March 2025", toll(1225, "civilians", as_of="2025-03-11", phrase="1,225"), (shafaq, SOHR))
    parts = [m.claim(r9, "toll", ex, toll(n, "civilians", where=(w,), phrase=str(n)), (shafaq, SOHR)) for ex, n, w in (
        ("658 civilians were killed in Latakia", 658, LATAKIA), ("384 in Tartus", 384, TARTUS), ("171 in Hama", 171, HAMA))]
    c132 = m.claim(r9, "toll", "at least 132 Alawite civilians were killed on Tuesday alone", toll(132, "Alawite civilians", "at_least", cumulative=False, phrase="at least 132", when=When("2025-03-11", "2025-03-11", "day", "Tuesday", "published_at")), (shafaq, SOHR))
    c803 = m.claim(r10, "toll", "803 people, including women and children, were killed on the Syrian coast between 6 and 10 March 2025", toll(803, "all persons", phrase="803", when=When("2025-03-06", "2025-03-10", "range", "between 6 and 10 March 2025", "text")), (outlet("Rebaz News"), SNHR))
    c1383 = m.claim(r12, "toll", "1,383 civilians had been killed on the Syrian coast since 6 March 2025", toll(1383, "civilians", as_of="2025-03-12", phrase="1,383"), (shafaq, SOHR))
    c158 = m.claim(r12, "toll", "158 civilians were killed in three massacres on Wednesday", toll(158, "civilians", cumulative=False, phrase="158"), (shafaq, SOHR))
    c1383b = m.claim(r13, "toll", "At least 1,383 civilians had been killed on the Syrian coast since 6 March 2025", toll(1383, "civilians", "at_least", phrase="At least 1,383"), (outlet("The Hindu"), outlet("AFP"), SOHR))
    c231 = m.claim(r13, "toll", "at least 231 security personnel were killed", toll(231, "security personnel", "at_least", phrase="at least 231"), (Who("Syrian authorities", "state"),))
    c250 = m.claim(r13, "toll", "250 pro-Assad fighters were also killed", toll(250, "pro-Assad fighters", phrase="250"), (SOHR,))
    c1084 = m.claim(r14, "toll", "1,084 people had been killed on the Syrian coast since 6 March", toll(1084, "all persons", as_of="2025-03-17", phrase="1,084"), (SNHR,))
    c639 = m.claim(r14, "toll", "forces aligned with the government killed at least 639 people", toll(639, "all persons", "at_least", phrase="at least 639"), (SNHR,))
    c1614 = m.claim(r15, "toll", "documented the killing of 1,614 civilians on the Syrian coast between 6 and 12 March 2025", toll(1614, "civilians", phrase="1,614"), (SOHR,))
    c1479 = m.claim(r16, "toll", "1,479 Syrian Alawites were killed on the Syrian coast between 7 and 9 March 2025, at 40 sites", toll(1479, "Alawites", phrase="1,479", when=When("2025-03-07", "2025-03-09", "range", "between 7 and 9 March 2025", "text")), (outlet("Reuters"),))
    c1334 = m.claim(r16, "toll", "1,334 people were killed, including 60 children and 84 women", toll(1334, "all persons", phrase="1,334"), (outlet("Reuters"), SNHR))
    c1426 = m.claim(r17, "toll", "verified the names of 1,426 dead, mostly civilians", toll(1426, "all persons", as_of="2025-07-22", phrase="1,426 dead, mostly civilians"), (sana, committee))
    c238 = m.claim(r17, "toll", "remnants of the former regime killed 238 members of the security\nforces and the army", toll(238, "security personnel", phrase="238"), (sana, committee))
    c1426b = m.claim(r18, "toll", "1,426 people, mostly civilians, were killed on the Syrian coast in March 2025", toll(1426, "all persons", phrase="1,426"), (outlet("Reuters"), committee))
    c1400 = m.claim(r19, "toll", "about 1,400 people, mainly civilians, were reported killed on the Syrian coast in March 2025", toll(1400, "all persons", "about", as_of="2025-08-14", phrase="about 1,400"), (outlet("The National"), un), hedge="reported")
    c1700 = m.claim(r20, "toll", "about 1,700 people, mostly Alawite civilians, were killed on the Syrian coast in March 2025", toll(1700, "all persons", "about", as_of="2025-08-14", phrase="about 1,700"), (outlet("Rudaw"), SOHR))
    c1400b = m.claim(r20, "toll", "some 1,400 people, predominantly civilians, including about 100 women, were reported killed", toll(1400, "all persons", "about", phrase="some 1,400"), (outlet("Rudaw"), un), hedge="reported")

    def blames(report: Report, exact: str, accused: str, speakers: tuple[Who, ...], stance: str = "accuses", hedge: str = "none") -> Claim:
        return m.claim(report, "attribution", exact, Attribution((Who(accused, "armed_group"),), None, "direct"), speakers, stance=stance, hedge=hedge)

    sf = "security forces"
    b1 = blames(r2, "at least 745 civilians were executed by the security forces", sf, (outlet("Pledge Times"), SOHR))
    b2 = blames(r5, "The SOHR accused security personnel and pro-government fighters of killing the civilians", sf, (outlet("Prothom Alo"), SOHR))
    b3 = blames(r9, "The SOHR accused security forces and affiliated militias of executing entire families", sf, (shafaq, SOHR))
    b4 = blames(r3, "Activists accused Syrian government forces of deliberately targeting the Alawite community", sf, (tt, Who("activists", "unnamed")))
    b5 = blames(r7, "Turkish-backed factions took part in the killings of Alawite civilians on the Syrian coast", "Turkish-backed factions", (outlet("Reuters"),), "reports")
    b6 = blames(r7, "Turkish-backed factions took part in the killings of Alawite civilians", "Turkish-backed factions", (outlet("Medya News"),), "reports")
    b7 = blames(r7, "blamed factions affiliated with Hay'at Tahrir al-Sham (HTS) for the killings", "HTS-affiliated factions", (SOHR,))
    b8 = blames(r7, "blamed pro-Assad soldiers for the violence", "pro-Assad fighters", (outlet("Anadolu Agency"),))
    b9 = blames(r9, "its forces had been attacked by remnants of the former regime", "remnants of the former regime", (shafaq, Who("Syria's government", "state")), "asserts")
    b10 = blames(r10, "remnants of the former regime killed about half of the victims", "remnants of the former regime", (outlet("Rebaz News"), SNHR), "asserts")
    b10b = blames(r10, "the others were killed in security and military operations by government forces", sf, (outlet("Rebaz News"), SNHR), "asserts")
    b11 = blames(r11, "pro-Assad groups backed by foreigners had triggered the bloodshed on the Syrian coast", "pro-Assad fighters", (outlet("Reuters"), Who("Ahmed al-Sharaa", "person", "president of Syria")))
    b12 = blames(r17, "remnants of the former regime killed 238 members of the security\nforces and the army", "remnants of the former regime", (sana, committee), "asserts")
    b13 = blames(r19, "members of the interim government forces and fighters loyal to Bashar al-Assad were responsible for the violence", sf, (outlet("The National"), un), "asserts")
    b14 = blames(r19, "fighters loyal to Bashar al-Assad were responsible for the violence", "pro-Assad fighters", (outlet("The National"), un), "asserts")
    d1 = blames(r7, "Turkish Foreign Minister Hakan Fidan denied any direct involvement of Turkey", "Turkey", (Who("Hakan Fidan", "person", "foreign minister of Turkey"),), "denies", "negated")
    d2 = m.claim(r19, "statement", "The commission found no evidence of a governmental policy or plan to carry out the attacks", Statement(), (outlet("The National"), un), hedge="negated")

    m.claim(r5, "label", "It described some of the killings as ethnic cleansing", Label("ethnic cleansing", None, "alleges"), (outlet("Prothom Alo"), SOHR))
    m.claim(r19, "label", "acts that likely amount to war crimes", Label("war crimes", "8", "finds"), (outlet("The National"), un), hedge="likely")
    m.claim(r6, "demand", "Guterres called on all parties to protect civilians", Demand((Who("all parties", "unnamed"),), "protect civilians"), (Who("Stéphane Dujarric", "person", "spokesperson"), Who("António Guterres", "person", "UN Secretary-General")), stance="demands")
    m.claim(r4, "demand", "demanded that those responsible be held accountable", Demand((), "hold those responsible accountable"), (Who("United States", "state", with_=(Who("Germany", "state"), Who("France", "state"))),), stance="demands")
    m.claim(r11, "commitment", "He promised to punish those responsible, including his own allies if necessary", Commitment("punish those responsible"), (outlet("Reuters"), Who("Ahmed al-Sharaa", "person", "president of Syria")), stance="promises")
    m.claim(r11, "warning", "the mass killings were a threat to the unity of the country", Warn("a threat to the unity of the country"), (outlet("Reuters"), Who("Ahmed al-Sharaa", "person", "president of Syria")), stance="predicts")
    m.claim(r12, "warning", "mass graves could be used to accuse remnants of the former regime of war crimes", Warn("mass graves used to accuse others", (), None), (shafaq, SOHR), stance="predicts")
    m.claim(r6, "event", "Assad loyalists attacked security patrols and checkpoints in Latakia and Tartus last week", Event("Battles", "Armed clash", "FIGHT/-", (Who("Assad loyalists", "armed_group"),), (Who(sf, "armed_group"),), where=(LATAKIA, TARTUS), when=When("2025-03-03", "2025-03-09", "week", "last week", "published_at"), rank=1), (outlet("Anews"),))
    m.claim(r16, "event", "1,479 Syrian Alawites were killed on the Syrian coast between 7 and 9 March 2025", Event("Violence against civilians", "Attack", "ASSAULT/targeted", (), (Who("Syrian Alawites", "community"),), where=(COAST,), when=When("2025-03-07", "2025-03-09", "range", "between 7 and 9 March 2025", "text"), rank=1), (outlet("Reuters"),))
    m.claim(r4, "event", "would investigate the violence of 6 March on the Syrian coast", Event("Violence against civilians", "Attack", None, where=(COAST,), when=When("2025-03-06", "2025-03-06", "day", "6 March", "text"), rank=None), (shafaq,))

    F = lambda c, root, cur=False, aside=None: figure(m, c, root, current=cur, set_aside=aside)  # noqa: E731
    S, N, U, K = SOHR.name, SNHR.name, un.name, committee.name
    everyone = [F(c1018, S, aside="stale"), F(c1018b, S, aside="repeated"), F(c1700, S, True), F(c803, N), F(c1084, N), F(c1334, N, True),
                F(c1426, K, True), F(c1426b, K, aside="repeated"), F(c1400, U, True), F(c1400b, U, aside="repeated"), F(c4000, eyes.name, True), F(c1000, S, aside="hypothetical"), F(c639, N, aside="subset")]
    civilians = [F(c745, S), F(c745b, S, aside="repeated"), F(c830, S), F(c973, S), F(p973, S, aside="repeated"), F(c1225, S), F(p1225, S, aside="repeated"), F(f1225, S, aside="repeated"),
                 F(c1383, S), F(c1383b, S, aside="repeated"), F(c1614, S, True), F(c2300, field.name, True), F(c60, S, aside="place_part"), *(F(p, S, aside="place_part") for p in parts), F(c158, S, aside="increment")]
    alaw = [F(c340, S, aside="stale"), F(c1479, "Reuters", True), F(c132, S, aside="increment")]
    security = [F(c231, "Syrian authorities", True), F(c238, K, True)]
    fighters = [F(c213, S), F(c250, S, True)]
    tolls = (_tolls(m, "killed", "all persons", (1260, None), everyone, "contested", ("5 independent origins; the largest current low is 3.2 times the smallest",)),
             _tolls(m, "killed", "civilians", (1614, 2400), civilians, "single root", ("one named origin; the other is unnamed",)),
             _tolls(m, "killed", "Alawites", (1479, 1479), alaw, "single root", ("one current origin",), 1479),
             _tolls(m, "killed", "security personnel", (231, None), security, "supported", ("2 independent origins agree within 10 %",)),
             _tolls(m, "killed", "fighters", (250, 250), fighters, "single root", ("one origin",), 250))

    def by(c: Claim) -> Blamer:
        report = next(r for r in m.reports.values() if r.id == c.report_id)
        monitor = Interest("monitor", None, "monitor", "R. Viewer", "2026-11-23T03:20:00Z", "j2") if c.speakers[-1] == SOHR else None
        return Blamer(tuple(w.name for w in c.speakers), c.stance, c.id, report.id, c.hedge, "direct", None, report.published_at.start, "published",
                      interest=monitor, admission=c is b9)

    def place(c: Claim) -> Position:
        return Position(c.id, c.report_id or "", c.stance, "direct", by(c).date, "published")

    blame = (Blame(sf, tuple(map(by, (b1, b2, b3, b4, b10b, b13)))), Blame("remnants of the former regime", tuple(map(by, (b9, b10, b12)))),
             Blame("pro-Assad fighters", tuple(map(by, (b8, b11, b14))), (), None, (
                 Move("another degree", "Anadolu Agency", place(b8), place(b14), ""),)), Blame("Turkish-backed factions", tuple(map(by, (b5, b6)))),
             Blame("HTS-affiliated factions", (by(b7),)), Blame("Turkey", (), (by(d1),)), Blame("the government (as a policy or plan)", (), (by(d2),)))
    lineage = tuple((c.id, p, why) for c, p, why in (
        (c1018b, c1018.id, "names SOHR and gives the same figure"), (c745b, c745.id, "names SOHR and gives the same figure"),
        (p973, c973.id, "names SOHR and gives the same figure"), (p1225, c1225.id, "names SOHR and gives the same figure"),
        (f1225, c1225.id, "names SOHR by way of AFP and gives the same figure"), (c1383b, c1383.id, "names SOHR by way of AFP"),
        (c1426b, c1426.id, "names the committee"), (c1400b, c1400.id, "names the UN commission"), (c1334, "Syrian Network for Human Rights", "names a source that is not in the case")))
    reports = tuple(m.reports.values())
    incident = Incident(INCIDENT, When("2025-03-06", "2025-03-12", "range"), (COAST, LATAKIA, TARTUS, HAMA, BANIYAS, BAHLULIYAH),
                        (Who(sf, "armed_group"), Who("remnants of the former regime", "armed_group"), Who("Alawites", "community")),
                        tuple(r.id for r in reports), tuple(c.id for c in m.claims), "contested", tolls, blame,
                        "Killings on the Syrian coast", ("standing from the killed among all persons: two origins differ by more than twice", "report 01 tells of the same as report 02"), lineage)
    judgement = Judgement("j1", c4000.id, "unsure", "R. Viewer", "two steps from anybody who saw it", "2026-11-23T03:10:00Z")
    return Snapshot("Sample case: Syrian coast, March 2025", reports, tuple(m.claims), (incident,), (judgement,), texts=tuple(m.texts.items()))
