"""What a sale brought without its tax and without what was paid back of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import MONEY
from probant.words import Words, say

_LAST, _ZERO = Decimal("0.0001"), pa.scalar(Decimal(0), MONEY)
_OVER = say("More was paid back than was paid.")
_EMPTY = say("The cell is empty, and this column needs a value.")


def net(columns: Mapping[str, pa.Array], rate: object = None) -> tuple[pa.Array, dict[int, tuple[str, Words]]]:
    """Money that was kept, less the tax in it: (total - refunded) x (1 - taxes / total).

    Parameters
    ----------
    columns
        `total`, and where the file has them `refunded` and `taxes`: (N,) decimals in the row's currency. A
        refund bears the same share of tax as the sale.
    rate
        Tax on the price without tax, e.g. 0.2, where the file does not say the taxes; it holds for all rows.

    Returns
    -------
    (N,) array
        NULL where a part of it is not known.
    dict
        Row -> name and reason, for rows of which a part is not known or that contradict themselves.
    """
    parts = [name for name in ("refunded", "taxes") if name in columns]
    whole, factor = columns["total"], 1 + Decimal(str(rate or 0))
    for name in parts:
        whole = pc.subtract(whole, columns[name])
    whole = whole.cast(MONEY)
    # A difference of columns is all that is wanted of most rows; the others are worked out one by one.
    back = pc.not_equal(columns["refunded"], _ZERO) if "refunded" in parts else pa.repeat(False, len(whole))
    slow = pa.repeat(True, len(whole)) if factor != 1 else pc.fill_null(back, False)
    taken = zip(*(columns[name].filter(slow).to_pylist() for name in ("total", *parts)), strict=True)
    made = [_one(dict(zip(("total", *parts), row, strict=True)), factor) for row in taken]
    rows = np.flatnonzero(slow.to_numpy(zero_copy_only=False))
    wrong = {int(row): ("refunded", _OVER) for row, one in zip(rows, made, strict=True) if isinstance(one, str)}
    plain = pa.array([None if isinstance(one, str) else one for one in made], MONEY)
    return pc.replace_with_mask(whole, slow, plain), wrong | _unknown(columns, parts)


def _one(row: Mapping[str, Decimal | None], factor: Decimal) -> Decimal | str | None:
    total, refunded, taxes = row["total"], row.get("refunded", Decimal(0)), row.get("taxes", Decimal(0))
    if total is None or refunded is None or taxes is None:
        return None
    if total >= 0 and refunded > total:
        return "over"
    kept = total - refunded
    bare = kept - taxes * kept / total if total else kept
    return (bare / factor).quantize(_LAST, rounding=ROUND_HALF_EVEN)


def _unknown(columns: Mapping[str, pa.Array], parts: list[str]) -> dict[int, tuple[str, Words]]:
    found: dict[int, tuple[str, Words]] = {}
    for name in ("total", *parts):
        if columns[name].null_count:
            nulls = pc.is_null(columns[name]).to_numpy(zero_copy_only=False)
            found = dict.fromkeys(np.flatnonzero(nulls).tolist(), (name, _EMPTY)) | found
    return found
