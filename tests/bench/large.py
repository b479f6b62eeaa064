"""What a year of news costs: `wenmai analyse --output result/` on planted articles.

    python -m tests.bench.large                          10,000 articles, 2 workers
    python -m tests.bench.large --articles 10000 --articles 20000 --workers 1 --workers 2
    python -m tests.bench.large --peer 5000              beside the same written plainly
    python -m tests.bench.large --look-ups 2000          three ways to look rows up in Parquet
    python -m tests.bench.large --articles 100000 --keep FOLDER          stage by stage, in a folder

Each run is a fresh command. Seconds of the clock depend on what else the machine does, so those
of the processor stand beside them: of the process that was started, which decides alone, and of
its workers, who divide theirs. `divided` is what the clock would show on free cores: the first,
and the second by the number of workers.

With `--keep` the articles and the result stay in a folder, each stage is told when it ends, with
its seconds and the most memory of each process in it, and a run that was cut off goes on from the
parts that are finished: give the same command again.

The peer is what a programmer writes in an afternoon, on one core: `datasketch` for near copies,
`jieba.posseg` for words and names, `Counter` for counts and pairs. It counts all copies or leaves
out near copies as a whole, and keeps no places; ours does more and is compared all the same.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
_SECONDS = 7_200  # for one measurement


def write_corpus(path: Path, articles: int) -> int:
    """Plant articles, a line each; return how many characters they have."""
    from tests.bench.planted import plant

    texts = plant(articles).texts
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            day = f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}"
            row = {"date": day, "outlet": f"第{n % 7}日報", "content": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return sum(map(len, texts))


def measure(
    corpus: Path, output: Path, scheduler: str, *, tell: Callable[[str], None] | None = None
) -> dict[str, float]:
    """Run the command; return seconds by the clock and of the processors, and megabytes.

    Args:
        corpus: what is analysed.
        output: the result.
        scheduler: where the work is done.
        tell: hears of each stage when it ends; None where only the whole is measured.
    """
    start = time.perf_counter()
    words = ["analyse", str(corpus), "--scheduler", scheduler, "--output", f"{output}/"]
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", *words],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    watch = _Watch(process.pid)
    lines: list[str] = []
    reading = threading.Thread(target=_listen, args=(process, watch, lines, tell), daemon=True)
    reading.start()
    try:
        while process.poll() is None:
            watch.look()
            time.sleep(0.2)
            if time.perf_counter() - start > _SECONDS:
                raise TimeoutError(scheduler)
    finally:
        process.kill()
        reading.join(60)
    if process.returncode:
        raise RuntimeError("\n".join(lines)[-2000:])
    if tell:
        tell(watch.end_stage(""))
    return {
        "clock": time.perf_counter() - start,
        "here": watch.here,
        "workers": watch.workers,
        "MB here": watch.most_here,
        "MB largest": max(watch.most_here, watch.most_worker),
    }


def _listen(
    process: subprocess.Popen[str],
    watch: _Watch,
    lines: list[str],
    tell: Callable[[str], None] | None,
) -> None:
    for line in process.stderr or ():
        lines.append(line.rstrip())
        if tell and line.startswith("wenmai:"):
            tell(watch.end_stage(line.rstrip()))


class _Watch:
    """Looks at a process and its workers while they run.

    Attributes:
        here: seconds of the processor that the process took.
        workers: those of its workers.
        most_here: megabytes it had at most.
        most_worker: megabytes that the largest of its workers had at most.
    """

    def __init__(self, pid: int) -> None:
        self.here = self.workers = self.most_here = self.most_worker = 0.0
        self._own = psutil.Process(pid)
        self._spent: dict[int, float] = {}
        self._begun = time.perf_counter()
        self._stage = _Stage(0.0, 0.0)

    def look(self) -> None:
        """Take note of seconds and memory."""
        try:
            self.here, own = _cost(self._own)
            others = [_cost_of_worker(each, self._spent) for each in self._own.children(True)]
        except psutil.Error:
            return
        self.workers = sum(self._spent.values())
        largest = max(others, default=0.0)
        self.most_here, self.most_worker = (
            max(self.most_here, own), max(self.most_worker, largest),
        )  # fmt: skip
        self._stage.most_here = max(self._stage.most_here, own)
        self._stage.most_worker = max(self._stage.most_worker, largest)

    def end_stage(self, next_one: str) -> str:
        """Return what a stage cost, and the name of the next one."""
        now, stage = time.perf_counter() - self._begun, self._stage
        self._stage = _Stage(self.here, self.workers)
        return (
            f"{now:8.1f} s  here {self.here - stage.here:7.1f} s {stage.most_here:6.0f} MB"
            f"  workers {self.workers - stage.workers:7.1f} s {stage.most_worker:6.0f} MB"
            f"  {next_one}"
        )


@dataclass
class _Stage:
    here: float
    workers: float
    most_here: float = 0.0
    most_worker: float = 0.0


def _cost(process: psutil.Process) -> tuple[float, float]:
    used = process.cpu_times()
    return used.user + used.system, process.memory_info().rss / 2**20


def _cost_of_worker(process: psutil.Process, spent: dict[int, float]) -> float:
    try:
        spent[process.pid], memory = _cost(process)
    except psutil.Error:  # it ended
        return 0.0
    return memory


def run_kept(articles: int, workers: int, folder: Path) -> None:
    """Make one result in a folder, stage by stage; what is finished of it is not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / f"{articles}.jsonl"
    if not corpus.exists():
        beside = folder / "corpus.unfinished"
        write_corpus(beside, articles)
        beside.replace(corpus)
    output = folder / f"{articles}-{workers}"

    def tell(line: str) -> None:
        print(line, flush=True)

    found = measure(corpus, output, f"processes:{workers}", tell=tell)
    print(" ".join(f"{name} {value:.1f}" for name, value in found.items()))
    print(json.loads((output / "result.json").read_text("utf-8"))["digest"])


