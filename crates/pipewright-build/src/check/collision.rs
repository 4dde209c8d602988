use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::names::{camel, pipeline_struct};
use crate::pipelines::Pipelines;
use crate::tree::{Name, Pipeline};

pub(crate) static RULE: Rule = Rule {
    code: "PW0019",
    title: "two generated names that are the same",
    docs: "A pipeline `order_processing` becomes a module of that name with a struct `OrderProcessing` beside \
        it, a folder becomes a module, and each step becomes a variant of the enum `Step`. Two names that \
        differ only in their underscores, or a folder and a pipeline of one name, would meet there.",
    check: Check::Across(check),
};

fn check(pipelines: &Pipelines<'_>, findings: &mut Findings) {
    let pipelines = pipelines.trees();
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

/// Within a folder, modules and structs are types of one namespace.
fn modules(pipelines: &[&Pipeline], findings: &mut Findings) {
    let mut structs: HashMap<(&[String], String), &Pipeline> = HashMap::new();
    let mut modules: HashMap<(&[String], &str), (Module, &Pipeline)> = HashMap::new();
    for pipeline in pipelines {
        for depth in 0..pipeline.folders.len() {
            let key = (&pipeline.folders[..depth], &*pipeline.folders[depth]);
            modules.entry(key).or_insert((Module::Folder, pipeline));
        }
        let name = pipeline_struct(pipeline);
        match structs.entry((&pipeline.folders, name)) {
            Entry::Occupied(first) => {
                findings.push(twins(first.get(), pipeline, &first.key().1));
                if first.get().name.value == pipeline.name.value {
                    // which of the two the crate is written for, nobody knows
                    findings.breaks(first.get().name.span);
                }
            }
            Entry::Vacant(place) => drop(place.insert(pipeline)),
        }
    }
    for pipeline in pipelines {
        let name = pipeline.name.value.as_str();
        match modules.entry((&pipeline.folders, name)) {
            Entry::Occupied(other) if other.get().0 == Module::Folder => {
                findings.push(folder(pipeline, other.get().1));
            }
            // a second pipeline of that name has been reported
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => drop(place.insert((Module::Pipeline, pipeline))),
        }
    }
    for pipeline in pipelines {
        let name = pipeline_struct(pipeline);
        if let Some((kind, other)) = modules.get(&(&pipeline.folders, &name)) {
            findings.push(struct_and_module(pipeline, &name, *kind, other));
        }
    }
}

/// What a module is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Module {
    Folder,
    Pipeline,
}

fn struct_and_module(
    pipeline: &Pipeline,
    name: &str,
    kind: Module,
    other: &Pipeline,
) -> Diagnostic {
    let (what, label) = match kind {
        Module::Folder => ("folder", "a pipeline in the folder"),
        Module::Pipeline => ("pipeline", "the pipeline of that name"),
    };
    let title = format!(
        "the struct of `{}` would be called `{name}`, as the module of the {what} `{name}`",
        pipeline.name.value
    );
    Diagnostic::error(&RULE, pipeline.name.span, title)
        .and(other.name.span, label)
        .help(format!(
            "rename the {what}: names of modules begin with a small letter"
        ))
}

fn twins(first: &Pipeline, second: &Pipeline, name: &str) -> Diagnostic {
    let title = match first.name.value == second.name.value {
        true => format!("two pipelines are called `{}`", first.name.value),
        false => format!(
            "the pipelines `{}` and `{}` would both be `{name}`",
            first.name.value, second.name.value
        ),
    };
    let help = match first.form == second.form {
        true => "give one of them another name, or put it in a folder",
        false => {
            "a pipeline is described in one form: take one of the two away, or give it another name"
        }
    };
    Diagnostic::error(&RULE, second.name.span, title)
        .label("the second one")
        .and(first.name.span, "the first one")
        .help(help)
}

fn folder(pipeline: &Pipeline, inside: &Pipeline) -> Diagnostic {
    let name = &pipeline.name.value;
    let title = format!("a pipeline and a folder are both called `{name}`");
    Diagnostic::error(&RULE, pipeline.name.span, title)
        .and(inside.name.span, "a pipeline in the folder of that name")
        .help("give one of the two another name: both become a module")
}
