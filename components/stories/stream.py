"""Lays a story out as a stream: outlets are lanes, time runs to the right, articles are bars."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from math import ceil, sqrt

from components.stories.story import Story, StoryArticle
from components.text import Corpus

MOST_COLUMNS = 48  # so many bars still have a width; more moments are drawn together
MOST_LANES = 12  # outlets; of more the rest share the last lane
_GAP = 0.6  # columns between the last time and the articles without one


@dataclass(frozen=True, slots=True)
class StreamBar:
    """An article in the stream.

    Attributes:
        number: its place in the order of time, from 0.
        row: the row it lies in, from the top.
        column: the middle of it, in columns from the left.
        article: what it is made of.
        parent: the place of its main source, if any.
    """

    number: int
    row: int
    column: float
    article: StoryArticle
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class StreamLane:
    """The rows of one outlet; "" where none is known, `others` where outlets share a lane."""

    outlet: str
    first: int
    rows: int
    others: int = 0


@dataclass(frozen=True, slots=True, weakref_slot=True)
class StoryStream:
    """A story laid out.

    Attributes:
        bars: in the order of time.
        lanes: from top to bottom.
        columns: the earliest printed time of each column, None for that of unknown times, with
            the place of the column.
        merged: whether a column holds more than one moment.
    """

    bars: tuple[StreamBar, ...] = ()
    lanes: tuple[StreamLane, ...] = ()
    columns: tuple[tuple[float, str | None], ...] = ()
    merged: bool = False

    @property
    def n_rows(self) -> int:
        """Rows of all lanes."""
        return sum(lane.rows for lane in self.lanes)


def lay_out_stream(corpus: Corpus, story: Story) -> StoryStream:
    """Lay a story out; equal times stand in one column, articles without a time in the last.

    Columns stand for the order of time and not for its length: a night without news takes no
    room.
    """
    ids = [article.article_id for article in story.articles]
    times = [corpus.article(i).published or None for i in ids]
    lanes_of = _choose_lanes([corpus.article(i).outlet or "" for i in ids])
    columns, places, merged = _columns(times)
    places = _spread_unknown(times, places, lanes_of)
    rows: dict[int, int] = {}
    lanes: list[StreamLane] = []
    top = 0
    others = len({corpus.article(i).outlet or "" for i in ids}) - len(set(lanes_of)) + 1
    for lane in dict.fromkeys(lanes_of):
        stacks: Counter[float] = Counter()
        for n in (n for n, own in enumerate(lanes_of) if own == lane):
            rows[n] = top + stacks[places[n]]
            stacks[places[n]] += 1
        height = max(stacks.values())
        lanes.append(StreamLane(lane or "", top, height, others if lane is None else 0))
        top += height
    number_of = {own: n for n, own in enumerate(ids)}
    bars = tuple(
        StreamBar(
            n, rows[n], places[n], article,
            number_of[article.parent] if article.parent is not None else None,
        )
        for n, article in enumerate(story.articles)
    )  # fmt: skip
    return StoryStream(bars, tuple(lanes), columns, merged)


def _columns(
    times: list[str | None],
) -> tuple[tuple[tuple[float, str | None], ...], list[float], bool]:
    """Give each article a column: one for each time, or some times together."""
    known = [time for time in times if time]
    different = [time for time, _ in groupby(known)]
    each = max(1, -(-len(known) // MOST_COLUMNS)) if len(different) > MOST_COLUMNS else 0
    columns: list[tuple[float, str | None]] = []
    places: list[float] = []
    held: defaultdict[float, int] = defaultdict(int)
    last: str | None = None
    for time in times:
        if time is None:
            at = len([c for c in columns if c[1]]) + _GAP if any(c[1] for c in columns) else 0.0
            if not columns or columns[-1][1] is not None:
                columns.append((at, None))
        elif time != last and (not each or not columns or held[columns[-1][0]] >= each):
            columns.append((float(len(columns)), time))
        last = time
        places.append(columns[-1][0])
        held[columns[-1][0]] += 1
    return tuple(columns), places, bool(each)


def _spread_unknown(
    times: list[str | None], places: list[float], lanes: list[str | None]
) -> list[float]:
    """Let articles without a time stand side by side, so that no lane grows for them alone."""
    seen: Counter[str | None] = Counter()
    unknown = Counter(lane for lane, time in zip(lanes, times, strict=True) if time is None)
    width = ceil(sqrt(max(unknown.values(), default=0)))
    made = list(places)
    for n, (lane, time) in enumerate(zip(lanes, times, strict=True)):
        if time is None:
            made[n] += seen[lane] % width
            seen[lane] += 1
    return made


def _choose_lanes(outlets: list[str]) -> list[str | None]:
    """The lane of each article: its outlet, or None for those that share the last lane."""
    counts = Counter(outlets)
    if len(counts) <= MOST_LANES:
        return list(outlets)
    own = {outlet for outlet, _ in counts.most_common(MOST_LANES - 1)}
    return [outlet if outlet in own else None for outlet in outlets]
