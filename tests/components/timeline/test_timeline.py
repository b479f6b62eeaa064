"""The timeline: every day and outlet of the newsroom as its truth has them, copies, refusals."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import duplicates, timeline
from components.duplicates import DuplicateReport
from components.reading import read, sources_in
from components.text import Article, Corpus, days_of, period_of, periods_between, unit_of
from components.timeline import Followed, figure
from components.timeline.describe import alt, caption, reason

NEWSROOM = Path(__file__).parents[3] / "seeds/newsroom"
TRUTH = json.loads((NEWSROOM / "truth/counts.json").read_text(encoding="utf-8"))


def corpus_of(*rows: tuple[str, str, str]) -> Corpus:
    """Articles by outlet, day and text."""
    return Corpus(
        tuple(
            Article(
                str(i), text, text, text, counted=((0, len(text)),),
                outlet=outlet or None, published=day or None,
            )
            for i, (outlet, day, text) in enumerate(rows)
        )
    )  # fmt: skip


def test_timeline_of_the_newsroom_is_its_truth() -> None:
    corpus = read(sources_in(NEWSROOM))
    made = timeline.lay(corpus, duplicates.find(corpus))
    found: dict[str, Counter[str]] = {}
    for one in made.series:
        for at, period in enumerate(made.periods):
            if count := one.own[at] + one.copies[at]:
                found.setdefault(period, Counter())[one.outlet] += count
    true = dict(TRUTH["by_day_and_outlet"])
    assert made.undated == sum(true.pop("undated").values()) == 4
    assert found == true
    assert sum(made.totals) + made.undated == TRUTH["articles"]


def test_timeline_hatches_what_mostly_stands_elsewhere() -> None:
    news = "油輪今天清晨在基隆外海撞上一艘漁船，船上五人落海，海巡署派出艦艇搜救。"
    other = "青石財經報導，晶禾電子宣布出售竹南封裝廠，三百二十名員工將被資遣。"
    corpus = corpus_of(
        ("甲報", "2026-10-12", news),
        ("乙報", "2026-10-13", news),
        ("丙報", "2026-10-14", other + news[:10]),
    )
    made = timeline.lay(corpus, duplicates.find(corpus))
    assert timeline.find_copies(corpus, duplicates.find(corpus)) == {"1"}
    assert {one.outlet: (sum(one.own), sum(one.copies)) for one in made.series} == {
        "甲報": (1, 0), "乙報": (0, 1), "丙報": (1, 0),
    }  # fmt: skip


def test_timeline_of_a_pasted_article_calls_it_no_copy() -> None:
    text = "油輪今天清晨在基隆外海撞上一艘漁船，船上五人落海，海巡署派出艦艇搜救。" * 12
    corpus = corpus_of(("甲報", "2026-10-12", text))
    assert timeline.find_copies(corpus, duplicates.find(corpus)) == frozenset()


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        ("2026-10-12", "2026-10-21", "day"),
        ("2026-01-01", "2026-06-30", "week"),
        ("2020-01-01", "2026-06-30", "month"),
        ("1990-01-01", "2026-06-30", "year"),
        ("2026-01", "2026-03", "month"),
        ("2001", "2003", "year"),
    ],
)
def test_timeline_chooses_the_period_by_the_span(first: str, last: str, unit: str) -> None:
    made = timeline.lay(corpus_of(("甲", first, "一"), ("乙", last, "二")), DuplicateReport())
    assert made.by == unit
    assert made.periods[0] == period_of(first, made.by)
    assert made.periods[-1] == period_of(last, made.by)


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ([], "no_articles"),
        ([("甲", "", "一"), ("乙", "", "二")], "no_dates"),
        ([("甲", "2026-10-12", "一"), ("乙", "2026-10-12", "二")], "one_period"),
    ],
)
def test_timeline_says_why_there_is_none(rows, cause: str) -> None:
    made = timeline.lay(corpus_of(*rows), DuplicateReport())
    assert made.untimed == cause
    assert reason(made)
    assert figure.figure(made, mode="light").data == ()
    assert timeline.to_table(made).rows == ()


def test_timeline_line_counts_articles_that_mention() -> None:
    corpus = corpus_of(
        ("甲", "2026-10-12", "一"), ("甲", "2026-10-12", "二"), ("乙", "2026-10-14", "三"),
    )  # fmt: skip
    made = timeline.lay(
        corpus, DuplicateReport(), mentions=Followed("漁船", frozenset({"0", "1", "9"}))
    )
    assert (made.periods, made.line) == (("2026-10-12", "2026-10-13", "2026-10-14"), (2, 0, 0))
    assert alt(made) and "漁船" not in caption(made)
    drawn = figure.line(made, mode="dark").data[0]
    assert tuple(drawn.y) == made.line
    assert tuple(drawn.customdata) == made.periods


def test_timeline_gives_the_smallest_outlets_one_colour() -> None:
    rows = [(f"媒體{i}", f"2026-10-{12 + i % 2}", f"{i}") for i in range(12)]
    made = timeline.lay(corpus_of(*rows, ("", "2026-10-12", "無")), DuplicateReport())
    assert [one.outlet for one in made.series][-2:] == [timeline.OTHERS, ""]
    assert sum(made.totals) == 13
    bars = figure.outlets(made, mode="light").data[0]
    assert list(bars.customdata) == [one.outlet for one in made.series]


@given(
    st.dates(date(1900, 2, 1), date(2100, 1, 1)), st.sampled_from(["day", "week", "month", "year"])
)
def test_periods_hold_their_days_and_follow_each_other(day, unit) -> None:
    period = period_of(day.isoformat(), unit)
    first, last = days_of(period)
    assert unit_of(period) == unit
    assert first <= day.isoformat() <= last
    assert period_of(first, unit) == period_of(last, unit) == period
    begin = period_of(day.replace(day=1).isoformat(), unit)
    run = periods_between(begin, period)
    assert (run[0], run[-1]) == (begin, period)
    assert list(run) == sorted(set(run))
