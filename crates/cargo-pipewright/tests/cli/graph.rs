use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use pipewright_build::compile_str;
use pipewright_graph::Direction;

use crate::{command, fixture, run, stdout, told, unread};

fn graph() -> pipewright_graph::Graph {
    let text = fs::read_to_string(fixture("shop/pipelines/order_processing.toml")).unwrap();
    compile_str("order_processing.toml", &text).unwrap().graph
}

#[test]
fn a_tree_unless_told_otherwise() {
    let tree = stdout("shop", &["graph", "order_processing"]);
    assert_snapshot!(tree, @r"
    order_processing
    \-- validate
        |-- charge
        |   \-- confirm
        \-- ship
            \-- confirm [shared]
    ");
    let text = ["graph", "order_processing", "--format", "text"];
    assert_eq!(stdout("shop", &text), tree);
}

#[test]
fn mermaid() {
    let mermaid = ["graph", "order_processing", "--format", "mermaid"];
    assert_eq!(stdout("shop", &mermaid), graph().mermaid());
}

#[test]
fn plain() {
    let plain = ["graph", "order_processing", "--format=plain"];
    assert_snapshot!(stdout("shop", &plain), @"
    graph TD
        charge --> confirm
        ship --> confirm
        validate --> charge
        validate --> ship
    ");
}

#[test]
fn svg_and_dot() {
    for (format, picture) in [("svg", graph().svg()), ("dot", graph().dot())] {
        let arguments = ["graph", "order_processing", "--format", format];
        assert_eq!(stdout("shop", &arguments), picture);
    }
}

#[test]
fn from_left_to_right() {
    let picture = |format| {
        let to_the_right = ["--direction", "left-right", "--format", format];
        stdout(
            "shop",
            &[&["graph", "order_processing"][..], &to_the_right].concat(),
        )
    };
    assert!(picture("mermaid").starts_with("flowchart LR\n"));
    assert!(picture("dot").contains("rankdir=LR"));
    let graph = graph();
    let svg = graph.picture().direction(Direction::LeftRight).svg();
    assert_eq!(picture("svg"), svg);
}

#[test]
fn many_steps() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("many");
    fs::create_dir_all(&dir).unwrap();
    let step = |number| format!("[steps.load_{number}]\n");
    let many: String = (0..3_000).map(step).collect();
    fs::write(dir.join("many.toml"), many).unwrap();
    let drawn = |more: &[&str]| {
        let file = dir.join("many.toml");
        let file = ["graph", file.to_str().unwrap(), "--format"];
        stdout("shop", &[&file[..], more].concat())
    };
    for folded in [&["mermaid"][..], &["dot", "--fold"], &["svg", "--fold"]] {
        let picture = drawn(folded);
        assert!(picture.contains("3000 steps"), "{picture}");
        assert!(!picture.contains("load_7"), "{picture}");
    }
    assert!(drawn(&["mermaid", "--whole"]).contains("load_2999["));
    assert!(drawn(&["dot"]).contains("load_7\""));
}

#[test]
fn json() {
    let json = stdout("shop", &["graph", "order_processing", "--format", "json"]);
    assert!(json.ends_with("}\n"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::to_value(graph()).unwrap());
    assert_eq!(json["name"], "order_processing");
    assert_eq!(json["steps"][0]["name"], "validate");
    assert_eq!(json["wires"][0]["kind"], "data");
}

#[test]
fn into_a_file() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("order_processing.mmd");
    let _ = fs::remove_file(&file);
    let path = file.to_str().unwrap();
    let arguments = [
        "graph",
        "order_processing",
        "--format",
        "mermaid",
        "-o",
        path,
    ];
    assert_eq!(run("shop", &arguments), "exit code 0\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), graph().mermaid());
}

#[test]
fn into_a_file_that_cannot_be() {
    let told = run("shop", &["graph", "order_processing", "--output", "src"]);
    let start = "exit code 2\n--- stderr\nerror: cannot write `src`: ";
    assert!(told.starts_with(start), "{told}");
}

#[test]
fn of_a_broken_pipeline() {
    assert_snapshot!(run("broken", &["graph", "moved_twice.toml"]), @r#"
    exit code 1
    --- stderr
    error[PW0011]: `order` is moved twice
     --> pipelines/billing/moved_twice.toml:7:11
      |
    4 | input = ["order"]
      |           ----- `charge` moves it here
    ...
    7 | input = ["order"]
      |           ^^^^^ `ship` moves it here
      |
    help: let `charge` borrow it
      |
    4 | input = ["&order"]
      |           +
    help: or clone it
      |
    4 | input = ["order.clone()"]
      |                ++++++++

    1 error in 1 file; `cargo pipewright explain PW0011` tells more
    "#);
}

#[test]
fn of_none() {
    assert_snapshot!(run("shop", &["graph", "order_procesing"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `order_procesing` in `pipelines`

    help: did you mean `order_processing`?
    help: `pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
}

#[test]
fn wrong_usage() {
    assert_snapshot!(run("shop", &["graph", "order_processing", "--format", "png"]), @"
    exit code 2
    --- stderr
    error: invalid value 'png' for '--format <FORMAT>'
      [possible values: text, mermaid, plain, svg, dot, json]

    For more information, try '--help'.
    ");
}

#[test]
fn without_a_name_it_is_the_only_one() {
    let named = run("insurer", &["graph", "settle"]);
    assert_eq!(run("insurer", &["graph"]), named);
    assert!(named.starts_with("exit code 0"), "{named}");
    for command in ["graph", "plan", "expand", "stub"] {
        insta::allow_duplicates! {
            assert_snapshot!(run("shop", &[command]), @"
            exit code 2
            --- stderr
            error: which of 3 pipelines?

            help: name one of them, or its file
            help: `pipelines` holds:
                billing/refund
                order_processing
                shipping/refund
            ");
        }
    }
    assert_snapshot!(run("empty", &["graph"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline

    help: `pipelines` holds no pipelines yet
    ");
}

#[test]
fn a_closed_pipe_is_no_error() {
    assert_eq!(
        unread("shop", &["graph", "order_processing"]),
        "exit code 0\n"
    );
}

#[test]
fn by_name_in_a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"shop\", \"bank\"]\n",
    );
    for member in ["shop", "bank"] {
        write(&format!("{member}/Cargo.toml"), "[package]\n");
        write(&format!("{member}/pipelines/close.toml"), "[steps.lock]\n");
    }
    write("bank/pipelines/pay.toml", "[steps.pay]\n");
    let graph = |name: &str| {
        let output = command(folder.path(), &["graph", name]).output();
        told(&output.expect("the program runs"))
    };
    assert_snapshot!(graph("pay"), @r"
    exit code 0
    --- stdout
    pay
    \-- pay
    ");
    assert_snapshot!(graph("close"), @"
    exit code 2
    --- stderr
    error: `close` could be 2 pipelines

    help: say which one, by its whole name or its file:
        close  bank/pipelines/close.toml
        close  shop/pipelines/close.toml
    ");
    assert_snapshot!(graph("bank/pipelines/close.toml"), @r"
    exit code 0
    --- stdout
    close
    \-- lock
    ");
    assert_snapshot!(graph("pya"), @"
    exit code 2
    --- stderr
    error: there is no pipeline `pya` in `bank/pipelines` or `shop/pipelines`

    help: did you mean `pay`?
    help: `bank/pipelines` holds:
        close
        pay
    help: `shop/pipelines` holds:
        close
    ");
}
