"""The house rules that a reader of the code relies on: who may import whom."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOW = (
    "text",
    "reading",
    "lexicon",
    "duplicates",
    "words",
    "statistics",
    "cloud",
    "entities",
    "network",
    "stories",
    "quotations",
    "timeline",
    "contrast",
    "split",
    "difference",
    "concordance",
    "engine",
)
# The floors of `dashboard/`, the lowest first: a room knows the floors below its own, and no
# other room on its floor.
FLOORS = (
    ("access", "cache", "content_security", "settings", "writing"),
    ("sample_cache", "logs", "pipeline"),
    ("guard",),
    ("library", "report", "results"),
    ("sharing",),
    ("jobs",),
    ("state",),
    ("cli", "screens", "web"),
    ("app_pages",),
    ("app", "asgi"),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SHOWS_PAGES = ("app", "app_pages", "asgi", "screens", "state")
STARTS_STREAMLIT = (ROOT / "dashboard" / "cli" / "serve.py", ROOT / "dashboard" / "logs.py")
GROUND = (
    "cells", "environment", "failures", "figure_cache", "i18n", "lazy", "sketch", "table", "theme",
    "ui",
)  # fmt: skip
COMPONENTS = sorted((ROOT / "components").rglob("*.py"))
DASHBOARD = sorted((ROOT / "dashboard").rglob("*.py"))
SOURCES = COMPONENTS + DASHBOARD


@cache
def parsed(path: Path) -> ast.Module:
    """Return what a file says, read once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> list[str]:
    """Return the dotted names a file imports, `from a import b` as `a.b`."""
    names: list[str] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def room_of(path: Path) -> str:
    """Return the room of a file of `dashboard/`; its own `__init__` belongs to none."""
    return path.relative_to(ROOT / "dashboard").parts[0].removesuffix(".py")


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def known(path: Path, modules: set[str]) -> set[str]:
    """Return the modules of this project that a file imports, wherever in it."""
    found = {name if name in modules else name.rpartition(".")[0] for name in imported(path)}
    return (found & modules) - {module_of(path)}


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of a circle of imports; none where there is none."""
    left = dict(graph)
    while free := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in free:
            del left[name]
    while unasked := left.keys() - set().union(*left.values()):
        for name in unasked:
            del left[name]
    return sorted(left)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_house_components_know_no_dashboard() -> None:
    assert not [
        f"{named(path)}: {name}"
        for path in COMPONENTS
        for name in imported(path)
        if name.split(".")[0] == "dashboard"
    ]


LIBRARIES = {"streamlit": ("panel.py", "ui.py"), "plotly": ("figure.py", "ui.py")}


def test_house_streamlit_and_plotly_stay_in_their_rooms() -> None:
    assert not [
        f"{named(path)}: {name}"
        for path in COMPONENTS
        for name in imported(path)
        if path.name not in LIBRARIES.get(name.split(".")[0], (path.name,))
    ]


def faults_of_flow(path: Path) -> list[str]:
    """Return what a file of a room imports from later rooms, or past a room's `__init__`."""
    room = path.relative_to(ROOT / "components").parts[0].removesuffix(".py")
    if room not in FLOW:
        return []
    faults = []
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "components" or parts[1] in (room, *GROUND):
            continue
        if FLOW.index(parts[1]) >= FLOW.index(room):
            faults.append(f"{named(path)}: {name} lies later in the flow")
        through_init = len(parts) <= 3 and not (ROOT / "/".join(parts)).with_suffix(".py").exists()
        panel_to_panel = path.name == "panel.py" and parts[2:] in (["panel"], ["figure"])
        if not (through_init or panel_to_panel):
            faults.append(f"{named(path)}: {name} goes past the room's __init__")
    return faults


def test_house_imports_flow_one_way() -> None:
    assert [fault for path in COMPONENTS for fault in faults_of_flow(path)] == []


