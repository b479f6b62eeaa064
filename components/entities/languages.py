"""Corrects names in Cantonese and Japanese sentences that stand among Mandarin ones.

The letters tell them apart: 佢哋 and 嘅 are written in Cantonese alone, kana in Japanese alone.
What the recognizers take for names there is mostly grammar.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Characters that Cantonese writes for its own words, in Simplified copies too.
_CANTONESE = re.compile("[佢哋嘅咗喺啲冇嚟唔嘢嗰乜畀啱攞嘥瞓冚唞啩嘞噃]")
_KANA = re.compile("[ぁ-ゖ]")
_JAPANESE = 3  # kana in a sentence
_HONORIFIC = re.compile(r"(?:氏|さん|様)")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August"
    r"|September|October|November|December",
    re.I,
)


def is_cantonese(text: str) -> bool:
    """Tell whether a text has a character that Cantonese alone writes."""
    return _CANTONESE.search(text) is not None


@lru_cache(maxsize=4)  # asked for each name of a sentence, which may be a list of thousands
def is_japanese(sentence: str) -> bool:
    """Tell whether a sentence is written in Japanese."""
    return len(_KANA.findall(sentence)) >= _JAPANESE


def name_within(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the name is in what was taken for one; None where there is none.

    Args:
        sentence: the sentence as it is written.
        start: where what was taken for a name begins in it.
        end: where it ends, half-open.
    """
    name = sentence[start:end]
    if is_cantonese(name) or _CALENDAR.fullmatch(name):
        return None
    if not is_japanese(sentence):
        return start, end
    titled = _HONORIFIC.search(name)
    if titled and titled.start() > 1:
        return start, start + titled.start()
    return (start, end) if _HONORIFIC.match(sentence, end) else None
