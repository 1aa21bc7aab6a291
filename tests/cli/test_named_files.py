"""A file that is named and that nobody declared: taken for what it is, or asked about, like one in a folder."""

OWN = "day,channel,currency,amount\n2025-03-03,radio,EUR,120.00\n2025-03-04,radio,EUR,80.50\n"


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_bears_our_names_is_loaded(here):
    path = written(here.folder, "radio.csv", OWN)
    found = here.json("ingest", path)
    assert [(one["table"], one["loaded"]) for one in found["receipts"]] == [("spend", 2)]


def test_a_file_with_names_of_its_own_gets_a_proposal_and_is_not_loaded(here):
    path = written(here.folder, "depenses.csv", "Jour;Canal;Dépense\n2026-01-05;Meta;1 200,50\n")
    out, _ = here("ingest", path, code=2)
    for line in ('columns.day = "Jour"', 'columns.channel = "Canal"', 'columns.amount = "Dépense"'):
        assert line in out
    assert here.json("ingest", path, code=2)["receipts"] == []


def test_a_file_that_is_not_there_is_an_error(here):
    _, err = here("ingest", here.folder / "nowhere.csv", code=2)
    assert "nowhere.csv is not declared as a source" in err
