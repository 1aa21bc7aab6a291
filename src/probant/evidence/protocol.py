"""The seam: an engine is two pure steps, with all input and output done by the caller between them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, Self, TypeVar, get_origin, runtime_checkable

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from probant.vocabulary import Evidence, Tell, quiet
from probant.words import say

Tables = Mapping[str, ir.Table]
"""Contract name to table of the store, all contracts present."""


class Question(BaseModel):
    """What is asked of an engine: frozen, and deaf to words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    business: str = Field(
        default="(all)", description=say("Brand or shop that is asked about; '(all)' for all of them.").template
    )
    fixed_on: date | None = Field(
        default=None,
        description=say("Day on which this question was fixed, before results were seen; none: it was not.").template,
    )
    note: str | None = Field(
        default=None,
        max_length=500,
        description=say("What readers should know beside the figure; shown among its limits.").template,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, value: Any, info: ValidationInfo) -> Any:
        """A name alone where names are asked for: nobody should have to write brackets around one."""
        wanted = cls.model_fields[info.field_name or ""].annotation
        return (value,) if isinstance(value, str) and get_origin(wanted) is tuple else value

    @property
    def every_business(self) -> bool:
        """Whether it is asked of all businesses together."""
        return bool(self.business == type(self).model_fields["business"].default)

    @classmethod
    def example(cls) -> Self:
        """A question that the sample project of the contract tests can answer."""
        raise NotImplementedError


Q = TypeVar("Q", bound=Question)
Asked = TypeVar("Asked", bound=Question, contravariant=True)


class Engine(Protocol[Q]):
    """Two pure steps. Between them the caller runs the expressions: engines do no I/O."""

    name: str
    question: type[Q]

    def needs(self, question: Q, tables: Tables) -> Mapping[str, ir.Table]:
        """Expressions over the store whose results `estimate` wants, by name; rows in a total order."""
        ...

    def estimate(
        self, question: Q, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence from those results; same data and same rng state, same evidence."""
        ...


@runtime_checkable
class Together(Protocol[Asked]):
    """An engine that reads for several questions at once what each would else read anew."""

    def family(self, question: Asked) -> Hashable:
        """What questions must agree in to be read together."""
        ...

    def together(self, questions: Sequence[Asked], tables: Tables) -> Mapping[str, ir.Table]:
        """Expressions whose results `estimate` takes for each of these questions of one family, as those of `needs`."""
        ...
