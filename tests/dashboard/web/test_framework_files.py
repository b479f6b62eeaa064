"""The framework's scripts, packed once, say their words in the reader's language."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Send

from dashboard.web import framework_words
from dashboard.web.middleware.framework_files import FOLDER, FrameworkFiles, framework_folder
from tests.dashboard.web.asgi_client import Client

SCRIPTS = framework_folder() / "static/js"
SELECTBOX = next(SCRIPTS.glob("Selectbox.*.js"))


def scripts_of(piece: str) -> dict[str, str]:
    """Return the scripts of a piece by name; some pieces lie in several files."""
    return {path.name: path.read_text("utf-8") for path in SCRIPTS.glob(f"{piece}.*.js")}


@pytest.mark.parametrize("piece", framework_words.WORDS)
def test_framework_words_are_all_said_by_the_version_in_use(piece: str) -> None:
    said: Counter[str] = Counter()
    for name, script in scripts_of(piece).items():
        said.update(framework_words.count_words(name, script))
    assert [word for word, n in said.items() if not n] == []


@pytest.mark.parametrize("piece", framework_words.WORDS)
def test_framework_words_become_look_ups(piece: str) -> None:
    spoken = "".join(framework_words.speak(*file) for file in scripts_of(piece).items())
    for word in framework_words.WORDS[piece]:
        assert f"?.({json.dumps(word)})??`{word}`" in spoken


def test_framework_words_stay_where_they_are_in_other_pieces() -> None:
    assert framework_words.speak("Other.1.js", "x=`Close`") == "x=`Close`"
    assert "__words" in framework_words.speak("index.1.js", "x=`Close`")


def test_framework_words_are_told_to_the_page_in_both_kinds_of_chinese() -> None:
    told = json.loads(framework_words.as_json())
    assert told["zh-Hant"]["No results"] == "沒有符合的項目"
    assert told["zh-Hans"]["No results"] == "没有符合的项目"
    assert told["zh-Hant"].keys() == told["zh-Hans"].keys()


async def other(scope: object, receive: object, send: Send) -> None:
    await PlainTextResponse("other")(scope, receive, send)  # type: ignore[arg-type]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Client:
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path))
    return Client(FrameworkFiles(other, base_path="/base"))


def test_framework_files_are_packed_once_and_kept_for_the_next_start(
    client: Client, tmp_path: Path
) -> None:
    path = f"/base/static/js/{SELECTBOX.name}"
    answer = client.get(path, {"accept-encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert "__words" in gzip.decompress(answer.content).decode()
    assert len(answer.content) < SELECTBOX.stat().st_size / 2
    [kept] = (tmp_path / FOLDER).rglob("*.gz")
    kept.write_bytes(b"from the last start")
    again = Client(FrameworkFiles(other, base_path="/base"))
    assert again.get(path, {"accept-encoding": "gzip"}).content == b"from the last start"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/base/static/js/{}", {}),
        ("/base/static/js/{}", {"accept-encoding": "gzip", "range": "bytes=0-1"}),
        ("/static/js/{}", {"accept-encoding": "gzip"}),
        ("/base/static/js/../../index.html", {"accept-encoding": "gzip"}),
        ("/base/static/js/none.js", {"accept-encoding": "gzip"}),
        ("/base/network", {"accept-encoding": "gzip"}),
    ],
)
def test_framework_files_let_all_else_pass(
    client: Client, path: str, headers: dict[str, str]
) -> None:
    assert client.get(path.format(SELECTBOX.name), headers).text == "other"
