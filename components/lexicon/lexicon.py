"""Defines the lexicon: words, stop words and corrections that a reader gave."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal, get_args

from components.lexicon.corrections import Correction, parse_correction
from components.text import digest_of, norm_of

Section = Literal["words", "forbidden", "stop_words", "kept_words", "entities"]
WordSection = Literal["words", "forbidden", "stop_words", "kept_words"]
SECTIONS: tuple[Section, ...] = get_args(Section)
WORD_SECTIONS: tuple[WordSection, ...] = get_args(WordSection)

CONTRADICTIONS: tuple[tuple[WordSection, WordSection], ...] = (
    ("words", "forbidden"),
    ("stop_words", "kept_words"),
)
_OPPOSITE: dict[WordSection, WordSection] = {
    side: other for pair in CONTRADICTIONS for side, other in (pair, pair[::-1])
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A reader's corrections; never seen by another reader.

    Attributes:
        words: words to form, in either script.
        forbidden: words not to form; they fall into the parts the dictionary has.
        stop_words: added to the stop list.
        kept_words: taken off the stop list.
        entities: corrections of names, a line each, in the order they were made.
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
    def corrections(self) -> tuple[Correction, ...]:
        """What the lines of names mean; CorrectionError where one is no correction."""
        return tuple(map(parse_correction, self.entities))

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

    def without_entry(self, section: Section, number: int) -> Lexicon:
        """Return the lexicon without one entry of a section, by its number from 0."""
        entries: tuple[str, ...] = getattr(self, section)
        return replace(self, **{section: (*entries[:number], *entries[number + 1 :])})


def settle(before: Lexicon, after: Lexicon) -> Lexicon:
    """Return `after` without contradictions: of two the reader meant the one added last.

    Args:
        before: what the reader had.
        after: the same with changes, in which a word may stand in two opposite sections.
    """
    for one, other in CONTRADICTIONS:
        for word in set(getattr(after, one)) & set(getattr(after, other)):
            old = other if word in getattr(before, other) else one
            after = after.without_word(old, word)
    return after
