"""Cantonese and Japanese among Mandarin give no names of their grammar."""

from __future__ import annotations

import pytest

from components.entities.languages import name_within


@pytest.mark.parametrize(
    ("sentence", "taken", "name"),
    [
        ("佢哋唔會再等。", "佢哋唔", None),
        ("議員陳樂怡話，佢會跟到底。", "陳樂怡", "陳樂怡"),
        ("知事の小池百合子氏は述べた。", "小池百合子氏", "小池百合子"),
        ("知事の小池百合子さんは述べた。", "小池百合子", "小池百合子"),
        ("早急な対応が必要だと述べた。", "対応", None),
        ("They vote on Friday.", "Friday", None),
        ("王小明の家很大。", "王小明", "王小明"),
    ],
)
def test_names_within_other_languages(sentence: str, taken: str, name: str | None) -> None:
    start = sentence.index(taken)
    within = name_within(sentence, start, start + len(taken))
    assert (sentence[slice(*within)] if within else None) == name
