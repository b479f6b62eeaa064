"""The files for hosting name settings, variables and files that exist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard import settings

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "dashboard" / "hosting" / "nginx.conf.template"
NO_NEW = "no-new-privileges:true"
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


# --- what a container may do -------------------------------------------------------------------


def services() -> dict[str, dict[str, Any]]:
    """Return what compose.yaml starts, the cluster of a profile included."""
    found = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return dict(found)


def problems_of(service: Mapping[str, Any]) -> set[str]:
    """Return what a service may do that no part of ours needs."""
    options = service.get("security_opt", [])
    wrong = {
        "writes its files": service.get("read_only") is not True,
        "has capabilities": service.get("cap_drop") != ["ALL"] or bool(service.get("cap_add")),
        "may gain rights": NO_NEW not in options,
        "switches a guard off": any("unconfined" in str(one) for one in options),
        "takes any memory": not service.get("mem_limit"),
        "starts any number of processes": not 0 < int(service.get("pids_limit", 0)) <= 512,
        "has no place for scratch files": not any(
            str(one).startswith("/tmp") for one in service.get("tmpfs", ())
        ),
        "is privileged": bool({"privileged", "devices", "pid", "ipc", "network_mode"} & {*service}),
        "reaches the engine": any("docker.sock" in str(v) for v in service.get("volumes", ())),
    }
    return {name for name, is_wrong in wrong.items() if is_wrong}


def test_hosting_no_container_may_do_what_it_does_not_need() -> None:
    found = services()
    assert {"app-1", "app-2", "worker", "database", "proxy"} <= set(found)
    assert {name: problems_of(one) for name, one in found.items() if problems_of(one)} == {}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"read_only": False}, "writes its files"),
        ({"cap_drop": ["NET_RAW"]}, "has capabilities"),
        ({"cap_add": ["SYS_ADMIN"]}, "has capabilities"),
        (
            {"security_opt": ["no-new-privileges:true", "seccomp=unconfined"]},
            "switches a guard off",
        ),
        ({"security_opt": []}, "may gain rights"),
        ({"mem_limit": None}, "takes any memory"),
        ({"pids_limit": -1}, "starts any number of processes"),
        ({"tmpfs": []}, "has no place for scratch files"),
        ({"privileged": True}, "is privileged"),
        ({"volumes": ["/var/run/docker.sock:/s"]}, "reaches the engine"),
    ],
)
def test_hosting_a_laxer_container_is_found(change: dict[str, Any], problem: str) -> None:
    assert problems_of({**services()["app-1"], **change}) == {problem}


def test_hosting_nobody_is_root() -> None:
    """The image of ours names its user; the others, which begin as root, are told one."""
    for name, service in services().items():
        user = str(service.get("user", "")) if "build" not in service else "wenmai"
        assert user.partition(":")[0] not in ("", "0", "root"), name


def test_hosting_the_proxy_alone_is_reached_from_outside() -> None:
    """And the cluster that is started on purpose, from this machine, behind its own keys."""
    published = {name: list(one["ports"]) for name, one in services().items() if one.get("ports")}
    assert published.pop("scheduler") == ["127.0.0.1:8786:8786"]
    assert set(published) == {"proxy"}
    nets = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["networks"]
    assert nets["inside"]["internal"] is True
    for name, service in services().items():
        if name not in ("proxy", "scheduler", "cluster-worker"):
            assert list(service["networks"]) == ["inside"], name


def test_hosting_who_asked_is_believed_from_the_proxy_alone() -> None:
    found = services()
    address = found["proxy"]["networks"]["inside"]["ipv4_address"]
    for name in ("app-1", "app-2"):
        assert found[name]["environment"]["FORWARDED_ALLOW_IPS"] == address
    template = TEMPLATE.read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in template
    assert "$http_x_forwarded" not in template


def test_hosting_secrets_are_asked_for_and_stand_nowhere() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "COOKIE_SECRET"):
        assert set(re.findall(rf"\$\{{{name}[^}}]*\}}", text)) == {
            f"${{{name}:?write it into .env}}"
        }
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert not re.search(r"(?i)(password|secret|token)\s*=", image)
    assert "!.env" not in (ROOT / ".dockerignore").read_text(encoding="utf-8")


def test_hosting_image_installs_by_hashes_alone() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"pip install (.+)", image):
        assert line.startswith(
            ("--require-hashes -r ", "--no-deps --no-build-isolation --no-index")
        )
    locked = (ROOT / "requirements-server.txt").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", locked)[1:]
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[\w.\[\],-]+==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not re.search(
        r"(?m)^ *(-e|--index-url|--extra-index-url|--find-links|.*https?://)", locked
    )


def test_hosting_images_can_be_pinned_by_digest() -> None:
    """Each image is a variable, and the script that writes digests knows every one."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    pins = (ROOT / "dashboard" / "hosting" / "pin-images.sh").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"(\w+_IMAGE)=(\S+?)(?=[ ;])", pins))
    named = dict(re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", text))
    assert pinned == named
    assert set(re.findall(r"(?m)^FROM (\S+)", image)) == {"${PYTHON_IMAGE}"}
    for service in services().values():
        assert "build" in service or str(service["image"]).startswith("${"), service
