"""One question over HTTP: whatever the server does, a list of claims or an error in time."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from tests.engines.conftest import FakeServer, chat, drip

from bearwitness.engines import parse
from bearwitness.engines.endpoint import MOST_BYTES, Endpoint, EngineError, claims_in
from bearwitness.engines.instructions import DIGEST, SYSTEM, fence

TEXT = "Amal Exampler said that 13 people were killed."


def ask(server: FakeServer, seconds: float = 5.0) -> list:
    return Endpoint(replace(parse(server.address), seconds=seconds)).ask(TEXT)


def test_what_is_sent(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEARWITNESS_ENGINE_KEY", raising=False)
    ask(server)
    [sent] = server.asked
    assert (sent["path"], sent["model"], sent["temperature"], sent["seed"], sent["stream"]) == ("/v1/chat/completions", "tiny", 0, 1, False)
    assert sent["response_format"]["type"] == "json_schema" and "tools" not in sent and "functions" not in sent
    system, user = sent["messages"]
    assert system["content"] == SYSTEM and TEXT not in SYSTEM
    assert user["content"].count(fence(TEXT)) == 2 and TEXT in user["content"] and fence(TEXT) not in TEXT
    assert "Authorization" not in server.headers[0]


def test_the_key_goes_into_a_header_and_nowhere_else(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEARWITNESS_ENGINE_KEY", "hidden-key")
    ask(server)
    assert server.headers[0]["Authorization"] == "Bearer hidden-key" and "hidden-key" not in json.dumps(server.asked)


def test_no_proxy_is_used(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert ask(server) == []


@pytest.mark.parametrize(("refuses", "form"), [
    ((), "json_schema"), (("json_schema",), "json_object"), (("json_schema", "json_object"), None)])
def test_a_form_that_the_server_does_not_know_is_given_up(server: FakeServer, refuses: tuple, form: str | None) -> None:
    server.refuses = refuses
    endpoint = Endpoint(parse(server.address))
    assert endpoint.ask(TEXT) == [] and endpoint.ask(TEXT) == []
    assert [sent.get("response_format", {}).get("type") for sent in server.asked] == [form, form]
    assert len(server.headers) == 2 + len(refuses)      # learnt once


BODIES = [   # body, what is told
    (b"", "form of a chat endpoint"), (b"not json", "form of a chat endpoint"), (b"[" * 100_000, "form of a chat endpoint"),
    (b'{"choices": []}', "form of a chat endpoint"), (b'{"choices": [{"message": null}]}', "form of a chat endpoint"),
    (b"\xff\xfe{}", "form of a chat endpoint"), (b'[1, 2]', "form of a chat endpoint"),
    (chat(""), "empty"), (chat(" \n"), "empty"), (b'{"choices": [{"message": {"content": null}}]}', "empty"),
    (b'{"choices": [{"message": {"content": ["x"]}}]}', "empty"),
    (chat("I cannot help with that."), "not JSON"), (chat('{"claims": ['), "not JSON"), (chat('{"claims": [' * 50_000), "not JSON"),
    (chat('{"claims": {}}'), 'no list of "claims"'), (chat("[]"), 'no list of "claims"'), (chat('{"answer": []}'), 'no list of "claims"'),
]


@pytest.mark.parametrize(("body", "says"), BODIES, ids=range(len(BODIES)))
def test_an_answer_in_another_form_is_an_error_with_a_reason(body: bytes, says: str) -> None:
    with pytest.raises(EngineError, match=says) as told:
        claims_in(body)
    assert not told.value.gone


def test_a_fence_of_backquotes_is_taken_off() -> None:
    assert claims_in(chat('```json\n{"claims": [1]}\n```')) == [1]


def test_what_came_whole_before_an_answer_broke_off_is_kept() -> None:
    with pytest.raises(EngineError, match="broke off") as told:
        claims_in(chat('{"claims": [{"kind": "toll"}, {"kind": "statement", "words": "a { b"}, {"kind": "to', "length"))
    assert told.value.claims == [{"kind": "toll"}, {"kind": "statement", "words": "a { b"}]


@pytest.mark.parametrize("status", [301, 307, 401, 404, 429, 500, 503])
def test_another_status_ends_the_asking(server: FakeServer, status: int) -> None:
    server.status = status
    with pytest.raises(EngineError, match=str(status)) as told:
        ask(server)
    assert told.value.gone


def test_an_answer_that_is_too_large_is_not_read_to_its_end(server: FakeServer) -> None:
    server.answers = [b" " * (MOST_BYTES * 4)]
    with pytest.raises(EngineError, match="more than 256 KiB"):
        ask(server)


@pytest.mark.parametrize("answer", [lambda request: time.sleep(3), drip(3.0)], ids=["silence", "a byte at a time"])
def test_a_server_that_takes_too_long_is_left(server: FakeServer, answer) -> None:
    server.answers = [answer]
    before = time.monotonic()
    with pytest.raises(EngineError, match="no answer within") as told:
        ask(server, seconds=0.4)
    assert told.value.gone and time.monotonic() - before < 1.5


def test_no_server_is_told_at_once(server: FakeServer) -> None:
    address = server.address
    server.close()
    with pytest.raises(EngineError, match="is the server running") as told:
        Endpoint(parse(address)).ask(TEXT)
    assert told.value.gone


def test_a_server_that_hangs_up_is_an_error(server: FakeServer) -> None:
    server.answers = [lambda request: request.connection.close()]
    with pytest.raises(EngineError):
        ask(server)


def test_the_digest_names_what_is_sent() -> None:
    assert len(DIGEST) == 12 and set(DIGEST) <= set("0123456789abcdef")
