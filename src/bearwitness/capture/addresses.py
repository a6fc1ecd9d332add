"""Which addresses a capture may talk to: the public internet, and nothing of this machine or its neighbours.

An address that a stranger wrote into a report can point at the office's own printer, at a cloud's key server or at
this very program (server-side request forgery). So a name is resolved once, every address it has must be public,
and the connection goes to an address that was checked and not to the name (which may change its mind: rebinding).

Source of the list: IANA special-purpose registries for IPv4 and IPv6, and what Python's `ipaddress` calls global
although packets may end inside (NAT64, 6to4, Teredo, IPv4-compatible, anycast relays, multicast, documentation).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from bearwitness.errors import BearwitnessError

Resolver = Callable[[str, int], list[str]]

PORTS = {"http": 80, "https": 443}
MAX_ADDRESS_CHARS = 8_000
_NEVER = tuple(map(ipaddress.ip_network, (
    "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "::/96", "::ffff:0:0/96", "5f00::/16", "3fff::/20", "fec0::/10",
    "100::/64", "2001:db8::/32", "192.88.99.0/24", "192.0.0.0/24", "100.64.0.0/10", "198.18.0.0/15", "0.0.0.0/8", "240.0.0.0/4")))


class AddressError(BearwitnessError):
    """An address that is not captured, with the reason and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the address as a client sends it, and the checked IP addresses of its host."""

    url: str
    scheme: str
    host: str                   # lower case, ASCII (IDNA), without brackets
    port: int
    path: str                   # with the query, without the fragment
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """What the `Host` field says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: str) -> bool:
    """May a capture talk to this IP address? False for anything that is not an IP address, too."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if getattr(ip, "scope_id", None):
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local or ip.is_private:
        return False
    return not any(ip.version == net.version and ip in net for net in _NEVER)


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system's resolver gives them, in its order.

    Raises:
        AddressError: the name has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as e:
        raise AddressError(f"the host {host!r} cannot be found ({e}): check the address, and that this machine is online") from e
    return list(dict.fromkeys(str(info[4][0]) for info in found))


_OWN = 'a case may allow its own servers with `[capture] allow = ["{}:{}"]` in case.toml'


def check(url: str, *, resolver: Resolver = resolve, allow: Iterable[str] = ()) -> Target:
    """The target of an address, once it has been found fit to be captured.

    Args:
        resolver: (host, port) -> its IP addresses.
        allow: "host:port" pairs that the case names as its own (an archive in the office's network). They may be
            private and may use any port.

    Raises:
        AddressError: it is not http or https, has a user name, another port, a host that is not public, or cannot be read.
    """
    parts = _split(url)
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise AddressError(f"only http and https addresses are asked, not {scheme or 'one without a scheme'!r}")
    if parts.username is not None or parts.password is not None:
        raise AddressError("the address holds a user name or password, which would be kept in the record: take it out")
    host = _host(parts)
    try:
        port = parts.port or PORTS[scheme]
    except ValueError as e:
        raise AddressError(f"the port cannot be read ({e})") from e
    own = f"{host}:{port}" in {a.strip().lower() for a in allow}
    if not own and port not in PORTS.values():
        raise AddressError(f"only the ports 80 and 443 are asked, not {port}; {_OWN.format(host, port)}")
    addresses = resolver(host, port)
    if not addresses:
        raise AddressError(f"the host {host!r} has no address")
    wrong = [a for a in addresses if not is_public(a)]
    if wrong and not own:
        raise AddressError(f"the host {host!r} stands for {', '.join(wrong[:3])}, which is not on the public internet: it is not asked; {_OWN.format(host, port)}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, scheme, host, port, _sendable(path), tuple(addresses))


def _split(url: str) -> SplitResult:
    if len(url) > MAX_ADDRESS_CHARS:
        raise AddressError(f"the address is longer than {MAX_ADDRESS_CHARS} characters")
    bad = next((c for c in url if c <= " " or c == "\x7f" or c == "\\"), None)
    if bad is not None:
        raise AddressError(f"the address holds the character {bad!r}, which none may hold")
    try:
        return urlsplit(url)
    except ValueError as e:
        raise AddressError(f"the address cannot be read ({e})") from e


def _host(parts: SplitResult) -> str:
    try:
        host = parts.hostname
    except ValueError as e:
        raise AddressError(f"the host cannot be read ({e})") from e
    if not host:
        raise AddressError("the address names no host")
    if "%" in host:
        raise AddressError("the host holds a percent sign")
    try:
        ipaddress.ip_address(host)
        return host
    except ValueError:
        pass
    try:
        ascii_host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as e:
        raise AddressError(f"the host {host!r} is no valid name ({e})") from e
    if not all(c.isalnum() or c in ".-_" for c in ascii_host):
        raise AddressError(f"the host {host!r} is no valid name")
    return ascii_host


def _sendable(path: str) -> str:
    """The path as it may stand in a request line: what is not ASCII in percent form, the rest untouched."""
    return "".join(c if "!" <= c <= "~" else "".join(f"%{b:02X}" for b in c.encode("utf-8", "surrogatepass")) for c in path)
