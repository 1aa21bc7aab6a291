"""While the project is served, a command's verb is done by the server, with the same result as without it."""

import shutil
import signal
import subprocess
import sys

import pytest

from probant.actions.project import open_project
from probant.actions.verbs import VERBS, adapter, perform, run
from probant.errors import Undeclared, UnknownName

READING = {"board": {}, "data": {}, "evidence_list": {}, "ledger": {}, "metrics": {"names": ["revenue"]}, "verify": {}}
MORE = "day,span_days,business,channel,currency,amount\n2026-09-07,7,atelier,search,EUR,123.45\n"


@pytest.fixture(scope="module")
def both(small, start_for_long, tmp_path_factory):
    """A served project, and what each verb said before it was served and since."""
    folder = shutil.copytree(small, tmp_path_factory.mktemp("verbs") / "essai")
    with open_project(folder) as project:
        before = {verb: run(project, verb, arguments) for verb, arguments in READING.items()}
    site = start_for_long(folder)
    return site, before, {verb: perform(verb, arguments, folder=folder) for verb, arguments in READING.items()}


@pytest.mark.parametrize("verb", READING)
def test_a_verb_that_reads_says_the_same_with_and_without_a_server(both, verb):
    _, before, since = both
    assert since[verb] == before[verb]


def rows_of_spend(site):
    return next(one["rows"] for one in site.ask("/api/v1/data").result["tables"] if one["name"] == "spend")


def test_loading_through_the_server_loads_and_tells_how_far_it_is(both, tmp_path):
    site, told, more = both[0], [], tmp_path / "more.csv"
    more.write_text(MORE)
    before = rows_of_spend(site)
    arguments = {"files": [str(more)], "table": "spend"}
    (receipt,) = perform(
        "ingest", arguments, folder=site.folder, tell=lambda done, doing: told.append((done, str(doing)))
    )
    assert (receipt.received, receipt.loaded, receipt.again) == (1, 1, False)
    assert "loading more.csv" in [doing for _, doing in told]
    assert all(0 <= done <= 1 for done, _ in told)
    assert rows_of_spend(site) == before + 1
    (again,) = perform("ingest", arguments, folder=site.folder)
    assert again.again


def test_evidence_asked_through_the_server_is_there_at_once(both):
    site = both[0]
    shown = perform("ask", {"engine_name": "claims.platform", "answers": {"business": "atelier"}}, folder=site.folder)
    assert [one["id"] for one in site.ask("/api/v1/evidence").result] == [shown.id]
    assert perform("evidence", {"evidence_id": shown.id}, folder=site.folder) == shown


INGESTING = """
import sys
from pathlib import Path
from probant.actions.verbs import perform
arguments = {"files": sys.argv[2:], "table": "spend"}
perform("ingest", arguments, folder=Path(sys.argv[1]), tell=lambda done, doing: print(doing, flush=True))
"""


def test_ctrl_c_on_a_command_stops_its_verb_in_the_server_and_nothing_is_half_loaded(both, tmp_path):
    site, large, small = both[0], tmp_path / "large.csv", tmp_path / "small.csv"
    head, row = MORE.splitlines(keepends=True)
    large.write_text(head + row.replace("2026-09-07", "2026-09-14") * 600_000)
    small.write_text(head + row.replace("2026-09-07", "2026-09-21"))
    before = site.ask("/api/v1/data").result
    command = subprocess.Popen(
        [sys.executable, "-c", INGESTING, str(site.folder), str(large)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    told = [command.stdout.readline() for _ in range(3)]
    command.send_signal(signal.SIGINT)
    _, complaint = command.communicate(timeout=60)
    assert b"large.csv" in told[-1]
    assert (command.returncode != 0, b"KeyboardInterrupt" in complaint) == (True, True)
    # One verb writes at a time: when this one is done, the one that was stopped has ended.
    perform("ingest", {"files": [str(small)], "table": "spend"}, folder=site.folder)
    after = site.ask("/api/v1/data").result
    assert [one["source"] for one in after["receipts"][len(before["receipts"]) :]] == ["small.csv"]
    assert sum(one["rows"] for one in after["tables"]) == sum(one["rows"] for one in before["tables"]) + 1
    assert "large.csv" not in site.ask("/api/v1/ledger").text


def test_errors_are_raised_as_without_the_server(site):
    with pytest.raises(UnknownName, match=r"No engine is named “claims\.platfrom”"):
        perform("ask", {"engine_name": "claims.platfrom", "answers": {}}, folder=site.folder)
    with pytest.raises(Undeclared, match=r"nowhere\.csv is not declared as a source"):
        perform("ingest", {"files": ["nowhere.csv"]}, folder=site.folder)
    with pytest.raises(UnknownName, match="No argument of board is named"):
        perform("board", {"shop": "atelier"}, folder=site.folder)


def test_a_verb_that_there_is_not_is_named_with_the_nearest(site):
    answer = site.ask(
        "/api/verbs/ingst",
        "POST",
        "{}",
        Content_Type="application/json",
        Authorization=f"Bearer {site.lease['token']}",
    )
    assert answer.status == 404
    assert "ingest" in answer.json["error"]["mend"]["text"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"arguments": 3}', '{"more": {}}'])
def test_a_body_that_is_no_call_is_refused(site, body):
    answer = site.ask(
        "/api/verbs/board", "POST", body, Content_Type="application/json", Authorization=f"Bearer {site.lease['token']}"
    )
    assert answer.status == 400
    assert answer.json["error"]["name"] == "Refused"


def test_every_verb_has_a_result_that_can_be_written():
    for verb in VERBS:
        assert adapter(verb).json_schema(mode="serialization")
