"""What opens something reaches no parser, no log of the proxy and none of the database."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from components.reading import process_pool
from dashboard.jobs import worker
from tests.e2e.conftest import free_port
from tests.e2e.hosting import proxy_alone

ROOT = Path(__file__).parents[2]
SECRETS = {
    "STREAMLIT_SERVER_COOKIE_SECRET": "CANARYcookie",
    "WENMAI_DATABASE_URL": "postgresql+psycopg://wenmai:CANARYdatabase@db/wenmai",
    "AWS_SECRET_ACCESS_KEY": "CANARYelsewhere",
    "PGPASSWORD": "CANARYpassword",
}
TOKEN = "CANARY" + "k3yOfAShare" * 3


def test_a_parser_gets_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    one = process_pool._Worker()
    try:
        given = b""
        while not given:  # empty for a moment, while the new program takes the place of ours
            given = Path(f"/proc/{one._process.pid}/environ").read_bytes()
    finally:
        one.end()
    assert b"CANARY" not in given
    assert b"PATH=" in given


def test_a_worker_of_jobs_gets_the_library_and_no_secret_of_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    given = worker._drop_secrets(os.environ)
    assert "CANARYcookie" not in json.dumps(given)
    assert given["WENMAI_DATABASE_URL"] == SECRETS["WENMAI_DATABASE_URL"]


def test_a_parser_works_with_what_it_gets() -> None:
    code = (
        "from components.reading import process_pool\n"
        "page = '<p>北約同意。科索夫與北約會談。</p>'.encode()\n"
        "[one] = process_pool.parse_source('a.html', page)\n"
        "print(one.documents[0].text if one.documents else one.fault)"
    )
    bare = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, cwd=ROOT,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "北約同意" in done.stdout, done.stderr


def test_the_proxy_writes_no_token_whatever_fails(tmp_path: Path) -> None:
    """Nothing listens behind it, and the limit of addresses that open shares is hit."""
    with proxy_alone(tmp_path, [free_port(), free_port()]) as (port, access):
        statuses = []
        for n in range(90):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            way = ("/s/", "/r/", "/api/v1/snapshots/", "/?w=", "/cloud?share=")[n % 5]
            with suppress(OSError):
                connection.request(
                    "GET", f"{way}{TOKEN}{n}", headers={"Referer": f"http://x/?w={TOKEN}"}
                )
                statuses.append(connection.getresponse().status)
            connection.close()
    logged = access.read_text()
    errors = (tmp_path / "nginx.log").read_text()
    assert {429, 502} <= set(statuses)
    assert logged.count('"status":502') + logged.count('"status":429') >= 80
    assert '"upstream_status":"502' in logged
    assert "CANARY" not in logged + errors


def test_the_database_is_told_to_log_no_values() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for option in ("log_error_verbosity=terse", "log_min_error_statement=panic"):
        assert option in compose


def test_every_part_that_is_hosted_has_a_limit_of_memory() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    parts = compose.partition("services:")[2].partition("networks:\n  inside")[0]
    for part in ("worker", "database", "proxy"):
        own = parts.partition(f"\n  {part}:")[2].split("\n\n")[0]
        assert "mem_limit:" in own, part
    assert "mem_limit:" in compose.partition("services:")[0]
