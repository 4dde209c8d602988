//! The driver: the list of passes is the table of contents.

use std::collections::HashSet;

use pipewright_graph::Graph;

use crate::diagnostic::{Diagnostics, Findings};
use crate::emit::Stub;
use crate::front::Read;
use crate::names::{pipeline_struct, unread_struct};
use crate::pipelines::Pipelines;
use crate::source::{File, Files};
use crate::tree::{Kind, Pipeline};
use crate::wiring::Wiring;
use crate::{blocks, check, emit, entries, families, flow, front, lower, picture, workflow};

/// A compiled pipeline.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Output {
    /// Its name, and that of the module in `code`.
    pub name: String,
    /// The folders above it.
    pub folders: Vec<String>,
    /// The path of its description.
    pub path: String,
    /// What is described.
    pub kind: OutputKind,
    /// The generated file.
    pub code: String,
    /// A hash of what is generated, by which reports and events say what has run.
    pub definition: String,
    /// Its wiring, to be drawn.
    pub graph: Graph,
    /// The `impl` of its steps, to be filled in.
    pub stub: Stub,
    /// What is odd in its description, though nothing is wrong.
    pub warnings: Diagnostics,
}

/// What a description describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputKind {
    /// Steps, and the wires between them.
    Pipeline,
    /// Steps that put further steps into a queue.
    Workflow,
    /// Steps that call each other.
    Flow,
}

impl OutputKind {
    /// As it is written in a description: `kind = "workflow"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Workflow => "workflow",
            Self::Flow => "flow",
        }
    }
}

/// A pipeline with mistakes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Broken {
    /// Its name.
    pub name: String,
    /// The folders above it.
    pub folders: Vec<String>,
    /// The path of its description.
    pub path: String,
    /// What stands in the place of the generated file: re-exports of names that do not resolve, on which
    /// rustc keeps silent beside the report.
    pub code: String,
}

/// What has become of some files.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Compiled {
    /// The pipelines without mistakes, in the order of the files.
    pub pipelines: Vec<Output>,
    /// Those with mistakes.
    pub broken: Vec<Broken>,
    /// All mistakes of all files, warnings too.
    pub diagnostics: Diagnostics,
}

/// What was found in some files that were only checked.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Checked {
    /// How many pipelines have no mistakes.
    pub pipelines: usize,
    /// All mistakes of all files.
    pub diagnostics: Diagnostics,
}

/// Compiles one pipeline. Reports show `path` as it is given.
///
/// A path that ends in `.rs` is that of a file in Rust form, whose function names the pipeline; of several
/// in the file this is the first, and [`compile_files`] gives all. Any other text is TOML, and the last part
/// of `path` names the pipeline. A pipeline that this one runs has to be in the same text.
///
/// ```
/// let output = pipewright_build::compile_str("pipelines/hello.toml", r#"
///     output = "greeting"
///     [steps.greet]
///     output = "greeting: String"
/// "#);
/// assert_eq!(output.unwrap().name, "hello");
/// ```
///
/// # Errors
///
/// All mistakes in the text. What is only odd is no error, and is found in [`Output::warnings`].
pub fn compile_str(path: &str, text: &str) -> Result<Output, Diagnostics> {
    let mut compiled = compile_files(&[File::new(path, text)]);
    match compiled.pipelines.is_empty() {
        false => Ok(compiled.pipelines.swap_remove(0)),
        true => Err(compiled.diagnostics),
    }
}

/// Compiles many files. A mistake in one does not keep the others from being compiled.
pub fn compile_files(files: &[File]) -> Compiled {
    let finish =
        |wiring: &Wiring<'_>, files: &Files| (wiring.tree.places.clone(), output(wiring, files));
    let (pipelines, broken, diagnostics) = deep(|| passes(files, finish));
    let pipelines = pipelines.into_iter().map(|(places, output)| Output {
        warnings: diagnostics.within(&places),
        ..output
    });
    Compiled {
        pipelines: pipelines.collect(),
        broken,
        diagnostics,
    }
}

/// Only looks for mistakes, which takes a small part of the time.
///
/// ```
/// use pipewright_build::{File, check_files};
///
/// let checked = check_files(&[File::new("hello.toml", "[steps.greet]")]);
/// assert!(checked.diagnostics.is_empty());
/// assert_eq!(checked.pipelines, 1);
/// ```
pub fn check_files(files: &[File]) -> Checked {
    let (sound, _, diagnostics) = deep(|| passes(files, |_, _| ()));
    Checked {
        pipelines: sound.len(),
        diagnostics,
    }
}

/// The same for some files of a folder. Their pipelines may run those of the others, whose own mistakes are
/// not told.
///
/// ```
/// use pipewright_build::{File, check_files_beside};
///
/// let file = File::new("outer.toml", "[steps.a]\npipeline = \"inner\"");
/// let other = File::new("inner.toml", "[steps.b]");
/// assert!(check_files_beside(&[file.clone()], &[other]).diagnostics.is_empty());
/// assert!(!check_files_beside(&[file], &[]).diagnostics.is_empty());
/// ```
pub fn check_files_beside(files: &[File], others: &[File]) -> Checked {
    let all: Vec<File> = files.iter().chain(others).cloned().collect();
    let path = |wiring: &Wiring<'_>, _: &Files| wiring.tree.path.clone();
    let (sound, _, diagnostics) = deep(|| passes(&all, path));
    let own: HashSet<&str> = files.iter().map(File::path).collect();
    Checked {
        pipelines: sound
            .iter()
            .filter(|path| own.contains(path.as_str()))
            .count(),
        diagnostics: diagnostics.of_files(|path| own.contains(path)),
    }
}

