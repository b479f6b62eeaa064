"""Chinese sentences: where they end, and where a stop does not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.text.corpus import Article, Span

STOPS = "。！？!?…"
CLOSERS = "」』”’）)】》〉]｝}＂\"'"

_CLOSERS = re.escape(CLOSERS)
# A run of stops with its closing quotes ends a sentence, unless an ASCII mark stands inside a
# name or address (a?b=c) or the clause goes on behind the quote (「走吧！」，他說). That is asked
# behind the match: asked in the pattern, it would be asked again for each stop of a long run.
# All alternatives begin with one class of signs, for which the text is searched fast.
_END = re.compile(
    rf"[{STOPS}\n](?:(?<=\n)\n*+|(?:(?<![!?\n])|(?<=[!?])(?![A-Za-z0-9]))[{STOPS}]*+[{_CLOSERS}]*+)"
)
_GOES_ON = frozenset("，、；：,;:")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `text[start:end]` as half-open offsets into `text`.

    A sentence ends behind 。！？!?… with the closing quotes and brackets that follow, or at a
    line break. A run-on without stops stays one sentence. Blank edges belong to no sentence,
    and a stretch without any letter, digit or sign yields nothing.
    """
    end = len(text) if end is None else end
    begin = start
    for match in _END.finditer(text, start, end):
        stop, last = match.span()
        if last < end and text[last] in _GOES_ON and text[stop] != "\n":
            continue
        if text[begin].isspace() or text[last - 1].isspace():
            yield from _trimmed(text, begin, last)
        else:
            yield begin, last
        begin = last
    yield from _trimmed(text, begin, end)


def sentences_of(article: Article) -> Iterator[Span]:
    """Yield the sentences of the stretches of an article that count."""
    for begin, stop in article.counted:
        for start, end in split_sentences(article.text, begin, stop):
            yield Span(article.id, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        lead = len(piece) - len(piece.lstrip())
        yield start + lead, start + lead + len(kept)
