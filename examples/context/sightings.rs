//! Steps that write down what they can see of the run that they belong to.

use std::thread;

use pipewright::{BoxError, CorrelationId, RunContext, RunId};

use crate::context::{Context, Steps};

/// What a piece of work saw of its run.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Where it looked.
    pub place: &'static str,
    /// The thread that it looked from.
    pub thread: thread::ThreadId,
    /// Ties the run to the request that it serves.
    pub correlation_id: CorrelationId,
    /// Identifies the run.
    pub run_id: RunId,
    /// What an earlier step had set.
    pub session: Option<String>,
}

/// All that was seen.
#[derive(Clone, Debug)]
pub struct Trail {
    /// Who asked.
    pub user: String,
    /// From where.
    pub source: String,
    /// Each place.
    pub sightings: Vec<Sighting>,
}

/// Does the steps' work.
pub struct Site;

fn sighting(place: &'static str, run: &RunContext) -> Sighting {
    Sighting {
        place,
        thread: thread::current().id(),
        correlation_id: run.correlation_id(),
        run_id: run.run_id(),
        session: run.get("session"),
    }
}

impl Steps for Site {
    async fn authorise(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
        let user = &cx.metadata().user;
        if page.starts_with("/admin") && user != "root" {
            return Err(format!("{user} may not read {page}").into());
        }
        cx.set("session", format!("{user}-1"));
        Ok(sighting("a step, through its context", cx))
    }

    async fn fetch(&self, cx: &Context, _page: &String) -> Result<Sighting, BoxError> {
        let work = cx.spawn(async {
            let run = pipewright::current().ok_or("spawned work does not know its run")?;
            Ok::<_, BoxError>(sighting("work that a step spawned", &run))
        });
        work.await?.ok_or("the run has ended")?
    }

    fn render(&self, _cx: &Context, _page: &String) -> Result<Sighting, BoxError> {
        let run = pipewright::current().ok_or("a blocking step does not know its run")?;
        Ok(sighting("a function deep inside a blocking step", &run))
    }

    async fn collect(
        &self,
        cx: &Context,
        authorised: Sighting,
        fetched: Sighting,
        rendered: Sighting,
    ) -> Trail {
        let metadata = cx.metadata();
        Trail {
            user: metadata.user.clone(),
            source: metadata.source.clone(),
            sightings: vec![authorised, fetched, rendered],
        }
    }
}
