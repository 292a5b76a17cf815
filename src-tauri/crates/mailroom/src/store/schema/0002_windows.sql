-- A folder is read from its newest mail on: what is still to be looked at below the highest UID, and how far back.
ALTER TABLE position ADD COLUMN open TEXT NOT NULL DEFAULT '';  -- windows of UIDs, such as 1-400,500-620
ALTER TABLE position ADD COLUMN since TEXT NOT NULL DEFAULT ''; -- older mails were left out, RFC 3339; empty: none were
ALTER TABLE position ADD COLUMN old_to BIGINT NOT NULL DEFAULT 0; -- only mails up to this UID may be left out for their age
