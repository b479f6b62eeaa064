"""Recognizers of other packages: found by entry points, trusted with nothing but names."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.entities import RecognizerError, find, recognizer_names
from components.entities import recognizers as room
from components.entities.recognizers import CONFIDENCE, FoundName, names_of, recognizer_of
from components.reading import Source, read
from components.text import Corpus

TEXT = "聯合國秘書長潘基文在紐約。潘基文星期五 離開紐約。"
MODULE = """
KNOWN = {"潘基文": "PERSON", "紐約": "gpe", "纽约": "GPE", "聯合國": "ORG", "联合国": "ORG",
         "星期五": "DATE"}

class Reads:
    reads = "original"
    def labels(self, texts):
        assert texts, "never asked about nothing"
        for text in texts:
            yield [(text.find(w), text.find(w) + len(w), k) for w, k in KNOWN.items() if w in text]

class ReadsSimplified(Reads):
    reads = "simplified"
    def labels(self, texts):
        assert any("联合国" in text for text in texts)
        return list(super().labels(texts))

class Wild:
    reads = "original"
    def labels(self, texts):
        return [[(1, 3, "ORG"), (0, 2, "PERSON"), (2, 9, "GPE"), (2, 4, "loc"), (3, 3, "ORG")]]

class Silent(Reads):
    def labels(self, texts):
        return []

class Raises(Reads):
    def labels(self, texts):
        raise SystemError("no model")

class NeedsMore(Reads):
    def __init__(self, path):
        pass
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package that brings recognizers, as pip would."""
    told = tmp_path / "somebodys-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: somebodys\nVersion: 1\n")
    names = {
        "as_it_is": "Reads", "simplified": "ReadsSimplified", "wild": "Wild", "silent": "Silent",
        "raises": "Raises", "needs_more": "NeedsMore", "absent": "Absent",
    }  # fmt: skip
    lines = [f"{name} = somebodys_names:{cls}" for name, cls in names.items()]
    (told / "entry_points.txt").write_text("\n".join(["[wenmai.recognizers]", *lines]))
    (tmp_path / "somebodys_names.py").write_text(textwrap.dedent(MODULE), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    room._load.cache_clear()
    yield
    room._load.cache_clear()


@pytest.fixture
def corpus() -> Corpus:
    return read([Source("a.txt", TEXT.encode())])


@pytest.mark.parametrize("name", ["as_it_is", "simplified"])
def test_recognizers_find_names_where_they_stand(corpus: Corpus, name: str) -> None:
    index = find(corpus, recognizer=name)
    assert index.counts == {"LOC:紐約": 2, "PER:潘基文": 2, "ORG:聯合國": 1}
    assert [corpus.text_of(m.span) for m in index.mentions] == [
        "聯合國", "潘基文", "紐約", "潘基文", "紐約",
    ]  # fmt: skip
    assert {m.confidence for m in index.mentions} == {CONFIDENCE}
    assert index.engine == name
    assert index.digest != find(corpus).digest
    assert find(Corpus(), recognizer=name).entities == ()


def test_recognizers_are_the_net_and_what_is_installed() -> None:
    assert recognizer_names()[:2] == ("net", "absent")
    assert recognizer_of("wild") is recognizer_of("wild")


@pytest.mark.parametrize("name", ["silent", "raises", "needs_more", "absent"])
def test_recognizers_that_fail_are_told_by_name(corpus: Corpus, name: str) -> None:
    with pytest.raises(RecognizerError) as caught:
        find(corpus, recognizer=name)
    assert (caught.value.name, caught.value.reason) == (name, "failed")


def test_recognizers_that_nobody_installed_are_unknown(corpus: Corpus) -> None:
    with pytest.raises(RecognizerError) as caught:
        find(corpus, recognizer="ckip")
    assert (caught.value.name, caught.value.reason) == ("ckip", "unknown")
    assert "net" in str(caught.value)


def test_recognizers_names_never_overlap_and_stay_in_the_text() -> None:
    assert names_of("wild", ["甲乙丙丁"], ["甲乙丙丁"]) == [
        [FoundName(0, 2, "PER", 0.9), FoundName(2, 4, "LOC", 0.9)]
    ]
