//! Emitters that are slow, stuck, or broken: no run minds, and all that is lost is told.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::{Duration, Instant};

use pipewright::{BoxError, Delivery, Emitter, Emitters, Event, Place, Spawn};

use crate::large::Nothing;
use crate::pipelines::{Chain, Diamond};
use crate::script::{Script, give};

/// An emitter that can be held up, and notes what it is told.
#[derive(Clone, Default)]
struct Held(Arc<State>);

#[derive(Default)]
struct State {
    is_held: Mutex<bool>,
    let_go: Condvar,
    taken: Mutex<Vec<String>>,
    lost: AtomicU64,
    flushed: AtomicBool,
}

impl Held {
    fn hold(&self) {
        *self.0.is_held.lock().unwrap() = true;
    }

    fn let_go(&self) {
        *self.0.is_held.lock().unwrap() = false;
        self.0.let_go.notify_all();
    }

    fn taken(&self) -> Vec<String> {
        self.0.taken.lock().unwrap().clone()
    }

    fn lost(&self) -> u64 {
        self.0.lost.load(SeqCst)
    }
}

impl Emitter for Held {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        let held = self.0.is_held.lock().unwrap();
        drop(self.0.let_go.wait_while(held, |held| *held).unwrap());
        self.0.taken.lock().unwrap().push(event.kind.name().into());
        self.0.flushed.store(false, SeqCst);
        Ok(())
    }

    fn lost(&self, events: u64) {
        self.0.taken.lock().unwrap().push(format!("{events} lost"));
        self.0.lost.fetch_add(events, SeqCst);
    }

    fn flush(&self) -> Result<(), BoxError> {
        self.0.flushed.store(true, SeqCst);
        Ok(())
    }
}

const ALL: usize = 17;

fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

#[tokio::test(start_paused = true)]
async fn all_has_been_taken_when_a_run_has_ended() {
    let held = Held::default();
    let pipeline = Diamond::builder()
        .steps(Script::new().on("left", [give(1).after(5)]))
        .emit_to(held.clone())
        .build();
    let began = tokio::time::Instant::now();
    for runs in 1..20 {
        pipeline.run().await.unwrap();
        assert_eq!(held.taken().len(), runs * ALL);
        assert!(held.0.flushed.load(SeqCst));
    }
    assert_eq!(
        began.elapsed().as_secs(),
        19 * 5,
        "a paused clock stands still meanwhile"
    );
}

#[test]
fn no_runtime_is_needed() {
    let held = Held::default();
    let run = Diamond::new(Script::new())
        .run()
        .emit_to(held.clone())
        .into_future();
    futures_block_on(run).unwrap();
    assert_eq!(held.taken().len(), ALL);
}

/// Polls a future on this thread.
fn futures_block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut cx = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut cx) {
            std::task::Poll::Ready(output) => return output,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stuck_emitter_does_not_delay_a_run_and_every_drop_is_told() {
    let held = Held::default();
    held.hold();
    let delivery = Delivery::to(held.clone())
        .capacity(ALL)
        .flush_within(ms(50));
    let pipeline = Diamond::builder()
        .steps(Script::new())
        .emit_to(delivery)
        .build();
    let began = Instant::now();
    let run = pipeline.run().with_report().await;
    run.output.unwrap();
    assert!(began.elapsed() < ms(1000), "{:?}", began.elapsed());
    let warning = &run.report.warnings[0];
    assert!(
        warning.contains("has not taken 17 of 17 events: it was too slow"),
        "{warning}"
    );
    let table = run.report.to_string();
    assert!(table.ends_with(&format!("\nwarning: {warning}")), "{table}");
    // nobody waits for it again
    let began = Instant::now();
    for _ in 0..100 {
        let run = pipeline.run().with_report().await;
        assert!(run.report.warnings[0].contains("17 of 17"));
    }
    assert!(began.elapsed() < ms(2500), "{:?}", began.elapsed());
    held.let_go();
    // the first event was in its hands
    while held.lost() < 101 * ALL as u64 - 1 {
        tokio::task::yield_now().await;
    }
    assert_eq!(held.taken(), ["run_started", "1716 lost"]);
    let run = pipeline.run().with_report().await;
    assert_eq!(run.report.warnings, [""; 0], "it has recovered");
    assert_eq!(held.taken().len(), 2 + ALL);
}

#[test]
fn a_run_that_waits_for_an_emitter_needs_no_thread() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()
        .unwrap();
    let (sender, ended) = mpsc::channel::<()>();
    let busy = runtime.spawn_blocking(move || ended.recv());
    let held = Held::default();
    held.hold();
    let delivery = Delivery::to(held.clone()).flush_within(ms(50));
    let run = Diamond::new(Script::new()).run().emit_to(delivery);
    let run = runtime.block_on(run.with_report());
    assert!(run.report.warnings[0].contains("17 of 17"));
    held.let_go();
    drop(sender);
    runtime.block_on(busy).unwrap().unwrap_err();
}

