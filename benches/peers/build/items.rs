//! A pipeline that maps many elements, and a workflow with as many payloads.

use pipewright_build::{File, compile_files};

const MAP: &str = r#"
error  = "std::convert::Infallible"
input  = ["items: std::ops::Range<u64>"]
output = "all"

[steps.work]
map         = "item: u64 in items"
input       = ["item"]
output      = "all: Vec<u64>"
concurrency = 64
"#;

const QUEUE: &str = r#"
kind  = "workflow"
error = "std::convert::Infallible"
start = "load"
state = "u64"

[steps.load]
input = ["count: u64"]
next  = ["work"]

[steps.work]
input  = ["item: u64"]
output = "u64"
"#;

/// The code of both.
pub fn code() -> String {
    let files = [
        File::new("elements.toml", MAP),
        File::new("payloads.toml", QUEUE),
    ];
    let compiled = compile_files(&files);
    assert!(compiled.broken.is_empty(), "{:?}", compiled.diagnostics);
    let code = compiled.pipelines.iter().map(|output| output.code.as_str());
    code.collect()
}
