//! `#[pipeline(…)]`

use proc_macro2::Delimiter;

use super::attribute::Attribute;
use super::entries::{self, Entry};
use super::reader::Reader;
use super::tokens::{Part, Within, commas};
use super::{binding, keys, values};
use crate::check::attribute;
use crate::front::pieces;
use crate::tree::{Metadata, Pipeline};

/// Reads the keys of an attribute `pipeline`.
pub(super) fn read(attribute: &Attribute<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let list = match attribute.after_name() {
        [] => return,
        [list] if list.group(Delimiter::Parenthesis).is_some() => list,
        _ => {
            let span = reader.span(&attribute.range);
            return reader.report(attribute::malformed(
                span,
                "#[pipeline(error = OrderError)]",
            ));
        }
    };
    for entry in entries::read(list, &keys::PIPELINE, reader) {
        read_key(&entry, pipeline, reader);
    }
}

pub(super) fn read_key(entry: &Entry<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    match entry.key.value.as_str() {
        "error" => {
            let fragment = values::rust(entry, "error = OrderError", reader);
            pipeline.error = fragment.and_then(|ty| pieces::ty(&ty, reader.findings));
        }
        "requires" => {
            let example = "requires = crate::storage::Storage";
            let paths = values::list(entry, Within::Types, example, reader).unwrap_or_default();
            let read = |path| pieces::required(path, reader.findings);
            pipeline.requires = paths.iter().filter_map(read).collect();
        }
        "metadata" => metadata(entry, pipeline, reader),
        "executor" => pipeline.executor = values::executor(entry, reader),
        "fail_fast" => pipeline.fail_fast = values::flag(entry, reader),
        "show" => pipeline.show = values::flag(entry, reader),
        "deadline" => pipeline.deadline = values::duration(entry, reader),
        _ => {}
    }
}

/// `metadata(user: String, source: String = "api".into())`
fn metadata(entry: &Entry<'_>, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
    let Some(list) = values::group(entry, "metadata(user: String)", reader) else {
        return;
    };
    let tokens = list.group(Delimiter::Parenthesis).unwrap_or_default();
    for part in commas(tokens, Within::Types, list.before_end()) {
        let equals = binding::equals(part.tokens);
        let declared = &part.tokens[..equals.unwrap_or(part.tokens.len())];
        let declared = Part::new(declared, part.range.clone());
        let typed = binding::read(&declared, binding::Of::Metadata, reader);
        let default = equals.map(|equals| reader.expr(&part.skip(equals + 1)));
        if let (Some(typed), None | Some(Some(_))) = (typed, &default) {
            pipeline.metadata.push(Metadata {
                name: typed.name,
                ty: typed.ty,
                default: default.flatten(),
            });
        }
    }
}
