"""Runs one other library over folded texts: `python duplicate_peers.py NAME texts.json`.

A script of its own, because the peers may live in another interpreter. All get the same
3-grams and the same shape, 42 bands of 3; prints seconds and the pairs proposed, as JSON.
"""

import json
import sys
import time
from pathlib import Path

BANDS, ROWS = 42, 3
BINS = BANDS * ROWS


def grams(text):
    """Different 3-grams of a text."""
    return {text[i : i + 3] for i in range(len(text) - 2)}


def datasketch(texts):
    """MinHash of datasketch, a batch of hashes at once."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=BINS, params=(BANDS, ROWS))
    marks = []
    for number, text in enumerate(texts):
        mark = MinHash(num_perm=BINS)
        mark.update_batch([gram.encode() for gram in grams(text)])
        marks.append(mark)
        index.insert(number, mark, check_duplication=False)
    return [(i, j) for i, mark in enumerate(marks) for j in index.query(mark) if i < j]


def gaoya(texts):
    """The Rust index of gaoya, which cuts the grams itself."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=0.2, num_bands=BANDS, band_size=ROWS,
        analyzer="char", ngram_range=(3, 3), id_container="vec",
    )  # fmt: skip
    for number, text in enumerate(texts):
        index.insert_document(number, text)
    return [(i, j) for i, text in enumerate(texts) for j in set(index.query(text)) if i < j]


def rensa(texts):
    """The Rust MinHash of rensa, its bulk calls."""
    from rensa import RMinHash, RMinHashLSH

    marks = RMinHash.from_token_sets([list(grams(text)) for text in texts], BINS, 42)
    index = RMinHashLSH(threshold=0.36, num_perm=BINS, num_bands=BANDS)
    index.insert_many(marks)
    found = index.query_all(marks)
    return [(i, j) for i, others in enumerate(found) for j in set(others) if i < j]


if __name__ == "__main__":
    peer = {"datasketch": datasketch, "gaoya": gaoya, "rensa": rensa}[sys.argv[1]]
    documents = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    try:
        peer(documents[:50])
    except ImportError:
        print(json.dumps({"missing": sys.argv[1]}))
        sys.exit()
    began = time.perf_counter()
    pairs = peer(documents)
    print(json.dumps({"seconds": time.perf_counter() - began, "pairs": pairs}))
