//! Maps whose elements go through blocks of steps.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipewright::emitters::Recorder;
use pipewright::{Collected, Context, Event, OutcomeKind, Report, Spawn};
use tokio::time::{Instant, sleep};

use crate::pipelines::*;
use crate::script::{Fault, secs};

/// What comes in.
#[derive(Debug)]
pub struct Order {
    pub id: u32,
    pub kind: Kind,
}

/// By which way it goes.
#[derive(Debug)]
pub enum Kind {
    Small,
    Large(u32),
}

/// Adds, and never fails.
pub async fn sum(so_far: u32, part: u32) -> Result<u32, Fault> {
    Ok(so_far + part)
}

/// Says it louder.
pub fn shout(name: &String, by: u32) -> String {
    format!("{name}{}", "!".repeat(by as usize))
}

/// Notes what is called when, and how often.
#[derive(Clone)]
pub struct Walk {
    begun: Instant,
    log: Arc<Mutex<Vec<String>>>,
    shared: Arc<AtomicUsize>,
    takes: Duration,
}

impl Walk {
    pub fn new() -> Self {
        Self::taking(Duration::ZERO)
    }

    pub fn taking(takes: Duration) -> Self {
        Self {
            begun: Instant::now(),
            log: Arc::default(),
            shared: Arc::default(),
            takes,
        }
    }

    async fn note(&self, what: impl Into<String>) {
        let time = self.begun.elapsed().as_secs();
        let line = format!("{time} {}", what.into());
        self.log.lock().unwrap().push(line);
        if !self.takes.is_zero() {
            sleep(self.takes).await;
        }
    }

    fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

impl through::Steps for Walk {
    async fn four(&self, _: &Context) -> u32 {
        self.shared.fetch_add(1, Ordering::Relaxed);
        4
    }

    async fn plus(&self, _: &Context, id: u32, four: u32) -> Result<u32, Fault> {
        self.note(format!("plus {id}")).await;
        Ok(id + four)
    }

    async fn double(&self, _: &Context, m: u32) -> Result<u32, Fault> {
        self.note(format!("double {m}")).await;
        Ok(2 * m)
    }

    async fn triple(&self, _: &Context, m: u32) -> Result<u32, Fault> {
        self.note(format!("triple {m}")).await;
        match m {
            99 => Err(Fault("too large")),
            _ => Ok(3 * m),
        }
    }

