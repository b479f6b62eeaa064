"""From nothing to the weights that ship; `README.md` says what each step does.

`python -m tests.training.names WORK [--minutes N] [--seeds N]` writes the steps into the folder
WORK. `--share 0.01 --first 0.1 --minutes 0.1 --seeds 1 --rounds 1 --into FILE` goes through all
steps in a minute or two: the net is worth nothing, but the scripts are known to run.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
from pathlib import Path

from components.entities.lists import N_MARKS
from tests.training.names import learn, mix, samples, weights
from tests.training.names.articles import developed_on, taught
from tests.training.names.judge import score
from tests.training.names.lac import weights_of_lac

_LINES = 55_000  # of all templates, in each of two files
_HARD = 17_000  # of templates for what an earlier net got wrong
_DRAWS = 13  # with other names, of each article, in each of two files
_FIRST = 2.0  # minutes before seeds part
_RATES = {"first": 1.3e-3, "round": 1.1e-3}


def main() -> None:
    """Teach the net."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=6, help="of each seed in each round")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--first", type=float, default=_FIRST, help="minutes before seeds part")
    parser.add_argument("--share", type=float, default=1, help="of the text that it learns from")
    parser.add_argument("--into", type=Path, default=weights.SHIPPED, help="the file that ships")
    parser.add_argument("--step", choices=["data", "first", "rounds", "ship"])
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    work = options.work
    steps = {
        "data": lambda: write_data(work, options.share),
        "first": lambda: learn_from(work, None, "mean0", options.first, seed=1),
        "rounds": lambda: learn_in_rounds(work, options.minutes, options.seeds, options.rounds),
        "ship": lambda: ship(work, options.rounds, options.into),
    }
    for name, step in steps.items():
        if options.step in (None, name):
            step()


def write_data(work: Path, share: float) -> None:
    """Write what the net learns from, or a share of it."""
    articles = taught()
    articles = articles[: math.ceil(share * len(articles))]
    clauses = mix.clauses_of(articles)
    for number in (1, 2):
        lines = list(mix.lines_of_templates(math.ceil(share * _LINES), number, clauses))
        samples.save(work / f"templates{number}.npz", samples.encode(lines, number))
        sentences = list(mix.with_new_names(articles, _DRAWS, number + 2))
        samples.save(work / f"articles{number}.npz", samples.encode(sentences, number + 2))
    hard = list(mix.lines_of_hard_templates(math.ceil(share * _HARD), 5))
    samples.save(work / "hard.npz", samples.encode(hard, 5))


def learn_from(work: Path, start: str | None, name: str, minutes: float, *, seed: int) -> None:
    """Go on from weights, or from lac_small, and keep the best in a file of that name."""
    learn.teach(
        weights.read(work / f"{start}.npz") if start else weights_of_lac(N_MARKS),
        sorted(work.glob("templates*.npz"))
        + sorted(work.glob("articles*.npz"))
        + [work / "hard.npz"],
        minutes=minutes,
        rate=_RATES["round" if start else "first"],
        seed=seed,
        judge=lambda w: score(w, developed_on()),
        keep=lambda w: weights.write(work / f"{name}.npz", w),
    )


def learn_in_rounds(work: Path, minutes: float, seeds: int, rounds: int) -> None:
    """Let seeds go on side by side from the mean of the round before."""
    context = multiprocessing.get_context("spawn")
    for number in range(rounds):
        names = [f"round{number}-{seed}" for seed in range(seeds)]
        jobs = [
            context.Process(
                target=learn_from,
                args=(work, f"mean{number}", name, minutes),
                kwargs={"seed": 10 * (number + 1) + seed},
            )
            for seed, name in enumerate(names)
        ]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
            if job.exitcode:
                raise SystemExit(job.exitcode)
        mean = weights.mean_of([weights.read(work / f"{name}.npz") for name in names])
        print(f"mean of round {number + 1}: {score(mean, developed_on()):.4f}", flush=True)
        weights.write(work / f"mean{number + 1}.npz", mean)


def ship(work: Path, rounds: int, into: Path) -> None:
    """Write the file that ships."""
    print(f"{weights.ship(weights.read(work / f'mean{rounds}.npz'), into):,} bytes")


if __name__ == "__main__":
    main()
