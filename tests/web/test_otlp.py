"""Agents send their traces as they send them to anybody: real exporters, a real server, a real crash."""

import gzip
import json
import os
import signal
import struct
import time

import pytest
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
from probant.actions.project import open_project
from probant.actions.traces import Gate
from probant.errors import Busy
from probant.store.queue import Queue, read

PROTOBUF, JSON = "application/x-protobuf", "application/json"
CALL = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "x"}
START = 1_750_000_000_000_000_000


@pytest.fixture
def site(tmp_path, start):
    init(tmp_path / "project", currency="EUR")
    return start(tmp_path / "project")


def spans_of(site, patience=60):
    """Rows of spans once the queue has been loaded, by span."""
    until = time.monotonic() + patience
    while time.monotonic() < until and any(site.folder.glob("store.queue/*.rows")):
        if not any(file.stat().st_size for file in site.folder.glob("store.queue/*.rows")):
            break
        time.sleep(0.2)
    site.process.send_signal(signal.SIGINT)
    site.process.wait(30)
    with open_project(site.folder) as project:
        return project.fetch({"spans": project.tables()["spans"]})["spans"].to_pylist()


def request(*spans, **resource):
    attributes = [{"key": key, "value": {"stringValue": value}} for key, value in resource.items()]
    return json.dumps(
        {
            "resourceSpans": [
                {"resource": {"attributes": attributes}, "scopeSpans": [{"scope": {"name": "t"}, "spans": spans}]}
            ]
        }
    ).encode()


def span(trace="a" * 32, number=1, **more):
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


def send(site, body, form=JSON, signal_="traces", **headers):
    return site.ask(f"/v1/{signal_}", "POST", body, Content_Type=form, **headers)


def test_spans_of_the_real_exporter_arrive(site):
    provider = TracerProvider(resource=Resource.create({"service.name": "desk", "service.version": "7"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{site.url}/v1/traces")))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("invoke_agent desk") as root:
        root.set_attribute("gen_ai.operation.name", "invoke_agent")
        with tracer.start_as_current_span("chat") as step:
            step.set_attributes({"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 11})
    provider.shutdown()
    found = {row["operation"]: row for row in spans_of(site)}
    assert found["invoke_agent"]["parent"] is None
    assert found["chat"]["parent"] == found["invoke_agent"]["span"]
    assert (found["chat"]["input_tokens"], found["chat"]["version"]) == (11, "7")


def test_an_agent_of_a_real_framework_sends_its_own_spans(site):
    pydantic_ai = pytest.importorskip("pydantic_ai")
    from pydantic_ai.models.instrumented import InstrumentationSettings
    from pydantic_ai.models.test import TestModel

    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(f"{site.url}/v1/traces")))
    agent = pydantic_ai.Agent(TestModel(), name="desk")
    pydantic_ai.Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))

    @agent.tool_plain
    def look_up(order: str) -> str:
        return f"{order} is on its way"

    try:
        agent.run_sync("Where is my order?")
    finally:
        pydantic_ai.Agent.instrument_all(False)
    rows = spans_of(site)
    assert sorted(row["operation"] for row in rows) == ["chat", "chat", "execute_tool", "invoke_agent"]
    assert {row["agent"] for row in rows} == {"desk"}
    assert [row["tool"] for row in rows if row["tool"]] == ["look_up"]
    assert sum(row["input_tokens"] or 0 for row in rows if row["operation"] == "chat") > 0
    assert {row["input_tokens"] for row in rows if row["operation"] == "invoke_agent"} == {None}


def test_no_prompt_and_no_argument_is_written_where_the_project_does_not_say_so(site):
    secret = "Jane of 5 Mill Lane"
    tool = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "x",
        "gen_ai.tool.call.arguments": f'{{"a": "{secret}"}}',
    }
    said = {"gen_ai.input.messages": secret, "gen_ai.output.messages": secret, "user.id": secret}
    assert send(site, request(span(attributes=tool), span(number=2, attributes=said))).status == 200
    rows = spans_of(site)
    assert len(rows) == 2
    for file in site.folder.rglob("*"):
        if file.is_file():
            assert b"Mill Lane" not in file.read_bytes(), file.name


