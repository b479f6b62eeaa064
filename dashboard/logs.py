"""Sets up logging so that no log line carries text of an article, whoever writes it.

Every record of this process is made here: what our own loggers say is kept; of what libraries
say only the place, the numbers and the class of an exception remain, since their messages may
quote what they worked on. Lines are JSON when hosted, plain otherwise; streamlit's and
uvicorn's loggers print the same lines.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
import traceback
from types import TracebackType
from typing import Any

from components import failures
from dashboard.settings import Settings

OUR_LOGGERS = ("wenmai",)
"""Loggers whose messages are written with care: constants, numbers, ids, addresses of code."""

# Said once at start and end, with nothing in it but numbers.
_UVICORN = "uvicorn"
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "websockets")


def set_up(chosen: Settings) -> None:
    """Make every logger of this process write safe lines to standard error.

    Args:
        chosen: the settings; level and format are used.
    """
    logging.setLogRecordFactory(_factory(as_json=chosen.logs_json))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(line)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OUR_LOGGERS:
        logging.getLogger(name).setLevel(chosen.log_level.upper())
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    _form_streamlit()
    for name in _SERVERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    logging.getLogger(_UVICORN).setLevel(logging.INFO)
    # Without any handler uvicorn keeps no log of requests, whose queries may hold tokens.
    logging.getLogger("uvicorn.access").propagate = False


def places(error: BaseException | None, trail: TracebackType | None) -> str:
    """Return class and places of an error and its causes, without any message."""
    lines = []
    while error is not None:
        lines += [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trail)
        ]
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        trail = error.__traceback__ if error else None
    return "\n".join(lines)


class SafeRecord(logging.LogRecord):
    """A record that is safe from the moment it is made, whatever handler prints it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error = places(self.exc_info[1], self.exc_info[2]) if self.exc_info else ""
        self.exc_info = self.exc_text = self.stack_info = None
        if self.name.partition(".")[0] in OUR_LOGGERS:
            self.msg = self.getMessage()
        else:
            self.msg = _without_text(self)
        self.args = None


def _without_text(record: logging.LogRecord) -> str:
    """Return the message of a library with its numbers, and nothing else of it.

    A message without arguments may have been put together with text in it: only its place is
    told, but for uvicorn, whose such messages are constants.
    """
    place = f"{record.module}:{record.lineno}"
    if not isinstance(record.msg, str):  # an exception, say
        return place
    if record.name.partition(".")[0] == _UVICORN and not record.args:
        return record.msg
    if not record.args or not isinstance(record.args, tuple):
        return place
    kept = tuple(value if isinstance(value, int | float) else "…" for value in record.args)
    try:
        return f"{record.msg % kept} ({place})"
    except (TypeError, ValueError):
        return place


def _factory(*, as_json: bool) -> Any:
    write = _json_line if as_json else _plain_line

    def make(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = SafeRecord(*args, **kwargs)
        record.__dict__["line"] = _Line(record, write)
        return record

    return make


class _Line:
    """The line of a record, written when it is printed: fields come after the record is made."""

    def __init__(self, record: SafeRecord, write: Any) -> None:
        self._record = record
        self._write = write

    def __str__(self) -> str:
        return str(self._write(self._record))


_FIELDS = ("error_id", "request_id", "method", "path", "status", "milliseconds", "job", "share")


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}


def _json_line(record: SafeRecord) -> str:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    line = {
        "time": f"{moment}.{int(record.msecs):03d}Z",
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
        **_extra(record),
    }
    if record.error:
        line["error"] = record.error.split("\n")
    return json.dumps(line, ensure_ascii=False)


def _plain_line(record: SafeRecord) -> str:
    moment = time.strftime("%H:%M:%S", time.localtime(record.created))
    extra = "".join(f" {name}={value}" for name, value in _extra(record).items())
    ours = record.name.partition(".")[0] in OUR_LOGGERS
    who = "" if ours else f"{record.name}: "
    head = f"{moment} {record.levelname.lower():7} {who}{record.getMessage()}{extra}"
    return head + "".join(f"\n    {place}" for place in record.error.split("\n") if place)


def _log_uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    failures.report(error, where="the process")


def _log_uncaught_in_thread(what: threading.ExceptHookArgs) -> None:
    if what.exc_value is not None and not issubclass(what.exc_type, SystemExit):
        failures.report(what.exc_value, where="a thread")


def _form_streamlit() -> None:
    """Format the lines of Streamlit's loggers, which have handlers of their own, as ours."""
    if "streamlit" not in sys.modules:
        return
    from streamlit import config
    from streamlit import logger as streamlit_logger

    config.set_option("logger.messageFormat", "%(line)s")
    streamlit_logger.update_formatter()
