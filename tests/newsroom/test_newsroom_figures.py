"""What Wenmai finds in the newsroom, beside the truth: no figure may get worse.

`expected.json` holds what it gets right today. Whoever makes a figure better raises it there:
`python -m tests.bench.newsroom --write`.
"""

from __future__ import annotations

import pytest

from tests.newsroom.measure import Figure, Newsroom, expected

ADVICE = "`python -m tests.bench.newsroom --write` writes today's figures"


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {figure.name: figure for figure in Newsroom().figures()}


def test_newsroom_figures_are_those_that_are_expected(figures: dict[str, Figure]) -> None:
    assert list(figures) == list(expected()), ADVICE
    perfect = {name: of for name, (_, of) in expected().items()}
    assert {f.name: f.of for f in figures.values()} == perfect, f"The truth changed: {ADVICE}"


@pytest.mark.parametrize("name", expected())
def test_newsroom_figure_got_no_worse(figures: dict[str, Figure], name: str) -> None:
    figure, before = figures[name], expected()[name][0]
    if figure.beats(before):
        pytest.fail(f"{name} got better, {before} -> {figure.value}. Raise it: {ADVICE}.")
    assert figure.value == before, f"{name} got worse, {before} -> {figure.value}."
