//! Wires and conditions that mention a family, or a variable of one.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

use super::members::{Family, text, text_of};
use crate::check::family;
use crate::diagnostic::Findings;
use crate::readings;
use crate::span::Spanned;
use crate::tree::{
    Branch, Guard, GuardKind, How, Index, Name, Pipeline, Repeated, Step, Test, Wire, WireKind,
};

/// Whether any wire picks a value out of a family.
pub(super) fn mention(pipeline: &Pipeline) -> bool {
    let predicates = pipeline.steps.iter().filter_map(|step| match &step.guard {
        Some(Guard {
            kind: GuardKind::Predicate(_, wires),
            ..
        }) => Some(wires),
        _ => None,
    });
    let undos = pipeline.steps.iter().filter_map(|step| step.undo.as_ref());
    let undos = undos.map(|undo| &undo.args);
    let wires = pipeline
        .steps
        .iter()
        .map(|step| &step.args)
        .chain(undos)
        .chain(predicates);
    let each = pipeline.steps.iter().filter_map(|step| step.each.as_ref());
    let each = each.flat_map(|each| each.start.iter().chain([&each.source]));
    let mut wires = wires.flatten().chain(&pipeline.tail).chain(each);
    wires.any(|wire| matches!(wire.kind, WireKind::Member(..)))
}

