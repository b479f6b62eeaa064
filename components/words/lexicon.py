"""The noun of correction: what a reader knows better than the dictionary."""

from __future__ import annotations

from dataclasses import dataclass

from components.reading import digest_of


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A reader's corrections; never seen by another reader.

    Attributes:
        words: words to form, in either script.
        forbidden: words not to form.
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
        return digest_of("lexicon", self.words, self.forbidden, self.stop_words, self.kept_words)

    @property
    def cutting_digest(self) -> str:
        """Name of what changes the cut; stop words do not."""
        return digest_of("cutting", self.words, self.forbidden)
