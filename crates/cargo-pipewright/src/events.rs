//! The runs of which a file of events tells.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pipewright::emitters::Live;
use pipewright::{Emitter, Event, EventKind, OutcomeKind, Report, RunId};
use pipewright_build::{Output, compile_files};
use pipewright_graph::Graph;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::console;
use crate::failure::Failure;
use crate::folder::Pipelines;

/// So many runs are listed; of more, the rest is counted.
const MOST_LISTED: usize = 40;

/// What the lines of a file tell.
pub(crate) struct Told {
    /// The runs that are not inside another one, in the order in which they began.
    runs: Vec<Report>,
    /// What is odd about the file.
    pub(crate) notes: Vec<String>,
}

/// Whether a text has events, one a line.
pub(crate) fn are(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Begun {
        #[serde(rename = "run_id")]
        _run: RunId,
        #[serde(rename = "event")]
        _event: IgnoredAny,
    }
    text.lines()
        .any(|line| serde_json::from_str::<Begun>(line).is_ok())
}

/// Reads events, one a line, as `Log` writes them in JSON.
pub(crate) fn read(text: &str, wirings: &Wirings) -> Told {
    let (live, mut known) = (Live::stored(), BTreeSet::new());
    let (mut odd, mut headless) = (Vec::new(), BTreeSet::new());
    let lines = text.lines().enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let Ok(mut event) = serde_json::from_str::<Event>(line) else {
            odd.push(number + 1);
            continue;
        };
        match event.kind {
            EventKind::RunStarted { .. } => drop(known.insert(event.run_id)),
            _ if known.contains(&event.run_id) => {}
            _ => drop(headless.insert(event.run_id)),
        }
        wirings.give(&mut event);
        // it keeps what it can, and refuses nothing
        let _ = live.emit(&event);
    }
    Told {
        runs: live.reports(),
        notes: notes(text, odd, headless.len()),
    }
}

impl Told {
    /// The run with an id that begins or ends so, or else the one that began last; then the others are told.
    pub(crate) fn run(&self, path: &str, id: Option<&str>) -> Result<&Report, Failure> {
        let Some(last) = self.runs.last() else {
            let help = "`Log` has to write all levels, and the file to be there from its beginning";
            return Err(Failure::wrong(format!("no run begins in `{path}`")).help(help));
        };
        let Some(id) = id else {
            if self.runs.len() > 1 {
                let (runs, all) = (self.runs.len(), listed(&self.runs));
                console::note(format_args!(
                    "this is the last of {runs} runs; `--run ID` shows another:{all}"
                ));
            }
            return Ok(last);
        };
        let is_meant = |run: &&Report| {
            let own = run.run_id.to_string();
            own.starts_with(id) || own.ends_with(id)
        };
        let meant: Vec<&Report> = self.runs.iter().filter(is_meant).collect();
        match meant.as_slice() {
            [run] => Ok(run),
            several => {
                let found = match several.len() {
                    0 => "no run".to_owned(),
                    runs => format!("{runs} runs"),
                };
                let message = format!("`{path}` has {found} with the id `{id}`");
                let help = format!("its runs are:{}", listed(&self.runs));
                Err(Failure::wrong(message).help(help))
            }
        }
    }
}

/// A line for each run, the last one first.
fn listed(runs: &[Report]) -> String {
    let last = runs.iter().rev().take(MOST_LISTED).map(|run| {
        let outcome = match run.outcome {
            OutcomeKind::Pending => "running".to_owned(),
            outcome => outcome.to_string(),
        };
        let (id, began) = (run.run_id, humantime::format_rfc3339_millis(run.started));
        format!("\n{id}  {began}  {outcome:7}  {}", run.pipeline)
    });
    let mut text: String = last.collect();
    if let Some(more) = runs.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        text.push_str(&format!("\nand {more} before them"));
    }
    text
}

/// What could not be read, or not be used.
fn notes(text: &str, mut odd: Vec<usize>, headless: usize) -> Vec<String> {
    let mut notes = Vec::new();
    let last = text.lines().count();
    if !text.ends_with('\n') && odd.last() == Some(&last) {
        odd.pop();
        notes.push(format!("line {last}, the last one, is cut off"));
    }
    match odd.as_slice() {
        [] => {}
        [line] => notes.push(format!("line {line} is no event, and left out")),
        [first, ..] => notes.push(format!(
            "{} lines are no events, and left out; the first is line {first}",
            odd.len()
        )),
    }
    let left_out = match headless {
        0 => None,
        1 => Some("one run is left out, whose beginning is not in it".to_owned()),
        runs => Some(format!(
            "{runs} runs are left out, whose beginnings are not in it"
        )),
    };
    notes.extend(left_out);
    notes
}

/// The wiring of pipelines, by their definitions: events do not tell it.
#[derive(Default)]
pub(crate) struct Wirings(BTreeMap<String, &'static Graph>);

impl Wirings {
    /// Those of a folder; without one, of all pipelines that are near, if there are any.
    pub(crate) fn near(dir: Option<&Path>) -> Result<Self, Failure> {
        let mut wirings = Self::default();
        let near = match (Pipelines::all(dir), dir) {
            (Err(_), None) => Vec::new(),
            (found, _) => found?,
        };
        for folder in near {
            for output in compile_files(&folder.read_in_crate()?).pipelines {
                wirings.add(output);
            }
        }
        Ok(wirings)
    }

    fn add(&mut self, output: Output) {
        // the program ends soon
        self.add_graph(output.definition, Box::leak(Box::new(output.graph)));
    }

    fn add_graph(&mut self, definition: String, graph: &'static Graph) {
        for block in graph.steps.iter().flat_map(|step| step.block.iter()) {
            self.add_graph(format!("{definition}::{}", block.name), block);
        }
        self.0.insert(definition, graph);
    }

    fn give(&self, event: &mut Event) {
        if let EventKind::RunStarted {
            definition, graph, ..
        } = &mut event.kind
        {
            *graph = self.0.get(&**definition).copied();
        }
    }

    /// Whether it has that of a run's pipeline.
    pub(crate) fn has(&self, run: &Report) -> bool {
        self.0.contains_key(&*run.definition)
    }
}
