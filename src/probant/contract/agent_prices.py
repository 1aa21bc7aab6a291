"""One row per business, model, kind of token and first day."""

from __future__ import annotations

import pyarrow as pa

from probant.contract.definition import DAY, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, CURRENCY
from probant.words import say

AGENT_PRICES = Contract(
    name="agent_prices",
    meaning=say("What tokens of models cost, from which day on."),
    grain=say("one row per business, model, kind of token and first day"),
    key=("business", "model", "tokens", "day"),
    columns=(
        BUSINESS,
        Column("model", TEXT, "name", say("Model, as in spans.")),
        Column("tokens", TEXT, "name", say("'input' (not cached), 'cached', 'cache_write' or 'output'.")),
        Column("day", DAY, "date", say("First day on which the price holds.")),
        CURRENCY,
        Column("price", pa.decimal128(18, 6), "currency / million", say("Price of a million tokens."), low=0),
    ),
)
