//! What is generated for each pipeline of the gallery, as it is committed under `snapshots/`.
//!
//! With `PIPEWRIGHT_BLESS=1`, which `cargo xtask bless` sets, the snapshots are written.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs, io};

use pipewright::graph::Graph;
use pipewright_build::{Folder, Output, compile_files};
use similar::TextDiff;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The pipelines of the gallery, compiled from their descriptions, as if each folder were the only one: a pipeline is
/// told by its folders, and so the forms of one are the same.
static GALLERY: LazyLock<Vec<Output>> = LazyLock::new(|| {
    let folders = ["pipelines", "pipelines/both/rust", "pipelines/both/toml"];
    folders.into_iter().flat_map(compiled).collect()
});

fn compiled(folder: &str) -> Vec<Output> {
    let mut files = Folder::read(&Path::new(ROOT).join(folder), folder)
        .unwrap()
        .files;
    files.retain(|file| file.folders().is_empty());
    let compiled = compile_files(&files);
    let diagnostics = &compiled.diagnostics;
    assert!(!diagnostics.has_errors(), "{}", diagnostics.render());
    compiled.pipelines
}

/// The graph of the pipeline with this name.
pub(crate) fn graph(name: &str) -> &'static Graph {
    let found = GALLERY.iter().find(|output| output.name == name);
    &found.unwrap_or_else(|| panic!("{name}")).graph
}

#[test]
fn no_description_of_this_crate_is_odd() {
    let folder = Path::new(ROOT).join("pipelines");
    let files = Folder::read(&folder, "pipelines").unwrap().files;
    let found = compile_files(&files).diagnostics;
    assert!(found.is_empty(), "{found}");
}

fn snapshots() -> PathBuf {
    Path::new(ROOT).join("snapshots")
}

/// Compares a text with a snapshot of the pipeline, or writes it.
#[track_caller]
pub(crate) fn check(pipeline: &str, file: &str, text: &str) {
    if let Some(difference) = difference(pipeline, file, text) {
        panic!("{difference}");
    }
}

fn difference(pipeline: &str, file: &str, text: &str) -> Option<String> {
    let path = snapshots().join(pipeline).join(file);
    let old = match fs::read_to_string(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{file}: {error}"),
        old => old.unwrap_or_default().replace("\r\n", "\n"),
    };
    if old == text {
        return None;
    }
    if env::var("PIPEWRIGHT_BLESS").is_ok_and(|bless| bless == "1") {
        fs::create_dir_all(path.parent()?).unwrap();
        fs::write(&path, text).unwrap();
        return None;
    }
    let diff = TextDiff::from_lines(old.as_str(), text);
    let mut diff = diff.unified_diff();
    let name = format!("snapshots/{pipeline}/{file}");
    let diff = diff.header(&name, "what is generated now");
    Some(format!(
        "{name} is out of date; if it should be, run `cargo xtask bless`\n{diff}"
    ))
}

