"""Mends possible names of people by how these are put together, before anything weighs them.

The net is of two minds where a Japanese name ends (千葉辰巳), leaves out a rare surname (于廷 for
練于廷), and glues the first letter of a verb to a name (曹宇委 of 曹宇委由律師聲明). Where somebody
speaks, it takes a part of the name (德勝 of 老觀眾應德勝指出), more, or takes it for a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.entities.lists import is_listed
from components.entities.sentence_names import FoundRows, SentenceLines
from components.entities.surroundings import TITLE_ENDS, find_speaking, speaks_at
from components.entities.titles import length_of_address
from components.entities.vocabulary import JAPANESE_SURNAMES, SURNAMES
from components.lexicon import KINDS
from components.text import are_among, table_of

Sureness = NDArray[np.float64]

_PER, _LOC = KINDS.index("PER"), KINDS.index("LOC")
_LONGEST_JAPANESE = 5
_USUAL = 1.5  # surname and given name have two letters each
# What the net holds for less probable is not worth mending.
_WORTH = 0.15
_POSSIBLE = 0.1
_SUREST = 0.97
# What stands alone before a verb of speech is a person if the net holds it for so probable.
_HEARD, _PLAIN = 0.2, 0.9
_LIKELY = 0.3
_LONGEST = 40  # letters of a name
_FOREIGN = 3
# Behind a name they are words, but no verb of speech follows them.
_NO_ADVERBS = "对和与及向从于"
# Given names that end with 也 begin so: 哲也, 達也; 翔 and 誠 are names by themselves.
_BEFORE_YA = "哲达拓和智裕卓雅慎直龙竜克朔隼郁淳纯铁圣信伸晋胜敦笃康恒幹崇贵隆"
_PLACE_ENDS = "区县市省镇乡村里州国府岛湾港道路"
# Surnames that are words before a name as well: 向育賢致意.
_WORDS = "向于和连从任对"
# What ends before a name begins: a title, a clause.
_BEFORE = "长员授师席总理官任监委家者生表事人」，。、：；！？\n "
# Sounds of foreign names that the net may cut off before them: 買買 of 買買提江·吾買爾.
_SOUNDS = (
    "斯拉尔特克德阿卡巴里利布格瓦塔尼普姆夫科伊雷埃西加勒亚洛帕托恩赫比塞马哈多纳罗波希迪茨基米林沃蒂弗梅维"
    "奥达霍博戈贝莫索伯莱吉萨森奇韦根皮蒙佩杜耶古圣兰沙诺菲登鲁泰曼朗什列法顿艾代因伦穆威扎坎坦内瓜金切滕乌"
    "图桑库丁努丹厄苏瑟兹默班豪卢涅提费雅辛查胡松敦杰采美伍察奈富尤凯赖路密昂劳廷约芬买儿蜜雪琳莉珍妮露爱娜"
)
_DOT = "·"
_MOST_SOUNDS = 4
# What stands behind a name, so that its first letter is none of it.
_BEHIND = frozenset((
    "续指", "续称", "续说", "表示", "指出", "坦言", "透露", "直言", "回应", "认为", "批评", "呼吁",
    "委由", "委托", "昨天", "昨日", "今天", "今日", "受访",
))  # fmt: skip


def mend_people(copies: Sequence[str], found: FoundRows) -> FoundRows:
    """Return possible names, those of people with the ends that their shape asks for.

    Args:
        copies: the aligned copies of the sentences, as lists have them.
        found: what may be a name in each.

    Returns:
        The same candidates; what is no name has the probability 0.
    """
    text = SentenceLines(copies)
    sure = found.confidences.copy()
    _choose_japanese(text, found, sure)
    _take_surnames(text, found, sure)
    ends = _without_verbs(text, replace(found, confidences=sure))
    mended = _with_first_sounds(text, replace(found, ends=ends), sure)
    mended = _with_last_letters(text, mended, sure)
    kinds = _take_speakers(text, mended, sure)
    return replace(mended, kind_codes=kinds, confidences=sure)


def _take_speakers(text: SentenceLines, found: FoundRows, sure: Sureness) -> NDArray[np.int32]:
    """Give who stands alone before a verb of speech what the net gives to all that overlaps.

    Returns:
        The kinds: no place that no list holds speaks, so 烏里韋 in 烏里韋否認 is a person.
    """
    anybody = replace(found, kind_codes=np.full_like(found.kind_codes, _PER))
    speaking = find_speaking(text, anybody) & (sure >= _POSSIBLE)
    starts, ends = text.at(found, found.starts), text.at(found, found.ends)
    behind_title = table_of(TITLE_ENDS)[text.codes[np.maximum(starts - 1, 0)]] & (starts > 0)
    kinds = _name_foreigners(text, found, speaking)
    heard = np.flatnonzero(speaking & (kinds == _PER) & (sure >= _HEARD) & (sure < _PLAIN))
    heard = heard[[not _ends_with_address(text.whole[starts[i] : ends[i]]) for i in heard]]
    order = np.argsort(starts, kind="stable")
    lows = np.searchsorted(starts[order], starts[heard] - _LONGEST)
    highs = np.searchsorted(starts[order], ends[heard])
    for i, low, high in zip(heard.tolist(), lows.tolist(), highs.tolist(), strict=True):
        near = order[low:high]  # those that begin a little before it, or in it
        near = near[(ends[near] > starts[i]) & (sure[near] > 0)]
        same = near[(starts[near] == starts[i]) & (ends[near] == ends[i])]
        # No body bears a title: 研究員鵜飼誠司指出.
        if sure[i] and (behind_title[i] or sure[i] == sure[same].max()):
            best = _without_title(text, found, i, near[ends[near] == ends[i]], sure)
            whole = min(_SUREST, sure[best] + sure[near[near != best]].max(initial=0.0))
            sure[near], kinds[best] = 0.0, _PER
            sure[best] = whole
    return kinds


def _name_foreigners(
    text: SentenceLines, found: FoundRows, speaking: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Return kinds, in which 烏里韋 of 烏里韋否認 is a person: no unknown place speaks."""
    kinds = found.kind_codes.copy()
    starts, ends = text.at(found, found.starts), text.at(found, found.ends)
    places = speaking & (kinds == _LOC) & (ends - starts >= _FOREIGN)
    places &= ~table_of(_PLACE_ENDS)[text.codes[ends - 1]]
    for i in np.flatnonzero(places).tolist():
        if not is_listed(text.whole[starts[i] : ends[i]]):
            kinds[i] = _PER
    return kinds


