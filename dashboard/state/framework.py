"""Mends in the framework what it has no option for; done once, when a server starts.

- It names a file by its content, but of one over a megabyte it looks at three pieces alone: two
  files alike in these are one to it, and the second reader gets the first one's. Here all of a
  file is looked at, with a key that nobody else has, so that who knows a file does not know its
  address.
- Reading an option takes a lock, several times for each thing that is drawn. Readers at the same
  time wait for it, and for each other's turn of the interpreter: with sixty of them a third of
  all time. Options that are parsed are read without.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.runtime import memory_media_file_storage

_KEY = secrets.token_bytes(32)


def mend() -> None:
    """Mend all of it, in this process."""
    memory_media_file_storage._calculate_file_id = _name_file
    config.get_option = st.get_option = _read_option


def _name_file(data: bytes, mimetype: str, filename: str | None = None) -> str:
    told = hashlib.blake2b(key=_KEY, digest_size=28)
    for part in (mimetype.encode(), (filename or "").encode("utf-8", "surrogatepass"), data):
        told.update(len(part).to_bytes(8, "big"))
        told.update(part)
    return told.hexdigest()


def _read_option(key: str) -> Any:
    options = config.get_config_options()  # takes the lock where nothing was parsed yet
    if key not in options:
        raise RuntimeError(f'Config key "{key}" not defined.')
    return options[key].value