@pytest.mark.parametrize("form", [PROTOBUF, JSON])
def test_the_same_spans_twice_are_there_once(site, form):
    body = request(span(), span(number=2))
    for _ in range(2):
        assert send(site, body if form == JSON else as_protobuf(2), form).status == 200
    assert len(spans_of(site)) == 2


def test_a_trace_that_comes_in_pieces_is_one_trace(site):
    assert send(site, request(span(number=2, parentSpanId=f"{1:016x}"))).status == 200
    time.sleep(6)  # the first piece is loaded before the second comes
    assert send(site, request(span(number=1))).status == 200
    rows = spans_of(site)
    assert {row["trace"] for row in rows} == {"a" * 32}
    assert len(rows) == 2


def test_what_was_acknowledged_survives_kill_9(site):
    sent = 0
    for number in range(1, 40):
        assert send(site, request(span(number=number))).status == 200
        sent += 1
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait(30)
    with open_project(site.folder) as project:
        gate = Gate.of(project)
        gate.drain()
        assert len(project.fetch({"spans": project.tables()["spans"]})["spans"]) == sent


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (span(trace="a" * 31), "trace id is not 32"),
        (span() | {"spanId": "12"}, "own id is not 16"),
        (span() | {"traceId": "0" * 32}, "trace id is not 32"),
        (span() | {"parentSpanId": "xyz"}, "parent id is not 16"),
        (span() | {"startTimeUnixNano": "0"}, "does not say when it began"),
    ],
)
def test_a_span_with_wrong_ids_is_named_and_the_others_are_kept(site, broken, words):
    answer = send(site, request(broken, span(number=9)))
    assert answer.status == 200
    assert words in answer.json["partialSuccess"]["errorMessage"]
    assert [row["span"] for row in spans_of(site)] == [f"{9:016x}"]


def test_clocks_that_disagree_and_unknown_conventions_are_named_and_kept(site):
    strange = span(number=2) | {"attributes": []}
    late = span() | {"endTimeUnixNano": str(START - 10)}
    told = send(site, request(late, strange)).json["partialSuccess"]["errorMessage"]
    assert "clocks disagree" in told
    assert "no convention that is known" in told or "under no convention" in told
    rows = {row["span"]: row for row in spans_of(site)}
    assert rows[f"{1:016x}"]["ended_at"] is None
    assert rows[f"{2:016x}"]["operation"] == "other"


def test_an_attribute_of_50_megabytes_is_left_out_and_nothing_else_is(site):
    huge = span(attributes=CALL | {"gen_ai.tool.call.arguments": "a" * (50 << 20)})
    body = request(huge, span(number=2))
    answer = send(site, gzip.compress(body, 1), Content_Encoding="gzip")
    assert answer.status == 200
    assert "longer than" in answer.json["partialSuccess"]["errorMessage"]
    assert len(spans_of(site)) == 2


@pytest.mark.parametrize(
    ("body", "form"), [(b"\xff\xff", PROTOBUF), (b"{", JSON), (b"[]", JSON), (b"{}", "text/plain"), (b"", "")]
)
def test_what_is_not_otlp_is_refused_with_what_to_do(site, body, form):
    answer = send(site, body, form)
    assert answer.status == 400
    assert answer.json["error"]["mend"]["text"]


def test_a_result_that_comes_later_as_a_log_record_finds_its_run(site):
    assert send(site, request(span())).status == 200
    record = {
        "traceId": "a" * 32,
        "spanId": f"{1:016x}",
        "timeUnixNano": str(START),
        "eventName": "gen_ai.evaluation.result",
        "attributes": [
            {"key": "gen_ai.evaluation.name", "value": {"stringValue": "task_reward"}},
            {"key": "gen_ai.evaluation.score.value", "value": {"doubleValue": 1.0}},
        ],
    }
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}).encode()
    assert send(site, body, signal_="logs").status == 200
    spans_of(site)
    with open_project(site.folder) as project:
        [run] = project.fetch({"runs": project.tables()["agent_runs"]})["runs"].to_pylist()
    assert (run["trace"], run["success"]) == ("a" * 32, True)


