"""The settings of the program, from environment variables, and where its own files are.

Every setting is an environment variable `WENMAI_<NAME>` with a default, a unit, a check and one
line of meaning; `wenmai settings` prints them with their sources, and
`docs/settings.md` is made from here. A checkout keeps `.streamlit/` and `seeds/` in its root; a
wheel carries both inside this package. Nothing else in the project knows the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from components.reading.document import Limits

PREFIX = "WENMAI_"
HostingMode = Literal["local", "hosted"]
LogFormat = Literal["auto", "plain", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]
SampleName = Literal["report", "newsroom"]

_HERE = Path(__file__).parent
_MIB = 2**20


class SettingError(ValueError):
    """A variable whose value cannot be used; the message names it and says what is allowed.

    Attributes:
        variable: the name of the variable.
    """

    def __init__(self, variable: str, problem: str, allowed: str) -> None:
        super().__init__(f"{variable} {problem}; allowed: {allowed}")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class SettingType:
    """How the words of an environment become a value.

    Attributes:
        parse: gives the value; raises ValueError with the problem, in words.
        allowed: what may stand there.
        unit: what a number counts; empty where there is none.
        show: writes a value for people; secrets are masked here.
    """

    parse: Callable[[str], Any]
    allowed: str
    unit: str = ""
    show: Callable[[Any], str] = str


def _whole(unit: str, least: int, most: int | None = None) -> SettingType:
    allowed = f"a whole number, at least {least}" + (f", at most {most}" if most else "")

    def parse(words: str) -> int:
        try:
            value = int(words)
        except ValueError:
            raise ValueError("is no whole number") from None
        if value < least or (most is not None and value > most):
            raise ValueError(f"is {value}")
        return value

    return SettingType(parse, allowed, unit)


def _seconds(least: float) -> SettingType:
    def parse(words: str) -> float:
        try:
            value = float(words)
        except ValueError:
            raise ValueError("is no number") from None
        if not least <= value < float("inf"):
            raise ValueError(f"is {value}")
        return value

    return SettingType(parse, f"a number, at least {least:g}", "seconds")


def _one_of(*choices: str) -> SettingType:
    def parse(words: str) -> str:
        if words not in choices:
            raise ValueError("is none of these")
        return words

    return SettingType(parse, " or ".join(choices))


def _folder(words: str) -> Path:
    path = Path(words).expanduser()
    try:
        is_other = path.exists() and not path.is_dir()
    except OSError:
        raise ValueError("cannot be looked at") from None
    if is_other:
        raise ValueError("is no folder")
    return path


def _file(words: str) -> str:
    try:
        is_file = Path(words).is_file()
    except OSError:
        is_file = False
    if not is_file:
        raise ValueError("is no file")
    return words


def _database(words: str) -> str:
    scheme = urlsplit(words).scheme
    if scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("names no database that can be used")
    return words


def mask_address(url: str) -> str:
    """Return an address with its password, and anything in its query, hidden."""
    parts = urlsplit(url)
    place = parts.netloc
    if "@" in place:
        person, _, host = place.rpartition("@")
        name, colon, _ = person.partition(":")
        place = f"{name}{colon and ':***'}@{host}"
    query = "***" if parts.query else ""
    shown = urlunsplit(parts._replace(netloc=place, query=query))
    # sqlite:///x loses its empty host on the way through urlunsplit.
    return shown if parts.netloc else url.partition("?")[0] + (query and "?***")


def _names(words: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in words.split(",") if name.strip())
    if any("/" in name or "@" in name or " " in name for name in names):
        raise ValueError("holds more than names")
    return names


def _origins(words: str) -> tuple[str, ...]:
    places = tuple(words.replace(",", " ").split())
    for place in places:
        parts = urlsplit(place)
        if parts.scheme not in ("http", "https") or not parts.netloc or ";" in place:
            raise ValueError("holds something that is no origin")
    return places


def _data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "wenmai"


_DAYS = _whole("days", 0)
_HOSTS = "names separated by commas, `*.example.org` for all below, `*` for any"
_ORIGINS = "origins such as https://example.org, separated by commas"


def _about(kind: SettingType, meaning: str) -> dict[str, Any]:
    """Say of a setting what may stand there, and what it means in one line."""
    return {"kind": kind, "meaning": meaning}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says: a field is `WENMAI_<NAME>`, a limit `WENMAI_LIMIT_<NAME>`."""

    data_dir: Path = field(
        default_factory=_data_folder,
        metadata=_about(
            SettingType(_folder, "a folder, made when missing"),
            "the library, copies made before migrations, caches",
        ),
    )
    database_url: str = field(
        default="",
        metadata=_about(
            SettingType(_database, "sqlite:///… or postgresql+psycopg://…", show=mask_address),
            "where the library is; empty: SQLite in the data folder",
        ),
    )
    mode: HostingMode = field(
        default="local",
        metadata=_about(
            _one_of("local", "hosted"),
            "local: one workspace, nothing asked; hosted: a workspace each; "
            "listening on an address that others reach means hosted",
        ),
    )
    allowed_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            SettingType(_names, _HOSTS, show=",".join),
            "names this server may be asked by; empty: this machine's own, and IP addresses",
        ),
    )
    frame_ancestors: tuple[str, ...] = field(
        default=(),
        metadata=_about(
            SettingType(_origins, _ORIGINS, show=" ".join),
            "sites that may show the whole dashboard in a frame; empty: none",
        ),
    )
    quota_bytes: int = field(
        default=500 * _MIB,
        metadata=_about(
            _whole("bytes", 1),
            "all that one hosted workspace keeps, results and shares too",
        ),
    )
    quota_articles: int = field(
        default=20_000, metadata=_about(_whole("articles", 1), "articles of one hosted workspace")
    )
    quota_jobs: int = field(
        default=4,
        metadata=_about(_whole("jobs", 1), "jobs of one workspace that wait or run at a time"),
    )
    quota_total_bytes: int = field(
        default=20 * 1024 * _MIB,
        metadata=_about(
            _whole("bytes", 0), "all that the hosted workspaces keep together; 0: no limit"
        ),
    )
    workspaces_per_address: int = field(
        default=20,
        metadata=_about(
            _whole("workspaces", 0),
            "hosted workspaces without owner that an address may make in a day; 0: any number",
        ),
    )
    upload_session_bytes: int = field(
        default=200 * _MIB,
        metadata=_about(
            _whole("bytes", _MIB), "uploads of one reader that come in or are held in memory"
        ),
    )
    upload_total_bytes: int = field(
        default=600 * _MIB,
        metadata=_about(
            _whole("bytes", _MIB), "uploads of all readers that come in or are held in memory"
        ),
    )
    sessions: int = field(
        default=200,
        metadata=_about(
            _whole("tabs", 0),
            "that one dashboard has open at a time; who comes later is told so; 0: any number",
        ),
    )
    share_days: int = field(
        default=30,
        metadata=_about(_DAYS, "a share opens so long unless its maker says; 0: for ever"),
    )
    bin_days: int = field(
        default=30, metadata=_about(_DAYS, "what was removed can be restored so long; 0: for ever")
    )
    result_days: int = field(
        default=30, metadata=_about(_DAYS, "results nobody asks for are kept so long; 0: for ever")
    )
    idle_days: int = field(
        default=180,
        metadata=_about(
            _DAYS, "a hosted workspace without owner, not opened so long, goes; 0: never"
        ),
    )
    audit_days: int = field(
        default=365,
        metadata=_about(_DAYS, "what was done to shares is remembered so long; 0: for ever"),
    )
    job_workers: int = field(
        default=1,
        metadata=_about(
            _whole("processes", 0, 64),
            "jobs worked on at a time beside the dashboard; 0: `wenmai work` does them elsewhere",
        ),
    )
    job_seconds: float = field(
        default=3600.0, metadata=_about(_seconds(1), "one attempt at a job may take so long")
    )
    log_level: LogLevel = field(
        default="info",
        metadata=_about(_one_of("debug", "info", "warning", "error"), "what is logged"),
    )
    log_format: LogFormat = field(
        default="auto",
        metadata=_about(
            _one_of("auto", "plain", "json"), "auto: JSON lines when hosted, else plain"
        ),
    )
    font: str = field(
        default="",
        metadata=_about(
            SettingType(_file, "the path of a font file"),
            "draws the cloud's letters; empty: the fonts that come with it",
        ),
    )
    sample: SampleName | Literal[""] = field(
        default="",
        metadata=_about(
            _one_of("report", "newsroom"),
            "what is looked at first; empty: the reader's own articles, with the report among them",
        ),
    )
    result: str = field(
        default="",
        metadata=_about(
            SettingType(str, "the path of a result folder"),
            "a result that everybody who comes may look at: `wenmai serve FOLDER/` sets it",
        ),
    )
    limits: Limits = field(default_factory=Limits)

    @property
    def logs_json(self) -> bool:
        """Log lines are JSON."""
        return self.log_format == "json" or (self.log_format == "auto" and self.mode == "hosted")


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting as people see it.

    Attributes:
        name: of the environment variable.
        kind: how its words are read and shown.
        meaning: one line.
        default: its value when nothing is set.
        value: its value now.
        source: where the value is from.
    """

    name: str
    kind: SettingType
    meaning: str
    default: Any
    value: Any
    source: Literal["default", "environment"]

    @property
    def shown(self) -> str:
        """The value in words, secrets masked."""
        return self.kind.show(self.value)


def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingError: a variable holds what it may not.
    """
    return _read(tuple((k, v) for k, v in os.environ.items() if k.startswith(_READ_FROM)))


