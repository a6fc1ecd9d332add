"""What a published copy of a capture leaves out: whatever says who collected it.

1. `Secrets.learn` goes over every record, of all files, and notes what identifies the collector: cookies, credentials, addresses of the
   client, names in `warcinfo`, session tokens in addresses.
2. `Stripper.strip` gives each record anew: request, metadata and warcinfo records are dropped; of the heads, only fields on a short list
   stay; tokens in addresses are replaced. The body of an answer is never touched, so its payload digest stays right.
3. A record that still repeats something noted, in its body as it stands or with its codings taken off, is withheld as a whole.

What it cannot see: a name inside a picture, words inside a PDF or another packed file, a cookie of a few letters.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import ipaddress
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote_plus, urlsplit

from bearwitness.capture.blocks import Block, dechunked, head_lines, member, uncoded

# Fields of an answer's head that stay: what is needed to understand the content. Any other may name the client, or
# where it is (Set-Cookie, CF-RAY, X-Amz-Cf-Pop, ETag, Via, Server-Timing, X-Request-Id ...).
HEAD_FIELDS = frozenset(
    b"content-type content-length content-encoding transfer-encoding content-language content-disposition content-range content-location "
    b"accept-ranges date last-modified expires location server retry-after cache-control vary x-robots-tag memento-datetime connection".split())
WARC_FIELDS = frozenset(
    "warc-type warc-record-id warc-date warc-target-uri warc-payload-digest warc-block-digest warc-identified-payload-type warc-truncated warc-profile "
    "warc-refers-to warc-refers-to-target-uri warc-refers-to-date warc-ip-address content-type content-length".split())
KINDS = ("response", "revisit", "resource", "conversion")
DERIVED_FROM = "Bearwitness-Derived-From"       # the record that a changed one was made of; WARC lets writers add fields
STRIPPED = "stripped"

_URNS = ("urn:dom:", "urn:screenshot:", "urn:mhtml:", "urn:view:", "urn:thumbnail:", "urn:text:")
_CREDENTIAL = re.compile(r"cookie|authorization|token|auth|session|secret|csrf|xsrf|api-?key|password|credential", re.I)
_CLIENT = re.compile(r"forwarded|real-?ip|client-?ip|connecting-ip|remote-?(?:ip|addr)|originating-ip|cluster-client|^via$|edgescape|geo|^from$", re.I)
_WARCINFO = ("operator", "hostname", "ip", "http-header-from", "http-header-user-agent", "publisher", "creator")
_TOKENS = re.compile(
    r"""(?P<lead>[?&;#](?P<name>(?:php|j|asp\w*|user|login)?sess(?:ion)?[_-]?id|aspsessionid\w*|session|sess|sid|cfid|cftoken|(?:access|auth|id|refresh|oauth|login|user|csrf|xsrf)[_-]?token|
        token|auth|authorization|api[_-]?key|password|passwd|pwd|username|email|e-mail|user[_-]?id|otp|
        fbclid|gclid|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_eid|_ga|_gl|vero_id|mkt_tok)=)(?P<value>[^&;#\s]+)""", re.I | re.X)
_USERINFO = re.compile(r"(?<=://)[^/?#@\s]+(?=@)")
_ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.])", re.I)
_NAMESPACE = uuid.UUID("9b8e8a7e-52d0-5c9b-9d0e-0d7f4c1a5b36")


def token_like(value: str) -> bool:
    """Is this a value that one person has, not a word that many pages hold ("accepted", "en-GB")?"""
    return len(value) >= 16 or (len(value) >= 6 and any(c.isdigit() for c in value))


