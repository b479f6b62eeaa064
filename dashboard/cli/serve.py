"""Starts the dashboard: Streamlit with our settings, wherever the project is installed."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

from components.i18n import t
from dashboard import access
from dashboard.cli import http_server
from dashboard.library import faults
from dashboard.results import folder
from dashboard.settings import (
    PREFIX,
    SettingError,
    config_home,
    refuse_strangers,
    server_script,
    settings,
    settle_mode,
)

_FIRST_PORT = 8501
_PORTS_TRIED = 20
_MEGABYTE = 2**20


def serve(
    *,
    host: str,
    port: int | None,
    open_browser: bool,
    sample: str | None = None,
    ask_token: bool = True,
    result: str | None = None,
) -> int:
    """Run the dashboard until it is stopped.

    Args:
        host: address to listen on; only this machine's own by default.
        port: the port; None takes 8501 or the next free one.
        open_browser: show the page once it answers.
        sample: what is looked at first; None leaves it to the settings.
        result: a result folder that is opened first.
        ask_token: on one's own machine, let only browsers in that come by the printed address.

    Returns:
        The exit code: 2 when the port is taken or a setting is wrong, 1 when the library cannot
        be used.
    """
    from streamlit.web import cli as streamlit_cli

    try:
        most = _upload_flag()
        settle_mode(host)
        refuse_strangers(host, settings())
    except SettingError as error:
        print(f"wenmai: {error}", file=sys.stderr)
        return 2
    if fault := faults.fault_of_library():
        print(f"wenmai: {t(f'library.fault_{fault}')}", file=sys.stderr)
        if fault != "full":  # a full one can be read, and its bin emptied
            return 1
    chosen = _free_port(host, port)
    if chosen is None:
        print(
            f"wenmai: port {port or _FIRST_PORT} is in use; choose another with --port",
            file=sys.stderr,
        )
        return 2
    if result:
        try:
            folder.open_result(Path(result))
        except folder.ResultFolderError as error:
            told = t(f"result.fault_{error.reason}", path=result, what=error.what)
            print(f"wenmai: {told}", file=sys.stderr)
            return 2
        os.environ[f"{PREFIX}RESULT"] = str(Path(result).resolve())
    if sample:
        os.environ[f"{PREFIX}SAMPLE"] = sample
    _announce(_address(host, chosen), chosen, open_browser=open_browser, ask_token=ask_token)
    http_server.prepare()
    os.chdir(config_home())  # streamlit reads .streamlit/config.toml from where it starts
    flags = [f"--server.port={chosen}", f"--server.address={host}", most]
    streamlit_cli.main(["run", str(server_script()), *flags], standalone_mode=False)
    return 0


def _address(host: str, port: int) -> str:
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104
    base = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    place = f"http://{f'[{name}]' if ':' in name else name}:{port}"
    return f"{place}/{base}" if base else place


def _announce(address: str, port: int, *, open_browser: bool, ask_token: bool) -> None:
    """Print the address, and open it where there is a screen."""
    for_browser = address
    if ask_token and settings().mode == "local":
        keys = access.require(settings().data_dir, port=port)
        for_browser = f"{address}/?{access.PARAMETER}={keys.give_ticket()}"
        address = f"{address}/?{access.PARAMETER}={keys.token}"
    print(f"Wenmai: {address}", flush=True)
    if open_browser and _has_screen():
        threading.Thread(target=_open_when_ready, args=(for_browser,), daemon=True).start()


def _upload_flag() -> str:
    """Return the flag that limits uploads: each file, archive or bundle is limited like a file."""
    megabytes = -(-settings().limits.file_bytes // _MEGABYTE)
    return f"--server.maxUploadSize={megabytes}"


def _free_port(host: str, port: int | None) -> int | None:
    tried = range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED) if port is None else (port,)
    for candidate in tried:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return None


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _open_when_ready(address: str) -> None:
    for _ in range(120):
        try:
            health = f"{address.partition('/?')[0]}/_stcore/health"
            with urllib.request.urlopen(health, timeout=1):  # noqa: S310
                break
        except OSError:
            time.sleep(0.25)
    webbrowser.open(address)
