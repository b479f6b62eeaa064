"""Reports what failed while the rest went on: a number for people, places without text for the log.

Messages of exceptions are never logged, since they may quote an article; `dashboard.logs` sees
to that for every record.
"""

from __future__ import annotations

import logging
import secrets

_log = logging.getLogger("wenmai")


def report(error: BaseException, *, where: str) -> str:
    """Log an error that people are told about by its number.

    Args:
        error: its class and places are logged, its message is not.
        where: the part of the program, a constant.

    Returns:
        The number that stands in the log and before the reader.
    """
    code = secrets.token_hex(4)
    _log.error("error in %s", where, exc_info=error, extra={"error_id": code})
    return code
