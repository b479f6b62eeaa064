"""Turns frozen dataclasses into JSON and back by their types, across program versions.

A field that a later version added takes its default, one that it dropped is passed over.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Decoder = Callable[[Any], Any]


def to_json(value: object) -> Any:
    """Return a value as JSON knows it: dataclasses as objects, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value) if f.init}
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    return value


def from_json(kind: type[T], data: object) -> T:
    """Return the value of a type from its JSON.

    Raises:
        ValueError: the JSON does not have the form of the type.
    """
    try:
        return cast(T, decoder(cast(Any, kind))(data))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no {getattr(kind, '__name__', kind)}") from error


@cache
def decoder(kind: Any) -> _Decoder:
    """Return what turns JSON into a value of a type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _of_dataclass(cast(type, kind))
    if origin is tuple:
        return _of_tuple(arguments)
    if origin in (Union, types.UnionType):
        return _of_optional(tuple(a for a in arguments if a is not types.NoneType))
    if origin is Literal:
        return _of_literal(arguments)
    return _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


def _of_dataclass(kind: type) -> _Decoder:
    hints = get_type_hints(kind)
    own = {f.name: decoder(hints[f.name]) for f in fields(kind) if f.init}
    needed = {
        f.name
        for f in fields(kind)
        if f.init and f.default is MISSING and f.default_factory is MISSING
    }

    def decode(data: Mapping[str, Any]) -> Any:
        if missing := needed - set(data):
            raise KeyError(sorted(missing))
        return kind(**{name: own[name](value) for name, value in data.items() if name in own})

    return decode


def _of_tuple(arguments: tuple[Any, ...]) -> _Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = decoder(arguments[0])
        return tuple if item is _as_it_is else lambda data: tuple(item(each) for each in data)
    items = tuple(decoder(argument) for argument in arguments)
    if all(item is _as_it_is for item in items):
        return tuple
    return lambda data: tuple(item(each) for item, each in zip(items, data, strict=True))


def _of_optional(kinds: tuple[Any, ...]) -> _Decoder:
    item = decoder(kinds[0]) if len(kinds) == 1 else _as_it_is
    if item is _as_it_is:
        return _as_it_is
    return lambda data: None if data is None else item(data)


def _of_literal(choices: tuple[Any, ...]) -> _Decoder:
    def decode(data: Any) -> Any:
        if data not in choices:
            raise ValueError("not one of the choices")
        return data

    return decode
