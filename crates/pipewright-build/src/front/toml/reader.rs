//! Typed access to TOML values: what is of the wrong kind is reported and left out.

use std::ops::Range;

use toml::Spanned as At;
use toml::de::{DeString, DeTable, DeValue};

use crate::check::{unknown_key, wrong_kind};
use crate::diagnostic::Findings;
use crate::escapes::Escapes;
use crate::front::Keys;
use crate::front::duration;
use crate::front::fragment::Fragment;
use crate::front::pieces;
use crate::plan::Executor;
use crate::span::{FileId, Span, Spanned};
use crate::tree::{Name, Pipeline, Places};

pub(super) type Key<'a> = &'a At<DeString<'a>>;
pub(super) type Value<'a> = &'a At<DeValue<'a>>;

pub(super) struct Reader<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) findings: &'a mut Findings,
    /// The blocks of steps that have been read, and belong to no pipeline yet.
    pub(super) blocks: Vec<Pipeline>,
}

impl Reader<'_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    pub(super) fn name(&self, key: Key<'_>) -> Name {
        Spanned::new(key.get_ref().to_string(), self.span(key.span()))
    }

    /// The entries in the order of the file, those with unknown keys reported and left out.
    pub(super) fn entries<'t>(
        &mut self,
        table: &'t DeTable<'t>,
        keys: &'static Keys,
    ) -> Vec<(Key<'t>, Value<'t>)> {
        let mut entries = sorted(table);
        if std::ptr::eq(keys, &super::keys::STEP) {
            // these are the pipeline's, and have been reported
            let of = super::top::Of::Step;
            entries.retain(|(key, value)| {
                !super::top::is_misplaced(key.get_ref(), value.get_ref(), of)
            });
        }
        let value_of = |wanted: &str| {
            let mut others = table.iter();
            let (_, value) = others.find(|(key, _)| key.get_ref() == wanted)?;
            self.text.get(value.span()).map(str::to_owned)
        };
        let delay = unknown_key::retry_delay(keys, value_of);
        entries.retain(|(key, value)| {
            let known = keys.here.contains(&key.get_ref().as_ref());
            let told = delay
                .as_ref()
                .is_some_and(|(delay, _)| key.get_ref() == delay);
            if !known && !told {
                let name = self.name(key);
                let whole = self.span(key.span().start..value.span().end.max(key.span().end));
                let is_step = std::ptr::eq(keys, &super::keys::TOP)
                    && super::step::is_at_the_top(key.get_ref(), value.get_ref());
                self.findings.push(match is_step {
                    true => unknown_key::step_at_the_top(&name),
                    false => {
                        let text = self.text.get(whole.start..whole.end);
                        let delay = delay.as_ref().map(|(_, delay)| delay.as_str());
                        unknown_key::report(&name, whole, text.unwrap_or_default(), delay, keys)
                    }
                });
            }
            known
        });
        entries
    }

    pub(super) fn wrong(&mut self, key: &str, value: Value<'_>, expected: &str, example: &str) {
        let span = self.span(value.span());
        let found = wrong_kind::describe(value.get_ref());
        let text = self.text.get(value.span()).unwrap_or_default();
        self.findings.push(wrong_kind::report(
            key, span, found, text, expected, example,
        ));
    }

    /// Text, and where it stands without its quotes.
    pub(super) fn fragment(
        &mut self,
        key: &str,
        value: Value<'_>,
        example: &str,
    ) -> Option<Fragment> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, value, "text in quotes", example);
            return None;
        };
        Some(Fragment::new(text, self.places(value.span(), text)))
    }

    fn places(&self, range: Range<usize>, value: &str) -> Places {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
            3
        } else {
            1
        };
        let rest = raw.get(quotes..).unwrap_or_default();
        let skipped = match quotes {
            3 if rest.starts_with("\r\n") => 2,
            3 if rest.starts_with('\n') => 1,
            _ => 0,
        };
        let start = range.start + quotes + skipped;
        let end = range.end.saturating_sub(quotes).max(start);
        let inner = self.text.get(start..end).unwrap_or_default();
        let escapes = match inner == value {
            true => Some(Escapes::default()),
            false if raw.starts_with('"') => Escapes::of(inner, value),
            false => None,
        };
        Places {
            whole: self.span(escapes.map_or(range, |_| start..end)),
            exact: escapes.is_some(),
            escapes: escapes.unwrap_or_default(),
        }
    }

    pub(super) fn text(&mut self, key: &str, value: Value<'_>, example: &str) -> Option<String> {
        self.fragment(key, value, example)
            .map(|fragment| fragment.text)
    }

    pub(super) fn flag(&mut self, key: &str, value: Value<'_>) -> bool {
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, value, "`true` or `false`", &format!("{key} = true"));
            false
        })
    }

    /// A list of texts.
    pub(super) fn list(
        &mut self,
        key: &str,
        value: Value<'_>,
        example: &str,
    ) -> Option<Vec<Fragment>> {
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of texts", example);
            return None;
        };
        let mut complete = true;
        let mut list = Vec::new();
        for item in array.iter() {
            let fragment = self.fragment(&format!("an element of {key}"), item, example);
            complete &= fragment.is_some();
            list.extend(fragment);
        }
        complete.then_some(list)
    }

    pub(super) fn table<'t>(
        &mut self,
        key: &str,
        value: &'t At<DeValue<'t>>,
        example: &str,
    ) -> Option<&'t DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, value, "a table", example);
        }
        table
    }

    pub(super) fn duration(
        &mut self,
        key: &str,
        value: Value<'_>,
    ) -> Option<Spanned<std::time::Duration>> {
        let example = match value.get_ref() {
            DeValue::Integer(number) => format!("{key} = \"{number}s\""),
            _ => format!("{key} = \"5s\""),
        };
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, value, "a time with its unit, in quotes", &example);
            return None;
        };
        let fragment = Fragment::new(text, self.places(value.span(), text));
        duration::parse(&fragment, self.findings)
    }

    pub(super) fn executor(&mut self, value: Value<'_>) -> Option<Executor> {
        let fragment = self.fragment("executor", value, "executor = \"Spawn\"")?;
        pieces::executor(&fragment, self.findings)
    }

    pub(super) fn ty(&mut self, fragment: &Fragment) -> Option<Spanned<syn::Type>> {
        pieces::ty(fragment, self.findings)
    }

    pub(super) fn expr(&mut self, fragment: &Fragment) -> Option<syn::Expr> {
        pieces::expr(fragment, self.findings)
    }
}

/// The entries of a table in the order of the file.
pub(super) fn sorted<'t>(table: &'t DeTable<'t>) -> Vec<(Key<'t>, Value<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}
