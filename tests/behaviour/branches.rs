//! Where a run takes one of several ways.

use pipewright::{Context, Outcome, Place, SkipReason, Spawn};

use crate::pipelines::{Early, Nested, Ways, WaysOfFields, nested, ways};
use crate::script::{Fault, Script, fail, give, panics, reported, seconds, told};

/// What `ways` looks at.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Circle(u32),
    Square { side: u32 },
    Point,
    Lost,
}

/// What `ways_of_fields` looks at.
#[derive(Clone, Debug)]
pub struct Area {
    pub shape: Shape,
}

crate::scripted! { ways_of_fields:
    broad(&u32) -> u32;
    narrow(&u32) -> u32;
}

#[tokio::test]
async fn a_field_may_have_the_name_of_a_value() {
    let steps = || Script::new().on("broad", [give(1)]).on("narrow", [give(2)]);
    for (shape, expected) in [(4, 1), (6, 2)] {
        let area = Area {
            shape: Shape::Square { side: 5 },
        };
        let size = WaysOfFields::new(steps()).run(area, shape).await;
        assert_eq!(size.unwrap(), expected);
    }
}

crate::scripted! { nested:
    t1() -> u32;
    f1() -> u32;
    t2(&u32) -> u32;
    f2(&u32) -> u32;
    f3(&u32) -> u32;
    seen(u32, Option<&u32>) -> u32;
    outside(&u32) -> ();
}

crate::scripted! { early:
    be_slow() -> u32;
    take_slow(&u32) -> u32;
    take_quick() -> u32;
    tell(u32) -> u32;
    finish(&u32) -> ();
}

fn slow() -> Script {
    let script = Script::new().on("be_slow", [give(1).after(5)]);
    script.on("tell", [give(2).after(4)])
}

#[tokio::test(start_paused = true)]
async fn an_arm_that_is_not_taken_keeps_nobody_waiting() {
    for place in [Place::default(), Place::from(Spawn)] {
        let pipeline = Early::new(slow());
        let run = pipeline.run(false).executor(place).with_report().await;
        assert_eq!(run.output.unwrap(), 2);
        // `tell` began at once, and ran beside `be_slow`
        assert_eq!(seconds(run.report.elapsed()), 5.0);
        assert_eq!(reported(&run.report, "take_slow"), NOT_TAKEN);
    }
    let run = Early::new(slow()).run(true).with_report().await;
    assert_eq!(seconds(run.report.elapsed()), 9.0);
    assert_eq!(reported(&run.report, "take_quick"), NOT_TAKEN);
}

async fn nested_outcomes(first: bool, second: bool, script: Script) -> Vec<String> {
    let outputs = Nested::new(script)
        .run(first, second)
        .with_report()
        .await
        .outputs;
    let nested::Outputs {
        j1,
        t1,
        f3,
        f1,
        j2,
        t2,
        f2,
        seen,
        outside,
    } = outputs;
    vec![
        told(&t1),
        told(&f1),
        told(&t2),
        told(&f2),
        told(&j2),
        told(&f3),
        told(&j1),
        told(&seen),
        told(&outside),
    ]
}

const NOT_TAKEN: &str = "skipped: its arm was not taken";

