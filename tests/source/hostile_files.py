"""Makes files that no exporter should have written. Run: hostile_files.py FOLDER SEED COUNT."""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HEADER = "day,campaign,channel,currency,amount,impressions,clicks\n"
ROW = "2026-01-31,brand,paid_search,EUR,12.50,1000,10\n"
GOOD = HEADER + ROW * 50
BIG = 50 << 20

TEXTS: dict[str, Callable[[], str | bytes]] = {
    "empty.csv": lambda: "",
    "one_newline.csv": lambda: "\n",
    "only_blanks.csv": lambda: " \t\n" * 1000,
    "only_mark.csv": lambda: b"\xef\xbb\xbf",
    "only_wide_mark.csv": lambda: b"\xff\xfe",
    "header_only.csv": lambda: HEADER,
    "header_without_end.csv": HEADER.strip,
    "no_header.csv": lambda: ROW * 10,
    "another_platform.csv": lambda: "Campaign report\n1-31 Jan\nDay,Campaign,Cost\n2026-01-31,a,1\n",
    "another_table.csv": lambda: "experiment,unit,arm\ne,u,a\n",
    "unterminated_first.csv": lambda: HEADER + '2026-01-31,"brand,x,EUR,1,1,1\n' + ROW * 100_000,
    "unterminated_last.csv": lambda: HEADER + ROW * 100_000 + '2026-01-31,"brand,x,EUR,1,1,1\n',
    "stray_quotes.csv": lambda: HEADER + '2026-01-31,5" screen,x,EUR,1,1,1\n' * 50_000,
    "only_quotes.csv": lambda: HEADER + '"' * 3_000_001,
    "quotes_and_line_ends.csv": lambda: HEADER + '"\n' * 500_000,
    "quoted_line_ends.csv": lambda: HEADER + '2026-01-31,"a\nb\n\n",x,EUR,1,1,1\n' * 20_000,
    "nul_cells.csv": lambda: HEADER + ROW.replace("brand", "br\0and") * 100,
    "nul_header.csv": lambda: GOOD.replace("day", "d\0ay"),
    "all_nul.csv": lambda: b"\0" * 1_000_000,
    "ragged.csv": lambda: HEADER + "".join("a," * (n % 9) + "\n" for n in range(50_000)),
    "too_few_cells.csv": lambda: HEADER + "2026-01-31\n" * 50_000,
    "ten_thousand_columns.csv": lambda: ",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n",
    "two_thousand_columns.csv": lambda: HEADER.strip() + "".join(f",c{n}" for n in range(1_900)) + "\n" + ROW,
    "one_long_line.csv": lambda: HEADER + "2026-01-31," + "x" * BIG,
    "one_long_cell.csv": lambda: HEADER + "2026-01-31," + "x" * 5_000_000 + ",x,EUR,1,1,1\n" + ROW,
    "long_header.csv": lambda: "x" * BIG,
    "long_quoted_cell.csv": lambda: HEADER + '2026-01-31,"' + "x,\n" * 3_000_000 + '",x,EUR,1,1,1\n',
    "only_delimiters.csv": lambda: "," * 1_000_000 + "\n" + "," * 1_000_000,
    "duplicate_headers.csv": lambda: HEADER.replace("clicks", "amount") + ROW,
    "blank_headers.csv": lambda: ",,,,,,\n" + ROW,
    "spaced_headers.csv": lambda: " day ,\u00a0campaign, channel ,currency\u202f,\tamount,impressions,clicks\n" + ROW,
    "utf16_without_mark.csv": lambda: GOOD.encode("utf-16-le"),
    "utf16_big_without_mark.csv": lambda: GOOD.encode("utf-16-be"),
    "utf16_cut.csv": lambda: GOOD.encode("utf-16")[:-1],
    "utf16_lone_surrogate.csv": lambda: b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00\xd8,\x00" * 10,
    "utf32.csv": lambda: GOOD.encode("utf-32"),
    "cp1252_undefined.csv": lambda: HEADER.encode() + ROW.encode().replace(b"brand", b"\x81\x8d"),
    "utf8_and_cp1252.csv": lambda: (
        HEADER.encode() + ROW.replace("brand", "é").encode() + ROW.replace("brand", "é").encode("cp1252")
    ),
    "utf8_cut.csv": lambda: (HEADER + ROW.replace("brand", "é")).encode()[: len(HEADER) + 12],
    "utf8_overlong.csv": lambda: HEADER.encode() + ROW.encode().replace(b"brand", b"\xc0\xaf"),
    "utf7.csv": lambda: GOOD.replace("brand", "+AOk-"),
    "controls.csv": lambda: HEADER + ROW.replace("brand", "\x1b[31mred\x07") * 100,
    "directions.csv": lambda: HEADER + ROW.replace("brand", "\u202egpj.exe") * 10,
    "formulas.csv": lambda: HEADER + ROW.replace("brand", "=cmd|' /C calc'!A0") * 10,
    "carriage_returns.csv": lambda: GOOD.replace("\n", "\r"),
    "mixed_line_ends.csv": lambda: HEADER + (ROW + ROW.replace("\n", "\r\n") + ROW.replace("\n", "\r")) * 100,
    "nothing_is_known.csv": lambda: HEADER + "NaN,NaN,NaN,NaN,NaN,NaN,NaN\n" * 1000,
    "numbers.csv": lambda: (
        HEADER + "".join(ROW.replace("12.50", n) for n in ("NaN", "inf", "-1", "1e999", "9" * 400, "0x1F", "1e-999999"))
    ),
    "counts.csv": lambda: (
        HEADER + "".join(ROW.replace("1000", n) for n in ("1.5", "9223372036854775808", "-0", "1e18", "1" * 5000))
    ),
    "dates.csv": lambda: (
        HEADER
        + "".join(
            ROW.replace("2026-01-31", d) for d in ("0000-00-00", "99999-01-01", "2026-02-30", "1/1", "٢٠٢٦-٠١-٣١")
        )
    ),
    "both_orders.csv": lambda: (
        HEADER + ROW.replace("2026-01-31", "31/01/2026") + ROW.replace("2026-01-31", "01/31/2026")
    ),
    "open_order.csv": lambda: HEADER + ROW.replace("2026-01-31", "02/01/2026") * 1000,
    "open_decimal.csv": lambda: HEADER.replace(",", ";") + ROW.replace(",", ";").replace("12.50", "1.234") * 1000,
    "both_decimals.csv": lambda: (HEADER + ROW).replace(",", ";") + ROW.replace(",", ";").replace("12.50", "12,50"),
    "two_currencies.csv": lambda: GOOD + ROW.replace("EUR", "USD"),
    "two_signs.csv": lambda: HEADER + ROW.replace("12.50", "€12.50") + ROW.replace("12.50", "$12.50"),
    "totals.csv": lambda: GOOD + "Total,,,,625.00,50000,500\n",
    "html.csv": lambda: "<!DOCTYPE html><html><body>Sign in</body></html>\n" * 100,
    "array.json": lambda: json.dumps([{"day": "2026-01-31"}] * 1000, indent=1),
    "deep.jsonl": lambda: '{"day":' * 100_000 + "1" + "}" * 100_000 + "\n" + "[" * 1_000_000 + "\n",
    "broken.jsonl": lambda: (
        '{"day": "2026-01-31", "channel": "x", "currency": "EUR", "amount": 1}\n{"day": "2026-\n' * 1000
    ),
    "many_keys.jsonl": lambda: "".join(json.dumps({f"k{n}": 1}) + "\n" for n in range(50_000)),
    "nested.jsonl": lambda: '{"day": "2026-01-31", "channel": {"a": [1]}, "currency": "EUR", "amount": 1}\n' * 1000,
    "numbers.jsonl": lambda: (
        '{"day": "2026-01-31", "channel": "x", "currency": "EUR", "amount": ' + "9" * 100_000 + "}\n"
    ),
    "constants.jsonl": lambda: '{"day": "2026-01-31", "channel": "x", "currency": "EUR", "amount": NaN}\n' * 100,
    "surrogate.jsonl": lambda: '{"day": "2026-01-31", "channel": "\\ud800", "currency": "EUR", "amount": 1}\n',
    "long_line.jsonl": lambda: '{"day": "' + "x" * BIG + '"}\n',
    "not_objects.jsonl": lambda: "null\n1\n[]\n" * 1000,
    "no_parquet.parquet": lambda: GOOD,
    "short.parquet": lambda: b"PAR1",
    "footer_lies.parquet": lambda: b"PAR1" + b"\x15" * 100 + struct.pack("<I", 0x7FFFFFFF) + b"PAR1",
    "no_workbook.xlsx": lambda: GOOD,
    "no_zip.xlsx": lambda: b"PK\x03\x04" + b"x" * 1000,
    "zip.csv": lambda: packed({"a.txt": b"hello"}),
    "bomb.xlsx": lambda: packed({"xl/worksheets/sheet1.xml": b" " * (200 << 20)}),
    "liar.xlsx": lambda: packed({"xl/worksheets/sheet1.xml": b" " * (64 << 20)}).replace(
        struct.pack("<I", 64 << 20), struct.pack("<I", 10)
    ),
    "sparse.xlsx": lambda: workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "many_cells.xlsx": lambda: workbook("<row>" + "<c><v>1</v></c>" * 5_000_000 + "</row>"),
    "broken.xlsx": lambda: workbook("<row><c><v>1</v>"),
    "entities.xlsx": lambda: workbook("<row><c><v>&lol;&lol;</v></c></row>", '<!DOCTYPE a [<!ENTITY lol "lol">]>'),
    "no_sheets.xlsx": lambda: workbook(None),
    "errors.xlsx": lambda: workbook(
        '<row r="1"><c r="A1" t="str"><v>day</v></c></row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
    ),
    "gzip.csv": lambda: gzip.compress(GOOD.encode()),
    "pdf.csv": lambda: b"%PDF-1.7\n" + b"\x00\x01\x02" * 1000,
    "old.xlsx": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 5000,
    "elf.csv": lambda: b"\x7fELF" + bytes(range(256)) * 200,
}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def workbook(rows: str | None, ahead: str = "") -> bytes:
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = '<sheet name="S" sheetId="1" r:id="rId1"/>' if rows is not None else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spread}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{ahead}<worksheet xmlns="{spread}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return packed({name: text.encode() for name, text in parts.items()})


