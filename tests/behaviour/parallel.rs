//! How many attempts run at once, and whose turn it is.

use crate::pipelines::{Crowd, Ten};
use crate::script::{Act, Script, fail, give, never, panics, secs};

crate::scripted! { crowd:
    a() -> ();
    b() -> ();
    c() -> ();
    d() -> ();
    e() -> ();
    f() -> ();
}

crate::scripted! { ten:
    s0() -> ();
    s1() -> ();
    s2() -> ();
    s3() -> ();
    s4() -> ();
    s5() -> ();
    s6() -> ();
    s7() -> ();
    s8() -> ();
    s9() -> ();
}

#[tokio::test(start_paused = true)]
async fn ten_steps_that_sleep_are_four_at_once() {
    let steps = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"];
    let sleeps = |script: Script, step| script.on(step, [give(1).after(1)]);
    let script = steps.into_iter().fold(Script::new(), sleeps);
    let run = Ten::new(script.clone()).run().max_parallel(4);
    run.await.unwrap();
    assert_eq!((script.peak(), script.time()), (4, 3.0));
}

#[tokio::test(start_paused = true)]
async fn no_more_run_at_once_and_the_first_to_wait_is_the_first_to_run() {
    let script = ["a", "b", "d", "e", "f"]
        .into_iter()
        .fold(Script::new(), |script, step| {
            script.on(step, [give(1).after(2)])
        });
    Crowd::new(script.clone())
        .run()
        .max_parallel(2)
        .await
        .unwrap();
    assert_eq!(script.order(), ["a", "b", "d", "e", "f", "c"]);
    assert_eq!(script.peak(), 2);
    assert_eq!(script.starts("f"), [4.0]);
}

#[tokio::test(start_paused = true)]
async fn a_step_that_is_ready_later_waits_behind_those_that_wait_already() {
    let script = Script::new()
        .on("a", [give(1).after(10)])
        .on("b", [give(1).after(1)])
        .on("d", [give(1).after(20)])
        .on("e", [give(1).after(1)])
        .on("f", [give(1).after(1)]);
    Crowd::new(script.clone())
        .run()
        .max_parallel(2)
        .await
        .unwrap();
    assert_eq!(script.order(), ["a", "b", "d", "e", "f", "c"]);
    assert_eq!(
        [script.starts("e"), script.starts("f"), script.starts("c")],
        [[10.0], [11.0], [12.0]]
    );
}

#[tokio::test(start_paused = true)]
async fn every_turn_is_used() {
    let script = Script::new()
        .on("a", [give(1).after(1)])
        .on("b", [give(1).after(1)])
        .on("d", [give(1).after(20)])
        .on("e", [give(1).after(20)])
        .on("f", [give(1).after(20)]);
    Crowd::new(script.clone())
        .run()
        .max_parallel(4)
        .await
        .unwrap();
    assert_eq!(script.starts("f"), [1.0]);
    assert_eq!(
        script.starts("c"),
        [1.0],
        "two had made room, and one waited"
    );
}

#[tokio::test(start_paused = true)]
async fn a_step_that_waits_for_its_next_attempt_holds_no_turn() {
    let script = Script::new()
        .on("d", [fail("busy"), give(1)])
        .on("e", [give(1).after(10)]);
    Crowd::new(script.clone())
        .run()
        .max_parallel(1)
        .await
        .unwrap();
    assert_eq!(script.order(), ["a", "b", "c", "d", "e", "f", "d"]);
    assert_eq!(
        script.starts("d"),
        [0.0, 10.0],
        "its wait is over after 1 s, its turn comes later"
    );
}

#[tokio::test(start_paused = true)]
async fn none_at_once_means_one() {
    let script = Script::new().on("a", [give(1).after(1)]);
    Crowd::new(script.clone())
        .run()
        .max_parallel(0)
        .await
        .unwrap();
    assert_eq!(script.peak(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_has_a_limit_of_its_own_and_a_run_another() {
    let peak = async |run: Option<usize>| {
        let script = ["a", "b", "d", "e", "f"]
            .into_iter()
            .fold(Script::new(), |script, step| {
                script.on(step, [give(1).after(2)])
            });
        let pipeline = Crowd::builder()
            .steps(script.clone())
            .max_parallel(2)
            .build();
        let launch = pipeline.run();
        let launch = match run {
            Some(attempts) => launch.max_parallel(attempts),
            None => launch,
        };
        launch.await.unwrap();
        script.peak()
    };
    assert_eq!(peak(None).await, 2);
    assert_eq!(peak(Some(3)).await, 3);
}

/// Numbers that look random.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }

    fn act(&mut self, may_hang: bool) -> Act {
        let act = match self.below(5) {
            0 => fail("no"),
            1 => panics("lost"),
            2 if may_hang => never(),
            _ => give(1),
        };
        act.after(self.below(4) * 20)
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_ends_whatever_its_steps_do_and_never_runs_too_many() {
    for seed in 0..400 {
        let mut draw = Draw(seed);
        let mut script = Script::new();
        for (step, may_hang) in [
            ("a", false),
            ("b", false),
            ("c", false),
            ("d", true),
            ("e", false),
            ("f", true),
        ] {
            let acts = [draw.act(may_hang), draw.act(may_hang), draw.act(may_hang)];
            script = script.on(step, acts);
        }
        let (script, most) = (script, 1 + draw.below(3) as usize);
        let launch = Crowd::new(script.clone()).run().max_parallel(most);
        let launch = match draw.below(3) {
            0 => launch.executor(pipewright::Spawn),
            1 => launch.executor(pipewright::Inline),
            _ => launch.deadline(secs(70)),
        };
        let run = tokio::time::timeout(secs(3600), launch.with_report()).await;
        let run = run.unwrap_or_else(|_| panic!("seed {seed} hangs"));
        assert!(
            script.peak() <= most,
            "seed {seed}: {} of {most}",
            script.peak()
        );
        assert_eq!(run.report.steps.len(), 6);
        let attempts = run.report.steps.iter().map(|step| step.attempts.len());
        let called = script.order().len();
        assert!(
            attempts.sum::<usize>() >= called,
            "seed {seed}: every call is reported"
        );
    }
}
