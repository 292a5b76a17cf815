-- The ledger: what happened, in order, chained. Rows are only ever added.
CREATE TABLE entry (
    seq    BIGINT PRIMARY KEY, -- number from 1, without gaps
    at     TEXT NOT NULL,      -- when it was recorded, RFC 3339 +08:00
    actor  TEXT NOT NULL,      -- who: a person's name, or songda
    fact   TEXT NOT NULL,      -- the fact as JSON, exactly as it was digested
    prev   TEXT NOT NULL,      -- digest of the entry before
    digest TEXT NOT NULL       -- digest of this entry
);

-- How far each folder of a mailbox has been read; moves in the same transaction as the entry.
CREATE TABLE position (
    mailbox  TEXT NOT NULL,    -- id in the settings
    folder   TEXT NOT NULL,    -- folder name, decoded
    validity BIGINT NOT NULL,  -- UIDVALIDITY
    uid      BIGINT NOT NULL,  -- highest UID kept
    PRIMARY KEY (mailbox, folder)
);
