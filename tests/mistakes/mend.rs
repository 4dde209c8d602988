//! The first edit that a report offers, made: is the description right then?

use std::path::Path;

use pipewright_build::{Edit, File, Folder, compile_files};

use crate::cases;

/// Cases whose first edit is a step on the way, and what is wrong after it.
const ON_THE_WAY: [(&str, &str); 6] = [
    ("rust/shadowing", "`order` is moved twice"),
    (
        "toml/map_clash",
        "`validate` moves `order_ids` for each element",
    ),
    ("toml/type_only", "there is no value `payment`"),
    (
        "toml/value_twice",
        "nothing reads `other_receipt`, which `confirm` returns",
    ),
    ("toml/wire_mut", "`order` is moved twice"),
    ("toml/wire_template", "`order` is moved twice"),
];

/// Makes the edit in every case that has one, and tells where that is not enough.
pub(crate) fn all() {
    let mut wrong = Vec::new();
    for form in ["toml", "rust"] {
        for case in cases::folders(form) {
            let name = format!("{form}/{}", cases::name(&case));
            let left = left_after_edit(&case.join("pipelines"));
            let expected = ON_THE_WAY
                .iter()
                .find(|(on_the_way, _)| *on_the_way == name);
            let expected = expected.map(|(_, title)| *title);
            if left.as_deref() != expected {
                wrong.push(format!("{name}: {left:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "what is left, and what is expected:\n{}",
        wrong.join("\n")
    );
}

/// What is wrong when the first edit is made.
fn left_after_edit(pipelines: &Path) -> Option<String> {
    let mut files = Folder::read(pipelines, "pipelines")
        .expect("a folder")
        .files;
    let found = compile_files(&files).diagnostics;
    let detail = found.detail(found.iter().next()?);
    let remedy = detail
        .remedies
        .into_iter()
        .find(|remedy| !remedy.edits.is_empty())?;
    remedy.edits.iter().for_each(|edit| make(edit, &mut files));
    let left = compile_files(&files).diagnostics;
    left.iter().next().map(|left| left.title().to_owned())
}

fn make(edit: &Edit, files: &mut [File]) {
    let path = &edit.excerpt.location.path;
    let file = files.iter_mut().find(|file| file.path() == path);
    let file = file.expect("a file of the case");
    let mut contents = file.contents().to_vec();
    contents.splice(edit.excerpt.bytes.clone(), edit.replacement.bytes());
    *file = File::new(path.clone(), contents).in_folders(file.folders().to_vec());
}
