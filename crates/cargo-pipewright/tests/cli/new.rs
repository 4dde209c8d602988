use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::{command, told};

/// The checkout that these tests are part of.
pub(crate) fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// `new`, typed in a folder.
fn new(folder: &TempDir, arguments: &[&str]) -> String {
    let arguments = [&["new"], arguments].concat();
    told(&command(folder.path(), &arguments).output().unwrap())
}

/// Something that looks like a checkout of pipewright, beside what is made.
fn with_checkout() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = |path: &str| folder.path().join(path);
    fs::create_dir_all(path("pipewright/crates/pipewright-build")).unwrap();
    for manifest in ["pipewright", "pipewright/crates/pipewright-build"] {
        let text = "[package]\nname = \"pipewright\"\n";
        fs::write(path(manifest).join("Cargo.toml"), text).unwrap();
    }
    folder
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Cargo in a new crate. What it builds is kept from one time to the next.
pub(crate) fn cargo(krate: &Path, arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates");
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let mut cargo = Command::new(cargo);
    cargo.args(arguments).current_dir(krate);
    cargo.env("CARGO_TARGET_DIR", target);
    cargo.env("CARGO_NET_OFFLINE", "true");
    cargo.output().expect("cargo starts")
}

fn stdout(krate: &Path, arguments: &[&str]) -> String {
    let output = cargo(krate, arguments);
    assert!(output.status.success(), "{}", told(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What was printed, without the times, which are others each time.
fn without_times(printed: &str) -> String {
    let line = |line: &str| {
        let words = line.split(' ').filter(|word| !word.is_empty());
        let timeless: Vec<&str> = words
            .map(|word| {
                if word.parse::<f64>().is_ok() && word.contains('.') {
                    "…"
                } else {
                    word
                }
            })
            .collect();
        timeless.join(" ")
    };
    printed.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn it_builds_and_passes_its_own_test() {
    let folder = tempfile::tempdir().unwrap();
    let root = checkout();
    let told_new = new(&folder, &["first-light", "--path", root.to_str().unwrap()]);
    assert_snapshot!(told_new, @"
    exit code 0
    --- stderr
    made `first-light`

      pipelines/morning.toml  what is done
      src/lib.rs              how it is done
      src/main.rs             the program
      tests/morning.rs        the test

    next: `cd first-light`, `cargo test`, `cargo run`
    ");
    let krate = folder.path().join("first-light");
    // what has been tested here is what is built there
    fs::copy(root.join("Cargo.lock"), krate.join("Cargo.lock")).unwrap();

    let tests = stdout(&krate, &["test", "--quiet"]);
    assert!(tests.contains("3 passed"), "{tests}");
    assert_snapshot!(without_times(&stdout(&krate, &["run", "--quiet"])), @"
    coffee for Ada, toast, a 5-minute egg
    step outcome attempts time
    brew_coffee ok 1 … ms
    make_toast ok 2 … ms tried again after … ms: the toaster is cold
    boil_egg ok 1 … ms
    serve ok 1 … ms

    coffee for Grace, toast
    step outcome attempts time
    brew_coffee ok 1 … ms
    make_toast ok 2 … ms tried again after … ms: the toaster is cold
    boil_egg skipped 0 … ms its condition was false
    serve ok 1 … ms
    ");
    stdout(&krate, &["fmt", "--check"]);

    let typed = |arguments: &[&str]| told(&command(&krate, arguments).output().unwrap());
    assert_snapshot!(typed(&["check"]), @"
    exit code 0
    --- stderr
    no mistakes in 1 pipeline
    ");
    assert_snapshot!(typed(&["stub", "morning", "--missing"]), @"
    exit code 0
    --- stderr
    `Kitchen` at src/lib.rs:31 lacks nothing
    ");
    assert_snapshot!(typed(&["graph", "morning"]), @r"
    exit code 0
    --- stdout
    morning
    |-- brew_coffee
    |   \-- serve
    |-- make_toast
    |   \-- serve [shared]
    \-- boil_egg
        \-- serve [shared]
    ");
}

#[test]
fn what_is_in_it() {
    let folder = with_checkout();
    new(&folder, &["hello", "--path", "pipewright"]);
    let krate = folder.path().join("hello");
    assert_snapshot!(read(&krate.join("Cargo.toml")), @r#"
    [package]
    name = "hello"
    version = "0.1.0"
    edition = "2024"

    [dependencies]
    pipewright = { path = "../pipewright" }
    tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

    [build-dependencies]
    pipewright-build = { path = "../pipewright/crates/pipewright-build" }
    "#);
    assert_snapshot!(read(&krate.join("src/main.rs")), @r#"
    use pipewright::RunError;

    use hello::{Guest, Kitchen, Morning};

    #[tokio::main]
    async fn main() -> Result<(), RunError> {
        let pipeline = Morning::new(Kitchen);
        for (name, hungry) in [("Ada", true), ("Grace", false)] {
            let name = name.to_owned();
            let run = pipeline.run(Guest { name, hungry }).with_report().await;
            println!("{}", run.output?.dishes.join(", "));
            println!("{}\n", run.report);
        }
        Ok(())
    }
    "#);
    assert_snapshot!(read(&krate.join("pipelines/morning.toml")), @r#"
    #:schema ../../pipewright/docs/pipeline.schema.json
    # `cargo pipewright check` finds mistakes in here, `cargo pipewright graph morning` draws it.
    doc    = "Coffee and toast side by side, an egg for the hungry; then breakfast is served."
    use    = ["crate::{Breakfast, Coffee, Egg, Guest, Toast}"]
    input  = ["guest: Guest"]
    output = "breakfast"

    # None of these three reads what another one makes, so they run at the same time.

    [steps.brew_coffee]
    input   = ["&guest"]
    output  = "coffee: Coffee"
    timeout = "5s"

    [steps.make_toast]
    output = "toast: Toast"
    retry  = { attempts = 3, delay = "100ms" }

    [steps.boil_egg]
    when   = "guest.hungry"
    output = "egg: Egg"

    # `coffee` and `toast` are moved; `egg.maybe()` is an `Option<&Egg>`, for some have no egg.

    [steps.serve]
    input      = ["coffee", "toast", "egg.maybe()"]
    output     = "breakfast: Breakfast"
    infallible = true
    "#);
}

#[test]
fn in_a_workspace_it_is_a_member() {
    let folder = with_checkout();
    let path = |path: &str| folder.path().join(path);
    fs::write(path("Cargo.toml"), "[workspace]\nresolver = \"3\"\n").unwrap();
    let told = new(&folder, &["crates/hello", "--path", "pipewright"]);
    let told = told.replace(
        folder.path().canonicalize().unwrap().to_str().unwrap(),
        "/WORKSPACE",
    );
    assert_snapshot!(told, @"
    exit code 0
    --- stderr
    made `crates/hello`
    Adding `hello` as member of workspace at `/WORKSPACE`

      pipelines/morning.toml  what is done
      src/lib.rs              how it is done
      src/main.rs             the program
      tests/morning.rs        the test

    next: `cd crates/hello`, `cargo test`, `cargo run`
    ");
    assert_snapshot!(read(&path("Cargo.toml")), @r#"
    [workspace]
    resolver = "3"
    members = ["crates/hello"]
    "#);
}

#[test]
fn a_checkout_beside_it_is_named_by_the_way_there() {
    let folder = with_checkout();
    let path = |path: &str| folder.path().join(path);
    new(&folder, &["mine/hello", "--path", "pipewright"]);
    let manifest = read(&path("mine/hello/Cargo.toml"));
    let paths = manifest.lines().filter(|line| line.contains("path"));
    assert_snapshot!(paths.collect::<Vec<_>>().join("\n"), @r#"
    pipewright = { path = "../../pipewright" }
    pipewright-build = { path = "../../pipewright/crates/pipewright-build" }
    "#);
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("hello")).unwrap();
    assert_snapshot!(new(&folder, &["hello"]), @"
    exit code 2
    --- stderr
    error: `hello` is there already
    ");
    assert_snapshot!(new(&folder, &["."]), @"
    exit code 2
    --- stderr
    error: `.` is there already
    ");
    let left = fs::read_dir(folder.path().join("hello")).unwrap();
    assert_eq!(left.count(), 0);
}

#[test]
fn names_that_cannot_be() {
    let folder = with_checkout();
    assert_snapshot!(new(&folder, &["hello"]), @"
    exit code 2
    --- stderr
    error: pipewright is not published yet, so the crate could not be built

    help: say where a checkout of it is: `--path DIR`
    ");
    assert_snapshot!(new(&folder, &["7up", "--path", "pipewright"]), @"
    exit code 2
    --- stderr
    error: invalid character `7` in package name: `7up`, the name cannot start with a digit
    ");
    assert_snapshot!(new(&folder, &["tokio"]), @"
    exit code 2
    --- stderr
    error: a crate called `tokio` cannot depend on `tokio`
    ");
    assert_snapshot!(new(&folder, &["hello", "--path", "."]), @"
    exit code 2
    --- stderr
    error: `.` is no checkout of pipewright
    ");
    assert_snapshot!(new(&folder, &[]), @"
    exit code 2
    --- stderr
    error: the following required arguments were not provided:
      <NAME>

    Usage: cargo pipewright new <NAME>

    For more information, try '--help'.
    ");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
