//! Errors of every type, and what they say.

use std::error::Error;
use std::fmt;
use std::num::ParseIntError;

use pipewright::{BoxError, Context, FailureReason};

use crate::pipelines::{BoxErrorPipeline, OwnError, box_error, own_error};

/// An error that is `Debug` and `Display`, and no more.
#[derive(Debug)]
pub struct Plain {
    pub code: u16,
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "code {}", self.code)
    }
}

struct Fails;

impl own_error::Steps for Fails {
    async fn fail(&self, _: &Context) -> Result<(), Plain> {
        Err(Plain { code: 7 })
    }
}

impl box_error::Steps for Fails {
    async fn parse(&self, _: &Context, text: &String) -> Result<u32, BoxError> {
        Ok(text.parse()?)
    }
}

#[tokio::test]
async fn an_own_type_is_found_again_though_it_is_no_standard_error() {
    let error = OwnError::new(Fails).run().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::own_error`: step `fail` failed: code 7"
    );
    assert_eq!(error.downcast_ref::<Plain>().unwrap().code, 7);
    assert!(error.source().is_none());
    assert!(error.failures()[0].source().is_none());
}

#[tokio::test]
async fn without_an_error_type_whatever_the_question_mark_converts() {
    let pipeline = BoxErrorPipeline::new(Fails);
    assert_eq!(pipeline.run("12".into()).await.unwrap(), 12);
    let error = pipeline.run("twelve".into()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::box_error`: step `parse` failed: invalid digit found in string"
    );
    assert!(error.source().is_none(), "its message tells it");
    assert!(
        error
            .downcast_ref::<BoxError>()
            .unwrap()
            .is::<ParseIntError>()
    );
    let [failure] = error.failures() else {
        panic!("one step failed");
    };
    assert!(failure.source().unwrap().is::<ParseIntError>());
    assert_eq!(failure.attempts(), 1);
    assert_eq!(failure.reason(), FailureReason::Failed);
}

#[tokio::test]
async fn an_error_outlives_its_run_and_clones() {
    let error = OwnError::new(Fails).run().await.unwrap_err();
    let again = error.clone();
    drop(error);
    assert_eq!(again.downcast_ref::<Plain>().unwrap().code, 7);
    let boxed: Box<dyn Error + Send + Sync> = again.into();
    assert_eq!(
        boxed.to_string(),
        "pipeline `behaviour::own_error`: step `fail` failed: code 7"
    );
}
