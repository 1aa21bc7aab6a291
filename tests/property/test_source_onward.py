"""One pass over a plain file gives what looking through all of it first gives; that plain way is the oracle here."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from probant.contract.catalog import contract
from probant.errors import ProbantError
from probant.source import delimited, read
from probant.source.proof import prove

AMOUNTS = (
    "12.50",
    "3",
    "0x1F",
    "1.000",
    "1,000.25",
    "1.000,25",
    "7,5",
    "€ 5",
    "$4",
    "-",
    "",
    "abc",
    "1e3",
    "nan",
    "9" * 20,
)
COUNTS = ("5", "1000", "1.000", "12.0", "0x10", "", "many", "-3", "1,000")
DAYS = ("2024-03-04", "2024-13-01", "03/04/2024", "25/04/2024", "04/25/2024", "2024-03-04T10:00:00Z", "", "soon")
CURRENCIES = ("EUR", "eur", "USD", "Euro")
CHANNELS = ("search", '"a,b"', 'x"y', "0xsearch", "")


def rows(odd):
    """Mostly plain rows, so that the first piece settles something; then rows of which any cell may be odd."""
    plain = st.tuples(
        st.sampled_from(DAYS[:1]), st.sampled_from(("12.50", "3")), st.sampled_from(("5", "1000")), st.just("EUR")
    )
    strange = st.tuples(*(st.sampled_from(pool) for pool in (DAYS, AMOUNTS, COUNTS, CURRENCIES)))
    return st.tuples(
        st.lists(plain, min_size=1, max_size=6), st.lists(st.one_of(plain, strange), max_size=6), st.just(odd)
    )


def outcome(path):
    """Rows, rejects, or the error."""
    try:
        batches = list(read.read(path, contract("spend"), defaults={"currency": "EUR", "business": "b"}).batches())
    except ProbantError as error:
        return type(error), str(error)
    made = [row for batch in batches for row in batch.rows.to_pylist()]
    return made, [(one.line, one.column, str(one.reason)) for batch in batches for one in batch.rejects]


@given(st.one_of(*(rows(odd) for odd in CHANNELS)), st.sampled_from((40, 90, 10_000)))
@settings(max_examples=400, deadline=None)
@example(([("2024-03-04", "3", "5", "EUR")] * 3, [("2024-03-04", "1.000", "5", "EUR")], "search"), 40)
@example(([("2024-03-04", "3", "5", "EUR")] * 3, [("2024-03-04", "0x1F", "0x10", "EUR")], "search"), 40)
@example(([("2024-03-04", "3", "5", "EUR")] * 3, [("25/04/2024", "1.5", "5", "EUR")], "search"), 40)
def test_one_pass_gives_what_two_give(made, size):
    first, later, channel = made
    lines = [
        f"{day},c{number},{channel},{_quoted(amount)},{_quoted(count)},{currency}"
        for number, (day, amount, count, currency) in enumerate((*first, *later))
    ]
    text = "day,campaign,channel,amount,impressions,currency\n" + "\n".join(lines) + "\n"
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "spend.csv"
        path.write_text(text)
        patch.setattr(delimited, "step", lambda _: size)
        onward = outcome(path)
        patch.setattr(read, "settled", prove)
        assert onward == outcome(path)


def _quoted(cell):
    return f'"{cell}"' if "," in cell else cell
