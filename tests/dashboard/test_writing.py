"""A file is there whole or as it was before, wherever writing it fails."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.library.leftovers import remove_leftovers, work_folder
from dashboard.writing import replace_file, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


OLD, NEW = b"as it was", b"n" * 100_000


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.html"
    file.write_bytes(OLD)
    return file


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_what_stood_there_stays_where_writing_fails(
    report: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if call == "fsync" else Path, call, fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(report, NEW)
    assert report.read_bytes() == OLD
    assert names(report.parent) == [report.name]


def test_what_stood_there_stays_where_the_disk_is_full(report: Path) -> None:
    """A file may have 50,000 bytes here, as on a disk with so much room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            write_atomically(report, NEW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    assert report.read_bytes() == OLD
    assert names(report.parent) == [report.name]


def test_a_killed_program_leaves_what_stood_there(report: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from dashboard import writing\n"
        "os.fsync = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "writing.write_atomically(Path(sys.argv[1]), b'n' * 100_000)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(report)], check=False, timeout=180)
    assert done.returncode == -signal.SIGKILL
    assert report.read_bytes() == OLD
    [left] = [one for one in report.parent.iterdir() if one != report]
    assert remove_leftovers(report.parent) == 0  # it may be in use
    os.utime(left, (time.time() - 90_000,) * 2)
    assert remove_leftovers(report.parent) == 1
    assert names(report.parent) == [report.name]


def test_writing_keeps_permissions_links_and_pipes(tmp_path: Path, report: Path) -> None:
    report.chmod(0o640)
    link = tmp_path / "link.html"
    link.symlink_to(report)
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert report.read_bytes() == NEW
    assert report.stat().st_mode & 0o777 == 0o640
    write_atomically(Path("/dev/null"), NEW)
    assert Path("/dev/null").is_char_device()
    with replace_file(tmp_path / "secret", mode=0o600) as beside:
        beside.write_bytes(NEW)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def age(path: Path, days: float) -> None:
    for one in [*(path.iterdir() if path.is_dir() else ()), path]:
        os.utime(one, (time.time() - days * 86_400,) * 2)


def test_leftovers_go_and_what_is_in_use_or_not_ours_stays(tmp_path: Path) -> None:
    gone = ["x.unfinished", "tmpab12_xyz", "before-restore-20260101T000000.sqlite"]
    kept = [
        "library.sqlite", "library-v1-20260101T000000.sqlite", "tmpab12_xyy", "notes", "tmp",
        "before-restore-mine.sqlite",
    ]  # fmt: skip
    for name in (*gone, *kept):
        if name.startswith("tmpab") or name in ("notes", "tmp"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "backup.sqlite").write_bytes(OLD)
        else:
            (tmp_path / name).write_bytes(OLD)
    (tmp_path / "tmpab12_xyy" / "thesis.docx").write_bytes(OLD)
    assert remove_leftovers(tmp_path, copies_days=30) == 0  # all of it is young
    with work_folder(tmp_path) as busy:
        (busy / "backup.sqlite").write_bytes(OLD)
        for path in tmp_path.iterdir():
            age(path, 40)
        assert remove_leftovers(tmp_path, copies_days=30) == len(gone)
        assert (busy / "backup.sqlite").exists()
    assert names(tmp_path) == sorted(kept)


def test_the_folder_of_a_killed_restore_goes(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from dashboard.library import leftovers\n"
        "with leftovers.work_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'backup.sqlite').write_bytes(b'x'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=180)
    [left] = tmp_path.iterdir()
    assert remove_leftovers(tmp_path) == 0
    age(left, 0.1)
    assert remove_leftovers(tmp_path) == 1
    assert not left.exists()
