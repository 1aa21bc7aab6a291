"""The same rows come out of every format, encoding and delimiter."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from probant.errors import Ambiguous, Missing, UnknownName, Unreadable

HEADER = ("day", "campaign", "channel", "currency", "amount", "clicks")
ROWS = (
    ("2026-01-30", "Été à 50 €", "paid_search", "EUR", "12.5", "7"),
    ("2026-01-31", "naïve œuvre", "display", "EUR", "1200.75", ""),
)
WANTED = [
    {
        "day": date(2026, 1, 30),
        "span_days": 1,
        "business": "(all)",
        "area": "(all)",
        "account": "(all)",
        "campaign": "Été à 50 €",
        "channel": "paid_search",
        "currency": "EUR",
        "amount": Decimal("12.5000"),
        "impressions": None,
        "clicks": 7,
        "reach": None,
    },
    {
        "day": date(2026, 1, 31),
        "span_days": 1,
        "business": "(all)",
        "area": "(all)",
        "account": "(all)",
        "campaign": "naïve œuvre",
        "channel": "display",
        "currency": "EUR",
        "amount": Decimal("1200.7500"),
        "impressions": None,
        "clicks": None,
        "reach": None,
    },
]

WORKBOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text(delimiter=",", end="\n"):
    return "".join(delimiter.join(row) + end for row in (HEADER, *ROWS))


def workbook(sheets):
    """An XLSX of sheets {name: rows}; numbers as numbers, all else as text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        listed, related = "", ""
        for place, (name, rows) in enumerate(sheets.items(), 1):
            listed += f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>'
            related += f'<Relationship Id="rId{place}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>'
            file.writestr(f"xl/worksheets/sheet{place}.xml", sheet(rows))
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{WORKBOOK}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
        )
    return packed.getvalue()


def sheet(rows):
    body = ""
    for number, row in enumerate(rows, 1):
        cells = ""
        for place, value in enumerate(row):
            at = f"{chr(65 + place)}{number}"
            if isinstance(value, (int, float)):
                cells += f'<c r="{at}"><v>{value}</v></c>'
            elif value:
                cells += f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        body += f'<row r="{number}">{cells}</row>'
    return f'<worksheet xmlns="{WORKBOOK}"><sheetData>{body}</sheetData></worksheet>'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(folder, delimiter, end):
    assert folder.rows(folder.write("spend.csv", text(delimiter, end))) == WANTED


@pytest.mark.parametrize(
    "content",
    [
        text().encode("utf-8"),
        text().encode("utf-8-sig"),
        text().encode("utf-16"),
        b"\xfe\xff" + text().encode("utf-16-be"),
        text().encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "cp1252"],
)
def test_encodings(folder, content):
    assert folder.rows(folder.write("spend.csv", content)) == WANTED


def test_stated_encoding(folder):
    file = folder.write("spend.csv", text().encode("utf-16-le"))
    with pytest.raises(Unreadable, match="looks like UTF-16") as caught:
        folder.read(file)
    assert 'encoding = "utf-16-le"' in str(caught.value.mend)
    assert folder.rows(file, encoding="utf-16-le") == WANTED


