"""The errors of the library; pages translate them by class, from the fields given here.

    LibraryError
    ├── NotFoundError        there is no such thing, or it is not the actor's: never told apart
    ├── QuotaExceededError   the workspace is full
    ├── ConflictError        somebody else saved in between
    ├── NameTakenError       a tag or a selection of that name is there already
    ├── InvalidValueError    a value that cannot be kept
    ├── StoreTooNewError     the database was written by a later program
    └── StoreError           the database did not answer or refused

No message holds text of articles, names of files or parameters of a query.
"""

from __future__ import annotations

from typing import Literal

QuotaName = Literal["bytes", "articles", "jobs", "shares", "total", "workspaces"]
FieldName = Literal["title", "published", "outlet", "name", "tag", "text", "filter"]


class LibraryError(Exception):
    """Anything that the library refuses."""


class NotFoundError(LibraryError):
    """The actor has no such thing; what belongs to others looks the same."""

    def __init__(self) -> None:
        super().__init__("not found")


class QuotaExceededError(LibraryError):
    """A workspace would hold more than it may; nothing was changed.

    Attributes:
        what: which quota.
        limit: how much the workspace may hold.
        used: how much it holds now.
        wanted: how much the refused request would have added.
    """

    def __init__(self, what: QuotaName, *, limit: int, used: int, wanted: int) -> None:
        super().__init__(f"{what}: {used} + {wanted} > {limit}")
        self.what = what
        self.limit = limit
        self.used = used
        self.wanted = wanted


class ConflictError(LibraryError):
    """Somebody saved a newer version in between; nothing was changed.

    Attributes:
        expected: the version the writer had read.
        current: the version that is kept now.
    """

    def __init__(self, *, expected: int, current: int) -> None:
        super().__init__(f"expected version {expected}, found {current}")
        self.expected = expected
        self.current = current


class NameTakenError(LibraryError):
    """A tag or a selection of that name is there already."""

    def __init__(self) -> None:
        super().__init__("name taken")


class InvalidValueError(LibraryError):
    """A value that cannot be kept.

    Attributes:
        field: which one.
        limit: how long it may be, where its length is the matter.
    """

    def __init__(self, field: FieldName, *, limit: int | None = None) -> None:
        super().__init__(field)
        self.field = field
        self.limit = limit


class StoreTooNewError(LibraryError):
    """The database was written by a later program, and this one would harm it.

    Attributes:
        found: the version of the database.
        known: the newest version this program knows.
    """

    def __init__(self, *, found: str, known: str) -> None:
        super().__init__(f"the database has version {found}; this program knows {known}")
        self.found = found
        self.known = known


class StoreError(LibraryError):
    """The database did not answer or refused.

    Attributes:
        code: the database's own name or number of the fault, e.g. `SQLITE_FULL` or `40P01`.
        lost: the connection broke, so another try may succeed.
    """

    def __init__(self, code: str, *, lost: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.lost = lost
