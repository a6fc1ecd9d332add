"""`SPEAKER VERB: WORDS` to the end of a paragraph, in any language of a script that has a pack."""

from __future__ import annotations

import re
from functools import cache

from bearwitness.extract.drafts import StatementDraft
from bearwitness.extract.foreign_packs import codes, made_of_packs, pack, pack_for
from bearwitness.extract.foreign_speakers import speaker_of
from bearwitness.extract.page import Line, Page


@made_of_packs
@cache
def _colon_cues(script: str) -> list[tuple[re.Pattern[str], str, str]]:
    """(verb and colon, verb, stance) of every language in a script, longer verbs first."""
    rows = [(verb, stance) for code in codes() if (p := pack(code)).script == script
            for stance, words in p.raw.get("says", {}).get("verbs", {}).items() for verb in words.split(",")]
    cleaned = sorted({(" ".join(v.split()), s) for v, s in rows if v.strip() and "*" not in v}, key=lambda r: (-len(r[0]), r))
    return [(re.compile(rf"(?<!\w){re.escape(v)}(?!\w)\s*[:：]\s*"), v, s) for v, s in cleaned]


def with_colon(page: Page, line: Line) -> list[StatementDraft]:
    """`SPEAKER VERB: WORDS`. Asked of every language of the script, for short posts are easily taken for another's."""
    if ":" not in line.text and "：" not in line.text:
        return []
    for pattern, cue, stance in _colon_cues(line.script):
        m = pattern.search(line.text)
        if m is None:
            continue
        at = line.start
        speaker = page.passage(*_trim(page.text, at, at + m.start()))
        first, last = _trim(page.text, at + m.end(), line.end, keep_marks=True)
        whole = next((q for q in line.quotes if q.start == first and q.closed), None)
        if whole is not None and not re.search(r"\w", page.text[whole.end:last]):
            last = whole.end
        content = page.passage(first, last)
        if not 2 <= len(speaker.exact) <= 160 or not content.exact or re.search(r"[.!?؟]\s", speaker.exact):
            continue
        verb = page.passage(at + m.start(), at + m.start() + len(cue))
        own = pack_for(line.lang, line.script, page.document.lang)
        who = speaker_of(page, own, speaker.start, speaker.end)
        if who is None:
            continue
        return [StatementDraft(speaker.start, content.end, verb, (content,), (who,), "direct", stance, "none",
                               f"verb of saying “{cue}” and a colon", unit=None)]
    return []


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
