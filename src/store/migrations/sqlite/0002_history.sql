-- How each network was, in spans of time that are thinned as they age (some 3,000 rows a network), and what happened
-- to its incidents. Times are seconds since 1970 here: no span begins between two.
CREATE TABLE history (
    chain      TEXT             NOT NULL,
    from_s     BIGINT           NOT NULL,
    span_s     BIGINT           NOT NULL,
    seen_s     DOUBLE PRECISION NOT NULL,
    nodes      BIGINT           NOT NULL,
    -- The rest is null where nothing was seen, or where the chain has no such figure.
    congestion TEXT,
    height     BIGINT,
    blocks     BIGINT,
    pause_s    DOUBLE PRECISION,
    fast       DOUBLE PRECISION,
    normal     DOUBLE PRECISION,
    slow       DOUBLE PRECISION,
    count      DOUBLE PRECISION,
    vsize      DOUBLE PRECISION,
    PRIMARY KEY (chain, from_s)
) WITHOUT ROWID;

-- Only ever added to.
CREATE TABLE incident_events (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    chain     TEXT   NOT NULL,
    incident  TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    what      TEXT   NOT NULL,
    -- Null where it says nothing of that.
    kind      TEXT,
    started   BIGINT,
    impact    TEXT,
    figure    DOUBLE PRECISION,
    usual     DOUBLE PRECISION,
    simulated BIGINT,
    note      TEXT
);

CREATE INDEX incident_events_chain ON incident_events (chain, number);
