//! The words in a description's pieces of Rust.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::Wiring;
use crate::tree::{Callee, GuardKind, Step, Test, Wire, WireKind};

impl Wiring<'_> {
    /// Every word of every wire, expression and type: what is not among them is not used.
    pub(crate) fn mentions(&self) -> HashSet<String> {
        let tree = self.tree;
        let mut words = Words::default();
        for block in &self.blocks {
            words.0.extend(block.mentions());
        }
        for step in &tree.steps {
            words.step(step);
        }
        for value in &self.values {
            words.add(&value.ty.value);
        }
        for constant in &tree.constants {
            words.add(&constant.ty.value);
            words.add(&constant.value);
        }
        for branch in &tree.branches {
            words.add(&branch.on.as_ref().map(|on| &on.expr));
            for way in &branch.ways {
                match &way.test {
                    Test::Pattern(pattern, guard, _) => {
                        words.add(pattern);
                        words.add(guard);
                    }
                    Test::If(condition, _) => words.add(condition),
                    Test::Else | Test::Entry => {}
                }
            }
        }
        for metadata in &tree.metadata {
            words.add(&metadata.ty.value);
            words.add(&metadata.default);
        }
        for (_, ty) in tree.kind.types() {
            words.add(&ty.value);
        }
        for expr in tree.kind.expressions() {
            words.add(expr);
        }
        words.0
    }
}

#[derive(Default)]
struct Words(HashSet<String>);

impl Words {
    fn step(&mut self, step: &Step) {
        if let Callee::Merge(constants) = &step.call {
            constants
                .iter()
                .for_each(|constant| self.add(&constant.value.value));
        }
        let each = step.each.iter();
        let begins = each.flat_map(|each| std::iter::once(&each.source).chain(&each.start));
        begins.chain(&step.args).for_each(|wire| self.wire(wire));
        match step.guard.as_ref().map(|guard| &guard.kind) {
            Some(GuardKind::Predicate(_, wires)) => wires.iter().for_each(|wire| self.wire(wire)),
            Some(GuardKind::Expression(expr, _)) => self.add(expr),
            None => {}
        }
        let undo = step.undo.iter().flat_map(|undo| &undo.args);
        undo.for_each(|wire| self.wire(wire));
        let conditions = step
            .retry
            .iter()
            .flat_map(|retry| retry.when.iter().chain(&retry.after));
        conditions.for_each(|condition| self.add(&condition.expr));
    }

    fn wire(&mut self, wire: &Wire) {
        match &wire.kind {
            WireKind::Named(name, _) => drop(self.0.insert(name.value.clone())),
            WireKind::Field(_, expr) => self.add(expr),
            WireKind::Array(_, wires) => wires.iter().for_each(|wire| self.wire(wire)),
            WireKind::Member(..)
            | WireKind::Literal(_)
            | WireKind::Context
            | WireKind::Steps
            | WireKind::Broken => {}
            WireKind::Bound(_, ty) => self.add(ty),
        }
    }

    fn add(&mut self, piece: &impl ToTokens) {
        self.tokens(piece.to_token_stream());
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => drop(self.0.insert(ident.to_string())),
                TokenTree::Group(group) => self.tokens(group.stream()),
                // macros read variables inside texts: `"{PAGE}"`
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                    self.0.extend(words.map(str::to_owned));
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}
