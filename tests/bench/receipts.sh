#!/bin/sh
# Sends receipts through a submission server that drops, delays and refuses by chance while the released program is killed
# again and again, then ends the one with named points at each step of sending; prints how many were lost, doubled or
# misdirected (none may be).
# Usage: tests/bench/receipts.sh [receipts] [kills] [runs at each step]
set -eu
cd "$(dirname "$0")/../.."
cargo build -q -p songda-mailroom
cargo build -q --release -p songda-mailroom
export SONGDA_RECEIPTS="${1:-1000}" SONGDA_KILLS="${2:-400}" SONGDA_EACH="${3:-40}"
SONGDA_PROGRAMS="$PWD/target/release" cargo test -q -p songda-tests --test receipts none_is_lost -- --nocapture
cargo test -q -p songda-tests --test sending ended_at -- --nocapture
