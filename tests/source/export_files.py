"""Exports of fifteen kinds as platforms write them, with quirks drawn at random, and what is true of each.

Names are those of ../shared/data/exports/headers.json, written down here anew: what the reader knows is tested
against them. Every number that is written comes from the same draw as the truth beside it.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

CENT = Decimal("0.01")
CAMPAIGNS = ("Brand | FR | exact", "Été: chaussures", "Retargeting, 30 j", "B2B; décideurs", 'Le "Grand" Soir')
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}


@dataclass
class Sample:
    """A file, what it is, and what is true of its rows."""

    path: Path
    kind: str
    language: str
    broken: bool
    """Whether a row is missing of which the totals still know."""
    truth: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    """Table -> column -> sum; under 'rows' how many where the file's rows are not added up."""
    order: str = "ymd"
    decimal: str = "."


@dataclass
class Style:
    """How a file is written."""

    language: str
    decimal: str
    gap: str
    delimiter: str
    encoding: str
    order: str
    nothing: str
    preamble: bool
    totals: bool
    daily: bool
    broken: bool
    xlsx: bool
    extra: bool


def style(draw: random.Random, language: str) -> Style:
    decimal = draw.choice(".,") if language == "fr" else draw.choice("...,")
    gap = draw.choice(["", "", ",", " "] if decimal == "." else ["", "", "\u202f", "\u00a0", "."])
    delimiter = draw.choice([",", ",", ";", "\t"]) if decimal == "." else draw.choice([";", ";", "\t", ","])
    encoding = "utf-16" if delimiter == "\t" and draw.random() < 0.7 else draw.choice(["utf-8", "utf-8-sig", "cp1252"])
    return Style(
        language,
        decimal,
        gap,
        delimiter,
        encoding,
        draw.choice(["ymd", "ymd", "ymd", "dmy", "mdy"]),
        draw.choice(["--", " --", ""]),
        draw.random() < 0.6,
        draw.random() < 0.6,
        draw.random() < 0.8,
        draw.random() < 0.2,
        draw.random() < 0.1,
        draw.random() < 0.3,
    )


def number(value: Decimal, how: Style) -> str:
    text = f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace(",", "\0").replace(".", how.decimal).replace("\0", how.gap)