def _ends_with_address(name: str) -> bool:
    """Tell whether a name holds how somebody is addressed: 羅太, 車女士."""
    return any(length_of_address(name[i:]) == len(name) - i for i in range(1, len(name)))


def _without_title(
    text: SentenceLines, found: FoundRows, whole: int, same: NDArray[np.int64], sure: Sureness
) -> int:
    """Return which of those that end there is the name: 白采允 of 忙內白采允, by the net."""
    lengths, starts = found.ends - found.starts, text.at(found, found.starts)
    usual = table_of("".join(sorted(SURNAMES)))[text.codes[starts[same]]] & (lengths[same] == 3)
    usual &= (sure[same] > sure[whole]) & (found.kind_codes[same] == _PER)
    names = same[usual] if lengths[whole] > 4 else same[:0]
    return int(names[0]) if len(names) else whole


def _choose_japanese(text: SentenceLines, found: FoundRows, sure: Sureness) -> None:
    """Give 千葉辰巳 what the net gives to 千葉, 千葉辰 and itself together."""
    starts, lengths = text.at(found, found.starts), found.ends - found.starts
    pairs = text.codes[starts].astype(np.int64) << 32 | text.codes[starts + 1]
    known = [ord(name[0]) << 32 | ord(name[1]) for name in sorted(JAPANESE_SURNAMES)]
    japanese = are_among(pairs, np.array(known, np.int64))
    person = (found.kind_codes == _PER) & (lengths >= 3) & (lengths <= _LONGEST_JAPANESE)
    order = np.argsort(starts, kind="stable")
    begins = np.unique(starts[japanese & person & (sure >= _WORTH)])
    bounds = (np.searchsorted(starts[order], begins, side) for side in ("left", "right"))
    for low, high in zip(*(bound.tolist() for bound in bounds), strict=True):
        same = order[low:high]  # those that begin there
        people = same[person[same]]
        best = max(people.tolist(), key=lambda i: sure[i] * (_USUAL if lengths[i] == 4 else 1))
        longer = same[lengths[same] > lengths[best]]
        if sure[longer].max(initial=0.0) < sure[best]:
            whole = min(_SUREST, float(sure[same].sum()))
            sure[same] = 0.0
            sure[best] = whole


