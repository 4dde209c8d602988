//! `README.md`: what came of every mistake, in a table.

use std::fmt::Write;

use crate::beside::Beside;
use crate::cases::{Case, FORMS, SPOKEN};

/// The form whose errors stand in generated code, beneath a comment that leads to the description.
const TYPES: &str = "types";

const HEAD: &str = include_str!("head.md");
const TAIL: &str = include_str!("hidden.md");

pub(crate) fn table(cases: &[Case], beside: &[Beside]) -> String {
    let mut text = String::from(HEAD);
    let _ = write!(text, "\n{}", summary(cases));
    for (form, title) in FORMS {
        let more = if form == TYPES {
            " the comment above it in generated code |"
        } else {
            ""
        };
        let line = if form == TYPES { "---|" } else { "" };
        let _ = write!(
            text,
            "\n## {title}\n\n| what was done wrong | caught by | errors | the fix, if it is named |{more}\n\
             |---|---|---|---|{line}\n"
        );
        cases
            .iter()
            .filter(|case| case.form == form)
            .for_each(|case| text.push_str(&row(case)));
    }
    text.push_str(TAIL);
    text.push_str("\n| an error of the user's own, beside the report | told |\n|---|---|\n");
    for case in beside {
        let _ = writeln!(text, "| {} | {} |", case.what, case.told());
    }
    text
}

/// How many there are, and who has caught them.
fn summary(cases: &[Case]) -> String {
    let mut text = String::from(
        "| mistakes | all | by pipewright, in the build script | by rustc |\n|---|---|---|---|\n",
    );
    let mut line = |title: &str, cases: &[&Case]| {
        let ours = cases.iter().filter(|case| case.is_ours()).count();
        let _ = writeln!(
            text,
            "| {title} | {} | {ours} | {} |",
            cases.len(),
            cases.len() - ours
        );
    };
    for (form, title) in FORMS {
        let of_form: Vec<_> = cases.iter().filter(|case| case.form == form).collect();
        line(title, &of_form);
    }
    line("together", &cases.iter().collect::<Vec<_>>());
    let _ = write!(text, "\nrustc's words are those of 1.{SPOKEN}.\n");
    text
}

fn row(case: &Case) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let described = match (case.form, &case.described) {
        (TYPES, described) => format!(" {} |", described.as_deref().unwrap_or("—")),
        _ => String::new(),
    };
    format!(
        "| [{}](cases/{}/{}/report.txt) | {} | {}{} | {} |{described}\n",
        cell(&case.sentence),
        case.form,
        case.name,
        cell(&case.catcher),
        case.errors,
        case.why.map_or(String::new(), |why| format!(": {why}")),
        cell(case.fix.as_deref().unwrap_or("—")),
    )
}
