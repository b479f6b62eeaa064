"""Builds `variants.txt`, the variants of characters that OpenCC passes over.

    python -m components.text.build_variants Unihan_Variants.txt

Unihan names more variants than anybody means to be one: taken are those of one shape
(kZVariant), and those that two of its dictionaries agree on, where the character stands in no
word of jieba's dictionary and its twin is common. Characters of names and of amounts stay.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import jieba
import opencc

TARGET = Path(__file__).with_name("variants.txt")
_NAMES = frozenset("喆堃邨煇埜犇珎菓勲恵徳仝瑠柰弌弍叁柒佰炁")  # and of amounts
_COMMON = 2_000  # of its twin in jieba's dictionary, by the counts of its words
_RARE = 50
_HEAD = """\
# Variants that OpenCC passes over, each with the Simplified character that stands for it. Made by
# build_variants.py from Unihan 14.0 (© Unicode, Inc., Unicode-DFS-2016): kZVariant, and
# kSemanticVariant where two dictionaries agree.
"""


def main(source: str) -> None:
    """Write the table from the file of the Unihan database."""
    convert = opencc.OpenCC("t2s").convert
    counts = _counts()
    found: dict[str, set[str]] = {}
    for line in Path(source).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        code, kind, values = line.split("\t")
        character = chr(int(code[2:], 16))
        twins = {
            convert(chr(int(value.split("<")[0][2:], 16)))
            for value in values.split()
            if kind == "kZVariant" or (kind == "kSemanticVariant" and "," in value)
        }
        if character not in _NAMES and counts[convert(character)] <= _RARE:
            found.setdefault(convert(character), set()).update(
                twin for twin in twins if len(twin) == 1 and counts[twin] > _COMMON
            )
    pairs = [one + next(iter(twins)) for one, twins in sorted(found.items()) if len(twins) == 1]
    rows = (" ".join(pairs[i : i + 30]) for i in range(0, len(pairs), 30))
    TARGET.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")


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
