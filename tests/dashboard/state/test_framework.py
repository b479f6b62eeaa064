"""What is mended in the framework: no two files share an address, no option waits for a lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from dashboard.state import framework

MEGABYTE = 2**20


@pytest.fixture
def storage() -> Iterator[MemoryMediaFileStorage]:
    names, options = memory_media_file_storage._calculate_file_id, config.get_option
    framework.mend()
    yield MemoryMediaFileStorage("/media")
    memory_media_file_storage._calculate_file_id = names
    config.get_option = st.get_option = options


def test_large_files_alike_in_most_pieces_have_addresses_of_their_own(
    storage: MemoryMediaFileStorage,
) -> None:
    one = bytearray(3 * MEGABYTE)
    ids = set()
    for changed in (None, 300_000, 1_000_000, 2_000_000, 2_900_000):
        data = bytearray(one)
        if changed is not None:
            data[changed] = 1
        name = storage.load_and_get_id(bytes(data), "text/csv", MediaFileKind.DOWNLOADABLE, "a.csv")
        assert storage.get_file(f"{name}.csv").content == data
        ids.add(name)
    assert len(ids) == 5


def test_type_and_name_belong_to_a_file(storage: MemoryMediaFileStorage) -> None:
    def name(mimetype: str, file: str | None) -> str:
        return storage.load_and_get_id(b"x", mimetype, MediaFileKind.DOWNLOADABLE, file)

    told = [name("a", "bc"), name("ab", "c"), name("a", None), name("a", "bc")]
    assert len(set(told)) == 3
    assert told[0] == told[3]


def test_an_option_is_read_while_somebody_holds_the_lock(storage: MemoryMediaFileStorage) -> None:
    before = config.get_option("server.maxUploadSize")  # all are parsed now
    held, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with config._config_lock:
            held.set()
            leave.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    try:
        found: list[object] = []
        reader = threading.Thread(
            target=lambda: found.append(config.get_option("server.maxUploadSize")), daemon=True
        )
        reader.start()
        reader.join(30)
        assert found == [before]
    finally:
        leave.set()
        thread.join()
    with pytest.raises(RuntimeError):
        config.get_option("server.nothing")
