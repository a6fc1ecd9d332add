"""Text of a page whose elements nest too deep for any tree: by its tags alone, in one pass.

Time is linear in the page: each pattern runs to its end mark or to the end of the page, once.
"""

from __future__ import annotations

import re
from html import unescape

_GONE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|<[!?][^>]*(?:>|\Z)"
                   r"|<(script|style|template|svg|head|noscript|iframe|textarea|select)\b[^>]*(?:>|\Z).*?(?:</\1\s*>|\Z)", re.I | re.S)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u|var|wbr)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
_SPACES = re.compile("[ \t\n\r\f]+")


def flat_lines(source: str) -> list[str]:
    """The page's lines: every tag that is not in-line ends one. Scripts, styles and comments are left out."""
    text = _GONE.sub("\n", source)
    text = _INLINE.sub("", _SPACES.sub(" ", text))
    lines = (unescape(line).strip() for line in _TAG.sub("\n", text).split("\n"))
    return [line for line in lines if line]
