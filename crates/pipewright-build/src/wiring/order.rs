//! Who waits for whom.

use super::{Read, Reader, Wiring};
use crate::span::Span;
use crate::tree::How;

/// Something that a step waits for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// The step that has to end first.
    pub(crate) parent: usize,
    /// What makes it so, in the description.
    pub(crate) span: Span,
    pub(crate) reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A wire of the call reads the parent's value.
    Data { value: usize, how: How },
    /// The guard reads the parent's value.
    Guard { value: usize, how: How },
    /// The parent is one of the arms that meet in the step.
    Arm,
    /// `after`
    After,
    /// The step moves a value that the parent reads, at `read`.
    Order { value: usize, read: Span },
}

impl Wiring<'_> {
    /// For each step, what it waits for. A value with several movers is left out of the ordering: that is
    /// an error of its own.
    pub(crate) fn parents(&self) -> Vec<Vec<Edge>> {
        let mut parents: Vec<Vec<Edge>> = vec![Vec::new(); self.steps.len()];
        for read in &self.reads {
            let Reader::Step(step) = read.by else {
                continue;
            };
            let Some(parent) = self.values[read.value].step else {
                continue;
            };
            let reason = match read.guard {
                true => Reason::Guard {
                    value: read.value,
                    how: read.how,
                },
                false => Reason::Data {
                    value: read.value,
                    how: read.how,
                },
            };
            parents[step].push(Edge {
                parent,
                span: read.span,
                reason,
            });
        }
        for (step, wired) in self.steps.iter().enumerate() {
            for &(parent, span) in &wired.after {
                parents[step].push(Edge {
                    parent,
                    span,
                    reason: Reason::After,
                });
            }
        }
        for (parent, step) in self.tree.steps.iter().enumerate() {
            if let Some(merge) = step.merge {
                parents[merge].push(Edge {
                    parent,
                    span: step.at,
                    reason: Reason::Arm,
                });
            }
        }
        for value in 0..self.values.len() {
            self.order_edges(value, &mut parents);
        }
        parents
    }

    /// A step that moves a value runs after every other one that reads it.
    fn order_edges(&self, value: usize, parents: &mut [Vec<Edge>]) {
        let movers: Vec<&Read> = self.movers(value).collect();
        let is_sound = movers.iter().enumerate().all(|(number, mover)| {
            let mut others = movers[number + 1..].iter();
            others.all(|other| self.are_apart(mover, other))
        });
        if !is_sound {
            return;
        }
        for mover in movers {
            let Reader::Step(step) = mover.by else {
                continue;
            };
            let reads = self.values[value].reads.iter();
            for read in reads.map(|&read| &self.reads[read]) {
                match read.by {
                    Reader::Step(parent) if parent != step && !self.excludes(parent, step) => {
                        let reason = Reason::Order {
                            value,
                            read: read.span,
                        };
                        parents[step].push(Edge {
                            parent,
                            span: mover.span,
                            reason,
                        });
                    }
                    Reader::Step(_) | Reader::Undo(_) | Reader::Tail => {}
                }
            }
        }
    }

    /// Whether at most one of two readings takes place.
    pub(crate) fn are_apart(&self, one: &Read, other: &Read) -> bool {
        match (one.by, other.by) {
            (Reader::Step(one), Reader::Step(other)) => self.excludes(one, other),
            _ => false,
        }
    }
}
