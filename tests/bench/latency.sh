#!/bin/sh
# Builds the released program and measures how soon it files a delivered mail, on Dovecot and Cyrus; stops by itself.
# Usage: tests/bench/latency.sh [mails]
set -eu
cd "$(dirname "$0")/../.."
cargo build -q --release -p songda-mailroom
SONGDA_PROGRAMS="$(pwd)/target/release" cargo test -q -p songda-tests --features servers --bench latency -- "${1:-1000}"
