"""Small inputs of a newsroom on which unique text once lost something, each with what is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from components import duplicates
from components.duplicates import DuplicateSettings
from components.reading import read, sources_in
from components.text import Corpus, fold_letters

CASES = Path(__file__).parents[2] / "cases"


def case(name: str) -> Corpus:
    return read(
        source for source in sources_in(CASES / name) if not source.name.endswith("expected.txt")
    )


def unique_texts(read_in: Corpus) -> Iterator[str]:
    """Unique text by default, and with each article kept."""
    for keep in ((), *((article.id,) for article in read_in.articles)):
        report = duplicates.find(read_in, settings=DuplicateSettings(keep=keep))
        yield duplicates.unique_text(duplicates.unique(read_in, report))


def test_names_that_only_later_updates_bring_count_whichever_version_is_kept() -> None:
    read_in = case("N05_live_update")
    (group,) = duplicates.find(read_in).groups
    assert len(group.members) >= 4
    for text in unique_texts(read_in):
        for name in ("范書豪", "程若蘭", "黃姓移工", "港務警察八點接獲通報"):
            assert text.count(name) == 1


OWN = ["學者戴維倫分析", "地方政府方面，彰化縣長許嘉芬", "台政府推迟", "未登工廠期限不變"]
ONCE = ["環保團體地球行動聯盟執行長古慧真批評", "立法院預計下週三排審"]


def test_the_wire_counts_once_and_each_outlets_own_paragraph_too() -> None:
    read_in = case("N06_wire_six_outlets")
    (group,) = duplicates.find(read_in).groups
    assert len(group.members) >= 5
    for text in unique_texts(read_in):
        letters = fold_letters(text).text
        for said in (*OWN, *ONCE):
            assert letters.count(fold_letters(said).text) == 1


def test_advertising_lines_of_six_articles_count_once() -> None:
    read_in = case("N20_boilerplate")
    report = duplicates.find(read_in)
    assert report.groups == ()
    assert [len(group.members) for group in report.shared] == [6]
    for text in unique_texts(read_in):  # what reading sets apart as promotion counts nowhere
        assert max(text.count("下載"), text.count("中獎")) <= 1


PLACES = ["花蓮縣", "臺東縣", "宜蘭縣", "嘉義縣", "屏東縣", "南投縣", "臺南市", "高雄市"]


@pytest.mark.parametrize("place", PLACES)
def test_reports_of_one_template_stay_different(place: str) -> None:
    read_in = case("T26_template_reports")
    for text in unique_texts(read_in):
        assert f"{place}發生芮氏規模" in text
        assert f"震央位於{place}政府" in text