/// Compares one file for each pipeline.
#[track_caller]
fn check_all(file: impl Fn(&Output) -> (String, String)) {
    let differences = GALLERY.iter().filter_map(|output| {
        let (file, text) = file(output);
        difference(&output.name, &file, &text)
    });
    let differences: Vec<_> = differences.collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The code without its header, and without the places in the description, which move with every
/// line above them.
fn without_places(code: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in code.lines() {
        let text = line.trim_start();
        if text.starts_with("// @generated ") || text.starts_with("// pipelines/") {
            continue;
        }
        if text.starts_with("/// Described ") {
            // and the empty line above it
            kept.pop_if(|above| above.trim_start() == "///");
            continue;
        }
        kept.push(line.split(" // pipelines/").next().unwrap_or(line));
    }
    kept.join("\n").trim_start().to_owned() + "\n"
}

#[test]
fn the_code() {
    check_all(|output| (format!("{}.rs", output.name), without_places(&output.code)));
}

#[test]
fn the_picture() {
    check_all(|output| (format!("{}.mmd", output.name), output.graph.mermaid()));
}

#[test]
fn the_plain_picture() {
    check_all(|output| ("plain.mmd".to_owned(), output.graph.plain()));
}

#[test]
fn the_tree() {
    check_all(|output| (format!("{}.txt", output.name), output.graph.text()));
}

#[test]
fn the_stub() {
    check_all(|output| ("stub.rs".to_owned(), output.stub.text(None)));
}

#[test]
fn the_generated_graph_is_the_one_that_is_drawn() {
    let graphs: [&Graph; 18] = [
        &crate::approval::GRAPH,
        &crate::approval_strict::GRAPH,
        &crate::batch::GRAPH,
        &crate::checkout::GRAPH,
        &crate::close_books::GRAPH,
        &crate::context::GRAPH,
        &crate::crawl::GRAPH,
        &crate::etl_example::etl::GRAPH,
        &crate::flaky::GRAPH,
        &crate::ingest::GRAPH,
        &crate::month_end::GRAPH,
        &crate::order_processing::GRAPH,
        &crate::quickstart_example::quickstart::GRAPH,
        &crate::request::GRAPH,
        &crate::support_bot::GRAPH,
        &crate::thumbnails::GRAPH,
        &crate::user_onboarding::GRAPH,
        &crate::user_update::GRAPH,
    ];
    let outputs = GALLERY
        .iter()
        .filter(|output| output.name != "storm_report" && !is_second_form(output));
    let mut outputs: Vec<&Output> = outputs.collect();
    outputs.sort_by_key(|output| &output.name);
    let outputs = outputs.iter().map(|output| output.graph.clone());
    assert!(outputs.eq(graphs.map(without_folders)));
}

/// The graph as it is where its pipeline lies in no folder.
fn without_folders(graph: &Graph) -> Graph {
    let mut graph = graph.clone();
    let name = graph.name.rsplit("::").next().unwrap_or_default();
    graph.name = name.to_owned().into();
    graph
}

/// The TOML form of what exists in both.
fn is_second_form(output: &Output) -> bool {
    output.path.starts_with("pipelines/both/toml/")
}

/// Both are compared with one snapshot anyway; this says that there are two, and which.
#[test]
fn both_forms_generate_the_same() {
    let find = |file: String| {
        let path = format!("pipelines/both/{file}");
        let found = GALLERY.iter().find(|output| output.path == path);
        found.unwrap_or_else(|| panic!("{path}"))
    };
    for name in [
        "approval",
        "batch",
        "checkout",
        "context",
        "etl",
        "ingest",
        "support_bot",
        "thumbnails",
        "user_update",
    ] {
        let toml = find(format!("toml/{name}.toml"));
        let rust = find(format!("rust/{name}.rs"));
        assert_ne!(toml.path, rust.path);
        assert_eq!(toml.graph, rust.graph);
        let (toml, rust) = (without_places(&toml.code), without_places(&rust.code));
        let diff = TextDiff::from_lines(&toml, &rust);
        assert!(toml == rust, "{name}\n{}", diff.unified_diff());
    }
    let pairs = GALLERY.iter().filter(|output| is_second_form(output));
    assert_eq!(pairs.count(), 9);
}

#[test]
fn no_snapshot_is_left_over() {
    let names = GALLERY.iter().map(|output| &*output.name);
    let names: Vec<_> = names.collect();
    for folder in fs::read_dir(snapshots()).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&&*name), "snapshots/{name} has no pipeline");
    }
}

#[test]
fn places_are_left_out_and_nothing_else() {
    let code = "\
// @generated by pipewright-build

/// A step.
///
/// Described at `pipelines/a.toml:1`.
fn step() {
    // pipelines/a.toml:2
    done(); // pipelines/a.toml:2
}
";
    assert_eq!(
        without_places(code),
        "/// A step.\nfn step() {\n    done();\n}\n"
    );
}

#[test]
fn every_snapshot_of_code_is_compiled() {
    let test = include_str!("../snapshots_compile.rs");
    for Output { name, .. } in &*GALLERY {
        for file in [name, "stub"] {
            let include = format!("include!(\"../snapshots/{name}/{file}.rs\");");
            assert!(
                test.contains(&include),
                "tests/snapshots_compile.rs lacks {include}"
            );
        }
    }
}
