use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::plan::Jitter;
use crate::span::Spanned;
use crate::tree::{Kind, Limit, Retry, Step};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0015",
    title: "a number out of bounds",
    docs: "`attempts` counts calls, so it is at least 1 (3 means the first call and at most two retries). \
        `factor` multiplies the delay after each attempt and is a finite number, not below zero; 1 keeps the \
        delay as it is. `jitter` is the part of the delay, from 0 to 1, up to which a random time is added, \
        or `\"full\"`. `permits` and `per_second` of a limit are at least 1, and so is `concurrency`, which is how \
        many elements of a map are on their way at once. A workflow runs at least one step at once (`concurrency`) and \
        altogether (`max_steps`).",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for one in &wiring.tree.limits {
        limit(one, findings);
    }
    if let Kind::Workflow(workflow) = &wiring.tree.kind {
        count("concurrency", workflow.concurrency.as_ref(), findings);
        count("max_steps", workflow.max_steps.as_ref(), findings);
    }
    for step in &wiring.tree.steps {
        concurrency(step, findings);
        if let Some(retry) = &step.retry {
            attempts(step, retry, findings);
            factor(retry, findings);
            jitter(retry, findings);
        }
        if let Some(retry) = step.undo.as_ref().and_then(|undo| undo.retry.as_ref()) {
            attempts(step, retry, findings);
            factor(retry, findings);
            jitter(retry, findings);
        }
    }
}

/// The numbers of a limit.
fn limit(limit: &Limit, findings: &mut Findings) {
    let numbers = [
        ("permits", &limit.permits),
        ("per_second", &limit.per_second),
    ];
    for (key, number) in numbers {
        if let Some(number) = number {
            positive(&limit.name.value, key, number, findings);
        }
    }
}

fn positive(name: &str, key: &str, number: &Spanned<i128>, findings: &mut Findings) {
    if number.value < 1 {
        let least = match key {
            "permits" => "for one at a time",
            _ => "for one a second",
        };
        let title = format!("nothing would ever run under the limit `{name}`");
        findings.push(
            Diagnostic::error(&RULE, number.span, title)
                .label(format!("`{key}` is at least 1"))
                .edit(least, number.span, "1"),
        );
    } else if u32::try_from(number.value).is_err() {
        let most = u32::MAX.to_string();
        let title = format!("the limit `{name}` cannot be that high");
        let error = Diagnostic::error(&RULE, number.span, title).label(format!("at most {most}"));
        findings.push(error.edit("for as good as none", number.span, most));
    }
}

/// How many steps of a workflow may run.
fn count(key: &str, number: Option<&Spanned<i128>>, findings: &mut Findings) {
    let Some(number) = number else { return };
    if number.value < 1 {
        let title = format!("a `{key}` of {} lets nothing run", number.value);
        findings.push(
            Diagnostic::error(&RULE, number.span, title)
                .label("at least 1")
                .help(format!("take `{key}` out for the default")),
        );
    } else if u32::try_from(number.value).is_err() {
        let most = u32::MAX.to_string();
        findings.push(
            Diagnostic::error(&RULE, number.span, format!("`{key}` is too large"))
                .label(format!("at most {most}"))
                .edit("the largest one", number.span, most),
        );
    }
}

fn concurrency(step: &Step, findings: &mut Findings) {
    /// More could not be on their way at once.
    const MOST: i128 = 1_000_000;
    let Some(most) = &step.concurrency else {
        return;
    };
    let name = &step.name.value;
    if most.value < 1 {
        let title = format!("`{name}` would never map an element");
        findings.push(
            Diagnostic::error(&RULE, most.span, title)
                .label("`concurrency` counts the elements that are on their way at once")
                .edit("for one after the other", most.span, "1"),
        );
    } else if most.value > MOST {
        let title = format!("`{name}` cannot map {} elements at once", most.value);
        let most_text = MOST.to_string();
        findings.push(
            Diagnostic::error(&RULE, most.span, title)
                .label(format!("at most {most_text}"))
                .edit("for as good as all", most.span, most_text),
        );
    }
}

fn attempts(step: &Step, retry: &Retry, findings: &mut Findings) {
    let Some(attempts) = &retry.attempts else {
        return;
    };
    let name = &step.name.value;
    if attempts.value < 1 {
        let title = format!("`{name}` would never be called");
        findings.push(
            Diagnostic::error(&RULE, attempts.span, title)
                .label("`attempts` counts calls, the first one included")
                .edit("for one retry", attempts.span, "2"),
        );
    } else if u32::try_from(attempts.value).is_err() {
        let title = format!("`{name}` cannot be called {} times", attempts.value);
        let most = u32::MAX.to_string();
        findings.push(
            Diagnostic::error(&RULE, attempts.span, title)
                .label(format!("at most {most}"))
                .edit("for as good as always", attempts.span, most),
        );
    }
}

fn factor(retry: &Retry, findings: &mut Findings) {
    let Some(factor) = &retry.factor else { return };
    if !factor.value.is_finite() || factor.value < 0.0 {
        findings.push(
            Diagnostic::error(
                &RULE,
                factor.span,
                "no delay can be multiplied by this `factor`",
            )
            .label("expected a finite number, not below zero")
            .edit("to double the delay after each attempt", factor.span, "2"),
        );
    }
}

fn jitter(retry: &Retry, findings: &mut Findings) {
    let Some(jitter) = &retry.jitter else { return };
    let Jitter::Part(part) = jitter.value else {
        return;
    };
    if !(0.0..=1.0).contains(&part) {
        let error = Diagnostic::error(&RULE, jitter.span, "`jitter` is a part of the delay")
            .label("expected a number from 0 to 1, or \"full\"");
        findings.push(match part {
            part if part > 1.0 && part <= 100.0 => error.edit(
                format!("for {part} per cent"),
                jitter.span,
                format!("{}", part / 100.0),
            ),
            _ => error.edit("the default", jitter.span, "0.1"),
        });
    }
}