@dataclass
class Secrets:
    """What must not be found in the published copy. `kinds`: value -> what it is."""

    kinds: dict[str, str] = field(default_factory=dict)
    referrers: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    _forms: dict[bytes, str] | None = None

    def add(self, value: str | None, kind: str, *, least: int = 4) -> None:
        value = (value or "").strip().strip('"')
        if len(value) >= least and value.lower() not in ("localhost", "unknown", "none", STRIPPED):
            self.kinds.setdefault(value, kind)
            self._forms = None

    def learn(self, block: Block) -> None:
        """Notes what one record tells of whoever collected it."""
        if block.url and block.kind in KINDS:
            self.seen.add(block.url)
        self._learn_address(block.url)
        if block.kind == "warcinfo":
            for line in (block.block or b"").decode("utf-8", "replace").splitlines():
                name, _, value = line.partition(":")
                if name.strip().lower() in _WARCINFO:
                    self.add(value, f"the {name.strip().lower()} of the archive's maker")
        elif block.kind == "metadata":
            self._learn_metadata(block.block or b"")
        elif block.is_http:
            self.learn_head(block.message()[0], asked=block.kind == "request")

    def learn_head(self, head: bytes, *, asked: bool) -> None:
        for name, value, _ in head_lines(head)[1]:
            self._learn_field(name.decode("ascii"), value.decode("utf-8", "replace"), asked)

    def settle(self) -> None:
        """All records have been seen: a referrer that is not among what is archived is a page of the collector's."""
        for referrer in self.referrers:
            parts = urlsplit(referrer)
            if referrer not in self.seen and (parts.path not in ("", "/") or parts.query):
                self.add(referrer, "the page from which the collector came", least=12)

    def _learn_field(self, name: str, value: str, asked: bool) -> None:
        if _CLIENT.search(name):
            for address in _ADDRESS.findall(value):
                self.add_address(address)
            if name == "from":
                self.add(value, "the From field of a request")
        elif name in ("cookie", "set-cookie", "set-cookie2"):
            for pair in (value.split(";") if name == "cookie" else [value.split(";")[0]]):
                worth = pair.partition("=")[2].strip()
                for each in {worth, unquote_plus(worth)}:
                    if token_like(each):
                        self.add(each, "a cookie")
        elif _CREDENTIAL.search(name):
            self._learn_credential(value, asked)
        elif name == "referer" and asked:
            self.referrers.add(value)
        elif name == "user-agent" and asked:
            self.add(value, "the User-Agent of a request", least=20)
        elif name in ("location", "content-location"):
            self._learn_address(value)

    def _learn_credential(self, value: str, asked: bool) -> None:
        scheme, _, worth = value.strip().partition(" ")
        worth = worth or scheme
        if asked or token_like(worth):
            self.add(worth, "a credential")
        if scheme.lower() == "basic":
            with suppress(binascii.Error, ValueError):
                for each in base64.b64decode(worth, validate=True).decode("utf-8", "replace").split(":", 1):
                    self.add(each, "a credential")

    def _learn_metadata(self, data: bytes) -> None:
        """Of a capture record of ours: the account and the way out that were used."""
        try:
            about = json.loads(data)
        except (ValueError, RecursionError):
            return
        if not isinstance(about, dict):
            return
        for name in ("identity_used", "egress"):
            for text in _texts(about.get(name)):
                self.add(text, f"the {name.replace('_', ' ')} of the collector", least=6)
                for address in _ADDRESS.findall(text):
                    self.add_address(address)
        for text in _texts(about.get("request_head")):
            self.learn_head(text.encode("utf-8", "replace"), asked=True)

    def _learn_address(self, url: str | None) -> None:
        for found in _TOKENS.finditer(url or ""):
            for each in {found["value"], unquote_plus(found["value"])}:
                if len(each) >= 6:
                    self.add(each, f"the {found['name']} in an address")
        if url and (found_user := _USERINFO.search(url)):
            for each in (found_user.group(), *unquote_plus(found_user.group()).split(":", 1)):
                self.add(each, "the name or password in an address")

    def add_address(self, text: str) -> None:
        with suppress(ValueError):
            address = ipaddress.ip_address(text)
            if not address.is_loopback and not address.is_unspecified:
                self.add(text, "an address of the client")

    def within(self, data: bytes) -> str | None:
        """What kind of secret these bytes hold; None when none is found. Several spellings and text encodings are looked for."""
        if self._forms is None:
            self._forms = {form: kind for value, kind in self.kinds.items() for form in _forms(value)}
        wide = b"\x00" in data
        return next((kind for form, kind in self._forms.items() if (wide or b"\x00" not in form) and form in data), None)

    def without(self, url: str) -> str:
        """An address with its tokens, and whatever else is secret in it, replaced."""
        url = _USERINFO.sub(STRIPPED, url)
        url = _TOKENS.sub(lambda m: m["lead"] + (STRIPPED if len(m["value"]) >= 6 else m["value"]), url)
        for value in sorted(self.kinds, key=len, reverse=True):
            for form in {value, quote(value, safe=""), quote(value)}:
                url = url.replace(form, STRIPPED)
        return url


