//! What a report says of the run as a whole.

use std::error::Error;
use std::fmt;

use pipewright::{BoxError, Context, OutcomeKind, Report};

use crate::pipelines::{BoxErrorPipeline, box_error};

/// An error with another one behind it.
#[derive(Debug)]
struct Behind(&'static str, Option<Box<Self>>);

impl fmt::Display for Behind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Behind {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.1.as_deref()?)
    }
}

struct Asks;

impl box_error::Steps for Asks {
    async fn parse(&self, _: &Context, text: &String) -> Result<u32, BoxError> {
        let behind = |text, error| Behind(text, Some(Box::new(error)));
        match text.as_str() {
            "1" => Ok(1),
            _ => Err(behind(
                "no answer",
                behind("no line", Behind("the cable is cut", None)),
            )
            .into()),
        }
    }
}

async fn report(text: &str) -> Report {
    let run = BoxErrorPipeline::new(Asks).run(text.into());
    run.metadata("tenant", "north").with_report().await.report
}

#[tokio::test]
async fn a_report_tells_how_the_run_has_ended_and_all_that_lies_behind_it() {
    let report = report("2").await;
    assert_eq!(report.outcome, OutcomeKind::Err);
    let error = report.error.as_ref().unwrap();
    assert_eq!(
        error.message,
        "pipeline `behaviour::box_error`: step `parse` failed: no answer"
    );
    assert_eq!(error.step.as_deref(), Some("parse"));
    let behind = ["no line", "the cable is cut"];
    assert_eq!(error.sources, behind);
    assert_eq!(report.step("parse").unwrap().sources, behind);

    let read: Report = serde_json::from_str(&report.json()).unwrap();
    assert_eq!(read.error, report.error);
}

#[tokio::test]
async fn who_goes_from_source_to_source_is_told_each_error_once() {
    let run = BoxErrorPipeline::new(Asks).run("2".into());
    let error: BoxError = run.await.unwrap_err().into();
    let chain = std::iter::successors(Some(&*error as &dyn Error), |error| (*error).source());
    let chain: Vec<String> = chain.map(ToString::to_string).collect();
    assert_eq!(
        chain,
        [
            "pipeline `behaviour::box_error`: step `parse` failed: no answer",
            "no line",
            "the cable is cut",
        ]
    );
}

#[tokio::test]
async fn a_run_that_ends_well_has_no_error_and_its_metadata_all_the_same() {
    let report = report("1").await;
    assert_eq!((report.outcome, &report.error), (OutcomeKind::Ok, &None));
    assert_eq!(report.metadata["tenant"], "north");
}

#[cfg(feature = "html")]
#[tokio::test]
async fn a_report_is_a_page_and_a_trace() {
    let report = report("2").await;
    let page = report.html();
    assert!(page.contains("<title>behaviour::box_error</title>"));
    assert!(page.contains(&report.correlation_id.to_string()));
    let trace: serde_json::Value = serde_json::from_str(&report.chrome_trace()).unwrap();
    let slices = trace["traceEvents"].as_array().unwrap().iter();
    let parse = slices.filter(|slice| slice["name"] == "parse");
    let errors: Vec<_> = parse.map(|slice| &slice["args"]["error"]).collect();
    assert_eq!(errors, ["no answer"]);
}