def tables() -> Iterator[tuple[str, pa.Table]]:
    day, one = ["2026-01-31"] * 10, [1.0] * 10
    plain = {"day": day, "channel": ["x"] * 10, "currency": ["EUR"] * 10, "amount": one}
    yield "nested.parquet", pa.table(plain | {"channel": [["a"]] * 10})
    yield "struct.parquet", pa.table(plain | {"amount": [{"a": 1}] * 10})
    yield "binary.parquet", pa.table(plain | {"channel": pa.array([b"\xff"] * 10)})
    yield "wrong_types.parquet", pa.table(plain | {"day": one, "amount": [True] * 10})
    yield "not_finite.parquet", pa.table(plain | {"amount": [float("nan"), float("inf"), -1.0] + [1e300] * 7})
    yield "no_rows.parquet", pa.table(plain).slice(0, 0)
    yield "no_columns.parquet", pa.table({})
    yield "all_null.parquet", pa.table({name: pa.nulls(1000) for name in plain})
    yield "far_instants.parquet", pa.table(plain | {"day": pa.array([2**62] * 10, pa.timestamp("us"))})
    yield "twice.parquet", pa.Table.from_arrays([pa.array(day), pa.array(day)], names=["day", "day"])
    codes = pa.array(np.zeros(2_000_000, np.int32))
    long = pa.DictionaryArray.from_arrays(codes, ["x" * 1_000_000])
    yield (
        "one_long_cell_a_million_times.parquet",
        pa.table({"day": long, "channel": long, "currency": long, "amount": codes}),
    )
    many = pa.table(
        {
            name: pa.repeat(value, 3_000_000)
            for name, value in (("day", "2026-01-31"), ("channel", None), ("currency", "EUR"), ("amount", 1.0))
        }
    )
    yield (
        "three_million_bad_rows.parquet",
        many.select(["day", "currency", "amount"]).append_column("channel", pa.nulls(3_000_000, pa.string())),
    )


