"""What a file of initiatives may say: parts of TOML, and the rows of the contracts that they make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from probant.words import say


def _role(text: str) -> str:
    """A role; an address of a person is none."""
    if "@" in text:
        raise ValueError(say("name a role, e.g. “head of service”, and no person").template)
    return text


Name = Annotated[str, Field(min_length=1)]
Role = Annotated[str, Field(min_length=1), AfterValidator(_role)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False, max_digits=18, decimal_places=4)]
Three = tuple[Number, Number, Number]
Row = dict[str, Any]


class Part(BaseModel):
    """A part of the file: frozen, and deaf to words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FactorForm(Part):
    """One factor of a benefit: a number that was measured, a range, or what it rests on."""

    value: Number | None = Field(default=None, description="Best estimate, the mean.")
    low: Number | None = Field(default=None, description="At least that in 19 of 20 cases.")
    high: Number | None = Field(default=None, description="At most that in 19 of 20 cases.")
    evidence: Name | None = Field(default=None, description="Id of this project's evidence that shows it.")
    published: Name | None = Field(default=None, description="Id of a published effect.")
    basis: Literal["measured", "self_reported", "assumed"] = Field(
        default="measured", description="What a value rests on that is neither evidence nor published."
    )
    subject: Name | None = Field(default=None, description="Which estimate of the evidence.")
    author: Role | None = Field(default=None, description="Role that says so, where it is not measured.")

    def row(self) -> Row:
        """Its columns of `initiative_drivers`."""
        basis = "evidence" if self.evidence else "published" if self.published else self.basis
        told = self.model_dump(include={"value", "low", "high", "subject", "author"})
        return {**told, "basis": basis, "source": self.evidence or self.published}


Factor = Number | Three | FactorForm


class BenefitForm(Part):
    """`[[initiative.benefit]]`: one benefit as a product of factors."""

    name: Name
    line: Name = Field(description="Line of a return model: its one home.")
    kind: Name = Field(description="time, sales, saving, content, risk; cost for what use costs.")
    first_month: int = Field(default=0, ge=0, le=120, description="Months after the start from which it counts.")
    withdrawn: bool = Field(default=False, description="Whether it is no longer counted.")
    volume: Factor | None = None
    effect: Factor | None = None
    worth: Factor | None = None
    exposure: Factor | None = None
    attribution: Factor | None = None
    realisation: Factor | None = None
    margin: Factor | None = None
    review: Factor | None = None
    decay: Factor | None = None

    def rows(self) -> Iterator[Row]:
        """Rows of `initiative_drivers`, one a factor that is there."""
        for factor in _FACTORS:
            told = getattr(self, factor)
            if told is not None:
                yield {"benefit": self.name, "factor": factor, **_factor(told)}


_HEAD = {"line", "kind", "first_month", "withdrawn"}
_FACTORS = tuple(name for name in BenefitForm.model_fields if name not in {"name", *_HEAD})


class CostForm(Part):
    """`[[initiative.cost]]`: what one kind costs in a month, or in several."""

    kind: Name
    state: Literal["forecast", "realised"]
    month: date
    months: int = Field(default=1, ge=1, le=120, description="How many months in a row cost that.")
    amount: Amount | tuple[Amount, Amount, Amount] | None = Field(
        default=None, description="Of each month: the amount, or low, amount, high."
    )
    hours: Number | None = Field(default=None, ge=0, description="In place of an amount: hours a month.")
    rate: Amount | None = Field(default=None, description="And their loaded rate.")

    @model_validator(mode="after")
    def _has_an_amount(self) -> Self:
        if (self.amount is None) == (self.hours is None or self.rate is None):
            raise ValueError(say("give an amount, or hours and their rate").template)
        return self

    def rows(self) -> Iterator[Row]:
        """Rows of `initiative_costs`, one a month."""
        low, amount, high = self.amount if isinstance(self.amount, tuple) else (None, self.amount, None)
        if amount is None:
            amount = (Decimal(str(self.hours or 0)) * (self.rate or Decimal(0))).quantize(Decimal("0.0001"))
        for number in range(self.months):
            day = _later(self.month, number)
            yield {"day": day, "kind": self.kind, "state": self.state, "amount": amount, "low": low, "high": high,
                   "hours": self.hours}  # fmt: skip


