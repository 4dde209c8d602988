//! All that is measured, table by table.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::items;
use crate::measure::Bench;
use crate::memory::Usage;
use crate::places::Place;
use crate::rows::{self, AWAITED, BARE, INPUT, JOINED, Row, UNORDERED};
use crate::shape::{self, Shape, Visitor, sum};
use crate::table::Table;
use crate::work::Varied;

/// Measures all whose title, topology and row have the words of `filter`, and prints the tables.
pub fn run(smoke: bool, filter: &str) {
    let bench = Bench::new(smoke);
    for scenario in scenarios() {
        let mut columns = Columns {
            bench: &bench,
            scenario: &scenario,
            filter,
            table: Table::new(scenario.cell.unit()),
        };
        match &scenario.topologies {
            Topologies::All => {
                shape::standard(&mut columns);
                shape::graphs(&mut columns);
            }
            Topologies::Independent => {
                shape::independent(&mut columns);
                shape::many(&mut columns);
            }
        }
        if !columns.table.is_empty() {
            println!("### {}\n\n{}", scenario.title(), columns.table);
        }
    }
    items::run(&bench, smoke, filter);
}

/// One table.
struct Scenario {
    steps: &'static str,
    work: Work,
    topologies: Topologies,
    place: Place,
    cell: Cell,
}

/// What the steps do.
enum Work {
    Add,
    Varied(Varied),
}

enum Topologies {
    All,
    Independent,
}

/// What stands in a cell.
#[derive(Clone, Copy)]
enum Cell {
    Nanoseconds,
    Milliseconds,
    Allocations,
    Bytes,
}

fn scenarios() -> Vec<Scenario> {
    let signals = || Work::Varied(Varied::Signal(Arc::default()));
    let one_thread = |steps, work, topologies, cell| Scenario {
        steps,
        work,
        topologies,
        place: Place::OneThread,
        cell,
    };
    let add = "Steps that add";
    let signal = "Steps that wait for a signal, one given a turn";
    let mut scenarios = Vec::new();
    scenarios.extend(everywhere(add, || Work::Add, Cell::Nanoseconds));
    scenarios.push(one_thread(
        add,
        Work::Add,
        Topologies::All,
        Cell::Allocations,
    ));
    scenarios.extend(everywhere(
        "Steps that yield three times",
        || Work::Varied(Varied::Yield),
        Cell::Nanoseconds,
    ));
    scenarios.push(one_thread(
        signal,
        signals(),
        Topologies::Independent,
        Cell::Nanoseconds,
    ));
    scenarios.push(one_thread(
        signal,
        signals(),
        Topologies::Independent,
        Cell::Bytes,
    ));
    scenarios.push(one_thread(
        "Steps that sleep for a millisecond",
        Work::Varied(Varied::Sleep),
        Topologies::All,
        Cell::Milliseconds,
    ));
    let compute = Varied::compute();
    scenarios.extend(everywhere(
        "Steps of 50 µs of arithmetic",
        || Work::Varied(compute.clone()),
        Cell::Milliseconds,
    ));
    scenarios
}

/// A table for each runtime.
fn everywhere(
    steps: &'static str,
    work: impl Fn() -> Work,
    cell: Cell,
) -> impl Iterator<Item = Scenario> {
    Place::ALL.into_iter().map(move |place| Scenario {
        steps,
        work: work(),
        topologies: Topologies::All,
        place,
        cell,
    })
}

impl Scenario {
    fn title(&self) -> String {
        format!("{}: {}", self.steps, self.place.name())
    }

    /// The row that others are compared with.
    fn by_hand<S: Shape>(&self) -> &'static str {
        match (&self.work, rows::is_independent::<S>()) {
            (_, false) => JOINED,
            (Work::Add, true) => AWAITED,
            (Work::Varied(_), true) => UNORDERED,
        }
    }

    fn rows<S: Shape>(&self) -> Vec<Row> {
        let mut rows = match &self.work {
            Work::Add => rows::adding::<S>(),
            Work::Varied(work) => rows::varied::<S>(work),
        };
        // a subscriber is there for one thread, and steps may run on others
        rows.retain(|row| !row.listened || self.place == Place::OneThread);
        rows.retain(|row| !row.stays || self.place != Place::Worker);
        rows
    }
}

/// Fills a table, topology by topology.
struct Columns<'a> {
    bench: &'a Bench,
    scenario: &'a Scenario,
    filter: &'a str,
    table: Table,
}