def _texts(value: Any) -> Iterator[str]:
    """The texts in a field of a capture record; of one that is missing, none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and set(value) != {"missing"}:
        for name, each in value.items():
            if name != "kind":
                yield from _texts(each)


def _forms(value: str) -> set[bytes]:
    """The ways in which a page may spell a value."""
    words = {value, quote(value, safe=""), html.escape(value), json.dumps(value)[1:-1]}
    forms = {word.encode("utf-8", "replace") for word in words}
    return forms | {value.encode(coding, "replace") for coding in ("utf-16-le", "utf-16-be", "latin-1")}


# --- records ----------------------------------------------------------------------------------------

@dataclass
class Stripper:
    """Gives records without what identifies the collector, and counts what it left out.

    Attributes:
        removed: what was left out of records that are there, or dropped as a kind: words -> how often.
        withheld: [{"url", "date", "reason"}] of records that should be there.
    """

    secrets: Secrets
    warcinfo: str | None = None          # the id of the copy's own warcinfo record
    removed: Counter[str] = field(default_factory=Counter)
    withheld: list[dict[str, str | None]] = field(default_factory=list)
    _renamed: dict[str, str] = field(default_factory=dict)

    def strip(self, block: Block) -> Block | None:
        """The record as it may be published; None when nothing of it may."""
        if block.kind in ("request", "metadata", "warcinfo"):
            self.removed[f"{block.kind} record"] += 1
            return None
        reason = self._unfit(block)
        if reason is None:
            made = self._made(block)
            if (found := self._found_in(made)) is None:
                return made
            reason = f"it repeats {found}"
        shown = self.secrets.without(block.url or "")
        if not shown.lower().startswith(("http://", "https://", *_URNS)):      # a path of the collector's machine, perhaps
            shown = shown.partition(":")[0] + ":"
        self.withheld.append({"url": shown, "date": block.field("WARC-Date"), "reason": reason})
        return None

    def _unfit(self, block: Block) -> str | None:
        if block.kind not in KINDS:
            return f"a record of the kind {block.kind[:40]!r} is not looked through"
        if not (block.url or "").lower().startswith(("http://", "https://", *_URNS)):
            return "its address is none of the web"
        if block.block is None:
            return "it is longer than 100 MB, and is not looked through"
        return None

    def _made(self, block: Block) -> Block:
        head, body = block.message()
        data = self._head(head) + body if head else body
        fields = dict(self._fields(block))
        fields["WARC-Block-Digest"] = "sha256:" + hashlib.sha256(data).hexdigest()
        fields["Content-Length"] = str(len(data))
        self._name(block, fields, data)
        if self.warcinfo:
            fields["WARC-Warcinfo-ID"] = self.warcinfo
        return Block(block.version, tuple(fields.items()), data, len(data), 0, 0, True)

    def _head(self, head: bytes) -> bytes:
        first, found = head_lines(head)
        kept = [first]
        for name, value, line in found:
            if name not in HEAD_FIELDS:
                self.removed[f"head field {name.decode('ascii')}"] += 1
                continue
            text = value.decode("utf-8", "surrogateescape")
            if name in (b"location", b"content-location") and (clean := self.secrets.without(text)) != text:
                self.removed[f"token in {name.decode()}"] += 1
                line = name.title() + b": " + clean.encode("utf-8", "surrogateescape") + b"\r\n"
            if self.secrets.within(line):
                self.removed[f"head field {name.decode('ascii')}"] += 1
                continue
            kept.append(line)
        return b"".join(kept) + (b"\n" if first.endswith(b"\n") and not first.endswith(b"\r\n") else b"\r\n")

    def _fields(self, block: Block) -> Iterator[tuple[str, str]]:
        for name, value in block.fields:
            lower = name.lower()
            if lower not in WARC_FIELDS:
                continue
            if lower == "warc-ip-address" and not self._is_servers(value):
                self.removed["WARC-IP-Address of a client or its network"] += 1
                continue
            if lower in ("warc-target-uri", "warc-refers-to-target-uri"):
                clean = self.secrets.without(value)
                if clean != value:
                    self.removed["token in an address"] += 1
                value = clean
            if lower == "warc-refers-to":
                value = self._renamed.get(value, value)
            yield name, value

    def _is_servers(self, value: str) -> bool:
        try:
            return ipaddress.ip_address(value.strip()).is_global and value.strip() not in self.secrets.kinds
        except ValueError:
            return False

    def _name(self, block: Block, fields: dict[str, str], data: bytes) -> None:
        """A record whose bytes changed is another record; an id of a kind that holds the maker's machine is not passed on."""
        old = block.id or ""
        telling = _tells_machine(old)
        if data == block.block and not telling and fields.get("WARC-Target-URI") == block.field("WARC-Target-URI"):
            return
        seed = f"{fields.get('WARC-Date')} {fields.get('WARC-Target-URI')} {hashlib.sha256(data).hexdigest()}" + ("" if telling else f" {old}")
        key = next(name for name in fields if name.lower() == "warc-record-id")
        fields[key] = self._renamed[old] = f"<urn:uuid:{uuid.uuid5(_NAMESPACE, seed)}>"
        if telling:
            self.removed["record id that holds a machine's address"] += 1
        else:
            fields[DERIVED_FROM] = old

    def _found_in(self, made: Block) -> str | None:
        """What secret a record holds: in its head, its body, or its body with the codings taken off."""
        head, body = made.message()
        coding = transfer = ""
        for name, value, _ in head_lines(head)[1]:
            coding = value.decode("latin-1") if name == b"content-encoding" else coding
            transfer = value.decode("latin-1") if name == b"transfer-encoding" else transfer
        whole = (dechunked(body) if "chunked" in transfer.lower() else None) or body
        plain = uncoded(whole, coding)
        if plain is None and body and not self._never_coded(whole, coding):
            return f"something that cannot be seen: its content coding {coding[:20]!r} cannot be taken off"
        pieces = [head_bytes(made), made.block or b"", whole, plain or b""]
        if "multipart/related" in (made.field("Content-Type") or ""):
            pieces += list(_parts(body))
        return next((found for piece in pieces if (found := self.secrets.within(piece))), None)

    @staticmethod
    def _never_coded(body: bytes, coding: str) -> bool:
        """Some archives keep the head of a packed answer beside the unpacked body."""
        return "gzip" in coding.lower() and "," not in coding and body[:2] != b"\x1f\x8b"


def _parts(data: bytes) -> Iterator[bytes]:
    """The parts of an MHTML file, unpacked."""
    import email
    from email.errors import MessageError

    with suppress(MessageError, ValueError, LookupError, RecursionError):
        for part in email.message_from_bytes(data).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload


def _tells_machine(record_id: str) -> bool:
    """UUIDs of version 1, 2 and 6 hold the network address of the machine that made them (RFC 9562); what is no UUID may hold anything."""
    try:
        return uuid.UUID(record_id.strip("<>").removeprefix("urn:uuid:")).version in (1, 2, 6)
    except ValueError:
        return True


def head_bytes(block: Block) -> bytes:
    """The head of a record, with the empty line that ends it."""
    return "".join([f"{block.version}\r\n", *(f"{name}: {value}\r\n" for name, value in block.fields), "\r\n"]).encode("utf-8", "surrogateescape")


def packed(block: Block) -> bytes:
    """A record that was made, as a gzip member."""
    return member(head_bytes(block) + (block.block or b"") + b"\r\n\r\n")
