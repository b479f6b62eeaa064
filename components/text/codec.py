"""Writes frozen dataclasses as JSON and reads them back by their types, to store and to send.

One value becomes a JSON object by `to_plain`: a row of the library, what a job is asked for, what
the process that parses files answers. There a field that a later version added takes its default,
and one that it dropped is passed over.

A whole result becomes columns by `to_json` and `pack`: snapshots, results of jobs, bundles. Of a
thousand tokens come first all starts, then all ends; equal strings are written once, growing
numbers as steps. So a corpus with its tokens takes little more room than its text, and is read
at the speed of `map`. The file names its schema: a newer one is refused, an older one is brought
up class by class, see `UPGRADES`. A field that came later and has a default needs no upgrade.
What lies in arrays in memory (`columns`) is written as arrays: their bytes, as narrow as they can
be. Before schema 3 these nouns were tuples, and are still read.

Nothing but plain values is ever made of either: no pickle.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import types
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from itertools import accumulate, chain, islice, pairwise
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = Any
CodecReason = Literal["newer", "damaged", "other", "too_large"]

SCHEMA = 3
LIMIT = 256 * 2**20  # bytes of JSON that a packed noun may become
MOST = 20_000_000  # values that one tuple may hold; a column of nothing has no length of its own
_FIRST_OF_COLUMNS = 3  # the schema that first wrote nouns in columns
_FEW = 8  # values; shorter columns are written as they are
_DTYPES = frozenset("biuf")

# How the columns of a class, as schema n wrote them, become those of schema n + 1. The newest
# stands here; `tests/dashboard/sharing/data` holds a file of each schema that ever was.
UPGRADES: dict[tuple[int, str], Callable[[dict[str, Json]], dict[str, Json]]] = {
    # Whole articles were left out for being alike; now each stretch names the one it repeats.
    (1, "DuplicateSettings"): lambda columns: _drop(columns, "leave_out"),
    (1, "LeftOut"): lambda columns: _drop(columns | {"repeats": columns["kept"]}, "reason", "kept"),
}


def _drop(columns: dict[str, Json], *names: str) -> dict[str, Json]:
    return {name: column for name, column in columns.items() if name not in names}


class CodecError(ValueError):
    """Bytes or JSON that cannot be read as a noun; the message never holds their text.

    Attributes:
        reason: `newer` was written by a later version, `damaged` is not what a version ever
            wrote, `other` is another noun than the one asked for, `too_large` inflates beyond
            the limit.
    """

    def __init__(self, reason: CodecReason, what: str = "") -> None:
        super().__init__(f"{reason}: {what}" if what else reason)
        self.reason = reason


def to_plain(value: object) -> Any:
    """Return one value as JSON knows it: dataclasses as objects, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value) if f.init}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value


def from_plain(data: Json, kind: type[T]) -> T:
    """Return the value that `to_plain` wrote.

    Args:
        data: the JSON.
        kind: the type of the value, such as a dataclass or `tuple[Step, ...]`.

    Raises:
        ValueError: the JSON does not have the form of the type.
    """
    try:
        return _codec_of(kind).read(data)  # type: ignore[no-any-return]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no {getattr(kind, '__name__', kind)}") from error


def to_json(noun: object, kind: Any = None) -> dict[str, Json]:
    """Return a noun as values that `json` writes, under its name and the schema.

    Args:
        noun: any frozen dataclass of plain values, tuples, arrays and other such dataclasses.
        kind: its type, where the class alone does not tell it: `Statistic[Ngram]`.
    """
    hint: Any = kind or type(noun)
    return {"noun": _name(hint), "schema": SCHEMA, "value": _codec_of(hint).encode([noun])}


def from_json(tree: Json, kind: type[T]) -> T:
    """Return the noun that `to_json` wrote.

    Raises:
        CodecError: it is of a newer schema, of another class, or damaged.
    """
    if not isinstance(tree, dict) or type(tree.get("schema")) is not int:
        raise CodecError("damaged", "no schema")
    if tree["schema"] > SCHEMA:
        raise CodecError("newer", f"schema {tree['schema']}, this version reads {SCHEMA}")
    if tree["schema"] < 1 or "value" not in tree:
        raise CodecError("damaged", "no value")
    if tree.get("noun") != _name(kind):
        raise CodecError("other", f"not a {_name(kind)}")
    try:
        [noun] = _codec_of(kind).decode(tree["value"], 1, tree["schema"])
    except CodecError:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise CodecError("damaged", type(error).__name__) from error
    return noun  # type: ignore[no-any-return]


