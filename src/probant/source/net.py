"""What the goods of a sale brought: without tax, shipping, and what was paid back of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import MONEY
from probant.words import Words, say

_PARTS = ("refunded", "taxes", "subtotal", "shipping")
_LAST, _ZERO = Decimal("0.0001"), pa.scalar(Decimal(0), MONEY)
_OVER = say("More was paid back than was paid.")
_EMPTY = say("The cell is empty, and this column needs a value.")


def net(columns: Mapping[str, pa.Array], rate: object = None) -> tuple[pa.Array, dict[int, tuple[str, Words]]]:
    """Money that was kept for goods, less the tax in it: (total - refunded) x (1 - taxes / total) x goods' share.

    The goods' share is subtotal / (subtotal + shipping). It is a share, and not a difference, because a subtotal
    and a shipping fee contain tax in shops whose prices do, and none in others.

    Parameters
    ----------
    columns
        `total`, and where the file has them `refunded`, `taxes`, `subtotal` and `shipping`: (N,) decimals in the
        row's currency. A refund bears the same shares of tax and of shipping as the sale.
    rate
        Tax on the price without tax, e.g. 0.2, where the file does not say the taxes; it holds for all rows.

    Returns
    -------
    (N,) array
        NULL where a part of it is not known.
    dict
        Row -> name and reason, for rows of which a part is not known or that contradict themselves.
    """
    parts = [name for name in _PARTS if name in columns]
    whole, factor = columns["total"], 1 + Decimal(str(rate or 0))
    for name in {"refunded", "taxes"} & set(parts):
        whole = pc.subtract(whole, columns[name])
    whole = whole.cast(MONEY)
    # A difference of columns is all that is wanted of most rows; the others are worked out one by one.
    slow = pa.repeat(True, len(whole)) if factor != 1 else _uneven(columns, parts, whole)
    if "subtotal" in parts:
        whole = pc.if_else(pc.equal(columns["shipping"], _ZERO), whole, columns["subtotal"].cast(MONEY))
    taken = zip(*(columns[name].filter(slow).to_pylist() for name in ("total", *parts)), strict=True)
    made = [_one(dict(zip(("total", *parts), row, strict=True)), factor) for row in taken]
    rows = np.flatnonzero(slow.to_numpy(zero_copy_only=False))
    wrong = {int(row): ("refunded", _OVER) for row, one in zip(rows, made, strict=True) if isinstance(one, str)}
    plain = pa.array([None if isinstance(one, str) else one for one in made], MONEY)
    return pc.replace_with_mask(whole, slow, plain), wrong | _unknown(columns, parts)


def _uneven(columns: Mapping[str, pa.Array], parts: list[str], bare: pa.Array) -> pa.Array:
    """(N,) bool: rows with a refund, or whose shipping is not simply what the total has beyond goods and taxes."""
    found = pa.repeat(False, len(bare))
    if "refunded" in parts:
        found = pc.or_kleene(found, pc.not_equal(columns["refunded"], _ZERO))
    if "subtotal" in parts:
        shipped = pc.not_equal(columns["shipping"], _ZERO)
        uneven = pc.not_equal(pc.add(columns["subtotal"], columns["shipping"]), bare)
        found = pc.or_kleene(found, pc.and_kleene(shipped, uneven))
    return pc.fill_null(found, False)


def _one(row: Mapping[str, Decimal | None], factor: Decimal) -> Decimal | str | None:
    if None in row.values():
        return None
    total, refunded, taxes, goods, shipping = (row.get(name) or Decimal(0) for name in ("total", *_PARTS))
    if total >= 0 and refunded > total:
        return "over"
    kept = total - refunded
    bare = kept - taxes * kept / total if total else kept
    if goods + shipping:
        bare = bare * goods / (goods + shipping)
    return (bare / factor).quantize(_LAST, rounding=ROUND_HALF_EVEN)


def _unknown(columns: Mapping[str, pa.Array], parts: list[str]) -> dict[int, tuple[str, Words]]:
    found: dict[int, tuple[str, Words]] = {}
    for name in ("total", *parts):
        if columns[name].null_count:
            nulls = pc.is_null(columns[name]).to_numpy(zero_copy_only=False)
            found = dict.fromkeys(np.flatnonzero(nulls).tolist(), (name, _EMPTY)) | found
    return found
