"""Channels by rule, and a folder sorted: what is taken for what, what is asked, what no rule catches."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from probant.errors import Refused
from probant.source.channels import Signs, rules, suggestion
from probant.source.household import Household
from probant.source.settings import SourceSettings
from probant.source.sorting import sort_folder

HOUSE = Household({"currency": "EUR"}, timezone="Europe/Paris")
GOOGLE = "Day,Campaign,Cost,Impr.,Clicks\n"
SHOP = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem name,Refunded Amount\n"
STRIPE = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Captured\n"


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "channel"),
    [
        ("(direct)", "(none)", None, "direct"),
        ("google", "cpc", None, "paid_search"),
        ("google", "cpc", "Shopping FR", "paid_shopping"),
        ("google", "cpc", "summer cross-network", "cross_network"),
        ("facebook.com", "paid_social", None, "paid_social"),
        ("youtube.com", "referral", None, "organic_video"),
        ("youtube.com", "cpv", None, "paid_video"),
        ("partner", "CPM", None, "display"),
        ("partner", "retargeting", None, "paid_other"),
        ("l.instagram.com", "referral", None, "organic_social"),
        ("bing", "organic", None, "organic_search"),
        ("example.org", "referral", None, "referral"),
        ("newsletter", "E-Mail", None, "email"),
        ("partner", "affiliate", None, "affiliates"),
        ("app", "web push", None, "mobile_push"),
        ("foo", "bar", None, None),
    ],
)
def test_default_rules_follow_analytics(source, medium, campaign, channel):
    assert rules().channel(Signs("ga4", campaign, None, source, medium)) == channel


def test_own_rules_go_first_and_brackets_are_no_pattern(folder):
    folder.write(
        "channels.toml",
        '[[rule]]\nchannel = "brand"\nplatform = "google_ads"\ncampaign = ["[FR] *brand*", "/^x[0-9]+$/"]\n',
    )
    own = rules(folder.path)
    assert own.channel(Signs("google_ads", "[fr] our Brand")) == "brand"
    assert own.channel(Signs("google_ads", "F our brand")) is None
    assert own.channel(Signs("google_ads", "x12")) == "brand"
    assert own.channel(Signs("meta", "x12")) == "paid_social"


@pytest.mark.parametrize("text", ["[[rule]]\nchanel = 1", "rule = ", '[[rule]]\nchannel = "a"\ncampaign = "/(/"'])
def test_rules_that_cannot_be_used_are_refused(folder, text):
    folder.write("channels.toml", text)
    with pytest.raises(Refused, match=r"channels\.toml cannot be used"):
        rules(folder.path)


def test_what_no_rule_catches_is_listed_with_its_money(folder):
    folder.write("a.csv", f"{GOOGLE}2024-01-01,A,5.00,5,1\n2024-01-02,A,6.00,5,1\n2024-01-02,B,70.00,5,1\n")
    sorted_ = sort_folder(folder.path, rules(), HOUSE)
    assert [(one.signs.campaign, one.rows, one.money, one.currency) for one in sorted_.uncaught] == [
        ("B", 1, Decimal(70), "EUR"),
        ("A", 2, Decimal(11), "EUR"),
    ]
    assert tomllib.loads(suggestion(sorted_.uncaught)) == {
        "rule": [{"channel": "…", "platform": "google_ads", "campaign": "B"}]
    }


def test_a_folder_is_sorted_with_reasons_and_nothing_is_written(folder):
    folder.write("google.csv", f"{GOOGLE}2024-01-01,A,5.00,5,1\n")
    folder.write("spend.csv", "day,channel,amount\n2024-01-01,radio,5.00\n")
    folder.write("strange.csv", "a,b\n1,2\n")
    folder.write("empty.csv", "")
    before = sorted(path.name for path in folder.path.iterdir())
    files = {file.path.name: file for file in sort_folder(folder.path, rules(), HOUSE).files}
    assert sorted(path.name for path in folder.path.iterdir()) == before
    assert [name for name, file in files.items() if file.ready] == ["google.csv", "spend.csv"]
    assert "columns are those of Google Ads" in str(files["google.csv"].why)
    assert str(files["spend.csv"].why) == "It bears the column names of table “spend”."
    assert "no export that is known" in str(files["strange.csv"].why)
    assert "is empty" in str(files["empty.csv"].error)


def test_only_what_cannot_be_known_is_asked_and_each_line_settles_it(folder):
    folder.write("google.csv", f"{GOOGLE}2024-01-01,A,5.00,5,1\n")
    house = Household({}, businesses=("shop", "b2b"))
    asked = sort_folder(folder.path, rules(), house).doubts
    assert [doubt.lines[0] for doubt in asked] == ['constants.currency = "…"', 'constants.business = "shop"']
    line = "\n".join(doubt.lines[0] for doubt in asked).replace("…", "EUR")
    said = SourceSettings(file="google.csv", table="spend", **tomllib.loads(line))
    again = sort_folder(folder.path, rules(), house, [said])
    assert [file.ready for file in again.files] == [True]
    assert [filling.money for filling in again.files[0].fillings] == [Decimal(5)]


def test_payments_are_only_offered_beside_the_orders_of_the_shop(folder):
    folder.write("payments.csv", f"{STRIPE}ch_1,2024-01-31 23:30:00,120.00,0.00,eur,Paid,true\n")
    alone = sort_folder(folder.path, rules(), HOUSE)
    assert ["tax_rate" in doubt.lines[0] for doubt in alone.doubts] == [True]
    folder.write("orders.csv", f"{SHOP}#1,a,paid,EUR,100,0,20,120,2024-01-01 10:00:00 +0000,x,0\n")
    both = sort_folder(folder.path, rules(), HOUSE)
    assert not both.doubts
    assert [file.path.name for file in both.ready] == ["orders.csv"]
    assert any("same sales as another file" in str(remark) for file in both.files for remark in file.remarks)


def test_sales_from_two_systems_are_warned_about(folder):
    folder.write("orders.csv", f"{SHOP}#1,a,paid,EUR,100,0,20,120,2024-01-01 10:00:00 +0000,x,0\n")
    folder.write("own.csv", "conversion,at,day,currency,value\n1,2024-01-01T10:00:00Z,2024-01-01,EUR,100\n")
    assert [str(one) for one in sort_folder(folder.path, rules(), HOUSE).warnings] == [
        "Table “conversions” would be filled from orders.csv, own.csv: what is in two of them would count "
        "twice, so none of them fills it. Load one alone, or move the others away."
    ]


def test_the_currency_of_the_project_is_taken_and_said(folder):
    folder.write("google.csv", f"{GOOGLE}2024-01-01,A,5.00,5,1\n")
    (file,) = sort_folder(folder.path, rules(), HOUSE).files
    assert "Table “spend”: its money is taken as EUR, the project's." in [str(one) for one in file.remarks]
