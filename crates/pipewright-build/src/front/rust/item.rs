//! The items of a file: imports, constants, and a function for each pipeline.

use std::ops::Range;

use super::attribute::{self, Attribute, docs};
use super::body::{self, Ends, Kind, Statement};
use super::constants;
use super::function::{self, Function};
use super::reader::Reader;
use super::tokens::{Part, Token};
use super::traits::{self, Trait};
use super::{binding, entry, flow, limits, pipeline, statement, workflow};
use crate::check::suggest::nearest;
use crate::check::{
    attribute as misused, fragment, pipeline_name, rust_form, rust_syntax, wrong_kind,
};
use crate::form::Form;
use crate::front::Read;
use crate::front::entry::Declared;
use crate::source::File;
use crate::span::Span;
use crate::tree::{Constant, Pipeline, Use};

/// What all pipelines of a file share.
#[derive(Default)]
struct Shared {
    uses: Vec<Use>,
    constants: Vec<Constant>,
    /// A name may be declared in what could not be read.
    incomplete: bool,
    /// Something that is no item has been reported.
    foreign: bool,
    /// What describes a pipeline: its name, and where it stands.
    described: Vec<(String, Range<usize>)>,
}

/// What describes a pipeline, cut but not read.
enum Described<'t> {
    Function(Function<'t>),
    Workflow(Trait<'t>),
    Flow(Trait<'t>),
}

impl<'t> Described<'t> {
    fn name(&self) -> &'t Token {
        match self {
            Self::Function(function) => function.name,
            Self::Workflow(described) | Self::Flow(described) => described.name,
        }
    }
}

/// Reads a file that is cut into tokens.
pub(super) fn read(tokens: &[Token], file: &File, reader: &mut Reader<'_>) -> Read {
    let items = items(tokens);
    let (inner, _) = attribute::leading(tokens);
    let mut shared = Shared::default();
    let mut all = Vec::new();
    let before = reader.findings.len();
    for item in &items {
        if let Some(described) = read_item(item, &mut shared, reader) {
            all.push((item, described));
        }
    }
    inner_attributes(&inner, reader);
    let nothing_else = reader.findings.len() == before;
    if shared.described.is_empty() && nothing_else {
        reader.report(wrong_kind::no_pipelines(reader.span(&(0..0))));
    }
    let alone = all.len() == 1;
    let of_file = inner.iter().filter(|attribute| attribute.inner && alone);
    let doc = docs(of_file);
    let mut pipelines = Vec::new();
    for (item, described) in &all {
        let mut pipeline = one(item, described, &shared, file, reader);
        pipeline.doc = pipeline.doc.or_else(|| doc.clone());
        let fits = pipeline_name::of_function(&pipeline.name, file.folders());
        match fits {
            Some(found) => reader.report(found),
            None => pipelines.push(pipeline),
        }
    }
    constants::give_the_rest(shared.constants, &mut pipelines);
    let is_read = |name: &String| {
        pipelines
            .iter()
            .any(|pipeline| pipeline.name.value == *name)
    };
    let names = shared.described.into_iter().map(|(name, _)| name);
    let unread = names.filter(|name| !is_read(name)).collect();
    Read { pipelines, unread }
}

/// Attributes of the file itself belong to no item.
fn items(tokens: &[Token]) -> Vec<Statement<'_>> {
    let mut items = body::statements(tokens);
    for item in &mut items {
        item.attributes.retain(|attribute| !attribute.inner);
    }
    items.retain(|item| !item.tokens.is_empty() || !item.attributes.is_empty());
    items
}

