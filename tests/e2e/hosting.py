"""The parts of compose.yaml as processes: nginx with the shipped template, dashboards behind it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import ROOT, free_port, hand_on_sample, stop, wait_until_healthy

TEMPLATE = ROOT / "dashboard" / "hosting" / "nginx.conf.template"
_MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr notice;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/wenmai.conf;
}}
"""


@dataclass
class Replica:
    """One dashboard of several.

    Attributes:
        process: its process.
        port: where it listens.
        log: what it wrote.
    """

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def address(self) -> str:
        """Where it is asked directly."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Take it away without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class House:
    """A proxy with dashboards behind it.

    Attributes:
        address: of the proxy.
        replicas: the dashboards.
        log: what the proxy wrote.
    """

    address: str
    replicas: list[Replica]
    log: Path


@contextmanager
def replica(
    folder: Path, environment: Mapping[str, str], name: str = "app", port: int | None = None
) -> Iterator[Replica]:
    """Start one dashboard as the image does, on a free port unless one is given."""
    hand_on_sample(Path(environment["WENMAI_DATA_DIR"]))
    port = port or free_port()
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "serve", "--no-browser", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "WENMAI_MODE": "hosted", **environment},
            stdout=out,
            stderr=out,
        )
    try:
        base = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
        wait_until_healthy(f"http://127.0.0.1:{port}/{base}".rstrip("/"), process)
        yield Replica(process, port, log)
    finally:
        stop(process)


@contextmanager
def proxy_alone(folder: Path, ports: list[int]) -> Iterator[tuple[int, Path]]:
    """Start nginx with the shipped template, whatever is behind; yield its port and its log."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        raise RuntimeError("nginx is not installed")
    port = free_port()
    upstreams = " ".join(f"server 127.0.0.1:{p} max_fails=1 fail_timeout=5s;" for p in ports)
    filled = (
        TEMPLATE.read_text(encoding="utf-8")
        .replace("${WENMAI_LISTEN}", f"127.0.0.1:{port}")
        .replace("${WENMAI_UPSTREAMS}", upstreams)
        .replace("${WENMAI_PROXY_DIR}", str(folder))
        .replace("/dev/stdout", str(folder / "access.log"))
    )
    (folder / "wenmai.conf").write_text(filled, encoding="utf-8")
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder), encoding="utf-8")
    with (folder / "nginx.log").open("wb") as out:
        process = subprocess.Popen(
            [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=out, stderr=out
        )
    try:
        _wait_until_open(port, process)
        yield port, folder / "access.log"
    finally:
        stop(process)


@contextmanager
def proxy(folder: Path, ports: list[int]) -> Iterator[tuple[str, Path]]:
    """Start nginx before dashboards that answer; yield its address and its log."""
    with proxy_alone(folder, ports) as (port, log):
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz")
        yield address, log


@contextmanager
def house(folder: Path, environment: Mapping[str, str], replicas: int = 2) -> Iterator[House]:
    """Start dashboards and the proxy before them."""
    with ExitStack() as stack:
        apps = [
            stack.enter_context(replica(folder, environment, f"app-{number}"))
            for number in range(replicas)
        ]
        address, log = stack.enter_context(proxy(folder, [app.port for app in apps]))
        yield House(address, apps, log)


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"nginx stopped with code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the proxy did not start")


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the proxy did not answer")
