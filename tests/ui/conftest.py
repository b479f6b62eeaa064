"""Pages under test: what every one of them would look for anew is looked for once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from dashboard.library.store import FILE


@pytest.fixture(autouse=True, scope="session")
def installed_packages() -> Iterator[None]:
    """Read what is installed once; Streamlit's tester does so for each app, which takes longest."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True, scope="session")
def compiled_once(shared_statements: None) -> None:
    """Compile no statement for each page anew: that takes longer than to execute it."""


@pytest.fixture(autouse=True)
def empty_library(own_library: None, empty_file: Path) -> None:
    """Let a page find its library with tables: making them takes longer than most pages."""
    folder = Path(os.environ["WENMAI_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(empty_file, folder / FILE)
