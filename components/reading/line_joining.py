"""Joins lines that were broken at a fixed width, before anything is counted.

Captions, wires and mails are wrapped at a fixed number of columns, in the middle of words
and even of numbers. Such text shows one width at most of its line ends, and those ends fall
inside sentences. Both are tested before a single line is joined.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from components.text import CLOSERS, STOPS

EDGE = " \t\u3000\ufeff"  # blanks around a text that are no part of it

_MIN_WIDTH = 16  # columns; narrower "wrapping" is verse, a list or a table
MIN_FULL_LINES = 3
_SLACK_SHORT = 4  # a line may be two ideographs short where punctuation was carried over
_SLACK_LONG = 2  # or one long where a full stop hangs in the margin
LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
LINE_BREAK = re.compile(rf"\n|{LINE_END.pattern}")  # of any kind, each of them
# Nothing here but ASCII (one column) and ideographs with their punctuation (two).
_PLAIN = re.compile(r"[\x20-\x7e\u3000-\u9fff\uff01-\uff60]*")
# Cells of a row, and what every sentence has; captions set blanks for marks.
_ROW = re.compile(r"[|│｜\t]|\S {2,}\S+ {2,}\S")
_MARK = re.compile(r"[，。、；：！？,.;:!?…「」『』（）()《》“” \u3000]")
_BLANKS = re.compile(r"[ \u3000\t]+")
_IN_SENTENCES = re.compile(r"[，。；！？,;!?…「」『』]")
_NUMERIC = re.compile(r"[-+]?[0-9０-９][0-9０-９.,:/]*[%％]?")
_NAMED = re.compile(r"[^\s：:，。]{2,12}[：:]\s?\S[^：:，。！？；]*")
# 一、 (2) 3. and ●: what begins an entry of a list; 3.5 begins none.
_ENTRY = re.compile(
    r"[ \u3000]*(?:(?P<sign>[●•◆◇■□※☆★▪▲△○◎✓·‧・*-])|(?P<open>[（(]?)"
    r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<close>[、)）]|[.．](?!\d)))"
)
_SIGNS = frozenset("●•◆◇■□※☆★▪▲△○◎✓·‧・*-")
_NUMERALS = {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)}
_ENTRIES = 3
_LIST_CHARACTERS = 36
_WORDLIKE = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class JoinedText:
    """Text without its hard line breaks.

    Attributes:
        text: the joined text; paragraphs are separated by one line break.
        joins: positions in `text` where a line break was taken out, ascending.
        width: the wrapping width found, in columns; 0 where the text is not wrapped.
    """

    text: str
    joins: tuple[int, ...] = ()
    width: int = 0


def columns(line: str) -> int:
    """Width of a line as a terminal shows it: ideographs two columns, Latin one.

    Characters of ambiguous width (“ ” … —) count two, as Chinese fonts draw them.
    """
    if _PLAIN.fullmatch(line):
        return 2 * len(line) - len(line.encode("ascii", "ignore"))
    letters = [c for c in line if not unicodedata.combining(c)]
    return len(letters) + sum(unicodedata.east_asian_width(c) in "WFA" for c in letters)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which lines were wrapped, as columns and as a count of characters.

    Most programs wrap by columns, and a line with digits then holds more characters. Others,
    the captions of the sample among them, wrap by characters, and such a line is narrower.
    """

    columns: int
    characters: int

    def is_full(self, line: str) -> bool:
        """Tell whether nothing more fitted on the line."""
        width = columns(line)
        by_columns = self.columns - _SLACK_SHORT <= width <= self.columns + _SLACK_LONG
        return by_columns or len(line) == self.characters


