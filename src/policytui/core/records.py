"""Named tuples and frozen dataclasses made without `typing` and `dataclasses`, which take as long to load as a redline.

To the type checker they are the standard ones. At run time both are `collections.namedtuple`s; the `replace`, `fields`
and `asdict` of `dataclasses` take the second kind as well. Only modules on the way of a short command need this one.
They postpone annotations (`from __future__ import annotations`), as all do: Python 3.14 keeps others where a class does
not yet have them.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from dataclasses import dataclass, replace
    from typing import NamedTuple
else:
    from collections import namedtuple

    def _named_tuple(name, members):
        """The class of a name and of members, the annotated ones its fields."""
        fields = members["__annotations__"]
        defaults = [members[field] for field in fields if field in members]
        made = namedtuple(name, fields, defaults=defaults)
        for member in members.keys() - fields.keys() - {"__dict__", "__weakref__"}:
            setattr(made, member, members[member])
        return made

    class _Making(type):
        def __new__(cls, name, bases, members):
            return _named_tuple(name, members) if bases else super().__new__(cls, name, bases, members)

    class NamedTuple(metaclass=_Making):
        """Its subclasses are named tuples."""

    class _Fields:
        """What `dataclasses` looks for in a class: made by it once, when it first does."""

        def __get__(self, _, cls):
            from dataclasses import make_dataclass

            cls.__dataclass_fields__ = make_dataclass(cls.__name__, cls.__annotations__.items()).__dataclass_fields__
            return cls.__dataclass_fields__

    def dataclass(*, frozen, slots):
        """Make a record of a class. It is frozen and has slots, so both must be asked for."""
        if not (frozen and slots):
            raise TypeError("Only a frozen dataclass with slots is made here.")
        return lambda cls: _named_tuple(cls.__name__, {**vars(cls), "__dataclass_fields__": _Fields()})

    def replace(record, /, **changes):
        """The same record with some of its fields replaced."""
        return record._replace(**changes)


__all__ = ["NamedTuple", "dataclass", "replace"]
