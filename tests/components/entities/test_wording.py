"""Names as words see them."""

from components.entities import EntityIndex, as_names, correct, find
from components.lexicon import parse_correction
from components.reading import Source, read
from components.text import Corpus
from components.words import Names


def names_of(text: str, *lines: str) -> dict[str, tuple[str, bool]]:
    corpus = read([Source("0", text.encode())])
    corrections = tuple(map(parse_correction, lines))
    index = correct(find(corpus), corpus, corrections)
    names = as_names(index, corpus, corrections=corrections)
    return {corpus.text_of(name.span): (name.pos, name.known) for name in names.names}


def test_wording_tells_kind_and_what_is_known() -> None:
    text = "台北市長柯文哲說，聯合國的談判昨天破局。"
    assert names_of(text) == {
        "台北": ("ns", True), "柯文哲": ("nr", False), "聯合國": ("nt", True),
    }  # fmt: skip
    assert names_of(text, "drop 台北", "drop 聯合國", "add 談判昨天 = ORG") == {
        "柯文哲": ("nr", False), "談判昨天": ("nt", True),
    }  # fmt: skip


def test_wording_of_a_name_with_dots_is_its_parts() -> None:
    assert names_of("導演理查德·凱利昨天出席首映。") == {
        "理查德": ("nr", False),
        "凱利": ("nr", False),
    }
    assert names_of("導演理查德·凱利出席。", "add 理查德·凱利 = PER") == {
        "理查德·凱利": ("nr", True)
    }


def test_wording_of_nothing_is_nothing_and_named_by_what_was_found() -> None:
    assert as_names(EntityIndex(), Corpus()).names == ()
    one, other = (as_names(EntityIndex(digest=d), Corpus()) for d in "ab")
    assert one.digest != other.digest
    assert Names().names == ()
