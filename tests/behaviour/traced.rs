//! What a trace shows of a run: which span lies in which, how each has ended, and what it follows.

use std::cell::Cell;
use std::error::Error;
use std::fmt;

use pipewright::{Context, CorrelationId, Outcome, Place, Spawn};

use crate::pipelines::traced_calls::{AskNext, ReceiveNext};
use crate::pipelines::{
    Traced, TracedCalls, TracedPart, TracedQueue, traced, traced_calls, traced_part, traced_queue,
};
use crate::traces::Recorder;

/// Given to one step, and lent to another.
pub struct Ticket;

/// An error, and what is behind it.
#[derive(Debug)]
pub struct Trouble(&'static str, Option<Box<Trouble>>);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.1.as_deref()?;
        Some(source)
    }
}

fn deep(text: &'static str) -> Trouble {
    let socket = Trouble("the socket is closed", None);
    let bank = Trouble("the bank does not answer", Some(socket.into()));
    Trouble(text, Some(bank.into()))
}

/// Steps that fail at first.
pub struct Stumbles;

impl traced::Steps for Stumbles {
    async fn look(&self, _: &Context, _: &Ticket) -> Result<(), Trouble> {
        Ok(())
    }

    async fn tries(&self, cx: &Context) -> Result<u32, Trouble> {
        tracing::info!("tries");
        match cx.attempt() {
            1 => Err(deep("busy")),
            _ => Ok(1),
        }
    }

    async fn each(&self, cx: &Context, id: &u32) -> Result<u32, Trouble> {
        tracing::info!("element {id}");
        match cx.attempt() {
            1 if *id == 5 => Err(deep("five")),
            _ => Ok(*id),
        }
    }

    async fn use_up(&self, _: &Context, _: Ticket) -> Result<u32, Trouble> {
        Ok(1)
    }

    async fn sum(&self, _: &Context, _: u32, _: &Vec<u32>, _: u32, _: u32) -> Result<u32, Trouble> {
        Err(deep("no sum"))
    }
}

impl traced_part::Steps for Stumbles {
    async fn work(&self, cx: &Context, n: u32) -> Result<u32, Trouble> {
        tracing::info!("in {} of {}", cx.attempt(), cx.pipeline());
        let spawned = cx.spawn(async { tracing::info!("beside") });
        spawned.await.map_err(|_| Trouble("lost", None))?;
        match n {
            7 => Ok(n),
            _ => panic!("no seven"),
        }
    }
}

const TREE: &str = "\
pipeline pipeline=behaviour::traced outcome=err error_kind=failed error=pipeline `behaviour::traced`: step `sum` failed: no sum < the bank does not answer < the socket is closed
  step pipeline=behaviour::traced step=look attempt=1 outcome=ok
  step pipeline=behaviour::traced step=tries outcome=ok
    attempt step=tries attempt=1 outcome=err error_kind=failed error=busy < the bank does not answer < the socket is closed
    attempt step=tries attempt=2 outcome=ok
  step pipeline=behaviour::traced step=use_up attempt=1 outcome=ok, after tries, after look
  step pipeline=behaviour::traced step=each attempt=1 outcome=ok
    element step=each index=0 outcome=ok
      attempt step=each attempt=1 outcome=ok
    element step=each index=1 outcome=ok
      attempt step=each attempt=1 outcome=err error_kind=failed error=five < the bank does not answer < the socket is closed
      attempt step=each attempt=2 outcome=ok
  step pipeline=behaviour::traced step=part outcome=ok
    attempt step=part attempt=1 outcome=ok
      pipeline pipeline=behaviour::traced_part outcome=ok
        step pipeline=behaviour::traced_part step=work attempt=1 outcome=ok
          spawned
  step pipeline=behaviour::traced step=sum attempt=1 outcome=err error_kind=failed error=no sum < the bank does not answer < the socket is closed
";

