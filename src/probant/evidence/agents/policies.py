"""Rules that need what was said or answered, as a project declares them: each kind looks at one moment of a run."""

from __future__ import annotations

import re
from itertools import islice
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from probant.evidence.agents.data import WHOLE
from probant.evidence.agents.turns import Moment, Turn, within
from probant.words import say

Name = Annotated[str, Field(min_length=1)]
Scalar = bool | int | float | str


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Policy(_Declared):
    """What every rule says of itself."""

    rule: Name
    severity: Literal["low", "medium", "high", "critical"]
    business: Name = WHOLE
    applies_to: tuple[Name, ...] = ()
    """Tools, or kinds of tool, whose calls it is about; none: every call."""
    succeeded: bool = False
    """Whether only calls that succeeded can break it."""
    agreed_rate: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share of runs with a deviation that was agreed to be borne; None: none was."""

    def broken(self, moment: Moment) -> bool | None:
        """Whether the turn breaks the rule; None where the rule does not apply to it."""
        return self._broken(moment) if self._about(moment.now) else None

    def _about(self, turn: Turn) -> bool:
        """Whether it is about that turn."""
        named = not self.applies_to or not {turn.tool, turn.kind}.isdisjoint(self.applies_to)
        return turn.speaker == "tool" and named and not (self.succeeded and turn.failed)

    def _broken(self, moment: Moment) -> bool | None:
        """The same, of a call that the rule is about."""
        raise NotImplementedError


class Said(_Policy):
    """A user must have said something that fits a pattern, or a tool have told it, before the call."""

    kind: Literal["said"]
    pattern: str | None = None
    """Regular expression, searched for in what users said; None: only a tool can tell it."""
    last: bool = False
    """Whether only the last thing said counts."""
    or_told_by: tuple[Name, ...] = ()
    """Tools, a call of which that succeeded before does as well."""

    @field_validator("pattern")
    @classmethod
    def _readable(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(str(error)) from error
        return pattern

    def _broken(self, moment: Moment) -> bool:
        if any(moment.answered(*self.or_told_by)):
            return False
        if self.pattern is None:
            return True
        texts = islice(moment.heard(), 1 if self.last else None)
        return not any(re.search(self.pattern, text) for text in texts)


class Silent(_Policy):
    """What the agent writes along with a call of a tool, the first of several, must be empty."""

    kind: Literal["silent"]

    def broken(self, moment: Moment) -> bool | None:
        """Whether it spoke and called at once; None where it made no call that the rule is about."""
        called = moment.called
        return bool(moment.now.text.strip()) if called and self._about(called) else None


class OneValue(_Policy):
    """An argument must have one and the same value in all calls of a run, and in what tools answered."""

    kind: Literal["one_value"]
    argument: Name
    told_by: tuple[Name, ...] = ()
    """Tools whose whole answer is such a value."""

    def _broken(self, moment: Moment) -> bool | None:
        if not self._value(moment.now):
            return None
        calls = (turn for turn in moment.run[: moment.place + 1] if turn.tool == moment.now.tool)
        told = {turn.text.strip() for turn in moment.answered(*self.told_by)}
        return len(({self._value(turn) for turn in calls} | told) - {""}) > 1

    def _value(self, turn: Turn) -> str:
        return str(turn.arguments.get(self.argument, ""))


class AtMost(_Policy):
    """No more than so many values of an argument may begin with the same letters."""

    kind: Literal["at_most"]
    argument: Name
    """Path of names joined by dots; lists are gone through."""
    most: dict[str, Annotated[int, Field(ge=0)]]
    """How many, by first letters."""

    def _broken(self, moment: Moment) -> bool:
        found = [str(one) for one in within(moment.now.arguments, self.argument)]
        return any(sum(one.startswith(begin) for one in found) > most for begin, most in self.most.items())


class _OnRecord(_Policy):
    """A rule on the record that the run read before: the newest answer with the same key."""

    read_by: Name
    """Tool that reads the record."""
    key: Name
    """Argument that is the same in the call and in the reading."""

    def _record(self, moment: Moment) -> Turn | None:
        key = moment.now.arguments.get(self.key)
        found = (turn for turn in moment.answered(self.read_by) if turn.arguments.get(self.key) == key and turn.answer)
        return next(found, None)


class Condition(_Declared):
    """What a field of a record must be: that value, or at least that in the order of numbers or of letters."""

    field: Name
    equals: Scalar | None = None
    at_least: float | str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.equals is None) == (self.at_least is None):
            raise ValueError(say("say either what it equals or what it is at least").template)
        return self

    def holds(self, turn: Turn) -> bool:
        """Whether the record that a tool answered with is so; a field that is not there is not."""
        value = turn.answer.get(self.field)
        if self.at_least is None:
            return bool(value == self.equals)
        if isinstance(self.at_least, str):
            return isinstance(value, str) and value >= self.at_least
        return isinstance(value, int | float) and value >= self.at_least


class Permitted(_OnRecord):
    """The record read before must meet one of the conditions; a record that was not read is another rule's matter."""

    kind: Literal["permitted"]
    any_of: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def _broken(self, moment: Moment) -> bool | None:
        record = self._record(moment)
        return None if record is None else not any(one.holds(record) for one in self.any_of)


class Unchanged(_OnRecord):
    """Where the record read before meets a condition, a list in it must stay what it is."""

    kind: Literal["unchanged"]
    where: Condition
    items: Name
    """The list: a field of the record, and an argument of the call."""
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Fields of its items that are compared; their order is not."""

    def _broken(self, moment: Moment) -> bool | None:
        record = self._record(moment)
        if record is None or not self.where.holds(record):
            return None
        return self._items(moment.now.arguments) != self._items(record.answer)

    def _items(self, whole: object) -> set[tuple[object, ...]]:
        found = (one for one in within(whole, self.items) if isinstance(one, dict))
        return {tuple(str(one.get(name)) for name in self.fields) for one in found}


Policy = Annotated[Said | Silent | OneValue | AtMost | Permitted | Unchanged, Field(discriminator="kind")]


class Rules(_Declared):
    """A file of rules; pydantic's ValidationError where one cannot be a rule."""

    rule: Annotated[tuple[Policy, ...], Field(min_length=1)]
