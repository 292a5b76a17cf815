#!/bin/sh
# Builds one fuzz target with the compiler's own coverage instruments and runs it: run.sh TARGET [SECONDS].
# A finding ends the run with its bytes in artifacts/.
set -eu
cd "$(dirname "$0")"
target=$1
seconds=${2:-600}
features=
case "$target" in ofd | pdf) features="--features papers" ;; esac
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Ccodegen-units=1"
host=$(rustc -vV | sed -n 's/^host: //p')
# shellcheck disable=SC2086
cargo build --release --target "$host" --bin "$target" $features
mkdir -p artifacts found
exec "target/$host/release/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -artifact_prefix=artifacts/ found "corpus/$target"
