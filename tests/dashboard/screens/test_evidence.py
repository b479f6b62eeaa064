"""What the reader page highlights: what counts, and apart from it what does not."""

from __future__ import annotations

from collections import Counter

import pytest

from components.concordance import UNCOUNTED
from components.text import Corpus
from dashboard.pipeline import Analysis, Choices
from dashboard.screens import evidence


def kinds(analysis: Analysis, focus: str) -> Counter[str]:
    return Counter(mark.kind for mark in evidence.find_marks(analysis, focus))


def test_find_marks_of_a_text_are_those_that_count_and_those_that_do_not(sample: Corpus) -> None:
    assert kinds(Analysis(sample), "q:科索夫") == {"word": 11, UNCOUNTED: 121}
    every = Analysis(sample, Choices(copies="all"))
    assert kinds(every, "q:科索夫") == {"word": 132}


def test_find_marks_of_a_name_stand_in_the_other_copies_too(sample: Corpus) -> None:
    analysis = Analysis(sample)
    found = next(e.id for e in analysis.index.entities if e.name == "潘基文")
    marks = kinds(analysis, f"e:{found}")
    assert marks[UNCOUNTED] == 11 * marks["PER"] > 0


@pytest.mark.parametrize("focus", ["", "q:", "w:沒有這個詞", "e:PER:沒有這個人", "x:科索夫"])
def test_find_marks_of_nothing_are_none(sample: Corpus, focus: str) -> None:
    assert evidence.find_marks(Analysis(sample), focus) == ()
