"""The file of openings says of each what it promises, and nothing that its text does not."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from tests.openings.measure import answers, openings

OPENINGS = openings()
FIELDS = [
    "id", "text", "title", "published", "outlet", "written", "place", "authors", "others",
]  # fmt: skip


def test_openings_are_sixty_of_as_many_outlets() -> None:
    assert len(OPENINGS) == len({opening["outlet"] for opening in OPENINGS}) == 60
    assert [opening["id"] for opening in OPENINGS] == [f"{n:02}" for n in range(1, 61)]


@pytest.mark.parametrize("opening", OPENINGS, ids=[o["written"] for o in OPENINGS])
def test_openings_tell_what_stands_in_the_text(opening: dict[str, Any]) -> None:
    text = opening["text"]
    assert list(opening) == FIELDS
    assert text == text.strip() and len(text.split("\n")) >= 3
    assert any(line.startswith(("標題：", opening["title"])) for line in text.split("\n"))
    for told in (opening["title"], opening["written"], opening["place"] or ""):
        assert told in text
    for name in (*opening["authors"], *opening["others"]):
        assert text.count(name) == 1
    assert not set(opening["authors"]) & set(opening["others"])


@pytest.mark.parametrize("opening", OPENINGS, ids=[o["written"] for o in OPENINGS])
def test_openings_are_dated_as_exactly_as_their_text(opening: dict[str, Any]) -> None:
    told = opening["published"]
    if "T" not in told:
        assert date.fromisoformat(told).isoformat() == told
        return
    moment = datetime.fromisoformat(told)
    assert moment.isoformat(timespec="seconds" if moment.second else "minutes") == told
    minutes = (f"{moment:%H:%M}", f"{moment:%I:%M}", f"{moment.hour % 12}:{moment:%M}")
    assert any(minute in opening["text"] for minute in minutes)
    says_zone = any(sign in opening["text"] for sign in ("HKT", "臺北時間", "+0800"))
    assert (moment.tzinfo is not None) == says_zone


def test_openings_are_read_in_nearly_all_forms() -> None:
    asked, right = Counter[str](), Counter[str]()
    for opening in OPENINGS:
        for answer in answers(opening):
            asked[answer.field] += 1
            right[answer.field] += answer.is_right
    below = {field: right[field] for field in asked if right[field] < 0.95 * asked[field]}
    assert below == {}
