"""OTLP in JSON: ids in hexadecimal, 64-bit integers as text, and what writers make of that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from probant.source.otlp.ids import checked, unread
from probant.source.otlp.span import Attributes, Event, Sent, Span, Value

_ERRORS = {2, "2", "STATUS_CODE_ERROR"}
Object = Mapping[str, Any]


def traces(body: bytes | str) -> Sent:
    """What an ExportTraceServiceRequest holds. Raises Unreadable where it is none."""
    found = [
        checked(_span(span, resource, str(_of(scope, "scope").get("name", ""))), _events(span, resource))
        for group in _list(_request(body), "resourceSpans", "resource_spans")
        for resource in (_attributes(_of(group, "resource").get("attributes")),)
        for scope in _list(group, "scopeSpans", "scope_spans", "instrumentationLibrarySpans")
        for span in _list(scope, "spans")
    ]
    return Sent(
        tuple(span for one in found for span in one.spans),
        tuple(event for one in found for event in one.events),
        tuple(fault for one in found for fault in one.faults),
    )


def logs(body: bytes | str) -> Sent:
    """What an ExportLogsServiceRequest holds. Raises Unreadable where it is none."""
    return Sent(
        events=tuple(
            _record(record, resource)
            for group in _list(_request(body), "resourceLogs", "resource_logs")
            for resource in (_attributes(_of(group, "resource").get("attributes")),)
            for scope in _list(group, "scopeLogs", "scope_logs")
            for record in _list(scope, "logRecords", "log_records")
        )
    )


def _request(body: bytes | str) -> Object:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise unread() from error
    if not isinstance(request, dict):
        raise unread()
    return request


def _span(span: Object, resource: Attributes, scope: str) -> Span:
    return Span(
        trace=_id(span, "traceId", "trace_id"),
        span=_id(span, "spanId", "span_id"),
        parent=_id(span, "parentSpanId", "parent_span_id") or None,
        name=str(span.get("name", "")),
        start=_whole(_first(span, "startTimeUnixNano", "start_time_unix_nano")),
        end=_whole(_first(span, "endTimeUnixNano", "end_time_unix_nano")),
        failed=_of(span, "status").get("code") in _ERRORS,
        attributes=_attributes(span.get("attributes")),
        resource=resource,
        scope=scope,
    )


def _events(span: Object, resource: Attributes) -> Iterator[Event]:
    for event in _list(span, "events"):
        at = _whole(_first(event, "timeUnixNano", "time_unix_nano"))
        name, attributes = str(event.get("name", "")), _attributes(event.get("attributes"))
        yield Event(_id(span, "traceId", "trace_id"), _id(span, "spanId", "span_id"), name, at, attributes, resource)


def _record(record: Object, resource: Attributes) -> Event:
    attributes = _attributes(record.get("attributes"))
    name = _first(record, "eventName", "event_name") or attributes.get("event.name") or ""
    at = _whole(_first(record, "timeUnixNano", "observedTimeUnixNano"))
    trace, span = _id(record, "traceId", "trace_id"), _id(record, "spanId", "span_id")
    return Event(trace, span, str(name), at, attributes, resource)


def _id(held: Object, *names: str) -> str:
    return str(_first(held, *names) or "").lower()


def _first(held: Object, *names: str) -> Any:
    return next((held[name] for name in names if held.get(name) is not None), None)


def _of(held: Object, name: str) -> Object:
    inner = held.get(name)
    return inner if isinstance(inner, dict) else {}


def _list(held: Object, *names: str) -> list[Object]:
    found = _first(held, *names)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _whole(value: Any) -> int:
    """An integer that may come as text; 0 where it is none."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


def _attributes(pairs: Any) -> dict[str, Value]:
    held: Iterable[Any] = pairs if isinstance(pairs, list) else ()
    return {str(pair["key"]): _value(pair.get("value")) for pair in held if isinstance(pair, dict) and "key" in pair}


def _value(value: Any) -> Value:
    if not isinstance(value, dict) or not value:
        return None
    kind, held = next(iter(value.items()))
    if kind == "intValue":
        return _whole(held)
    if kind == "arrayValue":
        return [_value(one) for one in _list_of(held, "values")]
    if kind == "kvlistValue":
        return _attributes(_list_of(held, "values"))
    return held  # type: ignore[no-any-return]


def _list_of(held: Any, name: str) -> list[Any]:
    inner = held.get(name) if isinstance(held, dict) else None
    return inner if isinstance(inner, list) else []
