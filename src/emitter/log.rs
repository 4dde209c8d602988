//! Events as lines of text.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::logfmt::{self, Pairs};
use super::{Emitter, Event, Level};
use crate::outcome::BoxError;
use crate::table::one_line;

/// Writes a line for each event: for people, unless it is told otherwise.
///
/// ```text
/// 2026-11-26T06:20:01.512Z SYSTEM  order_processing: started
/// 2026-11-26T06:20:01.527Z WARN    order_processing: validate, attempt 1 failed after 14.8 ms: busy; again in 100 ms
/// 2026-11-26T06:20:01.655Z INFO    order_processing: validate ok after 143 ms
/// 2026-11-26T06:20:01.702Z SUCCESS order_processing: ok after 190 ms
/// ```
///
/// ```
/// use pipewright::emitters::Log;
/// use pipewright::{Emitters, Level};
///
/// # fn main() -> std::io::Result<()> {
/// # let path = std::env::temp_dir().join("pipewright-doc-events.jsonl");
/// let file = std::fs::File::create(path)?;
/// let emitters = Emitters::from(Log::stderr().level(Level::Warn)).and(Log::to(file).json());
/// # let _ = emitters;
/// # Ok(())
/// # }
/// ```
pub struct Log {
    out: Mutex<Out>,
    form: Form,
    color: bool,
    ids: bool,
    level: Level,
}

type Out = BufWriter<Box<dyn Write + Send>>;

#[derive(Clone, Copy, Debug)]
enum Form {
    /// For people.
    Lines,
    Json,
    Logfmt,
}

impl Log {
    /// To the standard error stream; in colour, if that is a terminal, and `NO_COLOR` is not set.
    pub fn stderr() -> Self {
        let color = is_colored(io::stderr().is_terminal(), std::env::var_os("NO_COLOR"));
        Self::to(io::stderr()).color(color)
    }

    /// To the standard output; in colour, if that is a terminal, and `NO_COLOR` is not set.
    pub fn stdout() -> Self {
        let color = is_colored(io::stdout().is_terminal(), std::env::var_os("NO_COLOR"));
        Self::to(io::stdout()).color(color)
    }

    /// To a file, a socket, or whatever else can be written to; without colour. Everything is written, from
    /// [`Level::Debug`] on, unless [`level`](Self::level) says otherwise.
    pub fn to(writer: impl Write + Send + 'static) -> Self {
        Self {
            out: Mutex::new(BufWriter::new(Box::new(writer))),
            form: Form::Lines,
            color: false,
            ids: false,
            level: Level::Debug,
        }
    }

    /// Writes only what matters at least so much.
    #[must_use]
    pub fn level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Lines for people are in colour or not, whatever they are written to.
    #[must_use]
    pub fn color(self, color: bool) -> Self {
        Self { color, ..self }
    }

    /// Lines for people end with the ids of the run: `run_id=… correlation_id=…`. The other forms have them anyway.
    #[must_use]
    pub fn ids(self) -> Self {
        Self { ids: true, ..self }
    }

    /// A JSON object a line: the event in its serialised form, with its `level`.
    ///
    /// ```
    /// # let json = r#"{"level":"INFO","time":"2026-11-26T06:20:01.655000000Z","run_id":"019abf2e-6d5c-7a50-b5a5-3f8a1c6d9e01","correlation_id":"4bf92f3577b34da6a3ce929d0e0e4736","pipeline":"order_processing","step":"validate","attempt":2,"event":"step_ended","outcome":"ok","took":0.143}"#;
    /// let event: pipewright::Event = serde_json::from_str(json)?;
    /// assert_eq!(event.to_string(), "order_processing: validate ok after 143 ms");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn json(self) -> Self {
        let form = Form::Json;
        Self { form, ..self }
    }

    /// Pairs of `key=value`, in [logfmt]: `timestamp`, `level`, `event`, what it is about, then `payload`,
    /// `result` and `error` of what has ended, and what else there is. `result` is the value of a step, if the
    /// event has it, and otherwise `ok`, `err` or `skipped`.
    ///
    /// [logfmt]: https://brandur.org/logfmt
    #[must_use]
    pub fn logfmt(self) -> Self {
        let form = Form::Logfmt;
        Self { form, ..self }
    }

    fn write(&self, line: &str) -> io::Result<()> {
        let mut out = self.out();
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line(&self, event: &Event) -> Result<String, BoxError> {
        Ok(match self.form {
            Form::Lines => {
                let mut line = self.lined(event.time, event.level(), event);
                if self.ids {
                    let (run, id) = (event.run_id, event.correlation_id);
                    line.push_str(&format!(" run_id={run} correlation_id={id}"));
                }
                line
            }
            Form::Json => serde_json::to_string(&Leveled {
                level: event.level().name(),
                event,
            })?,
            Form::Logfmt => logfmt::line(event),
        })
    }

    fn lost_line(&self, events: u64) -> String {
        let now = SystemTime::now();
        match self.form {
            Form::Lines => {
                let told = format_args!("{events} events are missing here: they came too fast");
                self.lined(now, Level::Warn, &told)
            }
            Form::Json => {
                let time = humantime::format_rfc3339_nanos(now);
                format!(r#"{{"level":"WARN","time":"{time}","event":"lost","events":{events}}}"#)
            }
            Form::Logfmt => {
                let mut pairs = Pairs::begin(now, Level::Warn, "lost");
                pairs.add("events", &events);
                pairs.line()
            }
        }
    }
}

impl Log {
    /// A line for people. What it tells cannot leave its line, or do anything to a terminal.
    fn lined(&self, time: SystemTime, level: Level, told: &dyn fmt::Display) -> String {
        let time = humantime::format_rfc3339_millis(time);
        let (begin, end) = match self.color {
            true => (code(level), "\x1b[0m"),
            false => ("", ""),
        };
        let mut line = format!("{time} {begin}{level:<7}{end} ");
        line.push_str(&one_line(&told.to_string()));
        line
    }
}

impl Emitter for Log {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        if event.level() >= self.level {
            self.write(&self.line(event)?)?;
        }
        Ok(())
    }

    fn lost(&self, events: u64) {
        // where it cannot be written, the report has it
        let _ = self.write(&self.lost_line(events));
    }

    fn flush(&self) -> Result<(), BoxError> {
        Ok(self.out().flush()?)
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("form", &self.form)
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}

/// An event with its level.
#[derive(serde::Serialize)]
struct Leveled<'a> {
    level: &'static str,
    #[serde(flatten)]
    event: &'a Event,
}

/// The colour of a level.
fn code(level: Level) -> &'static str {
    match level {
        Level::Debug => "\x1b[2m",
        Level::Info => "\x1b[34m",
        Level::System => "\x1b[36m",
        Level::Success => "\x1b[32m",
        Level::Warn => "\x1b[33m",
        Level::Error => "\x1b[1;31m",
    }
}

/// Colours are for terminals, unless somebody wants none anywhere: <https://no-color.org>.
pub(super) fn is_colored(is_terminal: bool, no_color: Option<OsString>) -> bool {
    is_terminal && no_color.is_none_or(|set| set.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_and_those_who_want_them() {
        assert!(is_colored(true, None));
        assert!(is_colored(true, Some(OsString::new())));
        assert!(!is_colored(true, Some("1".into())));
        assert!(!is_colored(false, None));
    }
}
