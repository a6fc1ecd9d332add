"""What each language has and lacks, made from its pack: for `read --languages` and the docs."""

from __future__ import annotations

from typing import Any

from bearwitness.extract.foreign_packs import codes, listed, own_packs, pack
from bearwitness.model import HARMS

_PARTS = (("number words", "numbers"), ("bound words", "bounds_before"), ("people counted", "people"), ("hedges", "hedges"),
          ("verbs of saying", "says"), ("sources named", "according"), ("weekdays", "weekdays"))


def language_table() -> list[dict[str, Any]]:
    """What each language has (entries counted from its pack) and lacks (in the words of its pack), English first."""
    out: list[dict[str, Any]] = [{
        "code": "en", "name": "English", "script": "latin", "reader": "parser and rules", "has": {}, "harms": list(HARMS),
        "lacks": []}]
    for code in codes():
        p = pack(code)
        has = {label: len(p.lexicons[name]) for label, name in _PARTS}
        has["number words"] = sum(len(listed(words)) for words in p.raw.get("numbers", {}).get("words", {}).values())     # without endings
        has["sources named"] += len(p.lexicons["according_after"])
        harms = p.raw.get("harm", {})
        has["patterns of harm"] = sum(len(listed(harms.get(h, {}).get(k, ""))) for h in HARMS for k in ("patterns", "totals", "one", "two"))
        out.append({"code": code, "name": p.name, "script": p.script, "reader": "language pack" if code not in own_packs() else "language pack of your own", "has": has,
                    "harms": [h for h in HARMS if h in harms], "lacks": listed_lines(p.raw.get("lacks", ""))})
    return out


def listed_lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]
