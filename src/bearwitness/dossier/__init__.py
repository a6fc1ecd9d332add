"""A dossier: incidents as a folder that opens from disk, proves its originals and says its limits.

`build` is pure: records in, files out as bytes. Nothing is written, fetched or looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bearwitness._version import __version__
from bearwitness.errors import PublishRefused
from bearwitness.model import Snapshot

if TYPE_CHECKING:
    from bearwitness.dossier.words import Words


def build(snapshot: Snapshot, incident_ids: Sequence[str], *, audience: str, custody: Sequence[Any] = (),
          language: str = "en") -> dict[str, bytes]:
    """The files of a dossier about some incidents.

    Args:
        snapshot: the record, with the kept texts of the reports.
        incident_ids: which incidents, in the order to show them.
        audience: public, team, partner or court; see `dossier.checks`.
        custody: the log events that prove reports, claims and judgements.
        language: of the words around the evidence, en or ar.

    Returns:
        Relative path to bytes: `index.html` and `dossier.json`.

    Raises:
        PublishRefused: a check failed; `reasons` has one line for each.
        UsageError: no such audience or language.
    """
    from bearwitness.dossier import checks, content, page, view
    from bearwitness.dossier.words import Words

    words = Words(language)
    refused = checks.reasons(snapshot, list(incident_ids), audience)
    if refused:
        raise PublishRefused(refused)
    by_id = {i.id: i for i in snapshot.incidents}
    incidents = [by_id[i] for i in dict.fromkeys(incident_ids)]
    record = view.Record(snapshot, incidents, words)
    views = [view.incident_view(record, i) for i in incidents]
    judgements = content.judgements_of(snapshot, incidents)
    proofs = bool(custody)
    limits = view.limits(record, views, incidents, judgements, proofs=proofs)
    shown = page.Page(
        case=snapshot.title, title=views[0].title if len(views) == 1 else snapshot.title, audience=audience,
        incidents=views, sources=view.sources(record, incidents, frozenset(), frozenset()),
        judged=view.judged(record, judgements), lists=snapshot.lists, limits=limits, proofs=proofs, version=__version__)
    machine = content.content(snapshot, incidents, audience=audience, version=__version__,
                              limits=_english(words, record, views, incidents, judgements, proofs))
    return {"index.html": page.render(shown, words), "dossier.json": content.dump(machine)}


def _english(words: Words, record: Any, views: Any, incidents: Any, judgements: Any, proofs: bool) -> list[str]:
    """The limits for machines are in English, whatever the page's language."""
    from bearwitness.dossier import view
    from bearwitness.dossier.words import Words as English

    if words.language != "en":
        record.words = English("en")
    return view.limits(record, views, incidents, judgements, proofs=proofs)
