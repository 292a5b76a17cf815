#!/bin/sh
# Builds the released program and files with it at size: every attachment of many court mails is compared, hostile names
# and archives are let loose on it, a faulty platform is emptied; each with the program killed on the way.
# Usage: tests/bench/filing.sh [mails]
set -eu
cd "$(dirname "$0")/../.."
cargo build -q --release -p songda-mailroom
SONGDA_PROGRAMS="$(pwd)/target/release" cargo test -q -p songda-tests --bench filing -- "${1:-3500}"
