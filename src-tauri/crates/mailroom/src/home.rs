//! Where things live on disk; settings; one mailroom per home.
