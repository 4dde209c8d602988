//! What else may stand in the block of a map: threads, limits, families, ways, other pipelines, undoing.

use std::future::IntoFuture;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use pipewright::{Context, Limit, OutcomeKind, Spawn};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use crate::mapping::Numbers;
use crate::pipelines::*;
use crate::script::{Fault, Script, fail, give, secs};

/// Threads that end when they are told.
struct Threads {
    begun: UnboundedSender<Context>,
    end: Mutex<Receiver<()>>,
}

impl Threads {
    fn new() -> (Self, UnboundedReceiver<Context>, Sender<()>) {
        let (begun, begins) = unbounded_channel();
        let (end, ends) = channel();
        let end_of = Mutex::new(ends);
        (Self { begun, end: end_of }, begins, end)
    }
}

impl through_threads::Steps for Threads {
    async fn load(&self, _: &Context) -> Result<String, Fault> {
        Ok("settings".to_owned())
    }

    fn work(&self, cx: &Context, id: &u32, settings: &String) -> Result<u32, Fault> {
        self.begun.send(cx.clone()).unwrap();
        self.end.lock().unwrap().recv().unwrap();
        assert_eq!(settings, "settings");
        Ok(*id)
    }

    async fn count(&self, _: &Context, done: Option<&u32>) -> u32 {
        done.copied().unwrap_or(100)
    }

    async fn take(&self, _: &Context, settings: String, all: &Vec<u32>) -> (String, u32) {
        (settings, all.iter().sum())
    }
}

#[tokio::test]
async fn what_a_thread_of_a_block_borrows_is_let_go_before_another_step_takes_it() {
    let (threads, mut begun, end) = Threads::new();
    let run = tokio::spawn(ThroughThreads::new(threads).run(vec![7]).into_future());
    let cx = begun.recv().await.unwrap();
    while !cx.cancelled() {
        yield_now().await;
    }
    for _ in 0..100 {
        yield_now().await;
    }
    assert!(!run.is_finished());
    end.send(()).unwrap();
    let taken = run.await.unwrap().unwrap();
    assert_eq!(taken, ("settings".to_owned(), 100));
}

/// Counts what runs at once, and notes what is undone.
#[derive(Clone, Default)]
struct Shop {
    running: Arc<Mutex<(usize, usize)>>,
    undone: Arc<Mutex<Vec<u32>>>,
    fails: Option<u32>,
}

type Cx = through_all::Context;

impl joined::Steps for Shop {
    async fn plus(&self, _: &Context, id: u32, four: u32) -> Result<u32, Fault> {
        Ok(id + four)
    }

    async fn double(&self, _: &Context, m: u32) -> Result<u32, Fault> {
        Ok(2 * m)
    }

    async fn triple(&self, _: &Context, m: u32) -> Result<u32, Fault> {
        Ok(3 * m)
    }

    async fn join(&self, _: &Context, double: u32, triple: u32) -> Result<u32, Fault> {
        Ok(double + triple)
    }
}

impl through_all::Steps for Shop {
    async fn rate(&self, cx: &Cx, region: &'static str) -> Result<u32, Fault> {
        assert_eq!(cx.metadata().user, "ada");
        Ok(if region == "eu" { 1 } else { 2 })
    }

    async fn extra(&self, _: &Cx) -> u32 {
        1000
    }

    async fn give(&self, _: &Cx, text: &String) -> Result<String, Fault> {
        match text.as_str() {
            "" => Err(Fault("empty")),
            _ => Ok(text.to_uppercase()),
        }
    }

    async fn first(&self, cx: &Cx, id: u32, rate_eu: u32) -> Result<u32, Fault> {
        assert_eq!(cx.metadata().user, "ada");
        {
            let mut running = self.running.lock().unwrap();
            running.0 += 1;
            running.1 = running.1.max(running.0);
        }
        sleep(secs(1)).await;
        self.running.lock().unwrap().0 -= 1;
        cx.update(|metadata| metadata.user = "bob".to_owned());
        cx.update(|metadata| metadata.user = "ada".to_owned());
        Ok(id + rate_eu)
    }

    async fn half(&self, _: &Cx, side: &'static str, inner: u32) -> u32 {
        if side == "left" { 2 } else { inner }
    }

    async fn times(&self, _: &Cx, inner: u32, factor: &u32) -> Result<u32, Fault> {
        Ok(inner * factor)
    }

    fn is_wanted(&self, scaled: u32, rate_us: u32) -> bool {
        scaled > rate_us
    }

