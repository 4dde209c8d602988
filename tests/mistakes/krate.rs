//! A crate of somebody who uses pipewright, to be broken and mended.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The project's own folder.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub(crate) struct Crate {
    name: &'static str,
    root: PathBuf,
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

    fn new(name: &'static str) -> Self {
        let krate = Self {
            name,
            root: folder().join(name),
            _one: one_at_a_time(),
        };
        krate.restore();
        krate
    }

    /// Makes it what it was in the beginning.
    pub(crate) fn restore(&self) {
        let original = Path::new(ROOT).join("tests/mistakes").join(self.name);
        copy(&original, &self.root);
        self.write("Cargo.toml", &manifest(self.name));
        self.write(
            "build.rs",
            "fn main() { pipewright_build::compile(\"pipelines\"); }\n",
        );
        // what has been tested here is what is built there
        self.write("Cargo.lock", &read(&Path::new(ROOT).join("Cargo.lock")));
    }

    /// Replaces what stands once in a file.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = read(&self.root.join(path));
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.root.join(path);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// What cargo says of it.
    pub(crate) fn check(&self) -> Checked {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["check", "--offline", "--quiet", "--message-format", "json"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", folder().join("target"))
            .output()
            .expect("cargo starts");
        let messages = String::from_utf8(output.stdout).expect("UTF-8");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut messages: Vec<_> = messages
            .lines()
            .filter_map(|line| self.message(line))
            .collect();
        if tells_of_placeholders() {
            messages.retain(|message: &Message| !message.message.contains(PLACEHOLDER));
        }
        Checked {
            success: output.status.success(),
            messages,
            stderr,
        }
    }

    /// What rustc says of this crate, other than the count of its errors, which has no place.
    fn message(&self, line: &str) -> Option<Message> {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let own =
            line["manifest_path"].as_str().map(Path::new) == Some(&self.root.join("Cargo.toml"));
        let message = (own && line["reason"] == "compiler-message").then_some(&line["message"])?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let spans = message["spans"].as_array()?;
        let span = outermost(spans.iter().find(|span| span["is_primary"] == true)?);
        Some(Message {
            level: text(&message["level"]),
            code: message["code"]["code"].as_str().map(str::to_owned),
            message: text(&message["message"]),
            file: text(&span["file_name"]).replace('\\', "/"),
            source: text(&span["text"][0]["text"]).trim().to_owned(),
            rendered: text(&message["rendered"]),
        })
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return;
        }
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// What cargo has said.
#[derive(Debug)]
pub(crate) struct Checked {
    success: bool,
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
    rendered: String,
}

impl Checked {
    /// The error, when there is one and no second, and no warning either.
    #[track_caller]
    pub(crate) fn only_error(&self) -> &Message {
        match &self.messages[..] {
            [error] if error.level == "error" && !self.success => error,
            messages => panic!("{} messages instead of one error:\n{self}", messages.len()),
        }
    }

    /// Nothing is wrong with it.
    #[track_caller]
    pub(crate) fn is_clean(&self) {
        assert!(self.success && self.messages.is_empty(), "{self}");
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for message in &self.messages {
            f.write_str(&message.rendered)?;
        }
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

/// Before [1.95](https://github.com/rust-lang/rust/pull/149484) rustc says, beside the report, once that the
/// place of what is broken does not resolve.
fn tells_of_placeholders() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = String::from_utf8(version.expect("rustc starts").stdout).expect("UTF-8");
    let minor = version
        .split('.')
        .nth(1)
        .and_then(|minor| minor.parse().ok());
    minor.is_some_and(|minor: u32| minor < 95)
}

fn manifest(name: &str) -> String {
    let path = |path: &str| Path::new(ROOT).join(path).display().to_string();
    format!(
        "[workspace]\n[package]\nname = '{name}'\nversion = '0.0.0'\nedition = '2024'\n\
         [dependencies]\npipewright = {{ path = '{}' }}\n\
         [build-dependencies]\npipewright-build = {{ path = '{}' }}\n",
        path(""),
        path("crates/pipewright-build"),
    )
}

/// Makes a folder what another one is. A file that is as it should be is left alone, so that cargo sees no
/// change.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (from, to) = {
            let name = entry.expect("an entry").file_name();
            (from.join(&name), to.join(&name))
        };
        if from.is_dir() {
            copy(&from, &to);
        } else if fs::read(&to).ok() != fs::read(&from).ok() {
            fs::write(&to, fs::read(&from).expect("a file")).expect("a copy");
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes")
}
