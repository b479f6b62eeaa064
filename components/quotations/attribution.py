"""Tells who speaks in an article, by what its sentences are about so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from components.quotations.cues import Cue
from components.quotations.quoted_text import CLAUSE_END, QuotedText
from components.quotations.speakers import (
    Naming,
    Speaker,
    begins_with_pronoun,
    by_form_of_address,
    by_short_form,
    doubtful,
    find_titled,
    fullest,
    governed_pronoun,
    is_governed,
    is_object,
    is_title,
    pronoun_in,
    resolve_role,
    strip_adverbials,
    subject_in,
    titled_in,
    unnamed_at,
    unnamed_in,
)

Told = tuple[Cue, Speaker | None]  # a verb of saying, and who says it


@dataclass(slots=True)
class _Topic:
    """Whom the sentences before are about, for pronouns and for verbs without a subject."""

    person: Speaker | None = None
    anybody: Speaker | None = None
    rivals: int = 0  # other people named since
    earlier: Speaker | None = None  # the person of the paragraph before, if only one was named

    def next_paragraph(self) -> _Topic:
        """Return the topic at the beginning of the next paragraph."""
        return _Topic(earlier=None if self.rivals else self.person or self.earlier)

    def turn(self, speaker: Speaker | None, rivals: int) -> None:
        """Note whom a sentence was about, before the next one is read."""
        if speaker is None:
            self.rivals += rivals
            return
        self.anybody, self.rivals = speaker, rivals
        if speaker.name is None or speaker.name.kind == "PER":
            self.person = speaker


@dataclass(slots=True)
class Attribution:
    """Finds the speakers of one article, read sentence after sentence.

    Attributes:
        page: the article.
        topic: whom the sentences before are about.
    """

    page: QuotedText
    topic: _Topic = field(default_factory=_Topic)
    _known: dict[tuple[int, str], Naming | None] = field(default_factory=dict)

    def forget(self) -> None:
        """Go on behind a gap: nobody knows whom the text in it is about."""
        self.topic = _Topic()

    def end_paragraph(self) -> None:
        """Go on with the next paragraph."""
        self.topic = self.topic.next_paragraph()

    def find_speaker(self, low: int, cue: Cue, before: Told | None) -> Speaker | None:
        """Return whose verb of saying it is; nobody where no one is told near."""
        start = self.page.clause(low, cue.start)
        found = subject_in(self.page.bare, self.page.names, start, cue.start)
        if found is None:
            found = self.find_without_name(low, start, cue.start, before)
        if found is None and before and self._goes_on(start, cue, before):
            found = before[1]
        if found is None:
            found = self.find_earlier(before[0].content if before else low, start)
        if found is None:
            found = before[1] if before else self.find_before()
        return self.complete(found)

    def _goes_on(self, start: int, cue: Cue, before: Told) -> bool:
        """Tell whether who spoke goes on: 甲批評乙「…」，要求…: 乙 is what 甲 speaks about."""
        words = self.page.bare[start : cue.start]
        return (words != "" or not before[0].marked) and not strip_adverbials(words)

    def find_without_name(
        self, low: int, start: int, end: int, before: Told | None = None
    ) -> Speaker | None:
        """Return a pronoun, a title with a name or a noun that a clause is about."""
        if place := pronoun_in(self.page.bare, start, end):
            return self._of_pronoun(place, low, before)
        if person := titled_in(self.page.bare, start, end):
            short = self.page.text[person.start : person.end]
            return replace(person, name=by_short_form(short, self.page.names.names, self.page.text))
        if place := unnamed_in(self.page.bare, start, end):
            return self._of_noun(place)
        return self._by_last_words(start, start + len(strip_adverbials(self.page.bare[start:end])))

    def _by_last_words(self, start: int, end: int) -> Speaker | None:
        """Return whom a clause ends with, by a title that stands beside a name elsewhere."""
        for at in range(max(start, end - 5), end - 1):
            if name := self._by_title(self.page.text[at:end]):
                return Speaker(at, end, name)
        return None

    def complete(self, speaker: Speaker | None) -> Speaker | None:
        """Return a speaker by the fullest form of the name in the article."""
        if speaker is None or speaker.name is None:
            return speaker
        own = speaker.name
        key = (own.entity, self.page.text[own.start : own.end])
        if key not in self._known:
            self._known[key] = fullest(own, self.page.names.names, self.page.text)
        return Speaker(speaker.start, speaker.end, self._known[key], speaker.certain)

    def _by_title(self, words: str) -> Naming | None:
        """Return whom a title or a form of address means in the article."""
        key = (-1, words)
        if key not in self._known:
            every = self.page.names.names
            found = by_form_of_address(words, every, self.page.text)
            self._known[key] = found or find_titled(words, every, self.page.text)
        return self._known[key]

    def _of_pronoun(self, place: tuple[int, int], low: int, before: Told | None = None) -> Speaker:
        told = before[1] if before else None
        inside = told if told and told.name and told.name.kind == "PER" else None
        inside = inside or self._first_person(low, place[0])
        who = inside or self.topic.person or self.topic.earlier
        if who is None or who.name is None:
            paragraph = self.page.bare.rfind("\n", 0, place[0]) + 1
            who = self._last_person(max(paragraph, who.end if who else 0), place[0])
        if who is None:
            return Speaker(*place)
        sure = who.name is not None and not self.topic.rivals and who is self.topic.person
        return Speaker(*place, who.name, sure)

    def _last_person(self, low: int, at: int) -> Speaker | None:
        """Return, as doubtful, the person named last between two places of an article."""
        people = (n for n in self.page.names.before(at) if n.kind == "PER" and n.start >= low)
        name = next((n for n in people if not self._is_other(n, at)), None)
        return Speaker(name.start, name.end, name) if name else None

    def _first_person(self, low: int, at: int) -> Speaker | None:
        if begins_with_pronoun(self.page.bare, low):
            return None
        for name in self.page.names.between(low, at):
            clause = self.page.clause(low, name.start)
            if name.kind != "PER" or is_governed(self.page.bare, clause, name):
                continue
            if self._owns_next(name, at) or self._is_other(name, at):
                continue
            return Speaker(name.start, name.end, name)
        return None

    def _owns_next(self, name: Naming, at: int) -> bool:
        """Tell whether a name tells whose somebody else is: 藺芷妍 in 藺芷妍的教練鄔展宏."""
        following = next(iter(self.page.names.between(name.end, at)), None)
        if following is None or following.kind != "PER":
            return False
        between = self.page.bare[name.end : following.start]
        return between.startswith("的") and is_title(between[1:])

    def _is_other(self, name: Naming, at: int) -> bool:
        """Tell whether somebody asks or tells whom a pronoun behind means: 甲問她…，她說."""
        return governed_pronoun(self.page.bare, name.end, at) == self.page.bare[at : at + 1]

    def _of_noun(self, place: tuple[int, int]) -> Speaker:
        role = self.page.bare[slice(*place)]
        body = resolve_role(role, self.page.names.before(place[0]), self.page.text)
        name = body or self._by_title(role)
        return Speaker(*place, name, False)

    def find_earlier(self, low: int, at: int) -> Speaker | None:
        """Return whom the clauses before a verb are about, the nearest first."""
        while at > low:
            start = self.page.clause(low, at - 1)
            if found := self._begins_with(start, at, low):
                return found
            at = start
        return None

    def _begins_with(self, start: int, end: int, low: int) -> Speaker | None:
        """Return whom a clause is about by how it begins, in a sentence that begins at `low`."""
        if begins_with_pronoun(self.page.bare, start):
            return doubtful(self._of_pronoun((start, start + 1), low))
        near = self.page.names.between(start, end)
        named = [n for n in near if not is_governed(self.page.bare, start, n)]
        people = [n for n in named if n.kind == "PER"]
        bodies = [n for n in named if n.kind == "ORG"]
        place = unnamed_at(self.page.bare, start, end)
        if place and is_object(self.page.bare, start, place[0]):
            place = None  # 問到兒子: what somebody is asked about
        if place and (not named or place[1] <= named[0].start):
            return self._of_noun(place)
        if people or bodies:
            name = (people or bodies)[0]
            return Speaker(name.start, name.end, name)
        return self._this_one(start) if self.page.bare.startswith("这", start) else None

    def _this_one(self, at: int) -> Speaker | None:
        """Return whom 這位重砲手 means: the person that was named last."""
        name = next((n for n in self.page.names.before(at) if n.kind == "PER"), None)
        return Speaker(name.start, name.end, name) if name else None

    def find_before(self) -> Speaker | None:
        """Return, as doubtful, whom the sentences before are about."""
        about = self.topic.anybody or self.topic.earlier
        return doubtful(about) if about else None

    def find_subject(self, low: int, high: int) -> Speaker | None:
        """Return whom a sentence without a verb of saying is about."""
        at = low
        while at < high:
            match = CLAUSE_END.search(self.page.bare, at, high)
            end = match.start() if match else high
            if found := self._begins_with(at, end, low):
                return found
            at = end + 1
        return None

    def turn(self, low: int, high: int, speaker: Speaker | None) -> None:
        """Note whom a sentence was about, before the next one is read."""
        about = speaker or self.find_subject(low, high)
        own = about.name.entity if about and about.name else None
        rivals = {n.entity for n in self.page.names.between(low, high) if n.kind == "PER"} - {own}
        self.topic.turn(about, len(rivals))
