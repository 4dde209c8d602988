//! Large descriptions: nothing overflows, nothing takes more than linear time.

use std::fmt::Write;
use std::time::{Duration, Instant};

use pipewright_build::{Diagnostics, File, compile_files, compile_str};

/// Far more than it takes without optimisation, far less than quadratic time would.
const LONGEST: Duration = Duration::from_secs(30);

/// `cargo test --release --test scale -- --nocapture` tells how long each takes.
#[track_caller]
fn timed<T>(work: impl FnOnce() -> T) -> T {
    timed_within(LONGEST, work)
}

#[track_caller]
fn timed_within<T>(longest: Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let (took, line) = (start.elapsed(), std::panic::Location::caller().line());
    println!("line {line}: {} ms", took.as_millis());
    assert!(took < longest, "{took:?}");
    done
}

#[track_caller]
fn mistakes(text: &str) -> Diagnostics {
    mistakes_in("pipelines/large.toml", text)
}

#[track_caller]
fn mistakes_in(path: &str, text: &str) -> Diagnostics {
    timed(|| {
        let Err(found) = compile_str(path, text) else {
            panic!("no mistake");
        };
        assert!(!found.render().is_empty());
        found
    })
}

fn lines(line: impl Fn(usize) -> String) -> String {
    some_lines(10_000, line)
}

fn some_lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|i| line(i) + "\n").collect()
}

#[test]
fn ten_thousand_mistakes() {
    let text = lines(|i| format!("[steps.s{i}]\ninput = [\"&w{i}\"]\noutput = \"v{i}: Data\""));
    let diagnostics = mistakes(&text);
    assert_eq!(diagnostics.len(), 10_000);
    assert!(
        diagnostics
            .render()
            .ends_with("the first 100 of 10000 mistakes are shown\n")
    );
}

#[test]
fn thousands_of_mistakes_of_one_kind() {
    // enough for what is quadratic to show without optimisation, too
    let lines = |line: &dyn Fn(usize) -> String| some_lines(3_000, line);
    const IMPORT: &str = "use = [\"crate::A\"]\n";
    let step = |rest: fn(usize) -> String| lines(&|i| format!("[steps.s{i}]\n{}", rest(i)));
    let constants = || format!("[const]\n{}", lines(&|i| format!("c{i} = \"u32 = 1\"")));
    let texts = [
        // no TOML, keys and steps that are given twice, unknown keys
        lines(&|i| format!("key {i}")),
        lines(&|_| "doc = \"\"".to_owned()),
        lines(&|i| format!("[steps.s{}]", i % 1_500)),
        lines(&|i| format!("ky{i} = 1")),
        // one value that all read: one that is not there, and one that is misspelt
        step(|_| "input = [\"a\"]".to_owned()),
        format!(
            "input = [\"data: A\"]\n{}",
            step(|_| "input = [\"dota\"]".to_owned())
        ),
        // one value: moved by all, and held by all; two for each step
        format!(
            "input = [\"a: A\"]\n{}",
            step(|_| "input = [\"a\"]".to_owned())
        ),
        format!(
            "input = [\"a: A\"]\noutput = \"a\"\n{}",
            step(|_| "input = [\"&a\"]\nblocking = true\ntimeout = \"1s\"".to_owned())
        ),
        step(|_| "output = \"v: u8\"".to_owned()),
        // names and types that are like no other, or like all others
        constants() + &step(|i| format!("retry = {{ attempts = 2, when = \"d{i}\" }}")),
        constants() + &step(|i| format!("input = [\"d{i}\"]")),
        IMPORT.to_owned() + &step(|i| format!("output = \"v{i}: T{i}\"")),
        step(|i| format!("output = \"v{i}: T{i}\"")),
        // circles of two; one method called in many ways; times, wires
        step(|i| format!("input = [\"&v{}\"]\noutput = \"v{i}: u8\"", i ^ 1)),
        step(|i| format!("call = \"f\"\noutput = \"v{i}: [u8; {i}]\"")),
        step(|_| "timeout = \"0s\"".to_owned()),
        step(|_| "input = [\"a.b()\", \"1 + 2\"]".to_owned()),
    ];
    for (index, text) in texts.iter().enumerate() {
        print!("{index}: ");
        mistakes(text);
    }
}

#[test]
fn ten_thousand_warnings() {
    let constants = lines(|i| format!("c{i} = \"u32 = 1\""));
    let text = format!("[const]\n{constants}[steps.s]\n");
    let warnings = timed(|| {
        let output = compile_str("pipelines/large.toml", &text).expect("no mistake");
        assert!(!output.warnings.render().is_empty());
        output.warnings
    });
    assert_eq!(warnings.len(), 10_000);
}

#[test]
fn ten_thousand_steps() {
    let chain = lines(|i| {
        let (guard, next) = (if i % 3 == 0 { "when = \"v0 > 3\"" } else { "" }, i + 1);
        format!(
            "[steps.s{next}]\ninput = [\"v{i}\", \"&v{}\"]\noutput = \"v{next}: u32\"\n{guard}",
            i / 2
        )
    });
    let text = format!("input = [\"v0: u32\"]\noutput = \"v10000\"\n{chain}");
    // five seconds of one processor, most of them to generate the code, beside other tests
    let compiled = || compile_str("pipelines/large.toml", &text).expect("no mistake");
    let output = timed_within(4 * LONGEST, compiled);
    assert_eq!(output.graph.steps.len(), 10_000);
    // read and checked, and refused at last
    mistakes(&text.replace("v0 > 3", "w0 > 3"));
    mistakes(
        &text
            .replace("v10000\"\n", "v10000.maybe()\"\n")
            .replace("u32\"", "Number\""),
    );
}

