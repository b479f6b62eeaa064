"""Groups of articles: who belongs where, what has no place, and how periods are called."""

from __future__ import annotations

import pytest

from components.text import Article, Corpus, Grouping, group_articles, period_of


def article(name: str, outlet: str = "", day: str = "", tags: tuple[str, ...] = ()) -> Article:
    return Article(
        name, name, name, name, source=f"{name}.txt", outlet=outlet or None,
        published=day or None, tags=tags,
    )  # fmt: skip


CORPUS = Corpus(
    (
        article("a", "聯合報", "2026-10-12", ("社會",)),
        article("b", "中央社", "2026-10-18T09:30", ("社會", "財經")),
        article("c", "聯合報", "2026-10-19"),
        article("d", "", "2026-10"),
        article("e", "公視"),
    )
)


@pytest.mark.parametrize(
    ("published", "by", "period"),
    [
        ("2026-10-12T08:00+08:00", "day", "2026-10-12"),
        ("2026-10-18", "week", "2026-W42"),
        ("2026-10-19", "week", "2026-W43"),
        ("2027-01-01", "week", "2026-W53"),
        ("2026-10", "month", "2026-10"),
        ("2026-10", "week", ""),
        ("2026", "year", "2026"),
        ("2026", "month", ""),
        ("2026-99-99", "week", ""),
        (None, "day", ""),
    ],
)
def test_period_of(published: str | None, by, period: str) -> None:
    assert period_of(published, by) == period


def test_groups_the_largest_first_and_those_without_apart() -> None:
    found = group_articles(CORPUS, "outlet")
    assert [(g.label, g.ids) for g in found.groups] == [
        ("聯合報", ("a", "c")), ("中央社", ("b",)), ("公視", ("e",)),
    ]  # fmt: skip
    assert found.without == ("d",)
    assert found.take(("公視", "聯合報")).labels == ("聯合報", "公視")
    assert found.ids_of("沒有") == ()


def test_groups_in_time_are_in_the_order_of_time() -> None:
    assert group_articles(CORPUS, "week").labels == ("2026-W42", "2026-W43")
    assert group_articles(CORPUS, "month").groups[0].ids == ("a", "b", "c", "d")
    assert group_articles(CORPUS, "day").without == ("d", "e")


def test_groups_of_tags_and_selections_may_overlap() -> None:
    tags = group_articles(CORPUS, "tag")
    assert [(g.label, g.ids) for g in tags.groups] == [("社會", ("a", "b")), ("財經", ("b",))]
    kept = group_articles(CORPUS, "selection", selections={"甲": ["c", "a"], "乙": ["x"]})
    assert [(g.label, g.ids) for g in kept.groups] == [("甲", ("a", "c"))]
    assert group_articles(CORPUS, "file").labels == tuple(f"{n}.txt" for n in "abcde")


def test_groups_of_nothing() -> None:
    assert group_articles(Corpus(), "outlet") == Grouping("outlet")


def test_tags_sort_articles_and_change_no_text() -> None:
    plain = Corpus((article("a"),))
    assert Corpus((article("a", tags=("社會",)),)).digest == plain.digest
