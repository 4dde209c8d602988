//! What a run would do.

use std::fmt;

use crate::run::Plan;

/// What a run of a pipeline would do, told before there is one: its steps in an order in which they could
/// run one after the other, what each waits for, and what is decided only on the way.
///
/// Made by the pipeline's `plan()`, as data and, by `Display`, as text.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # fn main() {
/// let plan = Quickstart::new(Calculator).plan();
/// assert_eq!(plan.steps[1].after, ["double"]);
/// assert_eq!(plan.to_string(), "\
/// quickstart
///   1  double
///   2  add
/// ");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The pipeline's name.
    pub pipeline: &'static str,
    /// Its steps, each after all that it waits for.
    pub steps: Vec<PreviewStep>,
}

/// What a run would do with one step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct PreviewStep {
    /// The step's name.
    pub step: &'static str,
    /// In which stage it can begin, from 1: one more than the last of the steps that it waits for. Steps of
    /// one stage run side by side.
    pub stage: usize,
    /// The steps that it waits for.
    pub after: Vec<&'static str>,
    /// What decides, when they have ended, whether it runs: its guard, and the arms that it lies in, as
    /// written. If there is nothing, it runs whenever its inputs are there.
    pub conditions: Vec<String>,
    /// The steps through which each of its elements would go, if it maps through a block of steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub block: Vec<PreviewStep>,
}

impl Preview {
    pub(crate) fn new(plan: &'static Plan) -> Self {
        let mut steps: Vec<PreviewStep> = Vec::with_capacity(plan.steps.len());
        for (number, step) in plan.steps.iter().enumerate() {
            let mut parents: Vec<usize> =
                step.parents.iter().map(|one| one.step as usize).collect();
            parents.dedup();
            let stages = parents.iter().map(|parent| steps[*parent].stage);
            steps.push(PreviewStep {
                step: step.name,
                stage: 1 + stages.max().unwrap_or(0),
                after: parents
                    .iter()
                    .map(|parent| plan.steps[*parent].name)
                    .collect(),
                conditions: conditions(plan, number),
                block: step
                    .map
                    .and_then(|map| map.block)
                    .map_or_else(Vec::new, |block| Self::new(block).steps),
            });
        }
        Self {
            pipeline: plan.name,
            steps,
        }
    }
}

/// The ways that have to be taken, outermost first, and the guard.
fn conditions(plan: &Plan, step: usize) -> Vec<String> {
    let step = &plan.graph.steps[step];
    let mut conditions = Vec::new();
    let mut arm = step.arm;
    while let Some(inner) = arm {
        let branch = &plan.graph.branches[inner.branch as usize];
        let way = &branch.ways[inner.way as usize];
        conditions.push(match branch.text.is_empty() {
            true => way.to_string(),
            false => format!("{} is {way}", branch.text),
        });
        arm = branch.arm;
    }
    conditions.reverse();
    conditions.extend(step.guard.iter().map(ToString::to_string));
    conditions
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.pipeline)?;
        stages(&self.steps, "", f)
    }
}

/// A line for each step, with this before it; those of a block stand beneath the map.
fn stages(steps: &[PreviewStep], before: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut steps: Vec<&PreviewStep> = steps.iter().collect();
    steps.sort_by_key(|step| step.stage);
    let wide = |step: &&&PreviewStep| !step.conditions.is_empty();
    let width = steps
        .iter()
        .filter(wide)
        .map(|step| step.step.chars().count());
    let width = width.max().unwrap_or(0);
    let mut last = 0;
    for step in steps {
        f.write_str(before)?;
        match std::mem::replace(&mut last, step.stage) == step.stage {
            true => write!(f, "     ")?,
            false => write!(f, "{:>3}  ", step.stage)?,
        }
        match step.conditions.is_empty() {
            true => writeln!(f, "{}", step.step)?,
            false => writeln!(
                f,
                "{:width$}  if {}",
                step.step,
                step.conditions.join(", and ")
            )?,
        }
        stages(&step.block, &format!("{before}     :"), f)?;
    }
    Ok(())
}
