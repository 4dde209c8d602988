//! The smallest part of a text with which the same goes wrong.

use crate::mutate::tokens;
use crate::try_one;

/// So many tries at most.
const MOST_TRIES: usize = 2_000;

pub(crate) fn run(path: &str, text: &str, why: &str) -> String {
    let mut tries = 0;
    let mut fails = |text: &str| {
        tries += 1;
        tries < MOST_TRIES && try_one::run(path, text).is_err_and(|error| error == why)
    };
    let lines = shrink(
        text.split_inclusive('\n').map(str::to_owned).collect(),
        &mut fails,
    );
    let tokens = tokens(&lines.concat())
        .into_iter()
        .map(str::to_owned)
        .collect();
    shrink(tokens, &mut fails).concat()
}

/// Leaves out halves, quarters and so on, as long as it still fails.
fn shrink(mut parts: Vec<String>, fails: &mut dyn FnMut(&str) -> bool) -> Vec<String> {
    let mut size = parts.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < parts.len() {
            let mut fewer = parts.clone();
            fewer.drain(at..(at + size).min(parts.len()));
            match fails(&fewer.concat()) {
                true => parts = fewer,
                false => at += size,
            }
        }
        size /= 2;
    }
    parts
}
