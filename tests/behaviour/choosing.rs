//! Runs of some of the steps, and of what these need.

use pipewright::{Outcome, Spawn};

use crate::branches::Shape;
use crate::pipelines::{Diamond, Missing, Mover, Ways, diamond, missing, mover, ways};
use crate::script::{Script, fail, give, told};
use crate::values::{Notes, Token};

#[tokio::test(start_paused = true)]
async fn what_is_asked_for_runs_with_what_it_needs_and_nothing_else() {
    for spawned in [false, true] {
        let script = Script::new().on("left", [give(1).after(1)]);
        let launch = Diamond::new(script.clone()).run();
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        let outputs = launch.only([diamond::Step::AfterLeft]).await;
        assert_eq!(script.order(), ["left", "after_left"]);
        assert!(outputs.after_left.is_ok());
        assert_eq!(told(&outputs.right), "skipped: it was not asked for");
        assert_eq!(told(&outputs.join), "skipped: it was not asked for");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_by_its_outcome() {
    let script = Script::new().on("left", [fail("no")]);
    let run = Diamond::new(script).run();
    let outputs = run.only([diamond::Step::AfterLeft]).await;
    assert_eq!(told(&outputs.left), "err: no");
    let skipped = "skipped: a step that it needs failed: `left`";
    assert_eq!(told(&outputs.after_left), skipped);
}

#[tokio::test(start_paused = true)]
async fn guards_and_steps_that_come_before_are_needed() {
    use missing::Step;
    let asked = async |steps: &[Step]| {
        let script = Script::new();
        let run = Missing::new(script.clone()).run(true, true);
        let outputs = run.only(steps.iter().copied()).await;
        (script.order(), outputs)
    };
    let all = ["origin", "source"];
    for step in [Step::Ok, Step::Outcome, Step::Later, Step::Guarded] {
        let (order, _) = asked(&[step]).await;
        assert_eq!(order[..2], all, "{step:?}");
    }
    let (order, outputs) = asked(&[Step::Origin, Step::Origin]).await;
    assert_eq!(order, ["origin"]);
    assert!(outputs.source.is_skipped());
    let (order, _) = asked(&[]).await;
    assert!(order.is_empty());
}

#[tokio::test(start_paused = true)]
async fn who_only_has_to_let_go_of_a_value_is_not() {
    struct Takes;
    impl mover::Steps for Takes {
        async fn borrow(&self, _: &mover::Context, _: &Token) -> Result<(), crate::script::Fault> {
            unreachable!("nobody asked for it")
        }

        async fn take(
            &self,
            _: &mover::Context,
            token: Token,
        ) -> Result<Token, crate::script::Fault> {
            Ok(token)
        }
    }
    let pipeline = Mover::builder()
        .steps(Takes)
        .pool(pipewright::Inline)
        .build();
    let outputs = pipeline
        .run(Token::new("one", &Notes::default()))
        .only([mover::Step::Take])
        .await;
    assert!(outputs.take.is_ok());
    assert!(matches!(outputs.borrow, Outcome::Skipped(_)));
}

#[tokio::test(start_paused = true)]
async fn the_arms_of_a_branch_are_needed_where_they_meet() {
    let stub = ways::Stub::new()
        .look(|_, shape| Ok(shape))
        .large(|_, radius, _| Ok(*radius))
        .small(|_, _, _| Ok(2));
    let run = Ways::new(stub).run(Shape::Circle(9), 5, "round".into());
    let outputs = run.only([ways::Step::Size]).await;
    assert!(outputs.size.is_ok());
    assert_eq!(told(&outputs.small), "skipped: its arm was not taken");
    assert_eq!(told(&outputs.report), "skipped: it was not asked for");
}