    async fn last(
        &self,
        cx: &Cx,
        [left, right]: [&u32; 2],
        extra: Option<&u32>,
        rate: [u32; 2],
        names: Option<&Vec<String>>,
    ) -> Result<u32, Fault> {
        assert_eq!((*left, rate), (2, [1, 2]));
        if let Some([first, ..]) = names.map(Vec::as_slice) {
            assert_eq!(first, "A!!");
        }
        match self.fails {
            _ if cx.attempt() == 1 => Err(Fault("again")),
            Some(fails) if fails == *right => {
                sleep(secs(1)).await;
                Err(Fault("broken"))
            }
            _ => Ok(right + extra.copied().unwrap_or_default()),
        }
    }

    async fn back(&self, _: &Cx, first: u32) -> Result<(), Fault> {
        self.undone.lock().unwrap().push(first);
        Ok(())
    }
}

fn all(shop: Shop) -> ThroughAll<Shop> {
    ThroughAll::builder().steps(shop).pool(Spawn).build()
}

fn texts() -> Vec<String> {
    ["a", "", "c"].map(str::to_owned).into()
}

#[tokio::test(start_paused = true)]
async fn nearly_everything_may_stand_in_a_block() {
    let shop = Shop::default();
    let begun = Instant::now();
    let run = all(shop.clone())
        .run(vec![1, 2, 3], Some(3), texts())
        .user("ada");
    // five times twice the element and one
    assert_eq!(run.await.unwrap(), [1015, 1025, 1035]);
    assert_eq!(
        shop.running.lock().unwrap().1,
        1,
        "one at a time has the limit"
    );
    assert_eq!(begun.elapsed(), secs(3));
    let run = all(shop.clone()).run(vec![1], None, texts()).user("ada");
    assert_eq!(run.await.unwrap(), [15]);
    assert_eq!(*shop.undone.lock().unwrap(), [0; 0]);
}

#[tokio::test(start_paused = true)]
async fn limits_of_a_block_are_those_of_its_pipeline() {
    let shop = Shop::default();
    let limits = through_all::Limits {
        shop: Limit::permits(3),
    };
    let pipeline = ThroughAll::builder().steps(shop.clone()).pool(Spawn);
    let run = pipeline
        .limits(limits)
        .build()
        .run(vec![1, 2, 3], None, texts());
    run.user("ada").await.unwrap();
    assert_eq!(shop.running.lock().unwrap().1, 3);
}

#[tokio::test(start_paused = true)]
async fn how_a_run_went_is_told_for_each_element_and_each_of_its_steps() {
    let shop = Shop {
        fails: Some(25),
        ..Shop::default()
    };
    let run = all(shop).run(vec![1, 2], Some(3), texts()).user("ada");
    let run = run.with_report().await;
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `behaviour::through_all`: step `sums` failed at element 1: \
            pipeline `behaviour::through_all::sums`: step `last` failed after 2 attempts: broken"
    );
    let sums = run.report.step("sums").unwrap();
    assert_eq!(sums.outcome, OutcomeKind::Err);
    let inner = sums.elements[1].attempts[0].run.as_deref().unwrap();
    let names = inner.step("names").unwrap();
    assert_eq!(names.elements.len(), 2);
    let deepest = names.elements[0].attempts[0].run.as_deref().unwrap();
    assert_eq!(deepest.pipeline, "behaviour::through_all::sums::names");
    assert!(inner.step("joined").unwrap().attempts[0].run.is_some());
}

struct Fetch;

impl through_stream::Steps for Fetch {
    async fn fetch(&self, _: &Context, inner: u32, run: u32) -> Result<u32, Fault> {
        Ok(inner + run)
    }

    async fn fetch_more(&self, _: &Context, own: u32, around: u32) -> Result<u32, Fault> {
        match own {
            1042 => Err(Fault("too far")),
            _ => Ok(own * around),
        }
    }
}

#[tokio::test]
async fn the_elements_of_a_stream_go_through_a_block() {
    let stream = ThroughStream::new(Fetch);
    let made = stream.run(Numbers::up_to(4), 10, 2).await;
    assert_eq!(made.unwrap(), [20, 22, 24, 26]);
    let error = stream.run(Numbers::up_to(100_000), 1000, 1).await;
    assert!(error.unwrap_err().to_string().contains("element 42"));
}

crate::scripted! { through_after:
    prepare() -> ();
    open(&Vec<u32>) -> ();
    write(&u32) -> ();
}

#[tokio::test(start_paused = true)]
async fn a_block_begins_after_the_steps_that_it_names() {
    let script = Script::new().on("prepare", [give(1).after(2)]);
    let run = ThroughAfter::new(script.clone()).run(vec![vec![1, 2], vec![3]]);
    run.await.unwrap();
    assert_eq!(script.starts("open"), [2.0, 2.0]);
    assert_eq!(script.calls("write"), 3);
    let script = Script::new().on("prepare", [fail("no room")]);
    let run = ThroughAfter::new(script.clone()).run(vec![vec![1]]);
    assert!(run.await.is_err());
    assert_eq!(script.order(), ["prepare"]);
}
