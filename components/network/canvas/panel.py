"""Puts the picture that hands can change on a page: a component of the framework's second kind.

Its files lie beside this one and are served by the server itself, since the page's content
policy runs no script that is written into it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from components.network.arrangement import Arrangement
from components.network.canvas.acts import Act, read_acts
from components.network.canvas.scene import read_part

_PROJECT, _NAME = "wenmai", "network"
_KEY = f"{_PROJECT}.{_NAME}"


@dataclass(frozen=True, slots=True)
class Hands:
    """What a reader's hands may do with a picture, and who hears of it.

    Attributes:
        arrangement: what they did so far.
        on_act: hears each act, before the run that it asks for.
        may_correct: names may be put right here.
        may_undo, may_redo: there is something to take back, or to do again.
        period: the one that is shown, where time is divided; "" for all times.
    """

    arrangement: Arrangement
    on_act: Callable[[Act], None]
    may_correct: bool = False
    may_undo: bool = False
    may_redo: bool = False
    period: str = ""


def show(scene: dict[str, Any], hands: Hands, *, key: str, picked: str = "") -> None:
    """Draw a scene that can be taken into the hands.

    Args:
        scene: `scene_of` a network.
        hands: what may be done, and who hears of it.
        key: names the drawing; it stays as long as the page shows one of this name.
        picked: the mark of the node or edge to bring out.
    """
    _declare()
    session, heard = _get_session(key)
    can = {"correct": hands.may_correct, "undo": hands.may_undo, "redo": hands.may_redo}
    data = {"scene": scene, "picked": picked, "can": can, "session": session, "heard": heard}
    data["at"] = hands.period
    _component()(data=data, key=key, on_acts_change=partial(_hear, key, hands.on_act))


def _hear(key: str, on_act: Callable[[Act], None]) -> None:
    """Tell the acts that were not heard before, in their order."""
    session, heard = _get_session(key)
    for number, act in read_acts(st.session_state[key].get("acts")):
        if number > heard:
            heard = number
            st.session_state[f"{key} heard"] = (session, heard)
            on_act(act)


def _get_session(key: str) -> tuple[str, int]:
    """Return the name of this session's drawing, and the number of the last act heard."""
    numbered: tuple[str, int] = st.session_state.setdefault(
        f"{key} heard", (secrets.token_hex(4), 0)
    )
    return numbered


def _declare() -> None:
    """Tell the framework where the files lie.

    It looks for them among installed distributions alone, by a module of the distribution's
    name; there is none, and hosts that install the libraries only start a checkout.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_KEY) is None:
        parts = [ComponentConfig(name=_NAME, asset_dir="static")]
        manifest = ComponentManifest(name=_PROJECT, version="0", components=parts)
        manager.register_from_manifest(manifest, Path(__file__).parent)


@cache
def _component() -> Any:
    css = read_part("canvas.css")
    return st.components.v2.component(
        _KEY, html='<div class="net"></div>', css=css, js="component.js"
    )
