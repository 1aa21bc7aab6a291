"""`[privacy]` of probant.toml: on which lawful basis each table may hold personal data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from probant.contract.catalog import contract
from probant.errors import Refused
from probant.words import say

Basis = Literal[
    "consent",
    "contract",
    "legal_obligation",
    "vital_interests",
    "public_task",
    "legitimate_interests",
    "not_personal",
]
"""The six of article 6 of the GDPR, and 'not_personal': the identifiers lead to nobody, and stay as they are."""
BASES: tuple[Basis, ...] = get_args(Basis)


class PrivacySettings(BaseModel):
    """What may enter the store: basis and purpose by table, and how long a consent lasts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    basis: Mapping[str, Basis] = Field(
        default_factory=dict,
        description=say("Lawful basis by table; a table that identifies people needs one.").template,
    )
    purpose: Mapping[str, str] = Field(
        default_factory=dict,
        description=say("What consent must have been asked for, by table; 'audience' where it is not said.").template,
    )
    consent_months: int = Field(
        default=13, ge=1, le=120, description=say("Months that a consent lasts which names no end of its own.").template
    )

    arguments: Literal["pseudonyms", "clear"] | None = Field(
        default=None,
        description=say(
            "What is kept of the arguments that AI agents give to their tools: 'pseudonyms' of their values, "
            "or the values as they are ('clear'). Where it is not said, those that come as OpenTelemetry are not kept."
        ).template,
    )

    @model_validator(mode="after")
    def _tables_are_known(self) -> Self:
        for table in (*self.basis, *self.purpose):
            contract(table)
        return self

    def basis_of(self, table: str) -> Basis | None:
        """The basis declared for a table; None where none is.

        Whoever relies on consent must be able to show it (GDPR, article 7(1)): that obligation is the
        basis of `consents` where none is declared.

        Raises
        ------
        Refused
            If `consents` is said to hold no personal data, or to need consent itself.
        """
        declared = self.basis.get(table, "legal_obligation" if table == "consents" else None)
        if table == "consents" and declared in {"consent", "not_personal"}:
            raise Refused(
                say("“{basis}” cannot be the basis of the table of consents.", basis=declared),
                mend=say("take the line “consents” out of [privacy.basis]: showing consent is a legal obligation"),
            )
        return declared

    def purpose_of(self, table: str) -> str:
        """What consent must have been asked for, before a row may enter that table."""
        return self.purpose.get(table, "audience")
