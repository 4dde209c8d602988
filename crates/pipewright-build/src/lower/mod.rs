//! From a checked tree to the plan: order, ids, defaults.

mod branch;
pub(crate) mod each;
mod inner;
pub(crate) mod methods;
mod order;
mod step;
mod tail;
#[cfg(test)]
mod tests;

use proc_macro2::Ident;
use quote::ToTokens;

use crate::names::pipeline_struct;
use crate::pipelines;
use crate::plan::{
    Constant, Entry, Limit, Metadata, Origin, Plan, StepId, Tail, TailReading, Use, Value, ValueId,
};
use crate::source::Files;
use crate::span::{Span, Spanned};
use crate::tree::{self, How, Name};
use crate::wiring::Wiring;

pub(crate) use self::tail::as_tail;

/// Makes the plan. All checks have passed, so every name is known and there is an order.
pub(crate) fn plan(wiring: &Wiring<'_>, files: &Files) -> Plan {
    let tree = wiring.tree;
    let parents = wiring.parents();
    let order = order::canonical(wiring, &parents);
    let ids = Ids::new(wiring, &order);
    let (methods, by_name) = methods::methods(wiring, files);
    let (inner, by_path) = inner::inner(wiring, &order, files);
    let names = step::Names {
        methods: &by_name,
        inner: &by_path,
    };
    let steps = step::steps(wiring, &parents, &order, &ids, &names, files);
    Plan {
        name: ident(&tree.name),
        told: match tree.around {
            Some(_) => tree.name.value.clone(),
            None => pipelines::path(&tree.folders, &tree.name.value),
        },
        pipeline: pipeline_struct(tree),
        path: tree.path.clone(),
        doc: tree.doc.clone(),
        uses: uses(wiring, files),
        error: error(tree, files),
        requires: requires(tree, files),
        constants: constants(wiring, files),
        metadata: metadata(wiring, files),
        limits: limits(wiring),
        values: values(wiring, &ids, files),
        steps,
        branches: branch::branches(wiring, &ids, files),
        entries: entries(wiring, &ids, files),
        methods,
        inner,
        is_inner: wiring.all.is_run(tree),
        blocks: wiring
            .blocks
            .iter()
            .map(|block| plan(block, files))
            .collect(),
        is_block: tree.around.is_some(),
        types: types(wiring, files),
        expressions: tree.kind.expressions().into_iter().cloned().collect(),
        tail: tail(wiring, &ids),
        executor: tree.executor.clone(),
        fail_fast: tree.fail_fast,
        show: tree.show,
        deadline: tree.deadline.as_ref().map(|deadline| deadline.value),
    }
}

/// The steps of a pipeline, or of a block, in the order in which they stand in its plan.
fn order(wiring: &Wiring<'_>) -> Vec<usize> {
    order::canonical(wiring, &wiring.parents())
}

/// The places of the tree's steps and the wiring's values in the plan.
struct Ids {
    steps: Vec<StepId>,
    values: Vec<ValueId>,
    /// The values in the plan's order.
    order: Vec<usize>,
}

impl Ids {
    fn new(wiring: &Wiring<'_>, order: &[usize]) -> Self {
        let mut steps = vec![StepId(0); order.len()];
        for (id, &step) in order.iter().enumerate() {
            steps[step] = StepId(id);
        }
        let mut by_place: Vec<usize> = (0..wiring.values.len()).collect();
        by_place.sort_by_key(|&value| {
            let value = &wiring.values[value];
            let of = value.element.map(|element| steps[element.of]);
            (value.lent, of, value.step.map(|step| steps[step]))
        });
        let mut values = vec![ValueId(0); by_place.len()];
        for (id, &value) in by_place.iter().enumerate() {
            values[value] = ValueId(id);
        }
        Self {
            steps,
            values,
            order: by_place,
        }
    }
}

pub(crate) fn ident(name: &Name) -> Ident {
    Ident::new(&name.value, proc_macro2::Span::call_site())
}

/// In the order of their texts: imports mean the same in any order.
fn uses(wiring: &Wiring<'_>, files: &Files) -> Vec<Use> {
    let lowered = |one: &tree::Use| Use {
        tree: one.tree.clone(),
        line: line(files, one.span),
    };
    let mut uses: Vec<Use> = wiring.tree.uses.iter().map(lowered).collect();
    uses.sort_by_cached_key(|one| one.tree.to_token_stream().to_string());
    uses
}

