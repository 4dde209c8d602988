use crate::quickstart_example::{Calculator, Quickstart};

#[tokio::test]
async fn five_gives_ten_and_fifteen() {
    let run = Quickstart::new(Calculator).run(5).with_report().await;
    assert_eq!(run.outputs.double.ok(), Some(&10));
    assert_eq!(run.outputs.add.ok(), Some(&15));
    assert_eq!(run.output.unwrap(), 15);
}

#[tokio::test]
async fn a_pipeline_runs_as_often_as_one_likes() {
    let pipeline = Quickstart::new(Calculator);
    let (one, two) = tokio::join!(pipeline.run(1).into_future(), pipeline.run(2).into_future());
    assert_eq!((one.unwrap(), two.unwrap()), (3, 6));
}
