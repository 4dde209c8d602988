//! A crate of somebody who uses pipewright, to be broken and mended.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const LOCK: &str = "Cargo.lock";

/// The project's own folder.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub(crate) struct Crate {
    name: &'static str,
    original: PathBuf,
    pub(crate) root: PathBuf,
    _one: File,
}

/// All tests share a folder for each crate, so that what they depend on is built once; and a test may be
/// a process of its own. The lock goes with the file.
fn one_at_a_time() -> File {
    let path = folder().join("lock");
    let create = || {
        fs::create_dir_all(folder())?;
        let file = File::create(&path)?;
        file.lock()?;
        Ok(file)
    };
    create().unwrap_or_else(|error: std::io::Error| panic!("{}: {error}", path.display()))
}

impl Crate {
    /// A library, and a program that uses it.
    pub(crate) fn library() -> Self {
        Self::new("library")
    }

    /// A program alone.
    pub(crate) fn program() -> Self {
        Self::new("program")
    }

    /// A shop with one pipeline, which the cases break.
    pub(crate) fn shop() -> Self {
        Self::new("shop")
    }

    /// Nothing but the pipelines that it is given.
    pub(crate) fn scratch() -> Self {
        Self::new("scratch")
    }

    fn new(name: &'static str) -> Self {
        let krate = Self {
            name,
            original: here().join(name),
            root: folder().join(name),
            _one: one_at_a_time(),
        };
        krate.restore();
        // what has been tested here is what is built there
        let lock = fs::read(Path::new(ROOT).join("Cargo.lock")).expect("a lock file");
        krate.write(LOCK, &lock);
        krate
    }

    /// Makes it what it was in the beginning.
    pub(crate) fn restore(&self) {
        self.become_files(files(&self.original));
    }

    /// Makes it what it was in the beginning, but for the files of a case: those take the place of its own,
    /// and if there are pipelines among them, of all its pipelines. An empty file stands for none.
    pub(crate) fn overlay(&self, case: &Files) {
        let pipelines = case.keys().any(|path| path.starts_with("pipelines"));
        let mut files = files(&self.original);
        files.retain(|path, _| !(pipelines && path.starts_with("pipelines")));
        files.extend(case.clone());
        self.become_files(files);
    }

    fn become_files(&self, mut files: Files) {
        files.insert("Cargo.toml".into(), manifest(self.name).into());
        files
            .entry("build.rs".into())
            .or_insert("fn main() {\n    pipewright_build::compile(\"pipelines\");\n}\n".into());
        for path in self::files(&self.root).into_keys() {
            if files.get(&path).is_none_or(Vec::is_empty) && path != Path::new(LOCK) {
                self.remove(&path);
            }
        }
        for (path, bytes) in files.into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
            self.write(&path, &bytes);
        }
    }

    /// Replaces what stands once in a file.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = read(&self.root.join(path));
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {path}");
        self.write(path, text.replace(from, to).as_bytes());
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: impl AsRef<Path>) {
        let path = self.root.join(path);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        // and the folders that held nothing else
        let above = path.ancestors().skip(1);
        let below_root = above.take_while(|folder| *folder != self.root);
        below_root
            .map_while(|folder| fs::remove_dir(folder).ok())
            .count();
    }

    /// What cargo says of it.
    pub(crate) fn check(&self) -> Checked {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["check", "--offline", "--message-format", "json"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", folder().join("target"))
            .env("CARGO_TERM_COLOR", "never")
            // a test has those of this project
            .env_remove("OUT_DIR")
            .env_remove("PIPEWRIGHT_PIPELINES")
            .env_remove("PIPEWRIGHT_NAMES")
            .output()
            .expect("cargo starts");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut messages: Vec<_> = stdout
            .lines()
            .filter_map(|line| self.message(line))
            .collect();
        if minor_version() < 95 {
            messages.retain(|message: &Message| !message.message.contains(PLACEHOLDER));
        }
        // cargo tells these as text
        let of_build_script = format!("warning: {}@0.0.0: ", self.name);
        let warnings = stderr
            .lines()
            .filter(|line| line.starts_with(&of_build_script));
        Checked {
            success: output.status.success(),
            warnings: warnings.map(str::to_owned).collect(),
            messages,
            stderr,
        }
    }

    /// What rustc says of this crate, other than the count of its errors.
    fn message(&self, line: &str) -> Option<Message> {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let own =
            line["manifest_path"].as_str().map(Path::new) == Some(&self.root.join("Cargo.toml"));
        let message = (own && line["reason"] == "compiler-message").then_some(&line["message"])?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let spans = message["spans"].as_array()?;
        let primary = spans.iter().find(|span| span["is_primary"] == true);
        let span = primary.map_or(&Value::Null, outermost);
        let message = Message {
            level: text(&message["level"]),
            code: message["code"]["code"].as_str().map(str::to_owned),
            message: text(&message["message"]),
            file: text(&span["file_name"]).replace('\\', "/"),
            source: text(&span["text"][0]["text"]).trim().to_owned(),
            made_at: {
                let span = primary.unwrap_or(&Value::Null);
                let line = span["line_start"].as_u64().unwrap_or(1);
                (text(&span["file_name"]).into(), line as usize)
            },
            rendered: text(&message["rendered"]),
        };
        (!message.message.starts_with("aborting due to")).then_some(message)
    }

    /// A file that is as it should be is left alone, so that cargo sees no change.
    fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.root.join(path);
        if fs::read(&path).is_ok_and(|old| old == bytes) {
            return;
        }
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, bytes))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// What cargo has said.
#[derive(Debug)]
pub(crate) struct Checked {
    success: bool,
    /// Those of the build script.
    pub(crate) warnings: Vec<String>,
    messages: Vec<Message>,
    stderr: String,
}

