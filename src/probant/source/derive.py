"""From what was read of an export to rows of the contract: what is left out, explained, dated, netted, assigned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Reject
from probant.contract.definition import DAY, TEXT
from probant.source.assign import Assigner
from probant.source.cells import Form
from probant.source.dated import put_days
from probant.source.frame import EMPTY, Account, Frame, mask
from probant.source.net import net
from probant.source.recipe import LINE, Recipe
from probant.words import say

ITEM, CANCELLED = "(further item)", "(cancelled)"
"""Why rows are left out, beside the words of the file itself."""
_CLOSED = ["won", "lost"]


@dataclass
class Deriver:
    """Makes rows of the contract, batch after batch in the file's order."""

    recipe: Recipe
    assigner: Assigner
    file: str
    form: Form
    """How days are written where they are taken from an instant as it stands; its zone is the project's."""
    account: Account = field(default_factory=Account)
    _order: str | None = None
    """Order to which the last row belonged."""

    def rows(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, tuple[Reject, ...]]:
        """Rows that keep the contract, and those that do not.

        Raises Inconsistent where a day lies outside the period that the file itself names.
        """
        recipe = self.recipe
        columns = {name: self._said(name, batch.column(name)) for name in batch.schema.names}
        frame = Frame(columns, self.account, np.zeros(batch.num_rows, bool))
        self._leave_items(frame)
        for name, mark in recipe.fill.strip.items():
            if name in columns:
                columns[name] = pc.replace_substring_regex(columns[name], f"^{re.escape(mark)}", "")
        if recipe.fill.drop_if in columns:
            frame.leave(mask(pc.is_valid(columns[recipe.fill.drop_if])), CANCELLED)
        for name in {*recipe.fill.values} & {*recipe.headers, *recipe.constants}:
            self._explain(frame, name)
        put_days(frame, recipe, self.form, self.file)
        if recipe.fill.net:
            columns[recipe.fill.net], faults = net(columns, recipe.constants.get("tax_rate"))
            frame.blame(faults)
        if "close" in columns:
            closed = pc.is_in(columns["state"], value_set=pa.array(_CLOSED))
            columns["closed_on"] = pc.if_else(closed, columns["close"], pa.scalar(None, DAY))
        columns["channel"] = self.assigner.channels(columns, frame.kept)
        if "business" in columns and self.assigner.rules.parts:
            columns["business"] = self.assigner.businesses(columns)
        frame.require(recipe.contract)
        return frame.rows(recipe.contract), frame.rejects(self.file)

    def _said(self, name: str, cells: pa.Array) -> pa.Array:
        """Text without the platform's own words for 'not known'."""
        if cells.type != TEXT or name == LINE or not self.recipe.export.nothing:
            return cells
        nothing = pc.is_in(cells, value_set=pa.array(self.recipe.export.nothing, TEXT))
        return pc.if_else(nothing, pa.scalar(None, TEXT), cells)

    def _leave_items(self, frame: Frame) -> None:
        """Further items of an order bear its name, and nothing else of it."""
        name = self.recipe.fill.items_of
        if name is None or not len(frame.out):
            return
        names = frame.columns[name]
        before = pa.concat_arrays([pa.array([self._order], TEXT), names[:-1]])
        self._order = names[-1].as_py()
        blank, same = np.ones(len(names), bool), mask(pc.equal(names, before))
        for other in {"total", "currency", "status"} & set(self.recipe.headers):
            blank &= mask(pc.is_null(frame.columns[other]))
        frame.leave(blank & same, ITEM)
        frame.fault(blank & ~same, name, say("This is an item of an order that does not stand above it."))

    def _explain(self, frame: Frame, name: str) -> None:
        """Words of the file to what they stand for; '' leaves the row out."""
        said = {**self.recipe.fill.values[name], **self.recipe.said.values.get(name, {})}
        stands = {text.casefold(): value for text, value in said.items()}
        coded = frame.columns[name].dictionary_encode()
        codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
        meant = {text: stands.get(text.strip().casefold()) for text in coded.dictionary.to_pylist()}
        for code, (text, value) in enumerate(meant.items()):
            rows = (codes == code) & ~frame.out
            if value == "":
                frame.leave(rows, text)
            elif value is None and rows.any():
                self.account.unknown[name, text] += int(rows.sum())
                frame.fault(rows, name, say("Nobody has said what “{text}” stands for.", text=text[:60]))
        frame.fault(codes < 0, name, EMPTY)
        frame.columns[name] = pa.array(list(meant.values()), TEXT).take(coded.indices)
