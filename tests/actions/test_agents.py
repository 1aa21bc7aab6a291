"""Agents by the verbs: asked, read again, mapped, and one run beside its reference."""

import pyarrow.parquet as pq
import pytest

from probant.actions.agents import agent_run, agents, ask
from probant.actions.ai import ai
from probant.actions.ingest import ingest
from probant.actions.project import open_project
from probant.errors import UnknownName

TABLES = ("spans", "agent_runs", "agent_tools", "agent_references", "agent_rules", "agent_labels", "agent_deviations")
BASIS = '\nspans = "not_personal"\nagent_runs = "not_personal"\n'


@pytest.fixture
def project(shop, sample_tables, tmp_path):
    settings = shop / "probant.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + BASIS, encoding="utf-8")
    with open_project(shop, actor="analyst") as project:
        for name in TABLES:
            file = tmp_path / f"{name}.parquet"
            pq.write_table(sample_tables[name].to_pyarrow(), file)
            ingest(project, [str(file)], table=name)
        yield project


def test_agents_are_asked_and_read_again_and_reading_enters_nothing(project):
    before = agents(project)
    assert [one.name for one in before.agents] == ["assistant"]
    assert {one.grade for one in before.agents[0].metrics} == {None}
    asked = ask(project)
    entered = len(list(project.ledger.entries()))
    again = agents(project)
    assert (again.agents, len(list(project.ledger.entries()))) == (asked.agents, entered)
    efficiency, autonomy, _, deviation, *_ = again.agents[0].metrics
    assert efficiency.head.estimate.interval is not None
    assert {"(goal)", "(reads)", "(economy)"} == {one.subject for one in efficiency.beside}
    assert {"(effective)", "(strict)"} <= {one.subject for one in autonomy.beside}
    assert deviation.rules
    assert {one.grade.value for one in again.agents[0].metrics if one.grade} == {"E"}


def test_the_trend_sets_the_later_half_of_the_runs_against_the_earlier(project):
    trends = [one.trend for one in ask(project).agents[0].metrics[:4]]
    known = [one for one in trends if one is not None]
    assert known
    assert {one.turn for one in known} <= {"better", "worse", "unclear"}


def test_every_run_begins_once_and_its_own_steps_stand_beside_a_reference(project):
    one = agents(project).agents[0]
    assert sum(move.times for move in one.map.passages if move.origin == "(start)") == one.map.runs == one.runs
    run = agent_run(project, trace=one.recent[0].trace)
    assert run.steps
    assert run.reference
    assert 0 <= run.index <= 100


def test_an_unknown_agent_or_run_is_named(project):
    with pytest.raises(UnknownName, match="No agent is named"):
        agents(project, agent="asistant")
    with pytest.raises(UnknownName, match="No run of an agent is named"):
        agent_run(project, trace="none")


def test_behaviour_answers_none_of_the_three_questions(project):
    ask(project)
    assert {one.estimate for one in ai(project).answers} == {None}
