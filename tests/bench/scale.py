"""What many articles cost: seconds of each step and the most memory, beside another checkout.

    python -m tests.bench.scale                             2,000 and 10,000 articles
    python -m tests.bench.scale --articles 500
    python -m tests.bench.scale --baseline ../before        the same with other sources, compared
    python -m tests.bench.scale --baseline ../before --same results on the command line, compared
    python -m tests.bench.scale --baseline ../before --same --articles 300      of so many alone
    python -m tests.bench.scale --growth                    texts made to grow badly

A baseline is another checkout of this project: `git worktree add --detach ../before COMMIT`. Its
sources are put in front of the path of its own environment, where `make` made one there, else of
this very Python, so that both run with the same libraries.
Every measurement is a fresh process, whose largest resident size is told by the system. Seconds
are seconds of the processor: whatever else the machine does costs less than half of them.

The articles are planted (`planted.plant`): half of them originals, the rest families of copies of
every kind. `net` and `cutter` are what the net and jieba themselves took, wherever they were
called; `rest` is everything else. The word statistics of a page come after `whole`, and count
for themselves.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NUMBERS = (2_000, 10_000)
SAME = (0, 300, 2_000)  # articles whose results are compared; 0 is the sample
VERBS = (
    "read", "duplicates", "tokens", "words", "entities", "network", "stories", "quotations",
    "analyse", "statistics", "cloud", "concordance",
)  # fmt: skip
ASKED = {"concordance": ["政府|科索夫"]}  # what stands before the input
GROWTH = (50_000, 100_000, 200_000)  # characters
# Under the names that they had and have; a step without its name is passed over.
_STEPS = (
    "report", "corpus", "counted", "index", "tokens", "table", "content_words", "network",
)  # fmt: skip
_SECONDS = 900  # for one measurement
_STATISTICS = 2_000  # articles; before columns the spread of words took the square of more


def measure(texts: Path, sources: Path) -> dict[str, float]:
    """Return seconds by step and `MB`, from a fresh process over the sources of a checkout."""
    done = _run(sources, [__file__, "--work", str(texts)])
    if done.returncode:
        return {"failed": float(done.returncode)}
    found: dict[str, float] = json.loads(done.stdout)
    return found


def work(texts: Path) -> dict[str, float]:
    """Analyse texts, one a line as JSON, in this process; return seconds by step and `MB`."""
    from components.reading import Source, read
    from dashboard.pipeline import Analysis

    spent: defaultdict[str, float] = defaultdict(float)
    _time_models(spent)
    corpus = _timed(spent, "read", lambda: read(_sources(texts, Source)))
    analysis = Analysis(corpus, call=_caller(spent))
    for step in filter(partial(hasattr, type(analysis)), _STEPS):
        before = sum(spent.values()) - spent["net"] - spent["cutter"]
        taken = _taken(lambda step=step: getattr(analysis, step))
        inner = sum(spent.values()) - spent["net"] - spent["cutter"] - before
        spent["between"] += taken - inner
    spent["whole"] = time.process_time()
    spent["rest"] = spent["whole"] - spent["net"] - spent["cutter"]
    spent["MB"] = _megabytes()
    if len(corpus.articles) <= _STATISTICS:
        _timed(spent, "statistics", lambda: _statistics(analysis))
    return dict(spent)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _statistics(analysis: Any) -> None:
    from components import statistics
    from components.statistics import StatisticSettings

    counted = analysis.counted if hasattr(analysis, "counted") else analysis.corpus
    for name in ("keyness", "dispersion", "tf_idf", "ngrams"):
        statistics.measure(counted, analysis.tokens, StatisticSettings(name))  # type: ignore[arg-type]


def _sources(texts: Path, source: Any) -> Iterator[Any]:
    with texts.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield source(f"{number:05}.txt", json.loads(line).encode(), form="text")


def _taken(action: Callable[[], Any]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _timed(spent: dict[str, float], name: str, action: Callable[[], Any]) -> Any:
    start = time.process_time()
    result = action()
    spent[name] += time.process_time() - start
    return result


def _caller(spent: dict[str, float]) -> Callable[..., Any]:
    def call(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        name = f"{verb.__module__.split('.')[1]}.{verb.__name__}"
        return _timed(spent, name, lambda: verb(*args, **kwargs))

    return call


def _time_models(spent: dict[str, float]) -> None:
    """Let the net and the cutter say how long they took."""
    from components.entities.net import Net
    from components.words.segmenters import JiebaSegmenter

    for kind, method, name in ((Net, "posteriors", "net"), (JiebaSegmenter, "cut", "cutter")):
        plain = getattr(kind, method)

        def timed(self: Any, *args: Any, plain: Any = plain, name: str = name) -> Any:
            return _timed(spent, name, lambda: plain(self, *args))

        setattr(kind, method, timed)


def _run(sources: Path, code: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(sources), "OMP_NUM_THREADS": "1"}
    own = sources / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    return subprocess.run(
        [python, *code], cwd=sources, env=environment, timeout=_SECONDS,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _compare_seconds(numbers: list[int], baseline: Path | None, folder: Path) -> None:
    from tests.bench.planted import plant

    for number in numbers:
        texts = folder / f"{number}.jsonl"
        made = plant(number).texts
        lines = (json.dumps(text, ensure_ascii=False) for text in made)
        texts.write_text("\n".join(lines), encoding="utf-8")
        print(f"{number:,} articles, {sum(map(len, made)):,} characters")
        before = measure(texts, baseline) if baseline else {}
        now = measure(texts, ROOT)
        print(f"  {'':24} {'now':>9} {'before':>9} {'share':>6}")
        for name in dict.fromkeys((*now, *before)):
            ours, theirs = now.get(name), before.get(name)
            share = f"{ours / theirs:6.2f}" if ours and theirs else ""
            print(f"  {name:24} {_figure(ours)} {_figure(theirs)} {share}", flush=True)


def _figure(value: float | None) -> str:
    return f"{'-':>9}" if value is None else f"{value:9.2f}"


def _compare_results(numbers: list[int], baseline: Path, folder: Path) -> int:
    """Run every verb with both checkouts; return how many verbs printed something else."""
    from tests.bench.planted import plant

    different = 0
    for number in numbers:
        inputs = ROOT / "seeds"
        if number:
            inputs = folder / f"{number} articles"
            inputs.mkdir()
            for i, text in enumerate(plant(number, seed=1).texts):
                (inputs / f"{i:05}.txt").write_text(text, encoding="utf-8")
        for verb in VERBS:
            one, other = (_printed(sources, verb, inputs) for sources in (ROOT, baseline))
            same = one == other and not one.startswith("failed")
            different += not same
            told = "same" if same else "DIFFERENT"
            print(f"{number or 'sample':>8} {verb:12} {told:10} {one[:16]}", flush=True)
    return different


def _printed(sources: Path, verb: str, inputs: Path) -> str:
    asked = [*ASKED.get(verb, ()), str(inputs)]
    done = _run(sources, ["-m", "dashboard.cli", verb, "--json", *asked])
    if done.returncode or not done.stdout.strip():
        return f"failed: {done.stderr[-200:]}"
    return hashlib.sha256(done.stdout.encode()).hexdigest()


# --- growth ----------------------------------------------------------------------------------


def grown(kind: str, characters: int) -> list[str]:
    """Return articles of one kind, made to grow badly, with about so many characters in all."""
    rng = random.Random(1)
    return list(KINDS[kind](characters, rng))


def _names(n: int, rng: random.Random) -> Iterator[str]:
    surnames, given = (
        "王李張劉陳楊黃趙吳周徐孫馬朱胡林郭何高羅",
        "明華國文志偉建平德永光宏正安信義仁",
    )
    names = ("".join((rng.choice(surnames), *rng.choices(given, k=2))) for _ in range(n // 4))
    yield "、".join(names)


def _without_stops(n: int, rng: random.Random, between: str) -> str:
    from tests.bench.planted import clauses

    text = between.join(rng.choices(clauses(), k=n // 8))
    return text[:n]


def _chain(n: int, rng: random.Random) -> Iterator[str]:
    """Versions of a sentence, each edited once more than the one before."""
    from tests.bench.planted import clauses

    letters = "".join(clauses())
    sentence = list("，".join(rng.choices(clauses(), k=4)))
    for _ in range(n // len(sentence)):
        sentence[rng.randrange(len(sentence))] = rng.choice(letters)
        yield "".join(sentence) + "。"


KINDS: dict[str, Callable[[int, random.Random], Any]] = {
    "one letter": lambda n, rng: ["的" * n],
    "a pattern": lambda n, rng: ["總統府發言人表示遺憾，" * (n // 11)],
    "no stops": lambda n, rng: [_without_stops(n, rng, "，")],
    "names": _names,
    "only words": lambda n, rng: [_without_stops(n, rng, "")],
    "short articles": lambda n, rng: [_without_stops(10, rng, "") for _ in range(n // 10)],
    "nested quotes": lambda n, rng: ["「他說" * (n // 6) + "。」" * (n // 6)],
    "a chain": _chain,
}  # fmt: skip


def _growth(kinds: list[str], baseline: Path | None, folder: Path) -> None:
    """Print seconds and MB of a verb for texts twice as long each time."""
    for kind in kinds or list(KINDS):
        for characters in GROWTH:
            texts = grown(kind, characters)
            file = folder / "grown.txt"
            file.write_text("\n".join(texts), encoding="utf-8")
            for sources in filter(None, (baseline, ROOT)):
                told = " ".join(f"{s:7.1f} s {mb:6.0f} MB" for s, mb in _costs(file, sources))
                name = "now" if sources == ROOT else "before"
                print(f"{kind:16} {characters:8,} {name:7} {told}", flush=True)


def _costs(file: Path, sources: Path) -> Iterator[tuple[float, float]]:
    """Yield seconds and MB of `network` and of `analyse --output`."""
    output = str(file.with_suffix(".html"))
    lines = ["--lines"] if len(file.read_text("utf-8").splitlines()) > 1 else []
    for verb in (["network"], ["analyse", "--output", output]):
        code = [__file__, "--run", *verb, *lines, str(file)]
        try:
            done = _run(sources, code)
            seconds, memory = map(float, done.stderr.splitlines()[-1].split())
        except (subprocess.TimeoutExpired, ValueError, IndexError):
            seconds = memory = float("nan")
        yield seconds, memory


def _run_verb(code: list[str]) -> None:
    from dashboard.cli.main import main as run

    run(code)
    print(f"\n{time.process_time():.2f} {_megabytes():.0f}", file=sys.stderr)


def main() -> None:
    """Print what was asked for."""
    if sys.argv[1:2] == ["--run"]:
        _run_verb(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, action="append", help="how many; several times")
    parser.add_argument("--baseline", type=Path, help="another checkout to compare with")
    parser.add_argument("--same", action="store_true", help="compare results, not seconds")
    parser.add_argument("--growth", nargs="*", metavar="KIND", help="texts made to grow badly")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        print(json.dumps(work(options.work)))
        return
    baseline = options.baseline and options.baseline.resolve()
    with tempfile.TemporaryDirectory() as name:
        if options.same:
            numbers = options.articles or list(SAME)
            sys.exit(min(1, _compare_results(numbers, baseline, Path(name))))
        elif options.growth is not None:
            _growth(options.growth, baseline, Path(name))
        else:
            _compare_seconds(options.articles or list(NUMBERS), baseline, Path(name))


if __name__ == "__main__":
    main()
