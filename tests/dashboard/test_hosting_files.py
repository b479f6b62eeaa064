"""The files for hosting name settings, variables and files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import settings

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "dashboard" / "hosting" / "nginx.conf.template"
KNOWN = {one.name for one in settings.list_variables({})}


def variables_of_the_proxy() -> set[str]:
    """Return what the proxy's template wants to be told."""
    text = re.sub(r"(?m)^#.*$", "", TEMPLATE.read_text(encoding="utf-8"))
    return set(re.findall(r"\$\{(\w+)\}", text))


@pytest.mark.parametrize(
    "name", ["compose.yaml", "Dockerfile", "docs/hosting.md", "docs/limits.md"]
)
def test_hosting_files_name_settings_that_exist(name: str) -> None:
    named = set(re.findall(r"\bWENMAI_[A-Z_]+\b", (ROOT / name).read_text(encoding="utf-8")))
    assert named - KNOWN - variables_of_the_proxy() == set()


def test_hosting_compose_tells_the_proxy_all_it_needs() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for variable in variables_of_the_proxy():
        assert re.search(rf"(?m)^ +{variable}: ", compose), variable
    for service in re.findall(r"server ([\w-]+):8501", compose):
        assert re.search(rf"(?m)^  {service}: ", compose), service


def test_hosting_image_gets_every_file_it_copies() -> None:
    """What the Dockerfile copies is not held back by .dockerignore, and exists."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for names in copies:
        for name in names:
            if name.startswith(("--", "/")):
                continue
            assert (ROOT / name).exists()
            assert re.search(rf"(?m)^!{re.escape(name)}(/|$)", let_in), name


def test_hosting_image_is_not_root_and_asks_for_health() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    last_stage = image.split("FROM ")[-1]
    assert "\nUSER wenmai\n" in last_stage
    assert "/healthz" in last_stage
    assert not re.search(r"\b(pip|apt|apt-get|curl|wget)\b", last_stage)
