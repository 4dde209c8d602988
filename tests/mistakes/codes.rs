//! All cases of a check in one crate, whose program names each of the pipelines: still one error. The
//! cases are those of `crates/pipewright-build/tests/ui/`, where a code without any fails a test.

use std::fmt::Write;
use std::path::Path;

use pipewright_build::{Compiled, Folder, Severity, compile_files, rules};

use crate::krate::{Crate, Files, ROOT, files};

/// The types that the cases without mistakes have, beside those of the standard library.
const TYPES: &str = include_str!("types.rs");

/// Checks a crate for each code.
pub(crate) fn all() {
    let scratch = Crate::scratch();
    for rule in rules() {
        counted(&scratch, rule.code);
    }
}

/// A report shows no more mistakes.
const SHOWN: usize = 100;

fn counted(scratch: &Crate, code: &str) {
    let mut overlay = pipelines(code);
    scratch.overlay(&overlay);
    let compiled = compiled(&scratch.root.join("pipelines"));
    overlay.insert("src/main.rs".into(), program(&compiled).into());
    scratch.overlay(&overlay);
    let checked = scratch.check();
    let told = |severity| {
        let found = compiled.diagnostics.iter();
        found.filter(|found| found.severity() == severity).count()
    };
    let (errors, warnings) = (told(Severity::Error), told(Severity::Warning));
    let counts = (
        checked.count("error"),
        checked.count("warning"),
        checked.warnings.len(),
    );
    let expected = (usize::from(errors > 0), 0, warnings);
    assert_eq!(
        counts, expected,
        "{code}: errors, rustc's warnings, our warnings\n{checked}"
    );
    let in_report = checked.shown().matches(&format!("error[{code}]")).count();
    assert_eq!(in_report, errors.min(SHOWN), "{code}\n{checked}");
}

/// Each case is in a folder of its own, since some have the same name.
fn pipelines(code: &str) -> Files {
    let root = Path::new(ROOT)
        .join("crates/pipewright-build/tests/ui")
        .join(code);
    let mut pipelines = files(&root);
    pipelines.retain(|path, _| path.extension().is_some_and(|end| end != "stderr"));
    let placed = pipelines.into_iter().map(|(path, bytes)| {
        let case = path.iter().next().expect("a name").to_string_lossy();
        let folder = format!("pipelines/case_{}", case.replace('.', "_"));
        let within = path
            .strip_prefix(&*case)
            .ok()
            .filter(|rest| rest.iter().count() > 0);
        (Path::new(&folder).join(within.unwrap_or(&path)), bytes)
    });
    placed.collect()
}

fn compiled(pipelines: &Path) -> Compiled {
    let folder = Folder::read(pipelines, "pipelines").expect("a folder");
    compile_files(&folder.files)
}

/// A program that names the module and the struct of each pipeline.
fn program(compiled: &Compiled) -> String {
    let mut text = format!("{TYPES}\npipewright::include_pipelines!();\n\nfn main() {{}}\n");
    let sound = compiled
        .pipelines
        .iter()
        .map(|sound| (&sound.folders, &sound.name));
    let broken = compiled
        .broken
        .iter()
        .map(|broken| (&broken.folders, &broken.name));
    for (number, (folders, name)) in sound.chain(broken).enumerate() {
        let path = folders
            .iter()
            .map(|folder| format!("::{folder}"))
            .collect::<String>();
        let _ = write!(
            text,
            "\npub fn names_{number}(steps: &impl crate{path}::{name}::Steps) {{\n    \
             let _ = crate{path}::{name}::GRAPH.name.len();\n    let _ = steps;\n}}\n"
        );
    }
    text
}
