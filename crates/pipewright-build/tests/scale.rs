//! Large descriptions: nothing overflows, nothing takes more than linear time.

use std::fmt::Write;
use std::time::{Duration, Instant};

use pipewright_build::{Diagnostics, File, compile_files, compile_str};

/// Far more than it takes without optimisation, far less than quadratic time would.
const LONGEST: Duration = Duration::from_secs(30);

fn mistakes(text: &str) -> Diagnostics {
    let start = Instant::now();
    let diagnostics = compile_str("pipelines/large.toml", text).expect_err("a mistake");
    assert!(
        !diagnostics.render().is_empty() && start.elapsed() < LONGEST,
        "{:?}",
        start.elapsed()
    );
    diagnostics
}

#[test]
fn ten_thousand_mistakes() {
    let mut text = String::new();
    for i in 0..10_000 {
        writeln!(
            text,
            "[steps.s{i}]\ninput = [\"&w{i}\"]\noutput = \"v{i}: Data\""
        )
        .unwrap();
    }
    let diagnostics = mistakes(&text);
    assert_eq!(diagnostics.len(), 10_000);
    assert!(
        diagnostics
            .render()
            .ends_with("the first 100 of 10000 mistakes are shown\n")
    );
}

#[test]
fn errors_are_shown_before_warnings() {
    let unread: String = (0..200)
        .map(|i| format!("[steps.s{i}]\noutput = \"v{i}: u8\"\n"))
        .collect();
    let odd = File::new("a.toml", unread);
    let wrong = File::new("b.toml", "[steps.a]\ninput = [\"&x\"]\n");
    let found = compile_files(&[odd, wrong]).diagnostics;
    assert_eq!(found.len(), 201);
    let report = found.render();
    assert!(report.contains("error[PW0008]"), "{report}");
    assert!(report.ends_with("100 of 201 mistakes are shown\n"));
}

#[test]
fn one_cycle_of_ten_thousand_steps() {
    let mut text = String::new();
    for i in 0..10_000 {
        writeln!(
            text,
            "[steps.s{i}]\ninput = [\"&v{}\"]\noutput = \"v{i}: Data\"",
            (i + 1) % 10_000
        )
        .unwrap();
    }
    assert_eq!(mistakes(&text).len(), 1);
}

#[test]
fn a_line_of_a_megabyte() {
    let text = format!("[steps.a]\ninput = [{}]\n", "\"&v\", ".repeat(150_000));
    assert_eq!(mistakes(&text).len(), 150_000);
}

#[test]
fn deep_nesting() {
    for (open, close) in [
        ("(", ")"),
        ("!", ""),
        ("-", ""),
        ("[", "]"),
        ("{", "}"),
        ("|x| ", ""),
        ("if a ", ""),
    ] {
        let guard = format!("{}x{}", open.repeat(100_000), close.repeat(100_000));
        mistakes(&format!("[steps.a]\nwhen = '{guard}'\n"));
        // the deepest that gets to the parser
        let guard = format!("{}x{}", open.repeat(1_400), close.repeat(1_400));
        mistakes(&format!("[steps.a]\nwhen = '{guard}'\n"));
    }
    mistakes(&format!(
        "[steps.a]\noutput = \"a: {}x{}\"\n",
        "Vec<".repeat(700),
        ">".repeat(699)
    ));
    mistakes(&format!(
        "[steps.a]\ninput = {}{}\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    ));
}

#[test]
fn a_join_of_eleven_hundred() {
    let mut text = "use = [\"crate::Data\"]\noutput = \"all\"\n".to_owned();
    for i in 0..1_100 {
        writeln!(text, "[steps.s{i}]\noutput = \"v{i}: Data\"").unwrap();
    }
    let wires: String = (0..1_100).map(|i| format!("\"&v{i}\", ")).collect();
    writeln!(
        text,
        "[steps.join]\ninput = [{wires}]\noutput = \"all: Data\""
    )
    .unwrap();
    let start = Instant::now();
    let output = compile_str("pipelines/large.toml", &text).expect("no mistake");
    assert_eq!(output.graph.steps.len(), 1_101);
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
}
