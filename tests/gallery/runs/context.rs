use std::thread;

use pipewright::CorrelationId;

use crate::ContextPipeline;
use crate::context::{Context, Metadata, Steps as _};
use crate::sightings::{Sighting, Site};

const ID: CorrelationId = CorrelationId::from_u128(0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);

fn page(path: &str) -> String {
    path.to_owned()
}

#[tokio::test]
async fn what_a_run_knows_is_seen_wherever_its_work_goes() {
    let run = ContextPipeline::new(Site).run(page("/home")).user("alice");
    let run = run.correlation_id(ID).with_report().await;
    let trail = run.output.unwrap();
    assert_eq!((&*trail.user, &*trail.source), ("alice", "api"));
    assert_eq!(run.report.correlation_id, ID);
    assert_eq!(trail.sightings.len(), 3);
    for seen in &trail.sightings {
        assert_eq!(seen.correlation_id, ID, "{}", seen.place);
        assert_eq!(seen.run_id, run.report.run_id, "{}", seen.place);
        assert_eq!(seen.session.as_deref(), Some("alice-1"), "{}", seen.place);
    }
    let on_this_thread = |seen: &Sighting| seen.thread == thread::current().id();
    assert!(on_this_thread(&trail.sightings[0]));
    assert!(!on_this_thread(&trail.sightings[2]), "it blocks");
    assert!(pipewright::current().is_none(), "outside of the run");
}

#[tokio::test]
async fn a_default_gives_way_to_what_is_said() {
    let run = ContextPipeline::new(Site).run(page("/home"));
    let trail = run.source("telnet").user("bob").await.unwrap();
    assert_eq!((&*trail.user, &*trail.source), ("bob", "telnet"));
}

#[tokio::test]
async fn each_run_has_a_correlation_id_of_its_own_unless_it_is_told() {
    let pipeline = ContextPipeline::new(Site);
    let run = || pipeline.run(page("/home")).user("alice");
    let (one, two) = (run().await.unwrap(), run().await.unwrap());
    let (one, two) = (&one.sightings[0], &two.sightings[0]);
    assert_ne!(one.correlation_id, two.correlation_id);
    assert_ne!(one.run_id, two.run_id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_other_threads_as_well() {
    let run = ContextPipeline::new(Site).run(page("/home")).user("alice");
    let run = run.correlation_id(ID).executor(pipewright::Spawn);
    let trail = run.await.unwrap();
    assert!(trail.sightings.iter().all(|seen| seen.correlation_id == ID));
}

#[tokio::test]
async fn the_metadata_decides() {
    let run = ContextPipeline::new(Site).run(page("/admin"));
    let error = run.user("mallory").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `both::rust::context`: step `authorise` failed: mallory may not read /admin"
    );
}

#[tokio::test]
async fn a_step_is_tested_with_metadata_of_ones_own() {
    let root = Metadata {
        user: "root".to_owned(),
        source: "console".to_owned(),
    };
    let cx = Context::test_with(root);
    let seen = Site.authorise(&cx, &page("/admin")).await.unwrap();
    assert_eq!(seen.session.as_deref(), Some("root-1"));
    assert_eq!(cx.get("session"), seen.session);
}
