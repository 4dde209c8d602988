//! The page.

use crate::layouts::layouts;
use crate::stored::{Head, NotAReport, read};

/// All of the page but the run: markup, style, script, and a policy that allows these and nothing else.
const TEMPLATE: &str = include_str!("../bundle/page.html");

/// The report of a run as one HTML file.
///
/// `report` is the JSON of a `pipewright::Report`. The file loads nothing, from the network or from disk, and
/// its own policy forbids it to. Whatever names and messages hold, the page shows it as text.
///
/// ```
/// let report = r#"{
///     "run_id": "0193a5b0-0000-7000-8000-000000000000",
///     "correlation_id": "4bf92f3577b34da6a3ce929d0e0e4736",
///     "pipeline": "greeting", "definition": "9f0e",
///     "started": "2026-11-26T09:00:00Z", "finished": "2026-11-26T09:00:01Z",
///     "outcome": "ok", "steps": []
/// }"#;
/// let page = pipewright_html::page(report)?;
/// assert!(page.starts_with("<!doctype html>"));
/// # Ok::<(), pipewright_html::NotAReport>(())
/// ```
///
/// # Errors
///
/// If that is not the report of a run.
pub fn page(report: &str) -> Result<String, NotAReport> {
    let head: Head = read(report)?;
    let mut page = String::with_capacity(TEMPLATE.len() + report.len() + 1024);
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("<!--pipewright:") {
        page.push_str(before);
        let (place, after) = after.split_once("-->").unwrap_or((after, ""));
        match place {
            "title" => text(&mut page, &head.pipeline),
            "summary" => summary(&mut page, &head),
            "report" => data(&mut page, report),
            "layouts" => data(&mut page, &layouts(&head.graphs).to_string()),
            _ => {}
        }
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

/// So many steps are told to a reader without scripts.
const TOLD: usize = 500;

/// What a reader sees without scripts: how the run ended, and each step.
fn summary(page: &mut String, head: &Head) {
    element(page, "h1", &head.pipeline);
    element(
        page,
        "p",
        match &*head.outcome {
            "ok" => "The run ended well.",
            "pending" => "The run was on its way.",
            _ => "The run failed.",
        },
    );
    if let Some(error) = &head.error {
        element(page, "p", &error.message);
    }
    page.push_str("<table>");
    for step in head.steps.iter().take(TOLD) {
        page.push_str("<tr>");
        element(page, "td", &step.step);
        element(page, "td", &step.outcome);
        element(page, "td", step.reason.as_deref().unwrap_or_default());
        page.push_str("</tr>\n");
    }
    page.push_str("</table>");
    if let Some(more) = head.steps.len().checked_sub(TOLD).filter(|more| *more > 0) {
        element(page, "p", &format!("and {more} more steps"));
    }
}

fn element(page: &mut String, name: &str, inner: &str) {
    page.push_str(&format!("<{name}>"));
    text(page, inner);
    page.push_str(&format!("</{name}>"));
}

/// Text between tags.
fn text(page: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '&' => page.push_str("&amp;"),
            c => page.push(c),
        }
    }
}

/// JSON within a `script` element: nothing in it can end that.
fn data(page: &mut String, json: &str) {
    for part in json.split_inclusive('<') {
        match part.strip_suffix('<') {
            Some(part) => {
                page.push_str(part);
                page.push_str("\\u003c");
            }
            None => page.push_str(part),
        }
    }
}
