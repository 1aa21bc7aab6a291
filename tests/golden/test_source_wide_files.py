"""Public data sets of mix models, one column a channel: the block that is proposed for each loads its very totals.

Reference: the sum of each column over the file's rows, added up here by the csv module and decimal. Tolerance: money is
kept to four decimals, so each row may differ by half of the last one. Data and licences: ../shared/data/mmm/README.md.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from probant.source.channels import rules
from probant.source.household import Household
from probant.source.settings import SourceSettings
from probant.source.sorting import sort_folder

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "mmm"
HOUSE = Household({"currency": "XXX"}, timezone="UTC")
MERIDIAN = {f"Channel{number}_spend": f"channel{number}" for number in range(5)}
FOUR = dict(list(MERIDIAN.items())[:4])
CONJURA = (
    *(f"google_{name}" for name in ("search", "shopping", "pmax", "display", "video")),
    *(f"meta_{name}" for name in ("facebook", "instagram", "other")),
)
WIDE = {
    "conjura__one_brand_weekly.csv": {name: name for name in CONJURA},
    "meridian__geo_all_channels.csv": MERIDIAN,
    "meridian__geo_media.csv": FOUR,
    "meridian__geo_media_rf.csv": FOUR,
    "meridian__hypothetical_geo_all_channels.csv": MERIDIAN,
    "meridian__national_all_channels.csv": MERIDIAN,
    "meridian__national_media.csv": FOUR,
    "meridian__national_media_rf.csv": FOUR,
    "pymc_marketing__mmm_example.csv": {"x1": "x1", "x2": "x2"},
    "pymc_marketing__mmm_multidimensional_example.csv": {"x1": "x1", "x2": "x2"},
    "robyn__dt_simulated_weekly.csv": {f"{name}_S": name for name in ("tv", "ooh", "print", "search", "facebook")},
}
OUTCOMES = {"conjura__one_brand_weekly.csv": "revenue", "robyn__dt_simulated_weekly.csv": "revenue"}
HALF = Decimal("0.00005")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data sets are not here")


def asked(file):
    """What is asked of a file of which nobody has said anything."""
    (found,) = sort_folder(DATA, rules(), HOUSE, only=[DATA / file]).files
    assert not found.ready
    (doubt,) = found.doubts
    return doubt


def followed(file):
    """Table -> rows, once every block that was proposed is in probant.toml."""
    said = [SourceSettings(**tomllib.loads(block)["source"][0]) for block in asked(file).lines]
    (found,) = sort_folder(DATA, rules(), HOUSE, said, only=[DATA / file]).files
    assert found.ready, (found.error, found.doubts)
    return {
        one.table: [row for batch in one.reading.batches() for row in batch.rows.to_pylist()] for one in found.fillings
    }


def cells(file):
    with (DATA / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize("file", WIDE)
def test_the_proposal_for_a_wide_file_loads_the_total_of_each_channel(file):
    rows, told = followed(file)["spend"], cells(file)
    totals = defaultdict(Decimal)
    for row in rows:
        totals[row["channel"]] += row["amount"]
    assert set(totals) == set(WIDE[file].values())
    for header, channel in WIDE[file].items():
        assert abs(totals[channel] - sum(Decimal(row[header]) for row in told)) <= HALF * len(told)
    assert {row["span_days"] for row in rows} == {7}
    assert len(rows) == len(told) * len(WIDE[file])


@pytest.mark.parametrize("file", OUTCOMES)
def test_what_the_business_earned_stands_beside_it(file):
    rows, told = followed(file)["outcomes"], cells(file)
    assert abs(sum(row["revenue"] for row in rows) - sum(Decimal(row[OUTCOMES[file]]) for row in told)) <= HALF * len(
        told
    )
    assert {row["span_days"] for row in rows} == {7}


def test_areas_stay_apart():
    assert Counter(row["area"] for row in followed("pymc_marketing__mmm_multidimensional_example.csv")["spend"]) == {
        "geo_a": 318,
        "geo_b": 318,
    }


@pytest.mark.parametrize("file", ["conjura__data_dictionary.csv", "robyn__dt_prophet_holidays.parquet"])
def test_of_what_fills_no_table_it_is_said_what_was_seen_and_what_can_be_done(file):
    doubt = asked(file)
    assert "--table" in str(doubt.ask)
    assert "…" in doubt.lines[0]