    async fn join(&self, _: &Context, double: u32, triple: u32) -> Result<u32, Fault> {
        self.note(format!("join {double}")).await;
        Ok(double + triple + 3)
    }
}

#[tokio::test(start_paused = true)]
async fn elements_go_through_a_diamond_with_what_they_share() {
    let walk = Walk::new();
    let total = Through::new(walk.clone()).run((0..5).collect()).await;
    assert_eq!(total.unwrap(), 165);
    assert_eq!(walk.shared.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn without_elements_nothing_is_called() {
    let walk = Walk::new();
    let total = Through::new(walk.clone()).run(Vec::new()).await;
    assert_eq!(total.unwrap(), 0);
    assert_eq!(walk.log(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn steps_of_a_block_run_side_by_side_and_elements_too() {
    let walk = Walk::taking(secs(1));
    let total = Through::new(walk.clone()).run(vec![0, 1]).await;
    assert_eq!(total.unwrap(), 51);
    let mut log = walk.log();
    log.sort();
    let expected = [
        "0 plus 0",
        "0 plus 1",
        "1 double 4",
        "1 double 5",
        "1 triple 4",
        "1 triple 5",
        "2 join 10",
        "2 join 8",
    ];
    assert_eq!(log, expected);
}

#[tokio::test(start_paused = true)]
async fn a_failure_names_the_element_and_the_step_in_the_block() {
    let run = Through::new(Walk::new()).run(vec![1, 95, 3]);
    let run = run.with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::through`: step `all` failed at element 1: \
            pipeline `behaviour::through::all`: step `triple` failed: too large"
    );
    assert_eq!(error.downcast_ref::<Fault>(), Some(&Fault("too large")));
    let all = run.report.step("all").unwrap();
    let element = all.elements.iter().find(|one| one.index == 1).unwrap();
    let inner = element.attempts[0].run.as_deref().unwrap();
    assert_eq!(inner.pipeline, "behaviour::through::all");
    assert_eq!(inner.parent_run, Some(run.report.run_id));
    let kinds: Vec<_> = inner.steps.iter().map(|step| step.outcome).collect();
    let (ok, err, skipped) = (OutcomeKind::Ok, OutcomeKind::Err, OutcomeKind::Skipped);
    assert_eq!(kinds, [ok, ok, err, skipped]);
    let table = run.report.to_string();
    let reason = "element 1: pipeline `behaviour::through::all`: step `triple` failed: too large; elements: ";
    assert!(table.contains(reason), "{table}");
}

#[tokio::test(start_paused = true)]
async fn an_event_in_a_block_tells_the_element() {
    let recorder = Recorder::new();
    let run = Through::new(Walk::new()).run(vec![1, 2]);
    run.emit_to(recorder.clone()).await.unwrap();
    let events = recorder.take();
    for (element, by) in [
        (0, "behaviour::through::all[0]: plus"),
        (1, "behaviour::through::all[1]: plus"),
    ] {
        let of = |event: &&Event| event.parent_element == Some(element);
        let told: Vec<_> = events.iter().filter(of).map(ToString::to_string).collect();
        assert_eq!(
            told[0],
            format!("behaviour::through::all[{element}]: started")
        );
        assert_eq!(told[1], format!("{by} started"));
    }
    let outer = events.iter().filter(|event| event.parent_run.is_none());
    assert!(outer.clone().count() > 0);
    assert!(
        outer
            .into_iter()
            .all(|event| event.parent_element.is_none())
    );
}

#[tokio::test(start_paused = true)]
async fn a_report_has_the_steps_of_each_element() {
    let run = Through::new(Walk::new()).run(vec![1, 2]);
    let run = run.with_report().await;
    assert_eq!(run.output.unwrap(), 28 + 33);
    let all = run.report.step("all").unwrap();
    for element in &all.elements {
        let inner = element.attempts[0].run.as_deref().unwrap();
        let names: Vec<_> = inner.steps.iter().map(|step| &*step.step).collect();
        assert_eq!(names, ["plus", "double", "triple", "join"]);
        assert_eq!(inner.correlation_id, run.report.correlation_id);
    }
    let picture = run.report.mermaid();
    assert!(picture.contains("subgraph all"), "{picture}");
    assert!(picture.contains("✓ join<br/>2 ok"), "{picture}");
    let stored = serde_json::to_string(&run.report).unwrap();
    let read: Report = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.mermaid(), picture);
    let inner = read.step("all").unwrap().elements[0].attempts[0]
        .run
        .as_deref();
    assert_eq!(inner.unwrap().graph().unwrap().name, "all");
}

#[tokio::test(start_paused = true)]
async fn the_steps_of_a_block_have_names() {
    use through::Step;
    assert_eq!(Step::Double.name(), "double");
    assert_eq!(Step::Double.within(), Some(Step::All));
    assert_eq!(Step::All.within(), None);
    let run = Through::new(Walk::new()).run(vec![1, 95]);
    let report = run.with_report().await.report;
    let outcomes = |step: Step| {
        let reports = report.step_of_each(step.name()).into_iter();
        reports.map(|report| report.outcome).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(Step::Triple), [OutcomeKind::Ok, OutcomeKind::Err]);
    assert_eq!(
        outcomes(Step::Join),
        [OutcomeKind::Ok, OutcomeKind::Skipped]
    );
    assert_eq!(outcomes(Step::All), []);
}

#[tokio::test(start_paused = true)]
async fn a_step_of_a_block_is_chosen_with_its_map() {
    use through::Step;
    let walk = Walk::new();
    let run = Through::new(walk.clone()).run(vec![1]);
    let outputs = run.only([Step::Double]).await;
    assert_eq!(
        walk.log(),
        ["0 plus 1", "0 double 5", "0 triple 5", "0 join 10"]
    );
    assert!(outputs.all.is_ok() && outputs.sum.is_skipped());
}

impl through_lent::Steps for Walk {
    async fn load(&self, _: &Context) -> Result<String, Fault> {
        Ok("hello".to_owned())
    }

    async fn greet(&self, cx: &Context, name: &String, greeting: &String) -> Result<String, Fault> {
        self.note(format!("greet {name} {}", cx.attempt())).await;
        match (name.as_str(), cx.attempt()) {
            ("deaf", _) => Err(Fault("no answer")),
            ("slow", 1 | 2) => Err(Fault("not yet")),
            _ => Ok(format!("{greeting} {name}")),
        }
    }

    fn show(&self, _: &Context, text: String, greeting: &String) -> Result<String, Fault> {
        assert_eq!(greeting, "hello");
        Ok(format!("{text}!"))
    }

    async fn tell(
        &self,
        _: &Context,
        greeting: String,
        names: &Vec<String>,
        all: Collected<String, Fault>,
    ) -> Result<String, Fault> {
        let told = |one: &Result<String, _>| one.as_ref().map_or("-".to_owned(), Clone::clone);
        let all: Vec<_> = all.iter().map(told).collect();
        Ok(format!("{greeting} {}: {}", names.len(), all.join(", ")))
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_block_borrows_what_a_later_step_takes() {
    let walk = Walk::new();
    let run = ThroughLent::new(walk.clone()).run(names(&["ann", "none", "slow", "deaf", "bob"]));
    // what is skipped in a block leaves its element out
    assert_eq!(
        run.await.unwrap(),
        "hello 5: hello ann!, hello slow!, -, hello bob!"
    );
    let greeted = |name: &str| {
        let log = walk.log();
        let calls = log.into_iter().filter(|line| line.contains(name));
        calls.collect::<Vec<_>>()
    };
    assert_eq!(greeted("slow").len(), 3);
    assert_eq!(greeted("deaf").len(), 3);
    assert_eq!(greeted("bob").len(), 1);
}

#[tokio::test]
async fn the_steps_of_a_block_go_to_executors() {
    for _ in 0..20 {
        let run = ThroughLent::new(Walk::new()).run(names(&["ann", "bob", "cleo"]));
        let told = run.executor(Spawn).await.unwrap();
        assert_eq!(told, "hello 3: hello ann!, hello bob!, hello cleo!");
    }
}

impl through_ways::Steps for Walk {
    async fn small(&self, _: &Context, order: &Order) -> Result<u32, Fault> {
        Ok(order.id)
    }

    async fn weigh(&self, _: &Context, weight: &u32, fee: u32) -> Result<u32, Fault> {
        match weight {
            0 => Err(Fault("weighs nothing")),
            weight => Ok(weight * fee),
        }
    }

    async fn large(&self, _: &Context, order: &Order, cost: u32) -> Result<u32, Fault> {
        Ok(order.id + cost)
    }

    async fn note(&self, _: &Context, order: &Order) -> Result<(), Fault> {
        self.note(format!("note {}", order.id)).await;
        Err(Fault("no ink"))
    }

    async fn pay(&self, _: &Context, order: Order, sum: u32) -> Result<u32, Fault> {
        Ok(1000 * order.id + sum)
    }
}

#[tokio::test]
async fn each_element_takes_its_own_way() {
    let order = |id, kind| Order { id, kind };
    let orders = vec![
        order(1, Kind::Small),
        order(2, Kind::Large(3)),
        order(3, Kind::Large(0)),
        order(4, Kind::Small),
    ];
    let walk = Walk::new();
    let paid = ThroughWays::new(walk.clone()).run(orders, 10).await;
    assert_eq!(paid.unwrap(), [1001, 2032, 4004]);
    assert_eq!(walk.log().len(), 4);
}

impl through_grid::Steps for Walk {
    async fn width(&self, _: &Context, row: &Vec<u32>) -> Result<u32, Fault> {
        Ok(row.len() as u32)
    }

    async fn scale(&self, _: &Context, cell: &u32, factor: u32, width: u32) -> Result<u32, Fault> {
        Ok(cell * factor + width)
    }

    async fn write(
        &self,
        _: &Context,
        scaled: u32,
        label: &String,
        row: &Vec<u32>,
    ) -> Result<String, Fault> {
        Ok(format!("{label}{scaled}/{}", row[0]))
    }
}

#[tokio::test]
async fn blocks_within_blocks_see_all_that_is_around_them() {
    let grid = vec![vec![1, 2], vec![], vec![3]];
    for spawned in [false, true] {
        let run = ThroughGrid::new(Walk::new()).run(grid.clone(), 10, "n".to_owned());
        let run = match spawned {
            true => run.executor(Spawn),
            false => run,
        };
        let expected = [&["n12/1", "n22/1"][..], &[], &["n31/3"]];
        assert_eq!(run.await.unwrap(), expected);
    }
}

impl through_bare::Steps for Walk {
    async fn twice(&self, _: &Context, cell: u32) -> Result<u32, Fault> {
        match cell {
            13 => Err(Fault("unlucky")),
            _ => Ok(2 * cell),
        }
    }
}

#[tokio::test]
async fn the_body_of_a_map_may_be_a_map() {
    let bare = ThroughBare::new(Walk::new());
    let doubled = bare.run(vec![vec![1], vec![2, 3]]).await;
    assert_eq!(doubled.unwrap(), [vec![2], vec![4, 6]]);
    let run = bare.run(vec![vec![1], vec![2, 13]]).with_report().await;
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `behaviour::through_bare`: step `output` failed at element 1: \
            pipeline `behaviour::through_bare::output`: step `twice` failed at element 1: unlucky"
    );
    let table = run.report.to_string();
    assert!(
        table.contains("  element 1: unlucky; elements: "),
        "{table}"
    );
    assert!(!table.contains("waited"), "{table}");
}

impl through_nothing::Steps for Walk {
    async fn open(&self, _: &Context, id: &u32) -> Result<(), Fault> {
        self.note(format!("open {id}")).await;
        Ok(())
    }

    async fn close(&self, cx: &Context, id: &u32) -> Result<(), Fault> {
        cx.set("closed", id.to_string());
        let calls = self
            .log()
            .iter()
            .filter(|line| line.ends_with(&format!("open {id}")))
            .count();
        match (id, calls) {
            (2, 1) => Err(Fault("stuck")),
            (3, _) => std::future::pending().await,
            _ => Ok(()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_element_is_tried_again_as_a_whole() {
    let walk = Walk::new();
    let nothing = ThroughNothing::new(walk.clone());
    nothing.run(vec![1, 2]).await.unwrap();
    assert_eq!(walk.log(), ["0 open 1", "0 open 2", "1 open 2"]);
    let error = nothing.run(vec![3]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::through_nothing`: step `each_id` failed at element 0 after 2 attempts: \
            it timed out after 5s"
    );
}

#[tokio::test]
async fn a_double_and_a_preview_have_the_steps_of_a_block() {
    let stub = through::Stub::new()
        .four(|_| 1)
        .plus(|_, id, four| Ok(id + four))
        .double(|_, m| Ok(m))
        .triple(|_, m| Ok(m))
        .join(|_, double, triple| Ok(double + triple));
    let pipeline = Through::new(stub);
    assert_eq!(pipeline.run(vec![1, 2]).await.unwrap(), 4 + 6);
    assert_eq!(
        pipeline.plan().to_string(),
        "\
behaviour::through
  1  four
  2  all  map id: u32
     :  1  plus
     :  2  double
     :     triple
     :  3  join
  3  sum  fold so_far: u32, part: u32
"
    );
}
