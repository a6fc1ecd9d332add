"""Statements in languages without a parser: a speaker, a verb of saying, a colon, the words.

Only this one shape, from a table of verbs that a native speaker can extend (`words/cues.csv`). The speaker
is kept as described; no number is read here.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.page import Page
from bearwitness.model import Who


@cache
def cues() -> list[tuple[str, str, str]]:
    """Rows of (language, verb, stance), longer verbs first."""
    table = resources.files("bearwitness.extract").joinpath("words/cues.csv").read_text("utf-8")
    rows = [(r["lang"], r["cue"], r["stance"]) for r in csv.DictReader(table.splitlines())]
    return sorted(rows, key=lambda r: -len(r[1]))


_COLON = r"\s*[:：]\s*"


def find_foreign(page: Page) -> list[StatementDraft]:
    """`SPEAKER VERB: WORDS` in paragraphs that the English rules do not read."""
    out = []
    for line in page.lines:
        if line.role == "signature" or (line.lang == "en" and line.script == "latin"):
            continue
        for _, cue, stance in cues():
            m = re.search(rf"(?<!\w){re.escape(cue)}(?!\w){_COLON}", line.text)
            if not m:
                continue
            at = line.start
            speaker = page.passage(*_trim(page.text, at, at + m.start()))
            content = page.passage(*_trim(page.text, at + m.end(), line.end, keep_marks=True))
            if not 2 <= len(speaker.exact) <= 160 or not content.exact:
                continue
            verb = page.passage(at + m.start(), at + m.start() + len(cue))
            known = [n for n in page.names if speaker.start <= n.start and n.end <= speaker.end]
            whole = known[0] if known and known[0].end - known[0].start >= 0.8 * len(speaker.exact) else None
            who = Who(whole.canonical or whole.text, whole.kind, None, whole.entity_id, speaker) if whole else Who(
                speaker.exact, "unnamed", None, None, speaker)
            out.append(StatementDraft(speaker.start, content.end, verb, (content,), (who,), "direct", stance, "none",
                                      f"verb of saying “{cue}” and a colon", unit=None))
            break
    return out


def _trim(text: str, start: int, end: int, *, keep_marks: bool = False) -> tuple[int, int]:
    """Leave out bullets, emoji and white space around the phrase; a link at its end is no word of it."""
    while start < end and not (text[start].isalnum() or (keep_marks and text[start] in "“\"«(")):
        start += 1
    m = re.search(r"\s*(?:pic\.twitter\.com/\S+|https?://\S+)\s*$", text[start:end])
    if m:
        end = start + m.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
