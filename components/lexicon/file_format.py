r"""Reads and writes the file of a lexicon.

It is plain text: its format, then a section in brackets with one correction a line; a `#` after
a blank begins a comment. A backslash takes a sign's meaning away (`\#MeToo`).

    wenmai-lexicon 1
    [words]
    科索夫獨立案
    [forbidden]
    和平部隊
    [entities]
    rename 科索夫 = 科索沃
"""

from __future__ import annotations

import re
from typing import Literal

from components.lexicon.corrections import CorrectionError, CorrectionReason, parse_correction
from components.lexicon.lexicon import (
    CONTRADICTIONS,
    SECTIONS,
    WORD_SECTIONS,
    Lexicon,
    Section,
    WordSection,
)

FORMAT = 1
MAX_WORD = 40
MAX_LINE = 200  # of a correction of names
MAX_WORDS = 5000

LexiconReason = Literal[
    "version", "section", "outside", "blank_inside", "too_long", "too_many", "twice",
    "entity_form", "entity_verb", "entity_value", "entity_kind",
]  # fmt: skip

_FIRST_LINE = "wenmai-lexicon"
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_HIDDEN = re.compile(r"\\(.)")
_TELLING = re.compile(r"[\\#]|^\[")

_SENTENCES: dict[LexiconReason, str] = {
    "version": f"not a format this version reads; it reads {_FIRST_LINE} {FORMAT}",
    "section": "no such section; sections are " + ", ".join(f"[{s}]" for s in SECTIONS),
    "outside": "a word stands before the first [section]",
    "blank_inside": "a Chinese word has a blank inside; write one word a line",
    "too_long": f"a word has more than {MAX_WORD} characters, or a line more than {MAX_LINE}",
    "too_many": f"more than {MAX_WORDS} corrections",
    "twice": "this word stands in two sections that contradict each other",
    "entity_form": "not of the form: verb name = value",
    "entity_verb": "no such verb; verbs are rename, kind, merge, split, drop, add, "
    "apart, speaker, unquote",
    "entity_value": "rename, kind, merge, add, apart and speaker want a value after =, split, drop "
    "and unquote none",
    "entity_kind": "a kind is PER, LOC or ORG",
}


_ENTITY_REASONS: dict[CorrectionReason, LexiconReason] = {
    "form": "entity_form",
    "verb": "entity_verb",
    "value": "entity_value",
    "kind": "entity_kind",
}


class LexiconError(ValueError):
    """A lexicon file that cannot be read.

    Attributes:
        line: its number, from 1.
        reason: what is wrong, as a key: a format or section nobody knows, a word outside of any
            section, a blank inside a Chinese word, a word or a list too long, a word that is
            both to be formed and forbidden, a line that corrects no name.
    """

    def __init__(self, line: int, reason: LexiconReason) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {_SENTENCES[reason]}")


def parse_lexicon(text: str) -> Lexicon:
    """Read a lexicon file; an empty one gives the empty lexicon, a repeated word counts once.

    Args:
        text: the file; one without a first line that names its format is of format 1.

    Raises:
        LexiconError: with the line and what is wrong there.
    """
    found: dict[WordSection, dict[str, int]] = {section: {} for section in WORD_SECTIONS}
    names: list[str] = []
    section: Section | None = None
    for number, raw in enumerate(_lines(text), 1):
        line = _COMMENT.sub("", raw).strip()
        if not line or (number == 1 and _names_format(line)):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = _section(line[1:-1].strip(), number)
        elif section is None:
            raise LexiconError(number, "outside")
        elif section == "entities":
            names.append(_name_line(_HIDDEN.sub(r"\1", line), number))
        else:
            found[section].setdefault(_word(_HIDDEN.sub(r"\1", line), number), number)
        if len(names) + sum(map(len, found.values())) > MAX_WORDS:
            raise LexiconError(number, "too_many")
    _refuse_contradictions(found)
    words = {name: tuple(words) for name, words in found.items()}
    return Lexicon(**words, entities=tuple(names))


def dump_lexicon(lexicon: Lexicon) -> str:
    """Write a lexicon as a file that `parse_lexicon` reads back; empty sections are left out."""
    parts = [f"{_FIRST_LINE} {FORMAT}\n"]
    for section in SECTIONS:
        lines: tuple[str, ...] = getattr(lexicon, section)
        if lines:
            plain = (_TELLING.sub(lambda sign: "\\" + sign[0], line) for line in lines)
            parts.append(f"[{section}]\n" + "".join(f"{line}\n" for line in plain))
    return "\n".join(parts)


def split_words(text: str) -> tuple[str, ...]:
    """Return the words a reader typed, separated by line breaks, commas or 、; each once.

    A blank separates Chinese words, and belongs to others (New York). Words too long for a
    lexicon are passed over.
    """
    for separator in ",，、;；\t":
        text = text.replace(separator, "\n")
    lines = (line.strip() for line in text.splitlines())
    words = (word for line in lines for word in ([line] if line.isascii() else line.split()))
    return tuple(dict.fromkeys(w for w in words if w and len(w) <= MAX_WORD))[:MAX_WORDS]


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").splitlines()


def _names_format(line: str) -> bool:
    """Tell whether a first line names the format; one that nobody can read is refused."""
    name, _, version = line.partition(" ")
    if name != _FIRST_LINE:
        return False
    if version.strip() != str(FORMAT):
        raise LexiconError(1, "version")
    return True


def _section(name: str, line: int) -> Section:
    if name not in SECTIONS:
        raise LexiconError(line, "section")
    return next(section for section in SECTIONS if section == name)


def _word(line: str, number: int) -> str:
    if len(line) > MAX_WORD:
        raise LexiconError(number, "too_long")
    if any(map(str.isspace, line)) and not line.isascii():
        raise LexiconError(number, "blank_inside")
    return line


def _name_line(line: str, number: int) -> str:
    if len(line) > MAX_LINE:
        raise LexiconError(number, "too_long")
    try:
        parse_correction(line)
    except CorrectionError as error:
        raise LexiconError(number, _ENTITY_REASONS[error.reason]) from None
    return line


def _refuse_contradictions(found: dict[WordSection, dict[str, int]]) -> None:
    for one, other in CONTRADICTIONS:
        for word in found[one].keys() & found[other].keys():
            raise LexiconError(max(found[one][word], found[other][word]), "twice")
