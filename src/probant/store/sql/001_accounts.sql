-- Accounts of batches, rows kept apart, and what the store says of itself.
CREATE TABLE _about (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE _batches (
    batch INTEGER PRIMARY KEY,
    source VARCHAR NOT NULL,
    "table" VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    "at" TIMESTAMP WITH TIME ZONE NOT NULL,
    received BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    replaced BIGINT NOT NULL,
    reasons VARCHAR NOT NULL,
    UNIQUE ("table", source, content)
);

CREATE TABLE _rejects (
    batch INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    "column" VARCHAR,
    reason VARCHAR NOT NULL
);