fn requires(tree: &tree::Pipeline, files: &Files) -> Vec<(syn::Path, usize)> {
    let required = |path: &Spanned<syn::Path>| (path.value.clone(), line(files, path.span));
    tree.requires.iter().map(required).collect()
}

fn line(files: &Files, span: Span) -> usize {
    files.line(span.file, span.start)
}

fn error(tree: &tree::Pipeline, files: &Files) -> Option<(syn::Type, usize)> {
    let error = tree.error.as_ref()?;
    Some((error.value.clone(), line(files, error.span)))
}

fn constants(wiring: &Wiring<'_>, files: &Files) -> Vec<Constant> {
    let mut constants: Vec<_> = wiring.tree.constants.iter().collect();
    constants.sort_by_key(|constant| &constant.name.value);
    let constant = |constant: &&tree::Constant| Constant {
        name: ident(&constant.name),
        ty: methods::owned_forever(&constant.ty.value),
        value: constant.value.clone(),
        line: line(files, constant.ty.span),
    };
    constants.iter().map(constant).collect()
}

fn metadata(wiring: &Wiring<'_>, files: &Files) -> Vec<Metadata> {
    let mut metadata: Vec<_> = wiring.tree.metadata.iter().collect();
    metadata.sort_by_key(|metadata| &metadata.name.value);
    let field = |metadata: &&tree::Metadata| Metadata {
        name: ident(&metadata.name),
        ty: metadata.ty.value.clone(),
        default: metadata.default.clone(),
        line: line(files, metadata.ty.span),
    };
    metadata.iter().map(field).collect()
}

fn limits(wiring: &Wiring<'_>) -> Vec<Limit> {
    let number = |number: &Option<Spanned<i128>>| u32::try_from(number.as_ref()?.value).ok();
    let limits = wiring.limits().into_iter().map(|limit| Limit {
        name: ident(&limit.name),
        permits: number(&limit.permits),
        per_second: number(&limit.per_second),
    });
    limits.collect()
}

fn values(wiring: &Wiring<'_>, ids: &Ids, files: &Files) -> Vec<Value> {
    let value = |&index: &usize| {
        let value = &wiring.values[index];
        Value {
            name: ident(value.name),
            ty: value.ty.value.clone(),
            line: line(files, value.ty.span),
            origin: match (value.element, value.step) {
                (Some(_), _) => Origin::Element {
                    lent: each::is_lent(wiring, index),
                },
                (None, Some(step)) => Origin::Step(ids.steps[step]),
                (None, None) if !value.lent => Origin::Input,
                (None, None) if wiring.is_element(index) => Origin::Lent,
                (None, None) => Origin::Around,
            },
            copy: value.copy,
            moved: wiring.movers(index).next().is_some(),
            kept: wiring.is_kept(index),
        }
    };
    ids.order.iter().map(value).collect()
}

fn entries(wiring: &Wiring<'_>, ids: &Ids, files: &Files) -> Vec<Entry> {
    let entry = |tree: &tree::Entry| {
        let inputs = tree.inputs.iter();
        let inputs = inputs.filter_map(|name| wiring.value_named(name));
        Entry {
            name: ident(&tree.name),
            doc: tree.doc.clone(),
            line: line(files, tree.name.span),
            inputs: inputs.map(|value| ids.values[value]).collect(),
        }
    };
    wiring.tree.entries.iter().map(entry).collect()
}

/// In the order of their texts.
fn types(wiring: &Wiring<'_>, files: &Files) -> Vec<(syn::Type, usize)> {
    let types = wiring.tree.kind.types().into_iter();
    let types = types.map(|(_, ty)| (ty.value.clone(), line(files, ty.span)));
    let mut types: Vec<_> = types.collect();
    types.sort_by_cached_key(|(ty, _)| ty.to_token_stream().to_string());
    types
}

fn tail(wiring: &Wiring<'_>, ids: &Ids) -> Option<Tail> {
    let read = wiring.tail()?;
    let how = match read.how {
        How::Maybe => TailReading::Maybe,
        How::Ok => TailReading::Ok,
        How::Move | How::Borrow | How::Clone | How::Outcome => TailReading::Value,
    };
    Some(Tail {
        value: ids.values[read.value],
        how,
    })
}
