//! A row of a table: how many milliseconds it takes to make code of each description, at best.
//! The row's name comes first, then the paths of the descriptions.

use std::time::Instant;

const TIMES: usize = 7;

fn main() {
    let mut args = std::env::args().skip(1);
    print!("| {} |", args.next().expect("a name"));
    for path in args {
        let text = std::fs::read_to_string(&path).expect("a description");
        let once = |_| {
            let begun = Instant::now();
            let output = pipewright_build::compile_str("pipelines/large.toml", &text);
            let took = begun.elapsed();
            assert!(output.is_ok());
            took
        };
        let best = (0..TIMES).map(once).min().unwrap_or_default();
        print!(" {:.0} |", best.as_secs_f64() * 1e3);
    }
    println!();
}
