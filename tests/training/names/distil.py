"""Teach a narrow net what the one that ships says, for speed.

`python -m tests.training.names.distil WORK` writes the text that it learns from and the best net
of all looks, `narrow.npz`, into the folder WORK: the units of the shipped net that say most are
where it begins (`narrow_down`), and it learns the tags and the scores of the shipped net together.
Nothing of the product reads the file; `python -m tests.bench.nets` tells what it would give.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from components.entities.lists import N_MARKS
from tests.training.names import learn, mix, samples, weights
from tests.training.names.articles import developed_on, taught
from tests.training.names.judge import score
from tests.training.names.lac import Weights, weights_of_lac

_LINES, _HARD, _DRAWS = 40_000, 10_000, 6
_RATE = 2.5e-3
_LOOKED_AT = 30  # batches, which tell what a unit says
_NAME = "narrow"


def main() -> None:
    """Write the text, and teach."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--hidden", type=int, default=64, help="units of a layer and direction")
    parser.add_argument("--share", type=float, default=1, help="of the text that it learns from")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    whole = {
        name: value.astype(np.float32) if value.dtype.kind == "f" else value
        for name, value in weights.read(weights.SHIPPED).items()
    }
    paths = [options.work / f"narrow-{name}.npz" for name in ("lines", "hard", "articles")]
    if not all(path.exists() for path in paths):
        write_text(paths, whole, options.share)
    learn.teach(
        narrow_down(whole, paths, options.hidden),
        paths,
        minutes=options.minutes,
        rate=_RATE,
        seed=1,
        judge=lambda w: score(w, developed_on()),
        keep=lambda w: weights.write(options.work / f"{_NAME}.npz", w),
        teacher=whole,
    )


def write_text(paths: list[Path], whole: Weights, share: float) -> None:
    """Write lines of templates and articles with other names, by the characters of a net."""
    articles = taught()
    clauses = mix.clauses_of(articles)
    texts = (
        list(mix.lines_of_templates(round(_LINES * share), 21, clauses)),
        list(mix.lines_of_hard_templates(round(_HARD * share), 22)),
        list(mix.with_new_names(articles, round(_DRAWS * share), 23)),
    )
    number = {int(code): i for i, code in enumerate(whole["characters"]) if i}
    known = weights_of_lac(N_MARKS)["characters"].tolist()
    own = np.array([number.get(int(code), 0) for code in known], np.int32)
    for seed, (path, lines) in enumerate(zip(paths, texts, strict=True), 21):
        encoded = samples.encode(lines, seed)
        samples.save(path, encoded | {"ids": own[encoded["ids"]]})


def narrow_down(whole: Weights, paths: list[Path], n_hidden: int) -> Weights:
    """Return a net of the units that say most: how much each varies, times its weights."""
    first, second = _spread(whole, paths)
    n = whole["candidate1"].shape[-1]
    heard = np.abs(whole["project2"]).sum(axis=(0, 2)).reshape(2, n)
    said = np.abs(whole["out"]).sum(axis=1).reshape(2, n)
    lower, upper = (
        np.sort(np.argsort(-spread * worth, axis=1)[:, :n_hidden], axis=1)
        for spread, worth in ((first, heard), (second, said))
    )
    below = np.concatenate((lower[0], lower[1] + n))
    above = np.concatenate((upper[0], upper[1] + n))
    small = dict(whole)
    small |= _layer(whole, 1, lower, n, np.arange(whole["project1"].shape[1]))
    small |= _layer(whole, 2, upper, n, below)
    small["marks"] = np.stack(
        [whole["marks"][:, side][:, _gates(lower[side], n, 3)] for side in (0, 1)], axis=1
    )
    small["out"] = whole["out"][above]
    return small


def _layer(
    whole: Weights, number: int, kept: np.ndarray, n: int, inputs: np.ndarray
) -> dict[str, np.ndarray]:
    sides = list(enumerate(kept))
    of = {name: whole[f"{name}{number}"] for name in ("project", "bias", "gates", "candidate")}
    return {
        f"project{number}": np.stack(
            [of["project"][s][inputs][:, _gates(k, n, 3)] for s, k in sides]
        ),
        f"bias{number}": np.stack([of["bias"][s][_gates(k, n, 3)] for s, k in sides]),
        f"gates{number}": np.stack([of["gates"][s][k][:, _gates(k, n, 2)] for s, k in sides]),
        f"candidate{number}": np.stack([of["candidate"][s][k][:, k] for s, k in sides]),
    }


def _gates(kept: np.ndarray, n: int, times: int) -> np.ndarray:
    return np.concatenate([kept + n * i for i in range(times)])


@torch.no_grad()
def _spread(whole: Weights, paths: list[Path]) -> tuple[np.ndarray, np.ndarray]:
    """Return (2, n_hidden) for each layer: the standard deviation of what each unit says."""
    net, data = learn.Learner(whole), learn.Data(paths)
    marks = net.marks * (torch.arange(len(net.marks)) > 0)[:, None, None]
    below, above = [], []
    batches = data.batches(np.random.default_rng(1))
    for _, (ids, listed, _, reverse, mask) in zip(range(_LOOKED_AT), batches, strict=False):
        marked = torch.stack((marks[listed, 0], marks[listed.gather(0, reverse), 1]))
        y = net.layer(net.embedding[ids], reverse, 1, marked)
        below.append(y[mask].numpy())
        above.append(net.layer(y, reverse, 2, None)[mask].numpy())
    return tuple(np.concatenate(rows).std(axis=0).reshape(2, -1) for rows in (below, above))


if __name__ == "__main__":
    main()