impl Visitor for Columns<'_> {
    fn visit<S: Shape>(&mut self) {
        let about = format!("{} {}", self.scenario.title(), S::NAME);
        let mut rows = self.scenario.rows::<S>();
        rows.retain(|row| {
            let mut words = self.filter.split_whitespace();
            words.all(|word| about.contains(word) || row.name.contains(word))
        });
        if rows.is_empty() {
            return;
        }
        check::<S>(self.bench, self.scenario.place, &rows);
        let cells = self.cells::<S>(&rows);
        let name = format!("{}, {} steps", S::NAME, S::PARENTS.len());
        let names = rows.iter().map(|row| row.name);
        self.table.column(name, names.zip(cells).collect());
    }
}

impl Columns<'_> {
    fn cells<S: Shape>(&self, rows: &[Row]) -> Vec<String> {
        let (bench, place) = (self.bench, self.scenario.place);
        let steps = S::PARENTS.len();
        let by_hand = rows
            .iter()
            .position(|row| row.name == self.scenario.by_hand::<S>());
        let usages = || rows.iter().map(|row| bench.usage(place, row));
        match self.scenario.cell {
            Cell::Allocations => {
                let usages: Vec<_> = usages().collect();
                check_bare::<S>(rows, &usages);
                let usages = usages.into_iter();
                usages.map(|usage| allocations(usage, steps)).collect()
            }
            Cell::Bytes => usages().map(|usage| bytes(usage, steps)).collect(),
            Cell::Nanoseconds => shown(&bench.times(place, rows), by_hand, 1e9 / steps as f64),
            Cell::Milliseconds => shown(&bench.times(place, rows), by_hand, 1e3),
        }
    }
}

/// Each time in some unit, and how often it is the time by hand.
pub fn shown(times: &[Duration], by_hand: Option<usize>, unit: f64) -> Vec<String> {
    let by_hand = by_hand.map(|row| times[row].as_secs_f64());
    let cell = |time: &Duration| {
        let time = time.as_secs_f64();
        let ratio = by_hand.map(|by_hand| format!(" ({}×)", digits(time / by_hand)));
        digits(time * unit) + &ratio.unwrap_or_default()
    };
    times.iter().map(cell).collect()
}

fn allocations(usage: Usage, steps: usize) -> String {
    let each = usage.allocations as f64 / steps as f64;
    format!("{} ({each:.2})", usage.allocations)
}

fn bytes(usage: Usage, steps: usize) -> String {
    format!("{:.0}", usage.peak as f64 / steps as f64)
}

/// Three digits, roughly.
fn digits(number: f64) -> String {
    match number {
        100.0.. => format!("{number:.0}"),
        10.0.. => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

impl Cell {
    fn unit(self) -> &'static str {
        match self {
            Self::Nanoseconds => "ns a step",
            Self::Milliseconds => "ms a run",
            Self::Allocations => "allocations a run (a step)",
            Self::Bytes => "bytes a step, at most",
        }
    }
}

/// A bare run allocates its future, and the calls of steps that have very many inputs.
fn check_bare<S: Shape>(rows: &[Row], usages: &[Usage]) {
    let wide = S::PARENTS.iter().filter(|parents| parents.len() > 128);
    let most = 1 + wide.count() as i64;
    for (row, usage) in rows.iter().zip(usages).filter(|(row, _)| row.name == BARE) {
        let found = usage.allocations;
        assert!(
            found <= most,
            "{} of {} allocates {found} times, not {most}",
            row.name,
            S::NAME
        );
    }
}

/// Every row gives the right output, and with it all steps have run.
fn check<S: Shape>(bench: &Bench, place: Place, rows: &[Row]) {
    let values = shape::values::<S>(INPUT);
    let (output, all) = (values.last().copied(), sum(values.iter().copied()));
    for row in rows {
        assert_eq!(
            Some(bench.output(place, row)),
            output,
            "{} of {}",
            row.name,
            S::NAME
        );
    }
    let tally = Arc::new(AtomicU64::new(0));
    let mut tallied = rows::varied::<S>(&Varied::Tally(Arc::clone(&tally)));
    tallied.retain(|row| rows.iter().any(|measured| measured.name == row.name));
    for row in &tallied {
        tally.store(0, Relaxed);
        bench.output(place, row);
        assert_eq!(
            tally.load(Relaxed),
            all,
            "all steps of {} of {}",
            row.name,
            S::NAME
        );
    }
}
