//! What a run would do.

use std::fmt;

use crate::model::{Arm, Graph, Source, StepId, Target, Text, WireKind};

/// What a run of a pipeline would do, told before there is one: its steps in an order in which they could
/// run one after the other, what each waits for, and what is decided only on the way.
///
/// Made by [`Graph::plan`] and [`Graph::plan_of`], by the `plan()` of each pipeline, and by `cargo pipewright plan`; as
/// data with the feature `serde`, and by `Display` as text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Preview {
    /// The pipeline's name.
    pub pipeline: Text,
    /// Its steps, each after all that it waits for.
    pub steps: Vec<PreviewStep>,
}

/// What a run would do with one step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PreviewStep {
    /// The step's name.
    pub step: Text,
    /// In which stage it can begin, from 1: one more than the last of the steps that it waits for. Steps of
    /// one stage run side by side.
    pub stage: usize,
    /// The steps that it waits for.
    pub after: Vec<Text>,
    /// What decides, when they have ended, whether it runs: the entry with which the run began, the arms
    /// that it lies in, and its guard, as written. If there is nothing, it runs whenever its inputs are there.
    pub conditions: Vec<Text>,
    /// The elements for which it calls, as written: `map id: &UserId`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub each: Option<Text>,
    /// What decides for each element of a map whether it is called for, as written.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub each_if: Option<Text>,
    /// The pipeline that it runs.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub runs: Option<Text>,
    /// The steps through which each of its elements goes, if it maps through a block of steps.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub block: Vec<PreviewStep>,
}

impl Graph {
    /// What a run of the pipeline would do. It says nothing of workflows and flows, whose runs find their own
    /// order.
    ///
    /// ```
    /// use pipewright_graph::{Graph, Source, Step, StepId, Target, Wire, WireKind};
    ///
    /// let step = |name: &'static str| Step { name: name.into(), ..Step::default() };
    /// let graph = Graph {
    ///     name: "tea".into(),
    ///     steps: vec![step("boil"), step("pour")].into(),
    ///     wires: vec![Wire {
    ///         from: Source::Step(StepId(0)),
    ///         to: Target::Step(StepId(1)),
    ///         kind: WireKind::Data,
    ///         ty: "Water".into(),
    ///     }].into(),
    ///     ..Graph::default()
    /// };
    /// assert_eq!(graph.plan().steps[1].after, ["boil"]);
    /// assert_eq!(graph.plan().to_string(), "tea\n  1  boil\n  2  pour\n");
    /// assert_eq!(graph.plan_of(&[StepId(0)]).to_string(), "tea\n  1  boil\n");
    /// ```
    pub fn plan(&self) -> Preview {
        self.chosen(&vec![true; self.steps.len()])
    }

    /// What a run of only these steps would do: they run, and all that they need. What a step needs are the
    /// steps whose values it reads, by whatever wire, and those that it runs `after`.
    pub fn plan_of(&self, steps: &[StepId]) -> Preview {
        let parents = self.parents(|kind| kind != WireKind::Order);
        let mut chosen = vec![false; self.steps.len()];
        for step in steps {
            chosen[step.0 as usize] = true;
        }
        // each stands after its parents, so one pass from the end finds all
        for step in (0..chosen.len()).rev() {
            if chosen[step] {
                parents[step]
                    .iter()
                    .for_each(|&parent| chosen[parent] = true);
            }
        }
        self.chosen(&chosen)
    }

    fn chosen(&self, chosen: &[bool]) -> Preview {
        let mut stages = vec![0; self.steps.len()];
        let mut steps = Vec::new();
        for (number, mut parents) in self.parents(|_| true).into_iter().enumerate() {
            if chosen[number] {
                parents.retain(|&parent| chosen[parent]);
                let last = parents.iter().map(|&parent| stages[parent]).max();
                stages[number] = 1 + last.unwrap_or(0);
                steps.push(self.preview(number, stages[number], &parents));
            }
        }
        Preview {
            pipeline: self.name.clone(),
            steps,
        }
    }

