"""Exported traces of real agents, loaded as their owner would."""

import gzip
import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.project import open_project
from probant.errors import Unreadable
from probant.stats.leaves import leaves

AGENTS = Path(__file__).parents[2].parent / "shared" / "data" / "agents"
KEEP = '\n[privacy]\narguments = "{}"\n'


@pytest.fixture
def project(tmp_path):
    init(tmp_path / "project", currency="EUR")
    with open_project(tmp_path / "project") as project:
        yield project


def keeping(project, what):
    project.settings = project.settings.model_copy(
        update={"privacy": project.settings.privacy.model_copy(update={"arguments": what})}
    )
    return project


def held(project, *names):
    return project.fetch({name: project.tables()[name] for name in names})


@pytest.fixture
def spans():
    file = AGENTS / "spans.otlp.jsonl.gz"
    if not file.exists():
        pytest.skip("the shared data are not beside the project")
    return file


def test_real_traces_load_whole_and_a_second_time_change_nothing(project, spans):
    first = ingest(project, [str(spans)])
    assert {one.table: one.loaded for one in first} == {"spans": 12_377, "agent_runs": 590}
    again = ingest(project, [str(spans)])
    assert all(one.again for one in again)
    rows = held(project, "spans")["spans"]
    assert rows["arguments"].null_count == len(rows)
    assert "not kept" in " ".join(str(one.words) for one in first[0].reasons)


def test_tools_arguments_and_results_are_those_of_the_tables(project, spans):
    ingest(keeping(project, "clear"), [str(spans)])
    found = held(project, "spans", "agent_runs")
    calls = found["spans"].filter(pc.equal(found["spans"]["operation"], "execute_tool"))
    events = pq.read_table(AGENTS / "events.parquet", columns=["run_id", "kind", "tool", "args"])
    runs = pq.read_table(AGENTS / "runs.parquet", columns=["run_id", "infra_error", "reward"])
    sound = runs.filter(pc.is_null(runs["infra_error"]))
    told = events.filter(pc.and_(pc.equal(events["kind"], "tool"), pc.is_in(events["run_id"], sound["run_id"])))
    assert sorted(calls["tool"].to_pylist()) == sorted(told["tool"].to_pylist())
    assert {leaves(one) for one in calls["arguments"].to_pylist()} == {leaves(one) for one in told["args"].to_pylist()}
    assert pc.sum(found["agent_runs"]["success"]).as_py() == sum(one >= 0.5 for one in sound["reward"].to_pylist())


def test_pseudonyms_tell_the_same_arguments_apart_and_no_value(project, spans):
    ingest(keeping(project, "pseudonyms"), [str(spans)])
    hidden = held(project, "spans")["spans"]["arguments"].drop_null().unique().to_pylist()
    with gzip.open(spans, "rt", encoding="utf-8") as lines:
        clear = {
            leaves(pair["value"]["stringValue"])
            for line in lines
            for group in json.loads(line)["resourceSpans"]
            for scope in group["scopeSpans"]
            for span in scope["spans"]
            for pair in span["attributes"]
            if pair["key"] == "gen_ai.tool.call.arguments"
        }
    assert len({leaves(one) for one in hidden}) == len(clear)
    values = {value for one in clear for _, value in one if len(value) > 8}
    assert not any(value in text.lower() for text in hidden[:300] for value in list(values)[:300])


def test_a_file_that_is_broken_in_the_middle_loads_nothing(project, spans, tmp_path):
    file = tmp_path / "some.otlp.jsonl"
    with gzip.open(spans, "rt", encoding="utf-8") as lines:
        file.write_text(next(lines) + '{"resourceSpans": [\n', encoding="utf-8")
    with pytest.raises(Unreadable, match="Line 2"):
        ingest(project, [str(file)])
    assert held(project, "spans")["spans"].num_rows == 0
