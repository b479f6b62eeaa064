"""Pictures: PNG, SVG and figure draw the same letters at the same places."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from components.cloud import Cloud, CloudSettings, CloudWord, lay_out, to_png, to_svg
from components.cloud.picture import colour_of, faces_of, letters, outline
from components.theme import PALETTES
from components.words import Row, WordTable

SVG = "{http://www.w3.org/2000/svg}"


def cloud(**options) -> Cloud:
    rows = [
        ("科索夫", 9, "ns"),
        ("北約", 5, "nt"),
        ("談判", 4, "v"),
        ("R&D", 2, "eng"),
        ("北方", 1, "n"),
    ]
    table = WordTable(tuple(Row(w, c, 1, p, w.lower()) for w, c, p in rows), 50, 5, 1, digest="p")
    return lay_out(table, settings=CloudSettings(**options))


def one_word(direction, word: str = "北約") -> Cloud:
    placed = CloudWord(word, word, 100, 80, 40, direction, "noun", 3)
    return Cloud(words=(placed,), width=200, height=160)


def ink(png: bytes) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, in pixels of the layout."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    paper = np.array([int(PALETTES["light"].paper[i : i + 2], 16) for i in (1, 3, 5)])
    lines, columns = np.nonzero(np.abs(pixels - paper).sum(axis=2) > 200)
    return columns.min() / 2, lines.min() / 2, (columns.max() + 1) / 2, (lines.max() + 1) / 2


def extent(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path's points."""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


@pytest.mark.parametrize(
    ("direction", "word"), [("across", "北約"), ("down", "北約"), ("down", "17"), ("across", "A股")]
)
def test_picture_png_and_outline_agree_to_the_pixel(direction, word: str) -> None:
    drawn = one_word(direction, word)
    path = outline(drawn.words[0], faces_of(drawn))
    assert ink(to_png(drawn, mode="light")) == pytest.approx(extent(path), abs=1)


def test_picture_words_are_centred_on_their_place() -> None:
    for direction in ("across", "down"):
        drawn = one_word(direction)
        left, top, right, bottom = extent(outline(drawn.words[0], faces_of(drawn)))
        assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((100, 80), abs=2)


def test_picture_sets_chinese_upright_and_figures_on_their_side() -> None:
    (upright, *_), (turned, *_) = (
        list(letters(one_word("down", word).words[0], faces_of(one_word("down", word))))
        for word in ("北約", "17")
    )
    assert (upright.turned, turned.turned) == (False, True)


def test_picture_svg_draws_each_glyph_once_and_needs_no_font() -> None:
    drawn = cloud()
    root = ElementTree.fromstring(to_svg(drawn, mode="light", title="文字雲 <五個詞>"))
    names = [path.get("id") for path in root.iter(f"{SVG}path")]
    uses = [use.get("href") for use in root.iter(f"{SVG}use")]
    assert len(names) == len(set(names)) == len(set("科索夫北約談判R&D北方"))
    assert len(uses) == len("科索夫北約談判R&D北方")
    assert {use.removeprefix("#") for use in uses} == set(names)
    assert not list(root.iter(f"{SVG}text"))


def test_picture_svg_says_its_words_and_counts() -> None:
    root = ElementTree.fromstring(to_svg(cloud(), mode="light", title="文字雲 <五個詞>"))
    assert root.findtext(f"{SVG}title") == "文字雲 <五個詞>"
    assert root.findtext(f"{SVG}desc") == "科索夫 9、北約 5、談判 4、R&D 2、北方 1"
    assert [group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")] == [
        "科索夫 9", "北約 5", "談判 4", "R&D 2", "北方 1",
    ]  # fmt: skip


def test_picture_svg_places_letters_where_the_layout_does() -> None:
    drawn = cloud()
    root = ElementTree.fromstring(to_svg(drawn, mode="dark"))
    groups = list(root.iter(f"{SVG}g"))
    for word, group in zip(drawn.words, groups, strict=True):
        expected = [(at.x, at.y) for at in letters(word, faces_of(drawn))]
        found = [
            tuple(map(float, re.findall(r"[-\d.e]+", use.get("transform", ""))[-2:]))
            for use in group.iter(f"{SVG}use")
        ]
        assert [n for pair in found for n in pair] == pytest.approx(
            [n for pair in expected for n in pair], abs=0.05
        )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_picture_uses_the_palette(mode) -> None:
    image = Image.open(io.BytesIO(to_png(cloud(), mode=mode)))
    assert image.size == (1520, 920)
    assert "#{:02X}{:02X}{:02X}".format(*image.getpixel((0, 0))) == PALETTES[mode].paper
    colours = {"#{:02X}{:02X}{:02X}".format(*c) for _, c in image.getcolors(1 << 20)}
    assert {PALETTES[mode].families[name] for name in ("name", "verb", "noun")} <= colours


def test_picture_without_background_is_transparent_with_clean_edges() -> None:
    pixels = np.asarray(Image.open(io.BytesIO(to_png(cloud(), mode="light", background="none"))))
    assert pixels[0, 0, 3] == 0
    colours = {colour_of(word.colour, mode="light") for word in cloud().words}
    used = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours])
    half = pixels[(pixels[..., 3] > 60) & (pixels[..., 3] < 200)][:, :3].astype(int)
    assert len(half)
    # What the edge of a letter mixes with is nothing: each pixel has the colour of one word.
    assert np.abs(half[:, None] - used[None]).max(axis=2).min(axis=1).max() <= 2
    assert "<rect" not in to_svg(cloud(), mode="light", background="none")


def test_picture_is_the_same_every_time() -> None:
    assert to_png(cloud(), mode="light") == to_png(cloud(), mode="light")
    assert to_svg(cloud(), mode="light") == to_svg(cloud(), mode="light")


def test_picture_of_nothing_is_blank_paper() -> None:
    image = Image.open(io.BytesIO(to_png(Cloud(), mode="light")))
    assert len(image.getcolors()) == 1
    assert not list(ElementTree.fromstring(to_svg(Cloud(), mode="light")).iter(f"{SVG}use"))


@pytest.mark.parametrize(
    ("key", "expected"),
    [("PER", "#C2541B"), ("verb", "#8A6A00"), ("other", "#6B665E"), ("unheard of", "#6B665E")],
)
def test_picture_colours_kinds_and_families(key: str, expected: str) -> None:
    assert colour_of(key, mode="light") == expected
