//! The cargo layer: what a build script calls. It reads, writes and prints; the work is done elsewhere.

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::check::suggest::nearest;
use crate::compile::{Compiled, Output, compile_files};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::emit::ABOVE;
use crate::folder::Folder;

/// The file that has all pipelines.
const INDEX: &str = "pipelines.rs";

/// So many pipelines are named where one is not there.
const MOST_NAMED: usize = 40;

/// Compiles all pipelines below a folder, from a build script.
///
/// The folder is looked for beside `Cargo.toml`. The generated code goes to `$OUT_DIR/pipewright/`, from
/// where `pipewright::include_pipelines!()` takes it.
///
/// ```no_run
/// // in the `main` of build.rs
/// pipewright_build::compile("pipelines");
/// ```
///
/// A mistake in a pipeline does not fail the build script: `include_pipelines!()` raises it, with its
/// place, as an error of the crate that is built.
///
/// # Panics
///
/// When this is no build script, or `OUT_DIR` cannot be written.
pub fn compile(dir: impl AsRef<Path>) {
    let root = variable("CARGO_MANIFEST_DIR");
    let out = variable("OUT_DIR").join("pipewright");
    for line in run(&root, dir.as_ref(), &out) {
        println!("cargo::{line}");
    }
}

/// The steps beyond which the docs show those that are alike as one.
const DRAWN: usize = 100;

/// Does all that `compile` does, but for talking to cargo: that is returned.
fn run(root: &Path, dir: &Path, out: &Path) -> Vec<String> {
    let shown = dir.to_string_lossy().replace('\\', "/");
    let shown = shown.trim_end_matches('/').trim_start_matches("./");
    let mut lines = vec![
        "rustc-check-cfg=cfg(pipewright_built, pipewright_report)".to_owned(),
        "rustc-cfg=pipewright_built".to_owned(),
    ];
    let mut compiled = match Folder::read(&root.join(dir), shown) {
        Ok(folder) => {
            lines.extend(folder.watched.iter().map(|path| watch(path, root)));
            if folder.files.is_empty() {
                lines.push(format!(
                    "warning=there are no pipelines in the folder `{shown}`"
                ));
            }
            compile_files(&folder.files)
        }
        Err(error) => {
            lines.push(watch(dir, root));
            let folders = folders(root);
            let meant = nearest(shown, folders.iter().map(String::as_str));
            let diagnostics = Diagnostics::no_folder(shown, meant, &error);
            Compiled {
                diagnostics,
                ..Compiled::default()
            }
        }
    };
    if dir.is_relative() {
        compiled.diagnostics = compiled.diagnostics.below(&way_from_workspace(root));
    }
    lines.extend(announce(&compiled.diagnostics));
    let files = outputs(&compiled);
    files
        .iter()
        .for_each(|(name, text)| write(&out.join(name), text));
    remove_others(out, &files);
    lines.extend(variables(&files, out));
    lines
}

/// What `include_pipelines!` asks for: the file of all pipelines, and which there are.
fn variables(files: &BTreeMap<PathBuf, String>, out: &Path) -> Vec<String> {
    let pipelines = files.keys().filter(|file| file.as_os_str() != INDEX);
    let pipelines = pipelines.filter(|file| file.extension().is_some_and(|end| end == "rs"));
    let names: Vec<String> = pipelines
        .map(|file| file.with_extension("").to_string_lossy().replace('\\', "/"))
        .collect();
    let told = match names.as_slice() {
        [] => "none".to_owned(),
        all if all.len() > MOST_NAMED => {
            let more = all.len() - MOST_NAMED;
            format!("{}, and {more} more", all[..MOST_NAMED].join(", "))
        }
        all => all.join(", "),
    };
    let each = names.iter().map(|name| format!("PIPELINE_{name}=1"));
    let variables = [
        format!("PIPELINES={}", out.join(INDEX).display()),
        format!("NAMES={told}"),
    ];
    let all = variables.into_iter().chain(each);
    all.map(|variable| format!("rustc-env=PIPEWRIGHT_{variable}"))
        .collect()
}

