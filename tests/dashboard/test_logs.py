"""No line of the log carries text of an article, whoever writes it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from dashboard.settings import config_home

ROOT = Path(__file__).parents[2]
CANARY = "蛇蠍機密CANARY"

# In a process of its own: logging belongs to the whole process.
_PROGRAM = f"""
import logging, sys, threading, warnings
import streamlit
from streamlit.logger import get_logger
from components import failures
from dashboard import logs
from dashboard.settings import settings
logs.set_up(settings())
canary = "{CANARY}"

def fail():
    try:
        raise ValueError(canary)
    except ValueError as error:
        raise RuntimeError("because of " + canary) from error

for name in ("streamlit.runtime", "uvicorn.error", "trafilatura", "asyncio", "sqlalchemy.engine"):
    log = get_logger(name) if name.startswith("streamlit") else logging.getLogger(name)
    log.error(f"could not read {{canary}}") if not name.startswith("uvicorn") else None
    log.error("could not read %s after %d tries", canary, 3)
    log.error("odd %(text)s", {{"text": canary}})
    log.error(ValueError(canary))
    log.error("wrong %s %s", canary)
    try:
        fail()
    except RuntimeError as error:
        log.exception("Uncaught app execution", exc_info=error)
        log.error("gone", stack_info=True)
        print("code", failures.report(error, where="a page"))
warnings.warn(canary)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
logging.getLogger("wenmai").info("started")
fail()
"""


@cache
def output(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program that tries hard to log the canary."""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize("mode", ["local", "hosted"])
def test_logs_carry_no_text(mode: str) -> None:
    done = output(WENMAI_MODE=mode)
    assert CANARY not in done.stderr
    assert CANARY not in done.stdout
    assert "could not read … after 3 tries" in done.stderr
    assert "builtins.RuntimeError" in done.stderr
    assert "builtins.ValueError" in done.stderr


def test_logs_are_json_lines_when_hosted() -> None:
    done = output(WENMAI_MODE="hosted")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {"time", "level", "logger", "message"} <= set(lines[0])
    assert "started" in [line["message"] for line in lines]


def test_logs_find_an_error_by_the_number_that_people_see() -> None:
    done = output(WENMAI_MODE="hosted")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    codes = [line.split()[1] for line in done.stdout.splitlines()]
    logged = {line["error_id"]: line for line in lines if "error_id" in line}
    for code in codes:
        assert any(place.endswith(" fail") for place in logged[code]["error"])


def test_logs_of_streamlit_and_uvicorn_are_printed_once() -> None:
    done = output(WENMAI_MODE="hosted")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    for name in ("streamlit.runtime", "uvicorn.error"):
        said = [line for line in lines if line["logger"] == name and "3 tries" in line["message"]]
        assert len(said) == 1


def test_logs_of_ours_say_constants() -> None:
    """Our messages are printed whole, so none may be put together from values."""
    files = [*(ROOT / "components").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")]
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    found = []
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = node.func.value
            is_log = isinstance(owner, ast.Name) and owner.id.lower() in ("_log", "log", "logger")
            if is_log and node.func.attr in levels and not isinstance(node.args[0], ast.Constant):
                found.append(f"{path}:{node.lineno}")
    assert not found


def test_logs_errors_of_pages_go_through_the_log_alone() -> None:
    """Where rich is installed, streamlit prints them itself, messages and all."""
    config = tomllib.loads((config_home() / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["logger"]["enableRich"] is False
