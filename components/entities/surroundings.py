"""Tells what speaks for a possible name: an address, a verb of speech, who leads a body, a firm."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.entities.sentence_names import FoundRows, SentenceLines
from components.entities.titles import length_of_address
from components.entities.vocabulary import (
    BETWEEN,
    COMPOUND_SURNAMES,
    RARE_SURNAMES,
    SPEECH,
    SURNAMES,
)
from components.lexicon import KINDS
from components.text import table_of

Signs = NDArray[np.bool_]

_PER, _ORG = KINDS.index("PER"), KINDS.index("ORG")
_LONGEST = 24  # characters behind a name that are read
_HEAD = ord("长")
_BODIES = "部署局处队会院所校团科组社府厂行馆站室"
_BRANCH = re.compile(
    "(?:股份有限公司|有限公司|公司|集团|控股|电子|科技|光电|半导体|精密|材料|生技|制药|食品|建设|营造|"
    "娱乐|影业|航运|航空|金控|银行|证券|投顾|投信|保险|电信|电机|能源|重工|实业|工业|企业|百货|超市)+"
)
# A full name that sentences are this sure of speaks for its short form.
_SURE = 0.7
# A longer name that the net holds for so probable speaks against a listed part of it.
_LIKELY = 0.3
# A person that the net holds for so probable bears the title that stands before.
_BEARER = 0.5
_SURNAMES = SURNAMES | RARE_SURNAMES
_ON_OCCASION = r"[在于][^，。、：；]{1,8}[上时中后]"
_LONGEST_SPEECH = 16  # characters behind a name, up to the end of a verb of speech
# Behind a verb of one letter: 說法, 指數, 稱為 are none.
_GOES_ON = "[法明服项唱词出到起完着过不谎好道客书数标定导派挥纹南引甲针令示为作呼赞号题答卷世候责]"
_SPEAKS = re.compile(
    f"(?:{'|'.join(sorted(BETWEEN, key=len, reverse=True))}|{_ON_OCCASION}){{0,2}}"
    f"(?:{'|'.join(word for word in SPEECH if len(word) > 1)}|"
    f"[{''.join(word for word in SPEECH if len(word) == 1)}](?!{_GOES_ON}))"
    r"|[（(]\d{1,3}[岁）)]"
)
_SPEECH_FIRST = "".join(sorted({word[0] for word in (*SPEECH, *BETWEEN)})) + "在于（("
# Before whoever speaks stands nothing, or what ends a title.
_APART = "，、。：；！？!?;:,「」『』“”）) \u3000\n"
TITLE_ENDS = (
    "长员授师席总理官任监委家者生事人农工民众友手警户徒妈爸妻夫子女儿弟妹姐兄亲主客士佐尉检"
)


def find_speaking(text: SentenceLines, found: FoundRows) -> Signs:
    """Tell which possible people stand before a verb of speech, and behind a title or nothing.

    應德勝 of 老觀眾應德勝指出, and neither 應德 nor 德勝.
    """
    starts, ends = text.at(found, found.starts), text.at(found, found.ends)
    apart = table_of(_APART + TITLE_ENDS)[text.codes[np.maximum(starts - 1, 0)]]
    likely = (found.kind_codes == _PER) & (found.ends - found.starts > 1)
    likely &= (apart | (found.starts == 0)) & table_of(_SPEECH_FIRST)[text.codes[ends]]
    flags = np.zeros(len(starts), bool)
    for i, end in zip(np.flatnonzero(likely).tolist(), ends[likely].tolist(), strict=True):
        flags[i] = speaks_at(text.whole, end)
    return flags


def speaks_at(text: str, place: int) -> bool:
    """Tell whether a verb of speech stands at a place, or an adverb and then one."""
    return _SPEAKS.match(text, place, place + _LONGEST_SPEECH) is not None


def find_addressed(copies: Sequence[str], found: FoundRows) -> Signs:
    """Tell which possible surnames stand before a title or a way of address: 佟 of 佟大爺."""
    lengths = found.ends - found.starts
    flags = np.zeros(len(lengths), bool)
    people = found.kind_codes == _PER
    likely = people & (found.confidences >= _BEARER)
    bearers = set(zip(found.rows[likely].tolist(), found.starts[likely].tolist(), strict=True))
    short = np.flatnonzero(people & (lengths <= 2))
    columns = (short, found.rows[short], found.starts[short], found.ends[short])
    for i, row, start, end in zip(*(c.tolist() for c in columns), strict=True):
        own = copies[row][start:end]
        if len(own) == 1 or own in COMPOUND_SURNAMES:
            length = length_of_address(copies[row][end : end + _LONGEST])
            is_surname = own in _SURNAMES or own in COMPOUND_SURNAMES
            # 來伯 may be what somebody is called, and the title of 邦總理克呂格 is of who follows.
            other = length < 2 or (row, end + length) in bearers
            flags[i] = length > 0 and (is_surname or not other)
    return flags


def find_headed(copies: Sequence[str], found: FoundRows) -> Signs:
    """Tell which possible bodies stand before 長, the last letter of who leads them: 分會長."""
    text = SentenceLines(copies)
    ends = text.at(found, found.ends)
    is_body = (found.kind_codes == _ORG) & table_of(_BODIES)[text.codes[ends - 1]]
    flags: Signs = is_body & (text.codes[ends] == _HEAD)
    return flags


def compare_lengths(found: FoundRows, is_listed: Signs) -> tuple[Signs, Signs]:
    """Tell which names are a listed part of a longer one of their kind, and which such longer ones.

    中央大學 is in a list, and 中央大學鹿林天文台 is the name.

    Args:
        found: what may be a name.
        is_listed: of each whether a list has it, of its kind.
    """
    places = found.rows.astype(np.int64) << 32 | found.starts
    _, group = np.unique(places * len(KINDS) + found.kind_codes, return_inverse=True)
    ends, likely = found.ends.astype(np.int64), found.confidences >= _LIKELY
    size = int(group.max(initial=-1)) + 1
    longest, shortest = np.zeros(size, np.int64), np.full(size, np.iinfo(np.int64).max)
    np.maximum.at(longest, group[likely], ends[likely])
    np.minimum.at(shortest, group[is_listed], ends[is_listed])
    return is_listed & (ends < longest[group]), likely & (ends > shortest[group])


def find_stems(names: Sequence[str], sums: NDArray[np.float64]) -> Signs:
    """Tell which names are what a firm's full name begins with: 晶禾 of 晶禾電子.

    Args:
        names: different names.
        sums: (n_names, n_kinds), how sure sentences are of each.
    """
    bodies = [names[i] for i in np.flatnonzero(sums[:, _ORG] >= _SURE).tolist()]
    stems = {own for name in bodies if len(own := _BRANCH.sub("", name)) >= 2 and own != name}
    return np.array([name in stems for name in names], bool)
