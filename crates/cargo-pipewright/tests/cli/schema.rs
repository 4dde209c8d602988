use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::new::checkout;
use crate::stdout;

/// The schema as it is committed, for editors that read it from there.
const COMMITTED: &str = "docs/pipeline.schema.json";

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&stdout("", &["schema"])).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

/// The descriptions in TOML form below a folder, which are TOML.
fn descriptions(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(descriptions(&path));
        } else if path.extension().is_some_and(|end| end == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(toml::from_str(&text).map(|value| (path, value)));
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

#[test]
fn it_is_committed() {
    let path = checkout().join(COMMITTED);
    let now = stdout("", &["schema"]);
    if std::env::var("PIPEWRIGHT_BLESS").is_ok_and(|bless| bless == "1") {
        fs::write(&path, &now).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == now, "`cargo xtask bless` writes {COMMITTED}");
    assert_eq!(stdout("", &["schema", "--format", "json"]), now);
}

#[test]
fn all_pipelines_are_valid() {
    let validator = validator();
    let all = descriptions(&checkout().join("pipelines"));
    assert!(all.len() > 60);
    for (path, pipeline) in all {
        let found: Vec<String> = validator
            .iter_errors(&pipeline)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

#[test]
fn keys_that_there_are_not_are_invalid() {
    let validator = validator();
    let ui = checkout().join("crates/pipewright-build/tests/ui");
    for code in ["PW0002", "PW0003"] {
        let all = descriptions(&ui.join(code));
        assert!(!all.is_empty());
        for (path, pipeline) in all {
            assert!(!validator.is_valid(&pipeline), "{}", path.display());
        }
    }
}

#[test]
fn what_each_kind_can_have() {
    let validator = validator();
    let valid = |text: &str| validator.is_valid(&toml::from_str(text).unwrap());
    for text in [
        "[steps.a]",
        "kind = \"pipeline\"\n[steps.a]\nwhen = \"x\"",
        "kind = \"workflow\"\nstart = \"a\"\n[steps.a]\nnext = \"a\"",
        "kind = \"flow\"\n[steps.a]\nentry = true",
        "[steps.a]\nretry = { attempts = 3, jitter = \"full\" }\nexecutor = \"pool\"",
        "[steps.a]\nundo = { call = \"b()\", timeout = \"1m 30s\" }",
    ] {
        assert!(valid(text), "{text}");
    }
    for text in [
        "input = [\"x: u32\"]",
        "kind = \"dag\"\n[steps.a]",
        "kind = \"workflow\"\nstart = \"a\"\n[steps.a]\nwhen = \"x\"",
        "kind = \"flow\"\n[steps.a]\nnext = \"a\"",
        "state = \"u32\"\n[steps.a]",
        "[steps.a]\nretry = 3",
        "[steps.a]\nretry = {}",
        "[steps.a]\nretry = { attempts = 0 }",
        "[steps.a]\ntimeout = 5",
        "[steps.a]\ntimeout = \"5\"",
        "[steps.a]\nblocking = \"yes\"",
        "[steps.a]\non_missing = \"panic\"",
        "[steps.a]\nmatch = \"x\"\noutput = \"y: u8\"",
    ] {
        assert!(!valid(text), "{text}");
    }
}
