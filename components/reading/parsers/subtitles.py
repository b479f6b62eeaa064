"""Reads subtitles: the words that were spoken, without their times.

A caption breaks its lines where the screen ends: the lines of one caption are joined. Where
captions carry stops, they run on to the next stop; without stops each stays a line of its own.

Refusals come from decoding.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from components.reading.document import Document, Limits, ReadingSettings
from components.reading.encodings import decode
from components.reading.marks import is_credit
from components.reading.parsers.plain import document_of
from components.reading.parsers.xml_text import parse_text, xml_of
from components.text import CLOSERS, STOPS, Step

_TIMES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d\d[,.]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d\d[,.]\d{1,3}")
_TAGS = re.compile(
    r"</?(?:[ibuvc]|font|ruby|lang|\d\d:)(?:[\s.:][^<>]*|\d[^<>]*)?>|\{\\[^{}]*\}", re.I
)
_READING = re.compile(r"<rt>[^<]*</rt>", re.I)
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
_SCRIPT = re.compile(r"\s*\[Script Info\]")
_FIELDS_BEFORE = 9  # layer, start, end, style, name, three margins and effect stand before a text
_VIEWED = re.compile(r"(?m)^\s*\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}[ \t]*$")
_SUNG = re.compile(r"(?m)^(?:\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\])+[ \t]*")
_XML = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml|!--|(?:[\w-]+:)?(?:tt|timedtext|transcript)[\s>])"
)
_FOLDED = re.compile(r"[ \t]*\n[ \t\n]*")
_ANY_TIME = "00:00:00,000 --> 00:00:00,000"
_ROLLING = 3  # captions
_OVERLAP = 3  # characters
_STOPPED = 0.2  # of captions; fewer end a sentence only by chance


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read captions of any format as one text; a line that rolls on is told once."""
    if _XML.match(data[:400].replace(b"\0", b"")):
        decoded = xml_of(data, encoding=settings.encoding)
        every = _cues_of_xml(decoded.text)
    else:
        decoded = decode(data, encoding=settings.encoding)
        text = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        every = list(_cues(_as_subrip(text)))
    cues = list(_without_overlaps(list(_drop_repeated(every))))
    told = document_of(decoded, "\n".join(_sentences(cues)), wrapped=False)
    again = sum(map(len, every)) - sum(map(len, cues))
    steps = (*told.steps, *((Step("repeated_captions", again),) if again else ()))
    return (replace(told, steps=steps, spoken=True),)


def _cues_of_xml(page: str) -> list[list[str]]:
    """Return the lines of each caption of TTML, or of what YouTube sends."""
    cues: list[list[str]] = []
    unseen: list[bool] = []  # for each element within a caption, whether it is not shown

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if unseen:
            is_reading = any(
                key.endswith("ruby") and value.startswith(("text", "delimiter"))
                for key, value in attributes.items()
            )
            unseen.append(unseen[-1] or is_reading or name == "metadata")
            cues[-1].extend(("\n",) if name == "br" else ())
        elif name in ("p", "text"):
            cues.append([])
            unseen.append(False)

    def end(_: str) -> None:
        if unseen:
            unseen.pop()

    def met(text: str) -> None:
        if unseen and not unseen[-1]:
            # A line of the file is none of the caption.
            cues[-1].append(_FOLDED.sub("", text))

    parse_text(page, start=start, end=end, text_met=met)
    shown = (html.unescape("".join(cue)).split("\n") for cue in cues)
    lines = ([line for line in map(str.strip, cue) if line] for cue in shown)
    return [cue for cue in lines if cue]


def _as_subrip(text: str) -> str:
    """Write the captions of SubStation Alpha, SubViewer and songs as those of SubRip."""
    if _SCRIPT.match(text):
        told = (line for line in text.split("\n") if line.startswith("Dialogue:"))
        shown = (line.split(",", _FIELDS_BEFORE)[-1] for line in told)
        lines = (
            line.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ") for line in shown
        )
        return "\n\n".join(f"{_ANY_TIME}\n{line}" for line in lines)
    if _VIEWED.match(text):
        return _VIEWED.sub(_ANY_TIME, text)
    return _SUNG.sub(f"\n{_ANY_TIME}\n", text) if _SUNG.search(text[:2000]) else text


def _cues(text: str) -> Iterator[list[str]]:
    """Yield the lines of each caption without tags; numbers, notes and styles are passed over."""
    lines = text.split("\n")
    web = text.startswith("WEBVTT")
    current: list[str] | None = None
    for line, after in zip(lines, _find_next_filled(lines), strict=True):
        if _TIMES.match(line) or (web and not line.strip()):
            # Only times end a caption of SubRip: some writers leave blank lines inside.
            if current:
                yield current
            current = [] if line.strip() else None
        elif current is not None and not (line.strip().isdigit() and _TIMES.match(after)):
            shown = _TAGS.sub("", _READING.sub("", line)).strip()
            shown = html.unescape(shown) if web else shown
            current.extend((shown,) if shown else ())
    if current:
        yield current


def _find_next_filled(lines: list[str]) -> list[str]:
    """Return for each line the next one that is not blank; some writers put blank ones between."""
    after, found = [""] * len(lines), ""
    for i in range(len(lines) - 1, -1, -1):
        after[i] = found
        found = lines[i] if lines[i].strip() else found
    return after


def _without_overlaps(cues: list[list[str]]) -> Iterator[list[str]]:
    """Tell once what rolls on within the lines: the end of a caption that begins the next.

    It is what a program did where most captions begin so, and where at least three do.
    """
    overlaps = [_overlap(a[-1], b[0]) for a, b in itertools.pairwise(cues)]
    rolling = sum(size > 0 for size in overlaps)
    if rolling < _ROLLING or 2 * rolling < len(overlaps):
        yield from cues
        return
    for cue, size in zip(cues, [0, *overlaps], strict=True):
        fresh = [cue[0][size:], *cue[1:]]
        if any(fresh):
            yield [line for line in fresh if line]


def _overlap(before: str, line: str) -> int:
    """Return how many characters at the end of a line begin the next; less than three are none."""
    sizes = range(min(len(before), len(line)), _OVERLAP - 1, -1)
    return next((size for size in sizes if before.endswith(line[:size])), 0)


def _drop_repeated(cues: Iterable[list[str]]) -> Iterator[list[str]]:
    """Drop the lines that the caption before showed already."""
    before: list[str] = []
    for cue in cues:
        fresh = [line for line in cue if line not in before]
        before = cue
        if fresh:
            yield fresh


def _sentences(cues: list[list[str]]) -> Iterator[str]:
    joined = [_join(cue) for cue in cues]
    stopped = sum(_ends(cue) for cue in joined)
    if stopped < _STOPPED * len(joined):
        yield from joined
        return
    running: list[str] = []
    for cue in joined:
        if is_credit(cue):
            yield from (*([_join(running)] if running else ()), cue)
            running = []
            continue
        running.append(cue)
        if _ends(cue):
            yield _join(running)
            running = []
    if running:
        yield _join(running)


def _join(lines: list[str]) -> str:
    """Join lines: Latin words meet with a space, Han meets Han without."""
    text = lines[0]
    for line in lines[1:]:
        gap = " " if _WORD.match(text[-1:]) and _WORD.match(line) else ""
        gap = gap or (" " if text[-1:] in ",.!?;:" and _WORD.match(line) else "")
        text += gap + line
    return text


def _ends(line: str) -> bool:
    return line.rstrip(CLOSERS).endswith((*STOPS, "."))
