r"""Reads what a reader looks for: a text, or a query with signs that mean something.

| written | finds |
| --- | --- |
| `外長` | the text, in either script |
| `外長?` | `?` is any one character |
| `外*長` | `*` is up to 20 characters, as few as possible |
| `外長|外交部長`, `外交部(長|次長)` | one of several |
| `表示[v]`, `[nr]`, `[人物]` | a word of that part of speech, or any such word |
| `外長 /5 表示` | both in a sentence, at most 5 words apart, in either order |
| `外長 [v]` | words next to each other, where a query names a part of speech or a distance |
| `/外長.{0,5}表示/` | a regular expression |
| `\*` | the sign itself |

Only the half-width signs mean something: ？ and （ in a text that was pasted stay what they are.
Nothing but a literal text reaches over the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import re2

from components.text import fold
from components.words import PosFamily, family_of

MAX_QUERY = 400  # characters
MAX_DISTANCE = 50  # words
_ANY, _RUN = ".", ".{0,20}?"
QueryReason = Literal[
    "long", "only_signs", "group_open", "alternative", "tag_open", "tag", "distance_place",
    "distance_size", "regex_open", "regex_closed", "regex_repeat", "regex_class", "regex_range",
    "regex_size", "regex_unknown", "regex_large", "regex",
]  # fmt: skip


class QueryError(ValueError):
    """A query that cannot be read; the message does not hold it.

    Attributes:
        reason: what is wrong.
        position: at which character, counted from 1.
        part: the sign that is not understood; "" where the position says enough.
    """

    def __init__(self, reason: QueryReason, position: int, part: str = "") -> None:
        super().__init__(f"no query: {reason} at character {position}")
        self.reason, self.position, self.part = reason, position, part


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a query about words.

    Attributes:
        literal: folded text that is looked for; "" where a pattern or the tags say all.
        pattern: a regular expression for folded text; "" for none.
        tags: parts of speech in jieba's tag set that its one word may have; empty for any.
    """

    literal: str = ""
    pattern: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        text: the query as it was typed, without blanks around it.
        elements: one for a text or a pattern; of a query about words one for each word.
        distances: between each two elements how many words apart they may be; 0 is next to
            each other, in their order.
        about_words: it asks for parts of speech or distances, and needs the text cut.
    """

    text: str
    elements: tuple[Element, ...] = ()
    distances: tuple[int, ...] = ()
    about_words: bool = False

    @property
    def is_literal(self) -> bool:
        """Tell whether no sign in it means anything."""
        return not self.about_words and all(element.literal for element in self.elements)


class _Sign(NamedTuple):
    """A character of a query, where it stands, and whether it means itself only."""

    char: str
    position: int
    plain: bool


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: it makes no sense; says at which character.
    """
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if len(text) > MAX_QUERY:
        raise QueryError("long", MAX_QUERY + 1)
    if not text:
        return Query("")
    if len(text) > 2 and text.startswith("/") and text.endswith("/") and text[-2] != "\\":
        return Query(text, (Element(pattern=_read_regex(text[1:-1], lead + 2)),))
    signs = list(_signs(text, lead + 1))
    if _is_about_words(signs):
        return _read_words(text, signs)
    return Query(text, (_read_element(signs),))


def compile_pattern(pattern: str) -> Any:
    """Return the expression that finds a pattern, in time linear in the text, line by line.

    Raises:
        re2.error: it is none.
    """
    options = re2.Options()
    options.never_nl = True  # a sentence a line: nothing reaches into the next one
    options.log_errors = False
    return re2.compile(f"(?im){pattern}".encode("utf-8", "surrogatepass"), options=options)


def _signs(text: str, first: int) -> Iterator[_Sign]:
    """Yield the characters, those behind a backslash as themselves."""
    at = 0
    while at < len(text):
        escaped = text[at] == "\\" and at + 1 < len(text)
        position = first + at
        at += escaped
        yield _Sign(text[at], position, escaped or text[at] not in r"*?|()[]/" + " \u3000")
        at += 1


def _means(sign: _Sign, chars: str) -> bool:
    return not sign.plain and sign.char in chars


