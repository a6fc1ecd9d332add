"""`demo`: the sample case that ships with the program, through every verb."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

from bearwitness import case as verbs
from bearwitness.errors import BearwitnessError, CaseError
from bearwitness.store.folder import MARK, CaseFolder, open_folder

TITLE = "The Syrian coast, March 2025 (sample case)"
SAMPLE = "syria-coast-2025"
Say = Callable[[str], None]


def demo(to: str | Path, *, say: Say) -> Path:
    """Makes the sample case and a dossier of its main incident; run again, it goes on from what is there.

    Args:
        to: the case's folder.
        say: told what is being done.

    Returns:
        The dossier's folder.
    """
    folder = Path(to)
    with _case(folder, say) as case:
        with resources.as_file(resources.files("bearwitness").joinpath("data", "sample")) as samples:
            say("add: preserving the sample's reports and logging them")
            lines = list(verbs.add(case, [SAMPLE], below=samples))
            _tell_faults(lines, say)
        say(f"read: finding the claims in {sum(1 for line in lines if line['report'])} reports")
        for result in verbs.read(case):
            if not result.ok:
                say(f"read: {result.line[:200]}")
        _declare(case, say)
        say("relate: grouping them into incidents")
        incidents = verbs.relate(case)
        if not incidents:
            raise CaseError(f"{folder}: the sample gave no incident: reinstall bearwitness")
        say(f"weigh: {len(incidents)} incident{'s' if len(incidents) != 1 else ''}")
        verbs.weigh(case)
        _export(case, folder, say)
        main = next(iter(verbs.show(case, "incidents")))
        dossier = _free(folder / "dossier")
        say(f"publish: a dossier of {main['id']} for the public")
        verbs.publish(case, [main["id"]], to=dossier, audience="public")
    for place in (folder, dossier):
        faults = verbs.verify(place)
        say(f"verify {place}: " + ("nothing was changed" if not faults else "; ".join(faults)))
    return dossier


def _case(folder: Path, say: Say) -> CaseFolder:
    if not (folder / MARK).exists():
        say(f"new: {folder}")
        return verbs.new(folder, title=TITLE)
    case = open_folder(folder)
    if case.title != TITLE:
        case.close()
        raise CaseError(f"{folder}: is another case: name a new folder with --to DIR")
    say(f"going on with {folder}")
    return case


# What sources of the sample have at stake, as somebody at work on such a case might write it down. The program never guesses it.
REVIEWER = "Sample Reviewer"
INTERESTS = (
    ("Syrian Observatory for Human Rights", "monitor", "keeps its own count and publishes it"),
    ("Syrian Network for Human Rights", "monitor", "keeps its own count and publishes it"),
    ("Syria's president", "party to the conflict: government", "head of the government whose forces are accused"),
    ("Turkey", "state: said to back some of the accused", "answers the accusation that it backs them"),
    ("Hakan Fidan", "state: Turkey", "its foreign minister"),
)


def _declare(case: CaseFolder, say: Say) -> None:
    """Declares the interests of the sample's sources, each once."""
    done = {j["left"] for j in verbs.show(case, "judgements")}
    new = [row for row in INTERESTS if f"source:{row[0]}" not in done]
    for name, interest, reason in new:
        verbs.judge(case, f"source:{name}", relation="fix", reviewer=REVIEWER, reason=reason, changes={"interest": interest})
    if new:
        say(f"judge: the declared interest of {len(new)} sources, by {REVIEWER}")


def _tell_faults(lines: list[dict], say: Say) -> None:
    for line in lines:
        if line["reason"]:
            say(f"add: {line['source']}: {line['reason']}")


def _export(case: CaseFolder, folder: Path, say: Say) -> None:
    for name, binary in verbs.formats().items():
        path = folder / "exports" / f"record.{name}"
        path.parent.mkdir(exist_ok=True)
        try:
            verbs.write_file(path, verbs.export(case, format=name))
            say(f"export: {path}{' (binary)' if binary else ''}")
        except BearwitnessError as e:
            say(f"export {name}: {e}")


def _free(folder: Path) -> Path:
    """The folder, or the first of folder-2, folder-3 ... that is not there."""
    if not folder.exists():
        return folder
    n = 2
    while (folder.parent / f"{folder.name}-{n}").exists():
        n += 1
    return folder.parent / f"{folder.name}-{n}"