def faults_of_floors(path: Path) -> list[str]:
    """Return what a file of the dashboard imports from its own floor or from those above."""
    room = room_of(path)
    found = [name.split(".") for name in imported(path) if room != "__init__"]
    return [
        f"{named(path)}: {'.'.join(parts)} is not below {room}"
        for parts in found
        if parts[0] == "dashboard"
        and parts[1] not in (room, "__version__")
        and FLOOR_OF[parts[1]] >= FLOOR_OF[room]
    ]


def test_house_rooms_of_the_dashboard_know_only_floors_below() -> None:
    assert [fault for path in DASHBOARD for fault in faults_of_floors(path)] == []


def test_house_pages_alone_know_streamlit() -> None:
    others = [p for p in DASHBOARD if room_of(p) not in SHOWS_PAGES and p not in STARTS_STREAMLIT]
    assert not [
        f"{named(path)}: {name}"
        for path in others
        for name in imported(path)
        if name.split(".")[0] == "streamlit"
    ]


def test_house_a_circle_is_found_wherever_it_is_entered() -> None:
    circle = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set(), "e": {"a"}}
    assert circle_in(circle) == ["a", "b", "c"]
    assert circle_in(circle | {"c": {"d"}}) == []


def test_house_no_modules_import_each_other_in_a_circle() -> None:
    """Imports inside functions count too: they only hide a circle."""
    modules = {module_of(path) for path in SOURCES}
    assert circle_in({module_of(path): known(path, modules) for path in SOURCES}) == []


def classes_in(path: Path) -> list[str]:
    """Return the classes and the named types that a module defines."""
    names: list[str] = []
    for node in parsed(path).body:
        if isinstance(node, ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
    return [name for name in names if name.lstrip("_")[:1].isupper() and not name.isupper()]


def test_house_a_class_name_names_one_thing() -> None:
    """A private class too: a reader who searches for a name finds one class."""
    places: dict[str, list[str]] = {}
    for path in SOURCES:
        for name in classes_in(path):
            places.setdefault(name, []).append(named(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_house_every_module_says_why_it_exists() -> None:
    assert [named(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []


ROOMS = [room for room in FLOW if (ROOT / "components" / room / "__init__.py").exists()]
_LOADED = """
import importlib, json, sys
screens, told = ("streamlit", "plotly", "pandas"), []
for name in sys.argv[1:]:
    importlib.import_module(name)
    told += [f"{name} loads {one}" for one in screens if one in sys.modules]
print(json.dumps(told))
"""


def test_house_verbs_load_no_screen() -> None:
    """Importing the rooms in a fresh process loads neither streamlit nor plotly nor pandas.

    Nor do their words and their rows, which the command line and shares read too.
    """
    modules = [f"components.{room}" for room in ROOMS]
    for room in ROOMS:
        folder = ROOT / "components" / room
        stems = [path.stem for path in folder.iterdir()]
        modules += [f"components.{room}.{s}" for s in ("describe", "export") if s in stems]
    command = [sys.executable, "-c", _LOADED, *modules]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("room", ROOMS)
def test_house_public_names_are_sorted_and_exist(room: str) -> None:
    module = __import__(f"components.{room}", fromlist=["__all__"])
    constants_classes_verbs = sorted(
        module.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert list(module.__all__) == constants_classes_verbs
    assert not [name for name in module.__all__ if not hasattr(module, name)]


def test_house_the_manual_names_every_room_of_the_dashboard() -> None:
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = manual.partition("### The dashboard")[2].partition("###")[0]
    cells = " ".join(re.findall(r"(?m)^\| (`[^|]+) \|", part))
    named = {name.removesuffix("/") for name in re.findall(r"`([^`]+)`", cells)}
    rooms = {path.relative_to(ROOT / "dashboard").parts[0] for path in DASHBOARD}
    assert named == {*rooms - {"__init__.py"}, "hosting"}


def test_house_the_walks_of_the_manual_are_as_long_as_it_says() -> None:
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    walks = re.findall(r"(?m)^\*\*A .+$", manual.partition("### Three walks")[2])
    assert len(walks) == 3
    for walk in walks:
        files = re.findall(r"`((?:dashboard|components)/[\w/]+\.py)`", walk)
        assert [name for name in files if not (ROOT / name).is_file()] == []
        assert f" {len(set(files))} files:" in walk, files
