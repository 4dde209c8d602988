//! What only rustc can find in a description, rustc tells in the generated code, and quotes there the place
//! in the description that stands beside it.

#[path = "../mistakes/krate.rs"]
mod krate;

use krate::Crate;

const PIPELINE: &str = "pipelines/order_processing.toml";

/// The only error is in a line that ends with this place.
#[track_caller]
fn beside(library: &Crate, source: &str, place: &str) {
    let checked = library.check();
    let error = checked.only_error();
    let place = format!("// {PIPELINE}:{place}");
    assert!(
        error.source.starts_with(source) && error.source.ends_with(&place),
        "{checked}"
    );
}

/// What cargo says of the crate.
#[track_caller]
fn said(library: &Crate, texts: &[&str]) {
    let checked = library.check().to_string();
    for text in texts {
        assert!(checked.contains(text), "`{text}` is not in\n{checked}");
    }
}

#[test]
fn a_guard() {
    let library = Crate::library();
    library.edit(
        PIPELINE,
        "[\"&order\"]",
        "[\"&order\"]\nwhen = \"order.1 > 5\"",
    );
    beside(&library, "order.1 > 5", "13");
}

#[test]
fn a_condition_of_a_retry() {
    let library = Crate::library();
    let retry = "[\"&order\"]\nretry = { attempts = 2, when = \"error.is_new()\" }";
    library.edit(PIPELINE, "[\"&order\"]", retry);
    beside(&library, "error.is_new()", "13");
}

#[test]
fn a_constant() {
    let library = Crate::library();
    let constant = "output = \"receipt\"\n[const]\nLIMIT = \"u32 = -1\"\n";
    library.edit(PIPELINE, "output = \"receipt\"\n", constant);
    library.edit(
        PIPELINE,
        "[\"&order\"]",
        "[\"&order\"]\nwhen = \"LIMIT > 5\"",
    );
    beside(&library, "const LIMIT: u32 = -1;", "7");
}

#[test]
fn an_import() {
    let library = Crate::library();
    library.edit(
        PIPELINE,
        "\"crate::orders::{Order, ",
        "\"crate::ordres::Ordr\", \"crate::orders::{Order, ",
    );
    beside(&library, "use crate::ordres::Ordr;", "1");
}

#[test]
fn a_function_that_returns_no_result() {
    let library = Crate::library();
    library.edit(
        PIPELINE,
        "[steps.confirm]",
        "[steps.plus]\ncall = \"crate::orders::plus\"\ninput = [\"&order.0\"]\n[steps.confirm]",
    );
    library.edit(
        "src/orders.rs",
        "#[derive(Debug)]\npub struct OrderError;",
        "#[derive(Debug)]\npub struct OrderError;\npub fn plus(_: &OrderId) -> u64 { 1 }",
    );
    beside(
        &library,
        "run.plus.keep(cx, codegen::converted(returned))",
        "12",
    );
    let texts = [
        "the function that this step calls returns `u64`, not a `Result`",
        "a step that cannot fail says so: `infallible = true`",
    ];
    said(&library, &texts);
}

#[test]
fn a_function_that_cannot_be_infallible() {
    let library = Crate::library();
    library.edit(PIPELINE, "[steps.confirm]", "[steps.plus]\ninfallible = true\noutput = \"sum: u64\"\ncall = \"crate::orders::plus\"\ninput = [\"&order.0\"]\n[steps.confirm]");
    library.edit("src/orders.rs", "#[derive(Debug)]\npub struct OrderError;", "#[derive(Debug)]\npub struct OrderError;\npub fn plus(_: &OrderId) -> Result<u64, OrderError> { Ok(1) }");
    beside(
        &library,
        "let returned: u64 = codegen::called(crate::orders::plus(&order.0))",
        "14",
    );
}

#[test]
fn a_value_that_is_not_sync() {
    let library = Crate::library();
    library.edit(
        "src/orders.rs",
        "pub struct Receipt(pub u64);",
        "pub struct Receipt(pub u64, pub std::cell::Cell<u8>);",
    );
    library.edit(
        "src/shop.rs",
        "Ok(Receipt(order.0.0))",
        "Ok(Receipt(order.0.0, 1.into()))",
    );
    // and no word of all that follows from it
    beside(&library, "codegen::is_value::<Receipt>();", "13");
    said(
        &library,
        &["`Receipt` is the type of a value in a pipeline, so it must be `Send + Sync + 'static`"],
    );
}

#[test]
fn an_error_that_cannot_be_shown() {
    let library = Crate::library();
    library.edit(
        "src/orders.rs",
        "#[derive(Debug)]\npub struct OrderError;",
        "pub struct OrderError;",
    );
    beside(&library, "codegen::is_error::<OrderError>();", "3");
    said(
        &library,
        &["`OrderError` is the error of a pipeline's steps, so it must be `Debug + Display + "],
    );
}

#[test]
fn metadata_that_is_not_given() {
    let library = Crate::library();
    let metadata = "output = \"receipt\"\n[metadata]\nuser = \"String\"\n";
    library.edit(PIPELINE, "output = \"receipt\"\n", metadata);
    library.edit(
        "src/shop.rs",
        "run(order_id).with_report()",
        "run(order_id).user(\"ada\").with_report()",
    );
    let checked = library.check();
    let error = checked.only_error();
    assert_eq!(
        (&*error.file, &*error.message, &*error.source),
        (
            "src/lib.rs",
            "the metadata `user` of this run is missing",
            "let receipt = pipeline.run(id).await?;"
        ),
        "{checked}"
    );
    assert!(
        checked
            .to_string()
            .contains("call `.user(…)` before the run is awaited"),
        "{checked}"
    );
}

#[test]
fn metadata_that_is_not_given_to_a_run_with_a_report() {
    let library = Crate::library();
    let metadata = "output = \"receipt\"\n[metadata]\ntenant = \"u8\"\nuser = \"String\"\n";
    library.edit(PIPELINE, "output = \"receipt\"\n", metadata);
    library.edit(
        "src/shop.rs",
        "run(order_id).with_report()",
        "run(order_id).tenant(1).with_report()",
    );
    library.edit(
        "src/lib.rs",
        "run(id).await",
        "run(id).user(\"ada\").tenant(1).await",
    );
    let checked = library.check();
    let error = checked.only_error();
    assert_eq!(
        (&*error.file, &*error.message),
        ("src/shop.rs", "the metadata `user` of this run is missing"),
        "{checked}"
    );
}