def find_wrapping(lines: list[str], *, least: int = MIN_FULL_LINES) -> Wrapping | None:
    """Find the width at which lines were wrapped; None if they were not.

    A text counts as wrapped when at least three lines share one width (give or take what
    line-breaking rules move), these are most of the lines that another line follows, and
    at least half of them end inside a sentence. Where paragraphs are short and follow one
    another without a gap, as in PDFs, fewer lines are full; then nothing may be wider, nearly
    all full lines must end inside a sentence, and nearly all others with one.
    """
    followed = [line for line, after in itertools.pairwise(lines) if line and after]
    widths = Counter(w for line in followed if (w := columns(line)) >= _MIN_WIDTH)
    if not widths:
        return None
    width = max(widths, key=lambda w: (widths[w], w))
    lengths = Counter(len(line) for line in followed if columns(line) == width)
    wrapping = Wrapping(width, max(lengths, key=lambda n: (lengths[n], n)))
    full = [line for line in followed if wrapping.is_full(line)]
    inside = sum(not _ends_sentence(line) for line in full)
    if len(full) < least or inside < 0.5 * len(full):
        return None
    wider = sum(len(line) for line in lines if columns(line) > width + _SLACK_LONG)
    if 2 * wider > sum(map(len, lines)):
        return None  # headings and lines of day between paragraphs of one line each
    if len(full) >= 0.6 * len(followed):
        return wrapping
    short = [line for line in followed if not wrapping.is_full(line)]
    closed = sum(_ends_sentence(line) for line in short)
    n_set_apart = sum(_are_set_apart(lines, wrapping))
    is_layout = (
        len(full) >= 0.3 * (len(followed) - n_set_apart)
        and max(widths) <= width + _SLACK_LONG
        and inside >= (0.6 if n_set_apart else 0.8) * len(full)
        and closed >= 0.8 * (len(short) - n_set_apart)
    )
    return wrapping if is_layout else None


def _are_set_apart(lines: Sequence[str], wrapping: Wrapping) -> list[bool]:
    """Tell of each line whether it is a heading or a byline between the wrapped ones.

    Wrapping leaves no line short but the last of a paragraph, and that one ends a sentence: a
    short line that ends none, above another line and below a finished one, was set apart.
    """
    apart: list[bool] = []
    for i, line in enumerate(lines):
        above = lines[i - 1] if i else ""
        below = lines[i + 1] if i + 1 < len(lines) else ""
        begins = not above or _ends_sentence(above) or apart[-1]
        short = bool(line) and not wrapping.is_full(line) and not _ends_sentence(line)
        apart.append(short and begins and bool(below))
    return apart


def _are_rows(lines: Sequence[str], wrapping: Wrapping) -> list[bool]:
    """Tell of each line whether it is a row of a table or an entry of a list.

    Three full lines without a mark, below a heading or in a text that has marks elsewhere, are no
    prose, whose sentences have one every dozen characters, unless a short line ends a sentence
    below them.
    """
    rows = [bool(_ROW.search(line.strip())) for line in lines]
    for first, last in _find_tables(lines):
        rows[first:last] = [True] * (last - first)
    has_marks = any(map(_MARK.search, lines))
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and wrapping.is_full(lines[end]) and not _MARK.search(lines[end]):
            continue
        is_headed = start > 0 and bool(lines[start - 1]) and not wrapping.is_full(lines[start - 1])
        long = end - start >= _ENTRIES and sum(map(len, lines[start:end])) >= _LIST_CHARACTERS
        below = lines[end] if end < len(lines) else ""
        is_paragraph = _ends_sentence(below) and not wrapping.is_full(below)
        if long and not is_paragraph and (has_marks or is_headed):
            rows[start:end] = [True] * (end - start)
        start = end + 1
    return rows