def pack(noun: object, kind: Any = None) -> bytes:
    """Return a noun as compressed JSON; equal nouns give equal bytes."""
    text = json.dumps(to_json(noun, kind), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes, kind: type[T], *, limit: int = LIMIT) -> T:
    """Return the noun that `pack` wrote.

    Args:
        data: what `pack` gave.
        kind: the class it is to be.
        limit: bytes it may inflate to.

    Raises:
        CodecError: it inflates beyond the limit, is newer, of another class, or damaged.
    """
    return from_json(_parse(_inflate(data, limit)), kind)


def tree(data: bytes, *, limit: int = LIMIT) -> Json:
    """Return what `pack` wrote as JSON, without making the noun of it.

    Raises:
        CodecError: it inflates beyond the limit, or is damaged.
    """
    return _parse(_inflate(data, limit))


def _inflate(data: bytes, limit: int) -> bytes:
    try:
        inflater = zlib.decompressobj()
        text = inflater.decompress(data, limit + 1)
    except zlib.error as error:
        raise CodecError("damaged", "not compressed") from error
    if len(text) > limit:
        raise CodecError("too_large", f"more than {limit} bytes")
    if not inflater.eof:
        raise CodecError("damaged", "cut short")
    return text


def _parse(text: bytes) -> Json:
    try:
        return json.loads(text.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise CodecError("damaged", "no JSON") from error


# --- columns ---------------------------------------------------------------------------------


class _Codec(ABC):
    """Writes and reads values of one type: columns of them, and one of them that lies alone.

    Attributes:
        is_plain: one value is in JSON what it is here.
    """

    is_plain = True

    def read(self, data: Json) -> Any:
        """Return one value, as `to_plain` wrote it."""
        return data

    @abstractmethod
    def encode(self, values: list[Any]) -> Json:
        """Return values as a column."""

    @abstractmethod
    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        """Return `n` values; anything else than a column of so many is a fault."""

    @abstractmethod
    def fits(self, value: Any) -> bool:
        """Tell whether a value may stand in the column."""


@dataclass(frozen=True)
class _Plain(_Codec):
    """Values that JSON has itself."""

    type: type

    def encode(self, values: list[Any]) -> Json:
        return values

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        return _check_types(_list(column, n), {self.type})

    def fits(self, value: Any) -> bool:
        return type(value) is self.type


class _Whole(_Codec):
    """Whole numbers; where they grow slowly, the steps between them."""

    def encode(self, values: list[Any]) -> Json:
        if len(values) < _FEW:
            return values
        steps = [values[0], *(b - a for a, b in pairwise(values))]
        if sum(map(abs, steps)) * 2 < sum(map(abs, values)):
            return {"steps": steps}
        return values

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        if isinstance(column, dict):
            return list(accumulate(_check_types(_list(column["steps"], n), {int})))
        return _check_types(_list(column, n), {int})

    def fits(self, value: Any) -> bool:
        return type(value) is int


class _Number(_Codec):
    """Numbers with a fraction; what JSON has no sign for is written as its name."""

    def encode(self, values: list[Any]) -> Json:
        if all(map(math.isfinite, values)):
            return values
        return [value if math.isfinite(value) else str(value) for value in values]

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        values = _check_types(_list(column, n), {int, float, str})
        return [float(value) if type(value) is str else value for value in values]

    def fits(self, value: Any) -> bool:
        return type(value) in (int, float)


class _Text(_Codec):
    """Strings; where they repeat, each one once and their numbers."""

    def encode(self, values: list[Any]) -> Json:
        different = dict.fromkeys(values)
        if len(values) < _FEW or 2 * len(different) > len(values):
            return values
        number = {text: i for i, text in enumerate(different)}
        return {"texts": list(different), "which": _WHOLE.encode([number[v] for v in values])}

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        if not isinstance(column, dict):
            return _check_types(_list(column, n), {str})
        texts = _check_types(column["texts"], {str})
        which = _WHOLE.decode(column["which"], n, schema)
        if which and min(which) < 0:
            raise CodecError("damaged", "a text that is not there")
        return list(map(texts.__getitem__, which))

    def fits(self, value: Any) -> bool:
        return type(value) is str


_WHOLE, _TEXT = _Whole(), _Text()


@dataclass(frozen=True)
class _Choice(_Codec):
    """One of a few strings."""

    options: frozenset[str]
    is_plain = False

    def read(self, data: Json) -> Any:
        if data not in self.options:
            raise ValueError("not one of the choices")
        return data

    def encode(self, values: list[Any]) -> Json:
        return _TEXT.encode(values)

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        values = _TEXT.decode(column, n, schema)
        if not self.options.issuperset(values):
            raise CodecError("damaged", "a choice that is none")
        return values

    def fits(self, value: Any) -> bool:
        return value in self.options


class _Bytes(_Codec):
    """Bytes, in letters."""

    def encode(self, values: list[Any]) -> Json:
        return [base64.b64encode(value).decode() for value in values]

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        try:
            values = _check_types(_list(column, n), {str})
            return [base64.b64decode(value, validate=True) for value in values]
        except binascii.Error as error:
            raise CodecError("damaged", "no bytes") from error

    def fits(self, value: Any) -> bool:
        return type(value) is bytes


class _Arrays(_Codec):
    """Arrays of numbers: their type, shape and bytes.

    Whole numbers that grow slowly are written as the steps between them, and all in as few bytes
    each as they need; then the type they are written in stands behind.
    """

    def encode(self, values: list[Any]) -> Json:
        return [self._write(value) for value in values]

    def _write(self, value: Any) -> list[Json]:
        import numpy as np

        written, how = value, ""
        if value.dtype.kind == "i" and value.ndim == 1 and len(value) >= _FEW:
            steps = np.diff(value, prepend=value.dtype.type(0))
            grows = 2 * int(np.abs(steps).sum()) < int(np.abs(value).sum())
            written, how = (steps, "steps") if grows else (value, "plain")
            written = written.astype(_narrowest(written))
        little = np.ascontiguousarray(written, written.dtype.newbyteorder("<"))
        letters = base64.b64encode(little.tobytes()).decode()
        told = [value.dtype.newbyteorder("<").str, list(value.shape), letters]
        return [*told, how, little.dtype.str] if how else told

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        return [self._one(*value) for value in _list(column, n)]

    def _one(
        self, dtype: str, shape: list[int], letters: str, how: str = "", narrow: str = ""
    ) -> Any:
        import numpy as np

        kind, written = _number_type(dtype), _number_type(narrow or dtype)
        values = np.frombuffer(base64.b64decode(letters, validate=True), written)
        if len(values) > MOST:
            raise CodecError("too_large", f"more than {MOST} values")
        if how == "steps":
            values = np.cumsum(values, dtype=kind)
        return values.astype(kind, copy=False).reshape(_check_types(shape, {int}))

    def fits(self, value: Any) -> bool:
        import numpy as np

        return isinstance(value, np.ndarray)


def _narrowest(values: Any) -> str:
    low, high = int(values.min()), int(values.max())
    for size in (1, 2, 4):
        if -(1 << 8 * size - 1) <= low and high < 1 << 8 * size - 1:
            return f"<i{size}"
    return "<i8"


def _number_type(name: str) -> Any:
    import numpy as np

    kind = np.dtype(_check_types([name], {str})[0])
    if kind.kind not in _DTYPES:
        raise CodecError("damaged", "no numbers")
    return kind


@dataclass(frozen=True)
class _Rows(_Codec):
    """Tuples or sets of any length: the lengths, and what they hold one behind the other."""

    of: _Codec
    make: Callable[[Iterable[Any]], Any]
    is_plain = False

    def read(self, data: Json) -> Any:
        return self.make(data if self.of.is_plain else map(self.of.read, data))

    def encode(self, values: list[Any]) -> Json:
        if self.make is frozenset:
            values = [sorted(value) for value in values]
        return {
            "n": _WHOLE.encode(list(map(len, values))),
            "of": self.of.encode(list(chain.from_iterable(values))),
        }

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        lengths = _WHOLE.decode(column["n"], n, schema)
        if lengths and min(lengths) < 0:
            raise CodecError("damaged", "a length below nothing")
        if sum(lengths) > MOST:
            raise CodecError("too_large", f"more than {MOST} values")
        flat = iter(self.of.decode(column["of"], sum(lengths), schema))
        return [self.make(islice(flat, length)) for length in lengths]

    def fits(self, value: Any) -> bool:
        return isinstance(value, tuple if self.make is tuple else frozenset)


@dataclass(frozen=True)
class _Fixed(_Codec):
    """Tuples of a fixed length: a column for each place."""

    of: tuple[_Codec, ...]
    is_plain = False

    def read(self, data: Json) -> Any:
        if all(codec.is_plain for codec in self.of):
            return tuple(data)
        return tuple(codec.read(value) for codec, value in zip(self.of, data, strict=True))

    def encode(self, values: list[Any]) -> Json:
        return [codec.encode([v[i] for v in values]) for i, codec in enumerate(self.of)]

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        columns = zip(self.of, _list(column, len(self.of)), strict=True)
        return list(zip(*(codec.decode(c, n, schema) for codec, c in columns), strict=True))

    def fits(self, value: Any) -> bool:
        return isinstance(value, tuple) and len(value) == len(self.of)


@dataclass(frozen=True)
class _Either(_Codec):
    """Values of several types: for each which one it is, and a column for each type.

    A value that lies alone and may be of several types is taken as it is.
    """

    of: tuple[_Codec, ...]
    is_plain = False

    def read(self, data: Json) -> Any:
        others = [codec for codec in self.of if not isinstance(codec, _Nothing)]
        return data if data is None or len(others) > 1 else others[0].read(data)

    def encode(self, values: list[Any]) -> Json:
        which = [next(i for i, c in enumerate(self.of) if c.fits(value)) for value in values]
        columns: list[list[Any]] = [[] for _ in self.of]
        for i, value in zip(which, values, strict=True):
            columns[i].append(value)
        encoded = (codec.encode(c) for codec, c in zip(self.of, columns, strict=True))
        used = {i: c for i, c in enumerate(encoded) if columns[i]}
        if len(used) == 1:
            [(only, column)] = used.items()
            return {"all": only, "of": column}
        return {"which": _WHOLE.encode(which), **{str(i): c for i, c in used.items()}}

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        if "all" in column:
            return self._codec(column["all"]).decode(column["of"], n, schema)
        which = _WHOLE.decode(column["which"], n, schema)
        values = {
            i: iter(self._codec(i).decode(column[str(i)], which.count(i), schema))
            for i in set(which)
        }
        return [next(values[i]) for i in which]

    def _codec(self, i: Any) -> _Codec:
        if type(i) is not int or not 0 <= i < len(self.of):
            raise CodecError("damaged", "a type that is not there")
        return self.of[i]

    def fits(self, value: Any) -> bool:
        return any(codec.fits(value) for codec in self.of)


@dataclass(frozen=True)
class _Nothing(_Codec):
    """The absence of a value."""

    def encode(self, values: list[Any]) -> Json:
        return None

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        return [None] * n

    def fits(self, value: Any) -> bool:
        return value is None


@dataclass(frozen=True)
class _Record(_Codec):
    """Dataclasses: a column for each field."""

    type: Any
    of: tuple[tuple[Field[Any], _Codec], ...]
    is_plain = False

    def read(self, data: Json) -> Any:
        names = data.keys()
        return self.type(**{f.name: c.read(data[f.name]) for f, c in self.of if f.name in names})

    def encode(self, values: list[Any]) -> Json:
        return {f.name: c.encode(list(map(attrgetter(f.name), values))) for f, c in self.of}

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        name = self.type.__name__
        if not isinstance(column, dict) or (n > 1 and not column):
            raise CodecError("damaged", name)
        for step in range(schema, SCHEMA):
            column = UPGRADES.get((step, name), dict)(column)
        unknown = column.keys() - {field.name for field, _ in self.of}
        if unknown:
            raise CodecError("newer", f"{name} has a field this version does not know")
        columns = [
            codec.decode(column[field.name], n, schema)
            if field.name in column
            else [_default(field, name)] * n
            for field, codec in self.of
        ]
        return list(map(self.type, *columns)) if columns else [self.type() for _ in range(n)]

    def fits(self, value: Any) -> bool:
        return isinstance(value, self.type)


@dataclass(frozen=True)
class _Columns(_Codec):
    """Nouns in columns; before schema 3 they were tuples of nouns."""

    record: _Record
    before: _Rows
    is_plain = False

    def read(self, data: Json) -> Any:
        return self.record.type.of(self.before.read(data))

    def encode(self, values: list[Any]) -> Json:
        return self.record.encode(values)

    def decode(self, column: Json, n: int, schema: int) -> list[Any]:
        if schema < _FIRST_OF_COLUMNS:
            return list(map(self.record.type.of, self.before.decode(column, n, schema)))
        values = self.record.decode(column, n, schema)
        for value in values:
            value.check()
        return values

    def fits(self, value: Any) -> bool:
        return self.record.fits(value)


def _default(field: Field[Any], name: str) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise CodecError("damaged", f"{name} without {field.name}")


def _list(column: Json, n: int) -> list[Any]:
    if not isinstance(column, list) or len(column) != n:
        raise CodecError("damaged", "a column of another length")
    return column


def _check_types(values: Json, allowed: set[type]) -> list[Any]:
    if not isinstance(values, list) or not allowed.issuperset(map(type, values)):
        raise CodecError("damaged", "a value of another type")
    return values


# --- from type hints to columns --------------------------------------------------------------


def _name(hint: Any) -> str:
    return str((get_origin(hint) or hint).__name__)


def _codec_of(kind: Any) -> _Codec:
    return _codec(kind)


@cache
def _codec(hint: Any) -> _Codec:
    """Return what writes and reads a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is type(None):
        return _Nothing()
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if origin is Literal:
        return _Choice(frozenset(arguments))
    if origin in (Union, types.UnionType):
        return _either(arguments)
    if _is_of_numpy(origin):
        return _Arrays()
    if origin is frozenset:
        return _Rows(_codec(arguments[0]), frozenset)
    if origin is tuple and arguments[1:] == (...,):
        return _Rows(_codec(arguments[0]), tuple)
    if origin is tuple:
        return _Fixed(tuple(map(_codec, arguments)))
    if is_dataclass(origin or hint):
        record = _record(origin or hint, arguments)
        # Told by what it holds, since `columns` loads numpy.
        item = getattr(origin or hint, "item", None)
        return _Columns(record, _Rows(_codec(item), tuple)) if item else record
    raise TypeError(f"no noun can hold a {hint}")


def _is_of_numpy(kind: Any) -> bool:
    """Tell an array without loading numpy: the processes that parse files do without it."""
    return str(getattr(kind, "__module__", "")).partition(".")[0] == "numpy"


_SIMPLE: dict[Any, _Codec] = {
    int: _WHOLE,
    float: _Number(),
    str: _TEXT,
    bool: _Plain(bool),
    bytes: _Bytes(),
}


def _either(members: tuple[Any, ...]) -> _Codec:
    choices = [m for m in members if get_origin(m) is Literal]
    others = [m for m in members if m not in choices]
    codecs = [_codec(m) for m in others]
    if choices:
        codecs.append(_Choice(frozenset(chain.from_iterable(map(get_args, choices)))))
    return codecs[0] if len(codecs) == 1 else _Either(tuple(codecs))


def _record(cls: Any, arguments: tuple[Any, ...]) -> _Record:
    hints = get_type_hints(cls)
    given = dict(zip(getattr(cls, "__parameters__", ()), arguments, strict=bool(arguments)))
    own = (field for field in fields(cls) if field.init)
    return _Record(cls, tuple((f, _codec(_fill(hints[f.name], given))) for f in own))


def _fill(hint: Any, given: Mapping[Any, Any]) -> Any:
    """Put types in the place of a generic class's parameters."""
    if isinstance(hint, TypeVar):
        return given[hint]
    parameters = getattr(hint, "__parameters__", ())
    return hint[tuple(given[p] for p in parameters)] if parameters else hint
