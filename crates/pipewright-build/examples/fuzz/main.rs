//! Breaks the descriptions of this repository at random and compiles them: `cargo xtask fuzz`.
//!
//! Whatever a file holds, compiling it ends, soon, and without a panic; every place that a report shows
//! lies between characters; and what is generated is Rust.

mod minimise;
mod mutate;
mod random;
mod seeds;
mod try_one;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use random::Random;
use seeds::Seed;

const USAGE: &str = "usage: fuzz [--cases N] [--seed S] [--from CASE] [--show]";

/// A case that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(5);

/// syn keeps what it reads in a table of the thread.
const CASES_PER_THREAD: u64 = 1_000;
const STACK: usize = 256 << 20;

struct Options {
    cases: u64,
    seed: u64,
    from: u64,
    show: bool,
}

fn options() -> Option<Options> {
    let mut options = Options {
        cases: 100_000,
        seed: 1,
        from: 0,
        show: false,
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next()?.replace('_', "").parse().ok();
        match arg.as_str() {
            "--cases" => options.cases = number()?,
            "--seed" => options.seed = number()?,
            "--from" => options.from = number()?,
            "--show" => options.show = true,
            _ => return None,
        }
    }
    Some(options)
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    try_one::be_silent();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let seeds = seeds::all(&root);
    let now = Arc::new(AtomicU64::new(options.from));
    watch(&now, options.seed);
    let begun = Instant::now();
    let mut found = Vec::new();
    let end = options.from + options.cases;
    for first in (options.from..end).step_by(CASES_PER_THREAD as usize) {
        let last = end.min(first + CASES_PER_THREAD);
        found.extend(batch(first..last, &options, &seeds, &now));
        found.dedup_by(|a: &mut Found, b| a.why == b.why);
        if (last / CASES_PER_THREAD).is_multiple_of(100) {
            eprintln!("{last} cases, {} s", begun.elapsed().as_secs());
        }
        if found.len() > 20 {
            break;
        }
    }
    tell(&found, &options, begun.elapsed())
}

struct Found {
    case: u64,
    why: String,
    path: String,
    text: String,
}

/// Runs some cases on a thread of their own, and gives the first of each kind that went wrong.
fn batch(
    cases: std::ops::Range<u64>,
    options: &Options,
    seeds: &[Seed],
    now: &AtomicU64,
) -> Vec<Found> {
    let run = || {
        let mut found: Vec<Found> = Vec::new();
        for case in cases {
            now.store(case, Ordering::Relaxed);
            let (path, text) = text(options.seed, case, seeds);
            if options.show {
                println!("{path}\n{text}");
            }
            if let Err(why) = try_one::run(&path, &text)
                && found.iter().all(|one| one.why != why)
            {
                let text = minimise::run(&path, &text, &why);
                found.push(Found {
                    case,
                    why,
                    path,
                    text,
                });
            }
        }
        found
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, run).expect("a thread");
        thread.join().expect("panics are caught")
    })
}

/// The text of a case: always the same for the same numbers.
fn text(seed: u64, case: u64, seeds: &[Seed]) -> (String, String) {
    let mut random = Random::new(seed, case);
    let chosen = random.pick(seeds);
    (chosen.path.clone(), mutate::run(chosen, seeds, &mut random))
}

/// Ends the process when a case hangs.
fn watch(now: &Arc<AtomicU64>, seed: u64) {
    let now = Arc::clone(now);
    std::thread::spawn(move || {
        let (mut last, mut since) = (u64::MAX, Instant::now());
        loop {
            std::thread::sleep(Duration::from_millis(200));
            let case = now.load(Ordering::Relaxed);
            if case != last {
                (last, since) = (case, Instant::now());
            } else if since.elapsed() > LONGEST {
                println!("hangs: --seed {seed} --from {case} --cases 1 --show");
                std::process::exit(1);
            }
        }
    });
}

fn tell(found: &[Found], options: &Options, took: Duration) -> ExitCode {
    for one in found {
        println!(
            "--- --seed {} --from {} --cases 1: {}\n{}\n{}\n",
            options.seed, one.case, one.why, one.path, one.text
        );
    }
    println!(
        "{} cases in {} s, {} mistakes",
        options.cases,
        took.as_secs(),
        found.len()
    );
    match found {
        [] => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
