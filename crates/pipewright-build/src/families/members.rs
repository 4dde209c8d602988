//! What the steps of a family are called.

use std::collections::HashMap;

use syn::Lit;

use crate::check::{duplicate, family};
use crate::diagnostic::Findings;
use crate::span::Spanned;
use crate::text::of_type;
use crate::tree::{Callee, Pipeline, Repeated, Step, Variable};

/// A step with `for_each`.
pub(crate) struct Family {
    pub(crate) name: String,
    /// The name of its value.
    pub(crate) value: Option<String>,
    /// The variables, in the order in which they tell its steps apart.
    pub(crate) variables: Vec<String>,
    pub(crate) members: Vec<Member>,
}

/// One of its steps.
pub(crate) struct Member {
    /// What its name, and that of its value, end in.
    pub(crate) suffix: String,
    /// What each variable is, in their order.
    pub(crate) values: Vec<(String, Repeated)>,
}

/// The family that a step is, if it is a sound one.
pub(super) fn of(step: &Step, pipeline: &Pipeline, findings: &mut Findings) -> Option<Family> {
    if step.for_each.is_empty() {
        return None;
    }
    let before = findings.len();
    if step.merge.is_some() {
        findings.push(family::arm(step));
    }
    if matches!(step.call, Callee::Block(_)) {
        findings.push(family::block(step));
    }
    names(step, pipeline, findings);
    variables(step, pipeline, findings);
    let mut members = vec![Member {
        suffix: String::new(),
        values: Vec::new(),
    }];
    for variable in &step.for_each {
        let suffixes = suffixes(step, variable, findings);
        members = members
            .iter()
            .flat_map(|member| {
                let values = variable.values.iter().zip(&suffixes);
                values.map(|(value, suffix)| member.with(variable, &value.value, suffix))
            })
            .collect();
    }
    let mut seen = std::collections::HashSet::new();
    // `a_b` and `c`, `a` and `b_c`
    let twice = members.iter().find(|one| !seen.insert(&one.suffix));
    if let Some(twice) = twice.filter(|_| findings.len() == before) {
        findings.push(family::same_names(step, &twice.suffix));
    }
    let incomplete = step.for_each.iter().any(|variable| variable.incomplete);
    (findings.len() == before && !incomplete).then(|| Family {
        name: step.name.value.clone(),
        value: step.output.as_ref().map(|output| output.name.value.clone()),
        variables: step
            .for_each
            .iter()
            .map(|one| one.name.value.clone())
            .collect(),
        members,
    })
}

impl Member {
    /// The same, and one variable more.
    fn with(&self, variable: &Variable, value: &Repeated, suffix: &str) -> Self {
        let name = variable.name.value.clone();
        let before = match self.suffix.as_str() {
            "" => String::new(),
            before => format!("{before}_"),
        };
        Self {
            suffix: before + suffix,
            values: self
                .values
                .iter()
                .cloned()
                .chain([(name, value.clone())])
                .collect(),
        }
    }
}

/// Whether its name, and that of its value, stand for nothing else.
fn names(step: &Step, pipeline: &Pipeline, findings: &mut Findings) {
    // of two families, the second one is told
    let counts =
        |other: &&Step| other.at != step.at && (other.for_each.is_empty() || other.at < step.at);
    let others: Vec<&Step> = pipeline.steps.iter().filter(counts).collect();
    let name = &step.name.value;
    if let Some(other) = others.iter().find(|other| other.name.value == *name) {
        findings.push(duplicate::step_again(pipeline.form, step, other.name.span));
    }
    let Some(output) = &step.output else { return };
    let outputs = others.iter().filter_map(|other| other.output.as_ref());
    let mut values = pipeline
        .inputs
        .iter()
        .chain(outputs)
        .map(|value| &value.name);
    if let Some(other) = values.find(|value| value.value == output.name.value) {
        findings.push(duplicate::value(
            other,
            &output.name,
            "the values of a family",
        ));
    }
}

