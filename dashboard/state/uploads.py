"""How much of readers' uploads this process holds in memory, as the framework keeps them.

An upload stays there until the page that asked for it is left: nothing of it is in the library
yet, so no quota counts it.
"""

from __future__ import annotations

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager


def count_held_bytes() -> dict[str, int]:
    """Return the bytes of the uploads that are held, by session."""
    if not Runtime.exists():
        return {}
    manager = Runtime.instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    held = {}
    for session, files in list(manager.file_storage.items()):
        held[session] = sum(len(file.data) for file in list(files.values()))
    return held
