//! The pipeline of a topology, its steps' implementation, and what the measurements need to know of both.

use std::fmt::Write;

use crate::topology::Topology;

/// The description, as TOML.
pub fn description(topology: &Topology) -> String {
    let mut toml = format!(
        "error = \"std::convert::Infallible\"\ninput = [\"start: u64\"]\noutput = \"v{}\"\n",
        topology.len() - 1
    );
    for (step, parents) in topology.parents.iter().enumerate() {
        let inputs: Vec<String> = match parents[..] {
            [] => vec!["\"&start\"".to_owned()],
            _ => parents
                .iter()
                .map(|parent| format!("\"&v{parent}\""))
                .collect(),
        };
        writeln!(
            toml,
            "\n[steps.s{step}]\ncall = \"add{}\"\ninput = [{}]\noutput = \"v{step}: u64\"",
            inputs.len(),
            inputs.join(", "),
        )
        .unwrap();
    }
    toml
}

/// The steps, done by any `Work`: one method for each number of inputs.
pub fn steps(topology: &Topology) -> String {
    let mut code = format!("impl<W: Work> {}::Steps for Steps<W> {{\n", topology.name);
    for arity in topology.arities() {
        let inputs: Vec<String> = (0..arity).map(|input| format!("i{input}")).collect();
        let parameters: String = inputs.iter().map(|i| format!(", {i}: &u64")).collect();
        let sum = match arity {
            1 => "*i0".to_owned(),
            2 => "i0.wrapping_add(*i1)".to_owned(),
            _ => format!(
                "sum([{}])",
                inputs.iter().map(|i| format!("*{i}, ")).collect::<String>()
            ),
        };
        writeln!(
            code,
            "async fn add{arity}(&self, _cx: &Context{parameters}) -> Result<u64, Infallible> {{ \
             Ok(self.0.work({sum}).await) }}"
        )
        .unwrap();
    }
    code + "}\n"
}

/// How the measurements reach the pipeline.
pub fn access(pipeline: &str) -> String {
    format!(
        "impl<W: Work> Pipeline<W> for {pipeline}<Steps<W>> {{
            fn with(work: W) -> Self {{ Self::new(Steps(work)) }}
            async fn bare(&self, input: u64) -> Result<u64, RunError> {{ self.run(input).await }}
            async fn spawned(&self, input: u64) -> Result<u64, RunError> {{ self.run(input).executor(Spawn).await }}
            async fn emitted(&self, input: u64, emitters: Emitters) -> Result<u64, RunError> {{ self.run(input).emit_to(emitters).await }}
            async fn reported(&self, input: u64) -> (Result<u64, RunError>, Report) {{
                let run = self.run(input).with_report().await;
                (run.output, run.report)
            }}
        }}\n"
    )
}
