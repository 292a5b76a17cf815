//! A case 案件 told by its ledger entries: what is true now.
