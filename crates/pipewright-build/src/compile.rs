//! The driver: the list of passes is the table of contents.

use pipewright_graph::Graph;

use crate::diagnostic::{Diagnostics, Findings};
use crate::source::{File, Files};
use crate::span::FileId;
use crate::tree::Pipeline;
use crate::wiring::Wiring;
use crate::{check, emit, front, lower, picture};

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
    /// The generated file.
    pub code: String,
    /// Its wiring, to be drawn.
    pub graph: Graph,
    /// What is odd in its description, though nothing is wrong.
    pub warnings: Diagnostics,
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

/// Compiles one TOML pipeline. The last part of `path` names it, and reports show it as it is given.
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
    compiled.pipelines.pop().ok_or(compiled.diagnostics)
}

/// Compiles many files. A mistake in one does not keep the others from being compiled.
pub fn compile_files(files: &[File]) -> Compiled {
    /// Rust's syntax nests, and syn's parser is recursive.
    const STACK: usize = 128 << 20;
    // syn also keeps what it reads in a thread-local table, which ends with the thread
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        match builder
            .spawn_scoped(scope, || passes(files))
            .map(|thread| thread.join())
        {
            Ok(Ok(compiled)) => compiled,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_no_thread) => passes(files),
        }
    })
}

fn passes(files: &[File]) -> Compiled {
    let (mut sources, mut findings) = (Files::default(), Findings::default());
    let trees = parse(files, &mut sources, &mut findings);
    check::across(&trees.iter().flatten().collect::<Vec<_>>(), &mut findings);
    let (mut pipelines, mut broken) = (Vec::new(), Vec::new());
    for (index, file) in files.iter().enumerate() {
        let output = trees[index]
            .as_ref()
            .and_then(|tree| pipeline(tree, FileId(index), &sources, &mut findings));
        match output {
            Some(output) => pipelines.push((FileId(index), output)),
            None => broken.extend(placeholder(file)),
        }
    }
    let diagnostics = Diagnostics::new(sources, findings);
    for (file, output) in &mut pipelines {
        output.warnings = diagnostics.of_file(*file);
    }
    Compiled {
        pipelines: pipelines.into_iter().map(|(_, output)| output).collect(),
        broken,
        diagnostics,
    }
}

/// Every mistake is collected; the gates keep later passes from reporting what follows from it.
fn pipeline(
    tree: &Pipeline,
    file: FileId,
    files: &Files,
    findings: &mut Findings,
) -> Option<Output> {
    let wiring = Wiring::new(tree);
    check::resolve(&wiring, findings);
    findings.gate(file)?;
    check::validate(&wiring, findings);
    findings.gate(file)?;
    check::last(&wiring, findings);
    findings.gate(file)?;
    check::advise(&wiring, findings);
    let plan = lower::plan(&wiring, files);
    let graph = picture::graph(&plan);
    let code = emit::pipeline(&plan, &graph);
    let (name, folders, path) = (
        tree.name.value.clone(),
        tree.folders.clone(),
        tree.path.clone(),
    );
    Some(Output {
        name,
        folders,
        path,
        code,
        graph,
        warnings: Diagnostics::default(),
    })
}

fn parse(files: &[File], sources: &mut Files, findings: &mut Findings) -> Vec<Option<Pipeline>> {
    let mut trees = Vec::with_capacity(files.len());
    for file in files {
        trees.push(match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                let id = sources.add(file.path(), text);
                let text = sources.text(id).to_owned();
                front::read_toml(file, id, &text, findings)
            }
            Err(error) => {
                let valid = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]);
                let id = sources.add(file.path(), &valid);
                findings.push(check::input_file::not_utf8(id, sources.text(id).len()));
                None
            }
        });
    }
    trees
}

/// What stands in the place of a pipeline with mistakes, if its name can be one.
fn placeholder(file: &File) -> Option<Broken> {
    let (name, folders, path) = (
        file.stem().to_owned(),
        file.folders.clone(),
        file.path.clone(),
    );
    let code = emit::broken(check::is_name(&name).then_some(&name)?);
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
