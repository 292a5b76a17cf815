-- When each folder was last looked at with success. No part of the ledger: it changes all the time.
CREATE TABLE looked (
    mailbox TEXT NOT NULL, -- id in the settings
    folder  TEXT NOT NULL, -- folder name, decoded; a single blank stands for all folders of the mailbox together
    at      TEXT NOT NULL, -- RFC 3339 +08:00
    PRIMARY KEY (mailbox, folder)
);