def _is_about_words(signs: list[_Sign]) -> bool:
    """Tell whether a part of speech or a distance is asked for."""
    typed = "".join(s.char if not s.plain or s.char.isdecimal() else "x" for s in signs)
    return "[" in typed or bool(re.search(r"(?:^|\s)/[0-9]+(?:\s|$)", typed))


def _read_words(text: str, signs: list[_Sign]) -> Query:
    elements: list[Element] = []
    distances: list[int] = []
    behind: int | None = None  # a distance that waits for its second element
    for part in _split(signs, " \u3000"):
        number = "".join(sign.char for sign in part[1:])
        if _means(part[0], "/") and number.isdecimal():
            if behind is not None or not elements:
                raise QueryError("distance_place", part[0].position)
            if not 1 <= int(number) <= MAX_DISTANCE:
                raise QueryError("distance_size", part[0].position, str(MAX_DISTANCE))
            behind = int(number)
            continue
        if elements:
            distances.append(behind or 0)
        elements.append(_read_element(part))
        behind = None
    if behind is not None:
        raise QueryError("distance_place", signs[-1].position)
    return Query(text, tuple(elements), tuple(distances), about_words=True)


def _split(signs: list[_Sign], at: str) -> list[list[_Sign]]:
    """Divide signs where one of some characters stands; parts of nothing are passed over."""
    parts: list[list[_Sign]] = [[]]
    for sign in signs:
        if _means(sign, at):
            parts.append([])
        else:
            parts[-1].append(sign)
    return [part for part in parts if part]


def _read_element(signs: list[_Sign]) -> Element:
    signs, tags = _take_tags(signs)
    if not signs:
        return Element(tags=tags)
    if not any(_means(sign, "*?|") for sign in signs):
        return Element(fold("".join(sign.char for sign in signs)), "", tags)
    if all(_means(sign, "*?|()") or sign.char.isspace() for sign in signs):
        raise QueryError("only_signs", signs[0].position)
    pattern, _ = _read_alternatives(signs, 0, nested=False)
    return Element("", pattern, tags)


def _take_tags(signs: list[_Sign]) -> tuple[list[_Sign], tuple[str, ...]]:
    """Take `[v]` off the end of an element."""
    opened = next((i for i, sign in enumerate(signs) if _means(sign, "[")), None)
    if opened is None:
        return signs, ()
    closed = next((i for i in range(opened, len(signs)) if _means(signs[i], "]")), None)
    if closed is None:
        raise QueryError("tag_open", signs[opened].position)
    name = "".join(sign.char for sign in signs[opened + 1 : closed])
    tags = _tags_named(name.strip())
    if not tags or closed + 1 < len(signs):
        raise QueryError("tag", signs[opened].position, name)
    return signs[:opened], tags


def _read_alternatives(signs: list[_Sign], at: int, *, nested: bool) -> tuple[str, int]:
    """Read `甲|乙` up to the end of the signs, or behind the bracket that closes them."""
    options, own, begin = [], "", at
    while at < len(signs):
        sign = signs[at]
        if nested and _means(sign, ")"):
            break
        if _means(sign, "|"):
            if not own:
                raise QueryError("alternative", sign.position)
            options.append(own)
            own = ""
        elif _means(sign, "(") and _opens_group(signs, at):
            inner, at = _read_alternatives(signs, at + 1, nested=True)
            own += inner
        else:
            own += {"*": _RUN, "?": _ANY}.get("" if sign.plain else sign.char) or _quote(sign.char)
        at += 1
    if nested and at == len(signs):
        raise QueryError("group_open", signs[begin - 1].position)
    if not own and (options or nested):
        raise QueryError("alternative", signs[at - 1].position)
    return (f"(?:{'|'.join((*options, own))})" if options else own), at


def _opens_group(signs: list[_Sign], at: int) -> bool:
    """Tell whether brackets hold alternatives; others are brackets of the text."""
    depth = 0
    for sign in signs[at:]:
        depth += _means(sign, "(") - _means(sign, ")")
        if depth == 0:
            return False
        if depth == 1 and _means(sign, "|"):
            return True
    return False


