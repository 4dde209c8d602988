//! The identifiers that stand in what a user has written.

use std::collections::BTreeSet;

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::UseTree;

use crate::plan::{Arg, Branch, Call, Decision, GuardKind, Plan, Step, Test};

/// Whether an import with `*` may bring any name.
pub(super) fn has_glob(plan: &Plan) -> bool {
    plan.uses.iter().any(|one| is_glob(&one.tree))
}

fn is_glob(tree: &UseTree) -> bool {
    match tree {
        UseTree::Glob(_) => true,
        UseTree::Path(path) => is_glob(&path.tree),
        UseTree::Group(group) => group.items.iter().any(is_glob),
        UseTree::Name(_) | UseTree::Rename(_) => false,
    }
}

/// Those in the imports, and the names of the constants.
pub(super) fn imported(plan: &Plan) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let constants = plan.constants.iter();
    constants.for_each(|constant| collect(&constant.name, &mut all));
    plan.uses
        .iter()
        .for_each(|one| collect(&one.tree, &mut all));
    all
}

/// Those in all fragments of a pipeline, and of its blocks of steps.
pub(super) fn anywhere(plan: &Plan) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    each(plan, &mut |written| collect(written, &mut all));
    all
}

/// What is called with each fragment.
type Add<'a> = dyn FnMut(&dyn ToTokens) + 'a;

fn each(plan: &Plan, add: &mut Add<'_>) {
    plan.blocks.iter().for_each(|block| each(block, add));
    plan.uses.iter().for_each(|one| add(&one.tree));
    plan.error.iter().for_each(|(ty, _)| add(ty));
    plan.requires.iter().for_each(|(path, _)| add(path));
    plan.values.iter().for_each(|value| add(&value.ty));
    plan.types.iter().for_each(|(ty, _)| add(ty));
    plan.expressions.iter().for_each(|expr| add(expr));
    for constant in &plan.constants {
        add(&constant.name);
        add(&constant.ty);
        add(&constant.value);
    }
    for field in &plan.metadata {
        add(&field.ty);
        add(&field.default);
    }
    plan.branches
        .iter()
        .for_each(|branch| of_branch(branch, add));
    plan.steps.iter().for_each(|step| of_step(step, add));
}

fn of_branch(branch: &Branch, add: &mut Add<'_>) {
    if let Decision::Match(on) = &branch.decision {
        add(on);
    }
    for way in &branch.ways {
        match &way.test {
            Test::Pattern(pattern, guard) => {
                add(pattern);
                add(guard);
            }
            Test::If(condition) => add(condition),
            Test::Else | Test::Entry => {}
        }
    }
}

fn of_step(step: &Step, add: &mut Add<'_>) {
    of_call(&step.call, &step.args, add);
    if let Some(undo) = &step.undo {
        of_call(&undo.call, &undo.args, add);
    }
    if let Some(GuardKind::Expression(expr, _)) = step.guard.as_ref().map(|guard| &guard.kind) {
        add(expr);
    }
    let retry = step.retry.iter();
    let retry = retry.flat_map(|retry| retry.when.iter().chain(&retry.after));
    retry.for_each(|(expr, _)| add(expr));
}

fn of_call(call: &Call, args: &[Arg], add: &mut Add<'_>) {
    match call {
        Call::Path(path, _) => add(path),
        Call::Merge(constants) => constants.iter().for_each(|constant| add(&constant.value)),
        Call::Method(_) | Call::Pipeline(..) | Call::Block(_) => {}
    }
    for arg in args {
        match arg {
            Arg::Field(_, expr) => add(expr),
            Arg::Bound(_, ty) => add(ty),
            _ => {}
        }
    }
}

/// Those in a fragment.
pub(super) fn collect(written: &dyn ToTokens, all: &mut BTreeSet<String>) {
    for token in written.to_token_stream() {
        match token {
            TokenTree::Ident(ident) => drop(all.insert(ident.to_string())),
            TokenTree::Group(group) => collect(&group.stream(), all),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
