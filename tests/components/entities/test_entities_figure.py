"""The bars: their values, ids, colours by kind, and an empty figure with titles."""

from __future__ import annotations

import pytest

from components import theme
from components.entities import Entity, EntityFilter, EntityIndex, Mention, select
from components.entities.figure import bars
from components.text import Span
from components.theme import ColourMode

pytestmark = pytest.mark.usefixtures("chinese")


def index_of(*named: tuple[str, str, int, float]) -> EntityIndex:
    entities = tuple(
        Entity(f"{kind}:{name}", name, kind, ("別<名>",)) for name, kind, _, _ in named
    )  # type: ignore[arg-type]
    mentions = [
        Mention(Span("a", 10 * i + j, 10 * i + j + 1), f"{kind}:{name}", confidence)
        for i, (name, kind, count, confidence) in enumerate(named)
        for j in range(count)
    ]
    return EntityIndex(entities, tuple(mentions), (Span("a", 0, 99),))


INDEX = index_of(("科索夫", "LOC", 3, 0.9), ("<b>$", "ORG", 2, 0.5), ("潘基文", "PER", 1, 1.0))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figure_bars_are_as_long_as_mentions(mode: ColourMode) -> None:
    bar = bars(INDEX, mode=mode).data[0]
    assert list(bar.x) == [3, 2, 1]
    assert list(bar.customdata) == ["LOC:科索夫", "ORG:<b>$", "PER:潘基文"]
    kinds = theme.PALETTES[mode].kinds
    assert list(bar.marker.color) == [kinds["LOC"], kinds["ORG"], kinds["PER"]]


def test_figure_labels_are_escaped_and_bear_the_sign_of_their_kind() -> None:
    fig = bars(INDEX, mode="light")
    labels = list(fig.layout.yaxis.ticktext)
    assert [label.split(">")[-2][0] for label in labels] == ["◆", "■", "●"]
    assert labels[1].startswith("&lt;b&gt;&#36;")
    assert "別&lt;名&gt;" in fig.data[0].hovertext[0]


def test_figure_draws_the_first_entities_only() -> None:
    assert len(bars(INDEX, mode="light", top=2).data[0].x) == 2


def test_figure_without_entities_has_titles() -> None:
    fig = bars(EntityIndex(), mode="dark")
    assert fig.layout.xaxis.title.text == "提到次數"
    assert fig.layout.yaxis.title.text == "名字"
    assert list(fig.data[0].x) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (EntityFilter(), {"LOC:科索夫": 3, "ORG:<b>$": 2, "PER:潘基文": 1}),
        (EntityFilter(kinds=("PER",)), {"PER:潘基文": 1}),
        (EntityFilter(kinds=()), {}),
        (EntityFilter(min_mentions=2), {"LOC:科索夫": 3, "ORG:<b>$": 2}),
        (EntityFilter(min_confidence=0.6), {"LOC:科索夫": 3, "PER:潘基文": 1}),
    ],
)
def test_select_lets_through_what_the_filter_says(
    settings: EntityFilter, expected: dict[str, int]
) -> None:
    chosen = select(INDEX, settings)
    assert chosen.counts == expected
    assert {m.entity_id for m in chosen.mentions} == set(expected)
    assert chosen.sentences == INDEX.sentences


def test_select_of_nothing_is_empty() -> None:
    assert select(EntityIndex(), EntityFilter()).entities == ()
