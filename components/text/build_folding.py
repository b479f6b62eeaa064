"""Builds `folding.bin`, the table behind `fold`; run again when OpenCC's dictionaries change.

    python -m components.text.build_folding

The table is shipped, not computed at start: building it takes seconds, reading it a
millisecond, and folded text stays the same whatever Unicode version Python brings.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import opencc

from components.text.variants import variants

SIZE = 0x32400  # behind the last CJK extension there are no letters of living scripts
TARGET = Path(__file__).with_name("folding.bin")
_CHAINS = ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk")
# Letters that differ in one word as both scripts write it, and that no table of letters joins:
# 計畫 计划, 瞭解 了解, 反覆 反复, 甚麼 什么. From the words of OpenCC, but for names.
_OF_ONE_WORD = (
    "畫划 瞭了 藉借 覆复 彷仿 像象 座坐 伕夫 俱具 甦苏 揹背 沉沈 薰熏 鍊链 濬浚 甚什 妳你"
)


def main() -> None:
    """Write the table: ranges kept as they are, then pairs (code, folded code)."""
    variants = _variants()
    folded = np.array([_fold_code(code, variants) for code in range(SIZE)], dtype=np.uint32)
    same = folded == np.arange(SIZE)
    same[0] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([0], same.view(np.int8), [0]))))
    changed = np.flatnonzero(~same & (folded > 0))
    pairs = np.stack((changed, folded[changed]), axis=1).ravel()
    blob = np.concatenate(([len(edges)], edges, pairs)).astype("<u4")
    TARGET.write_bytes(blob.tobytes())


def _fold_code(code: int, variants: dict[str, str]) -> int:
    """Return the code counted in place of a character; 0 where it is left out."""
    if 0xD800 <= code < 0xE000:
        return 0
    letter = _plain(chr(code))
    for _ in range(4):
        letter = variants.get(letter, letter)
    return ord(letter) if letter.isalnum() else 0


def _plain(character: str) -> str:
    """Compatibility form, lower case and without marks, as long as it is one character."""
    for form in ("NFKC", "NFKD"):
        parts = unicodedata.normalize(form, character.lower())
        letters = [c for c in parts if c.isalnum()]
        if len(letters) == 1 and not 0xAC00 <= ord(character) < 0xD7A4:
            character = letters[0]
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _variants() -> dict[str, str]:
    """Classes of characters that OpenCC takes for one another, each with one to stand for it."""
    parent: dict[str, str] = {}

    def root(character: str) -> str:
        while parent.setdefault(character, character) != character:
            character = parent[character]
        return character

    converters = [opencc.OpenCC(name) for name in _CHAINS]
    for character in map(chr, (*range(0x3400, 0xA000), *range(0x20000, SIZE))):
        for converter in converters:
            other = converter.convert(character)
            if len(other) == 1 and other != character:
                one, two = sorted((root(character), root(other)), key=_preference)
                parent[two] = one
    listed = ((chr(code), chr(stands_for)) for code, stands_for in variants().items())
    for one, other in (*listed, *map(tuple, _OF_ONE_WORD.split())):
        kept, dropped = sorted((root(one), root(other)), key=_preference)
        parent[dropped] = kept
    return {character: root(character) for character in parent}


def _preference(character: str) -> tuple[bool, int]:
    simplified = convert_t2s(character) == character and ord(character) not in variants()
    return (not simplified, ord(character))


def convert_t2s(character: str) -> str:
    """Convert one character to Simplified."""
    return str(_T2S.convert(character))


_T2S = opencc.OpenCC("t2s")

if __name__ == "__main__":
    main()
