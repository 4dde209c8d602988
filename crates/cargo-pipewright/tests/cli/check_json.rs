use std::fs;

use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Applicability, Diagnostic, DiagnosticLevel, DiagnosticSpan};
use insta::assert_snapshot;
use pipewright_build::rules;
use serde_json::Value;

use crate::{fixture, output, run};

/// The lines as rust-analyzer, and whoever else knows cargo's messages, reads them.
fn messages(folder: &str, arguments: &[&str]) -> Vec<Message> {
    let output = output(
        folder,
        &[&["check", "--format", "json"], arguments].concat(),
    );
    let messages = Message::parse_stream(output.stdout.as_slice());
    messages.map(|message| message.unwrap()).collect()
}

fn diagnostics(folder: &str, arguments: &[&str]) -> Vec<Diagnostic> {
    let messages = messages(folder, arguments).into_iter();
    let diagnostics = messages.filter_map(|message| match message {
        Message::CompilerMessage(message) => Some(message.message),
        _ => None,
    });
    diagnostics.collect()
}

#[test]
fn a_mistake_as_a_whole() {
    let output = output(
        "broken",
        &["check", "--format=json", "pipelines/misspelt.toml"],
    );
    assert_eq!(output.status.code(), Some(1));
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stdout = stdout.replace(fixture("broken").to_str().unwrap(), "/CRATE");
    let lines = stdout.lines().map(|line| {
        let value: Value = serde_json::from_str(line).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    });
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
    {
      "manifest_path": "/CRATE/Cargo.toml",
      "message": {
        "$message_type": "diagnostic",
        "children": [
          {
            "$message_type": "diagnostic",
            "children": [],
            "code": null,
            "level": "help",
            "message": "did you mean `receipt`?",
            "rendered": null,
            "spans": [
              {
                "byte_end": 42,
                "byte_start": 36,
                "column_end": 17,
                "column_start": 11,
                "expansion": null,
                "file_name": "pipelines/misspelt.toml",
                "is_primary": true,
                "label": null,
                "line_end": 2,
                "line_start": 2,
                "suggested_replacement": "receipt",
                "suggestion_applicability": "MaybeIncorrect",
                "text": [
                  {
                    "highlight_end": 17,
                    "highlight_start": 11,
                    "text": "output = \"recipt\""
                  }
                ]
              }
            ]
          },
          {
            "$message_type": "diagnostic",
            "children": [],
            "code": null,
            "level": "help",
            "message": "or is it misspelt where it is produced?",
            "rendered": null,
            "spans": [
              {
                "byte_end": 98,
                "byte_start": 91,
                "column_end": 18,
                "column_start": 11,
                "expansion": null,
                "file_name": "pipelines/misspelt.toml",
                "is_primary": true,
                "label": null,
                "line_end": 6,
                "line_start": 6,
                "suggested_replacement": "recipt",
                "suggestion_applicability": "MaybeIncorrect",
                "text": [
                  {
                    "highlight_end": 18,
                    "highlight_start": 11,
                    "text": "output = \"receipt: Receipt\""
                  }
                ]
              }
            ]
          }
        ],
        "code": {
          "code": "PW0008",
          "explanation": "A wire, a guard, `after` or the output names something that the pipeline does not have. Wires and guards name values (an input, or what a step's `output` declares) and constants; `after` names steps. A step and its value may have different names: `[steps.charge]` with `output = \"payment: Charge\"` is read as `payment`, and so is `let payment: Charge = charge(&order);`. A text stands in quotes of its own, in TOML within those of TOML: `'\"eu\"'`."
        },
        "level": "error",
        "message": "nothing produces the output `recipt`",
        "rendered": "error[PW0008]: nothing produces the output `recipt`\n --> pipelines/misspelt.toml:2:11\n  |\n2 | output = \"recipt\"\n  |           ^^^^^^ neither an input nor produced by a step\n...\n6 | output = \"receipt: Receipt\"\n  |           ------- nobody reads this\n  |\nhelp: did you mean `receipt`?\n  |\n2 | output = \"receipt\"\n  |              +\nhelp: or is it misspelt where it is produced?\n  |\n6 - output = \"receipt: Receipt\"\n6 + output = \"recipt: Receipt\"\n  |\n",
        "spans": [
          {
            "byte_end": 42,
            "byte_start": 36,
            "column_end": 17,
            "column_start": 11,
            "expansion": null,
            "file_name": "pipelines/misspelt.toml",
            "is_primary": true,
            "label": "neither an input nor produced by a step",
            "line_end": 2,
            "line_start": 2,
            "suggested_replacement": null,
            "suggestion_applicability": null,
            "text": [
              {
                "highlight_end": 17,
                "highlight_start": 11,
                "text": "output = \"recipt\""
              }
            ]
          },
          {
            "byte_end": 98,
            "byte_start": 91,
            "column_end": 18,
            "column_start": 11,
            "expansion": null,
            "file_name": "pipelines/misspelt.toml",
            "is_primary": false,
            "label": "nobody reads this",
            "line_end": 6,
            "line_start": 6,
            "suggested_replacement": null,
            "suggestion_applicability": null,
            "text": [
              {
                "highlight_end": 18,
                "highlight_start": 11,
                "text": "output = \"receipt: Receipt\""
              }
            ]
          }
        ]
      },
      "package_id": "path+file:///CRATE#0.0.0",
      "reason": "compiler-message",
      "target": {
        "crate_types": [
          "bin"
        ],
        "doc": false,
        "doctest": false,
        "edition": "2024",
        "kind": [
          "custom-build"
        ],
        "name": "build-script-build",
        "src_path": "/CRATE/build.rs",
        "test": false
      }
    }
    {
      "reason": "build-finished",
      "success": false
    }
    "#);
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"1 error in 1 file; `cargo pipewright explain PW0008` tells more");
}

