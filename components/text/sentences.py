"""Splits Chinese text into sentences, and knows where a stop does not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from components.text.corpus import Article, Span

STOPS = "。！？!?…"
CLOSERS = "」』”’）)】》〉]｝}＂\"'"

_CLOSERS = re.escape(CLOSERS)
_HAN = "\u3400-\u9fff"
# A run of stops with its closing quotes ends a sentence, unless an ASCII mark stands inside a
# name or address (a?b=c) or the clause goes on behind the quote (「走吧！」，他說). That is asked
# behind the match: asked in the pattern, it would be asked again for each stop of a long run.
# All alternatives begin with one class of signs, for which the text is searched fast.
_END = re.compile(
    rf"[{STOPS}\n](?:(?<=\n)\n*+|(?:(?<![!?\n])|(?<=[!?])(?![A-Za-z0-9]))[{STOPS}]*+[{_CLOSERS}]*+)"
)
# The same, with the full stops of another script: behind English before a capital or before
# Chinese (pass. 東京), and between Chinese where nearly nothing else ends a sentence.
_CLOSED = rf"[{_CLOSERS}]*+"
_LATIN = (
    rf"(?:(?<=[a-z]{{2}}\.){_CLOSED}(?=[ \u3000]+[\u3040-\u30ff\u3400-\u9fff])"
    rf"|(?<=[A-Za-z0-9%)]\.){_CLOSED}(?= +[“‘\"'(]?[A-Z]))"
)
_END_WITH_LATIN = re.compile(rf"{_END.pattern}|\.{_LATIN}")
_END_WITH_DOTS = re.compile(
    rf"{_END_WITH_LATIN.pattern}|\.(?<=[{_HAN}%]\.){_CLOSED}(?=[{_HAN} \n]|$)"
)
# What stands before is asked behind the dot, for which the text is searched fast. A name that is
# told twice has one dot.
_DOT = re.compile(rf"\.(?<=([{_HAN}%])\.){_CLOSED}(?=([{_HAN}]))")
_LAST_DOT = re.compile(rf"(?m)\.(?<=[{_HAN}%]\.){_CLOSED}(?= |$)")  # no name ends with one
# The word before a dot that ends no sentence: an initial, a number of a list, what is shortened.
_WORD_BEFORE = re.compile(r"[A-Za-z0-9.]+\Z")
_SHORTENED = frozenset((
    "mr", "mrs", "ms", "dr", "prof", "st", "mt", "jr", "sr", "inc", "corp", "ltd", "co", "no",
    "vs", "etc", "feat", "ft", "al", "gen", "sen", "rep", "gov", "capt", "col", "lt", "sgt", "rev",
    "hon", "dept", "approx", "est", "fig", "vol", "pp", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec",
))  # fmt: skip
_GOES_ON = frozenset("，、；：,;:")
_QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’"}
_LONGEST_QUOTE = 400  # characters; what is open for longer was never closed
_QUOTE = re.compile("[「」『』“”‘’]")
# 「走嗎？」他問: the question does not end what is told.
_TOLD = re.compile(r"[他她牠我][^，。！？!?「」『』“”\n]{0,6}?[說说問问道喊答叫]")
# 「走嗎？」「走！」林添財說，: nor where somebody is named, and a quote opens the sentence.
_TOLD_BY = re.compile(
    r"(?:[「“][^「」“”\n]{1,60}[」”]){0,3}[^，、。！？!?：「」『』“”\n]{1,16}?"
    r"(?:[說说問问道喊答叫嗆呛稱称]|痛批|怒批|怒斥|批評|批评|抱怨|追問|追问|反問|反问|坦言|直言|強調|强调|表示|指出|回應|回应"
    r"|質疑|质疑|感嘆|感叹|驚呼|惊呼|哽咽|高呼|疾呼|解釋|解释|透露|呼籲|呼吁|補充|补充)道?(?=[，。！？：「“])"
)
_ONLY_QUOTES = re.compile(r"(?:\s|[「“][^「」“”\n]*[」”])*")
_OPENERS = dict(zip("」』”’", "「『“‘", strict=True))


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `text[start:end]` as half-open offsets into `text`.

    A sentence ends behind 。！？!?… with the closing quotes and brackets that follow, or at a
    line break; not behind a quote in a quote that is still open, and not where 他說 goes on
    behind a question. A run-on without stops stays one sentence. Blank edges belong to no
    sentence, and a stretch without any letter, digit or sign yields nothing.
    """
    end = len(text) if end is None else end
    begin = start
    for match in _ends_of(text).finditer(text, start, end):
        stop, last = match.span()
        if text[stop] != "\n" and last < end and _goes_on(text, begin, stop, last):
            continue
        if text[begin].isspace() or text[last - 1].isspace():
            yield from _trim(text, begin, last)
        else:
            yield begin, last
        begin = last
    yield from _trim(text, begin, end)


