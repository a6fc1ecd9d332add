"""An administrator with the database, the log and the log's private key writes or changes what people decided.

`Forger` is that administrator: it makes entries anew, computes every digest again, and signs a new log with the log's
own key, so that nothing but the people's signatures can betray it. Its control: what nobody signed it changes unseen.
`make soak` sets BEARWITNESS_SOAK and makes 1,000 random forgeries of whole cases.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from tests import case_fakes

from bearwitness import case as verbs
from bearwitness.case import keys
from bearwitness.custody import commit, entry, note
from bearwitness.custody.sign import Key
from bearwitness.errors import UsageError
from bearwitness.store import audit
from bearwitness.store.log import Log
from bearwitness.store.schema import canonical_row

FORGERIES = 1_000 if os.environ.get("BEARWITNESS_SOAK") else 40
AMAL, BRUNO, ADMIN = (Key(hashlib.sha256(name).digest()) for name in (b"amal", b"bruno", b"admin"))
COLUMNS = ("id", "left", "right", "relation", "reviewer", "reason", "made_at", "changes", "anchor", "supersedes")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case: Amal and Bruno sign, Carla has no key. Events 0 case, capture, claim, then keys and reviews."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.txt").write_text("Dana said that 13 people were killed in Exampleton.\nOmar said that 4 people were killed in Exampleton.")
    with pytest.MonkeyPatch.context() as patch:
        case_fakes.install(patch)
        with verbs.new(folder / "case") as case:
            list(verbs.add(case, [str(folder / "a.txt")]))
            list(verbs.read(case))
            first, second = [c["id"] for c in verbs.show(case, "claims") if c["kind"] == "toll"]
            keys.add_key(case, "Amal", AMAL)
            keys.add_key(case, "Bruno", BRUNO)
            verbs.judge(case, first, relation="accept", reviewer="Carla", reason="seen")
            keys.sign_as(case, AMAL)
            one = verbs.judge(case, first, relation="accept", reason="as in the film")
            verbs.judge(case, second, relation="fix", reason="misread", changes={"number": 5})
            verbs.undo(case, one.id, reason="the film is of another day")
            verbs.judge(case, first, relation="reject", reason="counted twice")
            keys.sign_as(case, BRUNO)
            verbs.judge(case, second, relation="accept", reason="two sources")
    assert verbs.verify(folder / "case") == []
    return folder / "case"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_PAUSE", 0)


class Forger:
    """Reads a case, changes its events and rows, and writes it back with a new log that fits."""

    def __init__(self, case: Path):
        self.case, self.id = case, ""
        self.db = sqlite3.connect(case / "case.db")
        self.db.row_factory = sqlite3.Row
        self.events: list[dict[str, Any]] = []
        for row in self.db.execute("SELECT * FROM custody_events ORDER BY idx"):
            disclosures = json.loads(row["disclosures"])
            fields = {f.name: f.value for f in map(commit.open_disclosure, disclosures)}
            self.events.append({**dict(row), "fields": fields, "as_it_was": True})
        self.id = self.events[0]["fields"]["case"]
        self.rows = {row["id"]: dict(row) for row in self.db.execute("SELECT * FROM judgements ORDER BY seq")}

    def reviews(self, *people: str) -> list[dict[str, Any]]:
        return [e for e in self.events if e["kind"] == "review" and e["fields"]["reviewer"] in people]

    def keys(self) -> list[dict[str, Any]]:
        return [e for e in self.events if e["kind"] == "key"]

    def change(self, event: dict[str, Any], **fields: Any) -> None:
        """Other fields in an event and, of a judgement, in its row; signatures stay as they are unless they are given."""
        event["fields"] = {name: value for name, value in {**event["fields"], **fields}.items() if value is not None}
        event["as_it_was"] = False
        if event["kind"] == "review":
            row = self.rows[event["fields"]["judgement"]]
            said = {**event["fields"], "made_at": event["fields"]["time"]}
            row.update({name: said.get(name) for name in ("left", "right", "relation", "reviewer", "reason", "made_at", "supersedes")})
            row["changes"] = rfc8785.dumps(dict(said["changes"])).decode()
            event["fields"]["row_sha256"] = hashlib.sha256(canonical_row(row)).hexdigest()

    def sign(self, event: dict[str, Any], *signers: Key) -> None:
        """Signs an event with keys that the administrator has; nobody's: as one who has none would leave it."""
        for name in ("signer", "sig", "signer_2", "sig_2", "in_case"):
            event["fields"].pop(name, None)
        event["signers"], event["as_it_was"] = signers, False
        if signers:
            event["fields"]["in_case"] = self.id

    def add(self, event: dict[str, Any], *, judgement: dict[str, Any] | None = None) -> dict[str, Any]:
        """One more event behind all others, with its row."""
        self.events.append(event)
        if judgement is not None:
            self.rows[judgement["id"]] = judgement
        return event

    def decide(self, person: str, like: dict[str, Any], *signers: Key, anchor: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
        """A new judgement in somebody's name, after the pattern of another one."""
        new = hashlib.sha256(os.urandom(8)).hexdigest()[:32]
        row = {**self.rows[like["fields"]["judgement"]], "id": new, "seq": max(r["seq"] for r in self.rows.values()) + 1}
        if anchor is not None:
            row["anchor"] = rfc8785.dumps(anchor).decode()
        made = self.add({**like, "subject": new, "fields": {**like["fields"], "judgement": new}}, judgement=row)
        self.change(made, reviewer=person, **fields)
        if signers or "sig" not in fields:
            self.sign(made, *signers)
        return made

    def make_key(self, person: str, key: Key, *signers: Key, **fields: Any) -> dict[str, Any]:
        pattern = self.keys()[0]
        made = self.add({**pattern, "subject": key.public, "fields": {**pattern["fields"], "person": person, "public_key": key.public, **fields}})
        self.sign(made, *signers)
        return made

    def write(self) -> None:
        """The events anew where they changed, and the log over them, signed with its own key."""
        origin, seed = note.read_skey((self.case / "keys" / "log.key").read_text().strip())
        rows = []
        for index, event in enumerate(self.events):
            if not event["as_it_was"]:
                event.update(self._made(event))
            rows.append([index, event["kind"], event["item"], event["entry"], event["disclosures"], event["subject"]])
        with self.db:
            self.db.execute("DELETE FROM custody_events")
            self.db.executemany("INSERT INTO custody_events (idx, kind, item, entry, disclosures, subject) VALUES (?,?,?,?,?,?)", rows)
            self.db.execute("DELETE FROM judgements")
            self.db.executemany(f"INSERT INTO judgements (seq, {', '.join(f'[{c}]' for c in COLUMNS)}) VALUES ({'?,' * len(COLUMNS)}?)",
                                [[row["seq"], *(row[c] for c in COLUMNS)] for row in self.rows.values()])
        self.db.close()
        for name in ("log", "keys"):
            shutil.rmtree(self.case / name)
        Log.create(self.case / "log", self.case / "keys", origin=origin, seed=seed).append([row[3] for row in rows])

    @staticmethod
    def _made(event: dict[str, Any]) -> dict[str, Any]:
        signatures = {name: event["fields"].pop(name) for name in ("signer", "sig", "signer_2", "sig_2") if name in event["fields"]}
        made = entry.make_event(event["kind"], event["fields"], random=os.urandom, item=event["item"], signers=event.get("signers", ()))
        pairs = [commit.commit(name, value, os.urandom(32)) for name, value in signatures.items()]
        digests = entry.pad([*(commit.digest_of(d) for d in made.disclosures), *(d for _, d in pairs)], os.urandom)
        if pairs:       # signatures as they were, or of others
            made = entry.Event(made.kind, made.item, entry.make_entry(made.kind, made.item, digests), (*made.disclosures, *(d for d, _ in pairs)))
        return {"entry": made.entry, "disclosures": rfc8785.dumps(list(made.disclosures)).decode()}


def faults_after(made: Path, folder: Path, work: Any) -> list[str]:
    case = Path(shutil.copytree(made, folder / "forged"))
    forger = Forger(case)
    work(forger)
    forger.write()
    faults = verbs.verify(case)
    shutil.rmtree(case)
    return faults


# --- the control: the forger is good at it ---------------------------------------------------------------

CONTROLS = [
    ("nothing", lambda f: None),
    ("all is made anew with other salts where nobody signed", lambda f: [f.change(e) for e in f.reviews("Carla")]),
    ("what Carla, who has no key, decided is turned round", lambda f: f.change(f.reviews("Carla")[0], relation="reject", reason="forged")),
    ("Carla decides once more", lambda f: f.decide("Carla", f.reviews("Carla")[0], relation="reject")),
    ("somebody new has a key and decides", lambda f: (f.make_key("Dina", ADMIN, ADMIN), f.decide("Dina", f.reviews("Carla")[0], ADMIN))),
]


@pytest.mark.parametrize("work", [w for _, w in CONTROLS], ids=[why for why, _ in CONTROLS])
def test_what_nobody_signed_is_forged_unseen(made: Path, tmp_path: Path, work: Any):
    """Else the tests below would pass because the forger is clumsy."""
    assert faults_after(made, tmp_path, work) == []


# --- what is signed ----------------------------------------------------------------------------------------

def _carry(f: Forger, old: dict[str, Any], **fields: Any) -> None:
    anchor = {**json.loads(f.rows[old["fields"]["judgement"]]["anchor"]), "carried_from": old["fields"]["judgement"]}
    f.decide("Amal", old, anchor=anchor, supersedes=old["fields"]["judgement"], **fields)


def _give(f: Forger, event: dict[str, Any], person: str) -> None:
    f.change(event, reviewer=person)
    f.sign(event)


def _take_over(f: Forger, index: int) -> None:
    """One of Amal's keys in the log becomes the administrator's, who signs what Amal had signed."""
    f.change(f.keys()[0], public_key=ADMIN.public)
    f.keys()[0]["subject"] = ADMIN.public
    f.sign(f.keys()[0], ADMIN)
    f.sign(f.reviews("Amal")[index], ADMIN)


FORGED = [
    ("a decision turned round", lambda f: f.change(f.reviews("Amal")[-1], relation="accept"), "review by Amal: `sig` does not fit"),
    ("made anew with nothing changed but salts", lambda f: f.change(f.reviews("Amal")[0]), "does not fit"),
    ("turned round and left unsigned", lambda f: (f.change(f.reviews("Amal")[0], relation="reject"), f.sign(f.reviews("Amal")[0])), "is not signed by Amal"),
    ("turned round and signed by the administrator", lambda f: (f.change(f.reviews("Amal")[0], relation="reject"), f.sign(f.reviews("Amal")[0], ADMIN)), "unknown key"),
    ("turned round and signed by Bruno", lambda f: (f.change(f.reviews("Amal")[0], relation="reject"), f.sign(f.reviews("Amal")[0], BRUNO)), "signed by Bruno"),
    ("given to another reviewer", lambda f: f.change(f.reviews("Amal")[0], reviewer="Carla"), "does not fit"),
    ("given to another reviewer, unsigned", lambda f: _give(f, f.reviews("Amal")[0], "Bruno"), "is not signed by Bruno"),
    ("a new decision, unsigned", lambda f: f.decide("Amal", f.reviews("Carla")[0]), "is not signed by Amal"),
    ("a new decision in letters that look the same", lambda f: f.decide("amal\u200b", f.reviews("Carla")[0]), "is not signed by amal"),
    ("a new decision signed by the administrator", lambda f: f.decide("Amal", f.reviews("Carla")[0], ADMIN), "unknown key"),
    ("a new decision with an old signature", lambda f: f.decide("Amal", f.reviews("Amal")[0], signer=AMAL.public, sig=f.reviews("Amal")[0]["fields"]["sig"],
                                                                    in_case=f.id, relation="reject"), "does not fit"),
    ("an old decision put behind the newest, as it was", lambda f: f.add(dict(f.reviews("Amal")[0])), "repeated"),
    ("a superseded decision carried over to where it was", lambda f: _carry(f, f.reviews("Amal")[0]), "is not signed by Amal"),
    ("a decision that holds carried over to another claim", lambda f: _carry(f, f.reviews("Amal")[-1], left=f.reviews("Bruno")[0]["fields"]["left"]), "is not signed by Amal"),
    ("a further key for Amal", lambda f: f.make_key("Amal", ADMIN, ADMIN), "not signed by a key of Amal"),
    ("a further key for Amal, signed by Bruno", lambda f: f.make_key("Amal", ADMIN, ADMIN, BRUNO), "not signed by a key of Amal"),
    ("a further key for Amal, and a decision with it", lambda f: (f.make_key("Amal", ADMIN, ADMIN), f.decide("Amal", f.reviews("Carla")[0], ADMIN)), "unknown key"),
    ("Amal's key withdrawn by Bruno, and another one made known", lambda f: (
        f.make_key("Amal", AMAL, BRUNO, action="withdrawn", reason="x"), f.make_key("Amal", ADMIN, ADMIN, BRUNO)), "not signed by a key of Amal"),
    ("Amal's key withdrawn by the administrator", lambda f: f.make_key("Amal", AMAL, ADMIN, action="withdrawn", reason="x"), "unknown key"),
    ("Amal's key withdrawn before what it signed", lambda f: f.events.insert(7, f.events.pop(f.events.index(
        f.make_key("Amal", AMAL, BRUNO, action="withdrawn", reason="x")))), "was withdrawn in event"),
    ("Amal's key becomes the administrator's, as it was signed", lambda f: f.change(f.keys()[0], public_key=ADMIN.public), "does not fit"),
    ("Amal's key becomes the administrator's, who signs it", lambda f: (f.change(f.keys()[0], public_key=ADMIN.public), f.sign(f.keys()[0], ADMIN)), "unknown key"),
    ("Amal's key becomes the administrator's, who signs one decision", lambda f: _take_over(f, 0), "unknown key"),
    ("Amal's key is given another name", lambda f: f.change(f.keys()[0], person="Carla"), "does not fit"),
    ("Amal's key event taken out", lambda f: f.events.remove(f.keys()[0]), "unknown key"),
    ("Amal's key event behind what it signed", lambda f: f.events.append(f.events.pop(f.events.index(f.keys()[0]))), "unknown key"),
    ("a decision with a signer and no signature", lambda f: f.change(f.reviews("Carla")[0], signer=ADMIN.public), "without its `sig`"),
]


@pytest.mark.parametrize(("work", "told"), [(w, told) for _, w, told in FORGED], ids=[why for why, _, _ in FORGED])
def test_what_is_signed_cannot_be_forged(made: Path, tmp_path: Path, work: Any, told: str):
    faults = faults_after(made, tmp_path, work)
    assert any(told in fault for fault in faults), faults
    assert all(fault.startswith("case.db ") for fault in faults), faults


# --- at random -----------------------------------------------------------------------------------------------

VALUES = ["accept", "reject", "Amal", "Bruno", "Carla", "2020-01-01T00:00:00.000Z", "", 0, [["number", 9]], AMAL.public, ADMIN.public]


def forge_at_random(f: Forger, rng: random.Random) -> str:
    """One forgery of a signed decision or a key; what it was."""
    signed, who = f.reviews("Amal", "Bruno"), [(), (ADMIN,), (BRUNO, ADMIN), (ADMIN, BRUNO)]
    kind = rng.choice(["field", "field", "field and signature", "new decision", "signature", "key", "key and signature", "new key", "order", "repeat", "gone key"])
    if kind.startswith("field"):
        event = rng.choice(signed)
        names = [n for n in event["fields"] if n not in ("judgement", "row_sha256", "signer", "sig", "changes")]
        name = rng.choice(names)
        value = rng.choice([v for v in VALUES if v != event["fields"][name] and isinstance(v, str)])
        f.change(event, **{name: value})
        if "signature" in kind:     # unsigned in a name without key is no forgery of ours
            keep = event["fields"]["reviewer"] in ("Amal", "Bruno")
            f.sign(event, *rng.choice(who if keep else who[1:]))
    elif kind == "new decision":
        f.decide(rng.choice(["Amal", "AMAL", "Amal "]), rng.choice(signed), *rng.choice([*who, (BRUNO,)]), reason=str(rng.random()))
    elif kind == "signature":
        event, other = rng.sample(signed, 2)
        f.change(event, sig=other["fields"]["sig"], signer=rng.choice([other, event])["fields"]["signer"])
    elif kind.startswith("key"):
        event = rng.choice(f.keys())
        name = rng.choice(["public_key", "person", "action", "time", "in_case", "signer"])
        f.change(event, **{name: rng.choice([v for v in VALUES if v != event["fields"][name] and isinstance(v, str)])})
        if "signature" in kind:
            f.sign(event, *rng.choice(who))
    elif kind == "new key":
        f.make_key(rng.choice(["Amal", "amal"]), ADMIN, *rng.choice([*who, (BRUNO,)]))
        f.decide("Amal", rng.choice(signed), ADMIN)
    elif kind == "order":       # a key made known only behind what it signed
        event = rng.choice(f.keys())
        f.events.remove(event)
        f.events.append(event)
    elif kind == "repeat":
        f.add(dict(rng.choice(signed)))
    else:
        f.events.remove(rng.choice(f.keys()))
    return kind


def test_no_random_forgery_is_accepted(made: Path, tmp_path: Path):
    rng, accepted = random.Random(20261123), []
    for n in range(FORGERIES):
        kind = ""

        def work(f: Forger) -> None:
            nonlocal kind
            kind = forge_at_random(f, rng)

        faults = faults_after(made, tmp_path, work)
        if not any("custody_events" in fault or "judgements" in fault for fault in faults):
            accepted.append((n, kind, faults))
    assert accepted == []


# --- what only those outside can see -----------------------------------------------------------------------

def test_a_case_written_anew_as_a_whole_is_betrayed_by_keys_that_people_gave(made: Path, tmp_path: Path):
    """With the first key of a name in their hands all through, nothing inside the case betrays the forger."""
    case = Path(shutil.copytree(made, tmp_path / "forged"))
    forger = Forger(case)
    for event in forger.reviews("Amal"):
        forger.change(event, reason="forged")
        forger.sign(event, ADMIN)
    forger.change(forger.keys()[0], public_key=ADMIN.public)
    forger.keys()[0]["subject"] = ADMIN.public
    forger.sign(forger.keys()[0], ADMIN)
    forger.write()
    assert verbs.verify(case) == []
    (tmp_path / "people.txt").write_text(f"# given in person\n\n{AMAL.public} Amal\n{BRUNO.public} Bruno\n")
    faults = verbs.verify(case, signers=tmp_path / "people.txt")
    assert len(faults) == 2 and all("Amal" in fault for fault in faults)
    assert verbs.verify(made, signers=tmp_path / "people.txt") == []
    with verbs.open_case(case) as opened, pytest.raises(UsageError, match="does not know this key"):
        keys.sign_as(opened, AMAL)
