"""How much of an article an extractor keeps, and how much else: letters beside letters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

FOLDER = Path(__file__).parent
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Score:
    """How a text lies beside the body of a page, in letters and digits.

    Attributes:
        recall: share of the body that was kept, 0 to 1.
        precision: share of what was kept that is body, 0 to 1; 0 for an empty text.
    """

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where nothing is right."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def score(text: str, truth: dict[str, Any]) -> Score:
    """Compare a text with the body; headline and captions may stand in it or not."""
    body = letters(truth["body"])
    neutral = {letters([line]) for line in (truth["title"], *truth["captions"])}
    lines = (letters([line]) for line in text.split("\n"))
    kept = "".join(line for line in lines if line not in neutral)
    common = LCSseq.similarity(body, kept)
    return Score(common / len(body), common / len(kept) if kept else 0.0)


def letters(lines: Iterable[str]) -> str:
    """Return the letters and digits of lines."""
    return "".join(char for line in lines for char in line if char.isalnum())