/// What names mean in one step.
pub(super) struct Scope<'a> {
    families: &'a [&'a Family],
    /// The variables of its own family.
    variables: &'a [(String, Repeated)],
    /// The names of elements, which mean nothing else there.
    elements: Vec<String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(families: &'a [&'a Family], variables: &'a [(String, Repeated)]) -> Self {
        Self {
            families,
            variables,
            elements: Vec::new(),
        }
    }

    /// Where a step's call, and its conditions, read the elements of a value.
    fn within(&self, step: &Step) -> Self {
        let elements = step.each.iter().flat_map(|each| &each.elements);
        Self {
            elements: elements.map(|element| element.name.value.clone()).collect(),
            ..Self::new(self.families, self.variables)
        }
    }

    pub(super) fn step(&self, mut step: Step, findings: &mut Findings) -> Step {
        let within = self.within(&step);
        for wire in &mut step.args {
            within.wire(wire, findings);
        }
        if let Some(each) = &mut step.each {
            self.source(&mut each.source, findings);
            let start = each.start.iter_mut();
            start.for_each(|wire| self.wire(wire, findings));
        }
        step.after = step
            .after
            .iter()
            .flat_map(|name| self.after(name))
            .collect();
        if let Some(guard) = &mut step.guard {
            match &mut guard.kind {
                GuardKind::Predicate(_, wires) => {
                    wires
                        .iter_mut()
                        .for_each(|wire| within.wire(wire, findings));
                }
                GuardKind::Expression(expr, _) => within.expr(expr),
            }
        }
        if let Some(undo) = &mut step.undo {
            let args = undo.args.iter_mut();
            args.for_each(|wire| self.wire(wire, findings));
        }
        if let Some(retry) = &mut step.retry {
            for condition in retry.when.iter_mut().chain(&mut retry.after) {
                within.expr(&mut condition.expr);
            }
        }
        step
    }

    /// The expressions that decide which way a run takes.
    pub(super) fn branch(&self, branch: &mut Branch) {
        if let Some(on) = &mut branch.on {
            self.expr(&mut on.expr);
        }
        for way in &mut branch.ways {
            match &mut way.test {
                Test::Pattern(_, Some(expr), _) | Test::If(expr, _) => self.expr(expr),
                Test::Pattern(_, None, _) | Test::Else | Test::Entry => {}
            }
        }
    }

    /// The family whose value has this name.
    fn family(&self, name: &str) -> Option<&'a Family> {
        let is_it = |family: &&&Family| family.value.as_deref() == Some(name);
        let is_element = self.elements.iter().any(|element| element == name);
        self.families
            .iter()
            .find(is_it)
            .copied()
            .filter(|_| !is_element)
    }

    fn variable(&self, name: &str) -> Option<&'a Repeated> {
        let mut all = self.variables.iter();
        all.find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// A wire whose value has elements.
    fn source(&self, wire: &mut Wire, findings: &mut Findings) {
        let found = match &wire.kind {
            WireKind::Named(name, _) if self.variable(&name.value).is_some() => {
                family::no_elements(name, wire.span)
            }
            WireKind::Named(name, _) if self.family(&name.value).is_some() => {
                family::of_members(name, wire.span)
            }
            _ => return self.wire(wire, findings),
        };
        findings.push(found);
        wire.kind = WireKind::Broken;
    }

    /// The family all of which a wire reads.
    pub(super) fn whole(&self, wire: &Wire) -> Option<&'a Family> {
        match &wire.kind {
            WireKind::Named(name, _) => self.family(&name.value),
            _ => None,
        }
    }

    pub(super) fn wire(&self, wire: &mut Wire, findings: &mut Findings) {
        let told = match &wire.kind {
            WireKind::Named(name, how) => match (self.variable(&name.value), how) {
                (Some(value), How::Move) => {
                    wire.param = Some(name.value.clone());
                    Ok(match value {
                        Repeated::Literal(literal) => WireKind::Literal(literal.clone()),
                        Repeated::Constant(constant) => {
                            let constant = Spanned::new(constant.to_string(), name.span);
                            WireKind::Named(constant, How::Move)
                        }
                    })
                }
                (Some(_), _) => Err(family::borrowed(name, wire.span)),
                (None, how) => match self.family(&name.value) {
                    Some(family) => Ok(all(family, name, *how, wire)),
                    None => return,
                },
            },
            WireKind::Member(name, indices, how) => match self.member(&name.value, indices) {
                Ok(member) => {
                    wire.param = Some(name.value.clone());
                    Ok(WireKind::Named(Spanned::new(member, name.span), *how))
                }
                Err(problem) => Err(family::no_member(name, wire.span, problem)),
            },
            WireKind::Field(name, _) => match self.family(&name.value) {
                Some(family) => Err(family::field(family, name, wire.span)),
                None => return,
            },
            _ => return,
        };
        wire.kind = told.unwrap_or_else(|found| {
            findings.push(found);
            WireKind::Broken
        });
    }

    /// The value of a family's step that is picked out by these.
    fn member(&self, name: &str, indices: &[Index]) -> Result<String, family::Problem<'a>> {
        let family = self.family(name).ok_or(family::Problem::Family)?;
        let texts = indices.iter().map(|index| match index {
            Index::Literal(value) => Ok(text_of(value)),
            Index::Variable(name) => match self.variable(name) {
                Some(value) => Ok(text(value)),
                None => Err(family::Problem::Variable(name.clone())),
            },
        });
        let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
        let is_it = |values: &[(String, Repeated)]| {
            values.len() == texts.len()
                && values
                    .iter()
                    .zip(&texts)
                    .all(|((_, value), wanted)| text(value) == *wanted)
        };
        let member = family.members.iter().find(|member| is_it(&member.values));
        let member = member.ok_or(family::Problem::Member(family, texts))?;
        Ok(format!("{name}_{}", member.suffix))
    }

    /// The steps that are meant by a name in `after`.
    fn after(&self, name: &Name) -> Vec<Name> {
        let family = self
            .families
            .iter()
            .find(|family| family.name == name.value);
        match family {
            None => vec![name.clone()],
            Some(family) => {
                let members = family.members.iter();
                let names = members.map(|member| format!("{}_{}", name.value, member.suffix));
                names.map(|one| Spanned::new(one, name.span)).collect()
            }
        }
    }

    /// Gives an expression the variables that it reads, and puts names in the place of families, wherever the
    /// expression itself binds no such name.
    fn expr(&self, expr: &mut syn::Expr) {
        let is_meant = |name: &str| self.variable(name).is_some() || self.family(name).is_some();
        let found = readings::find(&mut expr.clone(), &is_meant).list;
        let places: HashSet<usize> = found
            .iter()
            .map(|one| one.span.byte_range().start)
            .collect();
        if found.is_empty() {
            return;
        }
        let told = self.tokens(expr.to_token_stream(), &places);
        let variables = self.variables.iter();
        let variables = variables.filter(|(name, _)| found.iter().any(|one| one.name == *name));
        let variables = variables.map(|(name, value)| {
            let name = format_ident!("{name}");
            match value {
                Repeated::Literal(value) => quote!(let #name = #value;),
                Repeated::Constant(value) => quote!(let #name = #value;),
            }
        });
        let variables: TokenStream = variables.collect();
        let told = match variables.is_empty() {
            true => told,
            false => quote!({ #variables #told }),
        };
        // what is no expression afterwards was not meant so, and names what there is not
        if let Ok(told) = syn::parse2(told) {
            *expr = told;
        }
    }

    fn tokens(&self, tokens: TokenStream, places: &HashSet<usize>) -> TokenStream {
        let mut told = TokenStream::new();
        let mut rest = tokens.into_iter();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Ident(ident) if places.contains(&ident.span().byte_range().start) => {
                    let indices: Vec<_> = rest.clone().map_while(index).collect();
                    let picked = (1..=indices.len()).rev().find_map(|count| {
                        let member = self.member(&ident.to_string(), &indices[..count]).ok()?;
                        Some((count, Ident::new(&member, ident.span())))
                    });
                    match picked {
                        Some((count, member)) => {
                            rest.by_ref().take(count).for_each(drop);
                            told.extend([TokenTree::Ident(member)]);
                        }
                        None => self.ident(ident, &mut told),
                    }
                }
                TokenTree::Group(group) => {
                    let inner = self.tokens(group.stream(), places);
                    let mut inner = Group::new(group.delimiter(), inner);
                    inner.set_span(group.span());
                    told.extend([TokenTree::Group(inner)]);
                }
                other => told.extend([other]),
            }
        }
        told
    }

    fn ident(&self, ident: Ident, told: &mut TokenStream) {
        let name = ident.to_string();
        if let Some(family) = self.family(&name) {
            let mut members = TokenStream::new();
            for member in &family.members {
                let mut one = format_ident!("{name}_{}", member.suffix);
                one.set_span(ident.span());
                members.extend(quote!(#one,));
            }
            let mut array = Group::new(Delimiter::Bracket, members);
            array.set_span(ident.span());
            told.extend([TokenTree::Group(array)]);
        } else {
            told.extend([TokenTree::Ident(ident)]);
        }
    }
}

/// All values of a family.
fn all(family: &Family, name: &Name, how: How, wire: &Wire) -> WireKind {
    let wires = family.members.iter().map(|member| {
        let member = format!("{}_{}", name.value, member.suffix);
        let kind = WireKind::Named(Spanned::new(member, name.span), how);
        Wire::new(wire.span, kind)
    });
    WireKind::Array(name.clone(), wires.collect())
}

/// `[region]`, `["eu"]`
fn index(token: TokenTree) -> Option<Index> {
    let TokenTree::Group(group) = token else {
        return None;
    };
    if group.delimiter() != Delimiter::Bracket {
        return None;
    }
    Index::of(&syn::parse2(group.stream()).ok()?)
}
