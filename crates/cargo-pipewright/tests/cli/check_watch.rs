use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::command;

/// Longer than any machine takes to notice a change.
const LONGEST: Duration = Duration::from_secs(60);

const SOUND: &str = "[steps.work]\n";
const WRONG: &str = "[steps.work]\ninput = [\"&order\"]\n";

/// `check --watch` in a crate of its own, until it is dropped.
struct Watch {
    child: Child,
    lines: Receiver<String>,
    krate: TempDir,
}

impl Watch {
    fn start() -> Self {
        let watch = Self::start_with(&[]);
        watch.until("watching for changes; Ctrl-C ends");
        watch
    }

    fn start_with(arguments: &[&str]) -> Self {
        let krate = tempfile::tempdir().unwrap();
        write(krate.path(), "Cargo.toml", "[package]\nname = \"shop\"\n");
        write(krate.path(), "pipelines/order.toml", SOUND);
        // one pipe for both, so that the lines come in the order in which they were printed
        let (reader, writer) = std::io::pipe().unwrap();
        let child = command(krate.path(), &[&["check", "--watch"], arguments].concat())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self {
            child,
            lines,
            krate,
        }
    }

    fn write(&self, path: &str, text: &str) {
        write(self.krate.path(), path, text);
    }

    /// The lines up to one that begins so.
    #[track_caller]
    fn until(&self, last: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            match self.lines.recv_timeout(LONGEST) {
                Ok(line) => lines.push(line),
                Err(error) => panic!("no line `{last}` ({error}), but {lines:#?}"),
            }
            if lines.last().is_some_and(|line| line.starts_with(last)) {
                return lines;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(krate: &Path, path: &str, text: &str) {
    let path = krate.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // as editors do: nobody sees half a file
    let new = path.with_extension("new");
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
}

#[test]
fn a_mistake_comes_and_goes() {
    let watch = Watch::start();
    watch.write("pipelines/order.toml", WRONG);
    let lines = watch.until("1 error in 1 file");
    assert_snapshot!(lines.join("\n"), @r#"

    changed: pipelines/order.toml
    error[PW0008]: there is no value `order`
     --> pipelines/order.toml:2:12
      |
    2 | input = ["&order"]
      |            ^^^^^ neither an input nor produced by a step
      |
      = help: make it an input of the pipeline, `input = ["order: Type"]`, or the value of a step, `output = "order: Type"`

    1 error in 1 file; `cargo pipewright explain PW0008` tells more
    "#);
    watch.write("pipelines/order.toml", SOUND);
    let lines = watch.until("no mistakes in 1 pipeline");
    assert_snapshot!(lines.join("\n"), @"

    changed: pipelines/order.toml
    no mistakes in 1 pipeline
    ");
}

#[test]
fn files_come_and_go() {
    let watch = Watch::start();
    watch.write("pipelines/billing/refund.toml", SOUND);
    let lines = watch.until("no mistakes in 2 pipelines");
    assert!(lines.contains(&"new: pipelines/billing/refund.toml".to_owned()));
    fs::remove_dir_all(watch.krate.path().join("pipelines/billing")).unwrap();
    let lines = watch.until("no mistakes in 1 pipeline");
    assert!(lines.contains(&"gone: pipelines/billing/refund.toml".to_owned()));
}

#[test]
fn the_folder_may_go_and_come_back() {
    let watch = Watch::start();
    let folder = watch.krate.path().join("pipelines");
    let aside = watch.krate.path().join("aside");
    fs::rename(&folder, &aside).unwrap();
    watch.until("error: cannot read `pipelines`");
    fs::rename(&aside, &folder).unwrap();
    watch.until("no mistakes in 1 pipeline");
    watch.write("pipelines/order.toml", WRONG);
    watch.until("1 error in 1 file");
}

#[test]
fn what_is_no_pipeline_is_passed_by() {
    let watch = Watch::start();
    watch.write("pipelines/README.md", "Not a pipeline.\n");
    watch.write("src/main.rs", "fn main() {}\n");
    watch.write("pipelines/order.toml", WRONG);
    let lines = watch.until("1 error in 1 file");
    let change = lines.iter().find(|line| !line.is_empty());
    assert_eq!(change.unwrap(), "changed: pipelines/order.toml");
}

#[test]
fn one_file_for_an_editor() {
    let watch = Watch::start_with(&["--format", "json", "pipelines/order.toml"]);
    watch.until("{\"reason\":\"build-finished\",\"success\":true}");
    watch.until("watching for changes; Ctrl-C ends");
    watch.write("pipelines/order.toml", WRONG);
    watch.until("{\"reason\":\"compiler-message\",");
    watch.until("{\"reason\":\"build-finished\",\"success\":false}");
}
