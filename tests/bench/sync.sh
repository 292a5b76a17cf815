#!/bin/sh
# Builds the released program and measures it against a real Dovecot on loopback; stops by itself.
# Usage: tests/bench/sync.sh [mails]
set -eu
cd "$(dirname "$0")/../.."
cargo build -q --release -p songda-mailroom
SONGDA_PROGRAMS="$(pwd)/target/release" cargo test -q -p songda-tests --features servers --bench sync -- "${1:-10000}"
