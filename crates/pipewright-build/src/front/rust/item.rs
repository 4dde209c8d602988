//! The items of a file: imports, constants, and a function for each pipeline.

use std::ops::Range;

use super::attribute::{self, Attribute, docs};
use super::body::{self, Ends, Kind, Statement};
use super::constants;
use super::function::{self, Function};
use super::reader::Reader;
use super::tokens::{Part, Token};
use super::{binding, entry, keys, limits, pipeline, statement};
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
    /// The functions' names, and where they stand.
    functions: Vec<(String, Range<usize>)>,
}

/// Reads a file that is cut into tokens.
pub(super) fn read(tokens: &[Token], file: &File, reader: &mut Reader<'_>) -> Read {
    let items = items(tokens);
    let (inner, _) = attribute::leading(tokens);
    let mut shared = Shared::default();
    let mut functions = Vec::new();
    let before = reader.findings.len();
    for item in &items {
        if let Some(function) = read_item(item, &mut shared, reader) {
            functions.push((item, function));
        }
    }
    inner_attributes(&inner, reader);
    let nothing_else = reader.findings.len() == before;
    if shared.functions.is_empty() && nothing_else {
        reader.report(wrong_kind::no_pipelines(reader.span(&(0..0))));
    }
    let alone = functions.len() == 1;
    let of_file = inner.iter().filter(|attribute| attribute.inner && alone);
    let doc = docs(of_file);
    let mut pipelines = Vec::new();
    for (item, function) in &functions {
        let mut pipeline = one(item, function, &shared, file, reader);
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
    let names = shared.functions.into_iter().map(|(name, _)| name);
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

/// Reads what is shared; a pipeline's function is handed back, to be read when all that is known.
fn read_item<'t>(
    item: &Statement<'t>,
    shared: &mut Shared,
    reader: &mut Reader<'_>,
) -> Option<Function<'t>> {
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
        (Kind::Item, Some("fn")) => return function(item, &part, shared, reader),
        (Kind::Item, Some(word)) => other(item, word, &part, reader),
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
    let whole = item
        .attributes
        .first()
        .map_or(part.range.start, |first| first.range.start);
    let name = part
        .tokens
        .iter()
        .skip_while(|token| !token.is_word("fn"))
        .nth(1);
    let name = name.and_then(Token::word).unwrap_or_default().to_owned();
    shared.functions.push((name, whole..part.range.end));
    let function = function::cut(part, reader)?;
    let is_meant = item.attributes.iter().any(|attribute| {
        let name = attribute.name(reader).value;
        attribute.doc().is_none() && nearest(&name, ["pipeline"]).is_some()
    });
    if is_meant {
        return Some(function);
    }
    let at = reader.span(&(part.range.start..part.range.start));
    let name = reader.name(function.name);
    let later = item
        .attributes
        .iter()
        .find(|attribute| keys::LATER.iter().any(|later| attribute.is(later)));
    let found = match later {
        Some(attribute) => misused::later(&attribute.name(reader)),
        None => rust_form::item::no_pipeline(&name, at),
    };
    reader.report(found);
    None
}

/// `struct`, `mod`, `impl`, and all that belongs in the crate.
fn other(item: &Statement<'_>, word: &str, part: &Part<'_>, reader: &mut Reader<'_>) {
    let later = item
        .attributes
        .iter()
        .find(|attribute| keys::LATER.iter().any(|later| attribute.is(later)));
    if let Some(attribute) = later {
        let name = attribute.name(reader);
        return reader.report(misused::later(&name));
    }
    let head = body::keyword(part.tokens) + 1;
    let end = part.tokens.get(head).filter(|token| token.word().is_some());
    let end = end.map_or(part.tokens[head - 1].range.end, |token| token.range.end);
    let span = reader.span(&(part.range.start..end));
    reader.report(rust_form::item::foreign(word, span));
}

/// One pipeline.
fn one(
    item: &Statement<'_>,
    function: &Function<'_>,
    shared: &Shared,
    file: &File,
    reader: &mut Reader<'_>,
) -> Pipeline {
    let name = reader.name(function.name);
    let places = places(item, shared, reader);
    let mut pipeline = Pipeline::new(Form::Rust, places, name);
    pipeline.folders = file.folders().to_vec();
    pipeline.path = file.path().to_owned();
    pipeline.uses.clone_from(&shared.uses);
    pipeline.constants = constants::named(reader.source(&item.whole()), &shared.constants);
    pipeline.incomplete = shared.incomplete;
    pipeline.doc = docs(&item.attributes);
    let entries = attributes(&item.attributes, &mut pipeline, reader);
    function.signature(&mut pipeline, reader);
    let statements = body::statements(function.body());
    let complete = statement::read_all(&statements, &mut pipeline, reader);
    entry::place(entries, &mut pipeline, reader);
    if complete && pipeline.steps.is_empty() && function.has_body() {
        let found = wrong_kind::no_statements(&pipeline.name);
        reader.report(found);
    }
    pipeline
}

/// The function itself, and all that stands between the functions.
fn places(item: &Statement<'_>, shared: &Shared, reader: &Reader<'_>) -> Vec<Span> {
    let (mut places, mut end) = (Vec::new(), 0);
    for (_, function) in &shared.functions {
        places.push(reader.span(&(end..function.start)));
        if function.end == item.range.end {
            places.push(reader.span(function));
        }
        end = function.end;
    }
    places.push(reader.span(&(end..usize::MAX)));
    places
}

/// Reads what is said of a pipeline, and gives its entries.
fn attributes(
    attributes: &[Attribute<'_>],
    pipeline: &mut Pipeline,
    reader: &mut Reader<'_>,
) -> Vec<Declared> {
    let (mut first, mut limits, mut entries) = (None, None, Vec::new());
    for attribute in attributes {
        if attribute.doc().is_some() {
            continue;
        }
        let (name, span) = (attribute.name(reader), reader.span(&attribute.range));
        if attribute.is("pipeline") {
            match first {
                Some(first) => reader.report(misused::second("pipeline", span, first)),
                None => first = Some(span),
            }
            pipeline::read(attribute, pipeline, reader);
        } else if attribute.is("limits") {
            match limits {
                Some(first) => reader.report(misused::second("limits", span, first)),
                None => limits = Some(span),
            }
            limits::read(attribute, pipeline, reader);
        } else if attribute.is("entry") {
            entries.extend(entry::read(attribute, reader));
        } else if keys::LATER.contains(&name.value.as_str()) {
            reader.report(misused::later(&name));
        } else {
            reader.report(misused::unknown(&name, span, "pipeline", "a pipeline"));
        }
    }
    entries
}
