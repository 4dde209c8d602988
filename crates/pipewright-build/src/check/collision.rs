use std::collections::HashMap;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::names::{camel, pipeline_struct};
use crate::tree::{Name, Pipeline};

pub(crate) static RULE: Rule = Rule {
    code: "PW0019",
    title: "two generated names that are the same",
    docs: "A pipeline `order_processing` becomes a module of that name with a struct `OrderProcessing` beside \
        it, a folder becomes a module, and each step becomes a variant of the enum `Step`. Two names that \
        differ only in their underscores, or a folder and a pipeline of one name, would meet there.",
    check: Check::Across(check),
};

fn check(pipelines: &[&Pipeline], findings: &mut Findings) {
    modules(pipelines, findings);
    for pipeline in pipelines {
        let mut seen: HashMap<String, &Name> = HashMap::new();
        for step in &pipeline.steps {
            let variant = camel(&step.name.value);
            match seen.get(&variant) {
                Some(first) if first.value != step.name.value => {
                    findings.push(variants(first, &step.name, &variant));
                }
                _ => drop(seen.insert(variant, &step.name)),
            }
        }
    }
}

fn variants(first: &Name, second: &Name, variant: &str) -> Diagnostic {
    let title = format!(
        "`{}` and `{}` would both be `Step::{variant}`",
        first.value, second.value
    );
    Diagnostic::error(&RULE, second.span, title)
        .label("the second one")
        .and(first.span, "the first one")
        .help("give one of them a name that differs in more than its underscores")
}

fn modules(pipelines: &[&Pipeline], findings: &mut Findings) {
    let mut structs: HashMap<(&[String], String), &Pipeline> = HashMap::new();
    let mut folders: HashMap<(&[String], &str), &Pipeline> = HashMap::new();
    for pipeline in pipelines {
        for depth in 0..pipeline.folders.len() {
            let (above, folder) = (&pipeline.folders[..depth], &pipeline.folders[depth]);
            folders.entry((above, folder)).or_insert(pipeline);
        }
        let key = (
            pipeline.folders.as_slice(),
            pipeline_struct(&pipeline.name.value),
        );
        match structs.get(&key) {
            Some(first) => findings.push(twins(first, pipeline, &key.1)),
            None => drop(structs.insert(key, pipeline)),
        }
    }
    for pipeline in pipelines {
        let key = (pipeline.folders.as_slice(), pipeline.name.value.as_str());
        if let Some(inside) = folders.get(&key) {
            findings.push(folder(pipeline, inside));
        }
    }
}

fn twins(first: &Pipeline, second: &Pipeline, name: &str) -> Diagnostic {
    let title = match first.name.value == second.name.value {
        true => format!("two pipelines are called `{}`", first.name.value),
        false => format!(
            "the pipelines `{}` and `{}` would both be `{name}`",
            first.name.value, second.name.value
        ),
    };
    Diagnostic::error(&RULE, second.name.span, title)
        .and(first.name.span, "the first one")
        .help("give one of them another name, or put it in a folder")
}

fn folder(pipeline: &Pipeline, inside: &Pipeline) -> Diagnostic {
    let name = &pipeline.name.value;
    let title = format!("a pipeline and a folder are both called `{name}`");
    Diagnostic::error(&RULE, pipeline.name.span, title)
        .and(inside.name.span, "a pipeline in the folder of that name")
        .help("give one of the two another name: both become a module")
}
