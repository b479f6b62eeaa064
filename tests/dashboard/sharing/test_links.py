"""Links open what was shared, to whoever holds them, until they are taken back."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from components import i18n
from components.reading import Source, read
from dashboard.library import workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY, Actor, person
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.models import Audit, Share, WorkspaceRow, now
from dashboard.library.quotas import Quotas
from dashboard.library.retention import delete_expired
from dashboard.library.store import Store
from dashboard.pipeline import Analysis
from dashboard.settings import Settings
from dashboard.sharing import links
from dashboard.sharing.links import CreatedShare, PassphraseError
from dashboard.sharing.snapshot import Snapshot, View, open_snapshot, take_snapshot

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    i18n.use("zh_Hant")
    corpus = read([Source("a.txt", "潘基文在科索夫同意北約的方案。".encode())])
    return take_snapshot(
        Analysis(corpus), view=View("network", (("net_min", "1"),)), texts="evidence"
    )


@pytest.fixture
def made(desk: Workspace, snapshot: Snapshot) -> CreatedShare:
    return links.create(desk, snapshot)


def noted(library: Store) -> list[tuple[str, str, str]]:
    with library.read() as session:
        rows = session.scalars(select(Audit).order_by(Audit.id))
        return [(row.action, row.actor, row.subject) for row in rows]


def test_shares_open_what_was_shared(
    library: Store, made: CreatedShare, snapshot: Snapshot
) -> None:
    opened = links.open_share(library, made.token)
    assert opened.snapshot == snapshot
    assert opened.report is None
    assert open_snapshot(opened.snapshot).source.n_characters == 15
    assert (opened.share.title, opened.share.page) == (snapshot.title, "network")
    assert opened.share.texts == "evidence"


def test_shares_keep_the_report_that_was_given(
    library: Store, desk: Workspace, snapshot: Snapshot
) -> None:
    made = links.create(desk, snapshot, report=b"<!DOCTYPE html>")
    assert links.open_share(library, made.token).report == b"<!DOCTYPE html>"


def test_shares_keep_no_token(library: Store, made: CreatedShare) -> None:
    assert len(made.token) == 32
    with library.read() as session:
        row = session.scalars(select(Share)).one()
        assert row.token_hash == hashlib.sha256(made.token.encode()).hexdigest()
        kept = [str(getattr(row, c.key)) for c in Share.__mapper__.column_attrs]
    assert not [value for value in kept if made.token in value]


def test_shares_have_different_tokens(desk: Workspace, snapshot: Snapshot) -> None:
    tokens = {links.create(desk, snapshot).token for _ in range(5)}
    assert len(tokens) == 5


def test_shares_last_thirty_days_unless_asked(
    library: Store, desk: Workspace, snapshot: Snapshot, made: CreatedShare
) -> None:
    assert made.share.expires is not None
    assert abs(made.share.expires - now() - timedelta(days=30)) < HOUR
    forever = links.create(desk, snapshot, lasts=None)
    assert forever.share.expires is None
    assert links.open_share(library, forever.token)


def test_shares_unknown_expired_and_revoked_get_the_same_answer(
    library: Store, desk: Workspace, snapshot: Snapshot, made: CreatedShare
) -> None:
    expired = links.create(desk, snapshot, lasts=-HOUR, passphrase="開門")
    revoked = links.create(desk, snapshot, passphrase="開門")
    links.revoke(desk, revoked.share.id)
    answers = set()
    for token in ("", "x", "\x00\udcff", made.token[:-1], expired.token, revoked.token):
        for verb in (links.open_share, links.check):
            with pytest.raises(NotFoundError) as error:
                verb(library, token)
            answers.add((type(error.value), str(error.value)))
    assert len(answers) == 1


def test_shares_taken_back_are_gone_at_once_with_what_they_held(
    library: Store, desk: Workspace, made: CreatedShare
) -> None:
    assert links.check(library, made.token).is_open()
    gone = links.revoke(desk, made.share.id)
    assert not gone.is_open()
    with pytest.raises(NotFoundError):
        links.check(library, made.token)
    with library.read() as session:
        assert session.scalars(select(Share.snapshot)).all() == [b""]
    assert links.revoke(desk, made.share.id).revoked == gone.revoked
    with pytest.raises(NotFoundError):
        links.extend(desk, made.share.id)


def test_shares_are_counted_and_not_followed(library: Store, made: CreatedShare) -> None:
    before = noted(library)
    for _ in range(3):
        links.open_share(library, made.token)
    links.check(library, made.token)
    assert [
        share.views for share in links.list_own(Workspace(library, LOCAL, made_in(library)))
    ] == [3]
    assert noted(library) == before


def made_in(library: Store) -> str:
    return workspaces.enter(library, LOCAL).id


def test_shares_opened_at_once_are_all_counted(library: Store, made: CreatedShare) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: links.open_share(library, made.token), range(12)))
    assert links.check(library, made.token).views == 12


def test_shares_of_a_workspace_are_listed_newest_first(
    desk: Workspace, snapshot: Snapshot, made: CreatedShare
) -> None:
    second = links.create(desk, snapshot, lasts=-HOUR)
    listed = links.list_own(desk)
    assert [share.id for share in listed] == [second.share.id, made.share.id]
    assert [share.is_open() for share in listed] == [False, True]
    assert listed[1].size > 1000


@pytest.mark.parametrize("actor", [NOBODY, person("https://id.example", "other")])
def test_shares_are_their_makers_alone(
    library: Store, desk: Workspace, snapshot: Snapshot, made: CreatedShare, actor: Actor
) -> None:
    theirs = replace(desk, actor=actor)
    for act in (
        lambda: links.create(theirs, snapshot),
        lambda: links.list_own(theirs),
        lambda: links.extend(theirs, made.share.id),
        lambda: links.revoke(theirs, made.share.id),
        lambda: links.revoke(theirs, "\x00"),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert links.check(library, made.token).is_open()


def test_shares_can_be_extended_also_after_they_expired(
    library: Store, desk: Workspace, snapshot: Snapshot
) -> None:
    made = links.create(desk, snapshot, lasts=-HOUR)
    links.extend(desk, made.share.id, lasts=HOUR)
    assert links.open_share(library, made.token)
    assert links.extend(desk, made.share.id, lasts=None).expires is None


def test_shares_stop_at_the_quota(library: Store, desk: Workspace, snapshot: Snapshot) -> None:
    quotas = Quotas(shares=2)
    links.create(desk, snapshot, lasts=-HOUR, quotas=quotas)
    kept = [links.create(desk, snapshot, quotas=quotas) for _ in range(2)]
    with pytest.raises(QuotaExceededError):
        links.create(desk, snapshot, quotas=quotas)
    links.revoke(desk, kept[0].share.id)
    assert links.create(desk, snapshot, quotas=quotas)


@pytest.mark.parametrize(
    ("given", "opens"),
    [
        ("芝麻開門 2027", True),
        (" 芝麻開門　２０２７ ", True),
        ("芝麻開門2027", False),
        ("芝麻關門 2027", False),
        ("\udcff", False),
    ],
)
def test_shares_ask_for_the_pass_phrase(
    library: Store, desk: Workspace, snapshot: Snapshot, given: str, opens: bool
) -> None:
    made = links.create(desk, snapshot, passphrase="芝麻開門 2027")
    assert made.share.asks
    with pytest.raises(PassphraseError) as wanted:
        links.open_share(library, made.token)
    assert not wanted.value.wrong
    if opens:
        assert links.open_share(library, made.token, passphrase=given).snapshot == snapshot
        return
    with pytest.raises(PassphraseError) as wanted:
        links.open_share(library, made.token, passphrase=given)
    assert wanted.value.wrong
    assert links.check(library, made.token).views == 0


def test_shares_keep_no_pass_phrase(library: Store, desk: Workspace, snapshot: Snapshot) -> None:
    for _ in range(2):
        links.create(desk, snapshot, passphrase="sesame")
    with library.read() as session:
        rows = session.execute(select(Share.passphrase_salt, Share.passphrase_hash)).all()
    assert len(set(rows)) == 2
    assert not [part for row in rows for part in row if b"sesame" in part]


def test_shares_let_a_guess_cost_memory_and_time(
    quick_passphrases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other tests guess at no cost; here as people do."""
    monkeypatch.setattr(links, "_COST", quick_passphrases)
    assert links._COST * links._BLOCK * 128 == 32 * 2**20
    salt = b"salt"
    kept = hashlib.scrypt(b"sesame", salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    assert links._hash("sesame", salt) == kept


def test_shares_let_an_address_guess_a_few_times_and_lock_out_nobody_else(
    library: Store, desk: Workspace, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "TRIES", 3)
    made = links.create(desk, snapshot, passphrase="sesame")
    other = links.create(desk, snapshot, passphrase="sesame")
    here, elsewhere = {"address": "192.0.2.1"}, {"address": "192.0.2.2"}

    def guess(_: object) -> bool:
        with pytest.raises(PassphraseError) as wanted:
            links.open_share(library, made.token, passphrase="open", **here)
        return wanted.value.blocked

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(guess, range(8))) == [False] * 3 + [True] * 5
    with pytest.raises(PassphraseError) as wanted:
        links.open_share(library, made.token, passphrase="sesame", **here)
    assert wanted.value.blocked
    for _ in range(5):
        assert links.open_share(library, other.token, passphrase="sesame", **here)
        assert links.open_share(library, made.token, passphrase="sesame", **elsewhere)
    monkeypatch.setattr(links, "PAUSE", timedelta(0))
    assert links.open_share(library, made.token, passphrase="sesame", **here)


