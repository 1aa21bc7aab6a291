"""From exports to rows: totals, items of orders, words of stages, days, net money, folding; and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from probant.errors import Ambiguous, Inconsistent, Refused
from probant.source.channels import rules
from probant.source.exported import read_export
from probant.source.recipe import recipe
from probant.source.recognise import recognise
from probant.source.settings import SourceSettings

GOOGLE = "Day,Campaign,Campaign type,Cost,Impr.,Clicks\n"
SHOP = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem name,Refunded Amount\n"
DEALS = "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date\n"


@pytest.fixture
def reading(folder):
    def made(text, table="spend", name="a.csv", **said):
        path = folder.write(name, text)
        given = SourceSettings(file=name, table=table, **said) if said else None
        found = recognise(path, given)
        one = recipe(found.best, found.export.fill(table), given, path.stem)
        return read_export(found, one, rules(), defaults={"currency": "EUR"}, timezone="Europe/Paris")

    return made


def rows(made):
    return [row for batch in made.batches() for row in batch.rows.to_pylist()]


def rejects(made):
    return [(one.line, one.column, str(one.reason)) for batch in made.batches() for one in batch.rejects]


def test_totals_are_no_rows_and_are_named(reading):
    made = reading(
        f"{GOOGLE}2024-01-01,A,Search,10.00,5,1\nTotal: Campaigns,--,--,10.00,5,1\nTotal: Account,--,--,10.00,5,1\n"
    )
    assert [row["amount"] for row in rows(made)] == [Decimal(10)]
    assert [(one.line, one.label) for one in made.aside] == [(3, "Total: Campaigns"), (4, "Total: Account")]


def test_a_total_that_is_not_the_sum_is_an_error(reading):
    made = reading(f"{GOOGLE}2024-01-01,A,Search,10.00,5,1\nTotal: Campaigns,,,12.00,5,1\n")
    with pytest.raises(Inconsistent, match=r"line 3: “Total: Campaigns” says 12.0000 in column “Cost”, and the 1 rows"):
        rows(made)


def test_counts_must_agree_exactly(reading):
    made = reading(f"{GOOGLE}2024-01-01,A,Search,10.00,500,1\nTotal: Campaigns,,,10.00,501,1\n")
    with pytest.raises(Inconsistent, match=r"column “Impr\.”"):
        rows(made)


def test_an_account_that_spent_more_than_the_report_shows_is_named(reading):
    made = reading(f"{GOOGLE}2024-01-01,A,Search,10.00,5,1\nTotal: Account,,,12.00,5,1\n")
    assert rejects(made) == [
        (3, "amount", "“Total: Account” says 12.0000 in column “Cost”, and the 1 rows add up to 10.0000.")
    ]


def test_an_account_that_spent_less_than_the_report_shows_is_an_error(reading):
    with pytest.raises(Inconsistent, match="Total: Account"):
        rows(reading(f"{GOOGLE}2024-01-01,A,Search,10.00,5,1\nTotal: Account,,,9.00,5,1\n"))


def test_a_total_that_cannot_be_checked_is_named(reading):
    made = reading(
        f"{GOOGLE}2024-01-01,A,Search,10.00,5,1\n2024-01-02,A,Search,abc,5,1\nTotal: Campaigns,,,12.00,10,2\n"
    )
    assert [line for line, _, _ in rejects(made)] == [3, 4]


def test_a_campaign_called_total_is_a_row_if_it_has_a_day(reading):
    made = reading(f"{GOOGLE}2024-01-01,Total: Campaigns,Search,10.00,5,1\n")
    assert [row["campaign"] for row in rows(made)] == ["Total: Campaigns"]


def test_a_campaign_that_looks_like_a_subtotal_is_never_left_out_in_silence(reading):
    head = "Campaign report\n2024-01-01 - 2024-01-31\nCampaign,Campaign type,Cost,Impr.\n"
    text = f"{head}Total: energy,Search,10,5\nB,Search,5,5\n"
    made = reading(text)
    assert [(row["day"], row["span_days"]) for row in rows(made)] == [(date(2024, 1, 1), 31)]
    assert rejects(made) == [(4, None, "“Total: energy” was taken for a subtotal and left out.")]


def test_a_row_of_meta_without_any_name_is_a_total(reading):
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions\n"
    made = reading(f"{head}2024-01-01,2024-01-07,A,5.00,2\n2024-01-01,2024-01-07,,5.00,2\n")
    assert [(row["span_days"], row["currency"]) for row in rows(made)] == [(7, "EUR")]


def test_analytics_total_with_its_label_behind_the_last_column(reading):
    above = "# Start date: 20240101\n# End date: 20240131\n"
    head = f"{above}Nth day,Session source / medium,Sessions,Key events,Total revenue\n"
    made = reading(f"{head}0001,google / cpc,5,1.0,10.5\n,,5,1.0,10.5,Grand total\n", "claims")
    (row,) = rows(made)
    assert (row["day"], row["channel"], row["platform"]) == (date(2024, 1, 2), "paid_search", "ga4")


def test_footers_of_a_report_are_left_out(reading):
    head = "Opportunity ID,Opportunity Name,Stage,Amount,Amount Currency,Close Date,Created Date\n"
    made = reading(
        f"{head}1,A,Closed Won,10,EUR,2024-02-01,2024-01-01\nGrand Totals (1 records)\nCopyright (c) 2024\n", "deals"
    )
    assert len(rows(made)) == 1
    assert [one.label for one in made.aside] == ["Grand Totals (1 records)", "Copyright (c) 2024"]


def test_rows_finer_than_the_table_are_added_up(reading):
    head = "Day,Campaign name,Ad set name,Amount spent (EUR),Impressions,Purchases,Purchases conversion value\n"
    text = f"{head}2024-01-01,A,x,5.00,,1,10\n2024-01-01,A,y,6.00,3,,\n2024-01-01,B,y,0.00,,,\n"
    assert [(row["campaign"], row["amount"], row["impressions"]) for row in rows(reading(text))] == [
        ("A", Decimal(11), 3),
        ("B", Decimal(0), None),
    ]
    assert [(row["campaign"], row["conversions"]) for row in rows(reading(text, "claims"))] == [("A", 1), ("B", None)]


def test_items_of_an_order_are_one_sale(reading):
    order = '#1,a,paid,EUR,10,0,2,12,2024-01-01 23:30:00 -0500,"x\ny",0\n'
    made = reading(f"{SHOP}{order}#1,a,,,,,,,2024-01-01 23:30:00 -0500,y,\n#2,b,,,,,,,,z,\n", "conversions")
    (row,) = rows(made)
    assert (row["day"], row["value"], row["at"].isoformat()) == (date(2024, 1, 1), 10, "2024-01-02T04:30:00+00:00")
    assert made.account.passed == {"(further item)": 1}
    assert rejects(made) == [(5, "conversion", "This is an item of an order that does not stand above it.")]


def test_a_refund_takes_its_share_of_the_tax_with_it(reading):
    stamp = "2024-01-01 10:00:00 +0000"
    lines = [f"#1,a,partially_refunded,EUR,100,0,20,120,{stamp},x,60", f"#2,a,refunded,EUR,100,0,20,120,{stamp},x,120"]
    assert [row["value"] for row in rows(reading(SHOP + "\n".join(lines), "conversions"))] == [Decimal(50), Decimal(0)]


@pytest.mark.parametrize(
    ("money", "value"),
    [
        ("100,5,20,125", "100"),  # Prices without tax, shipping untaxed.
        ("100,5,21,126", "100"),  # Prices without tax, shipping taxed alike.
        ("120,6,21,126", "100"),  # Prices with tax, shipping too.
        ("100,0,20,120", "100"),
        ("0,5,1,6", "0"),
        ("99.99,4.9,19.99,124.88", "99.99"),
    ],
)
def test_shipping_is_no_sale_of_goods_whatever_the_prices_contain(reading, money, value):
    (row,) = rows(reading(f"{SHOP}#1,a,paid,EUR,{money},2024-01-01 10:00:00 +0000,x,0\n", "conversions"))
    assert row["value"] == Decimal(value)


def test_a_refund_takes_its_share_of_the_shipping_with_it(reading):
    line = "#1,a,partially_refunded,EUR,100,20,24,144,2024-01-01 10:00:00 +0000,x,72\n"
    assert [row["value"] for row in rows(reading(SHOP + line, "conversions"))] == [Decimal(50)]


def test_orders_without_the_column_of_shipping_fill_nothing(reading):
    text = SHOP.replace("Shipping,", "") + "#1,a,paid,EUR,100,20,120,2024-01-01 10:00:00 +0000,x,0\n"
    with pytest.raises(Refused, match="the file has no Shipping"):
        reading(text, "conversions")


def test_the_mark_before_the_name_of_an_order_is_left_out(reading):
    stamp = "2024-01-01 10:00:00 +0000"
    text = f"{SHOP}#1001,a,paid,EUR,1,0,0,1,{stamp},x,0\nFR-#7,b,paid,EUR,1,0,0,1,{stamp},x,0\n"
    assert [row["conversion"] for row in rows(reading(text, "conversions"))] == ["1001", "FR-#7"]


def test_more_paid_back_than_paid_is_named(reading):
    made = reading(f"{SHOP}#1,a,refunded,EUR,100,0,20,120,2024-01-01 10:00:00 +0000,x,130\n", "conversions")
    assert rejects(made) == [(2, "refunded", "More was paid back than was paid.")]


def test_an_instant_on_no_calendar_is_named(reading):
    good = "#1,a,paid,EUR,1,0,0,1,2024-01-01 10:00:00 +0000,x,0\n"
    made = reading(f"{SHOP}{good}#2,a,paid,EUR,1,0,0,1,2024-13-01 10:00:00 +0000,x,0\n", "conversions")
    assert len(rows(made)) == 1
    assert rejects(made) == [(3, "at", "This is not a date.")]


def test_orders_saved_anew_by_a_spreadsheet_are_asked_about(reading):
    text = f"{SHOP}#1,a,paid,EUR,1,0,0,1,01/02/2024 10:00,x,0\n"
    with pytest.raises(Ambiguous, match="takes a time zone"):
        reading(text, "conversions")
    made = reading(text, "conversions", timezone="Europe/Paris", date_order="dmy")
    assert [row["day"] for row in rows(made)] == [date(2024, 2, 1)]


def test_the_rate_of_tax_is_asked_for(reading):
    head = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Captured\n"
    paid, failed = (
        "ch_1,2024-01-31 23:30:00,120.00,60.00,eur,Paid,true",
        "ch_2,2024-01-31 10:00:00,9,0,eur,Failed,false",
    )
    text = f"{head}{paid}\n{failed}\n"
    with pytest.raises(Ambiguous, match="Which rate of tax"):
        reading(text, "conversions")
    made = reading(text, "conversions", constants={"tax_rate": Decimal("0.2")})
    assert [(row["value"], row["day"]) for row in rows(made)] == [(Decimal(50), date(2024, 2, 1))]
    assert made.account.passed == {"Failed": 1}


def test_a_deal_that_is_open_has_no_day_of_closing(reading):
    text = f"{DEALS}1,A,Closed Won,S,10,2024-02-01,2024-01-01\n2,B,Contract Sent,S,10,2024-02-01,2024-01-01\n"
    assert [(row["state"], row["closed_on"]) for row in rows(reading(text, "deals"))] == [
        ("won", date(2024, 2, 1)),
        ("open", None),
    ]


def test_a_stage_that_nobody_explained_is_kept_apart_until_it_is(reading):
    text = f"{DEALS}1,A,Closed Won,S,10,2024-02-01,2024-01-01\n2,B,Signed,S,10,2024-02-01,2024-01-01\n"
    made = reading(text, "deals")
    assert rejects(made) == [(3, "state", "Nobody has said what “Signed” stands for.")]
    assert made.account.unknown == {("state", "Signed"): 1}
    settled = reading(text, "deals", values={"state": {"signed": "won"}})
    assert [row["state"] for row in rows(settled)] == ["won", "won"]


def test_the_period_above_the_table_decides_the_order_of_dates(reading):
    text = f"Campaign report\nJanuary 1, 2024 - January 12, 2024\n{GOOGLE}02/01/2024,A,Search,1.00,5,1\n"
    assert [row["day"] for row in rows(reading(text))] == [date(2024, 1, 2)]


def test_without_a_period_an_open_order_is_asked_for(reading):
    with pytest.raises(Ambiguous, match="can be read as dmy, mdy") as error:
        reading(f"{GOOGLE}02/01/2024,A,Search,1.00,5,1\n")
    assert error.value.lines == ('date_order = "dmy"', 'date_order = "mdy"')


def test_the_order_that_a_platform_always_writes_needs_no_proof(reading):
    head = "Start Date (in UTC),Campaign Name,Currency,Total Spent,Impressions,Clicks to Landing Page\n"
    made = reading(f"{head}2/1/2024,A,EUR,1.00,5,1\n")
    assert [row["day"] for row in rows(made)] == [date(2024, 2, 1)]


def test_a_day_outside_the_period_of_the_file_is_an_error(reading):
    made = reading(f"Campaign report\nJan 1, 2024 - Jan 31, 2024\n{GOOGLE}2024-02-02,A,Search,1.00,5,1\n")
    with pytest.raises(Inconsistent, match="goes from 2024-01-01 to 2024-01-31, and holds 2024-02-02"):
        rows(made)


def test_the_month_in_the_name_is_taken_if_the_project_says_so(reading):
    text = "Account name,Campaign name,Impressions,Clicks,Spend,Quality score\nA,B,1,1,2.50,7\n"
    with pytest.raises(Ambiguous, match="no column of days") as error:
        reading(text, name="ads_2024-02.csv")
    assert error.value.lines[0] == 'period = "name"'
    made = reading(text, name="ads_2024-02.csv", period="name")
    assert [(row["day"], row["span_days"]) for row in rows(made)] == [(date(2024, 2, 1), 29)]


def test_a_column_in_two_currencies_is_asked_about(reading):
    head = "Day,Campaign name,Amount spent (EUR),Amount spent (USD)\n"
    with pytest.raises(Ambiguous, match="Several columns could be “amount”"):
        reading(f"{head}2024-01-01,A,1.00,2.00\n")


def test_a_guessed_name_is_asked_about_until_it_is_confirmed(reading):
    text = "Gregorian date,Campaign name,Spend,Quality score\n2024-01-31,B,2.50,7\n"
    with pytest.raises(Ambiguous, match="“Gregorian date” is a guess") as error:
        reading(text)
    assert error.value.lines == ('columns.day = "Gregorian date"',)
    assert len(rows(reading(text, columns={"day": "Gregorian date"}))) == 1


def test_a_table_that_the_file_cannot_fill_is_refused(reading):
    with pytest.raises(Refused, match="Table “claims” is not filled: the file has no Conversions"):
        reading(f"{GOOGLE}2024-01-01,A,Search,1.00,5,1\n", "claims")


def test_results_of_meta_count_as_conversions_only_if_the_project_says_so(reading):
    text = "Day,Campaign name,Amount spent (EUR),Results\n2024-01-01,A,1.00,3\n"
    with pytest.raises(Refused, match=r'If “Results” means that, write .* columns\.conversions = "Results"'):
        reading(text, "claims")
    assert [row["conversions"] for row in rows(reading(text, "claims", columns={"conversions": "Results"}))] == [3]


def test_customers_come_with_their_first_order(reading):
    lines = [
        f"#{n},{who},paid,EUR,1,0,0,1,2024-0{month}-01 10:00:00 +0000,x,0"
        for n, (who, month) in enumerate([("a", 3), ("a", 2), ("b", 4)])
    ]
    made = reading(SHOP + "\n".join(lines), "customers")
    assert {row["customer"]: row["acquired_on"] for row in rows(made)} == {"a": date(2024, 2, 1), "b": date(2024, 4, 1)}


def test_other_rules_make_other_content(folder):
    path = folder.write("a.csv", f"{GOOGLE}2024-01-01,A,Search,1.00,5,1\n")
    found = recognise(path)
    one = recipe(found.best, found.export.fill("spend"))
    plain = read_export(found, one, rules(), defaults={"currency": "EUR"})
    folder.write("channels.toml", '[[rule]]\nchannel = "brand"\ncampaign = "A"\n')
    own = read_export(found, one, rules(folder.path), defaults={"currency": "EUR"})
    assert plain.content != own.content
    assert [row["channel"] for row in rows(own)] == ["brand"]
