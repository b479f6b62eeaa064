"""A way of address, who leads a body and a firm's full name speak for a possible name."""

from __future__ import annotations

import numpy as np

from components.entities.sentence_names import FoundName, FoundRows
from components.entities.surroundings import (
    compare_lengths,
    find_addressed,
    find_headed,
    find_stems,
)


def test_surroundings_of_a_surname_are_a_way_of_address() -> None:
    copies = ["佟大爷说", "佟路很长", "欧阳先生说", "王小明先生", "陈伯说", "来伯说"]
    rows = [
        [FoundName(0, 1, "PER", 0.5)],
        [FoundName(0, 1, "PER", 0.5)],
        [FoundName(0, 2, "PER", 0.5)],
        [FoundName(0, 3, "PER", 0.5)],
        [FoundName(0, 1, "PER", 0.5)],
        [FoundName(0, 1, "PER", 0.5)],
    ]
    flags = find_addressed(copies, FoundRows.of(rows))
    assert flags.tolist() == [True, False, True, False, True, False]


def test_surroundings_of_a_body_are_who_leads_it() -> None:
    copies = ["澎湖海巡队长吴复连", "新竹分会", "台积电长期"]
    rows = [
        [FoundName(0, 5, "ORG", 0.5)],
        [FoundName(0, 4, "ORG", 0.5)],
        [FoundName(0, 3, "ORG", 0.5)],
    ]
    assert find_headed(copies, FoundRows.of(rows)).tolist() == [True, False, False]


def test_surroundings_of_a_short_form_are_the_full_name_of_the_firm() -> None:
    names = ["晶禾电子", "晶禾", "萬香", "佳凌光电"]
    sums = np.array([[0, 0, 0.9], [0, 0, 0.1], [0, 0, 0.5], [0, 0, 0.2]])
    assert find_stems(names, sums).tolist() == [False, True, False, False]


def test_surroundings_of_a_listed_part_are_the_whole_name() -> None:
    found = FoundRows.of([[FoundName(0, 4, "ORG", 0.5), FoundName(0, 9, "ORG", 0.5)]])
    parts, wholes = compare_lengths(found, np.array([True, False]))
    assert (parts.tolist(), wholes.tolist()) == ([True, False], [False, True])


def test_surroundings_of_nothing_are_nothing() -> None:
    nothing = FoundRows.of([])
    assert len(find_addressed([], nothing)) == len(find_headed([], nothing)) == 0
    assert len(find_stems([], np.zeros((0, 3)))) == 0