def compare_sizes(sizes: list[int], counts: list[int], folder: Path) -> None:
    """Print what each number of articles costs with each number of workers."""
    print(f"{'articles':>9} {'workers':>8} " + " ".join(f"{c:>10}" for c in _COLUMNS))
    digests: dict[int, set[str]] = {}
    for articles in sizes:
        corpus = folder / f"{articles}.jsonl"
        write_corpus(corpus, articles)
        for count in counts:
            output = folder / f"{articles}-{count}"
            found = measure(corpus, output, f"processes:{count}")
            found["divided"] = found["here"] + found["workers"] / count
            told = json.loads((output / "result.json").read_text("utf-8"))
            digests.setdefault(articles, set()).add(told["digest"])
            row = " ".join(f"{found[c]:10.1f}" for c in _COLUMNS)
            print(f"{articles:9,} {count:8} {row}", flush=True)
    print("same bytes:", all(len(own) == 1 for own in digests.values()))


_COLUMNS = ("clock", "here", "workers", "divided", "MB here", "MB largest")


def run_peer(corpus: Path) -> float:
    """Return the seconds of the processor that the plain pipeline takes."""
    import jieba.posseg
    from datasketch import MinHash, MinHashLSH

    texts = [json.loads(line)["content"] for line in corpus.read_text("utf-8").splitlines()]
    list(jieba.posseg.cut("先載入詞典"))
    start = time.process_time()
    index, kept = MinHashLSH(threshold=0.5, num_perm=128), []
    for n, text in enumerate(texts):
        letters = "".join(filter(str.isalnum, text))
        mark = MinHash(num_perm=128)
        mark.update_batch([letters[i : i + 3].encode() for i in range(len(letters) - 2)])
        if not index.query(mark):
            kept.append(text)
        index.insert(str(n), mark)
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in kept:
        for sentence in text.replace("\n", "").split("。"):
            names = set()
            for word, flag in jieba.posseg.cut(sentence):
                words[word] += 1
                if flag in ("nr", "ns", "nt"):
                    names.add(word)
            pairs.update(combinations(sorted(names), 2))
    return time.process_time() - start


def compare_with_peer(articles: int, folder: Path) -> None:
    """Print the plain pipeline on one core beside ours with two workers."""
    corpus = folder / "peer.jsonl"
    write_corpus(corpus, articles)
    peer = run_peer(corpus)
    own = measure(corpus, folder / "own", "processes:2")
    divided = own["here"] + own["workers"] / 2
    print(f"{articles:,} articles: plain {peer:.1f} s on one core")
    print(f"ours {divided:.1f} s on two: {peer / divided:.2f} x")


def look_up(articles: int, folder: Path) -> None:
    """Print how long 50 look-ups of the places of a word take, in three ways."""
    import pyarrow.compute as pc
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    from dashboard.results.folder import open_result

    corpus, output = folder / "look.jsonl", folder / "look"
    write_corpus(corpus, articles)
    measure(corpus, output, "processes:2")
    result, rng = open_result(output), random.Random(1)
    some = [result.rows("words", rng.randrange(2_000), 1)[0] for _ in range(50)]
    listed = result.rows("words", 0, 10**9, ("norm", "count"))
    owners = [n for n, row in enumerate(listed) for _ in range(row["count"])]
    numbered = pq.read_table(output / "word_places.parquet").append_column("word", [owners])
    path = folder / "numbered.parquet"
    pq.write_table(numbered, path, row_group_size=8_192, compression="zstd")
    numbers = {row["norm"]: n for n, row in enumerate(listed)}
    started = time.perf_counter()
    for row in some:
        result.rows("word_places", row["first"], min(40, row["count"]))
    print(f"row ranges        {20 * (time.perf_counter() - started):8.2f} ms each")
    started, data = time.perf_counter(), ds.dataset(path)
    for row in some:
        data.scanner(filter=pc.field("word") == numbers[row["norm"]]).head(40)
    print(f"pyarrow datasets  {20 * (time.perf_counter() - started):8.2f} ms each")
    try:
        import duckdb
    except ImportError:
        print("duckdb            not installed: pip install duckdb")
        return
    started = time.perf_counter()
    for row in some:
        query = f"select * from '{path}' where word = {numbers[row['norm']]} limit 40"
        duckdb.sql(query).fetchall()
    print(f"duckdb            {20 * (time.perf_counter() - started):8.2f} ms each")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, action="append", help="how many; several times")
    parser.add_argument("--workers", type=int, action="append", help="how many; several times")
    parser.add_argument("--peer", type=int, help="articles for the plain pipeline beside ours")
    parser.add_argument("--look-ups", type=int, help="articles in which rows are looked up")
    parser.add_argument("--keep", type=Path, help="where the articles and the result stay")
    options = parser.parse_args()
    if options.keep:
        run_kept((options.articles or [10_000])[0], (options.workers or [2])[0], options.keep)
        return
    with tempfile.TemporaryDirectory() as name:
        if options.peer:
            compare_with_peer(options.peer, Path(name))
        elif options.look_ups:
            look_up(options.look_ups, Path(name))
        else:
            compare_sizes(options.articles or [10_000], options.workers or [2], Path(name))


if __name__ == "__main__":
    main()
