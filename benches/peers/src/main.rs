//! What a run of a pipeline costs, beside the same by hand and beside other engines. Prints Markdown.
//!
//! `cargo xtask bench [--peers] [--smoke] [FILTER]` builds and runs it.

mod by_hand;
mod items;
mod listener;
mod measure;
mod memory;
mod peers;
mod places;
mod rows;
mod shape;
mod signals;
mod suite;
mod table;
mod work;

fn main() {
    let (flags, words): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    suite::run(flags.iter().any(|flag| flag == "--smoke"), &words.join(" "));
}
