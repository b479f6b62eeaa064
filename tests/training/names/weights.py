"""Files of weights: whole ones between steps of the training, and the small one that ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from components.text import simplify
from tests.training.names.lac import Weights

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "components" / "entities" / "data" / "names_net.npz"


def mean_of(several: Sequence[Weights]) -> Weights:
    """Return the mean of nets that were taught from one beginning."""
    kept = ("characters", "tags")
    return {
        name: value if name in kept else np.mean([w[name] for w in several], axis=0)
        for name, value in several[0].items()
    }


def read(path: Path) -> Weights:
    """Read a file of weights."""
    with np.load(path) as arrays:
        return {name: arrays[name] for name in arrays.files}


def write(path: Path, weights: Weights) -> None:
    """Write weights as they are; whoever reads the file meanwhile sees the ones before."""
    beside = path.with_suffix(".new.npz")
    np.savez(beside, **weights)
    beside.replace(path)


def ship(weights: Weights, path: Path = SHIPPED) -> int:
    """Write weights in half precision, without characters no Simplified copy can hold.

    Returns:
        The bytes of the file.
    """
    characters = [chr(int(code)) for code in weights["characters"]]
    kept = [
        i
        for i, (own, copy) in enumerate(zip(characters, simplify(characters), strict=True))
        if i == 0 or (own == copy and _is_common(own))
    ]
    small = {
        name: value if name == "tags" else value.astype(np.float16)
        for name, value in weights.items()
        if name != "characters"
    }
    small["characters"] = weights["characters"][kept]
    small["embedding"] = small["embedding"][kept]
    for name in ("ends", "steps", "out_bias"):
        small[name] = weights[name].astype(np.float32)
    np.savez_compressed(path, **small)
    return path.stat().st_size


def _is_common(character: str) -> bool:
    """Tell whether an old character set of China, Taiwan or Japan holds it, or it is no Han."""
    if not "一" <= character <= "鿿":
        return True
    for charset in ("gb2312", "big5", "shift_jis"):
        try:
            character.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return False