def test_shares_take_a_household_of_version_six_for_one_address(
    library: Store, desk: Workspace, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "TRIES", 3)
    made = links.create(desk, snapshot, passphrase="sesame")
    blocked = []
    for last in range(5):
        with pytest.raises(PassphraseError) as wanted:
            links.open_share(
                library, made.token, passphrase="open", address=f"2001:db8:1:2::{last}"
            )
        blocked.append(wanted.value.blocked)
    assert blocked == [False] * 3 + [True] * 2


def test_shares_answer_later_the_more_guess_from_wherever(
    library: Store, desk: Workspace, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "SLOW_FROM", 2)
    monkeypatch.setattr(links, "_hash", lambda phrase, salt: phrase.encode().ljust(32))
    made = links.create(desk, snapshot, passphrase="sesame")
    waits = []
    for n in range(60):
        waits.append(links.wait_for(library, made.token))
        with pytest.raises(PassphraseError):
            links.open_share(library, made.token, passphrase="open", address=f"192.0.2.{n}")
    assert waits[:4] == [0, 0, 0, 0.1]
    assert waits == sorted(waits)
    assert waits[-1] == 4
    assert links.open_share(library, made.token, passphrase="sesame", address="198.51.100.1")
    assert links.wait_for(library, links.create(desk, snapshot).token) == 0


