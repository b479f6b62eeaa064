"""Articles out of web pages beside trafilatura, readability-lxml and newspaper4k.

    python -m tests.bench pages

Each number is the F1 of the letters of the body that were kept, from 0 to 100; a page on which
Wenmai is behind the best of the others is marked, and so is one that loses half of its body.
Title, day, outlet: whether Wenmai reads them right.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import lxml.html
import newspaper
import readability
import trafilatura

from components.reading.encodings import decode
from tests.cases.asking import Case, Row
from tests.portals.measure import FOLDER, TRUTH, Score, score

_ROUNDED = 0.005  # a difference of half a point is none


def by_trafilatura(page: str) -> str:
    """Extract by trafilatura as it comes, without comments."""
    return trafilatura.extract(page, include_comments=False) or ""


def by_readability(page: str) -> str:
    """Extract by readability-lxml, its blocks as lines."""
    tree = lxml.html.fromstring(readability.Document(page).summary())
    return "\n".join(tree.itertext())


def by_newspaper(page: str) -> str:
    """Extract by newspaper4k, told the language."""
    found = newspaper.Article("https://news.example/1", language="zh")
    found.download(input_html=page)
    found.parse()
    return str(found.text)


PEERS: dict[str, Callable[[str], str]] = {
    "trafilatura": by_trafilatura,
    "readability": by_readability,
    "newspaper4k": by_newspaper,
}


def main() -> None:
    """Print a line for each page and the means."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    print(f"{'page':16} {'Wenmai':>7} " + " ".join(f"{peer:>12}" for peer in PEERS))
    table = []
    told = {"title": 0, "day": 0, "hour": 0, "outlet": 0}
    for name, truth in sorted(TRUTH.items()):
        file = FOLDER / f"{name}.html"
        page = decode(file.read_bytes()).text
        rows = Case(name, [file]).rows()
        own = score("\n".join(row.text for row in rows), truth)
        others = [score(_tried(extract, page), truth) for extract in PEERS.values()]
        table.append([own.f1, *(other.f1 for other in others)])
        marks = _marks(own, others)
        if rows:
            wrong = _wrong(rows[0], name)
            marks += [f"{field} wrong" for field in wrong]
            for field in told:
                told[field] += field not in wrong
        peers = " ".join(f"{other.f1 * 100:12.1f}" for other in others)
        print(f"{name:16} {own.f1 * 100:7.1f} {peers}  {', '.join(marks)}")
    means = [sum(column) / len(column) * 100 for column in zip(*table, strict=True)]
    print(f"{'mean':16} {means[0]:7.1f} " + " ".join(f"{mean:12.1f}" for mean in means[1:]))
    best = sum(row[0] >= max(row[1:]) - _ROUNDED for row in table)
    print(f"as good as the best of the others or better: {best} of {len(table)}")
    print(", ".join(f"{field} {n} of {len(table)}" for field, n in told.items()))


def _tried(extract: Callable[[str], str], page: str) -> str:
    """Extract; a page that a library fails on gives nothing."""
    try:
        return extract(page)
    except Exception as fault:  # any of theirs
        print(f"{extract.__name__}: {type(fault).__name__}")
        return ""


def _marks(own: Score, others: list[Score]) -> list[str]:
    marks = []
    if own.f1 < max(other.f1 for other in others) - _ROUNDED:
        marks.append("behind")
    if own.recall < 0.5:
        marks.append("half is lost")
    return marks


def _wrong(row: Row, name: str) -> list[str]:
    """Name the fields that are read wrongly."""
    truth = TRUTH[name]
    right = {
        "title": (row.title or "").split() == truth["title"].split(),
        "day": _moment(row.published)[0] == _moment(truth["published"])[0],
        "hour": _moment(row.published) == _moment(truth["published"]),
        "outlet": row.outlet in truth["outlet"],
    }
    return [field for field, is_right in right.items() if not is_right]


def _moment(told: str | None) -> tuple[str, str]:
    """Return day and minute in Taipei, where a zone is told, else as told; empty where not."""
    if not told or "T" not in told:
        return told or "", ""
    moment = datetime.fromisoformat(told)
    if moment.tzinfo:
        moment = moment.astimezone(timezone(timedelta(hours=8)))
    return f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"


if __name__ == "__main__":
    main()
