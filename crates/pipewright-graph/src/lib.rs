//! The graph of a pipeline, and its pictures.
//!
//! This crate knows neither Rust syntax nor files: the build crate makes a [`Graph`] from a checked
//! plan, the generated code holds the same graph as a constant, and the renderers here draw both:
//!
//! | method | what it gives |
//! |---|---|
//! | [`Graph::mermaid`] | a Mermaid flowchart with every value, wire and condition |
//! | [`Graph::mermaid_with`] | the same picture after a run, coloured by an [`Overlay`] |
//! | [`Graph::svg`], [`Graph::svg_with`] | the same as a drawing that needs no viewer, laid out by [`Graph::layout`] |
//! | [`Graph::dot`], [`Graph::dot_with`] | the same for Graphviz |
//! | [`Graph::picture`] | any of them, in a direction |
//! | [`Graph::plain`] | a Mermaid graph of nothing but steps and arrows |
//! | [`Graph::text`] | a tree for a terminal |
//! | [`Graph::plan`] | what a run would do, in stages |
//!
//! The same graph always gives the same text. All of them panic if a wire names an input or a step
//! that the graph does not have; a graph that is read, with the feature `serde`, has all that it names.

mod dot;
mod draw;
mod escape;
mod fold;
mod groups;
mod ids;
pub mod layout;
mod mermaid;
mod model;
mod overlay;
mod picture;
mod plain;
mod preview;
#[cfg(feature = "serde")]
mod stored;
mod svg;
#[doc(hidden)]
pub mod table;
mod text;
mod told;

pub use layout::{Direction, Layout};
pub use model::{
    Arm, Branch, Graph, List, Source, Step, StepId, Target, Text, Value, Wire, WireKind,
};
pub use overlay::{Mark, Overlay, StepOutcome};
pub use picture::Picture;
pub use preview::{Preview, PreviewStep};
