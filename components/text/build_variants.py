"""Builds `variants.txt`, variants of characters that OpenCC passes over, and `radicals.txt`.

    python -m components.text.build_variants FOLDER

The folder holds Unihan_Variants.txt, Unihan_Readings.txt and EquivalentUnifiedIdeograph.txt of
the Unicode database. Unihan names more variants than anybody means to be one: taken are those of
one shape (kZVariant), those that two of its dictionaries agree on, and those that one has where
the reading agrees too; then the print forms of Japan that OpenCC knows (戦, 薬), and the few that
no table joins. The character stands in hardly a word of jieba's dictionary, and its twin in many;
one of Japan may stand in a hundredth of its twin's. Characters of names and of amounts stay.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jieba
import opencc

VARIANTS = Path(__file__).with_name("variants.txt")
RADICALS = Path(__file__).with_name("radicals.txt")
_NAMES = frozenset("喆堃邨煇埜犇珎菓勲恵徳仝瑠柰弌弍叁柒佰炁仟侂咲陜卍紬陁瓈璢")  # and of amounts
# Old forms of print that ISO/IEC 10646 keeps apart because some national set did (靑 and 青), and
# 巿, the apron, which bad input and recognition of print write for 市: in no table of Unihan.
_ALIKE = "靑青 淸清 尙尚 吿告 顚颠 屛屏 姸妍 隷隶 巿市 刋刊 岀出"
_COMMON = 2_000  # of its twin in jieba's dictionary, by the counts of its words
_RARE = 50
_SHARE = 0.01
_HEAD = """\
# Variants that OpenCC passes over, each with the Simplified character that stands for it. Made by
# build_variants.py from Unihan 14.0 (© Unicode, Inc., Unicode-DFS-2016): kZVariant,
# kSemanticVariant where two dictionaries or one and the reading agree, radicals; from OpenCC's
# Japanese forms (Apache-2.0); and from the pairs named there.
"""
_RADICAL_HEAD = """\
# Radicals, each with the character it is. Made by build_variants.py from Unicode's
# EquivalentUnifiedIdeograph 14.0 (© Unicode, Inc., Unicode-DFS-2016).
"""


def main(folder: str) -> None:
    """Write both tables from the files of the Unicode database."""
    convert, counts = opencc.OpenCC("t2s").convert, _counts()
    found: dict[str, set[str]] = {}
    for one, other, share in (*_semantic(Path(folder)), *_japanese()):
        character, twin = convert(one), convert(other)
        if one in _NAMES or len(twin) > 1 or character == twin:
            continue
        if counts[character] <= max(_RARE, counts[twin] * share) and counts[twin] > _COMMON:
            found.setdefault(character, set()).add(twin)
    pairs = {one: next(iter(twins)) for one, twins in found.items() if len(twins) == 1}
    pairs |= {pair[0]: pair[1] for pair in _ALIKE.split()}
    radicals = dict(_radicals(Path(folder)))
    for radical, character in radicals.items():
        pairs[radical] = pairs.get(convert(character), convert(character))
    _write(VARIANTS, _HEAD, pairs)
    _write(RADICALS, _RADICAL_HEAD, radicals)


def _semantic(folder: Path) -> Iterator[tuple[str, str, float]]:
    """Yield what Unihan takes for one character, with enough agreement; and no share."""
    readings = {
        character: value.split()[0]
        for character, kind, value in _fields(folder / "Unihan_Readings.txt")
        if kind == "kMandarin"
    }
    for character, kind, value in _fields(folder / "Unihan_Variants.txt"):
        for written in value.split():
            twin = _character(written.split("<")[0])
            alike = character in readings and readings[character] == readings.get(twin)
            agreed = "," in written or (alike and "\u4e00" <= character <= "\u9fff")
            if kind == "kZVariant" or (kind == "kSemanticVariant" and agreed):
                yield character, twin, 0.0


def _japanese() -> Iterator[tuple[str, str, float]]:
    """Yield print forms of Japan and of China, each first once, and what share one may have."""
    convert = opencc.OpenCC("jp2t").convert
    for character in map(chr, range(0x4E00, 0xA000)):
        twin = convert(character)
        if len(twin) == 1 and twin != character:
            yield character, twin, _SHARE
            yield twin, character, _SHARE


def _radicals(folder: Path) -> Iterator[tuple[str, str]]:
    text = (folder / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if codes := line.partition("#")[0].strip():
            radicals, _, same = codes.partition(";")
            first, _, last = radicals.strip().partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                if 0x2E80 <= code < 0x2FD6:
                    yield chr(code), chr(int(same, 16))


def _fields(file: Path) -> Iterator[tuple[str, str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, kind, value = line.split("\t")
            yield _character(code), kind, value


def _character(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16))


def _write(file: Path, head: str, pairs: dict[str, str]) -> None:
    joined = [one + other for one, other in sorted(pairs.items())]
    rows = (" ".join(joined[i : i + 30]) for i in range(0, len(joined), 30))
    file.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def _counts() -> Counter[str]:
    counts: Counter[str] = Counter()
    with jieba.get_dict_file() as words:
        for line in words:
            word, count, *_ = line.decode("utf-8").split()
            for character in word:
                counts[character] += int(count)
    return counts


if __name__ == "__main__":
    main(sys.argv[1])