class AdoptionForm(Part):
    """`[[initiative.adoption]]`: who used it in a month."""

    month: date
    team: Role
    licensed: int = Field(ge=0)
    active: int = Field(ge=0)
    assisted: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _no_more_than_may(self) -> Self:
        if self.active > self.licensed:
            raise ValueError(say("more people used it than may use it").template)
        return self


class ReadingForm(Part):
    """`[[initiative.reading]]`: an indicator in a month."""

    month: date
    indicator: Name
    state: Literal["baseline", "forecast", "realised", "validated"]
    value: Number | Three = Field(description="The value, or low, value, high.")
    unit: Name
    sample: int | None = Field(default=None, ge=0)
    evidence: Name | None = None
    author: Role | None = None


class JudgementForm(Part):
    """`[[initiative.judgement]]`: what a role judges a line to be."""

    line: Name
    author: Role
    judged_on: date
    score: float | tuple[float, float, float] = Field(description="0 to 1: the score, or low, score, high.")
    weight: float = Field(default=1, ge=0)
    reason: str | None = None


class InitiativeForm(Part):
    """`[[initiative]]`: one initiative."""

    name: Name
    business: Name | None = None
    use_case: Name
    owner: Role = Field(description="Role that answers for it.")
    stage: Literal["idea", "pilot", "scaled", "stopped"]
    objective: Name | None = None
    indicator: Name | None = None
    better: Literal["more", "less"] = "more"
    threshold: Number | None = None
    starts_on: date | None = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    agent: Name | None = None
    adoption_ceiling: Number | Three | None = None
    ramp_months: Number | None = None
    feasible: Number | Three | None = None
    person_months: Number | None = None
    pilot_benefit: Name | None = None
    pilot_error: Number | None = None
    pilot_sample: int | None = None
    pilot_months: int | None = None
    pilot_cost: Amount | None = None
    stop_rule: Name | None = None
    stop_at: Number | None = None
    expansion_cost: Amount | None = None
    expansion_factor: Number | None = None
    expansion_months: int | None = None
    needs: Name | None = None
    cost: tuple[CostForm, ...] = ()
    benefit: tuple[BenefitForm, ...] = ()
    adoption: tuple[AdoptionForm, ...] = ()
    reading: tuple[ReadingForm, ...] = ()
    judgement: tuple[JudgementForm, ...] = ()

    def register(self) -> Row:
        """Its row of `initiatives`, without name, business and currency."""
        parts = {"name", "business", "currency", "cost", "benefit", "adoption", "reading", "judgement"}
        told = self.model_dump(exclude=parts | {"adoption_ceiling", "feasible"})
        ceiling, feasible = _range(self.adoption_ceiling), _range(self.feasible)
        told |= {"ceiling_low": ceiling[0], "adoption_ceiling": ceiling[1], "ceiling_high": ceiling[2]}
        return told | {"feasible_low": feasible[0], "feasible": feasible[1], "feasible_high": feasible[2]}

    def tables(self) -> dict[str, list[Row]]:
        """Rows by table, without initiative, business and currency."""
        found: dict[str, list[Row]] = {
            "initiatives": [self.register()],
            "initiative_costs": [row for one in self.cost for row in one.rows()],
            "initiative_benefits": [_head(one) for one in self.benefit],
            "initiative_drivers": [row for one in self.benefit for row in one.rows()],
            "initiative_adoption": [_dated(one.model_dump()) for one in self.adoption],
        }
        found["initiative_readings"] = [_dated(_ranged(one.model_dump(), "value")) for one in self.reading]
        found["initiative_judgements"] = [_ranged(one.model_dump(), "score") for one in self.judgement]
        return found


class InitiativesForm(Part):
    """The whole file."""

    initiative: tuple[InitiativeForm, ...] = Field(min_length=1)


def _head(one: BenefitForm) -> Row:
    return {"benefit": one.name, **one.model_dump(include=_HEAD)}


def _factor(told: Any) -> Row:
    """A plain number was measured; three numbers are a measurement with its range."""
    if isinstance(told, FactorForm):
        return told.row()
    low, value, high = _range(told)
    return FactorForm(value=value, low=low, high=high).row()


def _range(told: Any) -> tuple[Any, Any, Any]:
    return told if isinstance(told, tuple) else (None, told, None)


def _ranged(row: Row, name: str) -> Row:
    low, value, high = _range(row[name])
    return {**row, "low": low, name: value, "high": high}


def _dated(row: Row) -> Row:
    month = row.pop("month")
    return {**row, "day": _later(month, 0)}


def _later(month: date, months: int) -> date:
    """First day of the month that lies so many months later."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
