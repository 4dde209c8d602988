//! Values as text, in reports and events, where the description says that they are shown.

use pipewright::emitters::{Live, Recorder};
use pipewright::{EventKind, Report, Size};

use crate::pipelines::{Showing, ShowingOne, showing, showing_one};
use crate::script::Fault;

#[derive(Clone)]
pub struct Order(pub String);

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        assert_ne!(self.0, "unspeakable");
        f.debug_tuple("Order").field(&self.0).finish()
    }
}

/// Has no text.
pub struct Secret;

struct Shop;

impl showing::Steps for Shop {
    async fn price(&self, _: &showing::Context, order: &Order, _: &Secret) -> Result<u64, Fault> {
        Ok(order.0.len() as u64)
    }

    async fn split(&self, _: &showing::Context, order: &Order) -> Result<Vec<String>, Fault> {
        Ok(order.0.split(' ').map(str::to_owned).collect())
    }

    async fn note(&self, _: &showing::Context, line: &String) -> Result<String, Fault> {
        Ok(line.to_uppercase())
    }

    async fn seal(&self, _: &showing::Context, secret: Secret) -> Result<Secret, Fault> {
        Ok(secret)
    }

    async fn add(&self, _: &showing::Context, price: u64) -> Result<u64, Fault> {
        Ok(price + 1)
    }

    fn sum(
        &self,
        _: &showing::Context,
        total: u64,
        notes: Vec<String>,
        _: Secret,
    ) -> Result<u64, Fault> {
        Ok(total + notes.len() as u64)
    }
}

impl showing_one::Steps for Shop {
    async fn split(&self, _: &showing_one::Context, order: Order) -> Result<Vec<String>, Fault> {
        Ok(order.0.split(' ').map(str::to_owned).collect())
    }

    async fn count(&self, _: &showing_one::Context, lines: Vec<String>) -> Result<u64, Fault> {
        Ok(lines.len() as u64)
    }
}

fn values(report: &Report) -> Vec<(&str, Option<&str>)> {
    let steps = report.steps.iter();
    let values = steps.map(|step| (&*step.step, step.value.as_deref()));
    let mut values: Vec<_> = values.collect();
    values.sort_unstable();
    values
}

#[tokio::test]
async fn a_report_shows_what_was_given_and_what_came_of_it() {
    let order = Order("one two".to_owned());
    let run = Showing::new(Shop).run(order, Secret).with_report().await;
    assert_eq!(run.output.unwrap(), 10);
    let inputs = run.report.inputs.iter();
    let inputs: Vec<_> = inputs
        .map(|input| (&*input.name, &*input.value, input.size))
        .collect();
    assert_eq!(inputs, [("order", r#"Order("one two")"#, None)]);
    let sizes = run.report.steps.iter();
    let sizes: Vec<_> = sizes
        .filter_map(|step| Some((&*step.step, step.size?)))
        .collect();
    let two = Size::Elements(2);
    assert_eq!(sizes, [("split", two), ("note", two)]);
    assert_eq!(
        values(&run.report),
        [
            ("add", Some("8")),
            ("note", Some(r#"["ONE", "TWO"]"#)),
            ("price", Some("7")),
            ("seal", None),
            ("split", Some(r#"["one", "two"]"#)),
            ("sum", Some("10")),
            ("total", Some("8")),
        ]
    );
}

#[tokio::test]
async fn what_panics_when_it_is_printed_is_not_shown() {
    let order = Order("unspeakable".to_owned());
    let run = Showing::new(Shop).run(order, Secret).with_report().await;
    assert_eq!(run.output.unwrap(), 13);
    assert!(run.report.inputs.is_empty());
}

#[tokio::test]
async fn one_value_alone_is_shown() {
    let order = Order("one two".to_owned());
    let run = ShowingOne::new(Shop).run(order).with_report().await;
    assert!(run.report.inputs.is_empty());
    let shown = [("count", None), ("split", Some(r#"["one", "two"]"#))];
    assert_eq!(values(&run.report), shown);
}

#[tokio::test]
async fn the_end_of_a_step_shows_what_it_has_given() {
    let recorder = Recorder::new();
    let run = ShowingOne::new(Shop).run(Order("a b c".to_owned()));
    run.emit_to(recorder.clone()).await.unwrap();
    let events = recorder.events();
    let EventKind::RunStarted { inputs, .. } = &events[0].kind else {
        panic!("it begins with something else");
    };
    assert!(inputs.is_empty(), "one value alone is shown");
    let ends = events.into_iter().filter_map(|event| match event.kind {
        EventKind::StepEnded { value, .. } => Some((event.step.unwrap().into_owned(), value)),
        _ => None,
    });
    let shown = [
        ("split".to_owned(), Some(r#"["a", "b", "c"]"#.to_owned())),
        ("count".to_owned(), None),
    ];
    assert_eq!(ends.collect::<Vec<_>>(), shown);
}

#[tokio::test]
async fn emitters_are_told_what_a_run_is_given() {
    let live = Live::new();
    let order = Order("one two".to_owned());
    let run = Showing::new(Shop).run(order, Secret).emit_to(live.clone());
    run.await.unwrap();
    let report = live.report().unwrap();
    assert_eq!(report.inputs[0].value, r#"Order("one two")"#);
    assert_eq!(report.step("split").unwrap().size, Some(Size::Elements(2)));
}
