//! The graph itself: plain data that a generated `static` can hold.

use std::borrow::Cow;

/// Text that is either written into a generated `static` or made while building.
pub type Text = Cow<'static, str>;

/// A list that is either written into a generated `static` or made while building.
pub type List<T> = Cow<'static, [T]>;

/// The wiring of one pipeline.
///
/// Generated code holds one as a constant; the build crate makes one from a checked plan.
/// Steps stand in an order in which they could run one after the other. In a workflow, where each run finds
/// an order of its own, the first step is the one with which it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "crate::stored::Stored")
)]
pub struct Graph {
    /// The pipeline's name, behind its folders: `billing::refund`.
    pub name: Text,
    /// What the pipeline takes.
    pub inputs: List<Value>,
    /// Its steps, in a pipeline each after all that it waits for.
    pub steps: List<Step>,
    /// What waits for what, and why.
    pub wires: List<Wire>,
    /// What the pipeline returns.
    pub output: Option<Value>,
    /// Where a run takes one of several ways.
    pub branches: List<Branch>,
}

/// A place where a run takes one of several ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Branch {
    /// What is matched, as written: `&message.kind`; empty where each way has a condition of its own.
    pub text: Text,
    /// When each way is taken, as written: `Kind::Tool(_)`.
    pub ways: List<Text>,
    /// What decides.
    pub reads: List<Source>,
    /// The way of another branch that it lies in.
    pub arm: Option<Arm>,
    /// The ways without a step of their own, and the steps to which they lead.
    pub constants: List<(u32, StepId)>,
}

/// One way of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Arm {
    /// The place of the branch in [`Graph::branches`].
    pub branch: u32,
    /// The place of the way in [`Branch::ways`].
    pub way: u32,
}

/// A named, typed datum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Value {
    /// Its name in the pipeline.
    pub name: Text,
    /// Its Rust type, as written.
    pub ty: Text,
}

/// One step of the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Step {
    /// Its name, unique in the pipeline.
    pub name: Text,
    /// The value that it produces.
    pub output: Option<Value>,
    /// The condition under which it runs, as written.
    pub guard: Option<Text>,
    /// The elements for which it calls, as written: `map id: &UserId`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub each: Option<Text>,
    /// Its failure is dealt with in the pipeline, and does not fail the run.
    pub handled: bool,
    /// How it is undone if the run fails, as written.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub undo: Option<Text>,
    /// The pipeline that it runs, if it runs one.
    pub runs: Option<Text>,
    /// The steps through which each element goes, if these are a block of their own: then this is one graph,
    /// whose first input is the element.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "<[Graph]>::is_empty")
    )]
    pub block: List<Graph>,
    /// The way of a branch that it lies in.
    pub arm: Option<Arm>,
    /// The entry with which a run has to begin for it to run.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub entry: Option<Text>,
    /// The family that it is of, and what tells its steps apart: `load for each region`.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub family: Option<Text>,
}

/// The place of a step in [`Graph::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StepId(pub u32);

/// Where a wire begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Source {
    /// At an input of the pipeline: its place in [`Graph::inputs`].
    Input(u32),
    /// At a step.
    Step(StepId),
}

impl Source {
    /// The step at which it begins, if it begins at one.
    pub const fn step(self) -> Option<StepId> {
        match self {
            Self::Step(step) => Some(step),
            Self::Input(_) => None,
        }
    }
}

/// Where a wire ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Target {
    /// At a step.
    Step(StepId),
    /// At the pipeline's output.
    Output,
}

impl Target {
    /// The step at which it ends, if it ends at one.
    pub const fn step(self) -> Option<StepId> {
        match self {
            Self::Step(step) => Some(step),
            Self::Output => None,
        }
    }
}

/// Why one end of a wire waits for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WireKind {
    /// A value is read by a call.
    Data,
    /// A value is read by the step's condition.
    Guard,
    /// The description says `after`.
    After,
    /// A value decides whether the step's way is taken.
    Branch,
    /// The step moves a value that the other one borrows.
    Order,
    /// The decision after the one step of a workflow can put the other one into the queue.
    Next,
    /// The one step of a flow may call the other one.
    Call,
}

/// One reading of a value by a step, or an ordering between two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Wire {
    /// What has to end first.
    pub from: Source,
    /// What waits.
    pub to: Target,
    /// Why it waits.
    pub kind: WireKind,
    /// The type as it arrives (`&Order`, `Option<&Shipment>`), or the field that is read, whose type only
    /// rustc knows (`&order.total`), or the condition of a workflow's step; empty for mere ordering.
    pub ty: Text,
}