@lru_cache(maxsize=4)
def _ends_of(text: str) -> re.Pattern[str]:
    """Return the marks that end sentences in a text; a dot as in 約翰.甘迺迪 is none of them."""
    if "." not in text:
        return _END
    dots = len(set(_DOT.findall(text))) + len(_LAST_DOT.findall(text))
    return _END_WITH_DOTS if dots > 1 and dots >= text.count("。") else _END_WITH_LATIN


def _goes_on(text: str, begin: int, stop: int, last: int) -> bool:
    """Tell whether a sentence goes on behind a stop and the closing marks behind it."""
    if text[last] in _GOES_ON or text[last - 1] in "》〉":  # the title of a book or a film
        return True
    if text[stop] in ".!?" and _goes_on_in_latin(text, begin, stop, last):
        return True
    if text[last - 1] not in "」』”’":
        return False
    if text[stop] in "？！?!" and (
        _TOLD.match(text, last) or (_opens_quoted(text, begin, last) and _TOLD_BY.match(text, last))
    ):
        return True
    return _is_quoted(text, begin, last)


def _goes_on_in_latin(text: str, begin: int, stop: int, last: int) -> bool:
    """Tell whether a stop of Latin script ends no sentence: Dr. Smith, “Why?” he asked, Yahoo!."""
    if text[stop] != ".":
        goes_on = text[last].isspace() and text[last : last + 2].strip().islower()
        return goes_on or text.endswith("Yahoo", begin, stop)
    found = _WORD_BEFORE.search(text, max(begin, stop - 12), stop)
    word = found[0] if found else ""
    is_initial = len(word) == 1 and word.isalpha()
    starts = word.isdigit() and not text[begin : stop - len(word)].strip()
    return is_initial or starts or "." in word.rstrip("0123456789.") or word.lower() in _SHORTENED


def _opens_quoted(text: str, begin: int, last: int) -> bool:
    """Tell whether a sentence begins with the quote that ends it, or within that quote."""
    opener = text.rfind(_OPENERS[text[last - 1]], begin, last)
    return opener < 0 or bool(_ONLY_QUOTES.fullmatch(text, begin, opener))


def _is_quoted(text: str, begin: int, last: int) -> bool:
    """Tell whether a quote that opened in the sentence is still open."""
    if last - begin > _LONGEST_QUOTE:
        return False
    closing: list[str] = []
    for sign in _QUOTE.findall(text, begin, last):
        if sign in _QUOTES:
            closing.append(_QUOTES[sign])
        elif closing and closing[-1] == sign:
            closing.pop()
    return bool(closing)


def sentences_of(article: Article) -> Iterator[Span]:
    """Yield the sentences of the stretches of an article that count."""
    for begin, stop in article.counted:
        for start, end in split_sentences(article.text, begin, stop):
            yield Span(article.id, start, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        lead = len(piece) - len(piece.lstrip())
        yield start + lead, start + lead + len(kept)
