//! Tasks that go from step to step, and a schedule that takes over.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use loom::cell::UnsafeCell;
use loom::sync::{Arc, Mutex};
use loom::thread;

use crate::explore;
use crate::run::{Hands, Mark, Marks, Next};

/// A step: which steps it reads, each of which it waits for, and how its call ends.
struct Step {
    reads: &'static [u32],
    is_apart: bool,
    fails: bool,
}

const fn step(reads: &'static [u32]) -> Step {
    Step {
        reads,
        is_apart: false,
        fails: false,
    }
}

type Steps = &'static [Step];

struct Run {
    steps: Steps,
    marks: Marks,
    hands: Hands,
    values: Vec<Value>,
    schedule: Mutex<Option<Schedule>>,
}

/// What a step leaves.
#[derive(Default)]
struct Value {
    /// `loom` sees to it that nobody reads it while another writes it, or takes it away.
    cell: UnsafeCell<()>,
    /// How often it was made, and how often emptied.
    made: AtomicU32,
    emptied: AtomicU32,
}

/// As much as has to be counted.
struct Schedule {
    waits: Vec<usize>,
    readers: Vec<usize>,
    begun: Vec<bool>,
    left: usize,
}

impl Run {
    /// A run with so many tasks.
    fn new(steps: Steps, tasks: i64) -> Arc<Self> {
        let marks = steps.iter();
        let marks = marks.map(|step| (step.reads.len() as u32, step.is_apart));
        let readers: Vec<_> = (0..steps.len())
            .map(|value| readers(steps, value).len() as u32)
            .collect();
        let hands = Hands::new(false);
        hands.change(tasks);
        Arc::new(Self {
            steps,
            marks: Marks::new(marks, &readers),
            hands,
            values: steps.iter().map(|_| Value::default()).collect(),
            schedule: Mutex::new(None),
        })
    }

    /// A task, which begins with these steps. True if it has told the run that all has ended.
    fn leg(&self, mut ready: Vec<u32>) -> bool {
        while let Some(step) = ready.pop() {
            if !self.marks.begins(step) {
                continue;
            }
            self.call(step);
            match !self.steps[step as usize].fails && self.marks.ends(step) {
                true => self.pass_on(step, &mut ready),
                false => self.with_schedule(|run, schedule| schedule.end(run, step)),
            }
        }
        self.hands.leave()
    }

    /// A step that has ended leaves what follows to tasks.
    fn pass_on(&self, step: u32, ready: &mut Vec<u32>) {
        for &read in self.steps[step as usize].reads {
            if self.marks.has_read(read as usize) {
                self.empty(read);
            }
        }
        let mut needs_schedule = false;
        for child in readers(self.steps, step as usize) {
            match self.marks.count_down(child) {
                Next::Ready => ready.push(child),
                Next::Apart => needs_schedule = true,
                Next::Nothing => {}
            }
        }
        if needs_schedule {
            self.with_schedule(|_, _| {});
        }
    }

    /// Calls a step, for the first time: it reads and leaves a value.
    fn call(&self, step: u32) {
        for &read in self.steps[step as usize].reads {
            self.values[read as usize].cell.with(|_| {});
        }
        let own = &self.values[step as usize];
        own.cell.with_mut(|_| {});
        own.made.fetch_add(1, Relaxed);
    }

    /// The last reader of a value has ended.
    fn empty(&self, value: u32) {
        let value = &self.values[value as usize];
        value.cell.with_mut(|_| {});
        value.emptied.fetch_add(1, Relaxed);
    }

    /// Tells a schedule, which takes over if it is new, and goes on.
    fn with_schedule(&self, tell: impl FnOnce(&Self, &mut Schedule)) {
        let mut schedule = self.schedule.lock().unwrap();
        let schedule = schedule.get_or_insert_with(|| {
            let schedule = Schedule::of(self);
            if schedule.left > 0 {
                self.hands.resume();
            }
            schedule
        });
        tell(self, schedule);
        schedule.go_on(self);
    }
}