#[tokio::test(start_paused = true)]
async fn each_choice_skips_the_other_side_and_nothing_else() {
    let script = Script::new().on("f1", [give(1).after(1)]);
    let steps = ["t1", "f1", "t2", "f2", "j2", "f3", "j1", "seen", "outside"];
    for (first, second, ran) in [
        (true, true, ["t1", "j1", "seen"].as_slice()),
        (
            false,
            true,
            &["f1", "t2", "j2", "f3", "j1", "seen", "outside"],
        ),
        (
            false,
            false,
            &["f1", "f2", "j2", "f3", "j1", "seen", "outside"],
        ),
    ] {
        let ended = nested_outcomes(first, second, script.clone()).await;
        for (step, ended) in steps.iter().zip(ended) {
            match ran.contains(step) {
                true => assert_eq!(ended, "ok", "{step}, {first} {second}"),
                false => assert!(
                    ended.starts_with(NOT_TAKEN),
                    "{step}: {ended}, {first} {second}"
                ),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_in_the_arm_that_is_taken_skips_what_reads_its_value() {
    let script = Script::new().on("f2", [fail("no")]);
    let ended = nested_outcomes(false, false, script).await;
    assert_eq!(ended[3], "err: no");
    let skipped = "skipped: a step that it needs failed: `f2`";
    assert_eq!(ended[4..8], [skipped; 4]);
}

impl ways::Steps for Script {
    async fn look(&self, _: &Context, shape: Shape) -> Result<Shape, Fault> {
        self.play::<u32>("look").await.map(|_| shape)
    }

    async fn large(&self, _: &Context, radius: &u32, _: String) -> Result<u32, Fault> {
        Ok(radius + self.play::<u32>("large").await?)
    }

    async fn small(&self, _: &Context, _: &Shape, _: String) -> Result<u32, Fault> {
        self.play("small").await
    }

    async fn double(&self, _: &Context, side: &u32) -> Result<u32, Fault> {
        Ok(2 * side)
    }

    async fn squared(&self, _: &Context, doubled: u32, _: String) -> Result<u32, Fault> {
        Ok(doubled * doubled + self.play::<u32>("squared").await?)
    }

    async fn search(&self, _: &Context, _: String) -> Result<u32, Fault> {
        self.play("search").await
    }

    async fn give_up(&self, _: &Context) -> Result<u32, Fault> {
        self.play("give_up").await
    }

    async fn report(&self, _: &Context, size: Option<&u32>) -> Result<u32, Fault> {
        Ok(size.copied().unwrap_or(999))
    }
}

async fn size(shape: Shape, limit: u32) -> (u32, Vec<&'static str>) {
    let script = Script::new();
    let pipeline = Ways::new(script.clone());
    let size = pipeline.run(shape, limit, "x".into()).await.unwrap();
    (size, script.order())
}

#[tokio::test(start_paused = true)]
async fn patterns_guards_conditions_and_constants() {
    assert_eq!(size(Shape::Circle(5), 3).await, (6, vec!["look", "large"]));
    assert_eq!(size(Shape::Circle(3), 3).await, (1, vec!["look", "small"]));
    assert_eq!(
        size(Shape::Square { side: 4 }, 3).await,
        (65, vec!["look", "squared"])
    );
    assert_eq!(size(Shape::Point, 101).await, (7, vec!["look"]));
    assert_eq!(size(Shape::Point, 3).await, (0, vec!["look"]));
    assert_eq!(size(Shape::Lost, 11).await, (1, vec!["look", "search"]));
    assert_eq!(size(Shape::Lost, 10).await, (1, vec!["look", "give_up"]));
    assert_eq!(size(Shape::Lost, 9).await, (1, vec!["look"]));
}

#[tokio::test(start_paused = true)]
async fn a_guard_of_the_arm_that_is_taken_counts_besides() {
    let run = Ways::new(Script::new()).run(Shape::Square { side: 4 }, 9, "x".into());
    let run = run.with_report().await;
    let skip = run.outputs.squared.skipped().unwrap();
    assert_eq!(skip.reason(), SkipReason::Guard);
    assert_eq!(
        reported(&run.report, "size"),
        "skipped: a step that it needs was skipped <- squared"
    );
    assert_eq!(run.output.unwrap(), 999);
}

#[tokio::test(start_paused = true)]
async fn an_arm_is_retried_as_any_step() {
    let script = Script::new().on("small", [fail("busy"), give(5)]);
    let run = Ways::new(script.clone()).run(Shape::Circle(3), 3, "x".into());
    assert_eq!(run.await.unwrap(), 5);
    assert_eq!(script.starts("small"), [0.0, 1.0]);
}

#[tokio::test(start_paused = true)]
async fn the_failure_of_an_arm_is_dealt_with_by_who_reads_the_value() {
    let script = Script::new().on("large", [fail("too large")]);
    let run = Ways::new(script)
        .run(Shape::Circle(5), 3, "x".into())
        .with_report()
        .await;
    assert_eq!(told(&run.outputs.large), "err: too large");
    assert_eq!(
        run.output.unwrap(),
        999,
        "`size.ok()` is told so, and the run does not fail"
    );
}

#[tokio::test(start_paused = true)]
async fn without_what_decides_no_way_is_taken() {
    let script = Script::new().on("look", [fail("dark")]);
    let run = Ways::new(script)
        .run(Shape::Point, 3, "x".into())
        .with_report()
        .await;
    let skipped = "skipped: a step that it needs failed: `look`";
    assert_eq!(told(&run.outputs.large), skipped);
    assert_eq!(told(&run.outputs.size), skipped);
    assert!(matches!(run.outputs.report, Outcome::Ok(_)));
    assert!(run.output.is_err(), "`look` has plain readers");
}

#[tokio::test(start_paused = true)]
async fn under_every_executor() {
    for spawned in [false, true] {
        let script = Script::new()
            .on("f1", [give(1).after(1)])
            .on("f2", [panics("boom")]);
        let run = Nested::new(script).run(false, false);
        let run = match spawned {
            true => run.executor(pipewright::Spawn),
            false => run,
        };
        let run = run.with_report().await;
        assert_eq!(told(&run.outputs.f2), "err: panicked: boom");
        assert_eq!(told(&run.outputs.t2), NOT_TAKEN);
        assert_eq!(told(&run.outputs.t1), NOT_TAKEN);
    }
}
