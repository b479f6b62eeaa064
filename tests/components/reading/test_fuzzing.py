"""Real files, cut, flipped, spliced and nested: each is read or refused in a sentence, in time."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.reading import ReadingSettings, UnreadableError, describe_refusal
from components.reading.analysis import make_articles
from components.reading.document import Limits
from components.reading.parsers import parse
from components.text import Refusal

# By a thread of its own, for the signal that limits a test is the one that limits a file here.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3600, method="thread"),
    # A failing file may be large: that it is must not stand in for what is wrong with it.
    pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning"),
]

ROOT = Path(__file__).parents[3]
PATIENCE = 20  # seconds for one file
MOST = 300_000  # bytes of a file that is mutated
# How often each is tried: all together some ten minutes of a processor.
FORMATS = {
    "txt": 4300, "md": 2600, "html": 1300, "mhtml": 650, "pdf": 1300, "docx": 1500, "xlsx": 1100,
    "csv": 3000, "json": 2100, "jsonl": 1700, "srt": 3000, "vtt": 1700,
    "eml": 900, "ass": 900, "rss": 1500, "ttml": 900,
}  # fmt: skip
ZIPPED = ("docx", "xlsx")


@cache
def files(suffix: str) -> tuple[bytes, ...]:
    """Return the files of a format among the cases, the portals and the newsroom."""
    folders = (ROOT / "tests" / "cases", ROOT / "tests" / "portals", ROOT / "seeds")
    found = sorted(path for folder in folders for path in folder.rglob(f"*.{suffix}"))
    data = [path.read_bytes() for path in found if path.stat().st_size <= MOST]
    return tuple(data) or MADE[suffix]()


def _made_markdown() -> tuple[bytes, ...]:
    table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    return (f"---\ntitle: 港區\n---\n# 碼頭\n\n- **動工**\n\n{table}".encode(),)


def _made_web_archive() -> tuple[bytes, ...]:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
    part = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return tuple(head + part + page + b"\r\n--B--\r\n" for page in files("html")[:6])


def _made_mail() -> tuple[bytes, ...]:
    head = b"Subject: =?utf-8?B?5q2l6YGT?=\r\nMIME-Version: 1.0\r\n"
    plain = b"Content-Type: text/plain; charset=big5\r\n\r\n" + "步道，完工。".encode("big5")
    parts = b'Content-Type: multipart/alternative; boundary="B"\r\n\r\n--B\r\n' + plain
    return head + plain, head + parts + b"\r\n--B--\r\n"


def _made_script() -> tuple[bytes, ...]:
    line = "Dialogue: 0,0:00:01.00,0:00:03.00,D,,0,0,0,,步道\\N完工\n"
    return (f"[Script Info]\n[Events]\n{line}".encode(),)


def _made_feed() -> tuple[bytes, ...]:
    entry = "<item><title>步道</title><description><![CDATA[<p>完工。</p>]]></description></item>"
    channel = f"<channel><title>甲報</title>{entry * 3}</channel>"
    return (f"<?xml version='1.0'?><rss>{channel}</rss>".encode(),)


def _made_captions() -> tuple[bytes, ...]:
    lines = "<p begin='1s'><span>步道</span><br/>完工</p>" * 3
    return (f"<tt xmlns='http://www.w3.org/ns/ttml'><body><div>{lines}</div></body></tt>".encode(),)


MADE: dict[str, Callable[[], tuple[bytes, ...]]] = {
    "md": _made_markdown,
    "mhtml": _made_web_archive,
    "eml": _made_mail,
    "ass": _made_script,
    "rss": _made_feed,
    "ttml": _made_captions,
}


def cut(data: st.DrawFn, file: bytes, others: tuple[bytes, ...]) -> bytes:
    a, b = sorted((data(st.integers(0, len(file))), data(st.integers(0, len(file)))))
    return data(st.sampled_from((file[:a], file[b:], file[:a] + file[b:])))


def flip(data: st.DrawFn, file: bytes, others: tuple[bytes, ...]) -> bytes:
    changed = bytearray(file)
    for _ in range(data(st.integers(1, 30))):
        if changed:
            changed[data(st.integers(0, len(changed) - 1))] = data(st.integers(0, 255))
    return bytes(changed)


def splice(data: st.DrawFn, file: bytes, others: tuple[bytes, ...]) -> bytes:
    other = data(st.sampled_from(others))
    at = data(st.integers(0, len(file)))
    a, b = sorted((data(st.integers(0, len(other))), data(st.integers(0, len(other)))))
    return file[:at] + other[a:b] + file[at:]


def nest(data: st.DrawFn, file: bytes, others: tuple[bytes, ...]) -> bytes:
    """Repeat a stretch: tags in tags, brackets in brackets, objects in objects."""
    at = data(st.integers(0, len(file)))
    size = data(st.integers(1, 40))
    return file[:at] + file[at : at + size] * data(st.integers(2, 400)) + file[at:]


def insert(data: st.DrawFn, file: bytes, others: tuple[bytes, ...]) -> bytes:
    at = data(st.integers(0, len(file)))
    strange = (b"\0" * 50, b"\xff\xfe", b"\xed\xa0\x80", b"<" * 200, b"{" * 200, b"[" * 2000,
               b"<div>" * 500, "　".encode() * 300, "\u202e".encode() * 50, b"\r", b"\"", b"%%EOF",
               "（記者".encode() * 100, "標題：".encode() * 50, b"9" * 400)  # fmt: skip
    return file[:at] + data(st.sampled_from(strange)) + file[at:]


MUTATIONS = (cut, flip, splice, nest, insert)


@st.composite
def mutated(draw: st.DrawFn, suffix: str) -> bytes:
    """A file of a format after one to four mutations; of a zip also one of its members."""
    others = files(suffix)
    file = draw(st.sampled_from(others))
    inside = suffix in ZIPPED and draw(st.booleans())
    if inside:
        return _with_member(draw, file)
    for _ in range(draw(st.integers(1, 4))):
        file = draw(st.sampled_from(MUTATIONS))(draw, file, others)[: 2 * MOST]
    return file


def _with_member(draw: st.DrawFn, file: bytes) -> bytes:
    """Mutate a member of a zip and pack it again, so that the parser gets to see it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        chosen = draw(st.sampled_from(names))
        for name in names:
            data = old.read(name)
            if name == chosen:
                data = draw(st.sampled_from(MUTATIONS))(draw, data, (data,))
            new.writestr(name, data)
    return packed.getvalue()


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Fail where a file takes longer."""

    def stop(*_: object) -> None:
        raise AssertionError(f"not read within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("suffix", FORMATS)
def test_fuzzed_files_are_read_or_refused_in_a_sentence(suffix: str) -> None:
    name = f"a.{suffix}"

    @settings(max_examples=FORMATS[suffix], deadline=None, suppress_health_check=list(HealthCheck))
    @given(mutated(suffix))
    def check(data: bytes) -> None:
        try:
            with patience(PATIENCE):
                documents = parse(data, name=name, settings=ReadingSettings(), limits=Limits())
                for document in documents[:20]:
                    make_articles(document, name=name)
        except UnreadableError as fault:
            sentence = describe_refusal(Refusal(name, fault.reason, fault.detail, name))
            assert name in sentence and "refused." not in sentence and "{" not in sentence

    check()
