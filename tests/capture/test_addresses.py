"""Which addresses a capture may talk to."""

import pytest

from bearwitness.capture.addresses import AddressError, check, is_public

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:830::200e"]
INSIDE = [
    ("127.0.0.1", "this machine"), ("127.255.1.2", "this machine"), ("::1", "this machine"), ("0.0.0.0", "no address"), ("::", "no address"),
    ("10.0.0.5", "private"), ("172.16.3.4", "private"), ("192.168.1.1", "private"), ("169.254.169.254", "link-local: cloud keys"),
    ("fe80::1", "link-local"), ("fe80::1%eth0", "with a zone"), ("fc00::1", "unique local"), ("fd00:ec2::254", "cloud keys"),
    ("100.64.0.1", "carrier NAT"), ("198.18.0.1", "benchmarks"), ("192.0.2.1", "documentation"), ("203.0.113.9", "documentation"),
    ("224.0.0.1", "multicast"), ("ff02::1", "multicast"), ("255.255.255.255", "broadcast"), ("240.0.0.1", "reserved"),
    ("192.88.99.0", "6to4 relay"), ("192.0.0.8", "protocol assignments"), ("64:ff9b::7f00:1", "NAT64 of this machine"),
    ("64:ff9b:1::1", "local NAT64"), ("2002:7f00:1::", "6to4 of this machine"), ("2001:0:7f00:1::", "Teredo"), ("::127.0.0.1", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "IPv4-mapped"), ("::ffff:8.8.8.8", "IPv4-mapped, whoever it names"), ("3fff::1", "documentation"),
    ("5f00::1", "segment routing"), ("fec0::1", "site-local"), ("2001:db8::1", "documentation"), ("100::1", "discard"),
    ("example.org", "no IP address"), ("", "nothing"), ("127.1", "a short form"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_talked_to(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(("address", "why"), INSIDE)
def test_everything_else_is_not(address: str, why: str) -> None:
    assert not is_public(address), why


def to(*addresses: str):
    return lambda host, port: list(addresses)


GOOD = [
    ("http://example.org", "http", "example.org", 80, "/", "no path"),
    ("https://example.org/a?b=c#d", "https", "example.org", 443, "/a?b=c", "the fragment stays at home"),
    ("HTTPS://EXAMPLE.org:443/", "https", "example.org", 443, "/", "capitals"),
    ("http://bücher.example/ä b".replace(" ", "%20"), "http", "xn--bcher-kva.example", 80, "/%C3%A4%20b", "other letters"),
    ("https://example.org:80/x", "https", "example.org", 80, "/x", "the other port"),
    ("http://93.184.216.34/", "http", "93.184.216.34", 80, "/", "an IP address"),
    ("http://[2606:2800:220:1:248:1893:25c8:1946]/", "http", "2606:2800:220:1:248:1893:25c8:1946", 80, "/", "one of version 6"),
]


@pytest.mark.parametrize(("url", "scheme", "host", "port", "path", "why"), GOOD)
def test_a_good_address_becomes_a_target(url: str, scheme: str, host: str, port: int, path: str, why: str) -> None:
    target = check(url, resolver=to("93.184.216.34"))
    assert (target.scheme, target.host, target.port, target.path) == (scheme, host, port, path), why


BAD = [
    ("file:///etc/passwd", "http and https", "a file"), ("ftp://example.org/", "http and https", "another scheme"),
    ("gopher://example.org/", "http and https", "another scheme"), ("javascript:alert(1)", "http and https", "no address at all"),
    ("//example.org/", "http and https", "no scheme"), ("http://", "no host", "no host"), ("http:///x", "no host", "no host"),
    ("http://user:pass@example.org/", "password", "credentials"), ("http://user@example.org/", "user name", "credentials"),
    ("http://example.org:22/", "ports 80 and 443", "a port of another service"), ("http://example.org:99999/", "port", "no port"),
    ("http://example.org\\@evil.example/", "character", "a backslash, which clients read differently"),
    ("http://example.org/\r\nX: y", "character", "a line break"), ("http://exa mple.org/", "character", "a space"),
    ("http://exa%6dple.org/", "percent", "a host in percent form"), ("http://[::1", "read", "half a bracket"),
    ("http://" + "a" * 9000, "longer", "endless"), ("http://a" + "b" * 70 + "ü.example/", "valid name", "a label too long"),
]


@pytest.mark.parametrize(("url", "words", "why"), BAD)
def test_a_bad_address_is_refused_with_the_reason(url: str, words: str, why: str) -> None:
    with pytest.raises(AddressError, match=words):
        check(url, resolver=to("93.184.216.34"))


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("::1", "93.184.216.34")])
def test_a_name_is_refused_when_any_of_its_addresses_lies_inside(addresses: tuple[str, ...]) -> None:
    with pytest.raises(AddressError, match="not on the public internet"):
        check("http://example.org/", resolver=to(*addresses))


def test_numbers_that_the_system_reads_as_this_machine_are_refused() -> None:
    for host in ("2130706433", "0x7f.1", "017700000001", "127.1", "localhost"):
        with pytest.raises(AddressError):
            check(f"http://{host}/")


def test_the_cases_own_server_is_allowed_and_nothing_else_of_it() -> None:
    assert check("http://archive.office:8080/a", resolver=to("10.0.0.5"), allow=["archive.office:8080"]).addresses == ("10.0.0.5",)
    with pytest.raises(AddressError):
        check("http://archive.office:8081/a", resolver=to("10.0.0.5"), allow=["archive.office:8080"])