#[test]
fn all_mistakes_as_cargo_would_tell_them() {
    let messages = messages("broken", &[]);
    let [mistakes @ .., Message::BuildFinished(finished)] = messages.as_slice() else {
        panic!("{messages:?}");
    };
    assert!(!finished.success);
    assert_eq!(mistakes.len(), 3);
    for mistake in mistakes {
        let Message::CompilerMessage(mistake) = mistake else {
            panic!("{mistake:?}");
        };
        assert_eq!(mistake.message.level, DiagnosticLevel::Error);
        assert_eq!(mistake.target.name, "build-script-build");
    }
}

#[test]
fn the_package_is_called_as_cargo_calls_it() {
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(fixture("../../Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec();
    let metadata = metadata.unwrap();
    let mut ids = metadata.packages.iter().map(|package| &package.id.repr);
    // a file of this package that is no sound pipeline
    let messages = messages("", &["../../Cargo.toml"]);
    let Message::CompilerMessage(message) = &messages[0] else {
        panic!("{messages:?}");
    };
    assert!(
        ids.any(|id| *id == message.package_id.repr),
        "{}",
        message.package_id.repr
    );
}

#[test]
fn none() {
    assert_snapshot!(run("shop", &["check", "--format", "json"]), @r#"
    exit code 0
    --- stdout
    {"reason":"build-finished","success":true}
    --- stderr
    no mistakes in 3 pipelines
    "#);
}

#[test]
fn an_edit_that_is_made_mends_it() {
    let before = fs::read_to_string(fixture("broken/pipelines/misspelt.toml")).unwrap();
    let found = diagnostics("broken", &["pipelines/misspelt.toml"]);
    let [help, _] = found[0].children.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(help.message, "did you mean `receipt`?");
    let applicability = help.spans[0].suggestion_applicability.as_ref();
    assert!(matches!(applicability, Some(Applicability::MaybeIncorrect)));
    let after = before.replace("recipt", "receipt");
    assert_eq!(edited(before, &help.spans), after);
}

fn edited(mut text: String, edits: &[DiagnosticSpan]) -> String {
    for edit in edits.iter().rev() {
        let range = edit.byte_start as usize..edit.byte_end as usize;
        text.replace_range(range, edit.suggested_replacement.as_ref().unwrap());
    }
    text
}

#[test]
fn places_are_bytes_of_the_file_and_columns_of_characters() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("täglich.toml");
    let text = "\u{feff}# ein Täßchen\r\noutput = \"größe\"\r\n[steps.a]\r\n";
    fs::write(&file, text).unwrap();
    let found = diagnostics("", &[file.to_str().unwrap()]);
    let span = &found.iter().find(|found| found.message.contains("größe"));
    let span = &span.unwrap_or_else(|| panic!("{found:?}")).spans[0];
    let bytes = span.byte_start as usize..span.byte_end as usize;
    assert_eq!(&text[bytes], "größe");
    assert_eq!((span.line_start, span.line_end), (2, 2));
    assert_eq!((span.column_start, span.column_end), (11, 16));
    let line = &span.text[0];
    assert_eq!(line.text, "output = \"größe\"");
    assert_eq!((line.highlight_start, line.highlight_end), (11, 16));
}

#[test]
fn the_report_is_there_too() {
    let text = run("broken", &["check", "pipelines/misspelt.toml"]);
    let found = diagnostics("broken", &["pipelines/misspelt.toml"]);
    assert!(text.contains(found[0].rendered.as_ref().unwrap()), "{text}");
    let code = found[0].code.as_ref().unwrap();
    assert_eq!(code.code, "PW0008");
    let rule = rules().iter().find(|rule| rule.code == code.code).unwrap();
    assert_eq!(code.explanation.as_deref(), Some(rule.docs));
}