def day(value: date, how: Style) -> str:
    return value.strftime({"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}[how.order])


def worded(value: date, language: str) -> str:
    month = MONTHS[language][value.month - 1]
    return f"{month} {value.day}, {value.year}" if language == "en" else f"{value.day} {month} {value.year}"


def money(draw: random.Random, most: int) -> Decimal:
    return Decimal(draw.randrange(0, most * 100)) * CENT


# --- Reports of ads and of analytics: (English, French or None, fact), then title and label of the totals.
ADS = {
    "google_ads.campaign": (
        [
            ("Day", "Jour", "day"),
            ("Campaign", "Campagne", "campaign"),
            ("Campaign type", "Type de campagne", "type"),
            ("Currency code", "Code de la devise", "currency"),
            ("Cost", "Coût", "spend"),
            ("Impr.", "Impr.", "impressions"),
            ("Clicks", "Clics", "clicks"),
            ("Conversions", "Conversions", "conversions"),
            ("Conv. value", "Valeur conv.", "value"),
            ("Search impr. share", None, "share"),
        ],
        {"en": ["Campaign report", "{range}"], "fr": ["Rapport sur les campagnes", "{range}"]},
        {"en": ["Total: Campaigns", "Total: Account"], "fr": ["Total : campagnes", "Total : compte"]},
    ),
    "google_ads.search_terms": (
        [
            ("Search term", "Terme de recherche", "term"),
            ("Match type", "Type de correspondance", "match"),
            ("Added/Excluded", "Ajouté/Exclu", "added"),
            ("Campaign", "Campagne", "campaign"),
            ("Cost", "Coût", "spend"),
            ("Impr.", "Impr.", "impressions"),
        ],
        {},
        {},
    ),
    "meta_ads": (
        [
            ("Reporting starts", "Début des rapports", "start"),
            ("Reporting ends", "Fin des rapports", "end"),
            ("Day", "Jour", "day"),
            ("Account name", "Nom du compte", "account"),
            ("Campaign name", "Nom de la campagne", "campaign"),
            ("Ad set name", "Nom de l'ensemble de publicités", "adset"),
            ("Amount spent (EUR)", "Montant dépensé (EUR)", "spend"),
            ("Impressions", "Impressions", "impressions"),
            ("Reach", "Portée", "reach"),
            ("Link clicks", "Clics sur un lien", "clicks"),
            ("Purchases", "Achats", "conversions"),
            ("Purchases conversion value", "Valeur de conversion des achats", "value"),
        ],
        {},
        {"en": [""], "fr": [""]},
    ),
    "linkedin_ads": (
        [
            ("Start Date (in UTC)", None, "day"),
            ("Account Name", None, "account"),
            ("Campaign Name", None, "campaign"),
            ("Currency", None, "currency"),
            ("Total Spent", None, "spend"),
            ("Impressions", None, "impressions"),
            ("Clicks", None, "clicks"),
            ("Conversions", None, "conversions"),
            ("Total Conversion Value", None, "value"),
        ],
        {"en": ["Campaign Performance Report (in UTC)", "Report Start: {first}", "Report End: {last}", ""]},
        {},
    ),
    "tiktok_ads": (
        [
            ("By Day", None, "day"),
            ("Campaign name", None, "campaign"),
            ("Cost", None, "spend"),
            ("Impressions", None, "impressions"),
            ("Clicks (destination)", None, "clicks"),
            ("CTR (destination)", None, "share"),
            ("Conversions", None, "conversions"),
        ],
        {},
        {},
    ),
    "microsoft_ads": (
        [
            ("Gregorian date", None, "day"),
            ("Account name", None, "account"),
            ("Campaign name", None, "campaign"),
            ("Impressions", None, "impressions"),
            ("Clicks", None, "clicks"),
            ("Spend", None, "spend"),
            ("Conversions", None, "conversions"),
            ("Revenue", None, "value"),
            ("Quality score", None, "share"),
        ],
        {},
        {},
    ),
    "ga4": (
        [
            ("Date", "Date", "day8"),
            (
                "Session primary channel group (Default Channel Group)",
                "Groupe de canaux par défaut de la session",
                "group",
            ),
            ("Sessions", "Sessions", "impressions"),
            ("Engaged sessions", "Sessions engagées", "clicks"),
            ("Key events", "Événements clés", "conversions"),
            ("Total revenue", "Revenu total", "value"),
        ],
        {
            "en": [
                "# ----",
                "# Traffic acquisition: all",
                "# Start date: {first8}",
                "# End date: {last8}",
                "# ----",
                "",
            ],
            "fr": [
                "# ----",
                "# Acquisition de trafic : x",
                "# Date de début : {first8}",
                "# Date de fin : {last8}",
                "",
            ],
        },
        {"en": ["Grand total"], "fr": ["Total général"]},
    ),
}
GROUPS = ("Paid Search", "Organic Search", "Direct", "Email", "Referral")
MEASURES = ("spend", "impressions", "clicks", "conversions", "value")
NEEDED = {"day", "day8", "campaign", "spend", "group", "term", "currency", "type", "match"}


def ads(kind: str, draw: random.Random, how: Style, folder: Path, name: str) -> Sample:
    columns, titles, totals = ADS[kind]
    columns = [(en if how.language == "en" else fr, fact) for en, fr, fact in columns]
    columns = [(n, fact) for n, fact in columns if n and (fact in NEEDED or draw.random() < 0.9)]
    first = date(2024, draw.randrange(1, 13), draw.randrange(1, 4))
    rows = list(_rows(draw, first, draw.randrange(3, 25)))
    last = max(row["day"] for row in rows)
    if kind == "ga4":
        # One row a day and group.
        rows = [row | {"group": GROUPS[place % len(GROUPS)]} for place, row in enumerate(rows)]
    has = {fact for _, fact in columns}
    spend = {"amount": "spend", "impressions": "impressions", "clicks": "clicks"}
    truth = {"spend": _sums(rows, spend, has)} if "spend" in has and kind != "google_ads.search_terms" else {}
    claims = _sums(rows, {"conversions": "conversions", "value": "value"}, has)
    if claims and kind != "google_ads.search_terms":
        truth["claims"] = claims
    titled = titles.get(how.language, []) if how.preamble or kind == "ga4" else []
    labels = totals.get(how.language, []) if how.totals else []
    broken = how.broken and bool(labels) and any(rows[0][m] for m in has & {"spend", "impressions", "clicks"})
    written = [_cells(row, columns, how, first, last) for row in (rows[1:] if broken else rows)]
    written += [_total(rows, columns, how, label, first, last) for label in labels]
    header = [n for n, _ in columns]
    places = list(range(len(columns)))
    if not labels:
        draw.shuffle(places)
    table = [[row[place] for place in places] for row in [header, *written]]
    facts = {
        "first": worded(first, how.language),
        "last": worded(last, how.language),
        "range": f"{worded(first, how.language)} - {worded(last, how.language)}",
        "first8": f"{first:%Y%m%d}",
        "last8": f"{last:%Y%m%d}",
    }
    path = _write(folder, name, table, [line.format(**facts) for line in titled], how, draw)
    return Sample(path, kind, how.language, broken, truth, how.order, how.decimal)


def _rows(draw: random.Random, first: date, days: int):
    for place in range(days):
        for campaign in draw.sample(CAMPAIGNS, draw.randrange(1, 4)):
            shown = draw.randrange(0, 200_000)
            yield {
                "day": first + timedelta(days=place),
                "campaign": campaign,
                "spend": money(draw, 5000),
                "impressions": shown,
                "clicks": draw.randrange(0, shown // 20 + 1),
                "conversions": Decimal(draw.randrange(0, 4000)) * CENT,
                "value": money(draw, 20_000),
            }


def _sums(rows, wanted, has):
    return {
        column: sum((Decimal(row[fact]) for row in rows), Decimal(0)) for column, fact in wanted.items() if fact in has
    }


def _cells(row, columns, how, first, last):
    said = {
        "type": "Search",
        "currency": "EUR",
        "share": "<10%",
        "account": "Maison",
        "adset": "Ensemble 1",
        "reach": "17",
        "term": "chaussures | soldes",
        "match": "Exact",
        "added": how.nothing,
        "start": day(first, how),
        "end": day(last, how),
    }
    made = {"day": day(row["day"], how), "day8": f"{row['day']:%Y%m%d}"} | said
    texts = {fact: number(row[fact], how) for fact in MEASURES}
    return [{**made, **texts, "campaign": row["campaign"], "group": row.get("group")}[fact] for _, fact in columns]


def _total(rows, columns, how, label, first, last):
    sums = {fact: number(sum((row[fact] for row in rows), 0 * rows[0][fact]), how) for fact in MEASURES}
    blank = {"start": day(first, how), "end": day(last, how)} if label == "" else {}
    cells = [sums.get(fact, blank.get(fact, "" if label == "" else how.nothing)) for _, fact in columns]
    if label:
        cells[0] = label
    return cells


# --- Sales and people.
SHOPIFY = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Cancelled at",
    "Refunded Amount",
    "Vendor",
    "Id",
    "Tags",
    "Source",
]


def shopify_orders(draw, how, folder, name):
    rows, kept, count = [], Decimal(0), 0
    how.decimal, how.gap = ".", ""
    taxed = draw.random() < 0.5  # Whether prices, that of shipping too, contain the tax; it is a fifth on top.
    for place in range(draw.randrange(3, 60)):
        bare, shipped = 5 * (money(draw, 60) + 1), draw.choice([Decimal(0), Decimal("4.90")])
        taxes = ((bare + shipped) / 5 if taxed else bare / 5).quantize(CENT)
        total = bare + shipped + taxes
        shown = [part * 6 / 5 if taxed else part for part in (bare, shipped)]
        status = draw.choice(["paid", "paid", "refunded", "pending", "voided"])
        back = total if status == "refunded" else Decimal(0)
        stamp = f"2024-0{draw.randrange(1, 10)}-{draw.randrange(1, 29):02} 23:{draw.randrange(10, 60)}:25 +0200"
        head = {
            "Name": f"#{1000 + place}",
            "Email": f"p{place % 7}@example.org",
            "Financial Status": status,
            "Currency": "EUR",
            "Subtotal": f"{shown[0]:.2f}",
            "Shipping": f"{shown[1]:.2f}",
            "Taxes": str(taxes),
            "Total": str(total),
            "Created at": stamp,
            "Refunded Amount": f"{back:.2f}",
        }
        for item in range(draw.randrange(1, 4)):
            order = head if item == 0 else {key: head[key] for key in ("Name", "Email", "Created at")}
            bought = {"Lineitem quantity": "1", "Lineitem name": f"Item | {item}\nblue", "Lineitem price": "9.90"}
            rows.append([{**order, **bought}.get(column, "") for column in SHOPIFY])
        if status != "voided":
            kept, count = kept + bare - (bare if back else 0), count + 1
    path = _write(folder, name, [SHOPIFY, *rows], [], how, draw, plain=True)
    return Sample(path, "shopify.orders", "en", False, {"conversions": {"value": kept, "rows": Decimal(count)}})


def shopify_customers(draw, how, folder, name):
    header = [
        "First Name",
        "Last Name",
        "Email",
        "Accepts Email Marketing",
        "City",
        "Total Spent",
        "Total Orders",
        "Tags",
        "Tax Exempt",
    ]
    rows = [["A", "B", f"p{place}@example.org", "yes", "Lyon", "10.00", "1", "", "no"] for place in range(5)]
    return Sample(_write(folder, name, [header, *rows], [], how, draw), "shopify.customers", "en", False)


def stripe_payments(draw, how, folder, name):
    header = [
        "id",
        "Created date (UTC)",
        "Amount",
        "Amount Refunded",
        "Currency",
        "Captured",
        "Description",
        "Fee",
        "Status",
        "Customer ID",
    ]
    rows, kept, count = [], Decimal(0), 0
    for place in range(draw.randrange(3, 50)):
        paid, status = money(draw, 400) + 1, draw.choice(["Paid", "Paid", "Refunded", "Failed"])
        back = paid if status == "Refunded" else Decimal(0)
        stamp = f"2024-03-{draw.randrange(1, 29):02} 22:{draw.randrange(10, 60)}:00"
        cells = [
            f"ch_{place}",
            stamp,
            number(paid, how),
            number(back, how),
            "eur",
            "true",
            "",
            "0",
            status,
            f"cus_{place % 5}",
        ]
        rows.append(cells)
        if status != "Failed":
            kept, count = kept + paid - back, count + 1
    path = _write(folder, name, [header, *rows], [], how, draw)
    truth = {"conversions": {"value": kept, "rows": Decimal(count)}}
    return Sample(path, "stripe.payments", "en", False, truth, decimal=how.decimal)


def stripe_balance(draw, how, folder, name):
    header = [
        "id",
        "Type",
        "Source",
        "Amount",
        "Fee",
        "Net",
        "Currency",
        "Created (UTC)",
        "Available On (UTC)",
        "Description",
        "Transfer",
    ]
    rows = [
        [
            f"txn_{place}",
            "charge",
            f"ch_{place}",
            "10.00",
            "0.30",
            "9.70",
            "eur",
            "2024-03-01 10:00",
            "2024-03-03 00:00",
            "",
            "",
        ]
        for place in range(6)
    ]
    return Sample(_write(folder, name, [header, *rows], [], how, draw), "stripe.balance", "en", False)


def hubspot_deals(draw, how, folder, name):
    header = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Deal owner"]
    rows, amount = [], Decimal(0)
    count = draw.randrange(3, 40)
    for place in range(count):
        worth = money(draw, 90_000)
        opened = date(2024, 1, 1) + timedelta(days=draw.randrange(300))
        stage = draw.choice(["Closed Won", "Closed Lost", "Contract Sent"])
        closed = day(opened + timedelta(days=40), how)
        rows.append([str(place), f"Deal {place}", stage, "Sales", number(worth, how), closed, day(opened, how), "A"])
        amount += worth
    path = _write(folder, name, [header, *rows], [], how, draw)
    truth = {"deals": {"amount": amount, "rows": Decimal(count)}}
    return Sample(path, "hubspot.deals", "en", False, truth, how.order, how.decimal)


def salesforce(draw, how, folder, name):
    header = ["Opportunity ID", "Opportunity Name", "Stage", "Amount", "Amount Currency", "Close Date", "Created Date"]
    rows, amount = [], Decimal(0)
    count = draw.randrange(3, 40)
    for place in range(count):
        worth = money(draw, 90_000)
        opened = date(2024, 1, 1) + timedelta(days=draw.randrange(300))
        stage = draw.choice(["Closed Won", "Closed Lost", "Prospecting"])
        closed = day(opened + timedelta(days=40), how)
        rows.append([f"006{place:03}", f"Deal {place}", stage, number(worth, how), "EUR", closed, day(opened, how)])
        amount += worth
    if how.totals and not how.xlsx:
        rows += [[f"Grand Totals ({count} records)"], ["Confidential Information - Do Not Distribute"]]
    path = _write(folder, name, [header, *rows], [], how, draw, plain=True)
    truth = {"deals": {"amount": amount, "rows": Decimal(count)}}
    return Sample(path, "salesforce.opportunities_report", "en", False, truth, how.order, how.decimal)


def hubspot_contacts(draw, how, folder, name):
    header = ["Record ID", "Email", "Lifecycle Stage", "Lead Status", "Create Date", "Original Traffic Source"]
    stages = [draw.choice(["Lead", "Marketing Qualified Lead", "Subscriber", "Customer"]) for _ in range(30)]
    opened = [day(date(2024, 1, 1) + timedelta(days=draw.randrange(300)), how) for _ in stages]
    rows = [
        [
            str(place),
            f"p{place}@example.org",
            stage,
            "New",
            opened[place],
            draw.choice(["Organic Search", "Offline Sources"]),
        ]
        for place, stage in enumerate(stages)
    ]
    path = _write(folder, name, [header, *rows], [], how, draw)
    truth = {"leads": {"rows": Decimal(sum(stage != "Subscriber" for stage in stages))}}
    return Sample(path, "hubspot.contacts", "en", False, truth, how.order)


def search_console(draw, how, folder, name):
    en, fr = ("Date,Clicks,Impressions,CTR,Position", "Date,Clics,Impressions,CTR,Position")
    header = (en if how.language == "en" else fr).split(",")
    rows = [[f"2024-01-{place:02}", "10", "200", "5%", "3.2"] for place in range(1, 9)]
    folder = folder / name
    folder.mkdir()
    path = _write(folder, "Dates", [header, *rows], [], how, draw)
    return Sample(path, "google_search_console", how.language, False)


OTHERS = {
    "shopify.orders": shopify_orders,
    "shopify.customers": shopify_customers,
    "stripe.payments": stripe_payments,
    "stripe.balance": stripe_balance,
    "hubspot.deals": hubspot_deals,
    "hubspot.contacts": hubspot_contacts,
    "salesforce.opportunities_report": salesforce,
    "google_search_console": search_console,
}
FRENCH = {"google_ads.campaign", "google_ads.search_terms", "meta_ads", "ga4", "google_search_console"}
KINDS = (*ADS, *OTHERS)


def sample(kind: str, seed: int, folder: Path) -> Sample:
    """One file of that kind, drawn from the seed."""
    draw = random.Random(f"{kind} {seed}")
    how = style(draw, draw.choice(["en", "fr"]) if kind in FRENCH else "en")
    name = f"{kind.replace('.', '_')}_{seed}"
    return OTHERS[kind](draw, how, folder, name) if kind in OTHERS else ads(kind, draw, how, folder, name)


def _write(folder, name, table, above, how, draw, *, plain=False):
    if how.extra and not plain:
        table = [[*row, "My label" if number == 0 else f"x{number}"] for number, row in enumerate(table)]
    if how.xlsx:
        return _workbook(folder / f"{name}.xlsx", [[line] for line in above if line] + table)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=how.delimiter, lineterminator=draw.choice(["\n", "\r\n"]))
    if above and how.delimiter == ";" and not above[0].startswith("#"):
        text.write("sep=;\n")
    for line in above:
        text.write(f"{line}\n" if line.startswith("#") or not line else f'"{line}"\n')
    writer.writerows(table)
    path = folder / f"{name}.csv"
    encoding = how.encoding
    try:
        path.write_bytes(text.getvalue().encode(encoding))
    except UnicodeEncodeError:
        path.write_bytes(text.getvalue().encode())
    return path


def _workbook(path, rows):
    body = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{_letter(place)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for place, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Raw" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>",
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
    return path


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else "A" + chr(ord("A") + place - 26)
