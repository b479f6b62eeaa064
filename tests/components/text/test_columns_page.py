"""The page about columns says what the code holds: names, types, and all columns of each noun."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from components.duplicates.report import Letters, SentencePlaces, Units
from components.entities.index import Mentions
from components.network.network import Edges
from components.text import Spans
from components.words.locking import NameRows
from components.words.tokens import TokenRows

PAGE = Path(__file__).parents[3] / "docs" / "columns.md"
NOUNS: dict[str, Any] = {
    noun.__name__: noun()
    for noun in (Spans, TokenRows, Mentions, NameRows, Edges, SentencePlaces, Units, Letters)
}


def told() -> dict[str, dict[str, str]]:
    """Return the type of each column of each noun, as the page has it."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    noun = ""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 5:
            continue
        noun = (re.findall(r"`(\w+)`", cells[0]) or [noun])[0]
        columns = re.sub(r" into `\w+`|:.*", "", cells[1])
        found[noun] |= dict.fromkeys(re.findall(r"`(\w+)`", columns), cells[3].strip("`"))
    return found


@pytest.mark.parametrize("noun", NOUNS)
def test_columns_page_names_every_column_with_its_type(noun: str) -> None:
    held = {
        field.name: value.dtype.name if isinstance(value, np.ndarray) else type(value).__name__
        for field in fields(NOUNS[noun])
        if isinstance(value := getattr(NOUNS[noun], field.name), np.ndarray | Spans)
    }
    assert told()[noun] == held
