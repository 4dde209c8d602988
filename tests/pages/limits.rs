//! Pipelines that share a limit.

use pipewright::{BoxError, Limit};

use embedding::{Context, Steps};

pipewright::include_pipelines!("pages/embedding");

struct Library;

impl Steps for Library {
    async fn load(&self, _cx: &Context) -> Result<String, BoxError> {
        Ok("text".to_owned())
    }

    async fn embed(&self, _cx: &Context, text: &String) -> Result<(), BoxError> {
        assert_eq!(text, "text");
        Ok(())
    }
}

#[tokio::test]
async fn a_limit_is_given_to_a_pipeline() {
    let database = Limit::permits(10);
    let limits = embedding::Limits {
        database: database.clone(),
        ..embedding::Limits::default()
    };
    let pipeline = Embedding::builder().steps(Library).limits(limits).build();
    pipeline.run().await.unwrap();
    assert_eq!(database.available(), Some(10));
}