def test_a_partial_success_is_one_that_opentelemetry_reads(site):
    body = ExportTraceServiceRequest.FromString(as_protobuf(1))
    body.resource_spans[0].scope_spans[0].spans[0].trace_id = b"short"
    answer = send(site, body.SerializeToString(), PROTOBUF)
    told = ExportTraceServiceResponse.FromString(answer.body)
    assert "trace id is not 32" in told.partial_success.error_message


def test_a_full_queue_takes_nothing_and_loses_nothing(tmp_path):
    init(tmp_path / "project", currency="EUR")
    with open_project(tmp_path / "project") as project:
        gate = Gate(project, Queue.beside(tmp_path / "project", capacity=1000))
        gate.take(request(span()), "traces", JSON)
        taken = 1
        with pytest.raises(Busy, match="More waits"):  # noqa: PT012  how many fit is what is asked
            for number in range(2, 50):
                gate.take(request(span(number=number)), "traces", JSON)
                taken += 1
        held = gate.queue.size()
        gate.drain()
        assert held > 1000
        assert gate.queue.size() == 0
        assert len(project.fetch({"spans": project.tables()["spans"]})["spans"]) == taken


def test_what_a_crash_cut_off_is_not_read_and_hides_nothing(tmp_path):
    init(tmp_path / "project", currency="EUR")
    with open_project(tmp_path / "project") as project:
        queue = Queue.beside(tmp_path / "project")
        gate = Gate(project, queue)
        gate.take(request(span()), "traces", JSON)
        [file] = [one for one in queue.folder.iterdir() if one.stat().st_size]
        file.write_bytes(file.read_bytes() + struct.pack("<IIH", 999, 0, 5) + b"span")
        again = Gate(project, Queue.beside(tmp_path / "project"))
        again.take(request(span(number=2)), "traces", JSON)
        assert sum(rows.num_rows for one in again.queue.close_segment() for _, rows in read(one)) == 2


def as_protobuf(count):
    message = ExportTraceServiceRequest()
    scope = message.resource_spans.add().scope_spans.add()
    for number in range(1, count + 1):
        made = scope.spans.add(trace_id=bytes.fromhex("a" * 32), span_id=number.to_bytes(8, "big"), name="chat")
        made.start_time_unix_nano, made.end_time_unix_nano = START + number, START + number + 5
        made.attributes.add(key="gen_ai.operation.name").value.string_value = "chat"
    return message.SerializeToString()


def test_what_an_agents_program_declares_fills_its_tables(site):
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(f"{site.url}/v1/traces")))
    with provider.get_tracer("test").start_as_current_span("invoke_agent desk"):
        declare.context("customer_history", used=True)
        declare.deviation("no_refund_over_100", deviated=False)
        declare.intervention("edit", minutes=4)
        declare.insight("returns need a photo")
        declare.insight_used("labels are free")
        declare.outcome(success=True, eligible=True)
    provider.shutdown()
    spans_of(site)
    with open_project(site.folder) as project:
        names = ("runs", "interventions", "deviations", "insights", "uses")
        held = project.fetch({name: project.tables()[f"agent_{name}"] for name in names})
    [run] = held["runs"].to_pylist()
    [edit] = held["interventions"].to_pylist()
    [kept] = held["deviations"].to_pylist()
    assert (run["success"], run["eligible"]) == (True, True)
    assert (edit["kind"], edit["minutes"]) == ("edit", 4.0)
    assert (kept["rule"], kept["deviated"]) == ("no_refund_over_100", False)
    assert len(held["insights"]) == len(held["uses"]) == 1


def test_declaring_without_an_open_span_does_nothing():
    declare.outcome(success=True)
