"""The samples that come with Wenmai: which one is being looked at.

A sample is looked at beside the reader's own articles and never mixed with them: nothing goes
into the library, and a click leads back. Which one it is stands in the address. The first
sample, one report pasted twelve times, also lies in every new library, as an article of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import streamlit as st

from components.i18n import number, t
from components.reading import read, sources_in
from components.text import Corpus
from dashboard.cache import call_cached
from dashboard.settings import SampleName, sample_dir, settings
from dashboard.state import pins, shared
from dashboard.state.memory import Look, memory

KEY = "sample"  # of the address
LOOKS: tuple[Look, ...] = get_args(Look)
_ICONS: dict[Look, str] = {
    "own": ":material/arrow_back:",
    "report": ":material/article:",
    "newsroom": ":material/newspaper:",
}


def enter() -> None:
    """Show what the address names; called once at the start of every run."""
    asked = st.query_params.get(KEY)
    for look in LOOKS:
        if look == asked:
            memory().look = look
    if current_sample() != _first():
        st.query_params[KEY] = current_sample()


def current_sample() -> Look:
    """Return what is shown: a sample, or the reader's own articles."""
    if shared.is_here():
        return "own"
    return memory().look or _first()


def choose(look: Look) -> None:
    """Show a sample, or the reader's own articles, from the next run on."""
    memory().look = look
    pins.drop_all()  # the other has other outlets and other days
    if look == _first():
        st.query_params.pop(KEY, None)
    else:
        st.query_params[KEY] = look


def query_of_own() -> dict[str, str]:
    """Return the parameters of an address that shows the reader's own articles."""
    return {KEY: "own"} if current_sample() != "own" else {}


def corpus(name: SampleName) -> Corpus:
    """Return the articles of a sample."""
    return call_cached(_read, name)


def name_of(name: SampleName) -> str:
    """Return what a sample is called."""
    return t(f"samples.{name}")


def describe(name: SampleName) -> str:
    """Say what a sample is."""
    return t(f"samples.{name}_is", n=number(len(corpus(name).articles)))


def offer(looks: Iterable[Look], *, back: str) -> None:
    """Draw a button for each sample that is not shown.

    Args:
        looks: what is offered.
        back: what is said of the way to the own articles: `own`, or `first` where the library
            holds the first sample and nothing else.
    """
    for look in looks:
        if look != current_sample():
            words = t(f"samples.to_{back if look == 'own' else look}")
            st.button(words, icon=_ICONS[look], key=f"to_{look}", on_click=choose, args=(look,))


def _first() -> Look:
    """Return what is shown until the reader chooses."""
    return settings().sample or "own"


def _read(name: SampleName) -> Corpus:
    return read(sources_in(sample_dir(name)))
