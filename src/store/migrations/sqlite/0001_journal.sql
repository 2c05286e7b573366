-- What must outlive a restart: transactions that waited with us, and how those that left did so.
-- Times are microseconds since 1970. `claims` and `pays` are packed; see blobs.rs.
-- Another database gets a folder of its own beside this one, with its own names for BLOB and the like; the
-- statements are the same.
CREATE TABLE journal (
    chain          TEXT             NOT NULL,
    id             BLOB             NOT NULL,
    first_seen     BIGINT           NOT NULL,
    entered        BIGINT           NOT NULL,
    fee            BIGINT           NOT NULL,
    vsize          BIGINT           NOT NULL,
    effective_rate DOUBLE PRECISION NOT NULL,
    claims         BLOB             NOT NULL,
    pays           BLOB             NOT NULL,
    -- The rest is null while it waits.
    left_at        BIGINT,
    certain        BIGINT,
    reason         TEXT,
    -- The transaction that the reason names, where it names one.
    other          BLOB,
    -- The figure that the reason carries: sat/vB or hours.
    figure         DOUBLE PRECISION,
    PRIMARY KEY (chain, id)
) WITHOUT ROWID;

CREATE INDEX journal_departures ON journal (left_at, chain) WHERE left_at IS NOT NULL;
CREATE INDEX journal_waiting ON journal (entered) WHERE left_at IS NULL;
