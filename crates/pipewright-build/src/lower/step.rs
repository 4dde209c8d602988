//! The steps of the plan.

use std::collections::HashMap;
use std::time::Duration;

use super::methods::returns;
use super::tail::as_tail;
use super::{Ids, ident};
use crate::plan::{
    self, Arg, Call, ConstantArm, Guard, GuardKind, GuardRead, InnerId, InnerRun, Jitter, MethodId,
    Need, Parent, Reading, Retry, Step,
};
use crate::readings;
use crate::source::Files;
use crate::tree::{self, Callee, How, Wire, WireKind};
use crate::wiring::{self, Edge, Reader, Reason, Wiring};

pub(super) fn steps(
    wiring: &Wiring<'_>,
    parents: &[Vec<Edge>],
    order: &[usize],
    ids: &Ids,
    names: &Names<'_>,
    files: &Files,
) -> Vec<Step> {
    let mut outputs = vec![None; order.len()];
    for (index, value) in wiring.values.iter().enumerate() {
        if let Some(step) = value.step {
            outputs[step] = Some(index);
        }
    }
    let lower = Lower {
        wiring,
        ids,
        names,
        files,
    };
    let step = |&index: &usize| {
        // what an arm gives is read as the value in which the arms meet
        let given = wiring.tree.steps[index].merge.unwrap_or(index);
        lower.step(index, &parents[index], outputs[index], outputs[given])
    };
    order.iter().map(step).collect()
}

/// Where that is in the plan which steps call by its name.
pub(super) struct Names<'a> {
    pub(super) methods: &'a HashMap<&'a str, MethodId>,
    pub(super) inner: &'a HashMap<&'a [String], InnerId>,
}

pub(super) struct Lower<'a> {
    pub(super) wiring: &'a Wiring<'a>,
    pub(super) ids: &'a Ids,
    names: &'a Names<'a>,
    files: &'a Files,
}

