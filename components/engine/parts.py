"""Keeps what was made of each part of a corpus, so that nothing is made twice.

A part is named by all that went into it: the verb with its settings, the program, its lists and
models, and the texts. So a run that was killed goes on where it was, and a run with one other
setting makes anew what depends on it, and nothing else. A file is written beside its place and
moved there when it is whole; one that is damaged all the same is made again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, get_type_hints

from components.engine.versions import tell_versions
from components.text import (
    CodecError,
    Made,
    Pending,
    Workers,
    digest_of,
    pack,
    portion_bounds,
    unpack,
)

T = TypeVar("T")
R = TypeVar("R")

PARTITION = 200_000  # characters: some seconds of work, so that a kill costs little
_LIMIT = 2**31  # bytes that what is kept of one part may inflate to
_UNFINISHED = ".unfinished"


class TellPart(Protocol):
    """Hears that another part is finished; what it raises ends the work."""

    def __call__(self, done: int, total: int, *, kept: bool) -> None:
        """Take note.

        Args:
            done: parts that are finished.
            total: all of them; 0 where that is not known yet.
            kept: it was there from an earlier run.
        """


def tell_nobody(done: int, total: int, *, kept: bool) -> None:
    """Tell nobody."""


@dataclass
class KeptParts:
    """A scheduler whose finished parts stay on disk.

    Attributes:
        workers: who does the work.
        folder: where finished parts lie.
        earlier: folders of earlier runs, which are only read.
        on_part: called after each part.
        size: characters of a partition; no result depends on it.
        used: names of the parts that this run made or found.
    """

    workers: Workers
    folder: Path
    earlier: tuple[Path, ...] = ()
    on_part: TellPart = tell_nobody
    size: int = PARTITION
    used: set[str] = field(default_factory=set)
    _begun: list[_KeptLater[Any]] = field(default_factory=list)

    def __call__(self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]) -> list[R]:
        """Return what a verb gives for each partition of texts, in their order."""
        return [made for _, made in sorted(self.each_portion(verb, texts), key=itemgetter(0))]

    def each_portion(
        self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]
    ) -> Iterator[tuple[int, R]]:
        """Yield the number of each partition of texts and what a verb gives for it."""
        bounds = portion_bounds(texts, size=self.size)
        parts = (list(texts[low:high]) for low, high in bounds)
        named = ((name_part(verb, *part), part) for part in parts)
        return self.each_kept(verb, named, len(bounds))

    def each(self, verb: Callable[[T], R], parts: Iterable[T]) -> Iterator[tuple[int, R]]:
        """Yield what a verb gives for parts of which nothing is kept."""
        return self.workers.each(verb, parts)

    def begin(self, verb: Callable[[T], R], part: T) -> Pending[R]:
        """Begin a verb of which nothing is kept."""
        return self.workers.begin(verb, part)

    def begin_kept(self, verb: Callable[[T], R], name: str, part: T) -> Pending[R]:
        """Begin a verb over one part, whose result is kept as soon as it is there.

        Args:
            verb: gives a noun that the codec knows; its annotation says which.
            name: of the part.
            part: what the verb takes; nothing is done with it where the result is kept.
        """
        if (made := self.find_kept(verb, name)) is not None:
            return Made(made)
        pending = self.workers.begin(partial(_pack, verb), part)
        begun = _KeptLater[R](pending, _kind_of(verb), partial(self._keep, name))
        self._begun.append(begun)
        return begun

    def find_kept(self, verb: Callable[..., R], name: str) -> R | None:
        """Return what an earlier run kept under a name; None where there is nothing."""
        self.used.add(name)
        data = self._load(name)
        made: R | None = _read(data, _kind_of(verb)) if data else None
        return made

    def _keep_finished(self) -> None:
        """Keep what is finished beside the parts, so that a kill costs none of it."""
        for begun in [one for one in self._begun if one.is_done()]:
            begun.keep()
            self._begun.remove(begun)

    def each_kept(
        self, verb: Callable[[T], R], named: Iterable[tuple[str, T]], total: int = 0
    ) -> Iterator[tuple[int, R]]:
        """Yield the number of each part and what the verb gives, as they are found or made.

        Args:
            verb: gives a noun that the codec knows; its annotation says which.
            named: parts with their names, asked for one by one.
            total: how many there are, where it is known.

        Raises:
            OSError: there is no room for what was made.
        """
        kind = _kind_of(verb)
        numbers: list[int] = []
        names: list[str] = []
        found: list[tuple[int, R]] = []
        done = 0

        def missing() -> Iterator[T]:
            for number, (name, part) in enumerate(named):
                self.used.add(name)
                if (data := self._load(name)) and (made := _read(data, kind)) is not None:
                    found.append((number, made))
                    continue
                numbers.append(number)
                names.append(name)
                yield part

        for at, data in self.workers.each(partial(_pack, verb), missing()):
            for one in found:
                done += 1
                self.on_part(done, total, kept=True)
                yield one
            found.clear()
            self._keep(names[at], data)
            self._keep_finished()
            done += 1
            self.on_part(done, total, kept=False)
            yield numbers[at], unpack(data, kind, limit=_LIMIT)
        for one in found:
            done += 1
            self.on_part(done, total, kept=True)
            yield one

    def _load(self, name: str) -> bytes:
        for folder in (self.folder, *self.earlier):
            try:
                return (folder / name).read_bytes()
            except OSError:  # it is made again
                continue
        return b""

    def _keep(self, name: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f"{name}{_UNFINISHED}"
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.folder / name)
        except OSError:
            beside.unlink(missing_ok=True)
            raise


@dataclass
class _KeptLater(Generic[R]):
    """A part that is worked on, and kept when it is asked for or found finished.

    Attributes:
        pending: the packed noun.
        kind: of the noun.
        keep_data: keeps what was packed.
    """

    pending: Pending[bytes]
    kind: type[R]
    keep_data: Callable[[bytes], None]
    is_kept: bool = False

    def is_done(self) -> bool:
        """Tell whether it is there."""
        return self.pending.is_done()

    def keep(self) -> bytes:
        """Keep it; wait for it where it is not there yet."""
        data = self.pending.result()
        if not self.is_kept:
            self.keep_data(data)
            self.is_kept = True
        return data

    def result(self) -> R:
        """Return the noun."""
        return unpack(self.keep(), self.kind, limit=_LIMIT)


def name_part(verb: Callable[..., Any], *texts: object) -> str:
    """Name a part by the verb, its settings, the versions of everything, and what goes in."""
    function, options = verb, dict[str, str]()
    while isinstance(function, partial):
        options |= {key: _name(value) for key, value in function.keywords.items()}
        function = function.func
    what = f"{function.__module__}.{function.__qualname__}"
    return digest_of(what, sorted(options.items()), sorted(tell_versions().items()), *texts)


def _name(value: Any) -> str:
    digest = getattr(value, "digest", "")
    return str(digest) if isinstance(digest, str) and digest else repr(value)


def _kind_of(verb: Callable[..., Any]) -> Any:
    while isinstance(verb, partial):
        verb = verb.func
    return get_type_hints(verb)["return"]


def _pack(verb: Callable[[T], R], part: T) -> bytes:
    return pack(verb(part))


def _read(data: bytes, kind: type[R]) -> R | None:
    """Return what was kept; None where it is damaged or of another version."""
    try:
        return unpack(data, kind, limit=_LIMIT)
    except CodecError:
        return None