fn inner_attributes(attributes: &[Attribute<'_>], reader: &mut Reader<'_>) {
    for attribute in attributes {
        if attribute.inner && attribute.doc().is_none() {
            reader.report(misused::inner(reader.span(&attribute.range)));
        }
    }
}

/// Reads what is shared; what describes a pipeline is handed back, to be read when all that is known.
fn read_item<'t>(
    item: &Statement<'t>,
    shared: &mut Shared,
    reader: &mut Reader<'_>,
) -> Option<Described<'t>> {
    let part = Part::new(item.tokens, item.range.clone());
    if part.tokens.is_empty() {
        let spans = item
            .attributes
            .iter()
            .map(|attribute| reader.span(&attribute.range));
        let found: Vec<_> = spans.map(misused::dangling).collect();
        found.into_iter().for_each(|found| reader.report(found));
        return None;
    }
    let keyword = body::keyword(part.tokens);
    let word = part.tokens.get(keyword).and_then(Token::word);
    let is_import = matches!(word, Some("use" | "const"));
    if is_import && item.kind == Kind::Item && !matches!(item.ends, Ends::Semicolon(_)) {
        reader.report(rust_syntax::no_semicolon(reader.span(&part.range)));
    }
    match (item.kind, word) {
        (Kind::Item, Some("use")) => import(item, &part.skip(keyword), shared, reader),
        (Kind::Item, Some("const")) => constant(item, &part.skip(keyword), shared, reader),
        (Kind::Item, Some("fn")) => {
            return function(item, &part, shared, reader).map(Described::Function);
        }
        (Kind::Item, Some("trait")) if is_meant(item, "workflow", reader) => {
            return described(item, &part, shared, reader).map(Described::Workflow);
        }
        (Kind::Item, Some("trait")) if is_meant(item, "flow", reader) => {
            return described(item, &part, shared, reader).map(Described::Flow);
        }
        (Kind::Item, Some(word)) => other(word, &part, reader),
        _ => {
            let end = part
                .tokens
                .first()
                .map_or(part.range.end, |token| token.range.end);
            let first = &part.tokens[..1];
            let is_python = first[0].is('@') || first[0].is_word("def");
            let span = reader.span(&(part.range.start..end));
            // what follows it can be anything
            if !std::mem::replace(&mut shared.foreign, true) {
                reader.report(rust_form::item::none(span, is_python));
            }
        }
    }
    None
}

/// `use crate::orders::{Order, OrderId};`
fn import(item: &Statement<'_>, part: &Part<'_>, shared: &mut Shared, reader: &mut Reader<'_>) {
    no_attributes(&item.attributes, "an import", reader);
    modifier(item, part, reader);
    let mut path = part.skip(1);
    if let [first, second, third, ..] = path.tokens
        && first.is(':')
        && second.is(':')
    {
        let colons = first.range.start..third.range.start;
        reader.report(rust_form::item::leading_colons(reader.span(&colons)));
        path = path.skip(2);
    }
    let form = "an import, as in `use crate::orders::Order;`";
    let parser = syn::parse::Parse::parse;
    let fragment = reader.fragment(&path);
    let read = fragment.parse(parser, "an import", form, reader.findings);
    shared.incomplete |= read.is_none();
    shared.uses.extend(read.map(|tree| Use {
        tree,
        span: fragment.span(),
        places: fragment.places,
    }));
}

/// `const PAGE: u32 = 100;`
fn constant(item: &Statement<'_>, part: &Part<'_>, shared: &mut Shared, reader: &mut Reader<'_>) {
    let attributes: Vec<_> = item
        .attributes
        .iter()
        .filter(|one| one.doc().is_none())
        .cloned()
        .collect();
    no_attributes(&attributes, "a constant", reader);
    modifier(item, part, reader);
    let part = part.skip(1);
    let equals = binding::equals(part.tokens);
    let declared = Part::new(
        &part.tokens[..equals.unwrap_or(part.tokens.len())],
        part.range.clone(),
    );
    let value = equals.map(|equals| part.skip(equals + 1));
    let read = constant_parts(&declared, value, reader);
    shared.incomplete |= read.is_none();
    shared.constants.extend(read);
}

