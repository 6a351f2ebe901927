//! Names the version of everything that turns bytes into an issue by hashing its source, so that a cache written by
//! another version is never taken for its own, whoever forgets to count a number up.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let parser = hash(OFFSET, &["src/issue", "src/text", "src/read", "src/parse", "src/library"]);
    println!("cargo::rustc-env=GONGBAO_PARSER_VERSION={parser:016x}");
    // What is indexed is what was parsed, in the form of the index.
    let index = hash(parser, &["src/search"]);
    println!("cargo::rustc-env=GONGBAO_INDEX_VERSION={index:016x}");
}

/// Where FNV-1a begins.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// Goes on hashing, with every file of the folders.
fn hash(mut hash: u64, folders: &[&str]) -> u64 {
    for folder in folders {
        println!("cargo::rerun-if-changed={folder}");
        for file in files(Path::new(folder)) {
            for byte in fs::read(&file).unwrap_or_default() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect();
    found.sort();
    found
}
