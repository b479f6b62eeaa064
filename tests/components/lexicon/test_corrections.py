"""Corrections of names: what a line means, and what is wrong with one that means nothing."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lexicon import KINDS, Correction, CorrectionError, CorrectionVerb, parse_correction


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("科索夫", "form"),
        ("= 科索夫", "form"),
        ("# 科索夫", "form"),
        ("forget 科索夫", "verb"),
        ("rename 科索夫", "value"),
        ("rename 科索夫 =", "value"),
        ("drop 科索夫 = LOC", "value"),
        ("kind 科索夫 = GPE", "kind"),
    ],
)
def test_correction_says_what_is_wrong(line: str, reason: str) -> None:
    with pytest.raises(CorrectionError) as caught:
        parse_correction(line)
    assert caught.value.reason == reason
    assert "科索夫" not in str(caught.value)


NAMES = st.text("科索夫北約AB·", min_size=1, max_size=6)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    verb = draw(st.sampled_from(get_args(CorrectionVerb)))
    if verb in ("kind", "add"):
        return Correction(verb, draw(NAMES), draw(st.sampled_from(KINDS)))
    two = verb in ("rename", "merge", "apart", "speaker")
    return Correction(verb, draw(NAMES), draw(NAMES) if two else "")


@given(corrections())
def test_correction_survives_writing_and_reading(made: Correction) -> None:
    assert parse_correction(str(made)) == made
