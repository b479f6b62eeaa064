"""What many tests need: the sample as it is read and as it is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from components.reading import Corpus, Source, read, sources_in

ROOT = Path(__file__).parents[1]

# A law holds or not; how long a busy machine takes to try it is no part of it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def sample() -> Corpus:
    """The article in seeds/, 12 copies and all."""
    return read(sources_in(ROOT / "seeds"))


@pytest.fixture(scope="session")
def one_copy(sample: Corpus) -> Corpus:
    """One copy of the sample's article, 726 characters."""
    text = sample.articles[0].text[:726]
    return read([Source("one.txt", text.encode())])
