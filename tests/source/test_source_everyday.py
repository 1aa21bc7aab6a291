"""Tables that somebody made: what their columns may mean is proposed, in lines that then load them."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probant.contract.catalog import contract
from probant.source.channels import rules
from probant.source.everyday import plain, proposals, proposed
from probant.source.household import Household
from probant.source.settings import SourceSettings
from probant.source.sorting import sort_folder

HOUSE = Household({"currency": "EUR"}, timezone="Europe/Paris")


@pytest.mark.parametrize(
    ("headers", "table", "columns"),
    [
        (["Date", "Canal", "Dépense (€)"], "spend", {"day": "Date", "channel": "Canal", "amount": "Dépense (€)"}),
        (["Week", "Platform", "Ad Spend"], "spend", {"day": "Week", "channel": "Platform", "amount": "Ad Spend"}),
        (["Jour", "CA (€)", "Commandes"], "outcomes", {"day": "Jour", "revenue": "CA (€)", "orders": "Commandes"}),
        (["day", "Net_Sales", "Nouveaux clients"], "outcomes", {"revenue": "Net_Sales"}),
        (["Lead ID", "Create date", "Source"], "leads", {"lead": "Lead ID", "created_on": "Create date"}),
        (["Affaire", "Date de création", "Étape", "Montant"], "deals", {"state": "Étape", "amount": "Montant"}),
    ],
)
def test_names_that_people_give_are_known(headers, table, columns):
    first = proposals(headers)[0]
    assert first.contract.name == table
    assert columns.items() <= first.columns.items()


def test_a_date_alone_says_nothing():
    assert proposals(["Date", "Channel", "Remark"]) == ()


def test_a_header_that_could_be_two_columns_is_neither():
    made = proposed(contract("conversions"), ["Commande", "date commande", "montant", "total"])
    assert made.columns["value"] == "total"
    both = proposed(contract("outcomes"), ["Date", "Sales", "Ventes"])
    assert list(both.columns) == ["day", "revenue"]


def test_the_block_that_is_proposed_loads_the_file(folder):
    folder.write("depenses.csv", "Semaine;Levier;Dépense (€)\n05/01/2026;Meta;1 200,50\n26/01/2026;TikTok;300,10\n")
    (file,) = sort_folder(folder.path, rules(), HOUSE).files
    assert not file.ready
    (doubt,) = file.doubts
    (block,) = tomllib.loads(doubt.lines[0])["source"]
    said = SourceSettings(**block)
    assert said.covers == "week"
    (sure,) = sort_folder(folder.path, rules(), HOUSE, [said]).files
    assert sure.ready
    assert (sure.fillings[0].table, sure.fillings[0].rows) == ("spend", 2)
    assert sure.fillings[0].money == Decimal("1500.60")


def test_a_column_called_a_currency_is_asked_about_and_not_taken_for_the_project_s(folder):
    folder.write("google.csv", "Day,Campaign,Campaign type,Devise,Cost,Impr.,Clicks\n2026-01-01,A,Search,USD,10,5,1\n")
    (file,) = sort_folder(folder.path, rules(), HOUSE).files
    assert not file.ready
    assert any("may be the currency" in str(doubt.ask) for doubt in file.doubts)
    assert not any("the project's" in str(remark) for remark in file.remarks)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_no_header_is_used_twice_and_all_come_from_the_file(headers):
    for one in proposals(headers):
        assert len(set(one.columns.values())) == len(one.columns)
        assert set(one.columns.values()) <= set(headers)


@given(st.text(max_size=30))
def test_a_plain_name_is_plain(header):
    assert plain(plain(header)) == plain(header)
