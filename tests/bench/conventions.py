"""Names of Universal NER GSD as the conventions of Taiwan's news have them.

Written before anything was tuned, from the conventions and the guidelines of the treebank. GSD
takes schools for places and airports for bodies where they are named as such, marks rail lines,
cuts 南京 from 南京市 where 市 is a word of its own, and leaves levels of one place apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Name = tuple[int, int, str]
_BODIES = re.compile(
    "(?:大[學学]|[學学]院|[學学]校|[小中][學学]|高中|[醫医]院|博物[館馆]|美[術术][館馆]|[圖图][書书][館馆])$"
)
_PLACES = re.compile("(?:[機机][場场]|[車车]站|大[橋桥]|公[園园]|[廣广][場场]|[體体]育[場场館馆])$")
_LINES = re.compile("(?:[線线綫]|[鐵铁]路)$")
_OFFICE = re.compile("[市縣县省](?![區区長长民場场政內内中立])")


def mapped(text: str, names: Iterable[Name]) -> frozenset[Name]:
    """Return the names of a sentence by the conventions."""
    kept: list[Name] = []
    for start, end, kind in sorted(names):
        own = text[start:end]
        if kind == "LOC" and _LINES.search(own):
            continue
        if kind == "LOC" and _BODIES.search(own):
            kind = "ORG"
        elif kind == "ORG" and _PLACES.search(own):
            kind = "LOC"
        if kind == "LOC" and end - start > 1 and _OFFICE.match(text, end):
            end += 1
        before = kept[-1] if kept else None
        levels = before and kind == before[2] == "LOC" and before[1] == start
        if before and levels and min(end - start, before[1] - before[0]) > 1:
            kept[-1] = (before[0], end, "LOC")
        else:
            kept.append((start, end, kind))
    return frozenset(kept)
