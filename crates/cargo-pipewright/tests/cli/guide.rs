//! The guide in the README is followed to the letter.

use std::fs;

use crate::new::{cargo, checkout};
use crate::told;

/// The blocks of the guide, each with its language.
fn guide() -> Vec<(String, String)> {
    let readme = fs::read_to_string(checkout().join("README.md")).unwrap();
    let (_, guide) = readme
        .split_once("\n## Your own crate in five minutes\n")
        .unwrap();
    let guide = guide.split("\n## ").next().unwrap();
    let mut parts = guide.split("\n```");
    let mut blocks = Vec::new();
    parts.next();
    // a block, then what stands behind it
    while let (Some(block), Some(_)) = (parts.next(), parts.next()) {
        let (language, text) = block.split_once('\n').unwrap();
        blocks.push((language.to_owned(), format!("{text}\n")));
    }
    blocks
}

/// The block of a language that holds this text.
#[track_caller]
fn block(language: &str, holds: &str) -> String {
    let blocks = guide().into_iter();
    let mut found = blocks.filter(|(of, text)| of == language && text.contains(holds));
    let Some((_, text)) = found.next() else {
        panic!("the guide has no {language} with `{holds}`");
    };
    text
}

#[test]
fn it_leads_to_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let krate = folder.path().join("hello");
    let write = |path: &str, text: &str| {
        let path = krate.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let checkout = checkout();
    let package = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
    let dependencies = block("toml", "[build-dependencies]");
    let dependencies = dependencies.replace("../pipewright", checkout.to_str().unwrap());
    write("Cargo.toml", &format!("{package}{dependencies}"));
    write("build.rs", &block("rust", "pipewright_build::compile"));
    let pipeline = block("toml", "[steps.find_person]");
    write("pipelines/greeting.toml", &pipeline);
    write("src/main.rs", &block("rust", "include_pipelines!"));
    fs::copy(checkout.join("Cargo.lock"), krate.join("Cargo.lock")).unwrap();

    let run = cargo(&krate, &["run", "--quiet"]);
    let printed = told(&run);
    assert!(run.status.success(), "{printed}");
    let printed = String::from_utf8(run.stdout).unwrap();
    assert!(
        printed.starts_with(&block("text", "Hello ada")),
        "{printed}"
    );

    // the picture at the top of the page
    let readme = fs::read_to_string(checkout.join("README.md")).unwrap();
    let (_, picture) = readme.split_once("```mermaid\n").unwrap();
    let (picture, _) = picture.split_once("```").unwrap();
    assert!(printed.contains(picture), "{printed}");

    // the mistake
    write(
        "pipelines/greeting.toml",
        &pipeline.replace("\"&email\"", "\"email\""),
    );
    let report = told(&cargo(&krate, &["check", "--quiet"]));
    let trimmed: Vec<_> = report.lines().map(str::trim_end).collect();
    assert!(
        trimmed.join("\n").contains(&*block("text", "PW0012")),
        "{report}"
    );

    // the other form
    fs::remove_file(krate.join("pipelines/greeting.toml")).unwrap();
    write("pipelines/greeting.rs", &block("rust", "#[pipeline]"));
    let run = cargo(&krate, &["run", "--quiet"]);
    assert!(run.status.success(), "{}", told(&run));
}

#[test]
fn the_first_steps_begin_with_what_new_makes() {
    let page = fs::read_to_string(checkout().join("docs/first-steps.md")).unwrap();
    let template = include_str!("../../src/template/morning.toml");
    let (_, description) = template.split_once('\n').unwrap();
    assert!(
        page.contains(&format!("```toml\n{description}```\n")),
        "{description}"
    );
    let code = include_str!("../../src/template/lib.rs.in");
    let (_, block) = page.split_once("```rust\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    assert!(code.contains(block), "{block}");
}