def list_variables(environment: Mapping[str, str] | None = None) -> tuple[Variable, ...]:
    """Return every setting with its value and source, in the order of the documentation.

    Raises:
        SettingError: a variable holds what it may not.
    """
    given = os.environ if environment is None else environment
    return tuple(
        _variable(name, kind, meaning, default, given.get(name))
        for name, kind, meaning, default in _list_variables()
    )


def find_problems(environment: Mapping[str, str] | None = None) -> tuple[SettingError, ...]:
    """Return what is wrong in the environment, every variable of it."""
    given = os.environ if environment is None else environment
    found = []
    for name, kind, _, default in _list_variables():
        try:
            _variable(name, kind, "", default, given.get(name))
        except SettingError as error:
            found.append(error)
    return tuple(found)


def to_markdown() -> str:
    """Return the settings as the Markdown table of the documentation."""
    rows = ["| variable | default | allowed | meaning |", "|---|---|---|---|"]
    for variable in list_variables({}):
        default = variable.shown
        if variable.name == f"{PREFIX}DATA_DIR":
            default = "the user's data folder, `wenmai`"
        elif default:
            default = f"`{default}`{variable.kind.unit and ' ' + variable.kind.unit}"
        rows.append(
            f"| `{variable.name}` | {default} | {variable.kind.allowed} | {variable.meaning} |"
        )
    return "\n".join(rows) + "\n"


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on is reached from this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost")


