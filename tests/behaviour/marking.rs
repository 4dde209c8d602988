//! Metadata that workflows and flows declare.

use pipewright::{CorrelationId, Outcome, Spawn};

use crate::pipelines::marked::{self, AskNext, LetterNext, SignNext};
use crate::pipelines::marking::{self, AfterRead, Context};
use crate::pipelines::{Marked, Marking};

struct Clerk;

impl marking::Steps for Clerk {
    async fn read(&self, cx: &Context, lines: &u32) -> Result<String, String> {
        cx.update(|metadata| metadata.seen += 1);
        let metadata = cx.metadata();
        Ok(format!("{lines} {} {}", metadata.user, metadata.source))
    }

    fn after_read(
        &self,
        cx: &Context,
        read: &mut Vec<String>,
        lines: u32,
        outcome: Outcome<String, String>,
        queue: &mut AfterRead,
    ) -> Result<(), String> {
        let text = outcome.ok().cloned().unwrap_or_default();
        read.push(format!("{text} {}", cx.metadata().seen));
        if lines > 1 {
            queue.read(lines - 1);
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_workflow_has_the_metadata_that_it_declares() {
    let id = CorrelationId::random();
    for spawned in [false, true] {
        let run = Marking::new(Clerk).run(2, Vec::new()).correlation_id(id);
        let run = match spawned {
            true => run.user("ada").executor(Spawn),
            false => run.user("ada"),
        };
        assert_eq!(run.await.unwrap(), ["2 ada api 1", "1 ada api 2"]);
    }
    let run = Marking::new(Clerk).run(1, Vec::new()).source("web");
    let run = run.user("bob").metadata("tenant", "north").with_report();
    let run = run.await;
    assert_eq!(run.output.unwrap(), ["1 bob web 1"]);
    assert_eq!(run.report.metadata["user"], "bob");
    assert_eq!(run.report.metadata["seen"], "1");
    assert_eq!(run.report.metadata["tenant"], "north");
    assert_eq!(run.outputs.read.times(), 1);
}

/// What a clerk has as well.
pub trait Stamps {}

impl Stamps for Clerk {}
impl Stamps for marked::Stub<Clerk> {}

impl marked::Steps for Clerk {
    async fn letter(
        &self,
        cx: &marked::Context,
        next: LetterNext<'_>,
        text: String,
    ) -> Result<String, String> {
        match &*cx.metadata().source {
            "" => Err("from nowhere".to_owned()),
            _ => Ok(next.sign(&text).await),
        }
    }

    fn ask(&self, cx: &marked::Context, _: AskNext<'_>) -> u32 {
        cx.metadata().user.len() as u32
    }

    async fn sign(&self, cx: &marked::Context, _: SignNext<'_>, text: &str) -> String {
        format!("{text}, {}", cx.metadata().user)
    }
}

#[tokio::test]
async fn a_flow_has_the_metadata_that_it_declares() {
    let flow = Marked::new(Clerk);
    let letter = flow.letter("hello".into()).user("ada");
    assert_eq!(letter.await.unwrap(), "hello, ada");
    assert_eq!(flow.ask().user("bob").await.unwrap(), 3);
    let letter = flow.letter("hello".into()).user("ada").source("");
    let run = letter.with_report().await;
    assert!(run.output.is_err());
    assert_eq!(run.report.metadata["user"], "ada");
}

#[tokio::test]
async fn a_stub_has_it_too() {
    let stub = marked::Stub::over(Clerk).sign(|cx, _| cx.metadata().source.clone());
    let letter = Marked::new(stub).letter("hello".into());
    assert_eq!(letter.source("web").user("ada").await.unwrap(), "web");
}