    fn preview(&self, number: usize, stage: usize, parents: &[usize]) -> PreviewStep {
        let step = &self.steps[number];
        let after = parents
            .iter()
            .map(|&parent| self.steps[parent].name.clone());
        let is_map = step
            .each
            .as_ref()
            .is_some_and(|each| each.starts_with("map "));
        let (each_if, guard) = match is_map {
            true => (step.guard.clone(), None),
            false => (None, step.guard.clone()),
        };
        let entry = step
            .entry
            .iter()
            .map(|entry| format!("begun with {entry}").into());
        PreviewStep {
            step: step.name.clone(),
            stage,
            after: after.collect(),
            conditions: entry.chain(self.ways(step.arm)).chain(guard).collect(),
            each: step.each.clone(),
            each_if,
            runs: step.runs.clone(),
            block: step
                .block
                .iter()
                .flat_map(|block| block.plan().steps)
                .collect(),
        }
    }

    /// The ways that have to be taken to get to this one, outermost first.
    fn ways(&self, arm: Option<Arm>) -> impl Iterator<Item = Text> + use<> {
        let mut ways = Vec::new();
        let mut next = arm;
        while let Some(arm) = next {
            let branch = &self.branches[arm.branch as usize];
            let way = &branch.ways[arm.way as usize];
            ways.push(match branch.text.is_empty() {
                true => way.clone(),
                false => format!("{} is {way}", branch.text).into(),
            });
            next = branch.arm;
        }
        ways.into_iter().rev()
    }

    /// The steps that each step waits for because of wires of these kinds, sorted and each once.
    fn parents(&self, counts: impl Fn(WireKind) -> bool) -> Vec<Vec<usize>> {
        let mut parents = vec![Vec::new(); self.steps.len()];
        let mut add = |from: Source, to: StepId| {
            if let Source::Step(from) = from {
                parents[to.0 as usize].push(from.0 as usize);
            }
        };
        for wire in self.wires.iter().filter(|wire| counts(wire.kind)) {
            if let Target::Step(to) = wire.to {
                add(wire.from, to);
            }
        }
        // a constant is there when its way has been decided on
        for branch in self.branches.iter() {
            for &(_, to) in branch.constants.iter() {
                self.deciding(branch).for_each(|from| add(from, to));
            }
        }
        for parents in &mut parents {
            parents.sort_unstable();
            parents.dedup();
        }
        parents
    }

    /// What decides about a branch, and whether a run gets there.
    fn deciding<'g>(&'g self, branch: &'g crate::Branch) -> impl Iterator<Item = Source> + 'g {
        let above =
            |branch: &&'g crate::Branch| branch.arm.map(|arm| &self.branches[arm.branch as usize]);
        std::iter::successors(Some(branch), above).flat_map(|branch| branch.reads.iter().copied())
    }
}

impl PreviewStep {
    /// All that is to be said of it beside its name.
    fn notes(&self) -> String {
        let mut notes = Vec::new();
        if !self.conditions.is_empty() {
            notes.push(format!("if {}", self.conditions.join(", and ")));
        }
        if let Some(each) = &self.each {
            let only = self.each_if.iter().map(|only| format!(", if {only}"));
            notes.push(format!("{each}{}", only.collect::<String>()));
        }
        notes.extend(self.runs.iter().map(|runs| format!("runs {runs}")));
        notes.join("; ")
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.pipeline)?;
        stages(&self.steps, "", f)
    }
}

/// A line for each step, with this before it; those of a block stand beneath the map.
fn stages(steps: &[PreviewStep], before: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let steps = steps.iter().map(|step| (step, step.notes()));
    let mut steps: Vec<(&PreviewStep, String)> = steps.collect();
    steps.sort_by_key(|(step, _)| step.stage);
    let noted = steps.iter().filter(|(_, notes)| !notes.is_empty());
    let width = noted.map(|(step, _)| step.step.chars().count()).max();
    let width = width.unwrap_or(0);
    let mut last = 0;
    for (step, notes) in steps {
        f.write_str(before)?;
        match std::mem::replace(&mut last, step.stage) == step.stage {
            true => write!(f, "     ")?,
            false => write!(f, "{:>3}  ", step.stage)?,
        }
        match notes.is_empty() {
            true => writeln!(f, "{}", step.step)?,
            false => writeln!(f, "{:width$}  {notes}", step.step)?,
        }
        stages(&step.block, &format!("{before}     :"), f)?;
    }
    Ok(())
}