#[tokio::test(start_paused = true)]
async fn each_span_lies_where_it_belongs() {
    for place in [Place::default(), Place::scheduled(), Spawn.into()] {
        let recorder = Recorder::default();
        let _listening = recorder.listen();
        let run = Traced::new(Stumbles)
            .run(vec![4, 5], Ticket)
            .executor(place);
        run.await.unwrap_err();
        let mut tree: Vec<_> = recorder.tree().lines().map(str::to_owned).collect();
        let mut expected: Vec<_> = TREE.lines().map(str::to_owned).collect();
        // steps begin side by side, in an order that is their executor's
        tree.sort();
        expected.sort();
        assert_eq!(tree, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_told_with_its_kind() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    TracedPart::new(Stumbles).run(1).await.unwrap_err();
    assert_eq!(
        recorder.tree(),
        "\
pipeline pipeline=behaviour::traced_part outcome=err error_kind=panicked error=pipeline `behaviour::traced_part`: step `work` panicked: no seven
  step pipeline=behaviour::traced_part step=work attempt=1 outcome=err error_kind=panicked error=panicked: no seven
    spawned
"
    );
}

impl traced_calls::Steps for Stumbles {
    async fn receive(&self, _: &Context, next: ReceiveNext<'_>, n: u32) -> Result<u32, Trouble> {
        next.ask(n).await
    }

    async fn ask(&self, _: &Context, _: AskNext<'_>, _: u32) -> Result<u32, Trouble> {
        Err(deep("no answer"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_lies_in_that_of_its_caller() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    TracedCalls::new(Stumbles).receive(1).await.unwrap_err();
    assert_eq!(
        recorder.tree(),
        "\
pipeline pipeline=behaviour::traced_calls outcome=err error_kind=failed error=pipeline `behaviour::traced_calls`: step `receive` failed: no answer < the bank does not answer < the socket is closed
  step pipeline=behaviour::traced_calls step=receive attempt=1 outcome=err error_kind=failed error=no answer < the bank does not answer < the socket is closed
    step pipeline=behaviour::traced_calls step=ask attempt=1 outcome=err error_kind=failed error=no answer < the bank does not answer < the socket is closed
"
    );
}

impl traced_queue::Steps for Stumbles {
    async fn load(&self, cx: &Context, n: &u32) -> Result<u32, Trouble> {
        match cx.attempt() {
            1 => Err(deep("not yet")),
            _ => Ok(*n),
        }
    }

    fn after_load(
        &self,
        _: &Context,
        state: &mut u32,
        n: u32,
        _: Outcome<u32, Trouble>,
    ) -> Result<(), Trouble> {
        *state += n;
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn an_execution_in_a_workflow_has_its_attempts_in_it() {
    for place in [Place::default(), Spawn.into()] {
        let recorder = Recorder::default();
        let _listening = recorder.listen();
        let run = TracedQueue::new(Stumbles).run(1, 0).executor(place);
        run.await.unwrap();
        assert_eq!(
            recorder.tree(),
            "\
pipeline pipeline=behaviour::traced_queue outcome=ok
  step pipeline=behaviour::traced_queue step=load outcome=ok
    attempt step=load attempt=1 outcome=err error_kind=failed error=not yet < the bank does not answer < the socket is closed
    attempt step=load attempt=2 outcome=ok
"
        );
    }
}

thread_local! {
    static REQUEST: Cell<Option<u128>> = const { Cell::new(None) };
}

#[tokio::test]
async fn a_correlation_id_comes_from_its_source() {
    CorrelationId::set_source(|| REQUEST.get().map(CorrelationId::from_u128));
    let twice = CorrelationId::set_source(|| None);
    assert!(!twice, "the first one stays");
    let id = || async {
        let run = TracedPart::new(Stumbles).run(7).with_report().await;
        run.report.correlation_id.as_u128()
    };
    REQUEST.set(Some(3));
    assert_eq!(id().await, 3);
    {
        let recorder = Recorder::default();
        let _listening = recorder.listen();
        assert_eq!(id().await, 3);
        let run = &recorder.spans("pipeline")[0];
        assert_eq!(run["correlation_id"], format!("{:032x}", 3));
    }
    let told = TracedPart::new(Stumbles).run(7);
    let told = told.correlation_id(CorrelationId::from_u128(4));
    assert_eq!(told.with_report().await.report.correlation_id.as_u128(), 4);
    REQUEST.set(None);
    assert_ne!(id().await, id().await);
}
