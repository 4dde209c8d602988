//! A picture before it is drawn: of what, after which run, in which direction.

use crate::draw::draw;
use crate::layout::{Direction, Layout, scene};
use crate::{Graph, Overlay};

/// A picture of a pipeline, to be drawn in one of several forms.
///
/// ```
/// use pipewright_graph::{Direction, Graph, Mark, Overlay, Step};
///
/// let graph = Graph {
///     steps: vec![Step { name: "charge".into(), ..Step::default() }].into(),
///     ..Graph::default()
/// };
/// let overlay = Overlay::new().mark("charge", Mark::err().with_note("3 attempts"));
/// let picture = graph.picture().overlay(&overlay).direction(Direction::LeftRight);
/// assert_eq!(picture.layout().nodes[0].lines[0].text, "3 attempts");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Picture<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) overlay: Overlay,
    pub(crate) direction: Direction,
    pub(crate) whole: bool,
}

impl Picture<'_> {
    /// Shows the run that left these marks.
    pub fn overlay(self, overlay: &Overlay) -> Self {
        Self {
            overlay: overlay.clone(),
            ..self
        }
    }

    /// Goes in this direction.
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Shows each step, also in a [Mermaid flowchart](Picture::mermaid) larger than viewers take.
    pub fn whole(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }

    /// Where everything in it is.
    #[must_use]
    pub fn layout(&self) -> Layout {
        draw(self.graph, scene(self.graph, &self.overlay, self.direction))
    }
}

impl Graph {
    /// A picture of the pipeline, from above to below, of no run.
    pub fn picture(&self) -> Picture<'_> {
        Picture {
            graph: self,
            overlay: Overlay::new(),
            direction: Direction::TopDown,
            whole: false,
        }
    }

    /// Where everything in a picture of the pipeline is, from above to below.
    ///
    /// [`Graph::picture`] also gives one of a run, or in another direction.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.picture().layout()
    }
}