def _find_tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield stretches of three lines or more that have the same cells, or a name and a colon.

    Captions set a blank for a comma: there, cells are those that stand under each other, are set
    apart by two blanks, or end in a number.
    """
    start = 0
    for shape, group in itertools.groupby(lines, _count_cells):
        own = list(group)
        if shape and len(own) >= _ENTRIES and (shape < 0 or _are_cells(own)):
            yield start, start + len(own)
        start += len(own)


def _count_cells(line: str) -> int:
    """Return how many cells a line has; -1 for a name and what belongs to it, 0 for prose."""
    line = line.strip(EDGE)
    if _NAMED.fullmatch(line):
        return -1
    cells = [] if _IN_SENTENCES.search(line) else _BLANKS.split(line)
    is_spaced = sum(map(len, cells)) < 2 * len(cells)  # 北 約 各 國 is a line of a scan
    return len(cells) if len(cells) > 1 and not is_spaced else 0


def _are_cells(lines: Sequence[str]) -> bool:
    lines = [line.strip(EDGE) for line in lines]
    gaps = [[gap.span() for gap in _BLANKS.finditer(line)] for line in lines]
    if all(any(b - a > 1 for a, b in own) for own in gaps):
        return True
    if len({tuple(gap) for own in gaps for gap in own}) == len(gaps[0]):
        return True
    return all(_NUMERIC.fullmatch(_BLANKS.split(line)[-1]) for line in lines)


def _find_entries(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines with which an entry of a list begins.

    A sign or a number alone may stand there by chance; entries have the same sign, or numbers
    that go on.
    """
    begun: dict[str, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        if found := _ENTRY.match(line):
            style = found["sign"] or f"{found['open']}{found['close']}"
            begun.setdefault(style, []).append((at, 0 if found["sign"] else _number(found)))
    return frozenset(
        at
        for style, own in begun.items()
        for (before, low), (behind, high) in itertools.pairwise(own)
        if high == low + 1 or (style[:1] in _SIGNS and high == low)
        for at in (before, behind)
    )


def _number(found: re.Match[str]) -> int:
    written = found["number"]
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def find_width(text: str) -> Wrapping | None:
    """Find the width at which a whole text was wrapped, for the articles in it."""
    lines, first, last = _lines_of(text)
    return find_wrapping(_inner(lines, first, last))


def join_lines(
    raw: str,
    *,
    shown: str | None = None,
    least: int = MIN_FULL_LINES,
    known: Wrapping | None = None,
) -> JoinedText:
    """Take out the line breaks that wrapping put in; keep those of paragraphs.

    CJK meets CJK without a space, Latin words meet with one; a number cut in two becomes
    one number. Blank lines, indented lines and lines clearly shorter than the wrapping
    width end a paragraph.

    Args:
        raw: text with any kind of line ends.
        shown: the same lines as they were when they were wrapped, where their width has
            changed since; widths are measured there. A line that is blank there is no part of
            what was wrapped.
        least: full lines that make a text wrapped.
        known: how the file was wrapped that the text is a part of, where a part alone tells less.

    Returns:
        The joined text; without wrapping only line ends are normalised and blank edges cut.
    """
    lines, first, last = _lines_of(raw)
    measured = lines if shown is None else _lines_of(shown)[0]
    lines, measured = _inner(lines, first, last), _inner(measured, first, last)
    wrapping = find_wrapping(measured, least=least) or known
    if wrapping is None:
        return JoinedText("\n".join(lines))
    pieces, joins, length = [lines[0]], [], len(lines[0])
    apart = _are_set_apart(measured, wrapping)
    rows, entries = _are_rows(measured, wrapping), _find_entries(measured)
    pairs = zip(itertools.pairwise(lines), itertools.pairwise(measured), strict=True)
    for i, ((_, line), (set_before, set_line)) in enumerate(pairs):
        stands_alone = rows[i] or rows[i + 1] or apart[i] or apart[i + 1] or i + 1 in entries
        if not stands_alone and _continues(set_before, set_line, wrapping):
            joins.append(length)
            piece = _glue(set_before, set_line) + line
        else:
            piece = "\n" + line
        pieces.append(piece)
        length += len(piece)
    return JoinedText("".join(pieces), tuple(joins), wrapping.columns)


def join_breaks(raw: str, breaks: Collection[int]) -> JoinedText:
    """Take out line breaks that are known to be those of a page.

    Args:
        raw: text with line feeds.
        breaks: the numbers of the breaks, from 0.
    """
    lines, first, last = _lines_of(raw)
    inner = _inner(lines, first, last)
    wanted = frozenset(breaks)
    pieces, joins, length = [inner[0]], [], len(inner[0])
    for n, (above, line) in enumerate(itertools.pairwise(inner), first):
        piece = "\n" + line
        if n in wanted and above and line:
            joins.append(length)
            piece = _glue(above, line) + line
        pieces.append(piece)
        length += len(piece)
    width = max(map(columns, inner)) if joins else 0
    return JoinedText("".join(pieces), tuple(joins), width)


def _lines_of(raw: str) -> tuple[list[str], int, int]:
    """Return the lines of a text, and between which of them there is more than blanks."""
    lines = LINE_END.sub("\n", raw).split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip(EDGE)]
    return (lines, filled[0], filled[-1] + 1) if filled else (lines, 0, 0)


def _inner(lines: list[str], first: int, last: int) -> list[str]:
    """Return some lines without blank edges, those inside still indented."""
    inner = [line.rstrip(" \t") for line in lines[first:last]] or [""]
    inner[0] = inner[0].lstrip(EDGE)
    inner[-1] = inner[-1].rstrip(EDGE)
    return inner


def _ends_sentence(line: str) -> bool:
    return line.rstrip(CLOSERS).endswith(tuple(STOPS))


def _continues(before: str, line: str, wrapping: Wrapping) -> bool:
    indented = line.startswith(("\u3000", " ", "\t"))
    return bool(line) and not indented and wrapping.is_full(before)


def _glue(before: str, after: str) -> str:
    """One space between two words of an alphabet; a split number stays one number."""
    if not (_WORDLIKE.match(before[-1]) and _WORDLIKE.match(after[0])):
        return ""
    both_digits = before[-1].isdigit() and after[0].isdigit()
    return "" if both_digits else " "
