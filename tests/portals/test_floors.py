"""No page is read worse than the best of three peers reads it, and none loses half in silence."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from components.reading.document import AS_IS, Document, Limits
from components.reading.parsers import parse
from tests.portals.measure import FOLDER, TRUTH, score

HALF_A_POINT = 0.005
# The best F1 among trafilatura 2.3.1, readability-lxml 0.8.4.1 and newspaper4k 0.9.6, as
# `python -m tests.bench pages` printed them when the pages were made.
BEST_PEER = {
    "bbc": 0.977,
    "chinatimes": 1.0,
    "cna": 0.963,
    "ettoday": 0.987,
    "hk01": 1.0,
    "ltn": 0.960,
    "mingpao": 0.994,
    "mirrormedia": 0.889,
    "netease": 1.0,
    "old_table_big5": 1.0,
    "people": 0.952,
    "pts": 1.0,
    "rthk": 1.0,
    "rthk_programme": 1.0,
    "sina": 0.993,
    "sinchew": 0.993,
    "storm": 0.955,
    "thenewslens": 0.984,
    "thepaper": 1.0,
    "tvbs": 0.987,
    "udn": 1.0,
    "wechat": 1.0,
    "wordpress": 1.0,
    "xinhuanet": 0.977,
    "yahoo": 0.997,
    "zaobao": 1.0,
}
MEAN = 0.990


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    made = {}
    for name in TRUTH:
        file = FOLDER / f"{name}.html"
        (made[name],) = parse(file.read_bytes(), name=file.name, settings=AS_IS, limits=Limits())
    return made


def test_floors_are_set_for_every_page() -> None:
    assert set(BEST_PEER) == set(TRUTH)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_page_is_read_as_well_as_by_the_best_peer(
    documents: dict[str, Document], name: str
) -> None:
    assert score(documents[name].text, TRUTH[name]).f1 >= BEST_PEER[name] - HALF_A_POINT


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_page_that_loses_half_of_its_article_says_so(
    documents: dict[str, Document], name: str
) -> None:
    warned = any(step.name == "page_doubtful" for step in documents[name].steps)
    assert warned or score(documents[name].text, TRUTH[name]).recall >= 0.5


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_page_gives_its_headline_and_its_day(documents: dict[str, Document], name: str) -> None:
    truth, document = TRUTH[name], documents[name]
    assert (document.title or "").split() == truth["title"].split()
    assert document.published
    assert _day(document.published) == _day(truth["published"])


def _day(told: str) -> str:
    """Return the day in Taipei, where a zone is told."""
    moment = datetime.fromisoformat(told)
    if moment.tzinfo:
        moment = moment.astimezone(timezone(timedelta(hours=8)))
    return f"{moment:%Y-%m-%d}"


def test_pages_in_the_mean_are_read_better_than_by_any_peer(
    documents: dict[str, Document],
) -> None:
    scores = [score(documents[name].text, TRUTH[name]).f1 for name in TRUTH]
    assert sum(scores) / len(scores) >= MEAN