impl Lower<'_> {
    fn step(
        &self,
        index: usize,
        parents: &[Edge],
        output: Option<usize>,
        given: Option<usize>,
    ) -> Step {
        let (tree, wired) = (&self.wiring.tree.steps[index], &self.wiring.steps[index]);
        Step {
            name: ident(&tree.name),
            doc: tree.doc.clone(),
            family: tree.family.clone(),
            line: self.line(tree.at),
            call: self.call(&tree.call),
            args: self.args(&tree.args, &wired.args),
            output: output.map(|value| self.ids.values[value]),
            returns: returns(tree),
            blocking: tree.blocking,
            optional: tree.optional,
            show: given.is_some() && (tree.show || self.wiring.tree.show),
            on_missing: tree.on_missing,
            guard: tree
                .guard
                .as_ref()
                .zip(wired.guard.as_ref())
                .map(|(tree, wired)| self.guard(tree, wired)),
            retry: tree.retry.as_ref().map(|retry| self.retry(retry)),
            timeout: tree.timeout.as_ref().map(|timeout| timeout.value),
            deadline: tree.deadline.as_ref().map(|deadline| deadline.value),
            executor: tree.executor.clone(),
            limit: tree.limit.as_ref().and_then(|limit| self.limit(limit)),
            undo: tree.undo.as_ref().map(|undo| self.undo(undo, &wired.undo)),
            each: tree
                .each
                .as_ref()
                .zip(wired.each.as_ref())
                .and_then(|(each, wired)| self.each(tree, each, wired)),
            parents: self.parents(parents),
            arms: tree.arms.clone(),
            merge: tree.merge.map(|merge| self.ids.steps[merge]),
            handled: tree.optional || given.is_some_and(|value| self.is_handled(value)),
        }
    }

    fn call(&self, call: &Callee) -> Call {
        match call {
            Callee::Method(name) => Call::Method(self.names.methods[name.value.as_str()]),
            Callee::Path(path) => Call::Path(path.value.clone(), self.line(path.span)),
            Callee::Pipeline(path) => {
                let own = self.wiring;
                let found = own.all.find(&own.tree.folders, &path.value);
                let entry = found.and_then(|found| found.entry);
                Call::Pipeline(InnerRun {
                    inner: self.names.inner[path.value.as_slice()],
                    entry: entry.map(|entry| ident(&entry.name)),
                    line: self.line(path.span),
                })
            }
            Callee::Block(block) => Call::Block(*block),
            Callee::Merge(constants) => Call::Merge(self.constants(constants)),
        }
    }

    fn limit(&self, name: &tree::Name) -> Option<usize> {
        let limits = self.wiring.limits();
        limits
            .iter()
            .position(|limit| limit.name.value == name.value)
    }

    fn undo(&self, tree: &tree::Undo, args: &[wiring::Arg]) -> plan::Undo {
        plan::Undo {
            text: tree.text.clone(),
            line: self.line(tree.span),
            call: self.call(&tree.call),
            args: self.args(&tree.args, args),
            retry: tree.retry.as_ref().map(|retry| self.retry(retry)),
            timeout: tree.timeout.as_ref().map(|timeout| timeout.value),
        }
    }

    fn constants(&self, constants: &[tree::ConstantArm]) -> Vec<ConstantArm> {
        let constant = |constant: &tree::ConstantArm| ConstantArm {
            arms: constant.arms.clone(),
            value: constant.value.value.clone(),
            line: self.line(constant.value.span),
        };
        constants.iter().map(constant).collect()
    }

    pub(super) fn line(&self, span: crate::span::Span) -> usize {
        self.files.line(span.file, span.start)
    }

    fn args(&self, wires: &[Wire], args: &[wiring::Arg]) -> Vec<Arg> {
        wires
            .iter()
            .zip(args)
            .filter_map(|(wire, arg)| self.arg(wire, arg))
            .collect()
    }

    pub(super) fn arg(&self, wire: &Wire, arg: &wiring::Arg) -> Option<Arg> {
        Some(match (arg, &wire.kind) {
            (wiring::Arg::Array(args), WireKind::Array(_, wires)) => {
                Arg::Array(self.args(wires, args))
            }
            (wiring::Arg::Value(value, how), _) => {
                let id = self.ids.values[*value];
                match how {
                    How::Move if self.wiring.values[*value].copy => Arg::Copy(id),
                    How::Move => Arg::Move(id),
                    How::Borrow => Arg::Borrow(id),
                    How::Clone => Arg::Clone(id),
                    How::Maybe => Arg::Maybe(id),
                    How::Ok => Arg::Ok(id),
                    How::Outcome => Arg::Outcome(id),
                }
            }
            (wiring::Arg::Field(value), WireKind::Field(_, expr)) => {
                Arg::Field(self.ids.values[*value], expr.clone())
            }
            (wiring::Arg::Constant(constant), _) => {
                let constant = &self.wiring.tree.constants[*constant];
                Arg::Constant(ident(&constant.name))
            }
            (_, WireKind::Literal(lit)) => Arg::Literal(lit.clone()),
            (_, WireKind::Context) => Arg::Context,
            (_, WireKind::Steps) => Arg::Steps,
            (_, WireKind::Bound(name, ty)) => Arg::Bound(ident(name), ty.clone()),
            // reported, and kept from coming here by the gate
            (
                _,
                WireKind::Named(..)
                | WireKind::Field(..)
                | WireKind::Member(..)
                | WireKind::Array(..)
                | WireKind::Broken,
            ) => return None,
        })
    }

    fn guard(&self, tree: &tree::Guard, wired: &wiring::Guard) -> Guard {
        let kind = match (&tree.kind, wired) {
            (tree::GuardKind::Predicate(name, wires), wiring::Guard::Predicate(args)) => {
                GuardKind::Predicate(
                    self.names.methods[name.value.as_str()],
                    self.args(wires, args),
                )
            }
            (tree::GuardKind::Expression(expr, _), wiring::Guard::Predicate(_)) => {
                GuardKind::Expression(Box::new(as_tail(expr)), Vec::new())
            }
            (_, wiring::Guard::Expression(expr, reads)) => {
                let reads = reads.iter();
                let reads = reads.map(|(value, reading)| guard_read(self.ids, *value, reading));
                GuardKind::Expression(Box::new(as_tail(expr)), reads.collect())
            }
        };
        Guard {
            text: tree.text.clone(),
            line: self.line(tree.span),
            kind,
        }
    }

    fn retry(&self, tree: &tree::Retry) -> Retry {
        let condition =
            |condition: &tree::Condition| (as_tail(&condition.expr), self.line(condition.span));
        let attempts = tree
            .attempts
            .as_ref()
            .and_then(|attempts| u32::try_from(attempts.value).ok());
        Retry {
            attempts: attempts.unwrap_or(1),
            delay: tree
                .delay
                .as_ref()
                .map_or(Duration::ZERO, |delay| delay.value),
            factor: tree.factor.as_ref().map_or(2.0, |factor| factor.value),
            max_delay: tree.max_delay.as_ref().map(|delay| delay.value),
            jitter: tree
                .jitter
                .as_ref()
                .map_or(Jitter::Part(0.1), |jitter| jitter.value),
            when: tree.when.as_ref().map(condition),
            after: tree.after.as_ref().map(condition),
        }
    }

    fn parents(&self, edges: &[Edge]) -> Vec<Parent> {
        let parent = |edge: &Edge| Parent {
            step: self.ids.steps[edge.parent],
            need: match edge.reason {
                Reason::Data { how, .. } | Reason::Guard { how, .. } => need(how),
                Reason::Arm => Need::Arm,
                Reason::After => Need::After,
                Reason::Order { .. } => Need::Order,
            },
        };
        let mut parents: Vec<Parent> = edges.iter().map(parent).collect();
        parents.sort_unstable();
        parents.dedup();
        parents
    }

    /// All readers take the failure, and one of them does more than look at it.
    fn is_handled(&self, value: usize) -> bool {
        let reads = &self.wiring.values[value].reads;
        let reads = reads.iter().map(|&read| &self.wiring.reads[read]);
        // what undoes a step comes too late to deal with anything
        let reads = reads.filter(|read| !matches!(read.by, Reader::Undo(_)));
        let mut hows = reads.map(|read| read.how);
        let mut any_ok = false;
        let all = hows.all(|how| {
            any_ok |= how == How::Ok;
            matches!(how, How::Ok | How::Outcome)
        });
        all && any_ok
    }
}

/// What a condition reads.
pub(super) fn guard_read(ids: &Ids, value: usize, reading: &readings::Reading) -> GuardRead {
    GuardRead {
        value: ids.values[value],
        variable: reading.variable.clone(),
        how: match reading.how {
            How::Maybe => Reading::Maybe,
            How::Ok => Reading::Ok,
            How::Outcome => Reading::Outcome,
            How::Move | How::Borrow | How::Clone => Reading::Plain,
        },
    }
}

fn need(how: How) -> plan::Need {
    match how {
        How::Move | How::Borrow | How::Clone => Need::Value,
        How::Maybe => Need::Maybe,
        How::Ok => Need::Ok,
        How::Outcome => Need::Outcome,
    }
}
