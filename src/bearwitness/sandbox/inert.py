"""A web page made inert: its words and its looks, and nothing in it that could act, lead away or fetch.

The page is parsed, and a new one is written from a list of what is harmless; whatever is not on the list is left out and counted. It is a
second wall: the header under which the copy is served (trust.md section 4 row 2) forbids the same things to the browser. `refuse_unless_inert`
checks what came back from the parsing process by the same list, so that a process which a page has taken over cannot slip anything in.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape
from typing import Any

MAX_SOURCE, MAX_COPY = 30_000_000, 40_000_000
MAX_DEPTH = 200             # elements nested deeper are shown, and change nothing
MAX_PICTURES = 60           # pictures inside a page that are shown
_KEPT = frozenset("""abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike
    strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr""".split())
_EMPTY = frozenset(("br", "hr", "wbr", "col", "img"))
# Dropped with all that is in them; the second word is what is counted.
_GONE = {"script": "scripts", "template": "scripts", "style": "", "title": "", "link": "links_to_files", "meta": "", "base": "",
         "iframe": "frames", "frame": "frames", "object": "frames", "embed": "frames", "applet": "frames", "portal": "frames",
         "fencedframe": "frames", "svg": "drawings", "math": "drawings", "canvas": "drawings", "video": "media", "audio": "media",
         "source": "", "track": "", "param": "", "noembed": "", "noframes": "", "xmp": "", "datalist": "", "input": "fields", "map": ""}
_ATTRIBUTES = frozenset("""abbr align bgcolor border cellpadding cellspacing class color colspan datetime dir face headers height lang nowrap open
    reversed rowspan scope size span start style title type valign value width""".split())
_PLACEHOLDER = {"frames": "frame left out", "drawings": "drawing left out", "media": "sound or video left out"}
_ACTIVE_CSS = re.compile(r"@(?:import|font-face|namespace|charset)|(?:url|src|image|image-set|cross-fade|element|paint|expression)\s*\(|"
                         r"behaviou?r\s*:|-moz-binding", re.I)
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp)(?:;[\w=.-]+)*;base64,([A-Za-z0-9+/=\s%]+)\Z", re.I)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAG = re.compile(r"<(?:/(?P<end>[a-z0-9]+)|(?P<start>[a-z0-9]+)(?P<rest>(?: [a-z]+=\"[^\"<>]*\")*))>")
_ONE = re.compile(r" ([a-z]+)=\"([^\"<>]*)\"")
Shrink = Callable[[bytes], bytes]       # a picture's bytes to those of a JPEG


class NotInert(Exception):
    """What came back is not what this module writes."""


def inert(source: str, *, shrink: Shrink, addresses: bool = False) -> tuple[dict[str, Any], str, str]:
    """The inert copy of a page.

    Args:
        source: the page's characters.
        shrink: makes the pixels of a picture that lies inside the page.
        addresses: whether the address of each link stands behind its words.

    Returns:
        `{"left_out": how many of what, "lang", "dir", "flat": whether only its lines could be had}`; the body; the style.
    """
    from lxml import html

    from bearwitness.readers.html_flat import flat_lines

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    root, lost = None, True
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source).encode("utf-8", "replace"), parser=parser)
        lost = any(entry.type_name in ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY") for entry in parser.error_log)
    except Exception:       # nothing in it that makes a tree: its lines are shown
        pass
    writer = _Writer(shrink, addresses)
    if root is None or lost:
        body = "".join(f"<p>{_text(line)}</p>" for line in flat_lines(source))
        return {"left_out": {}, "lang": "", "dir": "", "flat": True}, body[:MAX_COPY], ""
    style = "\n".join(css(element.text or "", writer.left) for element in root.iter("style"))
    writer.write(root)
    words = {name: _attribute(str(root.get(name) or ""))[:20] for name in ("lang", "dir")}
    return {"left_out": {k: n for k, n in writer.left.items() if k and n}, **words, "flat": False}, "".join(writer.out), style


def css(text: str, left: Counter[str]) -> str:
    """A style that fetches nothing: functions that name a file become names that no browser knows."""
    plain = _NO_TEXT.sub("", text.replace("\\", "").replace("<", ""))
    found = _ACTIVE_CSS.findall(plain)
    left["styles_that_fetch"] += len(found)
    return _ACTIVE_CSS.sub("left-out ", plain) if found else plain


def refuse_unless_inert(body: str, style: str) -> None:
    """Raises NotInert unless every tag and attribute is on the list, and the style names no file."""
    if len(body) > MAX_COPY + 1000 or "<" in style or "\\" in style or _ACTIVE_CSS.search(style):
        raise NotInert("its style is none that was asked for")
    at = 0
    for piece in _TAG.finditer(body):
        _no_mark(body, at, piece.start())
        at = piece.end()
        name = piece["end"] or piece["start"]
        if name not in _KEPT and not (name == "img" and piece["start"]):
            raise NotInert("it holds an element that was not asked for")
        for attribute, value in _ONE.findall(piece["rest"] or ""):
            good = attribute == "src" and re.fullmatch(r"data:image/jpeg;base64,[A-Za-z0-9+/=]*", value) if name == "img" and attribute == "src" \
                else attribute in _ATTRIBUTES or (name == "img" and attribute == "alt")
            if not good or (attribute == "style" and ("\\" in value or _ACTIVE_CSS.search(unescape(value)))):
                raise NotInert("it holds an attribute that was not asked for")
    _no_mark(body, at, len(body))


def _no_mark(body: str, start: int, end: int) -> None:
    if body.find("<", start, end) >= 0:
        raise NotInert("it holds a tag that was not asked for")


def _text(words: str) -> str:
    return escape(_NO_TEXT.sub("\ufffd", words), quote=False)


def _attribute(words: str) -> str:
    return escape(_NO_TEXT.sub("", words))


class _Writer:
    """Writes the copy of a tree, element by element, without recursion: pages nest as deep as they like."""

    def __init__(self, shrink: Shrink, addresses: bool):
        self.out: list[str] = []
        self.left: Counter[str] = Counter()
        self.size = 0
        self._shrink, self._addresses, self._pictures = shrink, addresses, 0

    def write(self, root: Any) -> None:
        stack: list[tuple[Any, str | None]] = [(root, None)]      # an element to open, or its end mark
        depth = 0
        while stack:
            element, end = stack.pop()
            if end is not None:
                self._put(end)
                depth -= end != "" and end.startswith("</")
                self._put(_text(element.tail or "") if element is not root else "")
                continue
            if self.size > MAX_COPY:
                self.left["what_came_after"] += 1
                return
            mark, close = self._open(element, depth)
            if mark is None:
                self._put(_text(element.tail or ""))
                continue
            self._put(mark)
            depth += close.startswith("</")
            self._put(_text(element.text or ""))
            stack.append((element, close))
            stack += [(child, None) for child in reversed(element)]

    def _put(self, words: str) -> None:
        if words:
            self.out.append(words)
            self.size += len(words)

    def _open(self, element: Any, depth: int) -> tuple[str | None, str]:
        """What begins the copy of an element, and what ends it; None where it is left out with all that is in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rsplit("}", 1)[-1].lower()
        self._count_handlers(element)
        if tag in _GONE or not tag:
            self.left[_GONE.get(tag, "")] += 1
            if told := _PLACEHOLDER.get(_GONE.get(tag, "")):
                self._put(f'<span class="bw-gone">[{told}]</span>')
            return None, ""
        if tag in ("img", "image"):
            self._picture(element)
            return None, ""
        if tag in ("a", "area") and element.get("href"):
            self.left["links"] += 1
            return self._link(element.get("href"))
        if tag == "form":
            self.left["forms"] += 1
        if tag not in _KEPT or depth >= MAX_DEPTH:
            return "", ""
        mark = f"<{tag}{''.join(self._attributes(element))}>"
        return (mark, f"</{tag}>") if tag not in _EMPTY else (mark, "")

    def _count_handlers(self, element: Any) -> None:
        self.left["handlers"] += sum(name.lower().startswith("on") for name in element.attrib)

    def _link(self, address: str) -> tuple[str, str]:
        told = _attribute(" ".join(address.split())[:500])
        shown = f' <small class="bw-address">[{_text(" ".join(address.split())[:500])}]</small>' if self._addresses else ""
        return f'<u class="bw-link" title="{told}">', f"</u>{shown}"

    def _attributes(self, element: Any) -> list[str]:
        out = []
        for name, value in element.attrib.items():
            low = name.lower()
            if low in _ATTRIBUTES:
                words = css(value, self.left) if low == "style" else value
                out.append(f' {low}="{_attribute(words)}"')
        return out

    def _picture(self, element: Any) -> None:
        found = _DATA_PICTURE.match(str(element.get("src") or ""))
        words = _attribute(str(element.get("alt") or ""))
        if found is None:
            self.left["pictures_elsewhere"] += 1
            self._put(f'<span class="bw-gone">[picture not fetched{": " + words if words else ""}]</span>')
            return
        self._pictures += 1
        try:
            if self._pictures > MAX_PICTURES:
                raise ValueError
            data = self._shrink(base64.b64decode(found[1].replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")))
        except (ValueError, binascii.Error, OSError):
            self.left["pictures_broken"] += 1
            self._put('<span class="bw-gone">[picture that cannot be shown]</span>')
            return
        self._put(f'<img alt="{words}" src="data:image/jpeg;base64,{base64.b64encode(data).decode()}">')
