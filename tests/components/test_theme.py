"""One palette everywhere, legible in both modes, also for colour-blind readers."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from components.theme import PALETTES, ColourMode, escape, template

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]


def channels(colour: str) -> list[float]:
    """Linear red, green and blue in [0, 1]."""
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def luminance(colour: str) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def deuteranope(colour: str) -> list[float]:
    """What a reader without green cones sees (Viénot, Brettel and Mollon 1999)."""
    r, g, b = channels(colour)
    return [0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_page_and_figures_have_one_palette(mode: ColourMode) -> None:
    palette, config = PALETTES[mode], CONFIG[mode]
    assert config["backgroundColor"] == palette.paper
    assert config["secondaryBackgroundColor"] == palette.panel
    assert config["textColor"] == palette.ink
    assert config["primaryColor"] == config["linkColor"] == palette.accent
    assert config["borderColor"] == palette.line


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_text_and_marks_are_legible(mode: ColourMode) -> None:
    palette = PALETTES[mode]
    for ground in (palette.paper, palette.panel):
        for text in (palette.ink, palette.quiet, palette.accent):
            assert contrast(text, ground) >= 4.5
    for mark in (*palette.kinds.values(), *palette.groups, *palette.families.values()):
        assert contrast(mark, palette.paper) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_kinds_differ_without_green_cones(mode: ColourMode) -> None:
    for one, other in combinations(PALETTES[mode].kinds.values(), 2):
        gap = sum((a - b) ** 2 for a, b in zip(deuteranope(one), deuteranope(other), strict=True))
        assert gap**0.5 > 0.1


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_neighbouring_groups_differ_in_lightness(mode: ColourMode) -> None:
    groups = PALETTES[mode].groups
    assert len(set(groups)) == 8
    for one, other in pairwise(groups):
        assert contrast(one, other) >= 1.3


def test_theme_labels_are_text_for_plotly() -> None:
    assert escape('<b onmouseover="x">$\\href{a}{b}$') == (
        "&lt;b onmouseover=&quot;x&quot;&gt;&#36;\\href{a}{b}&#36;"
    )


def test_theme_template_leaves_the_ground_to_the_page() -> None:
    assert template("dark")["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