/// The names of the folders in a folder, sorted.
fn folders(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn variable(name: &str) -> PathBuf {
    match env::var_os(name) {
        Some(value) => value.into(),
        None => panic!(
            "`pipewright_build::compile` is called by build scripts, for which cargo sets {name}"
        ),
    }
}

/// The way from the root of the workspace to the crate: rustc's paths begin at that root, so those of
/// reports do too. The root is where cargo keeps `Cargo.lock`.
fn way_from_workspace(krate: &Path) -> String {
    let is_root =
        |folder: &&Path| folder.join("Cargo.lock").is_file() && folder.join("Cargo.toml").is_file();
    let root = krate.ancestors().find(is_root).unwrap_or(krate);
    let way = krate.strip_prefix(root).unwrap_or(Path::new(""));
    way.to_string_lossy().replace('\\', "/")
}

fn watch(path: &Path, root: &Path) -> String {
    format!(
        "rerun-if-changed={}",
        path.strip_prefix(root).unwrap_or(path).display()
    )
}

/// Tells the crate that there is a report, and the user of warnings.
fn announce(diagnostics: &Diagnostics) -> impl Iterator<Item = String> {
    let report = diagnostics
        .has_errors()
        .then(|| "rustc-cfg=pipewright_report".to_owned());
    let warnings = diagnostics
        .iter()
        .filter(|found| found.severity() == Severity::Warning);
    report
        .into_iter()
        .chain(warnings.map(|found| format!("warning={}", line(diagnostics, found))))
}

fn line(diagnostics: &Diagnostics, found: &Diagnostic) -> String {
    let at = diagnostics.location(found);
    let help = found
        .helps()
        .next()
        .map_or(String::new(), |help| format!(" ({help})"));
    let text = format!(
        "{}:{}:{}: [{}] {}{help}",
        at.path,
        at.line,
        at.column,
        found.code(),
        found.title()
    );
    text.replace(['\n', '\r'], " ")
}

/// The files to write, by their path below the folder of generated code.
fn outputs(compiled: &Compiled) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let good = compiled
        .pipelines
        .iter()
        .map(|output| (&output.folders, &output.name, &output.code));
    let broken = compiled
        .broken
        .iter()
        .map(|broken| (&broken.folders, &broken.name, &broken.code));
    let mut index = Module::default();
    for (folders, name, code) in good.chain(broken) {
        let path = folders
            .iter()
            .collect::<PathBuf>()
            .join(format!("{name}.rs"));
        if let std::collections::btree_map::Entry::Vacant(place) = files.entry(path) {
            place.insert(code.clone());
            index.add(folders, name);
        }
    }
    files.extend(pictures(&compiled.pipelines));
    let mut text = String::new();
    index.write("", compiled.diagnostics.has_errors(), &mut text);
    files.insert(INDEX.into(), text);
    if compiled.diagnostics.has_errors() {
        files.insert("report.txt".into(), report(&compiled.diagnostics));
    }
    files
}

/// The drawing of each pipeline, for its docs, and its diagram, for `pipewright::assert_diagrams!()`.
fn pictures(pipelines: &[Output]) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut diagrams = String::from("&[\n");
    for output in pipelines {
        let folders: PathBuf = output.folders.iter().collect();
        let names = output.folders.iter().chain([&output.name]);
        let name = names.map(String::as_str).collect::<Vec<_>>().join("/");
        let picture = output.graph.picture();
        let drawing = match output.graph.steps.len() {
            ..=DRAWN => picture.clone(),
            _ => picture.clone().folded(),
        };
        files.insert(
            folders.join(format!("{}.html", output.name)),
            format!("<div style=\"overflow-x:auto\">\n{}</div>\n", drawing.svg()),
        );
        files.insert(
            folders.join(format!("{}.mmd", output.name)),
            picture.whole().mermaid(),
        );
        diagrams += &format!(
            "    ({name:?}, {:?}, include_str!(\"{name}.mmd\")),\n",
            output.path
        );
    }
    files.insert("diagrams.in".into(), diagrams + "]\n");
    files
}

/// What the include macro raises. rustc puts `error: ` before the first line, so that is no mistake's own.
fn report(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.errors();
    let mistakes = if errors.len() == 1 {
        "mistake"
    } else {
        "mistakes"
    };
    format!(
        "{} {mistakes} in the pipelines\n\n{}",
        errors.len(),
        errors.render()
    )
}

/// The index of all pipelines: a folder is a module.
#[derive(Default)]
struct Module {
    pipelines: Vec<String>,
    folders: BTreeMap<String, Module>,
}

impl Module {
    fn add(&mut self, folders: &[String], name: &str) {
        let mut module = self;
        for folder in folders {
            module = module.folders.entry(folder.clone()).or_default();
        }
        module.pipelines.push(name.to_owned());
        module.pipelines.sort();
    }

    fn write(&self, path: &str, report: bool, text: &mut String) {
        for name in &self.pipelines {
            let file = format!("/pipewright/{path}{name}.rs");
            text.push_str(&format!(
                "include!(concat!(env!(\"OUT_DIR\"), \"{file}\"));\n"
            ));
        }
        for (folder, module) in &self.folders {
            text.push_str(&format!(
                "/// The pipelines of the folder `{path}{folder}`.\npub mod {folder} {{\n"
            ));
            if report {
                // for `emit::broken`: the report is not in this module but in that of the index
                text.push_str(&format!("use super::{ABOVE};\n"));
            }
            module.write(&format!("{path}{folder}/"), report, text);
            text.push_str("}\n");
        }
    }
}

/// Writes a file if that changes it.
fn write(path: &Path, text: &str) {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return;
    }
    let written = match path.parent() {
        Some(folder) => fs::create_dir_all(folder).and_then(|()| fs::write(path, text)),
        None => fs::write(path, text),
    };
    must(written, "write", path);
}

/// Removes what an earlier run has left behind.
fn remove_others(out: &Path, files: &BTreeMap<PathBuf, String>) {
    let wanted: HashSet<PathBuf> = files.keys().map(|name| out.join(name)).collect();
    let mut open = vec![out.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in must(fs::read_dir(&folder), "read", &folder).flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if !wanted.contains(&path) {
                must(fs::remove_file(&path), "remove", &path);
            }
        }
    }
}

fn must<T>(result: io::Result<T>, what: &str, path: &Path) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("cannot {what} {}: {error}", path.display()),
    }
}

#[cfg(test)]
mod tests;
