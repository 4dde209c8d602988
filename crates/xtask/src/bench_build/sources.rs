//! The same steps as a pipeline, and by hand.

use std::fmt::Write;

/// Which steps each step reads, by number; a step that reads none reads the input.
type Parents = fn(usize) -> Vec<usize>;

pub(super) const TOPOLOGIES: [(&str, Parents); 3] = [
    ("independent", |_| Vec::new()),
    ("chain", |step| step.checked_sub(1).into_iter().collect()),
    ("layered", |step| match step / LAYER {
        0 => Vec::new(),
        layer => random_two((layer - 1) * LAYER, step),
    }),
];

/// How many steps are in a layer, and in a function by hand.
const LAYER: usize = 20;

/// What each step of these has in both forms.
pub(super) struct Sources {
    steps: usize,
    parents: Parents,
}

impl Sources {
    pub(super) fn new(steps: usize, parents: Parents) -> Self {
        Self { steps, parents }
    }

    /// The names of the values that a step reads.
    fn reads(&self, step: usize) -> Vec<String> {
        match (self.parents)(step) {
            none if none.is_empty() => vec!["start".to_owned()],
            parents => parents.iter().map(|parent| format!("v{parent}")).collect(),
        }
    }

    /// The description of the pipeline.
    pub(super) fn pipeline(&self) -> String {
        let mut text = "input = [\"start: u64\"]\n".to_owned();
        for step in 0..self.steps {
            let reads = self.reads(step).into_iter();
            let wires: Vec<String> = reads.map(|value| format!("\"&{value}\"")).collect();
            // text of one's own cannot fail
            let _ = writeln!(
                text,
                "\n[steps.s{step}]\ninput  = [{}]\noutput = \"v{step}: u64\"",
                wires.join(", ")
            );
        }
        text
    }

    /// A method for each step, as users write them.
    fn methods(&self) -> String {
        let method = |step| {
            let reads = self.reads(step);
            let sum: Vec<String> = reads.iter().map(|value| format!("*{value}")).collect();
            format!(
                "    async fn s{step}(&self, _cx: &Context{}) -> Result<u64, BoxError> {{\n        Ok({})\n    }}\n",
                params(&reads),
                sum.join(" + ")
            )
        };
        (0..self.steps).map(method).collect()
    }

    /// A program that runs the pipeline.
    pub(super) fn generated(&self) -> String {
        format!(
            "use large::Context;\nuse pipewright::BoxError;\n\npipewright::include_pipelines!();\n\n\
             struct Numbers;\n\nimpl large::Steps for Numbers {{\n{}}}\n\n\
             #[tokio::main]\nasync fn main() {{\n    Large::new(Numbers).run(1).with_report().await.output.unwrap();\n}}\n",
            self.methods()
        )
    }

    /// The same written by hand: a trait, and functions of twenty steps each, which wait for them side by
    /// side or one after the other.
    pub(super) fn by_hand(&self) -> String {
        let mut text = "#![allow(unused_variables)]\n\nmod same_work;\n\nuse same_work::{BoxError, Context, Run};\n\npub trait Steps: Send + Sync {\n".to_owned();
        for step in 0..self.steps {
            let _ = writeln!(
                text,
                "    fn s{step}(&self, cx: &Context{}) -> impl Future<Output = Result<u64, BoxError>> + Send;",
                params(&self.reads(step))
            );
        }
        let _ = writeln!(
            text,
            "}}\n\nstruct Numbers;\n\nimpl Steps for Numbers {{\n{}}}\n",
            self.methods()
        );
        let layers: Vec<_> = (0..self.steps).step_by(LAYER).collect();
        for first in &layers {
            text.push_str(&self.layer(*first));
        }
        text.push_str("async fn run(run: &Run<impl Steps>, start: u64) -> Result<[u64; 20], BoxError> {\n    let values = [start; 20];\n");
        for layer in 0..layers.len() {
            let _ = writeln!(
                text,
                "    let values = layer_{layer}(run, start, values).await?;"
            );
        }
        text.push_str(
            "    Ok(values)\n}\n\n#[tokio::main]\nasync fn main() {\n    let all = Run::new(Numbers);\n    \
             run(&all, 1).await.unwrap();\n    assert!(!all.report().is_empty());\n}\n",
        );
        text
    }

    /// A function of some steps.
    fn layer(&self, first: usize) -> String {
        let steps = first..(first + LAYER).min(self.steps);
        let calls = steps.clone().map(|step| {
            let reads = (self.parents)(step).into_iter().map(|parent| match parent {
                parent if parent < first => format!("before[{}]", parent + LAYER - first),
                parent => format!("v{parent}"),
            });
            let mut reads: Vec<_> = reads.collect();
            if reads.is_empty() {
                reads.push("start".to_owned());
            }
            let args: String = reads.iter().map(|value| format!(", &{value}")).collect();
            format!(
                "run.step(\"s{step}\", |cx| async move {{ run.steps.s{step}(&cx{args}).await }})"
            )
        });
        let values: Vec<_> = steps.clone().map(|step| format!("v{step}")).collect();
        let depends = steps
            .clone()
            .any(|step| (self.parents)(step).iter().any(|one| *one >= first));
        let body: String = match depends {
            true => values
                .iter()
                .zip(calls)
                .map(|(value, call)| format!("    let {value} = {call}.await?;\n"))
                .collect(),
            false => format!(
                "    let ({}) = tokio::try_join!(\n        {}\n    )?;\n",
                values.join(", "),
                calls.collect::<Vec<_>>().join(",\n        ")
            ),
        };
        let filled = vec!["0"; LAYER - steps.len()].join(", ");
        format!(
            "async fn layer_{}(\n    run: &Run<impl Steps>,\n    start: u64,\n    before: [u64; {LAYER}],\n) -> Result<[u64; {LAYER}], BoxError> {{\n{body}    Ok([{}{}{filled}])\n}}\n\n",
            first / LAYER,
            values.join(", "),
            if filled.is_empty() { "" } else { ", " },
        )
    }
}

fn params(reads: &[String]) -> String {
    reads
        .iter()
        .map(|value| format!(", {value}: &u64"))
        .collect()
}

/// Two different steps of the layer from this one on, always the same.
fn random_two(from: usize, seed: usize) -> Vec<usize> {
    let first = seed.wrapping_mul(2_654_435_761) % LAYER;
    let second = (first + 1 + seed.wrapping_mul(40_503) % (LAYER - 1)) % LAYER;
    vec![from + first, from + second]
}