def refuse_strangers(host: str | None, chosen: Settings) -> None:
    """Refuse to serve others in local mode, where nobody needs to sign in.

    Args:
        host: the address that is listened on; None means every address.
        chosen: the settings.

    Raises:
        SettingError: the mode is local, and others reach it or are expected.
    """
    if chosen.mode != "local":
        return
    allowed = (
        "hosted, which gives each visitor a workspace; or this machine's own address and names"
    )
    if not (host and is_loopback(host)):
        problem = f"is local while {host or 'every address'} is listened on, which others reach"
        raise SettingError(f"{PREFIX}MODE", problem, allowed)
    if names := [name for name in chosen.allowed_hosts if not is_loopback(name)]:
        problem = f"is local while {PREFIX}ALLOWED_HOSTS names {', '.join(names)}"
        raise SettingError(f"{PREFIX}MODE", problem, allowed)


NO_LIMIT = 2**40  # more than any file has


def limits_of_own_files() -> Limits:
    """Return the limits of files that somebody reads by a command of their own.

    No size is too large but where the environment says so; time, memory and what an archive
    inflates to stay limited.
    """
    given, free = settings().limits, {}
    for name in ("file_bytes", "rows", "characters"):
        if f"{PREFIX}LIMIT_{name.upper()}" not in os.environ:
            free[name] = NO_LIMIT
    return replace(given, **free)


