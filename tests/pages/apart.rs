//! Pipelines in a module of their own.

pub mod flows {
    pipewright::include_pipelines!("quickstart");
}

use flows::{Quickstart, quickstart};

#[tokio::test]
async fn pipelines_have_a_module_to_themselves() {
    let stub = quickstart::Stub::new()
        .double(|_, x| 2 * x)
        .add(|_, x, d| x + d);
    assert_eq!(Quickstart::new(stub).run(7).await.unwrap(), 21);
}
