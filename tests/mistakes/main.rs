//! A mistake in a pipeline is one error of the crate that includes it, at the line that includes it; one
//! in a step is one error of rustc's, in the user's own file.
//!
//! `cases/` holds mistakes, each with its report; `README.md` is the table of what came of them. The crates
//! in the other folders are broken and mended here.

mod beside;
mod cases;
mod codes;
mod krate;
mod mend;
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
fn the_first_edit_mends_it() {
    mend::all();
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
