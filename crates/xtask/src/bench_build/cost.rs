//! What a command takes.

use std::fmt;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::shell;

/// How long a command took, and how long processors worked for it, as far as that can be told.
pub(super) struct Cost {
    pub(super) wall: Duration,
    pub(super) processors: Option<Duration>,
}

impl Cost {
    pub(super) fn of(command: &mut Command) -> Result<Self, String> {
        let (clock, before) = (Instant::now(), processors());
        shell::run(command)?;
        Ok(Self {
            wall: clock.elapsed(),
            processors: processors()
                .zip(before)
                .map(|(after, before)| after - before),
        })
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.wall.as_secs_f64())?;
        match self.processors {
            Some(time) => write!(f, " ({:.1})", time.as_secs_f64()),
            None => Ok(()),
        }
    }
}

/// How long processors have worked for all commands so far; Linux tells.
fn processors() -> Option<Duration> {
    /// The unit of Linux's figures.
    const TICK: Duration = Duration::from_millis(10);
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // behind the name, which may hold anything: the fields from the third on
    let fields: Vec<&str> = status.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<u32>().ok();
    // those of children in user and in kernel mode
    Some(TICK * (ticks(16)? + ticks(17)?))
}