def _quote(char: str) -> str:
    quoted: str = re2.escape(fold(char))
    return quoted


# --- parts of speech ------------------------------------------------------------------------

# A reader's words for parts of speech and kinds of names, folded, with jieba's tags.
_NAMES: dict[str, tuple[str, ...]] = {
    "per": ("nr",), "loc": ("ns",), "org": ("nt",),
    "人物": ("nr",), "地点": ("ns",), "组织": ("nt",),
}  # fmt: skip
_FAMILIES: dict[str, PosFamily] = {
    "名词": "noun", "动词": "verb", "形容词": "adjective", "副词": "adverb", "数词": "number",
    "名字": "name", "虚词": "function",
}  # fmt: skip


@cache
def _tags_named(name: str) -> tuple[str, ...]:
    """Return the tags that a reader means; none for a name that is none."""
    folded = fold(name)
    if folded in _NAMES:
        return _NAMES[folded]
    family = _FAMILIES.get(folded, folded)
    own = tuple(tag for tag in _TAGS if family_of(tag) == family)
    if own:
        return own
    return tuple(tag for tag in _TAGS if folded and tag.startswith(folded))


_TAGS = (
    "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k",
    "l", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r",
    "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg",
    "vi", "vn", "vq", "x", "y", "z", "zg",
)  # fmt: skip


# --- regular expressions --------------------------------------------------------------------

_SPECIAL = frozenset(r"\.+*?()|[]{}^$-")
_REGEX_REASONS: tuple[tuple[str, QueryReason], ...] = (
    ("missing )", "regex_open"),
    ("unexpected )", "regex_closed"),
    ("no argument for repetition", "regex_repeat"),
    ("bad repetition", "regex_repeat"),
    ("missing ]", "regex_class"),
    ("invalid character class range", "regex_range"),
    ("invalid character class", "regex_class"),
    ("invalid repetition size", "regex_size"),
    ("pattern too large", "regex_large"),
    ("invalid perl operator", "regex_unknown"),
    ("invalid escape sequence", "regex_unknown"),
    ("invalid named capture", "regex_unknown"),
)


def _read_regex(source: str, first: int) -> str:
    """Fold an expression as the text is folded, and see that it is one."""
    pieces, places = _fold_regex(source)
    pattern = "".join(pieces)
    try:
        compile_pattern(pattern)
    except re2.error as error:
        raise _regex_error(error, pattern, places, first) from None
    return pattern


def _fold_regex(source: str) -> tuple[list[str], list[int]]:
    """Return the folded characters, and for each sign of them where it was."""
    pieces: list[str] = []
    places: list[int] = []
    for at, char in enumerate(source):
        in_range = "-" in (source[at - 1 : at], source[at + 1 : at + 2])
        folded = char if char.isascii() or in_range else fold(char)
        if folded != char and folded in _SPECIAL:  # （ becomes ( and is still a letter
            folded = "\\" + folded
        pieces.append(folded)
        places += [at] * len(folded)
    return pieces, places


def _regex_error(error: re2.error, pattern: str, places: list[int], first: int) -> QueryError:
    message = error.args[0]
    told = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
    known = (r for start, r in _REGEX_REASONS if told.startswith(start))
    reason: QueryReason = next(known, "regex")
    fragment = told.partition(": ")[2]
    if reason in ("regex_open", "regex_closed"):
        at = _find_unmatched(pattern, opens=reason == "regex_open")
    else:
        at = max(0, pattern.find(fragment)) if fragment else 0
    where = places[at] if at < len(places) else max(0, len(places) - 1)
    return QueryError(reason, first + where, fragment[:20] if reason == "regex_unknown" else "")


def _find_unmatched(pattern: str, *, opens: bool) -> int:
    """Return where the bracket stands that has no other."""
    waiting: list[int] = []
    in_class, at = False, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            in_class = True
        elif char == "]":
            in_class = False
        elif char == "(" and not in_class:
            waiting.append(at)
        elif char == ")" and not in_class:
            if not waiting:
                return at
            waiting.pop()
        at += 1
    return waiting[-1] if opens and waiting else 0