def _take_surnames(text: SentenceLines, found: FoundRows, sure: Sureness) -> None:
    """Take 練于廷 for 于廷 where a title or nothing stands before, if the net holds it possible."""
    starts, lengths = text.at(found, found.starts), found.ends - found.starts
    people, codes = found.kind_codes == _PER, text.codes
    surname = table_of("".join(sorted(SURNAMES - set(_WORDS))))[codes[starts]]
    apart = table_of(_BEFORE)[codes[np.maximum(starts - 1, 0)]] | (starts == 0)
    longer = np.flatnonzero(people & (lengths == 3) & (sure >= _POSSIBLE) & surname & apart)
    shorter = np.flatnonzero(people & (lengths == 2) & (sure >= _POSSIBLE))
    at = dict(zip(starts[shorter].tolist(), shorter.tolist(), strict=True))
    for i in longer.tolist():
        short = at.get(int(starts[i]) + 1)
        if short is not None and sure[short] > sure[i]:
            sure[i], sure[short] = min(_SUREST, sure[i] + sure[short]), 0.0


def _with_first_sounds(text: SentenceLines, found: FoundRows, sure: Sureness) -> FoundRows:
    """Return foreign names with the sounds before them that nothing else explains.

    買買 of 村支書買買提江·吾買爾, 蜜雪兒 of 蜜雪兒歐巴馬: between the name and the end of a title,
    or of a clause, stand a few sounds of foreign names and no other word.
    """
    starts = found.starts.copy()
    lows, highs = text.at(found, found.starts), text.at(found, found.ends)
    sounds = table_of(_SOUNDS)[text.codes[np.maximum(lows - 1, 0)]] & (found.starts > 1)
    likely = (found.kind_codes == _PER) & (sure >= _LIKELY) & (highs - lows >= _FOREIGN) & sounds
    ends_before = tuple(f"{_BEFORE}书手")
    for i in np.flatnonzero(likely).tolist():
        low, name = int(lows[i]), text.whole[lows[i] : highs[i]]
        before = text.whole[max(0, low - _MOST_SOUNDS - 1, low - int(starts[i])) : low]
        heard = len(before) - len(before.rstrip(_SOUNDS))
        bounded = heard == starts[i] or before[: len(before) - heard].endswith(ends_before)
        if bounded and (_DOT in name or (heard > 1 and is_listed(name))):
            starts[i] -= heard * (not is_listed(before[len(before) - heard :]))
    return replace(found, starts=starts)


def _with_last_letters(text: SentenceLines, found: FoundRows, sure: Sureness) -> FoundRows:
    """Return names with a last letter that is a word elsewhere: 藍黃秀對說, 石井朔也.

    Nobody 對說, so 對 belongs to the name; a Japanese given name of one letter that takes 也 has
    it wherever it stands. No part of a name with dots has one letter: 谷暮·哈就表示.
    """
    ends, lengths = found.ends.copy(), found.ends - found.starts
    starts, behind = text.at(found, found.starts), text.at(found, found.ends)
    people = (found.kind_codes == _PER) & (sure >= _POSSIBLE)
    before_word = people & table_of(_NO_ADVERBS)[text.codes[behind]]
    for i in np.flatnonzero(before_word & (lengths >= 2) & (lengths <= 3)).tolist():
        ends[i] += speaks_at(text.whole, int(behind[i]) + 1)
    adverbs = people & (lengths == 3) & (text.codes[behind] == ord("也"))
    for i in np.flatnonzero(adverbs).tolist():
        name = text.whole[starts[i] : behind[i]]
        ends[i] += name[:2] in JAPANESE_SURNAMES and name[2] in _BEFORE_YA
    dotted = people & (text.codes[behind - 2] == ord(_DOT)) & (text.codes[behind] == ord("就"))
    for i in np.flatnonzero(dotted).tolist():
        ends[i] += speaks_at(text.whole, int(behind[i]) + 1)
    return replace(found, ends=ends)


def _without_verbs(text: SentenceLines, found: FoundRows) -> NDArray[np.int32]:
    """Return ends without the first letter of a verb."""
    ends, lengths = found.ends.copy(), found.ends - found.starts
    starts, behind = text.at(found, found.starts), text.at(found, found.ends)
    surnames = table_of("".join(sorted(SURNAMES)))[text.codes[starts]]
    firsts = table_of("".join(sorted({verb[0] for verb in _BEHIND})))[text.codes[behind - 1]]
    short = (lengths == 2) | (lengths == 3)
    for i in np.flatnonzero((found.kind_codes == _PER) & surnames & firsts & short).tolist():
        end = int(behind[i])
        if text.whole[end - 1 : end + 1] in _BEHIND:
            ends[i] -= 1
    return ends
