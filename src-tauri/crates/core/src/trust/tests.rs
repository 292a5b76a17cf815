//! Hostile and honest mails with the verdict each deserves.