def test_shares_remember_guesses_for_ten_minutes_and_no_address(
    library: Store, desk: Workspace, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = links.create(desk, snapshot, passphrase="sesame")
    for _ in range(2):
        with pytest.raises(PassphraseError):
            links.open_share(library, made.token, passphrase="open", address="192.0.2.1")
    tries = [who for action, who, _ in noted(library) if action == "share.try"]
    assert len(tries) == 2
    assert "192" not in "".join(tries)
    monkeypatch.setattr(links, "PAUSE", timedelta(0))
    with pytest.raises(PassphraseError):
        links.open_share(library, made.token, passphrase="open", address="192.0.2.1")
    assert [action for action, *_ in noted(library)].count("share.try") == 1


def test_shares_can_be_extended_for_seven_days_after_they_expired(
    library: Store, desk: Workspace, snapshot: Snapshot, made: CreatedShare
) -> None:
    old = links.create(desk, snapshot, lasts=-timedelta(days=8))
    late = links.create(desk, snapshot, lasts=-timedelta(days=6))
    for_ever = links.create(desk, snapshot, lasts=None)
    assert delete_expired(library, Settings()).shares == 1
    left = {share.id for share in links.list_own(desk)}
    assert left == {late.share.id, for_ever.share.id, made.share.id}
    with pytest.raises(NotFoundError):
        links.extend(desk, old.share.id)
    links.extend(desk, late.share.id)
    assert links.open_share(library, late.token).snapshot == snapshot


def test_shares_making_extending_and_taking_back_is_noted(
    library: Store, desk: Workspace, made: CreatedShare
) -> None:
    links.extend(desk, made.share.id)
    links.revoke(desk, made.share.id)
    id = made.share.id
    assert noted(library) == [
        ("share.create", "local", id),
        ("share.extend", "local", id),
        ("share.revoke", "local", id),
    ]


def test_shares_go_with_their_workspace(
    library: Store, desk: Workspace, made: CreatedShare
) -> None:
    with library.write() as session:
        session.execute(delete(WorkspaceRow))
    with pytest.raises(NotFoundError):
        links.open_share(library, made.token)


def test_shares_stay_within_what_a_workspace_may_hold(
    desk: Workspace, snapshot: Snapshot, made: CreatedShare
) -> None:
    room = Quotas(bytes=workspaces.usage(desk).bytes)
    with pytest.raises(QuotaExceededError) as refused:
        links.create(desk, snapshot, quotas=room)
    assert (refused.value.what, refused.value.wanted) == ("bytes", made.share.size)
    assert [one.id for one in links.list_own(desk)] == [made.share.id]
