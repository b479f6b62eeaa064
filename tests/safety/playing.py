"""A process that plays the server: it reads a bad input, then a good one, and tells."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from components.reading import process_pool
from components.reading.document import Limits
from tests.safety.inputs import BAD, READ, SENTENCE

GOOD = f"標題,內文\n標題,{SENTENCE}\n".encode()
ROOT = Path(__file__).parents[2]


def play(keys: Sequence[str], *, seconds: float = Limits().seconds) -> dict[str, dict[str, Any]]:
    """Play the server in a fresh process with an empty folder for home and temporary files.

    Returns:
        What `played` tells of each input, and `written`: files found in that folder after all.
        Inputs that come after one the server did not survive are missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), folder)
        done = subprocess.run(
            [sys.executable, "-B", "-m", "tests.safety", "--play", str(seconds), *keys],
            cwd=folder,
            env={**os.environ, **paths, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        written = sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {each["key"]: {**each, "written": written} for each in told}


def played(key: str, *, seconds: float) -> dict[str, Any]:
    """Play the server for one bad input, in this process.

    Returns:
        `outcomes`: how often files ended so; `slowest`: seconds of the slowest file;
        `server_mb`, `worker_mb`: peaks of memory so far, that of making the input included;
        `survived`: a good file was read after it.
    """
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for name, data in BAD[key].files():
        started = time.perf_counter()
        found = process_pool.parse_source(name, data, limits=Limits(seconds=seconds))
        slowest = max(slowest, time.perf_counter() - started)
        outcomes.update(each.fault.reason if each.fault else READ for each in found)
        for document in (d for each in found for d in each.documents):
            document.text.encode("utf-8")  # fit for a file, a screen and a database
    (after,) = process_pool.parse_source("good.csv", GOOD)
    survived = bool(after.documents) and SENTENCE in after.documents[0].text
    living = (Path(f"/proc/{w.pid}/status").read_text() for w in psutil.Process().children())
    peaks = [int(kilobytes) for told in living for kilobytes in re.findall(r"VmHWM:\s+(\d+)", told)]
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Not what getrusage tells: this process began with the peak of the one that started it.
    own = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0])
    return {
        "key": key,
        "outcomes": dict(outcomes),
        "slowest": slowest,
        "server_mb": own // 1024,
        "worker_mb": max(ended, *peaks, 0) // 1024,
        "survived": survived,
    }
