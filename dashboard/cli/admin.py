"""The commands for whoever runs a server: settings, work, backup, restore, care.

Exit codes as everywhere: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.i18n import t
from dashboard import settings

if TYPE_CHECKING:
    from dashboard.library.store import Store

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

_PROBLEMS = {
    "exists": "{file} is there already; choose another name",
    "missing": "{file} is not there",
    "no_backup": "{file} is no backup of Wenmai",
    "broken": "{file} is damaged; nothing was changed",
    "not_empty": "the library holds files; --replace puts the backup in their place",
}


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser of the command line."""
    shown = verbs.add_parser("settings", help="print every setting, its value and its source")
    shown.add_argument("--json", action="store_true", help="as JSON")
    shown.add_argument("--markdown", action="store_true", help="as the table of the manual")
    backup = verbs.add_parser("backup", help="write the whole library into one file")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = verbs.add_parser("restore", help="put a backup back; stop the server first")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="what is there now goes")
    work = verbs.add_parser("work", help="do the long work of dashboards, until stopped")
    work.add_argument(
        "--workers", type=int, metavar="N", help="processes; WENMAI_JOB_WORKERS, at least one"
    )
    verbs.add_parser("care", help="let go what is past its time, and give the room back")


def run(options: argparse.Namespace) -> int | None:
    """Run a verb of this module.

    Returns:
        The exit code; None where the verb is none of ours.
    """
    if options.verb == "settings":
        return _settings(options)
    if options.verb == "work":
        return _work(options)
    work = _ON_THE_LIBRARY.get(options.verb)
    return None if work is None else _with_library(work, options)


def report_problems() -> bool:
    """Print every variable with a wrong value, and what is allowed in it."""
    problems = settings.find_problems()
    for problem in problems:
        _tell(str(problem))
    return bool(problems)


def _settings(options: argparse.Namespace) -> int:
    if options.markdown:
        print(settings.to_markdown(), end="")
        return DONE
    known = settings.list_variables()
    if options.json:
        rows = [
            {
                "name": one.name,
                "value": one.shown,
                "unit": one.kind.unit,
                "source": one.source,
                "meaning": one.meaning,
            }
            for one in known
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return DONE
    for one in known:
        value = f"{one.shown} {one.kind.unit}".strip() or "(empty)"
        print(f"{one.name:30} {value:34} {one.source:12} {one.meaning}")
    return DONE


def _work(options: argparse.Namespace) -> int:
    from dashboard.jobs import worker
    from dashboard.library import faults

    count = options.workers or settings.settings().job_workers or 1
    if count < 1:
        _tell("--workers must be at least 1")
        return WRONG_USAGE
    if (fault := faults.fault_of_library()) and not _tell_fault(fault):
        return REFUSED
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _tell(f"{count} at work; stop with Ctrl+C")
    worker.supervise(count, stop=stop)
    return DONE


def _tell_fault(fault: str) -> bool:
    """Say why the library cannot be used; tell whether that may pass while a worker waits."""
    _tell(t(f"library.fault_{fault}"))
    return fault in ("full", "unreachable")


def _with_library(work: Callable[[Store, argparse.Namespace], Any], options: Any) -> int:
    from dashboard.library.backup import BackupError
    from dashboard.library.connection import get_store
    from dashboard.library.errors import LibraryError
    from dashboard.library.faults import fault_of

    try:
        print(json.dumps(work(get_store(), options), ensure_ascii=False))
    except BackupError as error:
        _tell(_PROBLEMS[error.problem].format(file=options.file))
        return REFUSED
    except LibraryError as error:
        if fault := fault_of(error):
            _tell_fault(fault)
        else:
            _tell(f"the library: {error}")
        return REFUSED
    except OSError as error:
        _tell(error.strerror or type(error).__name__)
        return REFUSED
    except sqlite3.Error as error:  # it holds no text: "database or disk is full"
        _tell(f"the file could not be read or written: {error}")
        return REFUSED
    return DONE


def _backup(store: Store, options: argparse.Namespace) -> dict[str, Any]:
    from dashboard.library import backup

    kept = backup.backup(store, options.file)
    return {"file": str(options.file), "rows": dict(kept.rows)}


def _restore(store: Store, options: argparse.Namespace) -> dict[str, Any]:
    from dashboard.library import backup

    kept = backup.restore(store, options.file, replace=options.replace)
    return {"file": str(options.file), "rows": dict(kept.rows)}


def _care(store: Store, _: argparse.Namespace) -> dict[str, Any]:
    from dashboard.library import retention

    return retention.delete_expired(store, settings.settings()).as_json()


_ON_THE_LIBRARY: dict[str, Callable[[Store, argparse.Namespace], dict[str, Any]]] = {
    "backup": _backup,
    "restore": _restore,
    "care": _care,
}


def _tell(message: str) -> None:
    print(f"wenmai: {message}", file=sys.stderr)