/// Whether the variables have names of their own.
fn variables(step: &Step, pipeline: &Pipeline, findings: &mut Findings) {
    let values = pipeline.inputs.iter().map(|input| &input.name);
    let outputs = pipeline
        .steps
        .iter()
        .filter_map(|step| step.output.as_ref());
    let values = values.chain(outputs.map(|output| &output.name));
    let values = values.chain(pipeline.constants.iter().map(|constant| &constant.name));
    let elements = step.each.iter().flat_map(|each| &each.elements);
    let values = values.chain(elements.map(|element| &element.name));
    let mut taken: HashMap<&str, _> = values
        .map(|name| (name.value.as_str(), name.span))
        .collect();
    for variable in &step.for_each {
        let name = &variable.name;
        if variable.values.is_empty() && !variable.incomplete {
            findings.push(family::no_values(name));
        }
        if let Some(&first) = taken.get(name.value.as_str()) {
            findings.push(family::taken(name, first));
        }
        taken.insert(&name.value, name.span);
        constants(variable, pipeline, findings);
    }
}

/// Whether there are the constants that a variable is, of its type if that is said.
fn constants(variable: &Variable, pipeline: &Pipeline, findings: &mut Findings) {
    for value in &variable.values {
        let Repeated::Constant(name) = &value.value else {
            continue;
        };
        let mut constants = pipeline.constants.iter();
        let constant = constants.find(|constant| *name == constant.name.value);
        match (constant, &variable.ty) {
            (None, _) if !pipeline.incomplete => {
                findings.push(family::no_constant(name, value.span, pipeline));
            }
            (Some(constant), Some(ty)) if !is_type(&constant.ty.value, &ty.value) => {
                findings.push(family::other_type(constant, ty));
            }
            _ => {}
        }
    }
}

fn is_type(ty: &syn::Type, text: &str) -> bool {
    syn::parse_str(text).is_ok_and(|other: syn::Type| of_type(ty) == of_type(&other))
}

/// What each value of a variable is in names.
fn suffixes(step: &Step, variable: &Variable, findings: &mut Findings) -> Vec<String> {
    let mut seen: HashMap<String, &Spanned<Repeated>> = HashMap::new();
    let mut suffixes = Vec::with_capacity(variable.values.len());
    for value in &variable.values {
        let suffix = suffix(&value.value);
        if suffix.is_empty() {
            findings.push(family::no_name(&step.name.value, value));
        } else if let Some(first) = seen.insert(suffix.clone(), value) {
            findings.push(family::twice(
                &step.name.value,
                &suffix,
                first.span,
                value.span,
            ));
        }
        suffixes.push(suffix);
    }
    suffixes
}

/// A value in a name: letters and digits, all small, and `_` for what is between them; empty if that leaves
/// nothing.
fn suffix(value: &Repeated) -> String {
    let sign = match value {
        Repeated::Literal(Lit::Int(_)) => "minus ",
        _ => " ",
    };
    let text = text(value).replace('-', sign);
    let is_letter = |char: char| char.is_alphanumeric();
    let words = text
        .split(|char| !is_letter(char))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_lowercase()
}

/// What a value is, whatever its type.
pub(super) fn text(value: &Repeated) -> String {
    match value {
        Repeated::Literal(literal) => text_of(literal),
        Repeated::Constant(name) => name.to_string(),
    }
}

pub(super) fn text_of(literal: &Lit) -> String {
    match literal {
        Lit::Str(text) => text.value(),
        Lit::Char(char) => char.value().to_string(),
        Lit::Bool(bool) => bool.value.to_string(),
        Lit::Int(int) => int.base10_digits().to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_in_names() {
        for (value, suffix) in [
            (r#""eu""#, "eu"),
            (r#""eu-west-1""#, "eu_west_1"),
            (r#""North America""#, "north_america"),
            (r#""/a/b/""#, "a_b"),
            ("10u32", "10"),
            ("0x1f", "31"),
            ("true", "true"),
            ("'x'", "x"),
            (r#""größe""#, "größe"),
            (r#""–""#, ""),
        ] {
            let value = super::Repeated::Literal(syn::parse_str(value).unwrap());
            assert_eq!(super::suffix(&value), suffix);
        }
    }
}
