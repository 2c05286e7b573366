-- What readers said of answers, the newest; see feedback.rs for how many. Times are microseconds since 1970.
CREATE TABLE feedback (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    at      BIGINT NOT NULL,
    id      BLOB   NOT NULL,
    cause   TEXT   NOT NULL,
    lang    TEXT   NOT NULL,
    helpful BIGINT NOT NULL,
    -- In the reader's own words, where there are any.
    comment TEXT
);
