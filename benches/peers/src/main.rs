//! What a run of a pipeline costs, beside the same by hand and beside other engines. Prints Markdown.
//!
//! `cargo xtask bench [--peers] [--smoke] [FILTER]` builds and runs it.

mod by_hand;
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
    let mut smoke = false;
    let mut filter = String::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--smoke" => smoke = true,
            _ => filter = argument,
        }
    }
    suite::run(smoke, &filter);
}
