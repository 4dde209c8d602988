//! The boxes.

use super::escape::text;
use crate::StepOutcome;
use crate::layout::{LINE_HEIGHT, LineKind, NAME_HEIGHT, Node, NodeKind, PAD, SIGN};

/// How far the corners of a step with a condition are cut, and the sides of a branch pointed.
const CUT: f64 = 9.0;
const POINTED: f64 = 14.0;

/// An outcome in a word.
pub(super) fn word(outcome: StepOutcome) -> &'static str {
    match outcome {
        StepOutcome::Ok => "ok",
        StepOutcome::Err => "err",
        StepOutcome::Handled => "handled",
        StepOutcome::Skipped => "skipped",
        StepOutcome::Running => "running",
    }
}

/// A box with all that is in it.
pub(super) fn node(node: &Node) -> String {
    let kind = match node.kind {
        NodeKind::Input | NodeKind::Output => "value",
        NodeKind::Branch => "branch",
        NodeKind::Step | NodeKind::Guarded => "step",
        NodeKind::Pipeline => "step inner",
        NodeKind::Map => "step each",
    };
    let outcome = node
        .outcome
        .map_or_else(String::new, |outcome| format!(" {}", word(outcome)));
    format!(
        "<g class=\"{kind}{outcome}\"><title>{}</title>{}{}</g>\n",
        title(node),
        outline(node),
        words(node)
    )
}

/// All that is said of it, of which the box may show less.
fn title(node: &Node) -> String {
    let outcome = super::outcome(node);
    let lines = node.lines.iter().map(|line| format!("; {}", line.text));
    text(&format!(
        "{}{outcome}{}",
        node.label,
        lines.collect::<String>()
    ))
}

fn outline(node: &Node) -> String {
    let Node { x, y, w, h, .. } = *node;
    let (right, low) = (x + w, y + h);
    let rect = |x: f64, y: f64, rx: f64| {
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{rx}\"/>")
    };
    match node.kind {
        NodeKind::Input | NodeKind::Output => rect(x, y, h / 2.0),
        NodeKind::Step => rect(x, y, 6.0),
        NodeKind::Map => rect(x + 4.0, y + 4.0, 6.0) + &rect(x, y, 6.0),
        NodeKind::Pipeline => {
            let sides = [x + 5.0, right - 5.0].map(|at| format!("M{at} {y}V{low}"));
            format!(
                "{}<path class=\"side\" d=\"{}\"/>",
                rect(x, y, 3.0),
                sides.concat()
            )
        }
        NodeKind::Guarded => format!(
            "<path d=\"M{} {y}H{}L{right} {}V{}L{} {low}H{}L{x} {}V{}z\"/>",
            x + CUT,
            right - CUT,
            y + CUT,
            low - CUT,
            right - CUT,
            x + CUT,
            low - CUT,
            y + CUT
        ),
        NodeKind::Branch => {
            let middle = y + h / 2.0;
            let (left, end) = (x + POINTED, right - POINTED);
            format!(
                "<path d=\"M{left} {y}H{end}L{right} {middle}L{end} {low}H{left}L{x} {middle}z\"/>"
            )
        }
    }
}

/// The name with the sign of its outcome, and the lines beneath.
fn words(node: &Node) -> String {
    let (middle, first) = (node.x + node.w / 2.0, node.y + PAD + NAME_HEIGHT - 5.0);
    let sign = node.outcome.map_or_else(String::new, |outcome| {
        sign(outcome, node.x + 16.0, node.y + PAD + NAME_HEIGHT / 2.0)
    });
    let aside = if node.outcome.is_some() {
        SIGN / 2.0 - 2.0
    } else {
        0.0
    };
    let mut words = format!(
        "{sign}<text class=\"name\" x=\"{}\" y=\"{first}\">{}</text>",
        middle + aside,
        text(&node.name_shown())
    );
    for (place, line) in (1..).zip(&node.lines) {
        let class = match line.kind {
            LineKind::Note => "note",
            _ => "code",
        };
        let y = first + f64::from(place) * LINE_HEIGHT;
        words += &format!(
            "<text class=\"{class}\" x=\"{middle}\" y=\"{y}\">{}</text>",
            text(&line.shown())
        );
    }
    words
}

/// A tick, a cross, a dash, or a tip that points onwards, in a circle.
fn sign(outcome: StepOutcome, x: f64, y: f64) -> String {
    let stroke = match outcome {
        StepOutcome::Ok => "m-3.2 0.2l2.3 2.5l4.2-5",
        StepOutcome::Err | StepOutcome::Handled => "m-2.7-2.7l5.4 5.4m0-5.4l-5.4 5.4",
        StepOutcome::Skipped => "m-3.2 0h6.4",
        StepOutcome::Running => "m-1.8-3l4.6 3l-4.6 3z",
    };
    format!(
        "<circle class=\"sign\" cx=\"{x}\" cy=\"{y}\" r=\"7\"/><path class=\"stroke\" d=\"M{x} {y}{stroke}\"/>"
    )
}
