"""A checkout, an editable install and a wheel all find their settings and the sample."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from components.reading import sources_in

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

_PROBE = (
    "from dashboard.settings import config_home, seeds_dir, app_script; import dashboard; "
    "print(dashboard.__file__); print((config_home() / '.streamlit' / 'config.toml').is_file()); "
    "print(len(list(seeds_dir().glob('*.txt'))), app_script().is_file())"
)


def ask(code: str, *, cwd: Path, path: Path | None) -> list[str]:
    """Run code in a fresh process started in another folder."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release does."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


def test_install_checkout(tmp_path: Path) -> None:
    file, config, rest = ask(_PROBE, cwd=ROOT, path=None)
    assert Path(file).parent == ROOT / "dashboard"
    assert (config, rest) == ("True", "1 True")


def test_install_editable_started_from_another_folder(tmp_path: Path) -> None:
    file, config, rest = ask(_PROBE, cwd=tmp_path, path=None)
    assert Path(file).parent == ROOT / "dashboard"
    assert (config, rest) == ("True", "1 True")


def test_install_wheel_started_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    file, config, rest = ask(_PROBE, cwd=tmp_path, path=site)
    assert Path(file).parent == site / "dashboard"
    assert (config, rest) == ("True", "1 True")
    code = "from dashboard.cli.main import main; main(['duplicates', 'SEEDS', '--json'])"
    [line] = ask(code.replace("SEEDS", str(ROOT / "seeds")), cwd=tmp_path, path=site)
    assert '"unique_characters":726' in line


def test_install_wheel_holds_what_a_run_needs_and_no_gold(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "components",
        "dashboard",
    }
    assert any(name.endswith("zh_Hant/frame.po") for name in names)
    assert not [name for name in names if name.endswith((".conllu", ".iob2"))]


def test_install_wheel_carries_the_notices(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
        licences = {Path(n).name for n in archive.namelist() if ".dist-info/licenses/" in n}
    assert licences == {"LICENSE", "Apache-2.0.txt", "THIRD_PARTY_NOTICES.md"}
    code = "from dashboard.settings import notices_file as n; print(n(), n().read_text('utf-8'))"
    assert ask(code, cwd=tmp_path, path=tmp_path)[0].startswith(str(tmp_path / "dashboard"))


def test_install_wheel_holds_both_samples(wheel: Path, tmp_path: Path) -> None:
    seeds = "dashboard/_shipped/seeds/"
    with zipfile.ZipFile(wheel) as archive:
        shipped = [info for info in archive.infolist() if info.filename.startswith(seeds)]
        archive.extractall(tmp_path, shipped)
    newsroom = [i for i in shipped if i.filename.startswith(f"{seeds}newsroom/")]
    assert sum(info.compress_size for info in newsroom) <= 400_000
    assert not [i for i in newsroom if "/source/" in i.filename or i.filename.endswith(".py")]
    for folder in (".", "newsroom"):
        found = {source.name for source in sources_in(tmp_path / seeds / folder)}
        assert found == {source.name for source in sources_in(ROOT / "seeds" / folder)}
        assert found
