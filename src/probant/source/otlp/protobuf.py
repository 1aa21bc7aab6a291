"""OTLP in protobuf, by the message classes that OpenTelemetry publishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from probant.source.otlp.conventions import conventions
from probant.source.otlp.ids import checked, unread
from probant.source.otlp.span import Attributes, Event, Sent, Span, Value

_ERROR = 2


def traces(body: bytes) -> Sent:
    """What an ExportTraceServiceRequest holds. Raises Unreadable for other bytes."""
    try:
        request = ExportTraceServiceRequest.FromString(body)
    except DecodeError as error:
        raise unread() from error
    found = [
        checked(_span(span, resource, scope.scope.name), _events(span, resource))
        for group in request.resource_spans
        for resource in (_attributes(group.resource.attributes),)
        for scope in group.scope_spans
        for span in scope.spans
    ]
    return _joined(found)


def logs(body: bytes) -> Sent:
    """What an ExportLogsServiceRequest holds. Raises Unreadable for other bytes."""
    try:
        request = ExportLogsServiceRequest.FromString(body)
    except DecodeError as error:
        raise unread() from error
    return Sent(
        events=tuple(
            _record(record, resource)
            for group in request.resource_logs
            for resource in (_attributes(group.resource.attributes),)
            for scope in group.scope_logs
            for record in scope.log_records
        )
    )


def _joined(found: list[Sent]) -> Sent:
    return Sent(
        tuple(span for one in found for span in one.spans),
        tuple(event for one in found for event in one.events),
        tuple(fault for one in found for fault in one.faults),
    )


def _span(span: Any, resource: Attributes, scope: str) -> Span:
    return Span(
        trace=span.trace_id.hex(),
        span=span.span_id.hex(),
        parent=span.parent_span_id.hex() or None,
        name=span.name,
        start=span.start_time_unix_nano,
        end=span.end_time_unix_nano,
        failed=span.status.code == _ERROR,
        attributes=_known(span.attributes),
        resource=resource,
        scope=scope,
    )


def _events(span: Any, resource: Attributes) -> Iterator[Event]:
    for event in span.events:
        yield Event(
            span.trace_id.hex(),
            span.span_id.hex(),
            event.name,
            event.time_unix_nano,
            _attributes(event.attributes),
            resource,
        )


def _record(record: Any, resource: Attributes) -> Event:
    attributes = _attributes(record.attributes)
    name = record.event_name or str(attributes.get("event.name") or "")
    at = record.time_unix_nano or record.observed_time_unix_nano
    return Event(record.trace_id.hex(), record.span_id.hex(), name, at, attributes, resource)


def _known(pairs: Any) -> dict[str, Value]:
    """Of a span, the attributes that mean something here: most are long texts that are not even looked at."""
    ranks = conventions().ranks
    return {pair.key: pair.value.string_value or _value(pair.value) for pair in pairs if pair.key in ranks}


def _attributes(pairs: Any) -> dict[str, Value]:
    return {pair.key: _value(pair.value) for pair in pairs}


def _value(value: Any) -> Value:
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    held = getattr(value, kind)
    if kind == "array_value":
        return [_value(one) for one in held.values]
    if kind == "kvlist_value":
        return {pair.key: _value(pair.value) for pair in held.values}
    return held.hex() if kind == "bytes_value" else held  # type: ignore[no-any-return]
