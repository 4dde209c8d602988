//! What steps say themselves.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Field;
use crate::context::{Context, RunContext};

impl<M> Context<M> {
    /// Says that something has happened in the step: emitters are told, and the step's report has it. Costs
    /// nothing where there is neither.
    ///
    /// ```
    /// # struct Reply { body: Vec<u8>, host: &'static str }
    /// fn receive(cx: &pipewright::Context, reply: &Reply) {
    ///     cx.event("received", [("bytes", reply.body.len().into()), ("from", reply.host.into())]);
    ///     if reply.body.is_empty() {
    ///         cx.event("nothing to do", []);
    ///     }
    /// }
    /// # receive(&pipewright::Context::test(), &Reply { body: Vec::new(), host: "example.org" });
    /// ```
    pub fn event(
        &self,
        name: impl Into<Cow<'static, str>>,
        fields: impl IntoIterator<Item = (&'static str, Field)>,
    ) {
        if let Some(telling) = self.telling() {
            telling.tell(self.spot(), name.into(), collected(fields));
        }
    }

    /// Says how far the step has got, to emitters; of how much, if that is known.
    ///
    /// ```
    /// fn copy(cx: &pipewright::Context, rows: &[u64]) {
    ///     for (done, row) in (1..).zip(rows) {
    ///         // …
    ///         # let _ = row;
    ///         cx.progress(done, rows.len() as u64);
    ///     }
    /// }
    /// # copy(&pipewright::Context::test(), &[1, 2]);
    /// ```
    pub fn progress(&self, done: u64, total: impl Into<Option<u64>>) {
        if let Some(telling) = self.telling() {
            telling.progress(self.spot(), done, total.into());
        }
    }
}

impl RunContext {
    /// Says that something has happened in the step that the calling code belongs to: for what a step calls, and
    /// has no [`Context`]. See [`Context::event`].
    pub fn event(
        &self,
        name: impl Into<Cow<'static, str>>,
        fields: impl IntoIterator<Item = (&'static str, Field)>,
    ) {
        if let Some(telling) = self.telling() {
            telling.tell(telling.spot(self), name.into(), collected(fields));
        }
    }

    /// Says how far the step has got that the calling code belongs to. See [`Context::progress`].
    pub fn progress(&self, done: u64, total: impl Into<Option<u64>>) {
        if let Some(telling) = self.telling() {
            telling.progress(telling.spot(self), done, total.into());
        }
    }
}

fn collected(
    fields: impl IntoIterator<Item = (&'static str, Field)>,
) -> BTreeMap<Cow<'static, str>, Field> {
    let fields = fields.into_iter();
    fields.map(|(name, field)| (name.into(), field)).collect()
}
