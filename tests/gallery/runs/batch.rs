use crate::Batch;
use crate::packing::{Delivery, Packer, Warehouse};
use crate::snapshots::check;

#[tokio::test]
async fn urgent_goods_go_first_and_what_jams_is_tried_again_at_once() {
    let delivery = Delivery::of(&["books", "plates!", "shoes"]);
    let run = Batch::new(Packer::jamming_at("books")).run(delivery, Warehouse::default());
    let run = run.with_report().await;
    let manifest = run.output.unwrap().manifest.unwrap();
    assert_eq!(manifest.lines, ["1. plates", "2. books", "3. shoes"]);
    let steps: Vec<_> = run.report.trace.iter().map(|row| &*row.step).collect();
    assert_eq!(
        steps,
        [
            "load", "process", "collect", "process", "process", "collect", "process", "collect",
            "finalize"
        ]
    );
    assert_eq!(run.outputs.process.times(), 4);
    check("batch", "run.mmd", &run.report.mermaid());
}

#[tokio::test]
async fn what_jams_too_often_ends_the_run() {
    let packer = Packer::broken();
    let run = Batch::new(packer).run(Delivery::of(&["books"]), Warehouse::default());
    let error = run.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `both::rust::batch`: the decision after `process` failed: nobody can pack the books"
    );
}
