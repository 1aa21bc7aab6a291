"""A simulated folder, read: its shop's two files tell of the same sales, and nothing in it is an error."""

from __future__ import annotations

import pytest

from probant.simulate.company import simulate
from probant.simulate.settings import AgentSettings, Settings
from probant.source.channels import rules
from probant.source.exported import read_export
from probant.source.household import Household
from probant.source.recipe import recipe
from probant.source.recognise import recognise
from probant.source.sorting import sort_folder

HOUSE = Household({"currency": "EUR", "business": "shop"}, timezone="UTC")


@pytest.fixture(scope="module", params=["csv", "parquet"])
def exports(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated") / request.param
    simulate(folder, Settings(seed=5, customers=800, format=request.param, agents=AgentSettings(runs=20)))
    return folder, request.param


def test_the_shops_export_and_the_companys_own_table_are_the_same_sales(exports):
    folder, ending = exports
    sorted_ = {file.path.name: file for file in sort_folder(folder, rules(), HOUSE).files}
    own = sorted_[f"conversions.{ending}"].fillings[0].reading
    found = recognise(folder / f"shopify_orders.{ending}")
    fill = recipe(found.best, found.export.fill("conversions"))
    shop = read_export(found, fill, rules(), defaults=HOUSE.defaults, timezone="UTC")

    def told(reading):
        rows = (row for batch in reading.batches() for row in batch.rows.to_pylist())
        return sorted((row["conversion"], row["at"], row["day"], row["value"], row["currency"]) for row in rows)

    assert told(shop) == told(own)
    assert len(told(own)) > 500


def test_no_file_of_it_is_an_error_and_what_no_table_takes_says_why(exports):
    folder, _ = exports
    files = {file.path.name: file for file in sort_folder(folder, rules(), HOUSE).files}
    assert [name for name, file in files.items() if file.error is not None] == []
    assert "Traces of AI agents" in str(files["spans.otlp.jsonl"].why)
    assert "Kept aside: the truth" in str(files["truth.json"].why)
    assert all(
        file.recognition or file.fillings
        for name, file in files.items()
        if "." in name and name not in ("spans.otlp.jsonl", "truth.json")
    )
