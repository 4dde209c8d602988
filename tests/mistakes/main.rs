//! A mistake in a pipeline is one error of the crate that includes it, at the line that includes it; one
//! in a step is one error of rustc's, in the user's own file.
//!
//! The crates in the folders beside this file are copied, broken, and checked by cargo.

mod beside;
mod cases;
mod codes;
mod krate;
mod report;
mod table;

use krate::{Checked, Crate};

#[test]
fn every_mistake_is_one_error() {
    let cases = cases::all();
    let table = table::table(&cases, &beside::all());
    cases::compare(&cases);
    let readme = krate::here().join("README.md");
    let is_spoken = krate::minor_version() == cases::SPOKEN;
    assert!(
        !is_spoken || cases::accepted(&readme, &table),
        "PIPEWRIGHT_BLESS=1 writes {readme:?}"
    );
}

#[test]
fn every_check_is_one_error() {
    codes::all();
}

/// The report stands at the line that includes the pipelines.
#[track_caller]
fn reported(checked: &Checked, file: &str, said: &[&str]) {
    let error = checked.only_error();
    assert_eq!(
        (&*error.file, &*error.source),
        (file, "pipewright::include_pipelines!();"),
        "{checked}"
    );
    for text in said {
        assert!(
            error.message.contains(text),
            "`{text}` is not in\n{checked}"
        );
    }
}

/// Rustc's own error stands in the user's file.
#[track_caller]
fn at_the_step(checked: &Checked, code: &str, source: &str) {
    let error = checked.only_error();
    assert_eq!(
        (&*error.file, error.code.as_deref()),
        ("src/shop.rs", Some(code)),
        "{checked}"
    );
    assert!(error.source.contains(source), "{checked}");
}

#[test]
fn a_wrong_wire_in_one_of_two() {
    let library = Crate::library();
    library.edit("pipelines/order_processing.toml", "\"&order\"", "\"&ordr\"");
    let said = [
        "PW0008",
        "pipelines/order_processing.toml:12:13",
        "`ordr`",
        "`order`",
    ];
    reported(&library.check(), "src/lib.rs", &said);
    library.restore();
    library.check().is_clean();
}

#[test]
fn mistakes_in_two_files() {
    let library = Crate::library();
    library.edit("pipelines/order_processing.toml", "\"&order\"", "\"&ordr\"");
    library.edit("pipelines/restock.toml", "\"left\"", "\"right\"");
    let said = [
        "pipelines/order_processing.toml:12:13",
        "pipelines/restock.toml:3:11",
    ];
    reported(&library.check(), "src/lib.rs", &said);
    // the first one mended, the other is left
    library.edit("pipelines/order_processing.toml", "\"&ordr\"", "\"&order\"");
    reported(&library.check(), "src/lib.rs", &said[1..]);
    library.restore();
    library.check().is_clean();
}

#[test]
fn no_toml() {
    let library = Crate::library();
    library.edit(
        "pipelines/order_processing.toml",
        "\"&order\"]",
        "\"&order\"",
    );
    reported(
        &library.check(),
        "src/lib.rs",
        &["PW0001", "pipelines/order_processing.toml:13:1"],
    );
}

#[test]
fn a_wrong_type() {
    let library = Crate::library();
    library.edit(
        "pipelines/order_processing.toml",
        "order: Order",
        "order: Ordr",
    );
    let said = [
        "PW0026",
        "pipelines/order_processing.toml:9:18",
        "did you mean `Order`?",
    ];
    reported(&library.check(), "src/lib.rs", &said);
}

#[test]
fn a_wrong_import() {
    let library = Crate::library();
    library.edit("pipelines/order_processing.toml", "{Order,", "{Ordr,");
    library.edit(
        "pipelines/order_processing.toml",
        "order: Order",
        "order: Ordr",
    );
    let checked = library.check();
    let error = checked.only_error();
    assert_eq!(error.code.as_deref(), Some("E0432"), "{checked}");
    assert!(
        error.source.starts_with("use crate::orders::{Ordr,"),
        "{checked}"
    );
}

#[test]
fn a_cycle() {
    let library = Crate::library();
    library.edit(
        "pipelines/order_processing.toml",
        "\"&order_id\"",
        "\"&receipt\"",
    );
    reported(&library.check(), "src/lib.rs", &["`validate`", "`confirm`"]);
}

#[test]
fn no_folder() {
    let library = Crate::library();
    library.remove("pipelines");
    reported(
        &library.check(),
        "src/lib.rs",
        &["there is no folder `pipelines`"],
    );
    library.restore();
    library.check().is_clean();
}

#[test]
fn in_a_module_and_in_folders() {
    let program = Crate::program();
    program.edit("pipelines/billing/dunning.toml", "\"days\"", "\"dais\"");
    reported(
        &program.check(),
        "src/main.rs",
        &["pipelines/billing/dunning.toml:5:12"],
    );
    program.edit("pipelines/greeting.toml", "\"name\"", "\"nam\"");
    let said = [
        "pipelines/billing/dunning.toml:5:12",
        "pipelines/greeting.toml:5:12",
    ];
    reported(&program.check(), "src/main.rs", &said);
    program.restore();
    program.check().is_clean();
}

#[test]
fn in_rust_form() {
    let program = Crate::program();
    let file = "pipelines/billing/paying.rs";
    program.edit(
        file,
        "fn thanks(amount: u32) -> String {\n    let letter: String = write(amount);",
        "fn thanks(amount: u32) -> String {\n    let letter: String = write(amont);",
    );
    let said = ["PW0008", "pipelines/billing/paying.rs:9:32", "`amont`"];
    reported(&program.check(), "src/main.rs", &said);
    // a bracket too few, so that nothing in the file can be read
    program.edit(file, "write(amont)", "write(amont");
    let said = ["PW0030", "pipelines/billing/paying.rs:11:1"];
    reported(&program.check(), "src/main.rs", &said);
    program.restore();
    program.check().is_clean();
}

#[test]
fn a_step_is_missing() {
    let library = Crate::library();
    let method = "    async fn validate(&self, _: &Context, order_id: &OrderId) -> Result<Order, OrderError> {
        Ok(Order(*order_id))
    }
";
    library.edit("src/shop.rs", method, "");
    at_the_step(
        &library.check(),
        "E0046",
        "impl order_processing::Steps for Shop",
    );
}

#[test]
fn a_wrong_parameter() {
    let library = Crate::library();
    library.edit("src/shop.rs", "order: &Order", "order: &Receipt");
    library.edit("src/shop.rs", "Receipt(order.0.0)", "Receipt(order.0)");
    at_the_step(&library.check(), "E0053", "order: &Receipt");
}

#[test]
fn a_wrong_return_type() {
    let library = Crate::library();
    library.edit(
        "src/shop.rs",
        "-> Result<Order, OrderError>",
        "-> Result<OrderId, OrderError>",
    );
    library.edit("src/shop.rs", "Ok(Order(*order_id))", "Ok(*order_id)");
    at_the_step(&library.check(), "E0271", "async fn validate");
}
