"""Tells the address of a workspace that this browser took on from one that came from elsewhere.

Whoever sends a link with the key of their own workspace would otherwise read what is added
there by people who believe it to be theirs. So each browser has a random cookie, and beside a key
that its reader took on stands in the address a proof that nobody without that cookie can make.
"""

from __future__ import annotations

import hashlib
import hmac

import streamlit as st

COOKIE = "wenmai_browser"
KEY = "mine"  # of the proof in the address
_DIGITS = 24


def prove(key: str) -> str:
    """Return the proof that this browser took on a key; empty where it keeps no cookies.

    Args:
        key: of a workspace.
    """
    own = str(st.context.cookies.get(COOKIE, ""))
    if not own:
        return ""
    return hmac.new(own.encode(), key.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def is_proven(key: str) -> bool:
    """Tell whether the address shows that this browser took on a key before."""
    proof = prove(key)
    shown = str(st.query_params.get(KEY, ""))
    return bool(proof) and hmac.compare_digest(shown.encode(), proof.encode())


def keep_proof(key: str) -> None:
    """Let the proof stand in the address, so that the page may be loaded again."""
    if proof := prove(key):
        if st.query_params.get(KEY) != proof:
            st.query_params[KEY] = proof
    else:
        st.query_params.pop(KEY, None)
