"""What the reader page highlights: what counts, and apart from it what does not."""

from __future__ import annotations

from collections import Counter

import pytest

from components.concordance import UNCOUNTED
from components.text import Article, Corpus
from dashboard.pipeline import Analysis, Choices
from dashboard.screens import evidence
from dashboard.state.pick import parse_pick


def kinds(analysis: Analysis, code: str) -> Counter[str]:
    return Counter(mark.kind for mark in evidence.find_marks(analysis, parse_pick(code)))


def test_find_marks_of_a_text_are_those_that_count_and_those_that_do_not(sample: Corpus) -> None:
    assert kinds(Analysis(sample), "t:科索夫") == {"word": 11, UNCOUNTED: 121}
    every = Analysis(sample, Choices(copies="all"))
    assert kinds(every, "t:科索夫") == {"word": 132}


def test_find_marks_of_a_name_stand_in_the_other_copies_too(sample: Corpus) -> None:
    analysis = Analysis(sample)
    found = next(e.id for e in analysis.index.entities if e.name == "潘基文")
    marks = kinds(analysis, f"n:{found}")
    assert marks[UNCOUNTED] == 11 * marks["PER"] > 0


@pytest.mark.parametrize(
    "code",
    ["", "t:", "w:沒有這個詞", "n:PER:沒有這個人", "x:科索夫", "e:LOC:科索夫", "e:a|b", "c:科索夫",
     "c:科索夫|北约|x", "s:1", "s:1|2|沒有這篇", "g:沒有 這些"],
)  # fmt: skip
def test_find_marks_of_nothing_are_none(sample: Corpus, code: str) -> None:
    assert evidence.find_marks(Analysis(sample), parse_pick(code)) == ()


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("w:科索夫", "「科索夫」出現 11 次，在 8 句裡"),
        ("n:LOC:科索夫", "「科索夫」出現 10 次，在 8 句裡"),
        ("e:LOC:俄罗斯|ORG:欧盟", ""),
        ("t:外界所料", "「外界所料」出現 1 次，在 1 句裡"),
    ],
)
def test_find_places_says_how_often_and_where(sample: Corpus, code: str, title: str) -> None:
    pick = parse_pick(code)
    assert pick is not None
    places = evidence.find_places(Analysis(sample), pick)
    assert (places.title if places else "") == title


def test_word_and_name_bring_each_other_out(sample: Corpus) -> None:
    analysis = Analysis(sample)
    assert evidence.picked_names(analysis, parse_pick("w:科索夫")) == ("LOC:科索夫",)
    assert evidence.picked_mark(analysis, parse_pick("w:科索夫")) == "n:LOC:科索夫"
    assert "科索夫" in evidence.picked_norms(analysis, parse_pick("n:LOC:科索夫"))
    assert evidence.picked_norms(analysis, parse_pick("s:0|1|x")) == frozenset()


@pytest.mark.parametrize("code", ["t:王小明", "w:王小明", "n:PER:王小明"])
def test_find_places_finds_what_stands_in_a_byline_alone(code: str) -> None:
    text = "（記者王小明／台北報導）基隆的雨下了三天。"
    cut = text.index("）") + 1
    article = Article("a", "雨", text, text, counted=((cut, len(text)),))
    pick = parse_pick(code)
    assert pick is not None
    places = evidence.find_places(Analysis(Corpus((article,))), pick)
    assert places is not None
    assert "計入的文字裡沒有「王小明」" in places.title
    assert kinds(Analysis(Corpus((article,))), code) == {UNCOUNTED: 1}
