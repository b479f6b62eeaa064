"""Tells what speaks for a possible name: a way of address, who leads a body, a firm's full name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.entities.sentence_names import FoundRows, SentenceLines
from components.entities.titles import length_of_address
from components.entities.vocabulary import COMPOUND_SURNAMES, SURNAMES
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
            is_surname = own in SURNAMES or own in COMPOUND_SURNAMES
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