def damaged(random_: random.Random) -> bytes:
    """A good file with some bytes changed, moved, doubled or cut."""
    data = bytearray(GOOD.encode(random_.choice(["utf-8", "utf-16", "cp1252"])))
    for _ in range(random_.randint(1, 30)):
        at = random_.randrange(len(data))
        change = random_.randrange(4)
        if change == 0:
            data[at] = random_.randrange(256)
        elif change == 1:
            data[at:at] = random_.randbytes(random_.randint(1, 20))
        elif change == 2:
            data[at:at] = random_.choice([b'"', b"\n", b",", b"\r", b"\0", b"\xe9"]) * random_.randint(1, 5)
        else:
            del data[at : at + random_.randint(1, 50)]
    return bytes(data)


def make(folder: Path, seed: int, count: int) -> list[Path]:
    """Write `count` files, the hand-made first, then good ones damaged at random."""
    for name, content in TEXTS.items():
        data = content()
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    for name, table in tables():
        pq.write_table(table, folder / name)
    random_ = random.Random(seed)
    kinds = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in (".parquet", ".xlsx") and path.stat().st_size < 100_000
    ]
    for number in range(count - len(list(folder.iterdir()))):
        if number % 3:
            (folder / f"damaged_{number}.csv").write_bytes(damaged(random_))
        else:
            victim = random_.choice(kinds)
            data = bytearray(victim.read_bytes())
            data[random_.randrange(len(data))] ^= 1 << random_.randrange(8)
            (folder / f"flipped_{number}{victim.suffix}").write_bytes(data)
    return sorted(folder.iterdir())


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
