"""Articles: taken in once, listed, found, edited, binned, read again, given as a corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from components.reading import AS_IS, ReadingSettings, Source
from components.text import Article, Corpus, Rival, Step
from dashboard.library import articles, files, tags, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.articles import ArticleCard
from dashboard.library.errors import InvalidValueError, NotFoundError, QuotaExceededError
from dashboard.library.filters import MAX_CHOSEN, Filter, Sort
from dashboard.library.quotas import Quotas
from dashboard.library.store import Store, open_store


def reading(*texts: str, name: str = "a.txt") -> Corpus:
    """A reading as a file of several articles gives it."""
    ids = [name if len(texts) == 1 else f"{name}:{n}" for n in range(1, len(texts) + 1)]
    made = [
        Article(own, text[:6], text, text, counted=((0, len(text)),), source=name)
        for own, text in zip(ids, texts, strict=True)
    ]
    return Corpus(tuple(made))


def put(
    home: Workspace,
    *texts: str,
    name: str = "a.txt",
    data: bytes | None = None,
    settings: ReadingSettings = ReadingSettings(),  # noqa: B008 - frozen
    quotas: Quotas = Quotas(),  # noqa: B008 - frozen
) -> articles.Added:
    body = "\n".join(texts).encode() if data is None else data
    source = Source(name, body, settings=settings)
    return articles.add(home, source, reading(*texts, name=name), quotas=quotas)


def ids(home: Workspace, where: Filter = Filter(), **how: Sort) -> list[str]:  # noqa: B008
    return [card.id for card in articles.find(home, where, **how).cards]


def card_of(home: Workspace, article: str) -> ArticleCard:
    return articles.get(home, article).card


# Taken in

FULL = Article(
    id="夾/甲.zip!乙.txt",
    title="科索夫「獨立」",
    text="（記者王小明／台北報導）科索夫 ５％ $x$ <b>'\"\\ 𠮷。",
    raw="（記者王小明／\n台北報導）科索夫 ５％ $x$ <b>'\"\\ 𠮷。",
    joins=(7, 12),
    counted=((12, 20), (22, 25)),
    source="甲.zip",
    encoding="big5hkscs",
    published="2007-12-08",
    outlet="中央社",
    bylines=((0, 12),),
    steps=(Step("joined_lines", 2), Step("bad_bytes", 1)),
    rivals=(Rival("gb18030", "嚗"),),
)


def test_articles_come_back_as_they_were_read(home: Workspace) -> None:
    settings = ReadingSettings(encoding="big5hkscs", clean=("widths",))
    source = Source("甲.zip", b"PK\x00\xff", settings=settings)
    articles.add(home, source, Corpus((FULL,)))
    assert articles.read_corpus(home).articles == (FULL,)
    whole = articles.get(home, FULL.id)
    assert (whole.article, whole.settings) == (FULL, settings)


def test_articles_of_the_library_have_the_digest_of_the_reading(home: Workspace) -> None:
    read = reading("甲說", "乙說", "丙說")
    articles.add(home, Source("a.txt", b"x"), read)
    assert articles.read_corpus(home).digest == read.digest


def test_articles_of_the_same_file_again_change_nothing(home: Workspace) -> None:
    first = put(home, "甲", "乙")
    again = put(home, "甲", "乙")
    assert (first.new, again.new, again.restored, again.dropped) == (2, 0, 0, 0)
    assert first.articles == again.articles == ("a.txt:1", "a.txt:2")
    assert workspaces.usage(home).originals == 1


def test_articles_of_the_same_bytes_under_another_name_are_copies(home: Workspace) -> None:
    put(home, "甲", name="a.txt")
    put(home, "甲", name="b.txt")
    assert ids(home) == ["a.txt", "b.txt"]
    (original,) = files.list_files(home)
    assert (original.name, original.articles) == ("a.txt", 2)


def test_articles_of_one_name_and_other_bytes_are_told_apart(home: Workspace) -> None:
    assert put(home, "甲").articles == ("a.txt",)
    assert put(home, "乙").articles == ("a.txt (2)",)
    assert put(home, "丙").articles == ("a.txt (3)",)
    corpus = articles.read_corpus(home)
    assert [(a.id, a.text) for a in corpus.articles] == [
        ("a.txt", "甲"),
        ("a.txt (2)", "乙"),
        ("a.txt (3)", "丙"),
    ]


def test_articles_that_reading_calls_alike_are_told_apart(home: Workspace) -> None:
    twins = Corpus(tuple(replace(a, id="x") for a in reading("甲", "乙").articles))
    added = articles.add(home, Source("x", b"x"), twins)
    assert added.articles == ("x", "x (2)")


def test_articles_of_a_file_added_again_come_back_from_the_bin(home: Workspace) -> None:
    put(home, "甲", "乙")
    articles.remove(home, ["a.txt:2"])
    assert put(home, "甲", "乙").restored == 1
    assert ids(home) == ["a.txt:1", "a.txt:2"]


def test_articles_deleted_for_good_can_be_added_again(home: Workspace) -> None:
    put(home, "甲", "乙")
    articles.remove(home, ["a.txt:1"])
    articles.empty_bin(home)
    again = put(home, "甲", "乙")
    assert (again.new, again.articles) == (1, ("a.txt:1", "a.txt:2"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a\0b.txt", "a�b.txt"), ("\udcff.txt", "�.txt"), ("很" * 900, "很" * 500), ("", "")],
)
def test_articles_names_that_no_database_keeps(home: Workspace, name: str, kept: str) -> None:
    assert put(home, "甲", name=name).articles == (kept,)


def test_articles_texts_that_no_database_keeps_keep_their_offsets(home: Workspace) -> None:
    put(home, "甲\0乙\ud800丙", data=b"x")
    (article,) = articles.read_corpus(home).articles
    assert article.text == article.raw == "甲�乙�丙"


def test_articles_of_a_refused_file_leave_nothing(home: Workspace) -> None:
    with pytest.raises(QuotaExceededError) as refused:
        put(home, "甲", "乙", "丙", quotas=Quotas(articles=2))
    assert (refused.value.what, refused.value.limit) == ("articles", 2)
    assert (refused.value.used, refused.value.wanted) == (0, 3)
    usage = workspaces.usage(home)
    assert (usage.articles, usage.originals, usage.bytes) == (0, 0, 0)


def test_articles_bytes_are_counted_with_the_file(home: Workspace) -> None:
    put(home, "科索夫", data=b"12345")  # five bytes, and three characters of three
    assert workspaces.usage(home).bytes == 5 + 9
    with pytest.raises(QuotaExceededError) as refused:
        put(home, "北約", name="b", data=b"123", quotas=Quotas(bytes=22))
    assert (refused.value.what, refused.value.used, refused.value.wanted) == ("bytes", 14, 9)
    put(home, "北約", name="b", data=b"123", quotas=Quotas(bytes=23))


def test_articles_of_a_full_workspace_may_still_be_read_again(home: Workspace) -> None:
    added = put(home, "甲", "乙")
    small = Quotas(bytes=1, articles=1)
    articles.replace_reading(home, added.original, AS_IS, reading("甲乙"), quotas=small)
    assert len(ids(home)) == 1


# Listed


@pytest.fixture
def shelf(home: Workspace) -> Workspace:
    """A filled library of the test's own."""
    return filled(home)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def read_shelf(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A filled library that tests share which change nothing."""
    address = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    opened = open_store(address, data_dir=tmp_path_factory.mktemp("shelf"))
    yield filled(Workspace(opened, LOCAL, workspaces.enter(opened, LOCAL).id))
    opened.close()


def filled(home: Workspace) -> Workspace:
    """Put four articles of three files in, two with dates, one in the bin."""
    stories = (
        ("b.txt", "科索夫宣布獨立 100%", "2008-02-17", "中央社"),
        ("a.txt", "北約外長會議 a_b", "2007-12-07", None),
        ("c.txt", "北約再談科索夫", None, "聯合報"),
        ("d.txt", "被丟掉的科索夫", "2006-01-01", "中央社"),
    )
    for name, words, published, outlet in stories:
        article = replace(
            reading(words, name=name).articles[0], published=published, outlet=outlet, title=words
        )
        source = Source(name, words.encode())
        articles.add(home, source, Corpus((replace(article, text=f"內文{words}"),)))
    articles.remove(home, ["d.txt"])
    tags.put(home, "要聞", ["b.txt", "a.txt"])
    tags.put(home, "歐洲", ["b.txt"])
    return home


FOUND: list[tuple[Filter, list[str]]] = [
    (Filter(), ["b.txt", "a.txt", "c.txt"]),
    (Filter(search="科索夫"), ["b.txt", "c.txt"]),
    (Filter(search="內文北約"), ["a.txt", "c.txt"]),
    (Filter(title="內文北約"), []),
    (Filter(title="北約"), ["a.txt", "c.txt"]),
    (Filter(text="內文科"), ["b.txt"]),
    (Filter(search="100%"), ["b.txt"]),
    (Filter(search="0%獨"), []),
    (Filter(search="a_b"), ["a.txt"]),
    (Filter(search="A_B"), ["a.txt"]),
    (Filter(search="_____"), []),
    (Filter(search="\0"), []),
    (Filter(search="\ud800"), []),
    (Filter(search="' OR 1=1 --"), []),
    (Filter(tags=("要聞",)), ["b.txt", "a.txt"]),
    (Filter(tags=("要聞", "歐洲")), ["b.txt"]),
    (Filter(tags=("沒有",)), []),
    (Filter(outlets=("中央社",)), ["b.txt"]),
    (Filter(outlets=("中央社", "聯合報")), ["b.txt", "c.txt"]),
    (Filter(outlets=("",)), ["a.txt"]),
    (Filter(files=("a.txt", "c.txt")), ["a.txt", "c.txt"]),
    (Filter(since="2007-12-07"), ["b.txt", "a.txt"]),
    (Filter(since="2007-12-08"), ["b.txt"]),
    (Filter(until="2007-12-07"), ["a.txt"]),
    (Filter(since="2007-01-01", until="2007-12-31", search="北約"), ["a.txt"]),
    (Filter(articles=("c.txt", "b.txt", "not there")), ["b.txt", "c.txt"]),
    (Filter(place="bin"), ["d.txt"]),
    (Filter(place="bin", search="北約"), []),
]


@pytest.mark.parametrize(("where", "expected"), FOUND, ids=lambda v: repr(v)[:60])
def test_articles_found(read_shelf: Workspace, where: Filter, expected: list[str]) -> None:
    listing = articles.find(read_shelf, where)
    assert [card.id for card in listing.cards] == expected
    corpus = articles.read_corpus(read_shelf, where)
    assert [article.id for article in corpus.articles] == expected
    assert (listing.n, listing.characters) == (len(expected), corpus.n_characters)


SORTED: list[tuple[Sort, bool, list[str]]] = [
    ("order", False, ["b.txt", "a.txt", "c.txt"]),
    ("order", True, ["c.txt", "a.txt", "b.txt"]),
    ("title", False, ["c.txt", "a.txt", "b.txt"]),  # 北約再 北約外 科索夫: by code point
    ("published", False, ["a.txt", "b.txt", "c.txt"]),
    ("published", True, ["b.txt", "a.txt", "c.txt"]),  # without a date comes last either way
    ("outlet", False, ["b.txt", "c.txt", "a.txt"]),
    ("file", False, ["a.txt", "b.txt", "c.txt"]),
    ("characters", False, ["c.txt", "a.txt", "b.txt"]),
    ("received", False, ["b.txt", "a.txt", "c.txt"]),
]


@pytest.mark.parametrize(("sort", "descending", "expected"), SORTED)
def test_articles_sorted(
    read_shelf: Workspace, sort: Sort, descending: bool, expected: list[str]
) -> None:
    listing = articles.find(read_shelf, sort=sort, descending=descending)
    assert [card.id for card in listing.cards] == expected


def test_articles_paged(home: Workspace) -> None:
    put(home, *(f"第{n}篇" for n in range(7)))
    pages = [articles.find(home, offset=o, limit=3) for o in (0, 3, 6, 9)]
    assert [len(page.cards) for page in pages] == [3, 3, 1, 0]
    assert {page.n for page in pages} == {7}
    assert len({card.id for page in pages for card in page.cards}) == 7


def test_articles_too_many_chosen_by_hand(home: Workspace) -> None:
    with pytest.raises(InvalidValueError) as refused:
        articles.find(home, Filter(articles=("x",) * (MAX_CHOSEN + 1)))
    assert refused.value.limit == MAX_CHOSEN
    assert ids(home, Filter(articles=("x",) * MAX_CHOSEN)) == []


def test_articles_facets_count_what_is_found(read_shelf: Workspace) -> None:
    all_of_them = articles.count_facets(read_shelf)
    assert all_of_them.tags == (("要聞", 2), ("歐洲", 1))
    assert all_of_them.outlets == (("", 1), ("中央社", 1), ("聯合報", 1))
    assert all_of_them.files == (("a.txt", 1), ("b.txt", 1), ("c.txt", 1))
    assert (all_of_them.since, all_of_them.until) == ("2007-12-07", "2008-02-17")
    some = articles.count_facets(read_shelf, Filter(title="北約"))
    assert (some.tags, some.since) == ((("要聞", 1),), "2007-12-07")


def test_articles_of_an_empty_workspace(home: Workspace) -> None:
    assert articles.read_corpus(home) == Corpus()
    assert articles.find(home).n == 0
    assert articles.count_facets(home).since is None
    assert articles.empty_bin(home) == 0
    assert articles.remove(home, []) == 0


# Edited


def test_articles_edited_keep_what_was_read_beside_it(shelf: Workspace) -> None:
    card = articles.edit(
        shelf,
        "b.txt",
        {"title": " 獨立！ ", "published": "2008-02-18", "outlet": ""},
    )
    assert (card.title, card.published, card.outlet) == ("獨立！", "2008-02-18", None)
    assert card.edited == ("title", "published", "outlet")
    assert card == card_of(shelf, "b.txt")
    article = articles.read_corpus(shelf, Filter(title="獨立！")).articles[0]
    assert (article.title, article.published, article.outlet) == ("獨立！", "2008-02-18", None)
    back = articles.edit(shelf, "b.txt", {"title": None, "outlet": None})
    assert (back.title, back.outlet, back.edited) == (
        "科索夫宣布獨立 100%",
        "中央社",
        ("published",),
    )


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2008-2-1", "2008-02-01"),
        ("民國97年2月1日", "2008-02-01"),
        ("2008/02/01 8:30", "2008-02-01T08:30"),
    ],
)
def test_articles_days_are_kept_the_same_however_they_are_written(
    shelf: Workspace, written: str, iso: str
) -> None:
    name = ids(shelf)[0]
    assert articles.edit(shelf, name, {"published": written}).published == iso


def test_articles_authors_are_put_right_and_taken_back(home: Workspace) -> None:
    read = replace(FULL, authors=("王小明",))
    articles.add(home, Source("甲.zip", b"PK"), Corpus((read,)))
    assert card_of(home, FULL.id).authors == "王小明"
    edits: dict[str, articles.Edits] = {FULL.id: {"authors": "李大華, 王小明／陳三"}}
    assert articles.edit_all(home, edits) == 1
    assert articles.read_corpus(home).articles[0].authors == ("李大華", "王小明", "陳三")
    articles.edit(home, FULL.id, {"authors": ""})
    assert articles.get(home, FULL.id).article.authors == ()
    articles.edit(home, FULL.id, {"authors": None})
    assert articles.get(home, FULL.id).article.authors == ("王小明",)


def test_articles_are_edited_all_or_none(shelf: Workspace) -> None:
    one, other = ids(shelf)[:2]
    before = articles.read_corpus(shelf)
    with pytest.raises(InvalidValueError):
        articles.edit_all(shelf, {one: {"title": "改過"}, other: {"published": "昨天"}})
    assert articles.read_corpus(shelf) == before


@pytest.mark.parametrize("wrong", ["2008-13-01", "昨天", "2008-02", "2008-02-30", "\0"])
def test_articles_edited_to_no_date(shelf: Workspace, wrong: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        articles.edit(shelf, "b.txt", {"title": "不留", "published": wrong})
    assert refused.value.field == "published"
    assert card_of(shelf, "b.txt").title == "科索夫宣布獨立 100%"


def test_articles_have_some_title(shelf: Workspace) -> None:
    assert articles.edit(shelf, "b.txt", {"title": "  "}).edited == ()


# Binned


def test_articles_removed_come_back(shelf: Workspace) -> None:
    assert articles.remove(shelf, ["a.txt", "c.txt", "d.txt"]) == 2
    assert ids(shelf) == ["b.txt"]
    assert ids(shelf, Filter(place="bin")) == ["a.txt", "c.txt", "d.txt"]
    assert card_of(shelf, "a.txt").removed is not None
    assert articles.restore(shelf, ["a.txt", "b.txt"]) == 1
    assert ids(shelf) == ["b.txt", "a.txt"]
    assert card_of(shelf, "a.txt").tags == ("要聞",)


def test_articles_removed_all_or_none(shelf: Workspace) -> None:
    with pytest.raises(NotFoundError):
        articles.remove(shelf, ["a.txt", "not there"])
    assert "a.txt" in ids(shelf)


def test_articles_deleted_for_good_take_their_file_along(home: Workspace) -> None:
    put(home, "甲", "乙", name="two.txt")
    put(home, "丙", name="one.txt")
    received = files.keep_unread(home, "later.txt", b"later")
    articles.remove(home, ["two.txt:1", "one.txt"])
    assert articles.empty_bin(home) == 2
    left = {info.name for info in files.list_files(home)}
    assert left == {"two.txt", "later.txt"}  # one article, and one that waits to be read
    assert files.download(home, received.id).data == b"later"


def test_articles_of_the_bin_deleted_one_by_one(shelf: Workspace) -> None:
    articles.remove(shelf, ["a.txt"])
    assert articles.empty_bin(shelf, ["a.txt", "b.txt"]) == 1  # b is not in the bin
    assert ids(shelf, Filter(place="bin")) == ["d.txt"]
    assert "b.txt" in ids(shelf)


# Read again


def reread(home: Workspace, original: str, *texts: str) -> articles.Added:
    return articles.replace_reading(home, original, AS_IS, reading(*texts))


def test_articles_read_again_keep_what_the_reader_put(home: Workspace) -> None:
    added = put(home, "甲 亂碼", "乙 亂碼")
    articles.edit(home, "a.txt:2", {"title": "我的題目"})
    tags.put(home, "要聞", ["a.txt:2"])
    articles.remove(home, ["a.txt:1"])
    again = reread(home, added.original, "甲 正確", "乙 正確")
    assert (again.articles, again.new, again.dropped) == (added.articles, 0, 0)
    whole = articles.get(home, "a.txt:2")
    assert (whole.card.title, whole.card.tags) == ("我的題目", ("要聞",))
    assert (whole.article.text, whole.settings) == ("乙 正確", AS_IS)
    assert ids(home, Filter(place="bin")) == ["a.txt:1"]


def test_articles_read_again_and_split_are_others(home: Workspace) -> None:
    added = put(home, "甲。乙。")
    articles.edit(home, "a.txt", {"title": "全部"})
    again = reread(home, added.original, "甲。", "乙。")
    assert (again.articles, again.new, again.dropped) == (("a.txt:1", "a.txt:2"), 2, 1)
    assert [card.edited for card in articles.find(home).cards] == [(), ()]


def test_articles_read_again_are_the_same_where_the_text_is(home: Workspace) -> None:
    added = put(home, "甲", "乙", "丙")
    tags.put(home, "要聞", ["a.txt:3"])
    again = reread(home, added.original, "丙", "甲乙")
    assert (again.articles, again.new, again.dropped) == (("a.txt:3", "a.txt:2"), 1, 2)
    assert card_of(home, "a.txt:3").tags == ("要聞",)
    corpus = articles.read_corpus(home)
    assert [article.text for article in corpus.articles] == ["丙", "甲乙"]


def test_articles_read_again_keep_their_place(home: Workspace) -> None:
    first = put(home, "甲", name="a.txt")
    put(home, "乙", name="b.txt")
    articles.replace_reading(home, first.original, AS_IS, reading("甲一", "甲二"))
    texts = [article.text for article in articles.read_corpus(home).articles]
    assert texts == ["甲一", "甲二", "乙"]


def test_articles_read_again_under_one_of_two_names(home: Workspace) -> None:
    added = put(home, "甲", name="a.txt")
    put(home, "甲", name="b.txt")
    articles.replace_reading(home, added.original, AS_IS, reading("改", name="b.txt"), file="b.txt")
    corpus = articles.read_corpus(home)
    assert [(a.id, a.text) for a in corpus.articles] == [("a.txt", "甲"), ("b.txt", "改")]


def test_articles_of_a_file_added_with_other_settings_are_replaced(home: Workspace) -> None:
    put(home, "甲", "乙", data=b"x")
    again = put(home, "甲乙", data=b"x", settings=AS_IS)
    assert (again.new, again.dropped) == (1, 2)
    assert len(ids(home)) == 1


def test_articles_kept_before_a_field_was_known_are_read_without_it(
    store: Store, home: Workspace
) -> None:
    """What an earlier version kept lacks fields that a later one has, and the other way."""
    put(home, "甲")
    with store.write() as session:
        details = json.dumps({"joins": [1], "gone": {"x": 1}})
        session.connection().exec_driver_sql(f"UPDATE article_text SET details = '{details}'")
    (article,) = articles.read_corpus(home).articles
    assert (article.joins, article.bylines, article.text) == ((1,), (), "甲")