impl Schedule {
    fn of(run: &Run) -> Self {
        let steps = run.steps;
        let mut schedule = Self {
            waits: steps.iter().map(|step| step.reads.len()).collect(),
            readers: (0..steps.len())
                .map(|step| readers(steps, step).len())
                .collect(),
            begun: vec![false; steps.len()],
            left: steps.len(),
        };
        for step in 0..steps.len() as u32 {
            let mark = run.marks.take(step);
            schedule.begun[step as usize] = mark != Mark::Open;
            if mark == Mark::Ended {
                assert_eq!(schedule.waits[step as usize], 0, "{step} ended too early");
                // what nobody reads any longer is emptied by whoever has told it
                schedule.ended(run, step, |_| {});
            }
        }
        schedule
    }

    /// A step has ended that had begun without the schedule.
    fn end(&mut self, run: &Run, step: u32) {
        assert!(self.begun[step as usize], "{step} has never begun");
        self.ended(run, step, |value| run.empty(value));
        self.over(run);
    }

    fn ended(&mut self, run: &Run, step: u32, empty: impl Fn(u32)) {
        self.left -= 1;
        for child in readers(run.steps, step as usize) {
            self.waits[child as usize] -= 1;
        }
        for &read in run.steps[step as usize].reads {
            self.readers[read as usize] -= 1;
            if self.readers[read as usize] == 0 {
                empty(read);
            }
        }
    }

    /// Calls what is ready.
    fn go_on(&mut self, run: &Run) {
        let is_ready = |schedule: &Self| {
            let all = schedule.waits.iter().zip(&schedule.begun);
            let mut all = all.map(|(waits, begun)| *waits == 0 && !*begun);
            all.position(|is_ready| is_ready)
        };
        while let Some(step) = is_ready(self) {
            self.begun[step] = true;
            run.call(step as u32);
            self.ended(run, step as u32, |value| run.empty(value));
            self.over(run);
        }
    }

    fn over(&self, run: &Run) {
        if self.left == 0 {
            run.hands.end(0);
        }
    }
}

/// The steps that read what a step has left.
fn readers(steps: Steps, step: usize) -> Vec<u32> {
    let all = (0..).zip(steps);
    let reads = all.filter(|(_, one)| one.reads.contains(&(step as u32)));
    reads.map(|(step, _)| step).collect()
}

/// A run of these steps by two tasks, and, if it is cut short, by its own future.
fn goes_well(steps: Steps, first: [&'static [u32]; 2], is_cut: bool) {
    explore(3, move || {
        let run = Run::new(steps, 2);
        let legs = first.map(|first| {
            let run = Arc::clone(&run);
            thread::spawn(move || run.leg(first.to_vec()))
        });
        if is_cut {
            run.with_schedule(|_, _| {});
        }
        let is_done = is_cut && run.hands.is_done();
        let told = legs.map(|leg| leg.join().unwrap());
        assert!(run.hands.is_done());
        assert!(is_done || told[0] || told[1], "the run sleeps forever");
        for (step, value) in run.values.iter().enumerate() {
            let is_read = !readers(steps, step).is_empty();
            let (made, emptied) = (value.made.load(Relaxed), value.emptied.load(Relaxed));
            assert_eq!((made, emptied), (1, is_read.into()), "step {step}");
        }
    });
}

/// Two that lead to one, and one behind that.
const JOIN: Steps = &[step(&[]), step(&[]), step(&[0, 1]), step(&[2])];

#[test]
fn the_last_of_two_begins_what_follows() {
    goes_well(JOIN, [&[0], &[1]], false);
}

#[test]
fn a_run_that_is_cut_short_begins_each_step_once() {
    goes_well(JOIN, [&[0], &[1]], true);
}

/// Both read what both have left.
const CROSS: Steps = &[step(&[]), step(&[]), step(&[0, 1]), step(&[0, 1])];

#[test]
fn a_value_is_there_until_its_last_reader_has_ended() {
    goes_well(CROSS, [&[0], &[1]], false);
    goes_well(CROSS, [&[0], &[1]], true);
}

/// One fails, beside another.
const FAILS: Steps = &[
    step(&[]),
    Step {
        fails: true,
        ..step(&[])
    },
    step(&[0]),
    step(&[1, 2]),
];

#[test]
fn a_failure_is_told_to_the_schedule() {
    goes_well(FAILS, [&[0], &[1]], false);
}

/// Only a schedule can begin what both lead to.
const APART: Steps = &[
    step(&[]),
    step(&[]),
    Step {
        is_apart: true,
        ..step(&[0, 1])
    },
    step(&[0]),
];

#[test]
fn a_step_that_needs_a_schedule_gets_one() {
    goes_well(APART, [&[0], &[1]], false);
}
