"""Fonts: which one draws a text, and that no character comes out as a box."""

from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import pytest

from components.cloud import FontMissingError, fonts
from components.cloud.fonts import Face, faces, glyph, name_of, without_glyph
from components.text import Corpus

TRADITIONAL = "由歐盟、美國和俄羅斯主導的科索夫前途談判，最後談判期限將在十二月十日到期。"
SIMPLIFIED = "由欧盟、美国和俄罗斯主导的科索沃前途谈判，最后期限为这个月，他们说还没谈拢。"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No setting, no font of the machine: only the packages are left."""
    monkeypatch.delenv("WENMAI_FONT", raising=False)
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    return monkeypatch


@pytest.mark.parametrize(
    ("text", "typeface", "first"),
    [
        (TRADITIONAL, "sans", "Noto Sans TC"),
        (TRADITIONAL, "serif", "Noto Serif TC"),
        (SIMPLIFIED, "sans", "Noto Sans SC"),
        (SIMPLIFIED, "serif", "Noto Serif SC"),
        ("NATO 17000", "sans", "Noto Sans TC"),
        ("", "sans", "Noto Sans TC"),
    ],
)
def test_fonts_choose_the_script_of_the_text(bare, text: str, typeface, first: str) -> None:
    assert name_of(faces(text, typeface=typeface)[0]) == first


def test_fonts_keep_the_letter_forms_of_the_text_for_a_stray_character(bare, sample) -> None:
    chosen = faces(sample.articles[0].text + "们")
    assert name_of(chosen[0]) == "Noto Sans TC"
    assert name_of(fonts.face_of("们", chosen)) == "Noto Sans SC"


@pytest.mark.parametrize("typeface", ["sans", "serif"])
def test_fonts_have_every_character_of_the_sample(bare, sample: Corpus, typeface) -> None:
    text = sample.articles[0].text
    assert without_glyph([text], faces(text, typeface=typeface)) == ()


@pytest.mark.parametrize("character", list("堃喆犇龘峯裏着喫麪𨋢䶮国们發髮「」．％A7"))
def test_fonts_draw_rare_characters(bare, character: str) -> None:
    chosen = faces(TRADITIONAL + character)
    assert without_glyph([character], chosen) == ()
    assert glyph(fonts.face_of(character, chosen), character).strokes


def test_fonts_tell_what_they_cannot_draw(bare) -> None:
    chosen = faces("吉𠮷\ue000")
    assert without_glyph(["吉 𠮷", "\ue000𠮷"], chosen) == ("\ue000", "𠮷")
    assert without_glyph([], chosen) == ()


def test_fonts_ask_the_machine_for_what_the_packages_lack(bare) -> None:
    packaged = Face(str(pylopdf_fonts_zh_cn.sans_path()))
    bare.setattr(fonts, "_find_in_package", lambda package, _: (
        pylopdf_fonts_zh_tw.sans_path() if package.endswith("tw") else None))  # fmt: skip
    bare.setattr(fonts.shutil, "which", lambda _: "fc-match")
    bare.setattr(fonts, "_match", lambda _program, _pattern: packaged)
    assert packaged in faces("科索夫们")
    assert packaged not in faces("科索夫")


def test_fonts_setting_comes_first(bare) -> None:
    path = str(pylopdf_fonts_zh_tw.serif_path())
    bare.setenv("WENMAI_FONT", path)
    assert faces(SIMPLIFIED)[0] == Face(path)


@pytest.mark.parametrize("content", [None, b"no font at all"])
def test_fonts_setting_that_cannot_be_read_says_what_to_do(
    bare, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "mine.otf"
    if content is not None:
        path.write_bytes(content)
    bare.setenv("WENMAI_FONT", str(path))
    with pytest.raises(FontMissingError, match=r"mine\.otf cannot be read .* WENMAI_FONT"):
        faces(TRADITIONAL)


def test_fonts_without_any_font_say_what_to_install(bare) -> None:
    bare.setattr(fonts, "_find_in_package", lambda *_: None)
    with pytest.raises(FontMissingError, match="pylopdf-fonts-zh-tw"):
        faces(TRADITIONAL)


def test_fonts_give_chinese_letters_one_em(bare) -> None:
    chosen = faces("科a")
    assert glyph(chosen[0], "科").advance == 1
    assert 0.4 < glyph(chosen[0], "a").advance < 0.7
