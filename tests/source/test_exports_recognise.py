"""Which export a file is: the names that were seen, titles, periods, and several tables in one file."""

from __future__ import annotations

import json
from datetime import date

import pytest

from probant.errors import Ambiguous, UnknownName
from probant.source import headers
from probant.source.layout import name_key
from probant.source.platforms import exports
from probant.source.preamble import named, preamble
from probant.source.recognise import Sure, recognise
from probant.source.settings import SourceSettings

GOOGLE = "Day,Campaign,Campaign type,Cost,Impr.,Clicks\n"
ROW = "2024-01-01,A,Search,10.00,5,1\n"


@pytest.fixture(scope="module")
def listed(shared):
    """(export, name, whether the list marks it as a guess) of every header in the shared list."""
    said = json.loads((shared / "exports" / "headers.json").read_text(encoding="utf-8"))
    found = []
    for export, about in said.items():
        for names in about["map"].values() if isinstance(about, dict) and "map" in about else ():
            found += [(export, name.rstrip("?"), name.endswith("?")) for both in names for name in both.split("|")]
    return [one for one in found if one[1]]


def known(export, *, guess):
    languages = ("en", "fr")
    fields = exports()[export].fields.values()
    return {name_key(name) for names in fields for language in languages for name in names.of(language, guess=guess)}


def test_all_fifteen_are_known(shared):
    said = json.loads((shared / "exports" / "headers.json").read_text(encoding="utf-8"))
    assert set(exports()) == {name for name in said if not name.startswith("_")}


def test_every_name_that_was_seen_is_known(listed):
    for export, name, guess in listed:
        if not guess:
            assert name_key(name) in known(export, guess=False) | known(export, guess=True), (export, name)


def test_no_name_that_the_list_guesses_is_taken_for_seen(listed):
    seen = {(export, name_key(name)) for export, name, guess in listed if not guess}
    for export, name, guess in listed:
        if guess and (export, name_key(name)) not in seen:
            assert name_key(name) not in known(export, guess=False), (export, name)


def test_headers_listed_as_one_line_are_known(shared):
    said = json.loads((shared / "exports" / "headers.json").read_text(encoding="utf-8"))
    for export, most in (("microsoft_ads", 0), ("stripe.balance", 4), ("shopify.customers", 12)):
        names = [headers.tidy(name) for name in said[export]["header"].split(",")]
        unknown = [name for name in names if name_key(name) not in known(export, guess=False)]
        assert len(unknown) <= most, unknown


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        (["Campaign report", "January 1, 2024 - January 31, 2024"], date(2024, 1, 1), date(2024, 1, 31)),
        (["Rapport", "1 janvier 2024 - 29 févr. 2024"], date(2024, 1, 1), date(2024, 2, 29)),
        (["# Date de début : 20240101", "# Date de fin : 20240131"], date(2024, 1, 1), date(2024, 1, 31)),
        (
            ["Report Start: May 1, 2024, 12:00 AM", "Report End: May 2, 2024", "Date Generated: June 3, 2024"],
            date(2024, 5, 1),
            date(2024, 5, 2),
        ),
        (["01/02/2024 - 03/02/2024"], None, None),
        (["31/01/2024 - 29/02/2024"], date(2024, 1, 31), date(2024, 2, 29)),
        (["All time"], None, None),
        (["January 31, 2024 - January 1, 2024"], None, None),
    ],
)
def test_period_above_the_table(lines, first, last):
    above = preamble(lines)
    assert (above.first, above.last) == (first, last)


@pytest.mark.parametrize(
    ("stem", "days"),
    [
        ("ads_2024-02", (date(2024, 2, 1), 29)),
        ("ads 2024-02-05 to 2024-02-11", (date(2024, 2, 5), 7)),
        ("ads_2024-02-05", None),
        ("ads_12024-02", None),
        ("ads", None),
    ],
)
def test_days_in_the_name_of_a_file(stem, days):
    assert named(stem) == days


def test_a_title_is_a_reason(folder):
    found = recognise(folder.write("a.csv", f"Campaign report\nAll time\n{GOOGLE}{ROW}"))
    assert found.export.name == "google_ads.campaign"
    assert found.sure is Sure.CERTAIN
    assert "“Campaign report” is the title of Google Ads, campaigns, and 6 of 6 columns" in str(found.why)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding(folder, encoding):
    text = "Jour\tCampagne\tCoût\tImpr.\tValeur conv.\n2024-01-01\tÉté | rouge\t1,00\t5\t0\n"
    found = recognise(folder.write("a.csv", text.encode(encoding)))
    assert (found.export.name, found.best.language) == ("google_ads.campaign", "fr")


def test_text_that_was_encoded_twice_is_recognised_and_named(folder):
    found = recognise(
        folder.write("a.csv", "Jour,Nom de la campagne,Montant dÃ©pensÃ© (EUR),Impressions\n2024-01-01,a,1,2\n")
    )
    assert found.export.name == "meta_ads"
    assert found.twice


def test_a_table_of_ones_own_is_asked_about(folder):
    found = recognise(folder.write("a.csv", "day,campaign,cost\n2024-01-01,a,1.00\n"))
    assert found.sure is Sure.LIKELY


def test_what_fits_no_export_is_none(folder):
    assert recognise(folder.write("a.csv", "name,age\na,1\n")) is None


def test_the_project_names_the_export(folder):
    file = folder.write("a.csv", "day,campaign,cost\n2024-01-01,a,1.00\n")
    said = SourceSettings(file="a.csv", table="spend", export="google_ads.campaign")
    assert recognise(file, said).sure is Sure.CERTAIN
    with pytest.raises(UnknownName, match=r"No export is named “google_ads\.campaing”"):
        recognise(file, said.model_copy(update={"export": "google_ads.campaing"}))
    with pytest.raises(UnknownName, match=r"export that fits a\.csv"):
        recognise(file, said.model_copy(update={"export": "ga4"}))


def test_several_tables_in_one_file(folder):
    block = "# ----\n# Traffic acquisition: x\n# Start date: 20240101\n# End date: 20240131\n# ----\n"
    table = "Session source / medium,Sessions,Key events\ngoogle / cpc,5,1\n"
    other = "Landing page,Sessions,Key events\n/a,5,1\n"
    found = recognise(folder.write("a.csv", f"{block}{table}\n{block}{other}"))
    assert found.best.place.line == 6
    assert found.best.place.last == 7
    assert [one.place.line for one in found.others] == [14]


def test_orders_named_with_a_hash_are_no_comments(folder):
    head = "Name,Email,Financial Status,Currency,Subtotal,Taxes,Total,Created at,Lineitem name,Refunded Amount\n"
    rows = "".join(f"#{number},a,paid,EUR,1,0,1,2024-01-01 10:00:00 +0000,x,0\n" for number in range(5))
    found = recognise(folder.write("a.csv", head + rows))
    assert found.best.place.last is None
    assert not found.others


def test_a_delimiter_in_names_of_campaigns_does_not_mislead(folder):
    found = recognise(folder.write("a.csv", "Day;Campaign;Cost;Impr.\n2024-01-01;a|b|c|d,e,f,g;1;2\n"))
    assert found.best.place.delimiter == ";"


def test_two_delimiters_that_fit_are_none(folder):
    assert recognise(folder.write("a.csv", "foo;bar,baz\n1;2,3\n")) is None
    with pytest.raises(Ambiguous, match="could be parted by any of these"):
        folder.read(folder.write("b.csv", "foo;bar,baz\n1;2,3\n"))
