"""Segmenters behind one protocol, and what happens without the extras."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import jieba
import pytest

from components.words import MisalignedError, SegmenterMissingError, segmenter_of
from components.words.cuts import join_cuts
from components.words.segmenters import (
    JiebaSegmenter,
    RjiebaSegmenter,
    WapicSegmenter,
)


def test_segmenters_jieba_is_the_same_cut_as_jieba_itself() -> None:
    text = "科索沃前途会议原本是在联合国论坛框架下进行，COVID-19 与 5G。"
    plain = [word for word in jieba.Tokenizer().lcut(text) if word.strip()]
    assert [text[s:e] for s, e, _ in JiebaSegmenter().cut([text])[0]] == plain


def test_segmenters_are_loaded_once() -> None:
    assert segmenter_of("jieba") is segmenter_of("jieba")


def test_segmenters_name_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(SegmenterMissingError, match=r"wenmai\[fast\]") as caught:
        RjiebaSegmenter()
    assert caught.value.extra == "fast"


def test_segmenters_rjieba_is_wired(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = SimpleNamespace(cut=lambda text: [text[:2], text[2:]])
    monkeypatch.setitem(sys.modules, "rjieba", fake)
    assert RjiebaSegmenter().cut(["北约外长", ""]) == [[(0, 2, "ns"), (2, 4, "n")], []]


def test_segmenters_wapic_is_wired_and_may_drop_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        def segment_batch(self, texts: list[str]) -> list[list[str]]:
            return [text.split() for text in texts]

    monkeypatch.setitem(sys.modules, "wapic", SimpleNamespace(Segmenter=Model))
    assert WapicSegmenter().cut(["北约 \u3000外长 "]) == [[(0, 2, "ns"), (4, 6, "n")]]


@pytest.mark.parametrize("words", [["北約"], ["北約", "外", "外"], ["外長"], ["北约", "外長"]])
def test_segmenters_words_that_do_not_tile_are_refused(words: list[str]) -> None:
    with pytest.raises(MisalignedError) as caught:
        join_cuts(["北約外長"], [words], "fake")
    assert "北" not in str(caught.value)