fn constant_parts(
    declared: &Part<'_>,
    value: Option<Part<'_>>,
    reader: &mut Reader<'_>,
) -> Option<Constant> {
    if let ([name], Some(value)) = (declared.tokens, &value)
        && name.word().is_some()
    {
        let found = fragment::untyped_constant(&reader.name(name), reader.source(&value.range));
        reader.report(found);
        return None;
    }
    let typed = binding::read(declared, binding::Of::Metadata, reader)?;
    let Some(value) = value else {
        let text = reader.source(&declared.range).to_owned();
        let found = fragment::unset_constant(&typed.name, &text, reader.span(&declared.range));
        reader.report(found);
        return None;
    };
    Some(Constant {
        name: typed.name,
        ty: typed.ty,
        value: reader.expr(&value)?,
    })
}

/// `pub` before an import or a constant.
fn modifier(item: &Statement<'_>, part: &Part<'_>, reader: &mut Reader<'_>) {
    if item.tokens.len() == part.tokens.len() {
        return;
    }
    let (start, end) = (item.range.start, part.range.start);
    let text = reader.source(&(start..end)).trim().to_owned();
    let span = reader.span(&(start..start + text.len()));
    let whole = reader.span(&(start..end));
    reader.report(rust_form::item::visible(&text, span, whole));
}

fn no_attributes(attributes: &[Attribute<'_>], of: &str, reader: &mut Reader<'_>) {
    for attribute in attributes {
        reader.report(misused::on_other(of, reader.span(&attribute.range)));
    }
}

/// A function, if it is a pipeline's.
fn function<'t>(
    item: &Statement<'t>,
    part: &Part<'t>,
    shared: &mut Shared,
    reader: &mut Reader<'_>,
) -> Option<Function<'t>> {
    describes("fn", item, part, shared);
    let function = function::cut(part, reader)?;
    if is_meant(item, "pipeline", reader) {
        return Some(function);
    }
    let at = reader.span(&(part.range.start..part.range.start));
    let name = reader.name(function.name);
    reader.report(rust_form::item::no_pipeline(&name, at));
    None
}

/// A trait that describes a workflow or a flow.
fn described<'t>(
    item: &Statement<'t>,
    part: &Part<'t>,
    shared: &mut Shared,
    reader: &mut Reader<'_>,
) -> Option<Trait<'t>> {
    describes("trait", item, part, shared);
    traits::cut(part, reader)
}

/// Notes the name after this word, and all that belongs to it.
fn describes(word: &str, item: &Statement<'_>, part: &Part<'_>, shared: &mut Shared) {
    let first = item.attributes.first();
    let start = first.map_or(part.range.start, |first| first.range.start);
    let mut tokens = part.tokens.iter().skip_while(|token| !token.is_word(word));
    let name = tokens.nth(1).and_then(Token::word).unwrap_or_default();
    shared
        .described
        .push((name.to_owned(), start..part.range.end));
}

/// Whether an attribute says what this is, perhaps with a slip.
fn is_meant(item: &Statement<'_>, what: &str, reader: &Reader<'_>) -> bool {
    item.attributes.iter().any(|attribute| {
        let name = attribute.name(reader).value;
        attribute.doc().is_none() && nearest(&name, [what]).is_some()
    })
}

/// `struct`, `mod`, `impl`, and all that belongs in the crate.
fn other(word: &str, part: &Part<'_>, reader: &mut Reader<'_>) {
    let head = body::keyword(part.tokens) + 1;
    let end = part.tokens.get(head).filter(|token| token.word().is_some());
    let end = end.map_or(part.tokens[head - 1].range.end, |token| token.range.end);
    let span = reader.span(&(part.range.start..end));
    reader.report(rust_form::item::foreign(word, span));
}

