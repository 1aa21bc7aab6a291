"""All files tell one story: sums of one export are sums of another, and of the truth."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from probant.contract.catalog import CONTRACTS
from probant.simulate.exports import ads
from probant.simulate.exports import shop as sales
from probant.source.read import read

HEADERS = Path(__file__).parents[2].parent / "shared" / "data" / "exports" / "headers.json"
IN_CONTRACT = {
    "outcomes_shop.csv": "outcomes",
    "outcomes_pro.csv": "outcomes",
    "spend_own.csv": "spend",
    "conversions.csv": "conversions",
    "customers.csv": "customers",
    "touches.csv": "touches",
    "consents.csv": "consents",
    "assignments.csv": "assignments",
    "observations.csv": "observations",
    "controls.csv": "controls",
    "signals.csv": "controls",
    "content.csv": "content",
    "leads.csv": "leads",
}


def money(rows, name):
    return sum((Decimal(row[name]) for row in rows if row[name]), Decimal(0))


def platform_spend(company, platform):
    cents = sum(round(100 * one.spend) for one in company.truth.channels.values() if one.platform == platform)
    return Decimal(cents) / 100


def test_orders_of_the_shop_are_the_same_in_every_file(company, table):
    total = Decimal(str(company.truth.revenue["total"]))
    orders = table(company.folder / "shopify_orders.csv")
    heads = [row for row in orders if row["Id"]]
    conversions = table(company.folder / "conversions.csv")
    customers = table(company.folder / "shopify_customers.csv")
    assert money(heads, "Subtotal") == money(conversions, "value") == total
    assert money(table(company.folder / "outcomes_shop.csv"), "revenue") == total
    assert {row["Id"] for row in heads} == {row["conversion"] for row in conversions}
    assert sum(int(row["Total Orders"]) for row in customers) == len(heads)
    assert money(customers, "Total Spent") == money(heads, "Total")


def test_line_items_add_up_to_their_order_and_stand_behind_it(company, table):
    lines, subtotal, last = defaultdict(Decimal), {}, None
    for row in table(company.folder / "shopify_orders.csv"):
        assert row["Id"] or row["Name"] == last
        last = row["Name"]
        lines[last] += Decimal(row["Lineitem price"])
        if row["Id"]:
            subtotal[last] = Decimal(row["Subtotal"])
    assert dict(lines) == subtotal


def test_payments_belong_to_orders_and_the_balance_is_net_of_fees(company, table):
    total = {row["Payment Reference"]: row["Total"] for row in table(company.folder / "shopify_orders.csv")}
    payments = table(company.folder / "stripe_payments.csv")
    assert all(total[row["PaymentIntent ID"]] == row["Amount"] for row in payments)
    for row in table(company.folder / "stripe_balance.csv"):
        assert Decimal(row["Net"]) == Decimal(row["Amount"]) - Decimal(row["Fee"])


def test_google_adds_up_and_its_search_terms_too(company, table):
    rows = table(company.folder / "google_ads_campaigns.csv", skip=2)
    days, totals = rows[:-2], rows[-2:]
    spent = platform_spend(company, "google_ads")
    assert money(days, "Cost") == money(totals[:1], "Cost") == spent
    assert [row["Day"] for row in totals] == ["Total: Campaigns", "Total: Account"]
    assert money(table(company.folder / "google_ads_search_terms.csv", skip=2), "Cost") == spent
    claimed = company.truth.over_claim
    orders = claimed["google_ads"]["claimed_orders"] + claimed["google_ads:search_pro"]["claimed_orders"]
    assert money(days, "Conversions") == orders
    assert money(days, "Conv. value") == Decimal(str(claimed["google_ads"]["claimed_value"]))


@pytest.mark.parametrize(
    ("platform", "skip", "cost", "claims"),
    [
        ("meta_ads", 0, "Amount spent (EUR)", "Purchases"),
        ("tiktok_ads", 0, "Cost", "Conversions"),
        ("linkedin_ads", 4, "Total Spent", "Leads"),
    ],
)
def test_spend_and_claims_of_a_platform_are_those_of_its_channels(company, table, platform, skip, cost, claims):
    rows = table(company.folder / f"{platform}.csv", skip=skip)
    told = company.truth.over_claim.get(platform) or company.truth.over_claim["linkedin_ads:linkedin"]
    assert money(rows, cost) == platform_spend(company, platform)
    assert money(rows, claims) == told["claimed_orders"]


def test_microsoft_names_no_day_and_a_month_is_a_file(company, table):
    files = sorted(company.folder.glob("microsoft_ads_*.csv"))
    assert [file.stem[-7:] for file in files][:3] == ["2024-01", "2024-02", "2024-03"]
    assert len(files) == 24
    rows = [row for file in files for row in table(file)]
    assert not {"Day", "Date"} & set(rows[0])
    assert money(rows, "Spend") == platform_spend(company, "microsoft_ads")


def test_spend_that_no_platform_bills_is_in_the_companys_own_file(company, table):
    rows = table(company.folder / "spend_own.csv")
    assert {row["channel"] for row in rows} == {"tv", "email"}
    assert money(rows, "amount") == platform_spend(company, None)


def test_analytics_counts_the_tracked_orders_twice_in_one_file(company, table):
    text = (company.folder / "ga4_traffic_acquisition.csv").read_text()
    first, second = (part.splitlines()[6:] for part in text.split("\n\n"))
    sums = [
        sum(int(line.split(",")[column]) for line in lines)
        for lines, column in ((first[1:-1], 4), (second[1:], 3), (first[-1:], 4))
    ]
    tracked = sum(row["visitor"] != "" for row in table(company.folder / "conversions.csv"))
    assert sums == [tracked] * 3 == [sum(company.truth.tracking["tracked_orders_by_week"])] * 3
    assert first[-1].startswith("Grand total,")


def test_the_two_crms_hold_the_same_deals(company, table):
    hubspot = {r["Record ID"]: r["Amount"] for r in table(company.folder / "hubspot_deals.csv")}
    salesforce = {r["Opportunity ID"][3:]: r["Amount"] for r in table(company.folder / "salesforce_opportunities.csv")}
    won = [row for row in table(company.folder / "salesforce_opportunities.csv") if row["Stage"] == "Closed Won"]
    assert hubspot == salesforce
    assert money(won, "Amount") == money(table(company.folder / "outcomes_pro.csv"), "revenue")
    assert money(won, "Amount") == Decimal(str(company.truth.pipeline["revenue_in_period"]))


def test_leads_go_through_the_stages_in_order(company, table):
    stages = ("created_on", "qualified_on", "opportunity_on")
    for row in table(company.folder / "leads.csv"):
        closed = row["won_on"] or row["lost_on"]
        days = [*(row[stage] for stage in stages), closed]
        assert days == sorted(days, key=lambda day: day or "9999")
        assert not (row["won_on"] and row["lost_on"])


@pytest.mark.parametrize("file", IN_CONTRACT)
def test_files_in_the_contracts_own_columns_load_without_a_reject(company, file):
    contract = CONTRACTS[IN_CONTRACT[file]]
    batches = list(read(company.folder / file, contract).batches())
    assert sum(len(batch.rejects) for batch in batches) == 0
    assert sum(batch.rows.num_rows for batch in batches) > 0


def test_touches_go_before_the_order_of_the_same_visitor(company, table):
    first = {}
    for row in table(company.folder / "touches.csv"):
        first[row["visitor"]] = min(first.get(row["visitor"], row["at"]), row["at"])
        assert row["at"][:10] == row["day"]
    tracked = [row for row in table(company.folder / "conversions.csv") if row["visitor"]]
    assert all(first[row["visitor"]] <= row["at"] for row in tracked)


def test_only_those_who_consent_are_tracked(company, table):
    answers = {row["subject"]: row["granted"] for row in table(company.folder / "consents.csv")}
    seen = {row["visitor"] for row in table(company.folder / "touches.csv")}
    assert {answers[visitor] for visitor in seen} == {"true"}
    assert "false" in answers.values()


def test_no_day_lies_outside_the_period(company, table):
    end = date.fromordinal(company.settings.start.toordinal() + 7 * company.settings.weeks)
    for file in ("touches.csv", "conversions.csv", "outcomes_shop.csv"):
        days = Counter(row["day"] for row in table(company.folder / file))
        assert company.settings.start.isoformat() <= min(days) <= max(days) < end.isoformat()


def test_headers_are_those_that_were_seen_in_public_fixtures():
    if not HEADERS.exists():
        pytest.skip("the shared data folder is not here")
    import json

    told = json.loads(HEADERS.read_text())
    for key, names in (
        ("google_ads.campaign", ads.GOOGLE),
        ("meta_ads", ads.META),
        ("tiktok_ads", ads.TIKTOK),
        ("linkedin_ads", ads.LINKEDIN),
    ):
        known = [[cell.split("|") for cell in pair] for pair in told[key]["map"].values()]
        english, french = ({name for pair in known for name in pair[side]} for side in (0, 1))
        for en, fr, _ in names:
            assert en.format(currency="EUR") in english
            assert fr is None or fr.format(currency="EUR") in french
    assert [name for name, _, _ in ads.MICROSOFT] == told["microsoft_ads"]["header"].split(",")
    for key, names in (
        ("shopify.orders", sales.ORDER_HEADERS),
        ("shopify.customers", sales.CUSTOMER_HEADERS),
        ("stripe.balance", sales.BALANCE_HEADERS),
    ):
        assert names.split(",") == [name for name in told[key]["header"].split(",") if name != "…"]


def test_big_tables_in_parquet_are_those_in_csv(company, other, table):
    found = other(format="parquet")
    rows = pq.read_table(found.folder / "conversions.parquet").to_pylist()
    assert [(r["conversion"], r["value"]) for r in rows] == [
        (r["conversion"], Decimal(r["value"])) for r in table(company.folder / "conversions.csv")
    ]


def test_french_files_are_french_where_the_words_are_known(company, other, table):
    found = other(language="fr")
    google = table(found.folder / "google_ads_campaigns.csv", skip=2, delimiter="\t", encoding="utf-16")
    meta = table(found.folder / "meta_ads.csv", delimiter=";")
    comma = lambda rows, name: sum(Decimal(row[name].replace(",", ".")) for row in rows)  # noqa: E731
    assert google[-1]["Jour"] == "Total : compte"
    assert comma(google[:-2], "Coût") == platform_spend(company, "google_ads")
    assert comma(meta, "Montant dépensé (EUR)") == platform_spend(company, "meta_ads")
    assert (found.folder / "ga4_traffic_acquisition.csv").read_text("utf-8-sig").startswith("# ---")
    assert (found.folder / "Requêtes.csv").exists()
