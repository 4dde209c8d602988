//! Places, drawn under the source: a comment with `^` beneath each place, and the code that is found there.

use pipewright_build::{Diagnostics, compile_str};

/// Checks that exactly the drawn mistakes are found.
fn check(text: &str) {
    compare("pipelines/test.toml", text, "#");
}

/// The same in Rust form.
fn check_rust(text: &str) {
    compare("pipelines/test.rs", text, "//");
}

fn compare(path: &str, text: &str, comment: &str) {
    let found = match compile_str(path, text) {
        Ok(_) => Vec::new(),
        Err(diagnostics) => places(&diagnostics),
    };
    assert_eq!(found, drawn(text, comment), "\n{text}");
}

/// Line, column, width in characters, code.
type Mark = (usize, usize, usize, String);

fn places(diagnostics: &Diagnostics) -> Vec<Mark> {
    let mark = |found: &pipewright_build::Diagnostic| {
        let at = diagnostics.location(found);
        assert_eq!(at.line, at.end_line, "{diagnostics}");
        (
            at.line,
            at.column,
            at.end_column - at.column,
            found.code().to_owned(),
        )
    };
    diagnostics.iter().map(mark).collect()
}

fn drawn(text: &str, begins: &str) -> Vec<Mark> {
    let (mut marks, mut line) = (Vec::new(), 0);
    for (index, source) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let Some(comment) = source
            .strip_prefix(begins)
            .filter(|comment| comment.contains('^'))
        else {
            line = index + 1;
            continue;
        };
        let column = comment.chars().position(|char| char == '^').unwrap() + begins.len() + 1;
        let width = comment.chars().filter(|&char| char == '^').count();
        let code = comment.rsplit(' ').next().unwrap();
        marks.push((line, column, width, code.to_owned()));
    }
    marks.sort();
    marks
}

#[test]
fn within_strings() {
    check(
        r#"input = ["order: Order", "name: &str"]
#                               ^^^^ PW0017
[steps.charge]
input = ["&ordr", "order . mabye()", 'order.total']
#          ^^^^ PW0008
#                  ^^^^^^^^^^^^^^^ PW0006
#                                     ^^^^^^^^^^^ PW0018
output = "payment: Vec<Charge>>"
#                             ^ PW0005
"#,
    );
}

#[test]
fn tabs_and_characters() {
    check(
        "input = [\"größe: Größe\"]\n[steps.a]\n\tinput = [\t\"&größe\",\t\"&größen\"]\n\
         #                      ^^^^^^ PW0008\n",
    );
    check(
        "input = [\"größe: Größe\"]\n[steps.a]\nwhen = \"größe.ä > '𝒳' && fehlt\"\n#                        ^^^^^ PW0008\n",
    );
}

#[test]
fn line_ends() {
    check("[steps.a]\r\ninput = [\r\n  \"&x\",\r\n#   ^ PW0008\r\n]\r\n");
}

#[test]
fn byte_order_mark() {
    check("\u{feff}output = \"x\"\n#         ^ PW0008\n[steps.a]\n");
}

#[test]
fn several_lines_in_a_string() {
    let text = "[steps.a]\nwhen = '''\n1 > 0\n  && x\n'''\n";
    let found = places(&compile_str("pipelines/test.toml", text).unwrap_err());
    assert_eq!(found, [(4, 6, 1, "PW0008".to_owned())]);
}

#[test]
fn imports_stand_beside_their_places() {
    let text = "use = [\n  'crate::b::B',\n  'crate::a::{A, C}',\n]\n[steps.a]\n";
    let code = compile_str("pipelines/test.toml", text).unwrap().code;
    let beside = |line: usize, import: &str| {
        code.contains(&format!(
            "        #[allow(unused_imports)]\n        use {import}; // pipelines/test.toml:{line}\n"
        ))
    };
    assert!(
        beside(2, "crate::b::B") && beside(3, "crate::a::{A, C}"),
        "{code}"
    );
}

#[test]
fn fragments_of_several_lines_have_their_place_on_each() {
    let text = r#"
[const]
TEXT = """&str = "a;
pub fn b() {}
c""""
[steps.a]
after = ["b"]
when = "[TEXT.len() > 1_000_000_000, TEXT.is_empty(), TEXT.starts_with(\"a long text\")].contains(&true)"
[steps.b]
"#;
    let code = compile_str("pipelines/test.toml", text).unwrap().code;
    let constant = r#"const TEXT: &'static str = "a;\npub fn b() {}\nc"; // pipelines/test.toml:3"#;
    assert!(code.contains(constant), "{code}");
    let guard = code.lines().skip_while(|line| !line.contains("fn when_a"));
    let guard: Vec<_> = guard.take_while(|line| line.trim() != "}").collect();
    assert!(guard.len() > 2, "{code}");
    for line in &guard[1..] {
        assert!(line.ends_with(" // pipelines/test.toml:8"), "{line}");
    }
}

#[test]
fn behind_escapes() {
    check("[steps.a]\ninput = [\"\\u0026x\"]\n#               ^ PW0008\n");
    check(
        "input = [\"a: u8\"]\n[steps.a]\nwhen = \"a == \\\"\\u00e9\\\" && fehlt && \\u0061b\"\n\
         #                          ^^^^^ PW0008\n\
         #                                   ^^^^^^^ PW0008\n",
    );
}

#[test]
fn many_escapes_mean_the_whole_string() {
    let line = format!("input = [\"{}\"]", "\\u0061".repeat(9));
    check(&format!(
        "[steps.a]\n{line}\n#        {} PW0008\n",
        "^".repeat(56)
    ));
}

#[test]
fn in_rust() {
    check_rust(
        r#"const GRÖßE: u32 = "ß" 𝒳;
//                     ^ PW0005
#[pipeline(error = Größe Fehler, deadlin = "5s")]
//                       ^^^^^^ PW0005
//                               ^^^^^^^ PW0002
fn größe(größe: Größe, name: &str) -> Vec<Größe> {
//                           ^^^^ PW0017
    /// ÄÖÜ 𝒳
    #[step(when = größe.ä > '𝒳' && fehlt, timeout = "5 s", retry(attempts = 0))]
//                                                                          ^ PW0015
    let d: Vec<Größe> = größe(&größe, /* 𝒳 */ &größen + 1, "𝒳ß", x . mabye());
//                                            ^^^^^^^^^^^ PW0006
//                                                               ^^^^^^^^^^^ PW0006
    d: 𝒳;
//   ^ PW0005
    d
}
"#,
    );
}

#[test]
fn in_rust_with_tabs_and_line_ends() {
    let text = "\u{feff}//! 𝒳\r\n#[pipeline]\r\nfn a(größe: Größe) {\r\n\t/// ß\r\n\tstep(\r\n\t\t&größen,\r\n\
                //\t^^^^^^ PW0008\r\n\t);\r\n}\r\n";
    check_rust(text);
    check_rust(&text.replace("\r\n", "\n"));
}

#[test]
fn in_rust_that_is_broken() {
    check_rust("#[pipeline]\nfn a() {\n    //! 𝒳ß\n//  ^^^^^^ PW0033\n    b();\n}\n");
    check_rust("//! ß\nfn ß(\n//  ^ PW0030\n");
    check_rust("//! ß\nfn ß() { \"ß\" }}\n//            ^ PW0030\n");
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn a_wrong_column_fails() {
    check("output = \"x\"\n#        ^ PW0008\n[steps.a]\n");
}
