"""Reads texts with names and quotations marked in them, as the sources of the newsroom are.

`[P 葉=葉書齊]` is a name with its full form, `{葉書齊 說 d|「……。」}` a quotation: who, by which
verb, `d` in quotation marks or `i` in other words; `?` for nobody who is named, `-` for no verb.
"""

from __future__ import annotations

import re

from components.entities import Entity, EntityIndex, Mention
from components.lexicon import KINDS
from components.quotations import QuotationIndex, find
from components.reading import AS_IS, Source, read
from components.text import Corpus, Span, sentences_in

_KINDS = {kind[0]: kind for kind in KINDS}
_NAME = re.compile(r"\[([PLO]) ([^\]=]+)(?:=([^\]]+))?\]")
_MARK = re.compile(
    r"\[(?P<kind>[PLO]) (?P<form>[^\]=]+)(?:=(?P<full>[^\]]+))?\]"
    r"|\{(?P<who>\S+) (?P<cue>\S+) (?P<how>[di])\||\}"
)
Row = tuple[str, str, str, str]  # what was said, who, verb, d or i


def parse(marked: str) -> tuple[str, list[tuple[int, int, str, str]], list[Row]]:
    """Return the text, its names (start, end, kind, full form) and its quotations."""
    text, at = "", 0
    names: list[tuple[int, int, str, str]] = []
    rows: list[Row] = []
    opened: list[tuple[int, str, str, str]] = []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match["kind"]:
            names.append(
                (
                    len(text),
                    len(text) + len(match["form"]),
                    match["kind"],
                    match["full"] or match["form"],
                )
            )
            text += match["form"]
        elif match["who"]:
            opened.append((len(text), match["who"], match["cue"], match["how"]))
        else:
            start, *rest = opened.pop()
            rows.append((text[start:], *rest))
    return text + marked[at:], names, rows


def corpus_of(*texts: str) -> tuple[Corpus, EntityIndex]:
    """Return marked texts as a corpus, each an article, and their names as an index."""
    parsed = [parse(text) for text in texts]
    corpus = read(
        Source(f"{i}", text.encode(), settings=AS_IS) for i, (text, *_) in enumerate(parsed)
    )
    entities: dict[str, Entity] = {}
    mentions = []
    for number, (_, names, _) in enumerate(parsed):
        for start, end, kind, full in names:
            own = f"{_KINDS[kind]}:{full}"
            entities.setdefault(own, Entity(own, full, _KINDS[kind]))
            mentions.append(Mention(Span(str(number), start, end), own))
    return corpus, EntityIndex(tuple(entities.values()), mentions, sentences_in(corpus))


def found_in(*texts: str) -> tuple[Corpus, QuotationIndex]:
    """Return marked texts as a corpus, and the quotations found in it."""
    corpus, index = corpus_of(*texts)
    return corpus, find(corpus, index)


def rows_of(corpus: Corpus, found: QuotationIndex) -> list[Row]:
    """Return quotations as the marks write them."""
    return [
        (
            corpus.text_of(row.span),
            row.entity_id.partition(":")[2] or "?",
            row.cue or "-",
            "d" if row.direct else "i",
        )
        for row in found.quotations
    ]
