//! What becomes of a value: lent, cloned, copied, moved, dropped.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};

use pipewright::{Context, Moved, Outcome};

use crate::executors::Pool;
use crate::pipelines::{CloneThenMove, Mover, Values, clone_then_move, mover, values};
use crate::script::{Fault, Still, secs, told};

/// Notes what happens to a value.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    pub fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A value that tells when it is cloned and dropped.
#[derive(Default)]
pub struct Token {
    name: String,
    notes: Notes,
}

impl Token {
    pub fn new(name: &str, notes: &Notes) -> Self {
        let notes = notes.clone();
        Self {
            name: name.into(),
            notes,
        }
    }
}

impl Clone for Token {
    fn clone(&self) -> Self {
        let name = format!("{}'s clone", self.name);
        Self::new(&name, &self.notes)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.notes.note(format!("{} dropped", self.name));
    }
}

struct Users(Notes);

impl values::Steps for Users {
    async fn make(&self, _: &Context, ticket: &Token) -> Result<Token, Fault> {
        self.0.note(format!("make from {}", ticket.name));
        Ok(Token::new("token", &self.0))
    }

    async fn borrow(&self, _: &Context, token: &Token) -> Result<(), Fault> {
        tokio::time::sleep(secs(3)).await;
        self.0.note(format!("borrow {}", token.name));
        Ok(())
    }

    async fn duplicate(&self, _: &Context, token: Token) -> Result<(), Fault> {
        tokio::time::sleep(secs(1)).await;
        self.0.note(format!("duplicate {}", token.name));
        Ok(())
    }

    async fn take(&self, _: &Context, mut token: Token) -> Result<Token, Fault> {
        self.0.note(format!("take {}", token.name));
        token.name = "held".into();
        Ok(token)
    }

    async fn look(&self, _: &Context, held: &Token) -> Result<(), Fault> {
        self.0.note(format!("look at {}", held.name));
        Ok(())
    }

    async fn end(&self, _: &Context) -> Result<Token, Fault> {
        self.0.note("end");
        Ok(Token::new("kept", &self.0))
    }

    async fn count(&self, _: &Context) -> Result<u32, Fault> {
        Ok(21)
    }

    async fn add(&self, _: &Context, one: u32, other: u32) -> Result<u32, Fault> {
        Ok(one + other)
    }

    async fn nobody_reads(&self, _: &Context) -> Result<Token, Fault> {
        tokio::time::sleep(secs(9)).await;
        Ok(Token::new("unread", &self.0))
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_is_dropped_right_after_its_last_reader() {
    let notes = Notes::default();
    let run = Values::new(Users(notes.clone())).run(Token::new("ticket", &notes));
    let kept = run.await.unwrap();
    assert_eq!(
        notes.take(),
        [
            "make from ticket",
            "ticket dropped",
            "duplicate token's clone",
            "token's clone dropped",
            "borrow token",
            "take token",
            "look at held",
            "held dropped",
            "end",
            "unread dropped",
        ],
        "the one that moves it runs after those that borrow it"
    );
    assert_eq!(kept.name, "kept");
}

#[tokio::test(start_paused = true)]
async fn with_a_report_values_are_kept_unless_they_were_moved_on() {
    let notes = Notes::default();
    let run = Values::new(Users(notes.clone())).run(Token::new("ticket", &notes));
    let run = run.with_report().await;
    let dropped: Vec<_> = notes
        .take()
        .into_iter()
        .filter(|note| note.ends_with("dropped"))
        .collect();
    assert_eq!(
        dropped,
        ["ticket dropped", "token's clone dropped"],
        "what nobody is handed at the end"
    );
    let outputs = &run.outputs;
    assert!(matches!(outputs.make, Outcome::Ok(Moved)), "into `take`");
    assert!(matches!(outputs.end, Outcome::Ok(Moved)), "out of the run");
    assert_eq!(outputs.take.ok().unwrap().name, "held");
    assert_eq!(outputs.nobody_reads.ok().unwrap().name, "unread");
    assert_eq!(outputs.count.ok(), Some(&21), "a number copies");
    assert_eq!(outputs.add.ok(), Some(&42));
    assert_eq!(outputs.borrow.ok(), Some(&()));
    assert_eq!(run.output.unwrap().name, "kept");
}

struct Holder {
    notes: Notes,
    begun: tokio::sync::mpsc::UnboundedSender<()>,
    end: Mutex<std::sync::mpsc::Receiver<()>>,
}

type Hold = (
    tokio::sync::mpsc::UnboundedReceiver<()>,
    std::sync::mpsc::Sender<()>,
);

fn holder(notes: &Notes) -> (Holder, Hold) {
    let (begun, begins) = tokio::sync::mpsc::unbounded_channel();
    let (end, ends) = std::sync::mpsc::channel();
    let holder = Holder {
        notes: notes.clone(),
        begun,
        end: Mutex::new(ends),
    };
    (holder, (begins, end))
}

impl Holder {
    fn hold(&self, token: &Token) -> Result<(), Fault> {
        self.begun.send(()).unwrap();
        self.end.lock().unwrap().recv().unwrap();
        self.notes.note(format!("done with {}", token.name));
        Ok(())
    }
}

impl mover::Steps for Holder {
    async fn borrow(&self, _: &Context, token: &Token) -> Result<(), Fault> {
        self.hold(token)
    }

    async fn take(&self, _: &Context, token: Token) -> Result<Token, Fault> {
        self.notes.note(format!("take {}", token.name));
        Ok(token)
    }
}

impl clone_then_move::Steps for Holder {
    fn keep(&self, _: &Context, token: Token) -> Result<(), Fault> {
        self.hold(&token)
    }

    async fn take(&self, _: &Context, token: Token) -> Result<Token, Fault> {
        self.notes.note(format!("take {}", token.name));
        Ok(token)
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_is_moved_only_when_an_attempt_that_ran_out_of_time_has_let_it_go() {
    let notes = Notes::default();
    let (holder, (mut begins, end)) = holder(&notes);
    let still = Still::new();
    let pipeline = Mover::builder().steps(holder).pool(Pool::new()).build();
    let run = tokio::spawn(pipeline.run(Token::new("token", &notes)).with_report());
    begins.recv().await.unwrap();
    still.pass(5).await;
    assert_eq!(
        notes.take(),
        [""; 0],
        "its time is up, but its thread does not yield"
    );
    end.send(()).unwrap();
    let run = run.await.unwrap();
    assert_eq!(notes.take(), ["done with token", "take token"]);
    assert_eq!(told(&run.outputs.borrow), "err: timed out after 1s");
    assert_eq!(run.output.unwrap().name, "token");
}

#[tokio::test(start_paused = true)]

async fn a_value_can_be_moved_while_a_thread_that_was_left_behind_has_a_clone() {
    let notes = Notes::default();
    let (holder, (mut begins, end)) = holder(&notes);
    let still = Still::new();
    let pipeline = CloneThenMove::new(holder);
    let run = tokio::spawn(pipeline.run(Token::new("token", &notes)).into_future());
    begins.recv().await.unwrap();
    still.pass(1).await;
    let taken = run.await.unwrap();
    end.send(()).unwrap();
    assert_eq!(taken.unwrap().name, "token");
}
