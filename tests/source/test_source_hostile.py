"""Two hundred hostile files: each an error that mends or rows that are accounted for, all in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SEED, COUNT = 20_260_131, 200
PEAK_MB = 512
"""The issue's bound for a file; here one process reads them all and stays below it."""


def run(script, *arguments):
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    run("hostile_files.py", folder, SEED, COUNT)
    yield json.loads(run("read_all.py", folder))
    for file in folder.iterdir():
        file.unlink()


def test_there_are_two_hundred(found):
    assert len(found) == COUNT


def test_each_is_an_error_that_mends_or_rows_with_an_account(found):
    for name, what in found.items():
        if "error" in what:
            assert what["what"], name
            assert what["mend"], name
        else:
            assert what["rows"] + what["rejects"] > 0, name


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's own peak")
def test_memory_stays_within_bounds(found):
    assert max(what["peak_mb"] for what in found.values()) < PEAK_MB


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.csv", "is empty"),
        ("header_only.csv", "has a header and no rows"),
        ("all_null.parquet", "has a header and no rows"),
        ("another_platform.csv", "has no column “channel”"),
        ("unterminated_first.csv", "a quote that opens in line 2 is not closed"),
        ("unterminated_last.csv", "a quote that opens in line 100002 is not closed"),
        ("all_nul.csv", "binary data"),
        ("ten_thousand_columns.csv", "10,000 columns"),
        ("one_long_line.csv", "has a line longer than"),
        ("long_header.csv", "no header that can be read"),
        ("duplicate_headers.csv", "2 columns named “amount”"),
        ("utf16_without_mark.csv", "looks like UTF-16"),
        ("utf8_and_cp1252.csv", "encoding"),
        ("cp1252_undefined.csv", "encoding"),
        ("both_orders.csv", "no single order"),
        ("open_decimal.csv", "may part thousands or decimals"),
        ("two_currencies.csv", "“EUR” in line 2, then “USD” in line 52"),
        ("nested.parquet", "holds list<element: string>, not single values"),
        ("one_long_cell_a_million_times.parquet", "has a text of 1,000,000 bytes"),
        ("three_million_bad_rows.parquet", "None of the first 100,000 rows"),
        ("bomb.xlsx", "too large for a workbook"),
        ("liar.xlsx", "cannot be read as a workbook"),
        ("sparse.xlsx", "too large for a workbook"),
        ("many_cells.xlsx", "too large for a workbook"),
        ("gzip.csv", "not a table that can be read"),
        ("no_parquet.parquet", "is not what its name says"),
        ("many_keys.jsonl", "2,001 columns"),
    ],
)
def test_the_error_says_what_was_seen(found, name, words):
    assert words in found[name]["what"]


@pytest.mark.parametrize(
    ("name", "rows", "rejects"),
    [
        ("stray_quotes.csv", 50_000, 0),
        ("quoted_line_ends.csv", 20_000, 0),
        ("one_long_cell.csv", 1, 1),
        ("totals.csv", 50, 1),
        ("mixed_line_ends.csv", 300, 0),
        ("carriage_returns.csv", 50, 0),
        ("spaced_headers.csv", 1, 0),
        ("broken.jsonl", 1_000, 1_000),
        ("surrogate.jsonl", 0, 1),
        ("numbers.csv", 1, 6),
    ],
)
def test_the_rows_are_accounted_for(found, name, rows, rejects):
    assert (found[name]["rows"], found[name]["rejects"]) == (rows, rejects)
