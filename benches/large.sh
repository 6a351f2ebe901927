#!/usr/bin/env bash
# What large libraries cost: benches/large.sh [ISSUES…] (100 1000 10000; 270 kB each, so 10,000 need 8 GB with their index).
# Everything is made in a folder of its own below TMPDIR, and removed. Needs python3 and a Linux /proc.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin gongbao
program=$PWD/${CARGO_TARGET_DIR:-target}/release/gongbao
case ${CARGO_TARGET_DIR:-target} in /*) program=$CARGO_TARGET_DIR/release/gongbao ;; esac
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
rustc -O --edition 2024 -o "$place/generate" benches/generate.rs
"$place/generate" "$place/added" 10 1000000
for issues in "${@:-100 1000 10000}"; do
    for count in $issues; do
        echo "== $count issues"
        "$place/generate" "$place/library" "$count"
        mkdir "$place/home"
        python3 benches/probe.py large "$program" "$place/library" "$place/home" "$place/added"
        rm -rf "$place/library" "$place/home"
    done
done
