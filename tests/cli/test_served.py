"""While the page is served, commands reach the store through the server, and nobody meets a lock."""

import json
import signal

import pytest


@pytest.fixture(scope="module")
def server(shell):
    process = shell.start("serve", "--port", "0", "--json")
    yield json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


def test_ingest_reaches_the_store_through_the_server(within, server):
    assert server.startswith("http://127.0.0.1:")
    (receipt,) = within.json("ingest", "outcomes.csv")
    assert receipt["received"] == receipt["loaded"] == within.weeks
    (again,) = within.json("ingest", "outcomes.csv")
    assert again["again"]
    assert {one["name"]: one["rows"] for one in within.json("data")["tables"]}["outcomes"] == within.weeks


def test_an_error_comes_through_the_server_as_it_is(within, server):
    _, err = within("ingest", "spend.csv", "--table", "spends", code=2)
    assert "No table is named “spends”" in err
    assert "use “spend”" in err


def test_a_second_server_says_where_the_first_is(within, server):
    _, err = within("serve", "--port", "0", code=2)
    assert server in err
