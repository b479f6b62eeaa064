"""What a database can keep of a text, and names made unique."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.library.values import keepable, make_unique


@given(st.text())
def test_values_keepable_keeps_lengths_and_is_kept(text: str) -> None:
    kept = keepable(text)
    assert len(kept) == len(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert keepable(kept) == kept


@given(st.lists(st.sampled_from(["a", "a (2)", "b", ""]), max_size=8))
def test_values_made_unique_names_are_unique(names: list[str]) -> None:
    taken: set[str] = set()
    made = [make_unique(name, taken) for name in names]
    assert len(set(made)) == len(names)
    assert all(own.startswith(name) for own, name in zip(made, names, strict=True))
