"""A record does what one of `@dataclass` does, to whoever uses it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from typing import Any

import pytest

from policytui.core.records import NamedTuple, dataclass, replace
from policytui.core.redline import Hunk, Status


@dataclass(frozen=True, slots=True)
class Point:
    """A frozen one."""

    x: int
    y: int = 0
    tags: tuple[str, ...] = ()

    @property
    def far(self) -> bool:
        """Whether it is far."""
        return self.x > 9


@dataclass(frozen=True, slots=True)
class One:
    """Of one field."""

    only: int


class Pair(NamedTuple):
    """Two, one with a default."""

    left: int
    right: int = 2

    def total(self) -> int:
        """Both."""
        return self.left + self.right


Standard: Any = dataclasses.make_dataclass(
    "Point", [("x", int), ("y", int, 0), ("tags", tuple[str, ...], ())], frozen=True, slots=True
)


def test_it_says_equals_and_hashes_as_a_dataclass_does() -> None:
    assert repr(Point(1, tags=("a",))) == repr(Standard(1, tags=("a",))) == "Point(x=1, y=0, tags=('a',))"
    assert hash(Point(1, 2)) == hash(Standard(1, 2))
    assert Point(1) == Point(1, 0)
    assert Point(1) != Point(2)
    assert One(1) == One(1) != One(2)
    assert hash(One(1)) == hash((1,))
    assert repr(One(1)) == "One(only=1)"


def test_what_is_frozen_stays() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        point.z = 2  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        del point.x
    assert not hasattr(point, "__dict__")
    assert point == Point(1)


def test_what_is_not_made_here_is_refused() -> None:
    with pytest.raises(TypeError, match="frozen"):
        dataclass(frozen=False, slots=True)
    with pytest.raises(TypeError, match="slots"):
        dataclass(frozen=True, slots=False)


def test_its_words_are_checked() -> None:
    with pytest.raises(TypeError, match="missing 1 required"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_some_fields_replaced() -> None:
    assert replace(Point(1, 2), y=3) == dataclasses.replace(Point(1, 2), y=3) == Point(1, 3)
    with pytest.raises((TypeError, ValueError), match="unexpected field"):  # namedtuple's, which changed in 3.13
        replace(Point(1), z=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        dataclasses.replace(Point(1), z=3)  # type: ignore[call-arg]


def test_dataclasses_takes_it_for_one_of_its_own() -> None:
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.asdict(Point(1, 2)) == {"x": 1, "y": 2, "tags": ()}
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "y", "tags"]
    assert Point.__dataclass_fields__ is Point.__dataclass_fields__, "made at every question it takes a millisecond"
    assert dataclasses.replace(Point(1, 2), y=3) == Point(1, 3)


def test_it_can_be_copied_pickled_and_matched() -> None:
    point = Point(1, 2, ("a",))
    assert copy.deepcopy(point) == copy.copy(point) == pickle.loads(pickle.dumps(point)) == point
    match point:
        case Point(x, y):
            assert (x, y) == (1, 2)
    assert (Point.__doc__, Point.__qualname__, Point.__module__) == ("A frozen one.", "Point", __name__)
    assert Point(10).far


def test_a_named_tuple_is_one() -> None:
    pair = Pair(1)
    assert pair == (1, 2)
    assert (pair.total(), pair._replace(right=5).total()) == (3, 6)
    assert repr(pair) == "Pair(left=1, right=2)"
    assert (Pair._fields, Pair._field_defaults, Pair.__module__) == (("left", "right"), {"right": 2}, __name__)
    assert pickle.loads(pickle.dumps(pair)) == pair
    assert Hunk(Status.SAME, "paragraph", "a", "a", ()).same


def test_making_them_loads_none_of_what_takes_long() -> None:
    absent = ("dataclasses", "inspect", "typing", "datetime", "pathlib")
    code = f"import sys, policytui.core.redline; print([name for name in {absent} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-IB", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
