"""The pages hold what their truth says, so that a score of one is within reach."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from typing import Any

import pytest

from components.reading.encodings import decode
from tests.portals.measure import FOLDER, TRUTH, letters, score

PAGES = sorted(TRUTH.items())


def page(name: str) -> str:
    return decode((FOLDER / f"{name}.html").read_bytes()).text


def test_portals_are_those_of_the_truth() -> None:
    assert {file.stem for file in FOLDER.glob("*.html")} == set(TRUTH)
    assert len(TRUTH) >= 25


@pytest.mark.parametrize(("name", "truth"), PAGES, ids=[n for n, _ in PAGES])
def test_portals_hold_title_body_and_outlet(name: str, truth: dict[str, Any]) -> None:
    assert list(truth) == ["title", "outlet", "published", "authors", "body", "captions"]
    shown = re.sub(r"<script.*?</script>|<[^>]*>", "", page(name), flags=re.S)
    for line in (truth["title"], *truth["body"], *truth["authors"]):
        assert html.unescape(shown).count(line) >= 1
    assert any(outlet in page(name) for outlet in truth["outlet"])
    assert datetime.fromisoformat(truth["published"])


def test_score_counts_what_is_missing_and_what_is_too_much() -> None:
    truth = {"title": "標題", "body": ["甲乙丙丁", "戊己庚辛"], "captions": ["圖說"]}
    whole = score("標題\n甲乙丙丁。\n圖說\n戊己庚辛", truth)
    assert (whole.recall, whole.precision, whole.f1) == (1, 1, 1)
    half = score("甲乙丙丁", truth)
    assert (half.recall, half.precision) == (0.5, 1)
    more = score("甲乙丙丁\n戊己庚辛\n留言留言留言留言", truth)
    assert (more.recall, more.precision) == (1, 0.5)
    assert score("", truth).f1 == 0
    assert letters(["a，b", "1"]) == "ab1"


def test_truth_is_written_as_json_writes_it() -> None:
    written = (FOLDER / "truth.json").read_text(encoding="utf-8")
    assert written == json.dumps(TRUTH, ensure_ascii=False, indent=1) + "\n"
