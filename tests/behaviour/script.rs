//! Steps that do as they are told, and tell what was done when.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipewright::{Outcome, Report, RunError};
use tokio::time::{Instant, sleep};

/// The error of scripted steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub &'static str);

impl Fault {
    /// An error that says when to come again.
    pub fn retry_after(&self) -> Option<Duration> {
        (self.0 == "come in 7 s").then(|| secs(7))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Fault {}

/// The error of pipelines that run others, whatever the error of those is.
#[derive(Debug)]
pub struct Gathered(pub String);

impl fmt::Display for Gathered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gathered: {}", self.0)
    }
}

impl From<RunError> for Gathered {
    fn from(error: RunError) -> Self {
        Self(error.to_string())
    }
}

/// What one call of a step does, after a while.
#[derive(Clone, Copy)]
pub struct Act {
    takes: Duration,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Give(u32),
    Fail(&'static str),
    Panic(&'static str),
    Decline,
    Never,
}

pub const fn give(value: u32) -> Act {
    act(End::Give(value))
}

pub const fn fail(message: &'static str) -> Act {
    act(End::Fail(message))
}

pub const fn panics(message: &'static str) -> Act {
    act(End::Panic(message))
}

pub const fn decline() -> Act {
    act(End::Decline)
}

pub const fn never() -> Act {
    act(End::Never)
}

const fn act(end: End) -> Act {
    Act {
        takes: Duration::ZERO,
        end,
    }
}

impl Act {
    /// The same, after so many seconds.
    pub const fn after(self, seconds: u64) -> Self {
        Self {
            takes: Duration::from_secs(seconds),
            ..self
        }
    }
}

/// What a scripted step can return.
pub trait Made {
    fn made(value: Option<u32>) -> Self;
}

impl Made for u32 {
    fn made(value: Option<u32>) -> Self {
        value.expect("this step cannot decline")
    }
}

impl Made for Option<u32> {
    fn made(value: Option<u32>) -> Self {
        value
    }
}

impl Made for () {
    fn made(_: Option<u32>) {}
}

/// The steps of a test. One that nothing is said about gives 1 at once. Clones share what is noted.
#[derive(Clone)]
pub struct Script {
    acts: HashMap<&'static str, Vec<Act>>,
    begun: Instant,
    log: Arc<Mutex<Vec<Call>>>,
}

struct Call {
    step: &'static str,
    started: Duration,
    ended: Option<Duration>,
    gone: Option<Duration>,
}

impl Script {
    pub fn new() -> Self {
        Self {
            acts: HashMap::new(),
            begun: Instant::now(),
            log: Arc::default(),
        }
    }

    /// The first call of this step does the first of these, and so on; the last is for all further calls.
    pub fn on(mut self, step: &'static str, acts: impl IntoIterator<Item = Act>) -> Self {
        self.acts.insert(step, acts.into_iter().collect());
        self
    }

    /// One call of a step.
    pub async fn play<T: Made>(&self, step: &'static str) -> Result<T, Fault> {
        let (call, act) = self.begin(step);
        let _gone = Gone(self, call);
        if !act.takes.is_zero() {
            sleep(act.takes).await;
        }
        let result = match act.end {
            End::Give(value) => Ok(T::made(Some(value))),
            End::Fail(message) => Err(Fault(message)),
            End::Panic(message) => panic!("{message}"),
            End::Decline => Ok(T::made(None)),
            End::Never => std::future::pending().await,
        };
        self.log.lock().unwrap()[call].ended = Some(self.now());
        result
    }

    fn begin(&self, step: &'static str) -> (usize, Act) {
        let mut log = self.log.lock().unwrap();
        let earlier = log.iter().filter(|call| call.step == step).count();
        log.push(Call {
            step,
            started: self.now(),
            ended: None,
            gone: None,
        });
        let acts = self.acts.get(step).map_or(&[][..], Vec::as_slice);
        let act = acts.get(earlier).or(acts.last()).copied();
        (log.len() - 1, act.unwrap_or(give(1)))
    }

    fn now(&self) -> Duration {
        self.begun.elapsed()
    }

    fn times(&self, step: &str, time: impl Fn(&Call) -> Option<Duration>) -> Vec<f64> {
        let log = self.log.lock().unwrap();
        let calls = log.iter().filter(|call| call.step == step);
        calls.filter_map(time).map(seconds).collect()
    }

    /// When the calls of this step began, in seconds since the script was written.
    pub fn starts(&self, step: &str) -> Vec<f64> {
        self.times(step, |call| Some(call.started))
    }

    /// When the calls of this step returned.
    pub fn ends(&self, step: &str) -> Vec<f64> {
        self.times(step, |call| call.ended)
    }

    /// When the calls of this step were dropped, or had returned.
    pub fn gone(&self, step: &str) -> Vec<f64> {
        self.times(step, |call| call.gone)
    }

    /// How often this step was called.
    pub fn calls(&self, step: &str) -> usize {
        self.starts(step).len()
    }

    /// The steps in the order in which their calls began.
    pub fn order(&self) -> Vec<&'static str> {
        let log = self.log.lock().unwrap();
        log.iter().map(|call| call.step).collect()
    }

    /// How many calls ran at once at most.
    pub fn peak(&self) -> usize {
        let log = self.log.lock().unwrap();
        let at = |n: usize| {
            let earlier = log[..n].iter();
            // one that is gone at this very time had made room
            let running = earlier.filter(|call| call.gone.is_none_or(|gone| gone > log[n].started));
            running.count() + 1
        };
        (0..log.len()).map(at).max().unwrap_or(0)
    }

    /// The time, in seconds since the script was written.
    pub fn time(&self) -> f64 {
        seconds(self.now())
    }
}

/// Keeps tokio's paused clock from going on by itself while the runtime has nothing to do: for tests that
/// wait for other threads, and move the clock by hand.
pub struct Still {
    _end: std::sync::mpsc::Sender<()>,
}

impl Still {
    pub fn new() -> Self {
        let (_end, ended) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || ended.recv());
        Self { _end }
    }

