"""Values that are made when they are first asked for, and kept with what they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - a decorator
    """A property that is made once for each instance.

    As `functools.cached_property` is from Python 3.12 on. Before, one lock guards the property of
    all instances, so that readers with texts of their own wait for each other. Here two who ask
    the same instance at the same moment may both make the value; the later one stays.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Take note of where the value is kept."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> lazy[T]: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> T | lazy[T]:
        """Return the value; the next time it is found before this is asked."""
        if instance is None:
            return self
        value = self._make(instance)
        instance.__dict__[self._name] = value
        return value
