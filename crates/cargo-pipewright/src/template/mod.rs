//! The crate that `cargo pipewright new` makes, in text: what cargo itself would make is not in here.

/// The one file that depends on the form in which pipelines are described.
const PIPELINE: (&str, &str) = ("pipelines/morning.toml", include_str!("morning.toml"));

const FILES: [(&str, &str); 4] = [
    ("build.rs", include_str!("build.rs.in")),
    ("src/lib.rs", include_str!("lib.rs.in")),
    ("src/main.rs", include_str!("main.rs.in")),
    ("tests/morning.rs", include_str!("test.rs.in")),
];

/// What the new crate depends on, as it stands in its `Cargo.toml`.
#[derive(Debug)]
pub(crate) struct Dependencies {
    pub(crate) runtime: String,
    pub(crate) build: String,
    /// The way from a pipeline's folder to the schema, or its address.
    pub(crate) schema: String,
}

/// The files of a crate, with their paths in it.
pub(crate) fn files(
    name: &str,
    dependencies: &Dependencies,
) -> impl Iterator<Item = (&'static str, String)> {
    let ident = name.replace('-', "_");
    let files = FILES.into_iter().chain([PIPELINE]);
    files.map(move |(path, text)| {
        let text = text.replace("{{crate}}", &ident);
        (path, text.replace("{{schema}}", &dependencies.schema))
    })
}

/// The `Cargo.toml` of cargo's making, with what pipelines need.
pub(crate) fn manifest(text: &str, dependencies: &Dependencies) -> String {
    const TABLE: &str = "[dependencies]\n";
    let Dependencies { runtime, build, .. } = dependencies;
    let tables = format!(
        "{TABLE}pipewright = {runtime}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
         [build-dependencies]\npipewright-build = {build}\n"
    );
    match text.contains(TABLE) {
        true => text.replacen(TABLE, &tables, 1),
        false => format!("{}\n\n{tables}", text.trim_end()),
    }
}
