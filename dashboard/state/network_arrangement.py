"""How the reader arranged the picture of the network, step by step, and how the address says it.

It is a view of this session: nothing is stored with the library, and no number changes.
"""

from __future__ import annotations

import streamlit as st

from components.network import Arrangement, read_arrangement, write_hidden, write_places
from dashboard.state.history import MOST_STEPS, ArrangementHistory, ArrangementStep
from dashboard.state.memory import memory

HIDDEN, PLACES, PERIOD = "net_hidden", "net_places", "net_at"
MOST_IN_ADDRESS = 400
"""Characters of an arrangement beyond which it stays in the session alone: addresses are cut."""


def current() -> Arrangement:
    """Return how the picture is arranged."""
    return memory().arrangement


def change(after: Arrangement) -> None:
    """Arrange the picture anew; what had been undone is forgotten."""
    own = memory()
    if after == own.arrangement:
        return
    corrected = own.history.past
    step = ArrangementStep(own.arrangement, after, corrected[-1] if corrected else None)
    own.arranged = ArrangementHistory((*own.arranged.past, step)[-MOST_STEPS:])
    own.arrangement = after


def undo() -> bool:
    """Take the last change back; False where a correction was made after it, or there is none."""
    own = memory()
    past, corrected = own.arranged.past, own.history.past
    if not past:
        return False
    step, last = past[-1], corrected[-1] if corrected else None
    was_before = step.correction is None or step.correction in corrected
    if last is not None and last is not step.correction and was_before:
        return False
    own.arranged = ArrangementHistory(past[:-1], (*own.arranged.future, step))
    own.arrangement = step.before
    return True


def redo() -> bool:
    """Make the last change that was undone again; False where a correction is to come first."""
    own = memory()
    future, corrected = own.arranged.future, own.history
    if not future:
        return False
    step = future[-1]
    if step.correction is not None and step.correction in corrected.future:
        return False
    own.arranged = ArrangementHistory((*own.arranged.past, step), future[:-1])
    own.arrangement = step.after
    return True


def fits_address(arrangement: Arrangement) -> bool:
    """Tell whether an arrangement is short enough to stand in the address."""
    written = write_hidden(arrangement) + write_places(arrangement)
    return len(written) <= MOST_IN_ADDRESS


def follow_address() -> None:
    """Take over what the address says anew, and let it say how the picture is arranged.

    As with what is picked: an address is followed when it says something new.
    """
    own, page = memory(), (st.context.url or "").partition("?")[0]
    asked = tuple(st.query_params.get(name, "") for name in (HIDDEN, PLACES, PERIOD))
    told, told_on = own.arrangement_told
    if asked != told and (any(asked) or page == told_on):
        change(read_arrangement(*asked[:2]))
        own.shown_period = asked[2]
    fits = fits_address(own.arrangement)
    written = (write_hidden(own.arrangement), write_places(own.arrangement)) if fits else ("", "")
    says = (*written, own.shown_period)
    for name, value in zip((HIDDEN, PLACES, PERIOD), says, strict=True):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    own.arrangement_told = (says, page)