/// Does some work where there is room for it.
fn deep<T: Send>(work: impl Fn() -> T + Sync) -> T {
    /// Rust's syntax nests, and syn's parser is recursive.
    const STACK: usize = 128 << 20;
    // syn also keeps what it reads in a thread-local table, which ends with the thread
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        match builder
            .spawn_scoped(scope, &work)
            .map(|thread| thread.join())
        {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_no_thread) => work(),
        }
    })
}

/// What is left of a sound pipeline is made by `finish`.
fn passes<T>(
    files: &[File],
    finish: impl Fn(&Wiring<'_>, &Files) -> T,
) -> (Vec<T>, Vec<Broken>, Diagnostics) {
    let (mut sources, mut findings) = (Files::default(), Findings::default());
    let read = parse(files, &mut sources, &mut findings);
    let all = all(files, &read);
    check::across(&all, &mut findings);
    let (mut pipelines, mut broken) = (Vec::new(), Vec::new());
    for (file, read) in files.iter().zip(&read) {
        for tree in &read.pipelines {
            match sound(tree, &all, &mut findings) {
                Some(wiring) => pipelines.push(finish(&wiring, &sources)),
                None => broken.extend(placeholder(file, &tree.name.value, &pipeline_struct(tree))),
            }
        }
        let unread = read.unread.iter();
        broken.extend(unread.filter_map(|name| placeholder(file, name, &unread_struct(name))));
    }
    (pipelines, broken, Diagnostics::new(sources, findings))
}

fn all<'t>(files: &[File], read: &'t [Read]) -> Pipelines<'t> {
    let mut all = Pipelines::default();
    for (file, read) in files.iter().zip(read) {
        read.pipelines.iter().for_each(|tree| all.add(tree));
        for name in &read.unread {
            all.add_unread(file.folders(), name);
        }
    }
    all
}

/// Every mistake is collected; the gates keep later passes from reporting what follows from it.
fn sound<'t>(
    tree: &'t Pipeline,
    all: &'t Pipelines<'t>,
    findings: &mut Findings,
) -> Option<Wiring<'t>> {
    let wiring = Wiring::new(tree, all);
    check::resolve(&wiring, findings);
    findings.gate(&tree.places)?;
    check::validate(&wiring, findings);
    findings.gate(&tree.places)?;
    check::last(&wiring, findings);
    findings.gate(&tree.places)?;
    check::advise(&wiring, findings);
    Some(wiring)
}

/// All that is made of a pipeline without mistakes.
fn output(wiring: &Wiring<'_>, files: &Files) -> Output {
    let tree = wiring.tree;
    match &tree.kind {
        Kind::Pipeline => {}
        Kind::Workflow(workflow) => return workflow::output(wiring, workflow, files),
        Kind::Flow(flow) => return flow::output(wiring, flow, files),
    }
    let plan = lower::plan(wiring, files);
    let graph = picture::graph(&plan);
    let file = emit::pipeline(&plan, &graph);
    Output {
        name: tree.name.value.clone(),
        folders: tree.folders.clone(),
        path: tree.path.clone(),
        kind: OutputKind::Pipeline,
        code: file.text,
        definition: file.definition,
        stub: Stub::new(&plan, &tree.folders),
        graph,
        warnings: Diagnostics::default(),
    }
}

/// Reads all files, makes plain steps of families, gives blocks what they read of what is around them, and puts
/// steps where their entries are.
fn parse(files: &[File], sources: &mut Files, findings: &mut Findings) -> Vec<Read> {
    let mut trees = Vec::with_capacity(files.len());
    for file in files {
        let mut read = match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                let id = sources.add(file.path(), text);
                let text = sources.text(id).to_owned();
                front::read(file, id, &text, findings)
            }
            Err(error) => {
                let valid = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]);
                let id = sources.add(file.path(), &valid);
                findings.push(check::input_file::not_utf8(id, sources.text(id).len()));
                front::unreadable(file, &valid)
            }
        };
        for pipeline in &mut read.pipelines {
            families::expand(pipeline, findings);
            blocks::enclose(pipeline);
            entries::place(pipeline, findings);
        }
        trees.push(read);
    }
    trees
}

/// What stands in the place of a pipeline with mistakes, and of its struct, if its name can be one.
fn placeholder(file: &File, name: &str, pipeline: &str) -> Option<Broken> {
    let (name, folders, path) = (name.to_owned(), file.folders.clone(), file.path.clone());
    let is_name = check::is_pipeline_name(&name, &folders);
    let code = is_name.then(|| emit::broken(&name, pipeline))?;
    folders
        .iter()
        .all(|folder| check::is_name(folder))
        .then_some(Broken {
            name,
            folders,
            path,
            code,
        })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::folder::Folder;

    /// The steps that each step waits for, as the plan has them.
    fn waits(wiring: &Wiring<'_>, files: &Files) -> Option<(Graph, Vec<Vec<String>>)> {
        if !matches!(wiring.tree.kind, Kind::Pipeline) {
            return None;
        }
        let plan = lower::plan(wiring, files);
        let name = |parent: &crate::plan::Parent| plan.steps[parent.step.0].name.to_string();
        let steps = plan.steps.iter().map(|step| {
            let mut names: Vec<String> = step.parents.iter().map(name).collect();
            names.dedup();
            names
        });
        Some((picture::graph(&plan), steps.collect()))
    }

    #[test]
    fn the_graph_tells_all_that_a_step_waits_for() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines");
        let folder = Folder::read(&folder, "pipelines").expect("the gallery");
        let (all, _, _) = deep(|| passes(&folder.files, waits));
        assert!(all.len() > 50);
        for (graph, expected) in all.into_iter().flatten() {
            let steps = graph.plan().steps.into_iter();
            let told: Vec<_> = steps.map(|step| step.after).collect();
            assert_eq!(told, expected, "{}", graph.name);
        }
    }
}
