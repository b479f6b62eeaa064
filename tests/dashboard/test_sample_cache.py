"""What the sample gives is kept from one start to the next, by the program that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.text import Article, Corpus
from components.words import WordTable
from dashboard import cache, sample_cache
from dashboard.pipeline import Analysis, glimpse_cloud
from dashboard.sample_cache import call_kept, drop_others, folder

calls: list[str] = []


def a_table(corpus: Corpus) -> WordTable:
    calls.append(corpus.digest)
    return WordTable((), len(corpus.articles))


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path))
    start_anew(monkeypatch)
    calls.clear()


def start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_shelf", cache.Shelf())


def corpus(text: str = "王小明在台北。") -> Corpus:
    return Corpus((Article("a", text, text, text, counted=((0, len(text)),)),))


def test_kept_results_are_made_once_for_all_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call_kept(a_table, corpus()) == WordTable((), 1)
    start_anew(monkeypatch)
    assert call_kept(a_table, corpus()) == WordTable((), 1)
    assert len(calls) == 1
    call_kept(a_table, corpus("另一篇。"))
    assert len(calls) == 2


def test_kept_results_that_are_broken_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    call_kept(a_table, corpus())
    [file] = folder().iterdir()
    for broken in (b"", b"os:system\nx", b"components.words.words:Nothing\nx", b"\xff\n"):
        file.write_bytes(broken)
        start_anew(monkeypatch)
        assert call_kept(a_table, corpus()) == WordTable((), 1)
    assert len(calls) == 5


def test_kept_results_of_another_program_go(monkeypatch: pytest.MonkeyPatch) -> None:
    call_kept(a_table, corpus())
    before = folder()
    monkeypatch.setattr(sample_cache, "_edition", lambda: "another")
    start_anew(monkeypatch)
    call_kept(a_table, corpus())
    assert len(calls) == 2
    drop_others()
    assert not before.exists()
    assert folder().exists()


def test_kept_results_are_what_was_made(monkeypatch: pytest.MonkeyPatch, sample: Corpus) -> None:
    made = Analysis(sample, call=call_kept)
    pair = made.content_words, glimpse_cloud(made), made.index, made.report.left_out
    start_anew(monkeypatch)
    kept = Analysis(sample, call=call_kept)
    assert (kept.content_words, glimpse_cloud(kept), kept.index, kept.report.left_out) == pair
