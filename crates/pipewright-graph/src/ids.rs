//! Names as node ids that Mermaid reads as such.

use std::collections::HashSet;

use crate::{Graph, Source, StepId, Target};

/// Words that Mermaid's flowchart grammar takes for its own, wherever an id may stand.
const RESERVED: &[&str] = &[
    "_blank",
    "_parent",
    "_self",
    "_top",
    "accDescr",
    "accTitle",
    "call",
    "class",
    "classDef",
    "click",
    "default",
    "direction",
    "end",
    "flowchart",
    "graph",
    "href",
    "interpolate",
    "linkStyle",
    "style",
    "subgraph",
];

/// What every JavaScript object has: Mermaid's layout looks nodes up in one and finds these.
const INHERITED: &[&str] = &[
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The id of every node of a graph; no two are the same.
pub(crate) struct Ids {
    pub(crate) inputs: Vec<String>,
    pub(crate) steps: Vec<String>,
    pub(crate) output: String,
    pub(crate) branches: Vec<String>,
    /// Those of the blocks of steps, each with the place of its step.
    pub(crate) blocks: Vec<(usize, Self)>,
}

impl Ids {
    /// Steps choose first: an id is the step's name unless Mermaid forbids it.
    pub(crate) fn new(graph: &Graph) -> Self {
        Self::beside(graph, &mut HashSet::new())
    }

    /// Those of a graph that is drawn beside others.
    fn beside(graph: &Graph, taken: &mut HashSet<String>) -> Self {
        let steps = graph
            .steps
            .iter()
            .map(|step| claim(taken, &step.name))
            .collect();
        let inputs = graph
            .inputs
            .iter()
            .map(|input| claim(taken, &input.name))
            .collect();
        let output = claim(taken, "output");
        let branches = 0..graph.branches.len();
        let branches = branches
            .map(|number| claim(taken, &format!("branch_{number}")))
            .collect();
        let steps_of = graph.steps.iter().enumerate();
        let blocks =
            steps_of.flat_map(|(place, step)| step.block.iter().map(move |one| (place, one)));
        let blocks = blocks.map(|(place, block)| (place, Self::beside(block, taken)));
        Self {
            blocks: blocks.collect(),
            branches,
            inputs,
            steps,
            output,
        }
    }

    /// Those of a step's block.
    pub(crate) fn block(&self, step: usize) -> Option<&Self> {
        let mut blocks = self.blocks.iter();
        blocks.find(|(place, _)| *place == step).map(|(_, ids)| ids)
    }

    pub(crate) fn source(&self, source: Source) -> &str {
        match source {
            Source::Input(input) => &self.inputs[input as usize],
            Source::Step(StepId(step)) => &self.steps[step as usize],
        }
    }

    pub(crate) fn target(&self, target: Target) -> &str {
        match target {
            Target::Step(StepId(step)) => &self.steps[step as usize],
            Target::Output => &self.output,
        }
    }
}

/// The first free id for `name`.
fn claim(taken: &mut HashSet<String>, name: &str) -> String {
    let mut id = safe(name);
    while !taken.insert(id.clone()) {
        id.push('_');
    }
    id
}

/// `name` as an id: itself where that is possible, otherwise as near to it as Mermaid allows.
fn safe(name: &str) -> String {
    let id: String = name.chars().map(safe_char).collect();
    let taken = has_reserved_word(&id) || INHERITED.contains(&id.as_str());
    if id.is_empty() || taken {
        format!("{}_", ascii(&id))
    } else {
        id
    }
}

/// Mermaid reads a letter outside ASCII as a token of its own, so `endé` begins with the word `end`.
fn has_reserved_word(id: &str) -> bool {
    id.split(|c: char| !c.is_ascii())
        .any(|word| RESERVED.contains(&word))
}

fn safe_char(c: char) -> char {
    if c.is_ascii_alphanumeric() || is_mermaid_letter(c) {
        c
    } else {
        '_'
    }
}

/// Letters outside ASCII that every Mermaid knows: its grammar lists them one by one and lacks many.
fn is_mermaid_letter(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c,
            '\u{c0}'..='\u{2af}'        // Latin
            | '\u{388}'..='\u{481}'     // Greek, Cyrillic
            | '\u{5d0}'..='\u{5ea}'     // Hebrew
            | '\u{3041}'..='\u{3096}'   // Hiragana
            | '\u{30a1}'..='\u{30fa}'   // Katakana
            | '\u{4e00}'..='\u{9fcc}'   // Han
            | '\u{ac00}'..='\u{d7a3}'   // Hangul
        )
}

/// `id` without the letters that would split it into words.
fn ascii(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii() { c } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_own_id() {
        for name in [
            "validate",
            "x",
            "order",
            "s_1",
            "end_of_day",
            "restyle",
            "größe",
            "数据",
            "_",
        ] {
            assert_eq!(safe(name), name);
        }
    }

    #[test]
    fn words_that_mermaid_owns_get_an_underscore() {
        for word in RESERVED.iter().chain(INHERITED) {
            assert_eq!(safe(word), format!("{word}_"));
        }
    }

    #[test]
    fn a_reserved_word_beside_a_foreign_letter_is_found() {
        assert_eq!(safe("endé"), "end__");
        assert_eq!(safe("größe_end"), "größe_end");
    }

    #[test]
    fn what_no_id_may_hold_becomes_an_underscore() {
        assert_eq!(safe("r#type"), "r_type");
        assert_eq!(safe("fetch[eu]"), "fetch_eu_");
        assert_eq!(safe("𝒳"), "_");
        assert_eq!(safe(""), "_");
    }

    #[test]
    fn ids_stay_distinct() {
        let mut taken = HashSet::new();
        let ids = ["end", "end_", "a-b", "a_b", "end"].map(|name| claim(&mut taken, name));
        assert_eq!(ids, ["end_", "end__", "a_b", "a_b_", "end___"]);
    }
}
