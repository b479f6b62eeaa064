"""Makes Simplified copies that stay aligned with their texts, character by character.

jieba's dictionary is Simplified. Cutting Traditional text as it stands loses seven points of
word F1 and most of the speed, so the segmenter reads a converted copy; its words are then cut
out of the original by offset. That only works if both have the same length everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal, cast

import opencc

from components.text.folding import exchange, map_together, narrow
from components.text.scheduler import TOGETHER, each_portion
from components.text.variants import variants

# Latin letters and digits only: full-width punctuation is punctuation to the segmenter.
_HALF_WIDTH = {
    full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F) if chr(full - 0xFEE0).isalnum()
}
_PARTICLE = "著"
_MOST_KNOWN, _LONGEST_KNOWN = 1 << 17, 12  # words, and characters of one, whose norms are kept


def simplify(texts: Sequence[str]) -> list[str]:
    """Return Simplified copies, each as long as its text and aligned with it.

    Phrases decide where a character has two readings (乾燥 干, 乾隆 乾); a text whose phrases
    would change its length is converted character by character. 著 becomes 着 where it is
    the particle, in Traditional text only, since Simplified text tells the two apart itself.
    Full-width letters and digits become half width. Words are never exchanged for those of
    another region.
    """
    return [copy for some in each_portion(texts, size=TOGETHER) for copy in _simplify(some)]


def _simplify(texts: Sequence[str]) -> list[str]:
    copies = _convert(texts, "t2s")
    marked = [i for i, text in enumerate(texts) if _PARTICLE in text and copies[i] != text]
    for i, copy in zip(marked, _convert([texts[i] for i in marked], "tw2s"), strict=True):
        copies[i] = copy
    return map_together(lambda together: exchange(together, _signs()), copies)


def norms(texts: Iterable[str]) -> dict[str, str]:
    """Map each different text to its norm, as `norm_of` does, in one batch."""
    known = _known_norms()
    found = {text: known.get(text) for text in texts}
    new = [text for text, norm in found.items() if norm is None]
    made = map_together(lambda all_: narrow(exchange(all_, variants())), _convert(new, "t2s"))
    if len(known) > _MOST_KNOWN:  # others may read at the same time, and miss what is gone
        known.clear()
    known.update(pair for pair in zip(new, made, strict=True) if len(pair[0]) <= _LONGEST_KNOWN)
    found.update(zip(new, made, strict=True))
    return cast("dict[str, str]", found)


@cache
def _known_norms() -> dict[str, str]:
    """Return norms of words and names that were asked for before: portions share most of them."""
    return {}


@cache
def _signs() -> dict[int, int]:
    return _HALF_WIDTH | variants()


def norms_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the norms of several written forms."""
    return frozenset(norms(texts).values())


@lru_cache(maxsize=4096)
def norm_of(text: str) -> str:
    """Return what a written form counts as: Simplified, half width, lower case.

    臺灣, 台灣 and 台湾 have one norm. It depends on the form alone, never on where it stands,
    and is as long as the form.
    """
    return norms((text,))[text]


def _convert(texts: Sequence[str], config: Literal["t2s", "tw2s"]) -> list[str]:
    """Convert all texts in one call; a line break never takes part in a phrase."""
    if not texts:
        return []
    convert = _converter(config)
    if not any("\n" in text for text in texts):
        copies = convert("\n".join(texts)).split("\n")
        if list(map(len, copies)) == list(map(len, texts)):
            return copies
    return [_equal_length(text, convert) for text in texts]


def _equal_length(text: str, convert: Callable[[str], str]) -> str:
    copy = convert(text)
    if len(copy) == len(text):
        return copy
    singles = (convert(character) for character in text)
    return "".join(c if len(c) == 1 else o for o, c in zip(text, singles, strict=True))


@cache
def _converter(config: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert
