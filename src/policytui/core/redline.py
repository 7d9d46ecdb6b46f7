"""What changed between two policies, as data: policies → section changes → hunks → spans.

Rules that hold here:

- A `Redline` is computed once and painted many ways; it knows nothing of paint.
- Sections are matched by id, then by title, then by text; each change lies in exactly one section. Text that
  belongs to no section stands under the reserved ids `@policy` (title, organization, date label, effective date) and
  `@preamble`.
- A section's published text is cut into *blocks* (a paragraph, a list item, a heading, a table row, a code
  line…: `core.blocks`), white space folded, so re-wrapping is no change.
- The kept and removed spans of a hunk joined give `before` exactly; the kept and added ones give `after`.
- No span is empty; neighbouring spans differ in op.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from policytui.core.records import NamedTuple, dataclass
from policytui.core.values import Policy

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from typing import Literal, overload

    Op = Literal["keep", "remove", "add"]
else:
    Op = str
POLICY_ID = "@policy"
PREAMBLE_ID = "@preamble"
GONE = "@before"
"""Behind the id of a removed section when another section has that id after."""


class Status(StrEnum):
    """What became of a section or a block."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


Span = tuple[Op, str]
"""A run of text with one fate. A plain pair: a large redline holds hundreds of thousands."""
Look = Callable[[str, str], tuple[list[Span], bool]]
"""The spans between two texts, and whether finding them was capped."""


class Cuts(Sequence[Span]):
    """The spans between two texts, found when somebody reads them, and kept.

    A large redline is read a screen at a time: what nobody looks at costs neither the time to compare its words nor
    the memory of its spans.
    """

    __slots__ = ("_look", "_spans", "after", "before")

    def __init__(self, before: str, after: str, look: Look) -> None:
        self.before, self.after = before, after
        self._look: Look | None = look
        self._spans: tuple[Span, ...] = ()

    def _read(self) -> tuple[Span, ...]:
        look = self._look
        if look is not None:
            # Two threads may come here at once: what is found is the same, and there before it is said to be.
            # A tuple of pairs of texts is nothing to the collector of cycles; a list would be for good.
            self._spans = tuple(look(self.before, self.after)[0])
            self._look = None
        return self._spans

    def __iter__(self) -> Iterator[Span]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, at: int) -> Span: ...
        @overload
        def __getitem__(self, at: slice) -> Sequence[Span]: ...

    def __getitem__(self, at: int | slice) -> Span | Sequence[Span]:
        return self._read()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Hunk(NamedTuple):
    """One block of a section, before and after. A named tuple and no dataclass: a large redline holds many thousands.

    `kind` is the block's kind (`core.blocks.Kind` value: "paragraph", "item", "heading", "title", "summary", "row",
    "code", "quote", "rule", …); `depth` its nesting (0 outermost); `marker` the published list marker ("•", "3.")
    or "". The kind "place" is no block of text: it says where the section stands and at which level
    (`core.places`), so that a section that only moved is stepped to as well. A block that stands elsewhere now is
    ONE hunk, at its new place, with moved=True and its inner edits in `spans`; `old_section` (an id before) and
    `old_index` (position among that section's blocks) say where it stood.

    `old_kind`, `old_marker`, `old_depth` are those before, None when they are the same. A change of these alone
    is formatting: status CHANGED, `before` equal to `after`, one kept span. Numbers that only follow from another
    change of the same list differ in `old_marker` while the status is SAME: nothing to stop at.
    """

    status: Status
    kind: str
    before: str
    after: str
    spans: Sequence[Span]
    depth: int = 0
    marker: str = ""
    moved: bool = False
    old_kind: str | None = None
    old_marker: str | None = None
    old_depth: int | None = None
    old_section: str = ""
    old_index: int = -1

    @property
    def reformatted(self) -> bool:
        """Whether kind, marker or depth differ: a change of form, not of words."""
        return self.old_kind is not None or self.old_marker is not None or self.old_depth is not None

    @property
    def is_place(self) -> bool:
        """Whether it is no text but says where the section stands: the verdict on it is that on the section."""
        return self.kind == "place"

    @property
    def same(self) -> bool:
        """Whether nothing about the block changed."""
        return self.status is Status.SAME and not self.moved


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section, before and after. `hunks` holds every block, the unchanged ones too, in reading order.

    `id`, `title`, `level` are those of the side that exists (after, else before); no two ids are alike (`GONE`).
    `old_title` and `old_level` are those before. `moved` says that its order among the matched sections changed.
    """

    id: str
    title: str
    level: int
    status: Status
    hunks: tuple[Hunk, ...]
    old_id: str = ""
    old_title: str = ""
    old_level: int = 0
    moved: bool = False
    renamed: bool = False
    relevelled: bool = False

    @property
    def changed_hunks(self) -> tuple[Hunk, ...]:
        """The hunks in which something changed."""
        return tuple(hunk for hunk in self.hunks if not hunk.same)

    @property
    def same(self) -> bool:
        """Whether nothing about the section changed, its place and level included."""
        return self.status is Status.SAME and not (self.moved or self.relevelled or self.renamed)


@dataclass(frozen=True, slots=True)
class Redline:
    """The differences between two policies. `sections` follows the order after; removed ones stand where they were."""

    before: Policy
    after: Policy
    sections: tuple[SectionChange, ...]
    coarse: bool = False
    """True when the work was capped somewhere and a block is marked as replaced whole: right, but less fine."""

    def changes(self) -> Iterator[tuple[SectionChange, Hunk]]:
        """Every changed hunk with its section, in reading order: what `n` and `p` step through."""
        for section in self.sections:
            for hunk in section.changed_hunks:
                yield section, hunk

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return all(section.same for section in self.sections)
