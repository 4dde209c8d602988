//! Checking again whenever a file has changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::console::{self, STRONG};
use crate::failure::Failure;
use crate::selection::{Group, Selection};

/// An editor that saves a file does so in several strokes: after this long without one, it has done.
const QUIET: Duration = Duration::from_millis(30);

/// Whatever goes on, a change is looked at after this time.
const PATIENCE: Duration = Duration::from_millis(500);

/// Calls `check` with the files each time that they have become others, until nobody reads what it prints.
pub(crate) fn watch(
    selection: &Selection,
    groups: Vec<Group>,
    mut check: impl FnMut(&[Group]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (sender, receiver) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|error| unable(&error))?;
    cover(&mut watcher, selection)?;
    console::say("watching for changes; Ctrl-C ends");
    let mut known = Known::new(&groups);
    while !console::is_closed() && wait(&receiver) {
        // a folder that was put in the place of another one is not watched yet
        let _ = cover(&mut watcher, selection);
        match selection.read() {
            Ok(groups) => {
                let now = Known::new(&groups);
                let changes = known.changes(&now);
                if known.lost || !changes.is_empty() {
                    console::say(format_args!("\n{changes}"));
                    check(&groups)?;
                }
                known = now;
            }
            Err(failure) => known.lose(failure),
        }
    }
    Ok(())
}

/// Watches the folders, and for each the one above it, which tells when it is replaced.
fn cover(watcher: &mut impl Watcher, selection: &Selection) -> Result<(), Failure> {
    for (folder, depth) in selection.folders() {
        if let Some(above) = folder.parent() {
            let _ = watcher.watch(above, RecursiveMode::NonRecursive);
        }
        let watched = watcher.watch(&folder, depth);
        watched.map_err(|error| unable(&error))?;
    }
    Ok(())
}

fn unable(error: &notify::Error) -> Failure {
    Failure::wrong(format!("cannot watch for changes: {error}"))
}

/// Waits until something has happened and everything is quiet again; false if nothing ever will.
fn wait(events: &Receiver<notify::Result<Event>>) -> bool {
    if !events.iter().any(|event| matters(&event)) {
        return false;
    }
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && events.recv_timeout(QUIET).is_ok() {}
    true
}

/// Reading a file is an event too, and checking reads them all.
fn matters(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) => match event.kind {
            EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
            _ => true,
        },
        // what was missed may matter
        Err(_) => true,
    }
}

/// What was in the files when they were read last.
struct Known {
    contents: BTreeMap<String, Vec<u8>>,
    /// Told already that they cannot be read.
    lost: bool,
}

impl Known {
    fn new(groups: &[Group]) -> Self {
        let files = groups.iter().flat_map(|group| &group.files);
        let contents = files.map(|file| (file.path().to_owned(), file.contents().to_owned()));
        Self {
            contents: contents.collect(),
            lost: false,
        }
    }

    /// A line for each file that is different now.
    fn changes(&self, now: &Self) -> String {
        let mut changes = Vec::new();
        for (path, contents) in &now.contents {
            match self.contents.get(path) {
                None => changes.push(line("new", path)),
                Some(old) if old != contents => changes.push(line("changed", path)),
                Some(_) => {}
            }
        }
        let gone = self.contents.keys();
        let gone = gone.filter(|path| !now.contents.contains_key(*path));
        changes.extend(gone.map(|path| line("gone", path)));
        changes.join("\n")
    }

    /// The files cannot be read: perhaps they will be soon.
    fn lose(&mut self, failure: Failure) {
        if !std::mem::replace(&mut self.lost, true) {
            console::say("");
            failure.tell();
        }
    }
}

fn line(what: &str, path: impl AsRef<Path>) -> String {
    format!("{STRONG}{what}{STRONG:#}: {}", path.as_ref().display())
}
