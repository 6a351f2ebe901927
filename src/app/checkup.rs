//! 体检 in the reader: what `check` finds in the issue, under the documents it is about; each leads to its place.

use std::sync::Arc;

use super::Metrics;
use super::keymap::Action;
use super::lines::{gist, wrap};
use super::list::List;
use super::reading::{Which, issue_name};
use crate::check::{self, Finding};
use crate::issue::Issue;
use crate::library::catalog::IssueId;
use crate::text::{fold, pinyin, safe};

/// A line of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckLine {
    /// The document that the findings below it are about.
    Document(String),
    /// A line of a finding, by its position among those shown.
    Finding(usize, String),
}

#[derive(Debug)]
pub struct Checkup {
    pub id: IssueId,
    pub issue: Arc<Issue>,
    pub findings: Vec<Finding>,
    /// Which findings are shown, by position.
    pub shown: Vec<usize>,
    pub filter: String,
    pub list: List,
    pub lines: Vec<CheckLine>,
    /// The first line of each finding shown, and the number of lines.
    starts: Vec<usize>,
    set_for: Option<Metrics>,
}

impl Checkup {
    /// The findings of an issue, the first about `which` selected. None where there is nothing to tell.
    pub fn new(id: IssueId, issue: Arc<Issue>, which: Which, metrics: &Metrics) -> Option<Self> {
        let findings = check::findings(&issue);
        let first = match which {
            Which::Front => 0,
            Which::Document(at) => findings.iter().position(|finding| finding.document == Some(at)).unwrap_or(0),
        };
        let mut checkup = Checkup {
            id,
            issue,
            shown: (0..findings.len()).collect(),
            findings,
            filter: String::new(),
            list: List { selected: first, top: 0 },
            lines: Vec::new(),
            starts: Vec::new(),
            set_for: None,
        };
        checkup.set(metrics);
        (!checkup.findings.is_empty()).then_some(checkup)
    }

    pub fn selected(&self) -> Option<&Finding> {
        self.findings.get(*self.shown.get(self.list.selected)?)
    }

    pub fn titles(&self) -> Vec<String> {
        vec![issue_name(&self.issue), "体检".into()]
    }

    pub fn set(&mut self, metrics: &Metrics) {
        if self.set_for == Some(*metrics) {
            return;
        }
        self.set_for = Some(*metrics);
        self.lines.clear();
        self.starts.clear();
        let mut document = None;
        for (item, &at) in self.shown.iter().enumerate() {
            self.starts.push(self.lines.len());
            let finding = &self.findings[at];
            if item == 0 || finding.document != document {
                document = finding.document;
                self.lines.push(CheckLine::Document(self.about(finding)));
            }
            let text = format!("第{}行  {}  {}", finding.line, finding.kind.label(), safe::line(&finding.message));
            let room = metrics.cols.saturating_sub(4) as usize;
            let lines = wrap(&text, room, metrics.widths).into_iter();
            self.lines.extend(lines.map(|line| CheckLine::Finding(item, line.to_owned())));
        }
        self.starts.push(self.lines.len());
        self.list.reveal(&self.starts[..], metrics.body());
    }

    fn about(&self, finding: &Finding) -> String {
        let document = finding.document.and_then(|at| self.issue.documents.get(at as usize));
        document.map_or("刊头与目录".into(), |document| safe::line(gist(&document.title)).into_owned())
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        self.list.act(action, count, &self.starts[..], metrics.body())
    }

    /// Narrows to the findings that have every word of `filter`.
    pub fn narrow(&mut self, filter: &str, metrics: &Metrics) {
        let terms: Vec<String> = filter.split_whitespace().map(fold::fold).collect();
        self.filter = filter.to_owned();
        let matches = |finding: &Finding| {
            let text = fold::fold(&format!("{} {} {}", self.about(finding), finding.kind.label(), finding.message));
            terms.iter().all(|term| pinyin::holds(&text, term))
        };
        self.shown = (0..self.findings.len()).filter(|&at| matches(&self.findings[at])).collect();
        self.set_for = None;
        self.list = List::default();
        self.set(metrics);
    }
}
