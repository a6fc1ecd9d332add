"""`log stamp`: tokens of a real time-stamping server (openssl, with its own little authority), kept, checked, and refused."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bearwitness import case as verbs
from bearwitness.case import logkeeping
from bearwitness.errors import UsageError

from .case_fakes import allow

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="NOT TESTED with a time-stamping server: openssl is not installed")

CONFIG = """
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = Made-up authority
[ root ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ tsa_cert ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = stamps
[ stamps ]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def authority(folder: Path, name: str) -> Path:
    """A root, and a server's certificate under it."""
    folder.mkdir()
    (folder / "c.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-config", "c.cnf",
            "-extensions", "root", "-subj", f"/CN={name} root")
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-config", "c.cnf", "-subj", f"/CN={name} stamps")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "20",
            "-extfile", "c.cnf", "-extensions", "tsa_cert")
    return folder


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tsa")
    return authority(folder / "one", "One"), authority(folder / "two", "Two")


@pytest.fixture
def server(authorities: tuple[Path, Path]) -> Iterator[tuple[str, Path]]:
    folder = authorities[0]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "q.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl(folder, "ts", "-reply", "-queryfile", "q.tsq", "-out", "r.tsr", "-config", "c.cnf", "-section", "stamps")
            body = (folder / "r.tsr").read_bytes()
            if self.path == "/broken":
                body = body[:-5]
            self.send_response(503 if self.path == "/busy" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", folder
        running.shutdown()


@pytest.fixture
def case(tmp_path: Path, server: tuple[str, Path]):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        allow(opened.path, server[0].removeprefix("http://"), "127.0.0.1:1")
        yield opened


def test_a_token_is_kept_and_checks_offline_and_with_openssl(case, server: tuple[str, Path]) -> None:
    address, folder = server
    logkeeping.add_timestamper(case, f"{address}/", (folder / "root.pem").read_bytes())
    [line] = logkeeping.stamp(case)
    assert line["reason"] is None
    assert logkeeping.state(case)["timestamps"] == [{"size": 1, "time": line["time"], "address": f"{address}/"}]
    assert list(verbs.verify(case.path)) == []
    token = case.path / "log" / "stamps" / "1.0.tsr"
    three = "\n".join((case.path / "log" / "witnessed" / "1").read_text().splitlines()[:3]) + "\n"
    (folder / "data").write_text(three)
    openssl(folder, "ts", "-verify", "-data", "data", "-in", str(token), "-CAfile", "root.pem", "-untrusted", "tsa.pem")


def test_a_token_over_other_words_or_changed_is_named(case, server: tuple[str, Path]) -> None:
    address, folder = server
    logkeeping.add_timestamper(case, f"{address}/", (folder / "root.pem").read_bytes())
    list(logkeeping.stamp(case))
    token = case.path / "log" / "stamps" / "1.0.tsr"
    whole = bytearray(token.read_bytes())
    for at in (40, len(whole) // 2, len(whole) - 3):
        changed = bytearray(whole)
        changed[at] ^= 1
        token.write_bytes(changed)
        assert [fault for fault in verbs.verify(case.path) if "log/stamps/1.0.tsr" in fault], at
    token.write_bytes(whole)
    assert list(verbs.verify(case.path)) == []
    file = case.path.parent / "a.txt"
    file.write_text("Amal said that 13 people were killed in Exampleton.")
    list(verbs.add(case, [str(file)]))
    logkeeping.request(case)
    shutil.copy(token, token.with_name("2.0.tsr"))
    assert [fault for fault in verbs.verify(case.path) if "log/stamps/2.0.tsr" in fault]


def test_answers_that_are_none_are_told_and_not_kept(case, server: tuple[str, Path], authorities: tuple[Path, Path]) -> None:
    address, folder = server
    for path, root in (("/busy", folder), ("/broken", folder), ("/other", authorities[1])):
        logkeeping.add_timestamper(case, f"{address}{path}", (root / "root.pem").read_bytes())
    logkeeping.add_timestamper(case, "http://127.0.0.1:1/", (folder / "root.pem").read_bytes())
    lines = list(logkeeping.stamp(case))
    assert [words in (line["reason"] or "") for words, line in zip(("503", "no", "no good token", "did not answer"), lines, strict=True)] == [True] * 4
    assert logkeeping.state(case)["timestamps"] == []
    assert list(verbs.verify(case.path)) == []


def test_a_server_in_the_own_network_is_asked_only_where_the_case_allows_it(case, server: tuple[str, Path]) -> None:
    allow(case.path)
    logkeeping.add_timestamper(case, f"{server[0]}/", (server[1] / "root.pem").read_bytes())
    [line] = logkeeping.stamp(case)
    assert line["time"] is None and "allow" in line["reason"]


def test_what_is_no_certificate_or_address_is_refused(case, authorities: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="PEM"):
        logkeeping.add_timestamper(case, "https://tsa.example/", b"nothing")
    with pytest.raises(UsageError, match="address"):
        logkeeping.add_timestamper(case, "tsa.example", (authorities[0] / "root.pem").read_bytes())
    with pytest.raises(UsageError, match="timestampers --add"):
        list(logkeeping.stamp(case))


def test_the_public_copy_brings_its_tokens(case, server: tuple[str, Path], tmp_path: Path) -> None:
    address, folder = server
    logkeeping.add_timestamper(case, f"{address}/", (folder / "root.pem").read_bytes())
    list(logkeeping.stamp(case))
    copy = logkeeping.export(case, tmp_path / "public")
    assert list(verbs.verify(copy)) == []
    next((copy / "stamps" / "roots").iterdir()).unlink()
    assert list(verbs.verify(copy))
