"""The database: two processes at once, an older and a newer one, faults without text."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, create_engine, inspect, make_url, select, text
from sqlalchemy.orm import Session

from dashboard.library import schema
from dashboard.library.errors import StoreError, StoreTooNewError
from dashboard.library.migrations.versions import v0003_one_name_an_outlet, v0004_authors
from dashboard.library.models import Base, Tag, WorkspaceRow
from dashboard.library.store import FILE, Store, open_store
from tests.postgres import Server


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """A library of the test's own, whose tables it may change."""
    opened = open_store(address, data_dir=tmp_path)
    yield opened
    opened.close()


def test_store_models_and_migrations_agree(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_store_every_table_of_the_models_is_there(store: Store) -> None:
    tables = set(inspect(store.engine).get_table_names())
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_store_opens_again_as_it_is(store: Store, address: str, tmp_path: Path) -> None:
    with store.write() as session:
        session.add(WorkspaceRow(id="a", name="臺"))
    again = open_store(address, data_dir=tmp_path)
    with again.read() as session:
        assert session.get_one(WorkspaceRow, "a").name == "臺"
    again.close()


def test_store_sqlite_is_durable_and_guards_its_references(tmp_path: Path) -> None:
    store = open_store(data_dir=tmp_path)
    with store.read() as session:
        ask = session.connection().exec_driver_sql
        found = {
            name: ask(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    store.close()


def test_store_a_new_folder_is_the_owners_alone(tmp_path: Path) -> None:
    open_store(data_dir=tmp_path / "a" / "b").close()
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0
    assert (tmp_path / "a" / "b" / FILE).stat().st_mode & 0o077 == 0


def test_store_a_newer_database_is_refused(store: Store, address: str, tmp_path: Path) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    with pytest.raises(StoreTooNewError) as refused:
        open_store(address, data_dir=tmp_path)
    assert (refused.value.found, refused.value.known) == ("v9999", schema.newest())


@pytest.mark.slow
def test_store_many_processes_may_start_at_once(
    database: str, tmp_path: Path, postgres_server: Server
) -> None:
    url = postgres_server.url(postgres_server.create()) if database == "postgresql" else ""
    code = (
        "import sys; from pathlib import Path\n"
        "from dashboard.library import workspaces\n"
        "from dashboard.library.actors import LOCAL\n"
        "from dashboard.library.store import open_store\n"
        "store = open_store(sys.argv[1], data_dir=Path(sys.argv[2]))\n"
        "print(workspaces.enter(store, LOCAL).id)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    ends = [process.communicate(timeout=180) for process in started]
    assert [error for _, error in ends] == [""] * 4
    assert len({out for out, _ in ends}) == 1  # one local workspace


LATER = '''"""A later step, for tests."""
import sqlalchemy as sa
from alembic import op
revision = "v9000"
down_revision = "v0005"
def upgrade() -> None:
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("extra", sa.Text(), nullable=False, server_default="x"))
        table.alter_column("name", type_=sa.String(300))
'''


@pytest.fixture
def later_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations as a later program has them."""
    later = tmp_path / "later"
    for file in (*schema.MIGRATIONS.glob("*.py"), *schema.MIGRATIONS.glob("versions/*.py")):
        copy = later / file.relative_to(schema.MIGRATIONS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    (later / "versions" / "v9000_later.py").write_text(LATER)
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    return later


def test_store_an_older_database_is_brought_up_and_keeps_its_rows(
    store: Store, address: str, tmp_path: Path, later_step: Path
) -> None:
    with store.write() as session:
        session.add(WorkspaceRow(id="w", local=True, name="我的"))
        session.flush()
        session.add(Tag(workspace_id="w", name="國際"))
    store.close()
    later = open_store(address, data_dir=tmp_path)
    with later.read() as session:
        assert session.execute(text("SELECT name, extra FROM workspace")).all() == [("我的", "x")]
        assert session.scalar(select(Tag.name)) == "國際"
        assert schema.version_of(session.connection()) == "v9000"
    later.close()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_store_a_first_library_loses_what_nothing_read_and_nothing_else(
    database: str, tmp_path: Path, postgres_server: Server
) -> None:
    url = f"sqlite:///{tmp_path / FILE}"
    if database == "postgresql":
        url = postgres_server.url(postgres_server.create())
    place = make_url(url)
    schema.migrate(place, tmp_path, target="v0001")
    engine = create_engine(place)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('a', '{}')"))
        values = "'w', '我的', true, 7, false, 0, '{}', '2026-01-01', '2026-01-01'"
        columns = "id, name, local, version, seeded, next_position, choices, created, last_used"
        connection.execute(text(f"INSERT INTO workspace ({columns}) VALUES ({values})"))
        tag = "INSERT INTO tag (id, workspace_id, name) VALUES ('t', 'w', '國際')"
        connection.execute(text(tag))
    engine.dispose()
    opened = open_store(url, data_dir=tmp_path)
    assert "setting" not in inspect(opened.engine).get_table_names()
    assert "choices" not in {c["name"] for c in inspect(opened.engine).get_columns("workspace")}
    with opened.write() as session:
        row = session.scalars(select(WorkspaceRow)).one()
        assert (row.id, row.name, row.local, row.version) == ("w", "我的", True, 7)
        assert session.scalars(select(Tag.name)).all() == ["國際"]
    for broken in (Tag(workspace_id="none", name="x"), WorkspaceRow(local=True)):
        with pytest.raises(StoreError), opened.write() as session:
            session.add(broken)  # keys and indexes still guard
    with opened.write() as session:
        session.delete(session.get_one(WorkspaceRow, "w"))
    with opened.read() as session:
        assert session.scalars(select(Tag)).all() == []
    opened.close()


def test_store_an_older_library_gives_each_outlet_its_one_name() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE article (id INTEGER, outlet TEXT, own_outlet TEXT)"))
        rows = "(1, '中央社', NULL), (2, 'CNA', ''), (3, '自創小報', '联合报'), (4, NULL, 'udn')"
        connection.execute(text(f"INSERT INTO article VALUES {rows}"))
        with Operations.context(MigrationContext.configure(connection)):
            v0003_one_name_an_outlet.upgrade()
        kept = connection.execute(text("SELECT outlet, own_outlet FROM article ORDER BY id"))
        assert kept.all() == [
            ("中央通訊社", None),
            ("中央通訊社", ""),
            ("自創小報", "聯合報"),
            (None, "聯合新聞網"),
        ]


def test_store_an_older_library_keeps_authors_beside_the_title() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE article (id TEXT, authors TEXT)"))
        connection.execute(text("INSERT INTO article VALUES ('a', NULL), ('b', NULL), ('c', NULL)"))
        connection.execute(text("CREATE TABLE article_text (article_id TEXT, details JSON)"))
        for row in (
            ("a", '{"authors": ["王小明", "李四"]}'),
            ("b", '{"authors": []}'),
            ("c", "{}"),
        ):
            values = {"id": row[0], "details": row[1]}
            connection.execute(text("INSERT INTO article_text VALUES (:id, :details)"), values)
        with Operations.context(MigrationContext.configure(connection)):
            v0004_authors.fill_authors()
        kept = connection.execute(text("SELECT authors FROM article ORDER BY id")).scalars()
        assert kept.all() == ["王小明、李四", None, None]


def test_store_a_file_is_copied_before_it_is_changed(
    tmp_path: Path, later_step: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = URL.create("sqlite", database=str(tmp_path / FILE))
    schema.migrate(place, tmp_path, target="v0001")
    assert not list(tmp_path.glob("library-*"))  # nothing to lose before the first
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("INSERT INTO setting VALUES ('a', '{}')")
    schema.migrate(place, tmp_path)
    (copy,) = tmp_path.glob("library-v0001-*.sqlite")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("v0001",)]
        assert kept.execute("SELECT key FROM setting").fetchall() == [("a",)]
    assert copy.stat().st_mode & 0o077 == 0


def test_store_a_failed_migration_changes_nothing(
    store: Store, address: str, tmp_path: Path, later_step: Path
) -> None:
    broken = LATER + "    op.execute('SELECT no_such_column FROM workspace')\n"
    (later_step / "versions" / "v9000_later.py").write_text(broken)
    with pytest.raises(StoreError):
        open_store(address, data_dir=tmp_path)
    with store.read() as session:
        assert schema.version_of(session.connection()) == "v0005"
        columns = {c["name"] for c in inspect(session.connection()).get_columns("workspace")}
    assert "extra" not in columns


def test_store_an_error_undoes_the_whole_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as session:
        session.add(WorkspaceRow(id="a"))
        session.flush()
        raise ZeroDivisionError
    with store.read() as session:
        assert session.scalar(select(WorkspaceRow)) is None


def test_store_a_reader_sees_one_moment(store: Store) -> None:
    with store.read() as reader:
        assert reader.scalar(select(WorkspaceRow)) is None
        with store.write() as writer:
            writer.add(WorkspaceRow(id="a"))
        assert reader.scalar(select(WorkspaceRow)) is None
    with store.read() as reader:
        assert reader.scalar(select(WorkspaceRow)) is not None


def test_store_faults_hold_no_text(store: Store) -> None:
    secret = "絕不外洩的內文"
    with pytest.raises(StoreError) as fault, store.write() as session:
        session.add_all([WorkspaceRow(id="w"), WorkspaceRow(id="w2")])
        session.flush()
        for number in range(2):
            session.add(Tag(id=f"t{number}", workspace_id="w", name=secret))
        session.flush()
    shown = repr(fault.value) + str(fault.value) + str(fault.value.__cause__)
    assert secret not in shown
    assert fault.value.code in ("SQLITE_CONSTRAINT_UNIQUE", "23505")


def test_store_times_come_back_in_utc(store: Store) -> None:
    moment = datetime(2024, 5, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    with store.write() as session:
        session.add(WorkspaceRow(id="w", created=moment))
    with store.read() as session:
        kept = session.get_one(WorkspaceRow, "w").created
    assert kept == moment
    assert kept.tzinfo == UTC


def test_store_work_that_the_database_gave_up_on_is_done_again(store: Store) -> None:
    tries = []

    def work(session: Session) -> int:
        session.add(WorkspaceRow(id="a"))
        session.flush()
        tries.append(1)
        if len(tries) < 3:
            raise StoreError("40001")
        return len(tries)

    assert store.transact(work) == 3
    with store.read() as session:
        assert len(session.scalars(select(WorkspaceRow)).all()) == 1


def test_store_other_faults_are_not_tried_again(store: Store) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        raise StoreError("23502")

    with pytest.raises(StoreError):
        store.transact(work)
    assert len(tries) == 1


def test_store_a_connection_that_broke_before_is_replaced(
    postgres_server: Server, empty_database: str, tmp_path: Path
) -> None:
    name = postgres_server.create(template=empty_database)
    store = open_store(postgres_server.url(name), data_dir=tmp_path)
    with store.read() as session:
        session.execute(select(WorkspaceRow))
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    postgres_server.run(cut)
    with store.read() as session:
        assert session.scalar(select(WorkspaceRow)) is None
    tries = []

    def work(session: Session) -> int:
        tries.append(1)
        session.add(WorkspaceRow(id="a"))
        session.flush()
        if len(tries) == 1:
            postgres_server.run(cut)
        session.execute(select(WorkspaceRow))
        return len(tries)

    assert store.transact(work) == 2
    store.close()
    postgres_server.drop(name)


@pytest.mark.parametrize("writers", [8])
def test_store_writers_wait_for_each_other(store: Store, writers: int) -> None:
    with store.write() as session:
        session.add(WorkspaceRow(id="n", version=0))

    def count() -> None:
        for _ in range(10):
            with store.write() as session:
                row = session.get_one(WorkspaceRow, "n", with_for_update=True)
                row.version += 1

    threads = [threading.Thread(target=count) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.get_one(WorkspaceRow, "n").version == writers * 10


def test_store_a_file_that_is_no_library_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("這不是資料庫。".encode() * 400)
    with pytest.raises(StoreError) as fault:
        open_store(data_dir=tmp_path)
    assert (fault.value.code, fault.value.lost) == ("SQLITE_NOTADB", False)


def test_store_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as fault:
        open_store(data_dir=tmp_path / "file" / "below")
    assert fault.value.code == "ENOTDIR"


def test_store_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as fault:
        open_store("postgresql://nobody@127.0.0.1:1/none", data_dir=tmp_path)
    assert (fault.value.code, fault.value.lost) == ("unreachable", True)
