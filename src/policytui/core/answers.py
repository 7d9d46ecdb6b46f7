"""The answers to the conflicts of a merge, as they are given: one value, whole whatever is decided so far.

Rule that holds here: what is not answered stays in the result with both texts in place; so the result can be kept,
left and taken up again at any moment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from policytui.core.conflicts import BODY, Answer, Found, answered, find, resolved
from policytui.core.values import Policy


@dataclass(frozen=True, slots=True)
class Answers:
    """A policy with conflicts, and the answer to each; None where there is none yet."""

    policy: Policy
    found: tuple[Found, ...]
    given: tuple[Answer | None, ...]

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """Nothing decided yet."""
        found = find(policy)
        return cls(policy, found, (None,) * len(found))

    def with_answer(self, number: int, answer: Answer | None) -> Answers:
        """With one answer given, or taken back. UsageError for an answer that the conflict's field cannot hold."""
        if answer is not None:
            answered(self.found[number].conflict, answer)
        return replace(self, given=(*self.given[:number], answer, *self.given[number + 1 :]))

    def text(self, number: int) -> str:
        """What stands in the place of a conflict by its answer; empty while there is none."""
        answer = self.given[number]
        return "" if answer is None else answered(self.found[number].conflict, answer)

    def proposed(self, number: int) -> str:
        """What to begin with when somebody writes the answer: the answer so far, else both texts, else mine."""
        if self.given[number] is not None:
            return self.text(number)
        conflict = self.found[number].conflict
        return answered(conflict, "both") if conflict.field == BODY else conflict.mine

    def undecided(self, after: int = -1) -> int | None:
        """The next conflict without an answer behind number `after`, round the end; None when all are decided."""
        count = len(self.given)
        places = ((after + 1 + step) % count for step in range(count))
        return next((place for place in places if self.given[place] is None), None)

    @property
    def left(self) -> int:
        """How many are not decided."""
        return self.given.count(None)

    @property
    def result(self) -> Policy:
        """The policy with what is decided so."""
        policy = self.policy
        # From the last to the first: what is decided further down moves nothing above it.
        for found, answer in zip(reversed(self.found), reversed(self.given), strict=True):
            if answer is not None:
                policy = resolved(policy, found, answer)
        return policy
