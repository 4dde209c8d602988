use std::io::{self, Cursor};
use std::sync::{Arc, Mutex};

use pipewright::BoxError;

use crate::etl_example::{Etl, Warehouse};

#[tokio::test]
async fn twenty_and_fifteen_are_thirty_five() {
    let warehouse = Arc::new(Warehouse {
        target: Mutex::new(Vec::new()),
    });
    let run = Etl::<Warehouse<_>>::new(Arc::clone(&warehouse))
        .run()
        .with_report()
        .await;
    assert_eq!(run.outputs.extract.ok(), Some(&10));
    assert_eq!(run.outputs.double.ok(), Some(&20));
    assert_eq!(run.outputs.add_five.ok(), Some(&15));
    assert_eq!(run.output.unwrap(), 35);
    assert!(run.outputs.load.is_ok());
    assert_eq!(*warehouse.target.lock().unwrap(), b"Done: 35\n");
}

#[tokio::test]
async fn a_target_that_is_full_fails_the_run_although_the_output_is_there() {
    let full = Warehouse {
        target: Mutex::new(Cursor::new([0; 4])),
    };
    let run = Etl::new(full).run().with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(error.step(), Some("load"));
    assert!(error.downcast_ref::<BoxError>().is_some());
    let io = error.failures()[0]
        .source()
        .and_then(|cause| cause.downcast_ref::<io::Error>());
    assert_eq!(io.unwrap().kind(), io::ErrorKind::WriteZero);
    assert!(run.outputs.combine.is_ok());
}
