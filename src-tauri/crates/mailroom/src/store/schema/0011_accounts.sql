-- Whose numbers a position speaks of, and by which mail its folder is recognised.
ALTER TABLE position ADD COLUMN account TEXT NOT NULL DEFAULT ''; -- server, user and address; empty: not said
ALTER TABLE position ADD COLUMN mark TEXT NOT NULL DEFAULT '';    -- UID, size and INTERNALDATE of the highest mail
ALTER TABLE position ADD COLUMN broke TEXT NOT NULL DEFAULT '';   -- what broke conversations there, such as c12 a5-2