/// One pipeline.
fn one(
    item: &Statement<'_>,
    described: &Described<'_>,
    shared: &Shared,
    file: &File,
    reader: &mut Reader<'_>,
) -> Pipeline {
    let name = reader.name(described.name());
    let places = places(item, shared, reader);
    let mut pipeline = Pipeline::new(Form::Rust, places, name);
    pipeline.folders = file.folders().to_vec();
    pipeline.path = file.path().to_owned();
    pipeline.uses.clone_from(&shared.uses);
    pipeline.constants = constants::named(reader.source(&item.whole()), &shared.constants);
    pipeline.incomplete = shared.incomplete;
    pipeline.doc = docs(&item.attributes);
    match described {
        Described::Function(function) => {
            let entries = entries(&item.attributes, reader);
            limits(&item.attributes, &mut pipeline, reader);
            let attribute = attributes(&item.attributes, "pipeline", "a pipeline", reader);
            if let Some(attribute) = attribute {
                pipeline::read(attribute, &mut pipeline, reader);
            }
            function.signature(&mut pipeline, reader);
            let statements = body::statements(function.body());
            let complete = statement::read_all(&statements, &mut pipeline, reader);
            pipeline.blocks = std::mem::take(&mut reader.blocks);
            entry::place(entries, &mut pipeline, reader);
            if complete && pipeline.steps.is_empty() && function.has_body() {
                let found = wrong_kind::no_statements(&pipeline.name);
                reader.report(found);
            }
        }
        Described::Workflow(described) => {
            limits(&item.attributes, &mut pipeline, reader);
            let attribute = attributes(&item.attributes, "workflow", "a workflow", reader);
            workflow::read(attribute, &described.items(), &mut pipeline, reader);
            some_functions(&mut pipeline, reader);
        }
        Described::Flow(described) => {
            let attribute = attributes(&item.attributes, "flow", "a flow", reader);
            flow::read(attribute, &described.items(), &mut pipeline, reader);
            some_functions(&mut pipeline, reader);
        }
    }
    pipeline
}

/// Reports a trait without functions.
fn some_functions(pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    if pipeline.steps.is_empty() && !pipeline.incomplete {
        let noun = pipeline.kind.noun();
        reader.report(wrong_kind::no_functions(&pipeline.name, noun));
        pipeline.incomplete = true;
    }
}

/// The function itself, and all that stands between the functions.
fn places(item: &Statement<'_>, shared: &Shared, reader: &Reader<'_>) -> Vec<Span> {
    let (mut places, mut end) = (Vec::new(), 0);
    for (_, function) in &shared.described {
        places.push(reader.span(&(end..function.start)));
        if function.end == item.range.end {
            places.push(reader.span(function));
        }
        end = function.end;
    }
    places.push(reader.span(&(end..usize::MAX)));
    places
}

/// The entries of a pipeline.
fn entries(attributes: &[Attribute<'_>], reader: &mut Reader<'_>) -> Vec<Declared> {
    let entries = attributes.iter().filter(|attribute| attribute.is("entry"));
    entries
        .flat_map(|attribute| entry::read(attribute, reader))
        .collect()
}

/// The limits that the steps of a pipeline share.
fn limits(attributes: &[Attribute<'_>], pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let mut first = None;
    for attribute in attributes.iter().filter(|one| one.is("limits")) {
        let span = reader.span(&attribute.range);
        match first {
            Some(first) => reader.report(misused::second("limits", span, first)),
            None => first = Some(span),
        }
        limits::read(attribute, pipeline, reader);
    }
}

/// Whether an attribute stands for itself beside the one that says what this is.
fn is_read_by_itself(attribute: &Attribute<'_>, expected: &str) -> bool {
    match expected {
        "pipeline" => attribute.is("entry") || attribute.is("limits"),
        "workflow" => attribute.is("limits"),
        _ => false,
    }
}

/// The attribute that says what this is; what else there is but docs is reported.
fn attributes<'a, 't>(
    attributes: &'a [Attribute<'t>],
    expected: &str,
    of: &str,
    reader: &mut Reader<'_>,
) -> Option<&'a Attribute<'t>> {
    let (mut first, mut found) = (None, None);
    for attribute in attributes {
        if attribute.doc().is_some() {
            continue;
        }
        let (name, span) = (attribute.name(reader), reader.span(&attribute.range));
        if attribute.is(expected) {
            match first {
                Some(first) => reader.report(misused::second(expected, span, first)),
                None => {
                    first = Some(span);
                    found = Some(attribute);
                }
            }
        } else if is_read_by_itself(attribute, expected) {
            // so it is
        } else {
            reader.report(misused::unknown(&name, span, expected, of));
        }
    }
    found
}