#[test]
fn a_thousand_files() {
    let text = |i| {
        format!(
            "input = [\"a: u8\"]\noutput = \"v\"\n[steps.s]\ninput = [\"a\"]\noutput = \"v: u{i}\"\n"
        )
    };
    let file = |i: usize| {
        let bits = 8 + i % 2;
        File::new(format!("pipelines/f{i}.toml"), text(bits)).in_folders(["folder"])
    };
    let files: Vec<File> = (0..1_000).map(file).collect();
    let compiled = timed(|| compile_files(&files));
    assert_eq!(
        (compiled.pipelines.len(), compiled.broken.len()),
        (500, 500)
    );
    assert_eq!(compiled.diagnostics.len(), 500);
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
    let wires = |range: std::ops::Range<u32>| -> String {
        range.map(|i| format!("\"&v{i:06}\", ")).collect()
    };
    let text = format!("[steps.a]\ninput = [{}]\n", wires(0..150_000));
    let found = mistakes(&text);
    assert_eq!(found.len(), 150_000);
    // the column of each
    let last = timed(|| found.iter().map(|one| found.location(one).column).max());
    assert_eq!(last, Some(11 + 12 * 149_999 + 1));
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
    let output = timed(|| compile_str("pipelines/large.toml", &text).expect("no mistake"));
    assert_eq!(output.graph.steps.len(), 1_101);
}

#[test]
fn ten_thousand_mistakes_in_rust() {
    let mut text = "#[pipeline]\nfn large() {\n".to_owned();
    for i in 0..10_000 {
        writeln!(text, "    let v{i}: Data = s{i}(&w{i});").unwrap();
    }
    text.push_str("}\n");
    assert_eq!(mistakes_in("pipelines/large.rs", &text).len(), 10_000);
}

#[test]
fn a_thousand_pipelines_in_a_file() {
    let mut text = "const LIMIT: u32 = 3;\n".to_owned();
    for i in 0..1_000 {
        writeln!(text, "#[pipeline]\nfn p{i}() {{\n    step(&x);\n}}").unwrap();
    }
    assert_eq!(mistakes_in("pipelines/large.rs", &text).len(), 1_000);
}

#[test]
fn deep_nesting_in_rust() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("!", ""),
        ("|x| ", ""),
        ("if a ", ""),
    ] {
        for count in [1_400, 20_000] {
            let expr = format!("{}x{}", open.repeat(count), close.repeat(count));
            for line in [
                format!("step({expr});"),
                format!("let a: A = {expr};"),
                format!("#[step(when = {expr})]\nstep();"),
                expr.clone(),
            ] {
                let text = format!("#[pipeline]\nfn deep() {{\n{line}\n}}\n");
                mistakes_in("pipelines/deep.rs", &text);
            }
        }
    }
    let open = "{".repeat(100_000);
    mistakes_in(
        "pipelines/deep.rs",
        &format!("#[pipeline]\nfn deep() {open}"),
    );
    mistakes_in("pipelines/deep.rs", &"mod a {".repeat(100_000));
}

#[test]
fn a_join_of_eleven_hundred_in_rust() {
    let mut text = "use crate::Data;\n#[pipeline]\nfn large() -> Data {\n".to_owned();
    for i in 0..1_100 {
        writeln!(text, "    let v{i}: Data = s{i}();").unwrap();
    }
    let wires: String = (0..1_100).map(|i| format!("&v{i}, ")).collect();
    writeln!(text, "    join({wires})\n}}").unwrap();
    let output = timed(|| compile_str("pipelines/large.rs", &text).expect("no mistake"));
    assert_eq!(output.graph.steps.len(), 1_101);
}

/// What they come to when they run is in `tests/behaviour/tables.rs`, at the top.
#[test]
fn eight_chains_of_five_hundred_steps_join() {
    let step = |chain: usize, i: usize| {
        let from = match i {
            0 => format!("start{chain}"),
            _ => format!("v{chain}_{}", i - 1),
        };
        format!(
            "[steps.s{chain}_{i}]\ncall = \"add\"\ninput = [\"{from}\"]\noutput = \"v{chain}_{i}: u32\"\n"
        )
    };
    let steps: String = (0..8)
        .flat_map(|chain| (0..500).map(move |i| step(chain, i)))
        .collect();
    let inputs: Vec<_> = (0..8)
        .map(|chain| format!("\"start{chain}: u32\""))
        .collect();
    let ends: Vec<_> = (0..8).map(|chain| format!("\"v{chain}_499\"")).collect();
    let (inputs, ends) = (inputs.join(", "), ends.join(", "));
    let text = format!(
        "input = [{inputs}]\noutput = \"sum\"\n{steps}[steps.join]\ninput = [{ends}]\noutput = \"sum: u32\"\n"
    );
    let output = timed(|| compile_str("pipelines/large.toml", &text).expect("no mistake"));
    assert_eq!(output.graph.steps.len(), 4_001);
}
