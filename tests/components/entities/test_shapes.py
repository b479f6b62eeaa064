"""Ends of people's names that their shape asks for."""

from __future__ import annotations

import pytest

from components.entities.sentence_names import FoundName, FoundRows
from components.entities.shapes import mend_people
from components.lexicon import Kind


def _mended(copy: str, *found: tuple[int, int, float]) -> list[tuple[str, float]]:
    rows = FoundRows.of([[FoundName(start, end, "PER", sure) for start, end, sure in found]])
    (names,) = mend_people([copy], rows)
    return [(copy[n.start : n.end], round(n.confidence, 2)) for n in names if n.confidence]


@pytest.mark.parametrize(
    ("copy", "found", "name"),
    [
        ("船长千叶辰巳出海", ((2, 4, 0.1), (2, 5, 0.4), (2, 6, 0.5)), "千叶辰巳"),
        ("首相石破茂说", ((2, 5, 0.9), (2, 6, 0.1)), "石破茂"),
        ("学生代表练于廷说", ((4, 7, 0.2), (5, 7, 0.8)), "练于廷"),
        ("导演曹宇委由律师", ((2, 5, 0.7),), "曹宇"),
        ("霍续称没有", ((0, 2, 0.7),), "霍"),
        ("村支书买买提江·吾买尔说", ((5, 11, 0.9),), "买买提江·吾买尔"),
        ("蜜雪儿欧巴马将演讲", ((3, 6, 0.9),), "蜜雪儿欧巴马"),
        ("歌手阿莉娜·德科塔说", ((3, 9, 0.9),), "阿莉娜·德科塔"),
        ("议员谷暮·哈就表示支持", ((2, 6, 0.9),), "谷暮·哈就"),
        ("议员谷暮·哈勇表示支持", ((2, 7, 0.9),), "谷暮·哈勇"),
        ("德国总理梅尔茨和马克宏", ((8, 11, 0.9),), "马克宏"),
    ],
)
def test_shapes_give_names_their_ends(
    copy: str, found: tuple[tuple[int, int, float], ...], name: str
) -> None:
    ((mended, sure),) = _mended(copy, *found)
    assert (mended, sure >= 0.7) == (name, True)


@pytest.mark.parametrize(
    ("copy", "found"),
    [
        ("松本市长来台", ((0, 2, 0.9),)),
        ("主席向育贤致意", ((2, 5, 0.2), (3, 5, 0.8))),
        ("记者王志明昨访", ((2, 5, 0.9),)),
    ],
)
def test_shapes_leave_other_names_alone(
    copy: str, found: tuple[tuple[int, int, float], ...]
) -> None:
    assert _mended(copy, *found) == [(copy[a:b], sure) for a, b, sure in found]


@pytest.mark.parametrize(
    ("copy", "found", "name"),
    [
        # Who stands alone between a title and a verb of speech has one name, and that is all of it.
        ("老观众应德胜指出，", ((3, 6, "PER", 0.3), (4, 6, "ORG", 0.7)), "应德胜"),
        ("政治学者素拉猜分析，", ((4, 6, "PER", 0.6), (4, 7, "PER", 0.4)), "素拉猜"),
        ("总监马克·米尔德盛赞，", ((2, 8, "PER", 0.4), (2, 10, "PER", 0.5)), "马克·米尔德"),
        ("忙内白采允则说，", ((0, 5, "PER", 0.4), (2, 5, "PER", 0.5)), "白采允"),
        ("研究员鹈饲诚司说，", ((3, 7, "PER", 0.3), (3, 7, "ORG", 0.6)), "鹈饲诚司"),
        # No place that no list holds speaks.
        ("乌里韦否认指控。", ((0, 3, "LOC", 0.9),), "乌里韦"),
        # Nobody 對說; a Japanese given name takes 也 with it.
        ("蓝黄秀对说，", ((0, 3, "PER", 0.9),), "蓝黄秀对"),
        ("石井朔也回到台北", ((0, 3, "PER", 0.9),), "石井朔也"),
    ],
)
def test_shapes_name_who_speaks(
    copy: str, found: tuple[tuple[int, int, Kind, float], ...], name: str
) -> None:
    rows = FoundRows.of([[FoundName(*span) for span in found]])
    (names,) = mend_people([copy], rows)
    ((mended, kind),) = {(copy[n.start : n.end], n.kind) for n in names if n.confidence}
    assert (mended, kind) == (name, "PER")


@pytest.mark.parametrize(
    ("copy", "found"),
    [
        ("台积电表示，", ((0, 3, "PER", 0.3), (0, 3, "ORG", 0.6))),  # a body speaks
        ("高雄市宣布，", ((0, 3, "LOC", 0.9),)),
        ("家长罗太说，", ((2, 3, "PER", 0.6), (2, 4, "PER", 0.4))),  # 太 is how she is addressed
        ("林志成对媒体说，", ((0, 3, "PER", 0.9),)),
        ("大谷翔也说，", ((0, 3, "PER", 0.9),)),
        ("尤兆麟被问及，", ((0, 3, "PER", 0.9),)),
    ],
)
def test_shapes_leave_alone_who_may_not_speak(
    copy: str, found: tuple[tuple[int, int, Kind, float], ...]
) -> None:
    rows = FoundRows.of([[FoundName(*span) for span in found]])
    (names,) = mend_people([copy], rows)
    assert [(n.start, n.end, n.kind, n.confidence) for n in names] == list(found)


def test_shapes_of_nothing_are_nothing() -> None:
    assert len(mend_people([], FoundRows.of([]))) == 0
