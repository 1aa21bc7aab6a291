"""Channels of the rows of an export, and the money of those that no rule catches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import TEXT
from probant.source.channels import UNASSIGNED, Rules, Signs, Uncaught
from probant.source.recipe import Recipe

_COLUMNS = {
    "campaign": "campaign",
    "type": "campaign_type",
    "source": "source",
    "medium": "medium",
    "group": "group",
}
"""Sign -> column or ingredient that bears it."""
_MONEY = ("amount", "value", "revenue")
_APART, _NONE = "\x1f", "\x1e"


@dataclass
class Assigner:
    """Gives each row its channel, and remembers what no rule caught."""

    recipe: Recipe
    rules: Rules
    caught: dict[Signs, str | None] = field(default_factory=dict)
    _missed: dict[tuple[Signs, str | None], tuple[int, Decimal | None]] = field(default_factory=dict)

    @property
    def uncaught(self) -> tuple[Uncaught, ...]:
        """What no rule caught, the most money first."""
        found = (Uncaught(signs, rows, money, code) for (signs, code), (rows, money) in self._missed.items())
        return tuple(sorted(found, key=lambda one: (-(one.money or 0), -one.rows, str(one.signs))))

    def channels(self, columns: Mapping[str, pa.Array], kept: npt.NDArray[np.bool_]) -> pa.Array:
        """(N,) channel of each row: as the project says, else by rule, else unassigned; NULL where nothing tells.

        Only rows in `kept` count as uncaught.
        """
        column = self.recipe.contract.by_name.get("channel")
        if column is None:
            return pa.nulls(len(kept), TEXT)
        if "channel" in {*self.recipe.headers, *self.recipe.constants}:
            return columns["channel"]
        seen = self._signs(columns)
        if not seen and not column.required:
            return pa.nulls(len(kept), TEXT)
        coded = _joined(seen, len(kept)).dictionary_encode()
        signs = [self._of(seen, text) for text in coded.dictionary.to_pylist()]
        found = [self._channel(one) for one in signs]
        self._miss(
            columns, kept, coded.indices.to_numpy(), {code: signs[code] for code, c in enumerate(found) if c is None}
        )
        open_ = UNASSIGNED if column.required else None
        return pa.array([channel or open_ for channel in found], TEXT).take(coded.indices)

    def businesses(self, columns: Mapping[str, pa.Array]) -> pa.Array:
        """(N,) business of each row: that of its rule where this names one, else what the column says already."""
        seen = self._signs(columns)
        coded = _joined(seen, len(columns["business"])).dictionary_encode()
        found = [self.rules.rule(self._of(seen, text)) for text in coded.dictionary.to_pylist()]
        named = pa.array([rule.business if rule else None for rule in found], TEXT).take(coded.indices)
        return pc.coalesce(named, columns["business"])

    def _signs(self, columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
        """Signs that the file bears."""
        have = {*self.recipe.headers, *self.recipe.constants}
        seen = {sign: columns[name] for sign, name in _COLUMNS.items() if name in have}
        if "source_medium" in have:
            both = columns["source_medium"]
            seen |= {"source": _part(both, "^(.*) / .*$"), "medium": _part(both, "^.* / (.*)$")}
        return seen

    def _of(self, seen: Mapping[str, pa.Array], text: str) -> Signs:
        parts = [None if part == _NONE else part for part in text.split(_APART)]
        return Signs(platform=self.recipe.export.platform, **dict(zip(seen, parts, strict=False)))

    def _channel(self, signs: Signs) -> str | None:
        if signs not in self.caught:
            self.caught[signs] = self.rules.channel(signs)
        return self.caught[signs]

    def _miss(
        self,
        columns: Mapping[str, pa.Array],
        kept: npt.NDArray[np.bool_],
        codes: npt.NDArray[np.int32],
        missed: Mapping[int, Signs],
    ) -> None:
        name = next((one for one in _MONEY if one in self.recipe.contract.by_name and one in columns), None)
        for code, signs in missed.items():
            rows = pa.array((codes == code) & kept)
            count = int(pc.sum(rows).as_py() or 0)
            if not count:
                continue
            money = pc.sum(columns[name].filter(rows)).as_py() if name else None
            codes_ = (
                pc.unique(columns["currency"].filter(rows)).drop_null().to_pylist() if "currency" in columns else []
            )
            key = signs, str(codes_[0]) if codes_ else None
            held, sum_ = self._missed.get(key, (0, None))
            self._missed[key] = held + count, money if sum_ is None else sum_ + (money or 0)


def _joined(seen: Mapping[str, pa.Array], rows: int) -> pa.Array:
    if not seen:
        return pa.repeat("", rows)
    cells = [pc.fill_null(one, _NONE) for one in seen.values()]
    return pc.binary_join_element_wise(*cells, _APART)


def _part(both: pa.Array, pattern: str) -> pa.Array:
    """The first group of the pattern in each cell; all of it where there is no slash."""
    return pc.replace_substring_regex(both, pattern, r"\1")
