"""Finds the best path through jieba's model of unknown words, in linear time.

jieba 0.42.1 copies the whole path at every character, so a run of n characters that its
dictionary does not know costs n² steps. Links back to the state before cost n, and give the
same path: the sums are added up in the same order and ties are broken the same way.
"""

from __future__ import annotations

from collections.abc import Mapping

# As in jieba: what follows what inside a word, and the logarithm of what was never seen.
_BEFORE = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}
_NEVER = -3.14e100

Probabilities = Mapping[str, Mapping[str, float]]


def viterbi(
    obs: str,
    states: str,
    start_p: Mapping[str, float],
    trans_p: Probabilities,
    emit_p: Probabilities,
) -> tuple[float, list[str]]:
    """Return the logarithm of the best path and its states, one a character.

    Takes and returns what `jieba.finalseg.viterbi` does.

    Args:
        obs: the run; at least one character.
        states: B, M, E and S: begin, middle and end of a word, and a word by itself.
        start_p: logarithm of the probability to begin in a state.
        trans_p: from state to state.
        emit_p: from state to character.
    """
    row = {y: start_p[y] + emit_p[y].get(obs[0], _NEVER) for y in states}
    links: list[dict[str, str]] = []
    for character in obs[1:]:
        best = {}
        for y in states:
            sure = emit_p[y].get(character, _NEVER)
            best[y] = max((row[x] + trans_p[x].get(y, _NEVER) + sure, x) for x in _BEFORE[y])
        row = {y: p for y, (p, _) in best.items()}
        links.append({y: x for y, (_, x) in best.items()})
    p, state = max((row[y], y) for y in "ES")
    path = [state]
    for link in reversed(links):
        path.append(link[path[-1]])
    return p, path[::-1]
