//! A run that goes the straight way for as long as it can, beside the same run on the schedule from its
//! beginning: what a user sees is the same.

use pipewright::{CorrelationId, Place, Report, Run};

use crate::pipelines::{
    Crowd, Diamond, FirstFailure, Handling, Missing, Nested, Retrying, TailMaybe, TailOk,
    TailPlain, Verdict,
};
use crate::script::{Script, attempt_errors, decline, fail, give, panics, reported, seconds, secs};
use crate::traces::Recorder;

/// A script made up for these steps.
fn script(steps: &[&'static str], seed: u64) -> Script {
    let mut random = fastrand::Rng::with_seed(seed);
    steps.iter().fold(Script::new(), |script, step| {
        let acts = [(); 3].map(|()| {
            let act = match random.u32(..8) {
                0 => fail("no"),
                1 => panics("boom"),
                2 => decline(),
                _ => give(1),
            };
            act.after(random.u64(..9).saturating_sub(6))
        });
        script.on(step, acts)
    })
}

/// All that a report tells, with times since the run began.
fn told(report: &Report) -> Vec<String> {
    let steps = report.steps.iter().map(|step| {
        let time = |time: std::time::SystemTime| {
            seconds(time.duration_since(report.started).unwrap_or_default()).round()
        };
        let attempts = step.attempts.iter();
        let times: Vec<_> = attempts
            .map(|attempt| (time(attempt.started), time(attempt.finished), attempt.wait))
            .collect();
        let (outcome, errors) = (
            reported(report, &step.step),
            attempt_errors(report, &step.step),
        );
        format!("{}: {outcome} {times:?} {errors:?}", step.step)
    });
    steps.collect()
}

fn result<T, O>(run: Run<T, O>) -> (Vec<String>, Option<String>) {
    let error = run.output.err().map(|error| format!("{error:?}"));
    (told(&run.report), error)
}

macro_rules! compare {
    ($seed:expr, $pipeline:ident($($input:expr),*): $($step:ident)*) => {{
        let launch = |script: Script| {
            let launch = $pipeline::new(script).run($($input),*).seed($seed);
            let launch = launch.max_parallel([1, 2, 100][$seed as usize % 3]);
            match $seed % 5 {
                0 => launch.deadline(secs($seed % 4)),
                _ => launch,
            }
        };
        let steps = [$(stringify!($step)),*];
        let [bare, straight, scheduled, heard, heard_scheduled] =
            [(); 5].map(|()| script(&steps, $seed));
        let error = launch(bare.clone()).await.err().map(|error| format!("{error:?}"));
        let ended = result(launch(straight.clone()).with_report().await);
        assert_eq!(ended.1, error, "with a report, seed {}", $seed);
        assert_eq!(straight.order(), bare.order(), "with a report, seed {}", $seed);
        let run = launch(scheduled.clone()).executor(Place::scheduled()).with_report();
        assert_eq!(ended, result(run.await), "seed {}", $seed);
        assert_eq!(straight.order(), scheduled.order(), "seed {}", $seed);
        let stories = [(heard, Place::default()), (heard_scheduled, Place::scheduled())].map(
            |(script, place)| async move {
                let recorder = Recorder::default();
                let _listens = recorder.listen();
                let launch = launch(script).executor(place).correlation_id(CorrelationId::from_u128(1));
                (result(launch.with_report().await), recorder.story())
            },
        );
        let [heard, heard_scheduled] = stories;
        let (heard, heard_scheduled) = (heard.await, heard_scheduled.await);
        assert_eq!(ended, heard.0, "with a listener, seed {}", $seed);
        assert_eq!(heard, heard_scheduled, "with a listener, seed {}", $seed);
    }};
}

#[tokio::test(start_paused = true)]
async fn both_ways_lead_to_the_same() {
    for seed in 0..100_u64 {
        let (one, other) = (seed % 2 == 0, seed % 4 < 2);
        compare!(seed, Crowd(): a b c d e f);
        compare!(seed, Diamond(): left right after_left after_right join);
        compare!(seed, FirstFailure(): bad forgiven forgiving slow next observer retried);
        compare!(seed, Handling(): a a_ok b b_ok b_outcome c c_outcome d d_ok d_plain e e_maybe
            f f_guard g h h_plain i i_ok i_guard j j_ok j_guard);
        compare!(seed, Nested(one, other): t1 f1 t2 f2 f3 seen outside);
        compare!(seed, Missing(one, other): origin source plain maybe ok outcome strict later guarded);
        compare!(seed, Retrying(): doubling tripling capped jittery half full picky asking prompt
            timed limited once);
        compare!(seed, TailMaybe(one): origin make);
        compare!(seed, TailOk(one): origin make);
        compare!(seed, TailPlain(one): origin make);
        compare!(seed, Verdict(one): declines fails both asks insists);
    }
}
