"""What the net does not know: letters may belong to a name, signs do not."""

from __future__ import annotations

import pytest

from components.entities import find
from components.reading import Source, read


@pytest.mark.parametrize("sign", ["😀", "🇹🇼", "◎", "\U0001f4f0 "])
def test_net_takes_a_sign_before_a_name_for_no_part_of_it(sign: str) -> None:
    corpus = read([Source("a", f"{sign}潘基文到訪紐約。".encode())])
    assert [corpus.text_of(m.span) for m in find(corpus).mentions] == ["潘基文", "紐約"]
