"""The picture of a story: labels of its time stand apart."""

from itertools import pairwise

import pytest

from components.stories.figure import stream
from components.stories.stream import StoryStream


@pytest.mark.parametrize("moments", [1, 2, 8, 9, 10, 27, 28, 60])
@pytest.mark.parametrize("has_timeless", [False, True])
def test_labels_of_time_keep_their_distance(moments: int, has_timeless: bool) -> None:
    """Also the last of them from the label of what has no time, which always stands."""
    timed = [(float(at), f"2026-01-{at % 28 + 1:02}T08:00") for at in range(moments)]
    columns = [*timed, *([(float(moments), None)] if has_timeless else [])]
    axis = stream(StoryStream(columns=tuple(columns)), (), mode="light").layout.xaxis
    places = axis.tickvals
    assert places[0] == 0
    assert len(places) <= 10
    steps = [after - before for before, after in pairwise(places)]
    assert all(step >= steps[0] for step in steps)
    assert ("時間不明" in axis.ticktext) is has_timeless
