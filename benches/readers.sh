#!/usr/bin/env bash
# Many readers of one library and one index on one machine: benches/readers.sh [READERS [ISSUES]] (50 1000).
# Everything is made in a folder of its own below TMPDIR, and removed. Needs python3 and a Linux /proc.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin gongbao
program=$PWD/${CARGO_TARGET_DIR:-target}/release/gongbao
case ${CARGO_TARGET_DIR:-target} in /*) program=$CARGO_TARGET_DIR/release/gongbao ;; esac
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
rustc -O --edition 2024 -o "$place/generate" benches/generate.rs
"$place/generate" "$place/library" "${2:-1000}"
mkdir "$place/home"
HOME=$place/home "$program" search 水库 "$place/library" > "$place/hits"
python3 benches/probe.py readers "$program" "$place/library" "$place/home" "${1:-50}"
