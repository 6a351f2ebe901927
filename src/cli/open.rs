//! `gongbao [PATH…]`: the reader.

use std::process::ExitCode;
use std::thread;

use crate::app::{App, Effect, Input};
use crate::library::Library;
use crate::tui;

#[derive(Debug, clap::Args)]
pub struct Open {
    #[command(flatten)]
    paths: super::Paths,
}

impl Open {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let library = Library::load(&self.paths.paths);
        let app = App::new(library.catalog.clone());
        tui::run(app, tui::Settings::default(), |effect, sender| match effect {
            Effect::LoadIssue(id) => {
                let (library, sender) = (library.clone(), sender.clone());
                thread::spawn(move || sender.send(Input::Issue(id, library.issue(id))));
            }
            Effect::Reload => {}
            Effect::Quit | Effect::Repaint | Effect::Suspend => {}
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
