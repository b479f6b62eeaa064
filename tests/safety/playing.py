"""A process that plays the server: it reads a bad input, then a good one, and tells."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from components.reading import isolation
from tests.safety.inputs import BAD, READ, SENTENCE, good_docx

ROOT = Path(__file__).parents[2]


def play(key: str) -> dict[str, Any]:
    """Play the server in a fresh process with an empty folder for home and temporary files.

    Returns:
        What `played` returns, and `written`: files found in that folder afterwards.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), folder)
        done = subprocess.run(
            [sys.executable, "-B", "-m", "tests.safety", "--one", key],
            cwd=folder,
            env={**os.environ, **paths, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        written = sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))
    if done.returncode:
        raise RuntimeError(f"the server ended with {done.returncode}: {done.stderr[-2000:]}")
    return {**json.loads(done.stdout), "written": written}


def played(key: str) -> dict[str, Any]:
    """Play the server for one bad input, in this process.

    Returns:
        `outcomes`: how often files ended so; `slowest`: seconds of the slowest file;
        `server_mb`, `worker_mb`: peaks of memory, that of making the input included;
        `survived`: a good file was read after it.
    """
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for name, data in BAD[key].files():
        started = time.perf_counter()
        found = isolation.opened(name, data)
        slowest = max(slowest, time.perf_counter() - started)
        outcomes.update(each.fault.reason if each.fault else READ for each in found)
        for document in (d for each in found for d in each.documents):
            document.text.encode("utf-8")  # fit for a file, a screen and a database
    (after,) = isolation.opened("good.docx", good_docx())
    survived = bool(after.documents) and SENTENCE in after.documents[0].text
    isolation.close()
    return {
        "outcomes": dict(outcomes),
        "slowest": slowest,
        "server_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "survived": survived,
    }
