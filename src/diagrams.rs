//! Diagrams that a test keeps.

/// Keeps the diagram of each pipeline as a snapshot: whoever changes a pipeline sees the change of its diagram,
/// in the test and in the review.
///
/// Put it in a test. The crate needs [insta](https://insta.rs) among its `[dev-dependencies]`, and a build script
/// that calls `pipewright_build::compile`; where and how the pipelines are included does not matter.
///
/// ```no_run
/// # mod tests {
/// #[test]
/// fn diagrams() {
///     pipewright::assert_diagrams!();
/// }
/// # }
/// ```
///
/// | form | what it keeps |
/// |---|---|
/// | `assert_diagrams!();` | every pipeline |
/// | `assert_diagrams!("greeting", "billing/refund");` | these two |
///
/// A diagram is Mermaid with every value, wire and condition, and each step however many there are. It lies
/// in `snapshots/` beside the test, in a file that is named by the pipeline: `greeting.snap`, and
/// `billing-refund.snap` for one in a folder. insta does the rest: `cargo insta review` shows what has changed and
/// accepts it, `INSTA_UPDATE` says whether new snapshots are written.
///
/// # Panics
///
/// If a diagram is not the one that was kept, once all have been compared, so that all changes are reviewed
/// together; if there is no pipeline of a name.
#[macro_export]
macro_rules! assert_diagrams {
    () => {
        $crate::assert_diagrams!(@ &[])
    };
    ($($name:literal),+ $(,)?) => {
        $crate::assert_diagrams!(@ &[$($name),+])
    };
    (@ $names:expr) => {{
        let all: &[$crate::codegen::Diagram] = include!(concat!(
            env!(
                "OUT_DIR",
                "there is no build script: `assert_diagrams!` takes what \
                 `pipewright_build::compile(\"pipelines\")` makes in build.rs"
            ),
            "/pipewright/diagrams.in"
        ));
        $crate::codegen::keep_diagrams(all, $names, |snapshot, path, diagram| {
            ::insta::with_settings!({
                description => path,
                omit_expression => true,
                prepend_module_to_snapshot => false,
            }, {
                ::insta::assert_snapshot!(snapshot, diagram);
            });
        });
    }};
}

/// The name of a pipeline, with its folders, the path of its description, and its diagram.
pub type Diagram = (&'static str, &'static str, &'static str);

/// Compares the diagrams of the pipelines with these names, of all if there is none.
///
/// # Panics
///
/// See [`assert_diagrams`](crate::assert_diagrams).
#[track_caller]
pub fn keep_diagrams(all: &[Diagram], names: &[&str], keep: fn(String, &str, &str)) {
    let known = |name: &&&str| all.iter().any(|(known, ..)| *known == **name);
    if let Some(name) = names.iter().find(|name| !known(name)) {
        let known: Vec<&str> = all.iter().map(|(name, ..)| *name).collect();
        panic!(
            "there is no pipeline `{name}`; there are {}",
            known.join(", ")
        );
    }
    let wanted = all
        .iter()
        .filter(|(name, ..)| names.is_empty() || names.contains(name));
    let changed = wanted.filter(|(name, path, diagram)| {
        let kept = std::panic::catch_unwind(|| keep(name.replace('/', "-"), path, diagram));
        kept.is_err()
    });
    let changed: Vec<&str> = changed.map(|(name, ..)| *name).collect();
    assert!(
        changed.is_empty(),
        "the diagrams of these pipelines are new or have changed: {}; `cargo insta review` shows and accepts them",
        changed.join(", ")
    );
}
