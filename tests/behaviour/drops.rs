//! What is dropped while a run goes on, on the straight way and off it.

use pipewright::{Context, Spawn};

use crate::pipelines::{Drops, drops};
use crate::script::Fault;
use crate::values::{Notes, Token};

/// Panics when it is dropped, if it is told to.
pub struct Bomb(bool);

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(!self.0, "boom");
    }
}

struct Steps {
    /// The first step leaves the straight way.
    waits: bool,
    /// The future of a step runs out of time, and panics then.
    bomb: bool,
    notes: Notes,
}

impl drops::Steps for Steps {
    async fn first(&self, _: &Context, _: &Bomb) -> Result<u32, Fault> {
        if self.waits {
            tokio::task::yield_now().await;
        }
        Ok(1)
    }

    async fn slow(&self, _: &Context) -> Result<(), Fault> {
        let _bomb = Bomb(self.bomb);
        match self.bomb {
            true => std::future::pending().await,
            false => Ok(()),
        }
    }

    async fn unread(&self, _: &Context) -> Result<Token, Fault> {
        Ok(Token::new("unread", &self.notes))
    }

    async fn last(&self, _: &Context, first: u32) -> Result<u32, Fault> {
        self.notes.note("last");
        Ok(first)
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_that_nobody_reads_is_dropped_at_once() {
    for waits in [false, true] {
        let (bomb, notes) = (false, Notes::default());
        let pipeline = Drops::new(Steps {
            waits,
            bomb,
            notes: notes.clone(),
        });
        assert_eq!(pipeline.run(Bomb(false)).await.unwrap(), 1);
        assert_eq!(notes.take(), ["unread dropped", "last"]);
        pipeline.run(Bomb(false)).executor(Spawn).await.unwrap();
        assert_eq!(notes.take(), ["unread dropped", "last"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_panics_when_it_is_dropped_does_not_end_the_run() {
    for (waits, bomb, ticket) in [
        (false, false, true),
        (true, false, true),
        (false, true, false),
        (true, true, false),
    ] {
        let notes = Notes::default();
        let pipeline = Drops::new(Steps { waits, bomb, notes });
        assert_eq!(pipeline.run(Bomb(ticket)).await.unwrap(), 1);
        let tasks = pipeline.run(Bomb(ticket)).executor(Spawn);
        assert_eq!(tasks.await.unwrap(), 1);
    }
}
