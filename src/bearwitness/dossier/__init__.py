"""A dossier: incidents as a folder that opens from disk, proves its originals and says its limits.

`build` is pure: records in, files out as bytes. Nothing is written, fetched or looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bearwitness._version import __version__
from bearwitness.errors import PublishRefused
from bearwitness.model import Snapshot

if TYPE_CHECKING:
    from bearwitness.custody.bundle import ShownEvent


def build(snapshot: Snapshot, incident_ids: Sequence[str], *, audience: str, custody: Sequence[ShownEvent] = (),
          language: str = "en") -> dict[str, bytes]:
    """The files of a dossier about some incidents.

    Args:
        snapshot: the record, with the kept texts of the reports.
        incident_ids: which incidents, in the order to show them.
        audience: public, team, partner or court; see `dossier.checks`.
        custody: the log events that prove reports, claims and judgements.
        language: of the words around the evidence, en or ar.

    Returns:
        Relative path to bytes: `index.html` and `dossier.json`, what `custody.bundle.make` needs to make the
        whole folder.

    Raises:
        PublishRefused: a check failed; `reasons` has one line for each.
        UsageError: no such audience or language.
    """
    from bearwitness.dossier import checks, content, page, parts, view
    from bearwitness.dossier.record import Record
    from bearwitness.dossier.words import Words

    words = Words(language)
    refused = checks.reasons(snapshot, list(incident_ids), audience)
    if refused:
        raise PublishRefused(refused)
    by_id = {i.id: i for i in snapshot.incidents}
    chosen = [by_id[i] for i in dict.fromkeys(incident_ids)]
    incidents = [parts.shown(i, {c.id for c in chosen}, audience) for i in chosen]
    record = Record(snapshot, incidents, words)
    here = {i.id: i for i in incidents}
    views = [view.incident_view(record, i, parts.place(words, i, len(by_id[i.id].parts), here)) for i in incidents]
    judgements = content.judgements_of(snapshot, incidents)
    limits = view.limits(record, views, incidents, judgements, proofs=bool(custody))
    shown = page.Page(
        case=snapshot.title, title=views[0].title if len(views) == 1 else snapshot.title, audience=audience,
        incidents=views, sources=view.sources(record, incidents, _proven(custody), audience in checks.WITH_ORIGINALS),
        judged=view.judged(record, judgements), lists=snapshot.lists, limits=limits, proofs=bool(custody),
        version=__version__)
    if language != "en":   # for machines the limits are in English, whatever the page's language
        record.words = Words("en")
        limits = view.limits(record, views, incidents, judgements, proofs=bool(custody))
    machine = content.content(snapshot, incidents, audience=audience, version=__version__, limits=limits)
    return {"index.html": page.render(shown, words), "dossier.json": content.dump(machine)}


def _proven(custody: Sequence[ShownEvent]) -> frozenset[str]:
    """The reports that an event shown speaks of."""
    from bearwitness.custody.entry import read_fields

    named = (read_fields(event.entry, event.disclosures).get("report") for event in custody)
    return frozenset(report for report in named if isinstance(report, str))
