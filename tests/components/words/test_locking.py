"""Words and names: borders, short names, known names, and what the reader has to say."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lexicon import Lexicon
from components.reading import Source, read
from components.text import Corpus, Span
from components.words import Name, NamePos, Names, Tokens, cut, lock

Where = tuple[str, NamePos, bool]


def locked(
    text: str, *wanted: Where, lexicon: Lexicon | None = None
) -> tuple[Corpus, Tokens, Tokens]:
    corpus = read([Source("0", text.encode())])
    [article] = corpus.articles
    names = []
    for form, pos, known in wanted:
        at = article.text.index(form)
        names.append(Name(Span(article.id, at, at + len(form)), pos, known))
    tokens = cut(corpus, lexicon=lexicon)
    return corpus, tokens, lock(corpus, tokens, Names(tuple(names), "x"), lexicon=lexicon)


def shown(corpus: Corpus, tokens: Tokens) -> str:
    text = corpus.articles[0].text
    return " ".join(text[t.start : t.end] for words in tokens.tokens for t in words)


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("柯文哲說。", ("柯文哲", "nr", False), "柯文哲 說 。"),
        ("和平部隊在此。", ("和平部隊", "nt", False), "和平 部隊 在 此 。"),
        ("和平部隊在此。", ("和平部隊", "nt", True), "和平部隊 在 此 。"),
        ("他到小浪底去。", ("小浪底", "ns", False), "他 到 小浪底 去 。"),
        ("喬治·布希說。", ("喬治·布希", "nr", False), "喬治 · 布希 說 。"),
        ("喬治·布希說。", ("喬治·布希", "nr", True), "喬治·布希 說 。"),
        ("他用[圖](x)說。", ("[圖](x)", "nt", True), "他 用 [ 圖 ] ( x ) 說 。"),
        ("OpenAI在此。", ("AI", "nt", True), "OpenAI 在 此 。"),
    ],
)  # fmt: skip
def test_locking_words_end_where_names_end(text: str, wanted: Where, words: str) -> None:
    corpus, _, tokens = locked(text, wanted)
    assert shown(corpus, tokens) == words


@pytest.mark.parametrize(
    ("text", "wanted", "lexicon", "words"),
    [
        ("柯文哲說。", ("柯文哲", "nr", False), Lexicon(words=("哲說",)), "柯文 哲說 。"),
        ("柯文哲說。", ("柯文哲", "nr", True), Lexicon(forbidden=("柯文哲",)), "柯文 哲說 。"),
        ("和平部隊來。", ("和平部隊", "nt", True), Lexicon(words=("和平",)), "和平 部隊 來 。"),
    ],
)  # fmt: skip
def test_locking_leaves_the_readers_words_alone(
    text: str, wanted: Where, lexicon: Lexicon, words: str
) -> None:
    corpus, _, tokens = locked(text, wanted, lexicon=lexicon)
    assert shown(corpus, tokens) == words


def test_locking_gives_names_their_part_of_speech_and_norm() -> None:
    _, _, tokens = locked("柯文哲說北約。", ("柯文哲", "nr", False), ("北約", "nt", True))
    assert [(t.norm, t.pos) for t in tokens.tokens[0][:3]] == [
        ("柯文哲", "nr"), ("说", "v"), ("北约", "nt"),
    ]  # fmt: skip


def test_locking_without_names_changes_no_word() -> None:
    _, before, after = locked("和平部隊在科索夫。")
    assert after.tokens == before.tokens
    assert after.digest != before.digest
    assert lock(Corpus(), Tokens(), Names()).tokens == ()


@given(
    text=st.text("中国人说哲柯文 a1B。·𠮷", min_size=1, max_size=30),
    borders=st.lists(st.integers(0, 30), max_size=8, unique=True),
    known=st.booleans(),
)
def test_locking_words_tile_what_they_tiled(text: str, borders: list[int], known: bool) -> None:
    corpus = read([Source("0", text.encode())])
    tokens = cut(corpus)
    names = tuple(
        Name(Span(sentence.article_id, start, end), "nr", known)
        for sentence in tokens.sentences
        for start, end in zip(sorted(borders)[::2], sorted(borders)[1::2], strict=False)
        if sentence.start <= start and end <= sentence.end
    )
    after = lock(corpus, tokens, Names(names))
    for sentence, words in zip(after.sentences, after.tokens, strict=True):
        whole = corpus.text_of(sentence)
        inside = [whole[w.start - sentence.start : w.end - sentence.start] for w in words]
        assert "".join("".join(inside).split()) == "".join(whole.split())
        assert all(a.end <= b.start for a, b in pairwise(words))
        assert all(len(w.norm) == w.end - w.start for w in words)
