//! Pipelines of many steps.

use std::future::IntoFuture;

use pipewright::{Context, OutcomeKind, Spawn};

use crate::pipelines::{Chain, Names, Wide, chain, names, wide};
use crate::script::{Fault, reported, seconds, secs};
use crate::values::Token;

pub fn next(number: u32) -> Result<u32, Fault> {
    number.checked_add(1).ok_or(Fault("no more"))
}

/// The hundredth is the slowest.
pub async fn part(number: u32) -> Result<u32, Fault> {
    tokio::time::sleep(secs(number.into())).await;
    Ok(number)
}

pub struct Nothing;

impl chain::Steps for Nothing {}

macro_rules! join {
    ($($part:ident)*) => {
        impl wide::Steps for Nothing {
            async fn all<'a>(&'a self, _: &'a Context, $($part: &'a u32),*) -> Result<u32, Fault> {
                Ok([$($part),*].into_iter().sum())
            }
        }
    };
}

join! {
    p1 p2 p3 p4 p5 p6 p7 p8 p9 p10
    p11 p12 p13 p14 p15 p16 p17 p18 p19 p20
    p21 p22 p23 p24 p25 p26 p27 p28 p29 p30
    p31 p32 p33 p34 p35 p36 p37 p38 p39 p40
    p41 p42 p43 p44 p45 p46 p47 p48 p49 p50
    p51 p52 p53 p54 p55 p56 p57 p58 p59 p60
    p61 p62 p63 p64 p65 p66 p67 p68 p69 p70
    p71 p72 p73 p74 p75 p76 p77 p78 p79 p80
    p81 p82 p83 p84 p85 p86 p87 p88 p89 p90
    p91 p92 p93 p94 p95 p96 p97 p98 p99 p100
}

#[tokio::test]
async fn many_steps_one_after_the_other() {
    let pipeline = Chain::new(Nothing);
    assert_eq!(pipeline.run(5).await.unwrap(), Some(255));
    assert_eq!(pipeline.run(5).executor(Spawn).await.unwrap(), Some(255));
}

#[test]
fn many_steps_one_after_the_other_do_not_pile_up() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_stack_size(512 * 1024)
        .build()
        .unwrap();
    let run = Chain::new(Nothing).run(5).executor(Spawn).into_future();
    let run = runtime.block_on(runtime.spawn(run)).unwrap();
    assert_eq!(run.unwrap(), Some(255));
}

#[tokio::test]
async fn a_skip_goes_all_the_way_down() {
    let run = Chain::new(Nothing).run(u32::MAX).with_report().await;
    assert_eq!(run.report.with_outcome(OutcomeKind::Skipped).count(), 249);
    assert_eq!(
        reported(&run.report, "step_250"),
        "skipped: a step that it needs failed <- step_1"
    );
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `behaviour::chain`: step `step_1` failed: no more"
    );
}

#[tokio::test(start_paused = true)]
async fn a_hundred_steps_side_by_side() {
    let run = Wide::new(Nothing).run().with_report().await;
    assert_eq!(seconds(run.report.elapsed()), 100.0, "the slowest");
    assert_eq!(run.output.unwrap(), 5050);
    let run = Wide::new(Nothing)
        .run()
        .max_parallel(10)
        .with_report()
        .await;
    assert_eq!(
        seconds(run.report.elapsed()),
        550.0,
        "ten at once: 1, 11, 21 … seconds one after the other"
    );
}

macro_rules! add {
    ($($number:ident)*) => {
        impl names::Steps for Nothing {
            async fn wide<'a>(&'a self, _: &'a Context, _: Token, $($number: u32),*) -> Result<u32, Fault> {
                Ok([$($number),*].into_iter().sum())
            }
        }
    };
}

add! { walk returned step a b c d e f g h i j k l m n }

#[tokio::test]
async fn a_wide_step_may_move_a_value_of_any_name() {
    let run = Names::new(Nothing).run(Token::default(), 1, 2, 3);
    assert_eq!(run.await.unwrap(), 6 + 14);
}
