//! What somebody would write by hand: the steps awaited in order, and layer by layer in `try_join!`.

use std::fmt::Write;

use crate::topology::Topology;

/// A function of more awaits takes rustc too long, so one writes several.
const LONGEST: usize = 200;
/// A `join!` of more futures is not written by anybody.
const WIDEST: usize = 128;
/// How many awaits each of several functions has.
const PART: usize = 50;

/// Where the value of a step is kept.
enum Values {
    /// Each in a variable of its own.
    Variables,
    /// All in an array `v`.
    Array,
}

/// `async fn awaits` and `async fn joined`, of a trait that has both.
pub fn functions(topology: &Topology) -> String {
    format!("{}{}", awaits(topology), joined(topology))
}

/// The functions that `functions` calls.
pub fn parts(topology: &Topology) -> String {
    if topology.len() <= LONGEST {
        return String::new();
    }
    let count = topology.len();
    let mut code = String::new();
    for (part, first) in (0..count).step_by(PART).enumerate() {
        let steps = first..count.min(first + PART);
        let awaits: String = steps
            .map(|step| awaited(topology, step, &Values::Array))
            .collect();
        writeln!(
            code,
            "async fn part{part}<C: Calls>(calls: &C, start: u64, v: &mut [u64; {count}]) \
             -> Result<(), C::Error> {{\n{awaits}Ok(())\n}}"
        )
        .unwrap();
    }
    code
}

fn awaits(topology: &Topology) -> String {
    let count = topology.len();
    let body: String = if count <= LONGEST {
        (0..count)
            .map(|step| awaited(topology, step, &Values::Variables))
            .collect()
    } else {
        let parts = (0..count.div_ceil(PART))
            .map(|part| format!("part{part}(calls, start, &mut v).await?;\n"));
        format!("let mut v = [0; {count}];\n{}", parts.collect::<String>())
    };
    function("awaits", &body, &output(topology))
}

fn joined(topology: &Topology) -> String {
    let layers = topology.layers();
    let body: String = layers.iter().map(|layer| join(topology, layer)).collect();
    let array = match topology.values() {
        Values::Array => format!("let mut v = [0; {}];\n", topology.len()),
        Values::Variables => String::new(),
    };
    function("joined", &format!("{array}{body}"), &output(topology))
}

fn function(name: &str, body: &str, output: &str) -> String {
    format!(
        "async fn {name}<C: Calls>(calls: &C, start: u64) -> Result<u64, C::Error> {{\n{body}Ok({output})\n}}\n"
    )
}

fn awaited(topology: &Topology, step: usize, values: &Values) -> String {
    format!(
        "{} = {}.await?;\n",
        values.place(step),
        call(topology, step, values)
    )
}

/// The steps of a layer side by side.
fn join(topology: &Topology, layer: &[usize]) -> String {
    let values = topology.values();
    match layer {
        [step] => awaited(topology, *step, &values),
        _ if layer.len() > WIDEST => join_all(topology, layer),
        _ => {
            let targets: String = layer
                .iter()
                .map(|step| format!("{}, ", values.name(*step)))
                .collect();
            let calls: String = layer
                .iter()
                .map(|step| call(topology, *step, &values) + ", ")
                .collect();
            let keyword = match values {
                Values::Variables => "let ",
                Values::Array => "",
            };
            format!("{keyword}({targets}) = try_join!({calls})?;\n")
        }
    }
}

/// A layer too wide for `join!`: its futures in a list, boxed if they are of several types.
fn join_all(topology: &Topology, layer: &[usize]) -> String {
    let steps = format!("{layer:?}");
    let alike = layer
        .iter()
        .all(|&step| topology.parents[step] == topology.parents[layer[0]]);
    let futures = match (alike, &topology.parents[layer[0]][..]) {
        (true, []) => format!("{steps}.into_iter().map(|step| calls.one(step, &start))"),
        (true, [parent]) => {
            format!("{steps}.into_iter().map(|step| calls.one(step, &v[{parent}]))")
        }
        _ => {
            let call = |&step: &usize| {
                format!(
                    "FutureExt::boxed({}), ",
                    call(topology, step, &Values::Array)
                )
            };
            format!("[{}]", layer.iter().map(call).collect::<String>())
        }
    };
    format!(
        "let layer = try_join_all({futures}).await?;\n\
         for (step, value) in {steps}.into_iter().zip(layer) {{ v[step] = value; }}\n"
    )
}

fn call(topology: &Topology, step: usize, values: &Values) -> String {
    let inputs: Vec<String> = topology.parents[step]
        .iter()
        .map(|&parent| values.name(parent))
        .collect();
    match &inputs[..] {
        [] => format!("calls.one({step}, &start)"),
        [a] => format!("calls.one({step}, &{a})"),
        [a, b] => format!("calls.two({step}, &{a}, &{b})"),
        many => format!("calls.many({step}, [{}])", many.join(", ")),
    }
}

fn output(topology: &Topology) -> String {
    topology.values().name(topology.len() - 1)
}

impl Topology {
    fn values(&self) -> Values {
        match self.layers().iter().any(|layer| layer.len() > WIDEST) || self.len() > LONGEST {
            true => Values::Array,
            false => Values::Variables,
        }
    }
}

impl Values {
    fn name(&self, step: usize) -> String {
        match self {
            Self::Variables => format!("v{step}"),
            Self::Array => format!("v[{step}]"),
        }
    }

    fn place(&self, step: usize) -> String {
        match self {
            Self::Variables => format!("let v{step}"),
            Self::Array => format!("v[{step}]"),
        }
    }
}
