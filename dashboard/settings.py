"""Where things are, and what may be set from outside.

A checkout keeps `.streamlit/` and `seeds/` in its root; a wheel carries both inside this
package. Nothing else in the project knows the difference.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says.

    Attributes:
        data_dir: caches, and later the library; `WENMAI_DATA_DIR`, by default the user's
            data folder.
    """

    data_dir: Path


def settings() -> Settings:
    """Read the settings of this process from its environment."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Settings(data_dir=Path(os.environ.get("WENMAI_DATA_DIR") or Path(base) / "wenmai"))


def config_home() -> Path:
    """Return the folder that holds `.streamlit/config.toml`."""
    return _HERE if (_HERE / ".streamlit").is_dir() else _HERE.parent


def seeds_dir() -> Path:
    """Return the folder of the sample."""
    shipped = _HERE / "_shipped" / "seeds"
    return shipped if shipped.is_dir() else _HERE.parent / "seeds"


def app_script() -> Path:
    """Return the script that draws the pages."""
    return _HERE / "app.py"


def server_script() -> Path:
    """Return the script that `wenmai serve` runs: the pages, with a server's manners."""
    return _HERE / "asgi.py"
