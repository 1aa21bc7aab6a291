"""OpenTelemetry as agents send it: requests of OTLP, in protobuf or JSON, to rows of the contract's tables."""
