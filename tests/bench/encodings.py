"""Per cent of texts decoded exactly, by encoding and length, and files wrongly called Chinese.

    python -m tests.bench encodings

Chinese: windows of 4 to 256 characters, at least half of them Han, anywhere in the gold sentences
(`gold.py`), in every encoding that can write them (`-` where too few can). Others: names of
countries and languages in Babel's CLDR data, and messages of the programs installed here where
they bring catalogues; 16, 64 and 256 characters. charset-normalizer and chardet as it comes
stand beside our figures, on fewer texts: they take longer.
"""

from __future__ import annotations

import argparse
import gettext
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import chardet
from babel import Locale
from charset_normalizer import from_bytes

from components.reading.document import UnreadableError
from components.reading.encodings import decode
from tests.bench.gold import gold_file
from tests.bench.words import FILES, read_gold

LENGTHS = (4, 8, 12, 16, 24, 32, 64, 256)
OTHER_LENGTHS = (16, 64, 256)
CHINESE = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "big5",
    "cp950",
    "big5hkscs",
    "gb2312",
    "gbk",
    "gb18030",
)
OTHERS = {
    "ja": ("shift_jis", "cp932", "euc_jp", "iso2022_jp"),
    "ko": ("euc_kr", "cp949"),
    "ru": ("cp1251", "koi8-r"),
    "uk": ("cp1251", "koi8-u"),
    "bg": ("cp1251",),
    "fr": ("latin-1", "cp1252"),
    "de": ("latin-1", "cp1252"),
    "es": ("latin-1", "cp1252"),
    "pt": ("latin-1", "cp1252"),
    "sv": ("latin-1", "cp1252"),
}
CALLED_CHINESE = {"cp950", "big5", "big5hkscs", "gb18030", "gbk", "gb2312", "hz"}
CATALOGUES = Path("/usr/share")
HAN = re.compile("[\u3400-\u9fff]")

# What a reader of bytes gives: the text and the name of the encoding; None where it gives up.
Answer = tuple[str, str] | None
Reader = Callable[[bytes], Answer]


def ours(data: bytes) -> Answer:
    """Wenmai's cascade."""
    try:
        decoded = decode(data)
    except UnreadableError:
        return None
    return decoded.text, decoded.encoding


def chardet_default(data: bytes) -> Answer:
    """Chardet without options."""
    name = chardet.detect(data)["encoding"]
    try:
        return (data.decode(name), name) if name else None
    except UnicodeError:
        return None


def normalizer(data: bytes) -> Answer:
    """charset-normalizer's best match."""
    best = from_bytes(data).best()
    return (str(best), best.encoding) if best else None


READERS: dict[str, Reader] = {
    "ours": ours,
    "chardet": chardet_default,
    "normalizer": normalizer,
}


def windows(text: str, length: int, encoding: str, n: int, seed: int) -> list[tuple[str, bytes]]:
    """Draw up to `n` windows that the encoding can write."""
    rng = random.Random(f"{encoding} {length} {seed}")
    found: list[tuple[str, bytes]] = []
    for _ in range(n * 12):
        at = rng.randrange(len(text) - length)
        window = text[at : at + length]
        if 2 * len(HAN.findall(window)) < length:
            continue
        try:
            found.append((window, window.encode(encoding)))
        except UnicodeEncodeError:
            continue
        if len(found) == n:
            break
    return found


def exact(reader: Reader, cases: Iterable[tuple[str, bytes]]) -> list[bool]:
    """Tell for each case whether the reader gives the very text."""
    return [(answer := reader(data)) is not None and answer[0] == text for text, data in cases]


@lru_cache
def others(language: str) -> list[str]:
    """Collect names, and messages of programs, in a language; each a line."""
    locale = Locale(language)
    lines = [*locale.territories.values(), *locale.languages.values(), *locale.scripts.values()]
    for path in sorted(CATALOGUES.glob(f"**/{language}/LC_MESSAGES/*.mo"))[:40]:
        try:
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        except (OSError, UnicodeError, ValueError):
            continue
        lines += [m for key, m in catalogue.items() if key and isinstance(m, str)][:400]
    return lines


def files(language: str, length: int, encoding: str, n: int, seed: int) -> Iterator[bytes]:
    """Make files of some lines, with at least two characters beyond ASCII."""
    lines = others(language)
    rng = random.Random(f"{language} {encoding} {length} {seed}")
    made = 0
    while made < n:
        at = rng.randrange(len(lines))
        text = "\n".join(lines[at : at + 60])[:length]
        data = text.encode(encoding, "ignore")
        if sum(c >= "\x80" for c in text) >= 2 and (not data.isascii() or b"\x1b" in data):
            made += 1
            yield data


def show_matrix(n: int, n_peers: int, seed: int) -> None:
    """Print the share decoded exactly, for every reader."""
    for script, name in FILES.items():
        text = "".join(sentence.text for sentence in read_gold(gold_file(name)))
        for reader, read in READERS.items():
            print(f"\n{script} news, {reader}: % decoded exactly, by characters")
            print(f"{'':>10}" + "".join(f"{length:>7}" for length in LENGTHS))
            for encoding in CHINESE:
                row = f"{encoding:>10}"
                for length in LENGTHS:
                    cases = windows(text, length, encoding, n, seed)
                    right = exact(read, cases if read is ours else cases[:n_peers])
                    share = f"{100 * sum(right) / len(right):.1f}" if len(right) > 9 else "-"
                    row += f"{share:>7}"
                print(row, flush=True)


def show_others(n: int, n_peers: int, seed: int) -> None:
    """Print the share of other languages' files that are called Chinese."""
    print("\nOther languages: % called Chinese (all lengths)")
    print(f"{'':>14}" + "".join(f"{reader:>12}" for reader in READERS))
    for language, encodings in OTHERS.items():
        for encoding in encodings:
            row = f"{language} {encoding:>11}"
            for read in READERS.values():
                per_length = n if read is ours else n_peers
                answers = [
                    read(data)
                    for length in OTHER_LENGTHS
                    for data in files(language, length, encoding, per_length, seed)
                ]
                wrong = sum(a is not None and a[1].lower() in CALLED_CHINESE for a in answers)
                row += f"{100 * wrong / len(answers):>12.1f}"
            print(row, flush=True)


def show_speed() -> None:
    """Print the time for 20 MB, the best of three."""
    text = "".join(sentence.text + "\n" for sentence in read_gold(gold_file(FILES["Traditional"])))
    print("\n20 MB")
    for encoding in ("utf-8", "utf-16-le", "big5", "gb18030"):
        data = text.encode(encoding, "ignore")
        data *= -(-20_000_000 // len(data))
        best = min(_seconds(data) for _ in range(3))
        print(f"{encoding:>10} {best:6.2f} s")


def _seconds(data: bytes) -> float:
    start = time.perf_counter()
    decode(data)
    return time.perf_counter() - start


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100, help="texts a cell, for ours")
    parser.add_argument("--n-peers", type=int, default=10, help="texts a cell, for the others")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ours", action="store_true", help="leave the others out")
    options = parser.parse_args()
    if options.ours:
        READERS.pop("chardet")
        READERS.pop("normalizer")
    show_matrix(options.n, options.n_peers, options.seed)
    show_others(options.n, options.n_peers, options.seed)
    show_speed()


if __name__ == "__main__":
    main()