/// An error or a warning, and where its main place is.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) level: String,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) file: String,
    /// The line as it stands there.
    pub(crate) source: String,
    /// The place itself, be it in what a macro has made or not: a file, and a line that counts from 1.
    pub(crate) made_at: (PathBuf, usize),
    rendered: String,
}

impl Checked {
    /// How many messages there are of this level: `error`, `warning`.
    pub(crate) fn count(&self, level: &str) -> usize {
        let alike = |message: &&Message| message.level == level;
        self.messages.iter().filter(alike).count()
    }

    /// The error, when there is one and no second, and no warning either.
    #[track_caller]
    pub(crate) fn only_error(&self) -> &Message {
        let warnings = self.count("warning") + self.warnings.len();
        let counts = (self.count("error"), warnings, self.success);
        assert_eq!(counts, (1, 0, false), "errors, warnings, success:\n{self}");
        self.first_error().expect("there is one")
    }

    /// The one that is told first.
    pub(crate) fn first_error(&self) -> Option<&Message> {
        self.messages
            .iter()
            .find(|message| message.level == "error")
    }

    /// All that a plain terminal shows, but for what cargo does and how long that takes.
    pub(crate) fn shown(&self) -> String {
        let warnings = self.warnings.iter().map(|line| format!("{line}\n"));
        let messages = self.messages.iter().map(|message| message.rendered.clone());
        warnings.chain(messages).collect()
    }

    /// Nothing is wrong with it.
    #[track_caller]
    pub(crate) fn is_clean(&self) {
        let quiet = self.messages.is_empty() && self.warnings.is_empty();
        assert!(self.success && quiet, "{self}");
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())?;
        f.write_str(&self.stderr)
    }
}

/// The place in the user's file: what a macro has made stands where the macro is called.
fn outermost(span: &Value) -> &Value {
    match &span["expansion"]["span"] {
        Value::Null => span,
        caller => outermost(caller),
    }
}

/// What stands in the place of a broken pipeline is looked for here.
const PLACEHOLDER: &str = "__pipewright_report_above";

/// Of the rustc that checks. Before [1.95](https://github.com/rust-lang/rust/pull/149484) it says, beside
/// the report, once that the place of what is broken does not resolve.
pub(crate) fn minor_version() -> u32 {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = String::from_utf8(version.expect("rustc starts").stdout).expect("UTF-8");
    let minor = version.split('.').nth(1).map(str::parse);
    minor.expect("a version").expect("a number")
}

fn manifest(name: &str) -> String {
    let path = |path: &str| Path::new(ROOT).join(path).display().to_string();
    format!(
        "[workspace]\n[package]\nname = '{name}'\nversion = '0.0.0'\nedition = '2024'\n\
         [dependencies]\npipewright = {{ path = '{}' }}\n\
         tokio = {{ version = '1', features = ['macros', 'rt', 'sync', 'time'] }}\n\
         [build-dependencies]\npipewright-build = {{ path = '{}' }}\n",
        path(""),
        path("crates/pipewright-build"),
    )
}

/// Files by their path below a folder.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// All files below a folder.
pub(crate) fn files(root: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(root).expect("a path below").to_owned();
                found.insert(below, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folder of these tests.
pub(crate) fn here() -> PathBuf {
    Path::new(ROOT).join("tests/mistakes")
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes")
}