def test_json_lines(folder):
    lines = [{name: cell or None for name, cell in zip(HEADER, row, strict=True)} for row in ROWS]
    for line in lines:
        line["amount"] = float(line["amount"])
        line["clicks"] = line["clicks"] and int(line["clicks"])
    file = folder.write("spend.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    assert folder.rows(file) == WANTED


def test_parquet_of_typed_columns(folder):
    table = pa.table(
        {
            "day": pa.array([date(2026, 1, 30), date(2026, 1, 31)]),
            "campaign": pa.array(["Été à 50 €", "naïve œuvre"]).dictionary_encode(),
            "channel": ["paid_search", "display"],
            "currency": ["EUR", "EUR"],
            "amount": [12.5, 1200.75],
            "clicks": pa.array([7, None], pa.int32()),
        }
    )
    pq.write_table(table, folder.path / "spend.parquet")
    assert folder.rows(folder.path / "spend.parquet") == WANTED


def test_parquet_of_text_columns(folder):
    columns = {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}
    pq.write_table(pa.table(columns), folder.path / "spend.parquet")
    assert folder.rows(folder.path / "spend.parquet") == WANTED


def test_workbook_mixes_numbers_and_text(folder):
    rows = [HEADER, (*ROWS[0][:4], 12.5, 7), (*ROWS[1][:4], "1 200,75", "")]
    assert folder.rows(folder.write("spend.xlsx", workbook({"Feuille": rows}))) == WANTED


def test_workbook_takes_the_sheet_that_fits(folder):
    notes = [("Exported by", "nobody")]
    rows = [HEADER, *ROWS]
    file = folder.write("spend.xlsx", workbook({"Notes": notes, "Data": rows}))
    assert folder.rows(file) == WANTED


def test_workbook_asks_which_of_two_sheets(folder):
    file = folder.write("spend.xlsx", workbook({"May": [HEADER, *ROWS], "June": [HEADER, *ROWS]}))
    with pytest.raises(Ambiguous, match="several sheets that could be meant: May, June") as caught:
        folder.read(file)
    assert 'sheet = "May"' in str(caught.value.mend)
    assert folder.rows(file, sheet="June") == WANTED
    with pytest.raises(UnknownName, match="use “June”"):
        folder.read(file, sheet="Jun")


def test_quotes_hold_delimiters_quotes_and_line_ends(folder):
    file = folder.write(
        "spend.csv",
        'day,campaign,channel,currency,amount\n2026-01-30,"a ""b"", c\nd",x,EUR,1.5\n2026-01-31,e,x,EUR,oops\n',
    )
    assert [row["campaign"] for row in folder.rows(file)] == ['a "b", c\nd']
    assert folder.rejects(file) == [(4, "amount", "This is not a number.")]


def test_a_quote_inside_a_cell_is_a_character(folder):
    file = folder.write("spend.csv", 'day,campaign,channel,currency,amount\n2026-01-30,5" screen,x,EUR,1.5\n')
    assert [row["campaign"] for row in folder.rows(file)] == ['5" screen']


def test_excel_says_its_separator_in_the_first_line(folder):
    assert folder.rows(folder.write("spend.csv", "sep=;\r\n" + text(";", "\r\n"))) == WANTED


def test_blank_rows_are_no_rows(folder):
    file = folder.write("spend.csv", text() + "\n,,,,,\n   \n")
    assert folder.rows(file) == WANTED
    assert folder.rejects(file) == []


def test_ragged_rows_are_named_by_line(folder):
    file = folder.write(
        "spend.csv", text() + "2026-02-01,a,b\n2026-02-01,a,b,EUR,1,2,3\n" + text().splitlines()[1] + "\n"
    )
    assert folder.rejects(file) == [
        (4, None, "The row has fewer cells than the header."),
        (5, None, "The row has more cells than the header."),
    ]
    assert len(folder.rows(file)) == 3


def test_broken_lines_of_json_are_named(folder):
    good = json.dumps(dict(zip(HEADER, ROWS[0], strict=True)))
    file = folder.write("spend.jsonl", f'{good}\n{{"day": \n[1]\n\n{good[:-1]}, "channel": ["a"]}}\n')
    assert folder.rejects(file) == [
        (2, None, "The line is not a JSON object."),
        (3, None, "The line is not a JSON object."),
        (5, None, "A cell holds a list or an object."),
    ]


def test_every_row_is_accounted_for(folder):
    file = folder.write("spend.csv", text() + "bad,a,b,EUR,1,2\n2026-02-01,a\n")
    batches = list(folder.read(file).batches())
    assert sum(batch.received for batch in batches) == 4


def test_what_is_no_file(folder):
    with pytest.raises(Missing, match="There is no file"):
        folder.read(folder.path / "none.csv")
    with pytest.raises(Unreadable, match="is not a file"):
        folder.read(folder.path)


def test_a_file_that_changes_while_it_is_read(folder):
    file = folder.write("spend.csv", text())
    reading = folder.read(file)
    folder.write("spend.csv", text() * 2)
    with pytest.raises(ValueError, match="was changed while it was read"):
        list(reading.batches())


def test_content_is_that_of_bytes_settings_and_table(folder):
    one, copy = folder.write("a.csv", text()), folder.write("b.csv", text())
    same = {folder.read(one).content, folder.read(copy).content, folder.read(one, name="May").content}
    assert len(same) == 1
    others = {
        folder.read(folder.write("c.csv", text() + "\n")).content,
        folder.read(one, constants={"area": "FR"}).content,
        folder.read(one, timezone="Europe/Paris").content,
        folder.read(one, "claims", constants={"platform": "meta"}).content,
    }
    assert len(others | same) == 5


def test_progress_rises_to_the_end(folder):
    from probant.contract.catalog import contract
    from probant.source.read import read

    told = []
    reading = read(folder.write("spend.csv", text()), contract("spend"), tell=lambda done, _: told.append(done))
    list(reading.batches())
    assert told == sorted(told)
    assert told[-1] == 1.0
