//! One case.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use pipewright_build::compile_str;

/// Where the last panic was.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Whether a panic is one of the compiler's.
static TRIES: AtomicBool = AtomicBool::new(false);

/// Panics are noted, not printed.
pub(crate) fn be_silent() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        let payload = info.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let said = text
            .or(payload.downcast_ref::<&str>().copied())
            .unwrap_or_default();
        let said = said.lines().next().unwrap_or_default();
        let place = format!("{}: {said}", place.unwrap_or_default());
        match TRIES.load(Ordering::Relaxed) {
            true => *PLACE.lock().expect("no panic in here") = place,
            false => eprintln!("the fuzzer itself: {place}"),
        }
    }));
}

/// Compiles a text, and says what is wrong with that.
pub(crate) fn run(path: &str, text: &str) -> Result<(), String> {
    TRIES.store(true, Ordering::Relaxed);
    let done = panic::catch_unwind(AssertUnwindSafe(|| compile(path, text)));
    TRIES.store(false, Ordering::Relaxed);
    match done {
        Ok(done) => done,
        Err(_) => Err(format!(
            "panic at {}",
            PLACE.lock().expect("no panic in there")
        )),
    }
}

fn compile(path: &str, text: &str) -> Result<(), String> {
    match compile_str(path, text) {
        Ok(output) => {
            let _warnings = output.warnings.render();
            let parsed = syn::parse_file(&output.code);
            parsed.map_err(|error| format!("the code is not Rust: {error}"))?;
        }
        Err(found) => {
            if !found.has_errors() {
                return Err("no error, and no code".to_owned());
            }
            let _report = found.render_coloured();
            found.iter().for_each(|one| drop(found.location(one)));
        }
    }
    Ok(())
}