    /// Moves the clock, and lets everything happen that follows in this thread.
    pub async fn pass(&self, seconds: u64) {
        tokio::time::advance(secs(seconds)).await;
        self.settle().await;
    }

    /// Lets everything happen that can in this thread.
    pub async fn settle(&self) {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }
}

struct Gone<'a>(&'a Script, usize);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        if let Ok(mut log) = self.0.log.lock() {
            log[self.1].gone = Some(self.0.now());
        }
    }
}

/// To the millisecond, which is how fine tokio's timers are.
pub fn seconds(time: Duration) -> f64 {
    time.as_millis() as f64 / 1000.0
}

pub const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// An outcome in one line.
pub fn told<T, E: fmt::Display>(outcome: &Outcome<T, E>) -> String {
    match outcome {
        Outcome::Ok(_) => "ok".into(),
        Outcome::Err(error) => format!("err: {error}"),
        Outcome::Skipped(skip) => format!("skipped: {skip}"),
    }
}

/// A step's outcome in a report, in one line.
pub fn reported(report: &Report, step: &str) -> String {
    let step = report.step(step).expect("it is a step of the pipeline");
    let outcome = format!("{:?}", step.outcome).to_lowercase();
    let reason = step.reason.as_ref().map(|reason| format!(": {reason}"));
    let causes = match &*step.caused_by {
        [] => String::new(),
        causes => format!(" <- {}", causes.join(", ")),
    };
    format!("{outcome}{}{causes}", reason.unwrap_or_default())
}

/// The errors of a step's attempts in a report.
pub fn attempt_errors(report: &Report, step: &str) -> Vec<String> {
    let step = report.step(step).expect("it is a step of the pipeline");
    let errors = step.attempts.iter().map(|attempt| attempt.error.clone());
    errors.map(Option::unwrap_or_default).collect()
}

/// Implements the steps of a pipeline by a [`Script`].
#[macro_export]
macro_rules! scripted {
    ($pipeline:ident: $($step:ident($($arg:ty),*) -> $out:ty;)*) => {
        impl $crate::pipelines::$pipeline::Steps for $crate::script::Script {
            $($crate::scripted!(@step $step($($arg),*) -> $out);)*
        }
    };
    (@step $step:ident() -> $out:ty) => {
        async fn $step(&self, _: &pipewright::Context) -> Result<$out, $crate::script::Fault> {
            self.play(stringify!($step)).await
        }
    };
    (@step $step:ident($a:ty) -> $out:ty) => {
        async fn $step(&self, _: &pipewright::Context, _: $a) -> Result<$out, $crate::script::Fault> {
            self.play(stringify!($step)).await
        }
    };
    (@step $step:ident($a:ty, $b:ty) -> $out:ty) => {
        async fn $step(&self, _: &pipewright::Context, _: $a, _: $b) -> Result<$out, $crate::script::Fault> {
            self.play(stringify!($step)).await
        }
    };
}
