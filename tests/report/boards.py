"""The board, the data and the ledger of the sample brand, as a page is given them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from probant_report_sample import END, EVIDENCE, LAG, LEAD, QUARTER, RECOMMENDER

from probant.decision.answer import Answer, Board, Verdict
from probant.report.views import ColumnView, DataView, LedgerLine, LedgerView, Quarantined, TableView
from probant.vocabulary import Estimate, Grade, Purpose, Reason, Receipt
from probant.words import say

ANSWERS = (
    Answer(
        purpose=Purpose.REVENUE,
        verdict=Verdict.UNPROVEN,
        business="apparel",
        subject="meta_facebook",
        headline=say("not known"),
        estimate=None,
        line=0.0,
        grade=Grade.E,
        sentence=say(
            "Spend and revenue move together in {channels} of {all} channels; that one causes the other is not shown.",
            channels=3,
            all=8,
        ),
        reasons=(say("Grade {grade} cannot prove a cause, however clear the figure.", grade="E"),),
        would_prove=(
            say(
                "Switch {channel} off in half of the areas, drawn at random, for {weeks} weeks.",
                channel="meta_facebook",
                weeks=6,
            ),
            say("Send the next mailing to a random {share:share} only.", share=0.9),
        ),
        evidence=("e-0001",),
    ),
    Answer(
        purpose=Purpose.EFFICIENCY,
        verdict=Verdict.UNPROVEN,
        business="apparel",
        subject="mer",
        headline=say("{value} revenue per 1 spent", value=6.2),
        estimate=Estimate(6.2, "XXX / XXX"),
        line=None,
        grade=Grade.E,
        sentence=say("All revenue over all spend: it counts sales that would have come anyway."),
        reasons=(say("The contribution margin is not declared, so break-even is not known."),),
        would_prove=(say("Declare the contribution margin of the brand, then test the largest channel."),),
        evidence=("e-0002",),
    ),
    Answer(
        purpose=Purpose.CUSTOMERS,
        verdict=Verdict.PROVEN,
        business="shop",
        subject="AI recommender",
        headline=say("{value:+points} of click rate", value=0.0023),
        estimate=RECOMMENDER.estimates["AI recommender"],
        line=0.0,
        grade=Grade.A,
        sentence=say("Visitors who saw what the AI chose clicked more often than those who saw a random choice."),
        reasons=(),
        would_prove=(say("Repeat it on orders, to learn what a click is worth."),),
        evidence=("e-0003",),
    ),
)
BOARD = Board(
    project="demo",
    answers=ANSWERS,
    lag=LAG,
    lead=LEAD,
    evidence=EVIDENCE,
    period=QUARTER,
    data_until=END - timedelta(days=1),
    rows=1_462_919,
    version="0.1.0",
    labels={"apparel": say("apparel brand"), "shop": say("online shop"), "(all)": say("all businesses")},
    credits=(
        say("Apparel brand: Conjura, licence CC BY 4.0."),
        say("Open Bandit: ZOZO, licence Apache-2.0."),
    ),
    notices=(say("{rows} rows broke their table's contract and are kept apart; see Data.", rows=12),),
)
STRANGE = "日本の店 🛍️ متجر " + "x" * 120
"""A name in letters that the font lacks, and too long for any line."""
FOREIGN = replace(
    BOARD,
    project=STRANGE,
    labels={"apparel": say("{name}", name=STRANGE)},
    answers=(replace(ANSWERS[0], sentence=say("{name}", name=STRANGE), headline=say("{name}", name=STRANGE)),),
    evidence=tuple(
        replace(one, evidence=replace(one.evidence, estimates={STRANGE: next(iter(one.evidence.estimates.values()))}))
        for one in EVIDENCE
    ),
)
EMPTY = Board(
    project="new",
    answers=tuple(
        replace(
            answer,
            verdict=Verdict.UNPROVEN,
            headline=say("not known"),
            estimate=None,
            grade=None,
            line=None,
            sentence=say("No evidence has been gathered on this yet."),
            evidence=(),
        )
        for answer in ANSWERS
    ),
    lag=(),
    lead=(),
    evidence=(),
    period=None,
    data_until=None,
    rows=0,
    version="0.1.0",
)
RECEIPTS = (
    Receipt(
        1,
        "one_brand_weekly.csv",
        "spend",
        "ab" * 32,
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        1056,
        1044,
        12,
        0,
        0,
        reasons=(Reason(say("amount is negative"), 12),),
    ),
    Receipt(
        2, "one_brand_weekly.csv", "outcomes", "cd" * 32, datetime(2026, 3, 2, 9, 31, tzinfo=UTC), 528, 528, 0, 0, 0
    ),
    Receipt(
        2,
        "one_brand_weekly.csv",
        "outcomes",
        "cd" * 32,
        datetime(2026, 3, 2, 9, 31, tzinfo=UTC),
        528,
        528,
        0,
        0,
        0,
        again=True,
    ),
)
DATA = DataView(
    receipts=RECEIPTS,
    quarantined=(Quarantined("spend", say("amount is negative"), 12, "one_brand_weekly.csv", 17),),
    tables=(
        TableView(
            "spend",
            say("What was paid for media."),
            say("one row per day, account and campaign"),
            1044,
            ("day", "account"),
            (
                ColumnView("day", "date", "date", say("Day in the account's own time zone."), True, False),
                ColumnView("amount", "decimal(18, 4)", "currency", say("Cost before tax."), True, False),
            ),
        ),
        TableView(
            "touches",
            say("Contacts of people with activities."),
            say("one row per contact"),
            0,
            ("touch",),
            (ColumnView("person", "text", "id", say("Who was reached, as a pseudonym."), True, True),),
        ),
    ),
)
LEDGER = LedgerView(
    lines=(
        LedgerLine(
            2, datetime(2026, 3, 2, 9, 32, tzinfo=UTC), "owner", "gather", "9a" * 32, {"engine": "claims.platform"}
        ),
        LedgerLine(
            1, datetime(2026, 3, 2, 9, 31, tzinfo=UTC), "owner", "ingest", "8b" * 32, {"table": "spend", "batch": "1"}
        ),
    ),
    total=2,
    intact=True,
    finding=say("All {entries} entries follow from one another and match the checkpoint.", entries=2),
)
