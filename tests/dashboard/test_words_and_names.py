"""Words and names agree: what the reader says of a name, words follow."""

import pytest

from components.lexicon import Lexicon
from components.reading import Source, read
from dashboard.cache import call_cached
from dashboard.pipeline import Analysis, Choices

TEXT = "台北市長柯文哲說，昨天下午會面。"


def analysis(*lines: str, **sections: tuple[str, ...]) -> Analysis:
    lexicon = Lexicon(entities=lines, **sections)
    return Analysis(read([Source("a", TEXT.encode())]), Choices(lexicon=lexicon), call=call_cached)


def words_of(shown: Analysis) -> str:
    return " ".join(
        TEXT[token.start : token.end] for words in shown.tokens.tokens for token in words
    )


@pytest.mark.parametrize(
    ("lines", "sections", "words"),
    [
        ((), {}, "台北 市長 柯文哲 說 ， 昨天 下午 會面 。"),
        (("drop 柯文哲",), {}, "台北 市長 柯文 哲說 ， 昨天 下午 會面 。"),
        (("add 昨天下午 = ORG",), {}, "台北 市長 柯文哲 說 ， 昨天下午 會面 。"),
        ((), {"words": ("哲說",)}, "台北 市長 柯文 哲說 ， 昨天 下午 會面 。"),
        ((), {"forbidden": ("柯文哲",)}, "台北 市長 柯文 哲說 ， 昨天 下午 會面 。"),
    ],
)
def test_words_follow_names(
    lines: tuple[str, ...], sections: dict[str, tuple[str, ...]], words: str
) -> None:
    assert words_of(analysis(*lines, **sections)) == words


def test_words_of_one_reader_are_not_shown_to_another() -> None:
    own, other = analysis("add 昨天下午 = ORG"), analysis()
    assert own.tokens.digest != other.tokens.digest
    assert words_of(own) != words_of(other)
    assert analysis().tokens is other.tokens


def test_names_listed_and_people_are_words_of_the_same_count() -> None:
    shown = analysis()
    counts = {row.word: row.count for row in shown.table.rows}
    written = [shown.counted.text_of(mention.span) for mention in shown.index.mentions]
    assert written == ["台北", "柯文哲"]
    assert [counts[name] for name in written] == [1, 1]
