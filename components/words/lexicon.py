"""The noun of correction: what a reader knows better than the dictionary, and its file.

The file is plain text: a section in brackets, then one word a line; `#` begins a comment.

    [words]
    科索夫獨立案
    [forbidden]
    和平部隊
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal, get_args

from components.reading import digest_of

Section = Literal["words", "forbidden", "stop_words", "kept_words"]
SECTIONS: tuple[Section, ...] = get_args(Section)
MAX_WORD = 40
MAX_WORDS = 5000

LexiconReason = Literal["section", "outside", "blank_inside", "too_long", "too_many", "twice"]


_SENTENCES: dict[LexiconReason, str] = {
    "section": "no such section; sections are " + ", ".join(f"[{s}]" for s in SECTIONS),
    "outside": "a word stands before the first [section]",
    "blank_inside": "a Chinese word has a blank inside; write one word a line",
    "too_long": f"a word has more than {MAX_WORD} characters",
    "too_many": f"more than {MAX_WORDS} words",
    "twice": "this word stands in two sections that contradict each other",
}


class LexiconFault(ValueError):  # noqa: N818 - says what is the matter
    """A lexicon file that cannot be read.

    Attributes:
        line: its number, from 1.
        reason: what is wrong, as a key: a section nobody knows, a word outside of any section,
            a blank inside a Chinese word, a word or a list too long, a word that is both to be
            formed and forbidden.
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
    """

    words: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    kept_words: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Name of the content: equal corrections have equal names."""
        return digest_of("lexicon", *(getattr(self, f.name) for f in fields(self)))

    @property
    def cutting_digest(self) -> str:
        """Name of what changes the cut; stop words do not."""
        return digest_of("cutting", self.words, self.forbidden)


_CONTRADICTIONS: tuple[tuple[Section, Section], ...] = (
    ("words", "forbidden"),
    ("stop_words", "kept_words"),
)


def parse_lexicon(text: str) -> Lexicon:
    """Read a lexicon file; an empty one gives the empty lexicon, a repeated word counts once.

    Raises:
        LexiconFault: with the line and what is wrong there.
    """
    found: dict[Section, dict[str, int]] = {section: {} for section in SECTIONS}
    section: Section | None = None
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#", 1)[0].strip() if not raw.strip().startswith("#") else ""
        if line.startswith("[") and line.endswith("]"):
            section = _section(line[1:-1].strip(), number)
        elif line:
            word = _word(line, number)
            if section is None:
                raise LexiconFault(number, "outside")
            found[section].setdefault(word, number)
            if sum(map(len, found.values())) > MAX_WORDS:
                raise LexiconFault(number, "too_many")
    _refuse_contradictions(found)
    return replace(Lexicon(), **{name: tuple(words) for name, words in found.items()})


def dump_lexicon(lexicon: Lexicon) -> str:
    """Write a lexicon as a file that `parse_lexicon` reads back; empty sections are left out."""
    parts = []
    for section in SECTIONS:
        words: tuple[str, ...] = getattr(lexicon, section)
        if words:
            parts.append(f"[{section}]\n" + "".join(f"{word}\n" for word in words))
    return "\n".join(parts)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words a reader typed, separated by line breaks, commas or 、; each once.

    Words too long for a lexicon are passed over.
    """
    for separator in ",，、;；\t":
        text = text.replace(separator, "\n")
    words = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(w for w in words if w and len(w) <= MAX_WORD))[:MAX_WORDS]


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


def _refuse_contradictions(found: dict[Section, dict[str, int]]) -> None:
    for one, other in _CONTRADICTIONS:
        for word in found[one].keys() & found[other].keys():
            raise LexiconFault(max(found[one][word], found[other][word]), "twice")
