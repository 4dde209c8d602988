//! A picture before it is drawn: of what, after which run, in which direction.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::draw::draw;
use crate::fold::{Grain, fold};
use crate::layout::{Direction, Layout, place, scene};
use crate::{Graph, Overlay, Text};

/// The most boxes that somebody can look at.
const BOXES: usize = 100;

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
    pub(crate) graph: Cow<'a, Graph>,
    pub(crate) overlay: Overlay,
    pub(crate) direction: Direction,
    pub(crate) whole: bool,
    /// What is inside steps, by their names.
    pub(crate) inside: HashMap<Text, Picture<'a>>,
}

impl<'a> Picture<'a> {
    fn new(graph: Cow<'a, Graph>) -> Self {
        Self {
            graph,
            overlay: Overlay::new(),
            direction: Direction::TopDown,
            whole: false,
            inside: HashMap::new(),
        }
    }

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

    /// Shows in SVG, and in the layout, what is inside the step called `step`, which runs another pipeline: a frame
    /// around both.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Step};
    /// let step = |name: &'static str| Step { name: name.into(), ..Step::default() };
    /// let outer = Graph { steps: vec![step("close_books")].into(), ..Graph::default() };
    /// let inner = Graph { steps: vec![step("audit")].into(), ..Graph::default() };
    /// let layout = outer.picture().inside("close_books", inner.picture()).layout();
    /// assert_eq!(layout.groups[0].title, "inside close_books");
    /// assert_eq!(layout.nodes[1].label, "audit");
    /// ```
    pub fn inside(mut self, step: impl Into<Text>, picture: Picture<'a>) -> Self {
        self.inside.insert(step.into(), picture);
        self
    }

    /// Shows each step, also in a [Mermaid flowchart](Picture::mermaid) larger than viewers take.
    pub fn whole(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }

    /// Shows steps that are alike as one box, which says how many they are and, after a run, how they ended.
    ///
    /// Two steps are alike if what they wait for is alike and what waits for them is. That tells steps apart
    /// whose names differ in more than numbers, unless more than 100 boxes come of it; if too many still do,
    /// steps that run at about the same time are one.
    ///
    /// ```
    /// # use pipewright_graph::{Graph, Step};
    /// let step = |number| Step { name: format!("fetch_{number}").into(), ..Step::default() };
    /// let graph = Graph { steps: (0..40).map(step).collect(), ..Graph::default() };
    /// let layout = graph.picture().folded().layout();
    /// assert_eq!(layout.nodes[0].label, "fetch_0 … fetch_39");
    /// assert_eq!(layout.nodes[0].lines[0].text, "40 steps");
    /// ```
    pub fn folded(self) -> Self {
        self.fold_until(|folded| folded.graph.steps.len() <= BOXES)
    }

    /// The finest of the folded pictures that is small enough; if none is, the coarsest.
    pub(crate) fn fold_until(self, small: impl Fn(&Self) -> bool) -> Self {
        let grains = [Grain::Names, Grain::Shapes, Grain::Stages];
        let folded = grains.into_iter().filter_map(|grain| {
            let (graph, overlay) = fold(&self.graph, &self.overlay, grain)?;
            Some(Self {
                graph: Cow::Owned(graph),
                overlay,
                inside: HashMap::new(),
                ..self.clone()
            })
        });
        let mut last = None;
        for folded in folded {
            let found = small(&folded);
            last = Some(folded);
            if found {
                break;
            }
        }
        last.unwrap_or(self)
    }

    /// Where everything in it is.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let mut layout = self.sketch();
        place(&mut layout);
        layout
    }

    /// Everything in it, without a place.
    pub(crate) fn sketch(&self) -> Layout {
        draw(&self.graph, scene(self))
    }
}

impl From<Graph> for Picture<'_> {
    /// A picture from above to below, of no run.
    fn from(graph: Graph) -> Self {
        Self::new(Cow::Owned(graph))
    }
}

impl Graph {
    /// A picture of the pipeline, from above to below, of no run.
    pub fn picture(&self) -> Picture<'_> {
        Picture::new(Cow::Borrowed(self))
    }

    /// Where everything in a picture of the pipeline is, from above to below.
    ///
    /// [`Graph::picture`] also gives one of a run, or in another direction.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.picture().layout()
    }
}
