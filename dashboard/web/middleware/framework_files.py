"""Answers with the framework's own scripts and styles, packed once, in the reader's language.

Streamlit sends them unpacked: packing at each request costs more than it saves. Packed once, and
kept in the data folder for the next start, a first visit is a third as large. Only names found
in the framework's folder are answered, so no path leads out of it; what is odd goes on.
"""

from __future__ import annotations

import gzip
import hashlib
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.settings import settings
from dashboard.web import framework_words
from dashboard.writing import write_atomically

FOLDER = "packed"  # below the data folder
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_FOR_EVER = "public, immutable, max-age=31536000"  # names hold a digest


class FrameworkFiles:
    """ASGI middleware that answers for `/static/`; all else, and clients without gzip, pass.

    Args:
        app: what answers otherwise.
        base_path: where the dashboard lies on its host.
    """

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        folder = framework_folder()
        found = (path for path in (folder / "static").rglob("*") if path.suffix in _KINDS)
        self._files = {f"{base_path}/{path.relative_to(folder).as_posix()}": path for path in found}
        self._packed: dict[Path, bytes] = {}
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a packed file, where one is asked for."""
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if file is None or not _takes_packed(scope):
            await self._app(scope, receive, send)
            return
        body = self._packed.get(file) or await to_thread.run_sync(self._pack, file)
        headers = {
            "content-type": _KINDS[file.suffix],
            "content-encoding": "gzip",
            "vary": "accept-encoding",
            "cache-control": _FOR_EVER,
        }
        await Response(body, headers=headers)(scope, receive, send)

    def _pack(self, file: Path) -> bytes:
        kept = settings().data_dir / FOLDER / _edition() / f"{file.name}.gz"
        with suppress(OSError):
            self._packed[file] = kept.read_bytes()
            return self._packed[file]
        script = file.read_text("utf-8")
        spoken = framework_words.speak(file.name, script) if file.suffix == ".js" else script
        packed = self._packed[file] = gzip.compress(spoken.encode(), 9, mtime=0)
        with suppress(OSError), self._lock:  # a full disk is no reason not to answer
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(kept, packed)
        return packed


def framework_folder() -> Path:
    """Return where the framework keeps its page."""
    spec = find_spec("streamlit")
    if spec is None or not spec.origin:
        raise ModuleNotFoundError("streamlit")
    return Path(spec.origin).parent / "static"


def _takes_packed(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    packs = "gzip" in headers.get("accept-encoding", "")
    return scope["method"] == "GET" and packs and "range" not in headers


def _edition() -> str:
    """Return a name for what the files are made of: the framework and how it is made to speak."""
    words = hashlib.sha256(Path(framework_words.__file__).read_bytes()).hexdigest()
    return f"{version('streamlit')}-{words[:12]}"
