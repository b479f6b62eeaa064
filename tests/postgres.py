"""A real PostgreSQL of the tests' own: found, started, thrown away. A missing one is a failure."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

_USER = "wenmai"
_START_SECONDS = 60
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
_DURABLE = ("max_connections=200",)


@dataclass
class Server:
    """A running PostgreSQL on a free port of this machine.

    Attributes:
        folder: where its files lie.
        port: where it listens.
        process: its first process.
        options: how it was started.
    """

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    options: tuple[str, ...] = _HASTY

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database, as people write it into settings."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def create(self, *, template: str | None = None) -> str:
        """Make an empty database, or a copy of another, and return its name."""
        name = f"t{uuid.uuid4().hex}"
        of = f' TEMPLATE "{template}"' if template else ""
        self.run(f'CREATE DATABASE "{name}"{of}')
        return name

    def drop(self, name: str) -> None:
        """Throw a database away, whoever still uses it."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def kill(self) -> None:
        """Take it away without a word."""
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        """Start it with the same files on the same port; it recovers what it promised."""
        last = time.monotonic() + _START_SECONDS
        while time.monotonic() < last:  # processes of the killed one may still hold its memory
            server = _attempt(self.folder, self.port, self.options)
            if server is not None:
                self.process = server.process
                return
            time.sleep(0.1)
        raise RuntimeError(
            f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-2000:]}"
        )

    def run(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


def binary(name: str) -> str:
    """Return the path of a program of PostgreSQL, the newest one on this machine."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    places = [str(path / name) for path in reversed(versions)]
    found = next((place for place in places if os.access(place, os.X_OK)), shutil.which(name))
    if found is None:
        raise RuntimeError(f"the tests need PostgreSQL: {name} is not on this machine")
    return found


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """Start a PostgreSQL in a folder of its own and stop it at the end.

    Args:
        durable: what it acknowledged outlasts its death; tests are faster without.
    """
    # Not below pytest's folder, which the user that runs the server may not enter.
    folder = Path(tempfile.mkdtemp(prefix="wenmai-pg-"))
    try:
        _made(folder)
        server = _started(folder, _DURABLE if durable else _HASTY)
        try:
            yield server
        finally:
            server.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast": no waiting
            server.process.wait(timeout=120)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(folder: Path) -> None:
    if who := _other_user():
        shutil.chown(folder, who["user"], who["group"])
    command = [binary("initdb"), "--pgdata", str(folder / "data"), "--username", _USER]
    options = ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    made = subprocess.run(
        command + options, capture_output=True, text=True, cwd=folder, check=False, **who
    )
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stderr}")


def _started(folder: Path, options: tuple[str, ...]) -> Server:
    for _ in range(5):  # somebody may take the port in between
        server = _attempt(folder, _free_port(), options)
        if server is not None:
            return server
    raise RuntimeError(f"PostgreSQL does not start: {(folder / 'log').read_text()[-2000:]}")


def _attempt(folder: Path, port: int, options: tuple[str, ...]) -> Server | None:
    command = [binary("postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    command += ["-h", "127.0.0.1", "-p", str(port)]
    command += [part for setting in options for part in ("-c", setting)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, **_other_user()
        )
    server = Server(folder, port, process, options)
    last = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < last:
        with contextlib.suppress(psycopg.OperationalError):
            server.run("SELECT 1")
            return server
        time.sleep(0.05)
    process.kill()
    process.wait()
    return None


def _other_user() -> dict[str, Any]:
    """Return whom to run the server as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    who = names.get("postgres") or names["nobody"]
    return {"user": who.pw_name, "group": who.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
