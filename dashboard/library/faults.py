"""Says why a library cannot be used: newer, damaged, read-only, full, or not answering."""

from __future__ import annotations

from typing import Literal

from dashboard.library.connection import get_store
from dashboard.library.errors import LibraryError, StoreError, StoreTooNewError
from dashboard.library.full_disk import is_full

Fault = Literal["newer", "damaged", "readonly", "full", "unreachable"]

_CODES: dict[str, Fault] = {
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_FORMAT": "damaged",
    "SQLITE_READONLY": "readonly",
    "SQLITE_CANTOPEN": "readonly",
    "SQLITE_PERM": "readonly",
    "EACCES": "readonly",
    "EPERM": "readonly",
    "EROFS": "readonly",
    "ENOTDIR": "readonly",
    "25006": "readonly",  # PostgreSQL: a transaction that may only read
    "unreachable": "unreachable",
}


def fault_of(error: BaseException) -> Fault | None:
    """Return which fault of the library an error tells of; None for any other error."""
    if isinstance(error, StoreTooNewError):
        return "newer"
    if not isinstance(error, StoreError):
        return None
    if is_full(error):
        return "full"
    known = (fault for code, fault in _CODES.items() if error.code.startswith(code))
    return next(known, "unreachable" if error.lost else None)


def fault_of_library() -> Fault | None:
    """Open the library of the settings and look at its pages; return what is wrong with it."""
    try:
        with get_store().read() as session:
            connection = session.connection()
            if connection.dialect.name == "sqlite":
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
                return None if found == "ok" else "damaged"
            connection.exec_driver_sql("SELECT 1")
    except LibraryError as error:
        return fault_of(error)
    return None
