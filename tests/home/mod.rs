//! A home folder with a small library in it.

#![allow(dead_code)]

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

/// The one document of the library.
pub const NOTICE: &str = "云岫县人民政府关于做好春季造林工作的通知\n\n云政发〔2021〕7号\n\n各乡镇人民政府：\n\n一、总体要求。全县造林三万亩。\n";

pub struct Home(pub TempDir);

impl Home {
    pub fn new() -> Home {
        let home = Home(tempfile::tempdir().expect("a folder"));
        fs::create_dir(home.path("library")).expect("a folder");
        fs::write(home.path("library/notice.txt"), NOTICE).expect("a file");
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}
