"""Lets go of the sessions of readers who left, with their descriptors and uploads.

The framework keeps a session for a while, so that a reader whose line broke finds it again, and
shuts it down only when a later one needs its place: on a quiet server never. Here it is shut
down as soon as nobody can come back to it.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession

from components import failures

_EVERY = 5.0  # seconds between two looks, more often where sessions are kept for less


@asynccontextmanager
async def let_go_of_closed(_: object) -> AsyncIterator[None]:
    """Look after closed sessions as long as the server lives."""
    task = asyncio.create_task(_look_after())
    try:
        yield
    finally:
        task.cancel()


async def _look_after() -> None:
    kept: dict[str, AppSession] = {}
    every = min(_EVERY, st.get_option("server.disconnectedSessionTTL") / 4)
    while True:
        await asyncio.sleep(every)
        try:
            kept = shut_down_lost(kept)
        except Exception as error:  # the next look may see more
            failures.report(error, where="looking after closed sessions")


def shut_down_lost(before: dict[str, AppSession]) -> dict[str, AppSession]:
    """Shut down the sessions that nobody can come back to any more.

    Args:
        before: the sessions by name that were there at the last look.

    Returns:
        Those that are there now, open ones and those that wait for their reader.
    """
    if not Runtime.exists():
        return {}
    manager = Runtime.instance()._session_mgr  # the framework has no other way to them
    there = {info.session.id: info.session for info in manager.list_sessions()}
    lost = [session for name, session in before.items() if name not in there]
    for session in lost:
        session.shutdown()  # does nothing the second time
    if lost:
        before.clear()
        gc.collect()  # sessions refer to themselves, and pages turn automatic collection off
    return there
