r"""The noun of correction: what a reader knows better than the machine, and its file.

The file is plain text: its format, then a section in brackets with one correction a line; a `#`
after a blank begins a comment. A backslash takes a sign's meaning away (`\#MeToo`).

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
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Literal, get_args

from components.text import digest_of, norm_of

Section = Literal["words", "forbidden", "stop_words", "kept_words", "entities"]
WordSection = Literal["words", "forbidden", "stop_words", "kept_words"]
SECTIONS: tuple[Section, ...] = get_args(Section)
WORD_SECTIONS: tuple[WordSection, ...] = get_args(WordSection)
FORMAT = 1
MAX_WORD = 40
MAX_LINE = 200  # of a correction of names
MAX_WORDS = 5000

EntityReason = Literal["form", "verb", "value", "kind"]
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
    "entity_verb": "no such verb; verbs are rename, kind, merge, split, drop, add",
    "entity_value": "rename, kind, merge and add want a value after =, split and drop none",
    "entity_kind": "a kind is PER, LOC or ORG",
}


class LexiconFault(ValueError):  # noqa: N818 - says what is the matter
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A reader's corrections; never seen by another reader.

    Attributes:
        words: words to form, in either script.
        forbidden: words not to form; they fall into the parts the dictionary has.
        stop_words: added to the stop list.
        kept_words: taken off the stop list.
        entities: corrections of names, a line each, in the order they were made; what a line
            means is the entities' business.
    """

    words: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    kept_words: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Name of the content: equal corrections have equal names."""
        return digest_of("lexicon", *(getattr(self, f.name) for f in fields(self)))

    @property
    def cutting_digest(self) -> str:
        """Name of what changes the cut; stop words and names do not."""
        return digest_of("cutting", self.words, self.forbidden)

    @property
    def taken_apart(self) -> tuple[str, ...]:
        """Forbidden words that have parts; one character is a word by itself or none at all."""
        return tuple(word for word in self.forbidden if len(word) > 1)

    @property
    def n_corrections(self) -> int:
        """How many corrections there are, of all sections."""
        return sum(len(getattr(self, section)) for section in SECTIONS)

    def only(self, *sections: Section) -> Lexicon:
        """Return the lexicon with these sections alone, so that others name nothing new."""
        return Lexicon(**{section: getattr(self, section) for section in sections})

    def with_word(self, section: WordSection, word: str) -> Lexicon:
        """Return the lexicon with a word in a section, and out of the one that says otherwise.

        There it is taken out in whatever script it stands.
        """
        words: tuple[str, ...] = getattr(self, section)
        kept = words if word in words else (*words, word)
        return replace(self.without_opposite(section, word), **{section: kept})

    def without_opposite(self, section: WordSection, word: str) -> Lexicon:
        """Return the lexicon without what contradicts a word in a section, in either script."""
        other, norm = _OPPOSITE[section], norm_of(word)
        words: tuple[str, ...] = getattr(self, other)
        return replace(self, **{other: tuple(w for w in words if norm_of(w) != norm)})

    def without_word(self, section: WordSection, word: str) -> Lexicon:
        """Return the lexicon without a word in a section; the same where it was not there."""
        words: tuple[str, ...] = getattr(self, section)
        return replace(self, **{section: tuple(w for w in words if w != word)})


_CONTRADICTIONS: tuple[tuple[WordSection, WordSection], ...] = (
    ("words", "forbidden"),
    ("stop_words", "kept_words"),
)
_OPPOSITE: dict[WordSection, WordSection] = {
    side: other for pair in _CONTRADICTIONS for side, other in (pair, pair[::-1])
}


def parse_lexicon(
    text: str, *, entity_fault: Callable[[str], EntityReason | None] | None = None
) -> Lexicon:
    """Read a lexicon file; an empty one gives the empty lexicon, a repeated word counts once.

    Args:
        text: the file; one without a first line that names its format is of format 1.
        entity_fault: says what is wrong with a line that corrects a name, if anything; without
            it such lines are kept as they are.

    Raises:
        LexiconFault: with the line and what is wrong there.
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
            raise LexiconFault(number, "outside")
        elif section == "entities":
            names.append(_name_line(_HIDDEN.sub(r"\1", line), number, entity_fault))
        else:
            found[section].setdefault(_word(_HIDDEN.sub(r"\1", line), number), number)
        if len(names) + sum(map(len, found.values())) > MAX_WORDS:
            raise LexiconFault(number, "too_many")
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


def words_in(text: str) -> tuple[str, ...]:
    """Return the words a reader typed, separated by line breaks, commas or 、; each once.

    A blank separates Chinese words, and belongs to others (New York). Words too long for a
    lexicon are passed over.
    """
    for separator in ",，、;；\t":
        text = text.replace(separator, "\n")
    lines = (line.strip() for line in text.splitlines())
    words = (word for line in lines for word in ([line] if line.isascii() else line.split()))
    return tuple(dict.fromkeys(w for w in words if w and len(w) <= MAX_WORD))[:MAX_WORDS]


def settle(before: Lexicon, after: Lexicon) -> Lexicon:
    """Return `after` without contradictions: of two the reader meant the one added last.

    Args:
        before: what the reader had.
        after: the same with changes, in which a word may stand in two opposite sections.
    """
    for one, other in _CONTRADICTIONS:
        for word in set(getattr(after, one)) & set(getattr(after, other)):
            old = other if word in getattr(before, other) else one
            after = after.without_word(old, word)
    return after


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").splitlines()


def _names_format(line: str) -> bool:
    """Tell whether a first line names the format; one that nobody can read is refused."""
    name, _, version = line.partition(" ")
    if name != _FIRST_LINE:
        return False
    if version.strip() != str(FORMAT):
        raise LexiconFault(1, "version")
    return True


def _section(name: str, line: int) -> Section:
    if name not in SECTIONS:
        raise LexiconFault(line, "section")
    return next(section for section in SECTIONS if section == name)


def _word(line: str, number: int) -> str:
    if len(line) > MAX_WORD:
        raise LexiconFault(number, "too_long")
    if any(map(str.isspace, line)) and not line.isascii():
        raise LexiconFault(number, "blank_inside")
    return line


def _name_line(
    line: str, number: int, entity_fault: Callable[[str], EntityReason | None] | None
) -> str:
    if len(line) > MAX_LINE:
        raise LexiconFault(number, "too_long")
    if entity_fault and (reason := entity_fault(line)):
        reasons: dict[EntityReason, LexiconReason] = {
            "form": "entity_form", "verb": "entity_verb",
            "value": "entity_value", "kind": "entity_kind",
        }  # fmt: skip
        raise LexiconFault(number, reasons[reason])
    return line


def _refuse_contradictions(found: dict[WordSection, dict[str, int]]) -> None:
    for one, other in _CONTRADICTIONS:
        for word in found[one].keys() & found[other].keys():
            raise LexiconFault(max(found[one][word], found[other][word]), "twice")
