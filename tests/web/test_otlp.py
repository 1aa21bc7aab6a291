"""Agents send their traces as they send them to anybody: real exporters, a real server, a real crash."""

import gzip
import json
import os
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from uuid import uuid4

import pytest
import uvicorn
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

from probant import declare
from probant.actions.init import init
from probant.actions.lease import Lease
from probant.actions.project import open_project
from probant.actions.traces import Gate
from probant.web.app import create_app

PROTOBUF, JSON = "application/x-protobuf", "application/json"
CALL = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "x"}
START = 1_750_000_000_000_000_000
TRACE = "a" * 32


@dataclass(frozen=True)
class Door:
    """A project served by a thread of this process, so that its tables can be read while it takes."""

    folder: Path
    port: int
    project: object
    load: Callable[[], object]
    trace: str = ""
    """Of the one test alone, as are the rows that `held` gives."""
    earlier: frozenset = frozenset()

    def held(self, name):
        """Rows of a table that this test has sent, once they are loaded."""
        self.load()
        rows = self.project.fetch({name: self.project.tables()[name]})[name].to_pylist()
        return [row for row in rows if row["trace"] not in self.earlier]

    def span(self, number=1, **more):
        return span(self.trace, number, **more)

    def send(self, body, form=JSON, signal_="traces", **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {"Content-Type": form} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST", f"/v1/{signal_}", body, named)
        response = connection.getresponse()
        said = response.read()
        connection.close()
        return SimpleNamespace(status=response.status, body=said, json=said[:1] == b"{" and json.loads(said))


@contextmanager
def served(project):
    """The application on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        app = create_app(project, Lease(os.getpid(), port, "token"))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        (thread := Thread(target=server.run, args=([listener],))).start()
        try:
            yield port, lambda: app.state.bench.aside(app.state.post.gate.drain).result()
        finally:
            server.should_exit = True
            thread.join()
            for part in (app.state.post, app.state.bench, app.state.ahead, app.state.press):
                part.close()


@pytest.fixture(scope="module")
def shared(keys, tmp_path_factory):
    folder = tmp_path_factory.mktemp("traces") / "project"
    init(folder, currency="EUR")
    with open_project(folder) as project, served(project) as (port, load):
        yield Door(folder, port, project, load)


@pytest.fixture
def door(shared):
    return replace(shared, trace=uuid4().hex, earlier=frozenset(row["trace"] for row in shared.held("spans")))


def request(*spans, **resource):
    attributes = [{"key": key, "value": {"stringValue": value}} for key, value in resource.items()]
    return json.dumps(
        {
            "resourceSpans": [
                {"resource": {"attributes": attributes}, "scopeSpans": [{"scope": {"name": "t"}, "spans": spans}]}
            ]
        }
    ).encode()


def span(trace=TRACE, number=1, **more):
    attributes = {"gen_ai.operation.name": "chat"} | more.pop("attributes", {})
    return {
        "traceId": trace,
        "spanId": f"{number:016x}",
        "name": "chat",
        "startTimeUnixNano": str(START + number),
        "endTimeUnixNano": str(START + number + 5),
        "attributes": [{"key": key, "value": {"stringValue": str(value)}} for key, value in attributes.items()],
        **more,
    }


def test_spans_of_the_real_exporter_arrive(door):
    provider = TracerProvider(resource=Resource.create({"service.name": "desk", "service.version": "7"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"http://127.0.0.1:{door.port}/v1/traces")))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("invoke_agent desk") as root:
        root.set_attribute("gen_ai.operation.name", "invoke_agent")
        with tracer.start_as_current_span("chat") as step:
            step.set_attributes({"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 11})
    provider.shutdown()
    found = {row["operation"]: row for row in door.held("spans")}
    assert found["invoke_agent"]["parent"] is None
    assert found["chat"]["parent"] == found["invoke_agent"]["span"]
    assert (found["chat"]["input_tokens"], found["chat"]["version"]) == (11, "7")


def test_an_agent_of_a_real_framework_sends_its_own_spans(door):
    pydantic_ai = pytest.importorskip("pydantic_ai")
    from pydantic_ai.models.instrumented import InstrumentationSettings
    from pydantic_ai.models.test import TestModel

    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(f"http://127.0.0.1:{door.port}/v1/traces")))
    agent = pydantic_ai.Agent(TestModel(), name="desk")
    pydantic_ai.Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))

    @agent.tool_plain
    def look_up(order: str) -> str:
        return f"{order} is on its way"

    try:
        # In a thread of its own: a browser's event loop may run in this one.
        with ThreadPoolExecutor(1) as hands:
            hands.submit(agent.run_sync, "Where is my order?").result()
    finally:
        pydantic_ai.Agent.instrument_all(False)
    rows = door.held("spans")
    assert sorted(row["operation"] for row in rows) == ["chat", "chat", "execute_tool", "invoke_agent"]
    assert {row["agent"] for row in rows} == {"desk"}
    assert [row["tool"] for row in rows if row["tool"]] == ["look_up"]
    assert sum(row["input_tokens"] or 0 for row in rows if row["operation"] == "chat") > 0
    assert {row["input_tokens"] for row in rows if row["operation"] == "invoke_agent"} == {None}


def test_no_prompt_and_no_argument_is_written_where_the_project_does_not_say_so(door):
    secret = "Jane of 5 Mill Lane"
    tool = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "x",
        "gen_ai.tool.call.arguments": f'{{"a": "{secret}"}}',
    }
    said = {"gen_ai.input.messages": secret, "gen_ai.output.messages": secret, "user.id": secret}
    assert door.send(request(door.span(attributes=tool), door.span(2, attributes=said))).status == 200
    rows = door.held("spans")
    assert len(rows) == 2
    for file in door.folder.rglob("*"):
        if file.is_file():
            assert b"Mill Lane" not in file.read_bytes(), file.name


@pytest.mark.parametrize("form", [PROTOBUF, JSON])
def test_the_same_spans_twice_are_there_once(door, form):
    body = request(door.span(), door.span(2)) if form == JSON else as_protobuf(2, door.trace)
    for _ in range(2):
        assert door.send(body, form).status == 200
    assert len(door.held("spans")) == 2


def test_a_trace_that_comes_in_pieces_over_an_hour_is_one_trace(door):
    late = START + 3_600_000_000_000
    assert door.send(request(door.span(2, parentSpanId=f"{1:016x}"))).status == 200
    assert [row["parent"] for row in door.held("spans")] == [f"{1:016x}"]
    assert door.send(request(door.span(3, parentSpanId=f"{1:016x}", startTimeUnixNano=str(late)))).status == 200
    assert len(door.held("spans")) == 2
    assert door.send(request(door.span(1))).status == 200
    rows = door.held("spans")
    assert [row["parent"] for row in sorted(rows, key=lambda row: row["span"])] == [None, f"{1:016x}", f"{1:016x}"]
    assert {row["trace"] for row in rows} == {door.trace}


def test_what_was_acknowledged_survives_kill_9(tmp_path, start):
    folder = tmp_path / "project"
    init(folder, currency="EUR")
    site = start(folder)
    for number in range(1, 40):
        answer = site.ask("/v1/traces", "POST", request(span(number=number)), Content_Type=JSON)
        assert answer.status == 200
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait(30)
    with open_project(folder) as project:
        Gate.of(project).drain()
        assert len(project.fetch({"spans": project.tables()["spans"]})["spans"]) == 39


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"traceId": "a" * 31}, "trace id is not 32"),
        ({"spanId": "12"}, "own id is not 16"),
        ({"traceId": "0" * 32}, "trace id is not 32"),
        ({"parentSpanId": "xyz"}, "parent id is not 16"),
        ({"startTimeUnixNano": "0"}, "does not say when it began"),
    ],
)
def test_a_span_with_wrong_ids_is_named_and_the_others_are_kept(door, broken, words):
    answer = door.send(request(door.span() | broken, door.span(9)))
    assert answer.status == 200
    assert words in answer.json["partialSuccess"]["errorMessage"]
    assert [row["span"] for row in door.held("spans")] == [f"{9:016x}"]


def test_clocks_that_disagree_and_unknown_conventions_are_named_and_kept(door):
    strange = door.span(2) | {"attributes": []}
    late = door.span() | {"endTimeUnixNano": str(START - 10)}
    told = door.send(request(late, strange)).json["partialSuccess"]["errorMessage"]
    assert "clocks disagree" in told
    assert "no convention that is known" in told or "under no convention" in told
    rows = {row["span"]: row for row in door.held("spans")}
    assert rows[f"{1:016x}"]["ended_at"] is None
    assert rows[f"{2:016x}"]["operation"] == "other"


def test_an_attribute_of_50_megabytes_is_left_out_and_nothing_else_is(door):
    huge = door.span(attributes=CALL | {"gen_ai.tool.call.arguments": "a" * (50 << 20)})
    body = request(huge, door.span(2))
    answer = door.send(gzip.compress(body, 1), Content_Encoding="gzip")
    assert answer.status == 200
    assert "longer than" in answer.json["partialSuccess"]["errorMessage"]
    assert len(door.held("spans")) == 2


@pytest.mark.parametrize(
    ("body", "form"), [(b"\xff\xff", PROTOBUF), (b"{", JSON), (b"[]", JSON), (b"{}", "text/plain"), (b"", "")]
)
def test_what_is_not_otlp_is_refused_with_what_to_do(door, body, form):
    answer = door.send(body, form)
    assert answer.status == 400
    assert answer.json["error"]["mend"]["text"]


def test_a_result_that_comes_later_as_a_log_record_finds_its_run(door):
    assert door.send(request(door.span())).status == 200
    record = {
        "traceId": door.trace,
        "spanId": f"{1:016x}",
        "timeUnixNano": str(START),
        "eventName": "gen_ai.evaluation.result",
        "attributes": [
            {"key": "gen_ai.evaluation.name", "value": {"stringValue": "task_reward"}},
            {"key": "gen_ai.evaluation.score.value", "value": {"doubleValue": 1.0}},
        ],
    }
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}).encode()
    assert door.send(body, signal_="logs").status == 200
    [run] = door.held("agent_runs")
    assert (run["trace"], run["success"]) == (door.trace, True)


def test_a_partial_success_is_one_that_opentelemetry_reads(door):
    body = ExportTraceServiceRequest.FromString(as_protobuf(1, door.trace))
    body.resource_spans[0].scope_spans[0].spans[0].trace_id = b"short"
    answer = door.send(body.SerializeToString(), PROTOBUF)
    told = ExportTraceServiceResponse.FromString(answer.body)
    assert "trace id is not 32" in told.partial_success.error_message


def as_protobuf(count, trace):
    message = ExportTraceServiceRequest()
    scope = message.resource_spans.add().scope_spans.add()
    for number in range(1, count + 1):
        made = scope.spans.add(trace_id=bytes.fromhex(trace), span_id=number.to_bytes(8, "big"), name="chat")
        made.start_time_unix_nano, made.end_time_unix_nano = START + number, START + number + 5
        made.attributes.add(key="gen_ai.operation.name").value.string_value = "chat"
    return message.SerializeToString()


def test_what_an_agents_program_declares_fills_its_tables(door):
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(f"http://127.0.0.1:{door.port}/v1/traces")))
    with provider.get_tracer("test").start_as_current_span("invoke_agent desk"):
        declare.context("customer_history", used=True)
        declare.deviation("no_refund_over_100", deviated=False)
        declare.intervention("edit", minutes=4)
        declare.insight("returns need a photo")
        declare.insight_used("labels are free")
        declare.outcome(success=True, eligible=True)
    provider.shutdown()
    [run], [edit], [kept] = (door.held(f"agent_{name}") for name in ("runs", "interventions", "deviations"))
    assert (run["success"], run["eligible"]) == (True, True)
    assert (edit["kind"], edit["minutes"]) == ("edit", 4.0)
    assert (kept["rule"], kept["deviated"]) == ("no_refund_over_100", False)
    assert len(door.held("agent_insights")) == len(door.held("agent_uses")) == 1


def test_declaring_without_an_open_span_does_nothing():
    declare.outcome(success=True)