def settle_mode(host: str | None) -> None:
    """Make this process hosted when others reach it, unless the environment says otherwise.

    Args:
        host: the address that is listened on; None means every address.
    """
    if not os.environ.get(f"{PREFIX}MODE") and not (host and is_loopback(host)):
        os.environ[f"{PREFIX}MODE"] = "hosted"


_READ_FROM = (PREFIX, "XDG_DATA_HOME", "HOME")


@lru_cache(maxsize=8)
def _read(environment: tuple[tuple[str, str], ...]) -> Settings:
    found = {
        variable.name.removeprefix(PREFIX).lower(): variable.value
        for variable in list_variables(dict(environment))
    }
    limits = {
        name.removeprefix("limit_"): found.pop(name)
        for name in [name for name in found if name.startswith("limit_")]
    }
    return Settings(**found, limits=Limits(**limits))


def _list_variables() -> Iterator[tuple[str, SettingType, str, Any]]:
    for one in fields(Settings):
        if about := one.metadata:
            yield f"{PREFIX}{one.name.upper()}", about["kind"], about["meaning"], _default(one)
    for one in fields(Limits):
        about = one.metadata
        unit, least, most = about["unit"], about["least"], about["most"]
        kind = _seconds(least) if unit == "seconds" else _whole(unit, least, most)
        yield (
            f"{PREFIX}LIMIT_{one.name.upper()}",
            kind,
            f"the most for {about['meaning']}",
            one.default,
        )


def _default(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _variable(
    name: str, kind: SettingType, meaning: str, default: Any, words: str | None
) -> Variable:
    if not (words or "").strip():
        return Variable(name, kind, meaning, default, default, "default")
    try:
        value = kind.parse(str(words).strip())
    except ValueError as error:
        raise SettingError(name, str(error), kind.allowed) from None
    return Variable(name, kind, meaning, default, value, "environment")


def config_home() -> Path:
    """Return the folder that holds `.streamlit/config.toml`."""
    return _HERE if (_HERE / ".streamlit").is_dir() else _HERE.parent


def sample_dir(name: SampleName) -> Path:
    """Return the folder of a sample that comes with the program."""
    return seeds_dir() / "newsroom" if name == "newsroom" else seeds_dir()


def seeds_dir() -> Path:
    """Return the folder of the first sample, in which the others lie."""
    shipped = _HERE / "_shipped" / "seeds"
    return shipped if shipped.is_dir() else _HERE.parent / "seeds"


def notices_file() -> Path:
    """Return the page that says whose work travels with this program."""
    shipped = _HERE / "_shipped" / "THIRD_PARTY_NOTICES.md"
    return shipped if shipped.is_file() else _HERE.parent / "THIRD_PARTY_NOTICES.md"


def app_script() -> Path:
    """Return the script that draws the pages."""
    return _HERE / "app.py"


def server_script() -> Path:
    """Return the script that `wenmai serve` runs: the pages, with a server's manners."""
    return _HERE / "asgi.py"
