"""Pages under test: what every one of them would look for anew is looked for once."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from dashboard.library.store import FILE


@pytest.fixture(autouse=True, scope="session")
def installed_packages() -> Iterator[None]:
    """Read what is installed once; Streamlit's tester does so for each app, which takes longest."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True, scope="session")
def undisturbed_pages() -> Iterator[None]:
    """Wait for the end of a page's thread; Streamlit's tester asks a thousand times a second."""
    ask = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        begun = time.monotonic()
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        ask(runner, max(0.1, begun + timeout - time.monotonic()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(autouse=True, scope="session")
def made_once(shared_statements: None, quick_clouds: None, quick_passphrases: int) -> None:
    """Make once what takes longest and is the same for each page."""


@pytest.fixture(autouse=True)
def empty_library(own_library: None, empty_file: Path) -> None:
    """Let a page find its library with tables: making them takes longer than most pages."""
    folder = Path(os.environ["WENMAI_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(empty_file, folder / FILE)
