"""Uploads are refused before they fill the memory: for one reader, and for all together."""

from __future__ import annotations

import os
from typing import Any

import pytest

from components.i18n import catalogue
from dashboard.library.errors import QuotaExceededError
from dashboard.state.newcomers import Newcomers
from dashboard.web.middleware.upload_limits import UploadLimits
from tests import looping

MEGABYTE = 2**20
PATH = "/_stcore/upload_file/{session}/{file}"


class Server:
    """Keeps uploads as the framework does, and tells how many bytes came in."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}
        self.app = UploadLimits(self._take, held=lambda: self.held)
        self.waiting = 0

    async def _take(self, scope: Any, receive: Any, send: Any) -> None:
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            size += len(message["body"])
            if not message["more_body"]:
                break
        session = scope["path"].split("/")[3]
        self.held[session] = self.held.get(session, 0) + size
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def put(
        self, session: str, size: int, *, announced: int | None = -1, method: str = "PUT",
        path: str = PATH, parts: int = 1, language: str = "en",
    ) -> tuple[int, str]:  # fmt: skip
        """Upload so many bytes; return status and body, status 0 where there was no answer."""
        sent: list[Any] = []
        length = size if announced == -1 else announced
        inbox = [b"x" * (size // parts)] * parts

        async def receive() -> Any:
            return {"type": "http.request", "body": inbox.pop(), "more_body": bool(inbox)}

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"accept-language", language.encode())]
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        scope = {
            "type": "http", "method": method, "headers": headers,
            "path": path.format(session=session, file=os.urandom(4).hex()),
        }  # fmt: skip
        looping.run(self.app(scope, receive, send))
        status = next((m["status"] for m in sent if m["type"] == "http.response.start"), 0)
        return status, b"".join(m.get("body", b"") for m in sent).decode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("WENMAI_UPLOAD_SESSION_BYTES", str(3 * MEGABYTE))
    monkeypatch.setenv("WENMAI_UPLOAD_TOTAL_BYTES", str(8 * MEGABYTE))
    return Server()


def test_one_reader_cannot_fill_the_memory(server: Server) -> None:
    answers = [server.put("a", MEGABYTE)[0] for _ in range(40)]
    assert answers[:3] == [204] * 3
    assert set(answers[4:]) == {413}
    assert server.held["a"] <= 4 * MEGABYTE  # the limit, and what forms put around files
    assert server.put("b", MEGABYTE)[0] == 204
    server.held.clear()  # the page was left
    assert server.put("a", MEGABYTE)[0] == 204


def test_all_readers_together_cannot_fill_the_memory(server: Server) -> None:
    answers = [server.put(f"s{n}", MEGABYTE)[0] for n in range(40)]
    assert answers == [204] * 8 + [429] * 32
    assert sum(server.held.values()) == 8 * MEGABYTE


@pytest.mark.parametrize("language", ["en", "zh-TW", "zh-CN"])
def test_a_refusal_is_a_sentence(server: Server, language: str) -> None:
    server.held = {"a": 4 * MEGABYTE}
    locale = {"en": "en", "zh-TW": "zh_Hant", "zh-CN": "zh_Hans"}[language]
    status, told = server.put("a", MEGABYTE, language=language)
    assert (status, told.strip()) == (
        413,
        catalogue(locale)["reading.upload_session"].format(limit=3),
    )
    server.held = {"b": 8 * MEGABYTE}
    status, told = server.put("a", MEGABYTE, language=language)
    assert (status, told.strip()) == (429, catalogue(locale)["reading.upload_total"])


@pytest.mark.parametrize("announced", [None, 10])
def test_an_upload_that_tells_no_length_or_a_wrong_one_gets_no_more(
    server: Server, announced: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_LIMIT_FILE_BYTES", str(MEGABYTE))
    status, _ = server.put("a", 4 * MEGABYTE, announced=announced, parts=8)
    assert status == 0  # as if the reader had gone
    assert server.held == {}
    assert server.put("a", MEGABYTE)[0] == 204  # nothing of it is counted any more


def test_other_addresses_are_left_alone(server: Server) -> None:
    server.held = {"a": 9 * MEGABYTE}
    assert server.put("a", 4 * MEGABYTE, path="/api/v1/{session}/{file}", method="POST")[0] == 204
    assert server.put("a", 0, method="DELETE")[0] == 204


def test_an_address_makes_so_many_workspaces_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("dashboard.state.newcomers.time.monotonic", lambda: clock[0])
    door = Newcomers()
    for _ in range(3):
        door.admit("192.0.2.1", 3)
    with pytest.raises(QuotaExceededError) as refused:
        door.admit("192.0.2.1", 3)
    assert (refused.value.what, refused.value.limit) == ("workspaces", 3)
    door.admit("192.0.2.2", 3)
    for last in range(3):
        door.admit(f"2001:db8:1:2::{last}", 3)
    with pytest.raises(QuotaExceededError):  # one household, whatever its last 64 bits
        door.admit("2001:db8:1:2:ffff::1", 3)
    clock[0] = 86_401
    door.admit("192.0.2.1", 3)
    for _ in range(100):
        door.admit("192.0.2.1", 0)