#[tokio::test]
async fn what_is_left_out_is_told_at_its_place() {
    let held = Held::default();
    held.hold();
    let delivery = Delivery::to(held.clone())
        .capacity(4)
        .flush_within(Duration::from_secs(60));
    let run = Diamond::new(Script::new()).run().emit_to(delivery);
    let run = tokio::spawn(run.with_report());
    tokio::task::yield_now().await;
    held.let_go();
    let run = run.await.unwrap();
    let (taken, lost) = (held.taken(), held.lost());
    assert!((11..=12).contains(&lost), "{taken:?}");
    // in one place, or in two, if its thread has come to the first event when some were lost already
    let told = taken.iter().filter_map(|line| line.strip_suffix(" lost"));
    let told: Vec<u64> = told.map(|events| events.parse().unwrap()).collect();
    assert_eq!(told.iter().sum::<u64>(), lost, "{taken:?}");
    assert_eq!(taken.len() - told.len(), 17 - lost as usize, "{taken:?}");
    // the run's end is always told
    assert!(!taken[taken.len() - 1].ends_with("lost"), "{taken:?}");
    let warning = &run.report.warnings[0];
    assert!(
        warning.contains(&format!("has not taken {lost} of 17 events")),
        "{warning}"
    );
}

async fn is_lossless(place: Place) {
    let (sender, taken) = mpsc::sync_channel(1);
    let slow = move |event: &Event| {
        sender.send(event.kind.name()).unwrap();
    };
    let counted = std::thread::spawn(move || taken.iter().count());
    let delivery = Delivery::to(slow)
        .capacity(1)
        .flush_within(Duration::ZERO)
        .lossless();
    let emitters = Emitters::from(delivery);
    let run = Chain::new(Nothing).run(1).executor(place);
    let run = run.emit_to(emitters.clone()).with_report().await;
    assert_eq!(run.report.warnings, [""; 0]);
    drop(emitters);
    assert_eq!(counted.join().unwrap(), 2 + 3 * 250);
}

#[tokio::test]
async fn a_lossless_delivery_waits() {
    is_lossless(Place::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lossless_delivery_waits_on_all_threads() {
    is_lossless(Spawn.into()).await;
}

#[tokio::test(start_paused = true)]
async fn a_broken_emitter_breaks_nothing() {
    let taken = Arc::new(AtomicU64::new(0));
    let counts = Arc::clone(&taken);
    let panics = move |event: &Event| {
        assert_ne!(event.step.as_deref(), Some("left"), "not this one");
        counts.fetch_add(1, SeqCst);
    };
    struct Full;
    impl Emitter for Full {
        fn emit(&self, _: &Event) -> Result<(), BoxError> {
            Err("the disk is full".into())
        }
    }
    let emitters = Emitters::from(panics).and(Full);
    for place in [Place::default(), Spawn.into()] {
        let run = Diamond::new(Script::new()).run().executor(place);
        let run = run.emit_to(emitters.clone()).with_report().await;
        run.output.unwrap();
        let [one, two] = &*run.report.warnings else {
            panic!("{:?}", run.report.warnings);
        };
        assert!(one.contains("3 of 17 events: it panicked"), "{one}");
        assert!(two.contains("Full` has not taken 17 of 17 events"), "{two}");
        assert!(two.ends_with("the disk is full"), "{two}");
    }
    assert_eq!(taken.load(SeqCst), 2 * 14);
}

#[tokio::test(start_paused = true)]
async fn what_a_dropped_run_has_told_can_be_waited_for() {
    let held = Held::default();
    let emitters = Emitters::from(held.clone());
    let script = Script::new().on("left", [crate::script::never()]);
    let run = Diamond::new(script).run().emit_to(emitters.clone());
    tokio::time::timeout(Duration::from_secs(1), run.into_future())
        .await
        .unwrap_err();
    emitters.flush().await;
    assert_eq!(held.taken().last().unwrap(), "run_ended");
}

#[tokio::test(start_paused = true)]
async fn what_comes_before_lost_events_is_handed_on_as_well() {
    let held = Held::default();
    held.hold();
    let delivery = Delivery::to(held.clone()).capacity(4);
    let script = Script::new().on("join", [crate::script::never()]);
    let run = Diamond::new(script).run().emit_to(delivery);
    tokio::time::timeout(Duration::from_secs(1), run.into_future())
        .await
        .unwrap_err();
    held.let_go();
    let began = Instant::now();
    while held.lost() == 0 || !held.0.flushed.load(SeqCst) {
        assert!(began.elapsed() < Duration::from_secs(10));
        tokio::task::yield_now().await;
    }
}
