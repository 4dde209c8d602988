use insta::assert_snapshot;
use pipewright_build::{Folder, compile_files};

use crate::{fixture, run, stdout, unread};

/// The file that the build script of the crate `shop` would write.
fn generated(folder: &[&str], name: &str) -> String {
    let files = Folder::read(&fixture("shop/pipelines"), "pipelines")
        .unwrap()
        .files;
    let compiled = compile_files(&files);
    let wanted =
        |output: &&pipewright_build::Output| output.folders == folder && output.name == name;
    compiled.pipelines.iter().find(wanted).unwrap().code.clone()
}

#[test]
fn by_name() {
    let order_processing = generated(&[], "order_processing");
    assert!(order_processing.contains("pub mod order_processing {"));
    assert_eq!(
        stdout("shop", &["expand", "order_processing"]),
        order_processing
    );
    let refund = generated(&["billing"], "refund");
    for name in [
        "billing/refund",
        "billing::refund",
        "billing.refund",
        "billing/refund.toml",
    ] {
        assert_eq!(stdout("shop", &["expand", name]), refund);
    }
}

#[test]
fn by_file() {
    let refund = generated(&["shipping"], "refund");
    let expand = |folder, file| stdout(folder, &["expand", file]);
    assert_eq!(expand("shop", "pipelines/shipping/refund.toml"), refund);
    assert_eq!(expand("shop/pipelines/shipping", "refund.toml"), refund);
    assert_eq!(
        expand("loose", "../shop/pipelines/shipping/refund.toml"),
        refund
    );
}

#[test]
fn it_is_what_the_build_script_writes_wherever_it_is_typed() {
    let order_processing = generated(&[], "order_processing");
    for (folder, dir) in [
        ("shop/src", None),
        ("loose", Some("../shop")),
        ("loose", Some("../shop/pipelines")),
        ("shop/pipelines", Some(".")),
    ] {
        let mut arguments = vec!["expand", "order_processing"];
        arguments.extend(dir.into_iter().flat_map(|dir| ["--dir", dir]));
        assert_eq!(stdout(folder, &arguments), order_processing);
    }
}

#[test]
fn a_file_of_its_own() {
    assert!(stdout("loose", &["expand", "hello.toml"]).contains("pub mod hello {"));
}

#[test]
fn one_sound_pipeline_beside_broken_ones() {
    assert!(stdout("broken", &["expand", "sound"]).contains("pub mod sound {"));
}

#[test]
fn one_with_mistakes_tells_its_own() {
    assert_snapshot!(run("broken", &["expand", "misspelt"]), @r#"
    exit code 1
    --- stderr
    error[PW0008]: nothing produces the output `recipt`
     --> pipelines/misspelt.toml:2:11
      |
    2 | output = "recipt"
      |           ^^^^^^ neither an input nor produced by a step
    ...
    6 | output = "receipt: Receipt"
      |           ------- nobody reads this
      |
    help: did you mean `receipt`?
      |
    2 | output = "receipt"
      |              +
    help: or is it misspelt where it is produced?
      |
    6 - output = "receipt: Receipt"
    6 + output = "recipt: Receipt"
      |

    1 error in 1 file; `cargo pipewright explain PW0008` tells more
    "#);
    assert_snapshot!(run("broken", &["expand", "pipelines/order-processing.toml"]), @"
    exit code 1
    --- stderr
    error[PW0020]: the file name `order-processing.toml` cannot name a pipeline
     --> pipelines/order-processing.toml:1:1
      |
    1 | [steps.validate]
      | ^ a name has letters, digits and `_`, and does not begin with a digit
      |
      = help: rename the file: `order_processing.toml`

    1 error in 1 file; `cargo pipewright explain PW0020` tells more
    ");
}

#[test]
fn a_mistake_that_two_files_make_together() {
    assert_snapshot!(run("twins", &["expand", "order_processing"]), @"
    exit code 1
    --- stderr
    error[PW0019]: the pipelines `order__processing` and `order_processing` would both be `OrderProcessing`
     --> pipelines/order_processing.toml:1:1
      |
    1 | [steps.work]
      | ^ the second one
      |
     ::: pipelines/order__processing.toml:1:1
      |
    1 | [steps.work]
      | - the first one
      |
      = help: give one of them another name, or put it in a folder

    1 error in 1 file; `cargo pipewright explain PW0019` tells more
    ");
}

#[test]
fn none_of_that_name() {
    assert_snapshot!(run("shop", &["expand", "order_procesing"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `order_procesing` in `pipelines`

    help: did you mean `order_processing`?
    help: `pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
    assert_snapshot!(run("shop", &["expand", "OrderProcessing"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `OrderProcessing` in `pipelines`

    help: did you mean `order_processing`?
    help: `pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
    assert_snapshot!(run("shop/src", &["expand", "biling::refund"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `biling::refund` in `../pipelines`

    help: did you mean `billing/refund`?
    help: `../pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
    assert_snapshot!(run("shop", &["expand", "pipelines/order_procesing.toml"]), @"
    exit code 2
    --- stderr
    error: there is no file `pipelines/order_procesing.toml`

    help: did you mean `pipelines/order_processing.toml`?
    help: `pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
    assert_snapshot!(run("shop", &["expand", "invoice"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `invoice` in `pipelines`

    help: `pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
    assert_snapshot!(run("empty", &["expand", "order_processing"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `order_processing` in `pipelines`

    help: `pipelines` holds no pipelines yet
    ");
}

#[test]
fn several_of_that_name() {
    assert_snapshot!(run("shop", &["expand", "refund"]), @"
    exit code 2
    --- stderr
    error: `refund` could be 2 pipelines

    help: say which one, by its whole name or its file:
        billing/refund   pipelines/billing/refund.toml
        shipping/refund  pipelines/shipping/refund.toml
    ");
}

#[test]
fn several_in_a_file() {
    assert_snapshot!(run("several", &["expand", "letters.rs"]), @"
    exit code 2
    --- stderr
    error: `letters.rs` could be 2 pipelines

    help: say which one, by its name and, with `--dir`, the folder to look in:
        refund  letters.rs
        thanks  letters.rs
    ");
    let thanks = stdout("several", &["expand", "thanks", "--dir", "."]);
    assert!(thanks.contains("pub mod thanks {"), "{thanks}");
}

#[test]
fn no_pipeline_at_all() {
    assert_snapshot!(run("loose", &["expand", "hello.json"]), @"
    exit code 2
    --- stderr
    error: `hello.json` is not a pipeline file

    help: their names end in `.toml` or `.rs`
    ");
    assert_snapshot!(run("shop", &["expand", "pipelines/billing"]), @"
    exit code 2
    --- stderr
    error: `pipelines/billing` is a folder

    help: name one pipeline, or its file
    ");
}

#[test]
fn wrong_usage() {
    assert_snapshot!(run("shop", &["expand", "one", "two"]), @"
    exit code 2
    --- stderr
    error: unexpected argument 'two' found

    Usage: cargo pipewright expand [OPTIONS] [NAME|FILE]

    For more information, try '--help'.
    ");
}

#[test]
fn a_closed_pipe_is_no_error() {
    assert_eq!(
        unread("shop", &["expand", "order_processing"]),
        "exit code 0\n"
    );
}
