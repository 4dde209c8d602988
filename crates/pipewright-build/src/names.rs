//! Generated names that more than one place has to agree on.

use syn::UseTree;

use crate::tree::Pipeline;

/// The value of a call at the end of a function, or of a block, in Rust form.
pub(crate) const OUTPUT: &str = "output";

/// `order_processing` → `OrderProcessing`, and always a name: `_1` → `_1`, `self_` → `Self_`.
pub(crate) fn camel(name: &str) -> String {
    let (mut camel, mut upper) = (String::with_capacity(name.len()), true);
    let words = name.trim_start_matches('_');
    if !words.starts_with(|char: char| char.is_alphabetic()) {
        camel.push_str(if words.is_empty() { name } else { "_" });
    }
    for char in words.chars() {
        match char {
            '_' => upper = true,
            _ if upper => {
                camel.extend(char.to_uppercase());
                upper = false;
            }
            _ => camel.push(char),
        }
    }
    if camel == "Self" {
        camel.push('_');
    }
    camel
}

/// Type names that generated code, or code beside it, has another use for.
const TAKEN: &[&str] = &[
    "Arc",
    "Box",
    "BoxError",
    "Clone",
    "Context",
    "Default",
    "Duration",
    "Fn",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "IntoSteps",
    "Launch",
    "Limits",
    "Metadata",
    "Moved",
    "None",
    "Ok",
    "Option",
    "Outcome",
    "Outputs",
    "Result",
    "Run",
    "RunError",
    "S",
    "Send",
    "Some",
    "Step",
    "Steps",
    "Stub",
    "Stubbed",
    "Sync",
];

/// `OrderId` as `order_id`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    for char in name.chars() {
        if char.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(char.to_lowercase());
    }
    snake
}

/// The struct of a pipeline: `order_processing` → `OrderProcessing`, but `context` → `ContextPipeline`, and
/// `Order` → `OrderPipeline`, because the module is called `Order` already. So is the struct of `order`, if its
/// description imports `crate::Order`, because that stands beside it.
pub(crate) fn pipeline_struct(tree: &Pipeline) -> String {
    let mut roots = tree.uses.iter().filter(|_| tree.folders.is_empty());
    struct_beside(&tree.name.value, |name| {
        roots.any(|one| is_at_the_root(&one.tree, name))
    })
}

/// Whether an import is of `crate::NAME`.
fn is_at_the_root(tree: &UseTree, name: &str) -> bool {
    match tree {
        UseTree::Path(path) => path.ident == "crate" && is_of(&path.tree, name),
        UseTree::Group(group) => group.items.iter().any(|item| is_at_the_root(item, name)),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => false,
    }
}

fn is_of(tree: &UseTree, name: &str) -> bool {
    match tree {
        UseTree::Name(found) => found.ident == name,
        UseTree::Rename(found) => found.ident == name,
        UseTree::Group(group) => group.items.iter().any(|item| is_of(item, name)),
        UseTree::Path(_) | UseTree::Glob(_) => false,
    }
}

/// That of a pipeline of which only the name is known.
pub(crate) fn unread_struct(name: &str) -> String {
    struct_beside(name, |_| false)
}

fn struct_beside(name: &str, is_imported: impl FnOnce(&str) -> bool) -> String {
    let mut camel = camel(name);
    if TAKEN.contains(&camel.as_str()) || camel == name || is_imported(&camel) {
        camel.push_str("Pipeline");
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::{camel, struct_beside, unread_struct};

    #[test]
    fn a_pipeline_s_struct_never_meets_another_generated_name() {
        assert_eq!(unread_struct("order_processing"), "OrderProcessing");
        assert_eq!(unread_struct("context"), "ContextPipeline");
        assert_eq!(unread_struct("run_error"), "RunErrorPipeline");
        assert_eq!(unread_struct("Order"), "OrderPipeline");
        assert_eq!(
            struct_beside("order", |name| name == "Order"),
            "OrderPipeline"
        );
    }

    #[test]
    fn a_pipeline_s_struct_never_meets_a_type_that_its_description_imports() {
        let sound = "use = [\"crate::{Id, Order}\"]\noutput = \"order\"\n[steps.a]\noutput = \"order: Order\"";
        let broken = "use = [\"crate::{Id, Order}\"]\n[steps.a]\ninput = [\"ordr\"]";
        let outer = "[steps.a]\npipeline = \"order\"";
        let compile = |text: &str| {
            let files = [
                crate::File::new("order.toml", text),
                crate::File::new("outer.toml", outer),
            ];
            crate::compile_files(&files)
        };
        let compiled = compile(sound);
        assert!(compiled.diagnostics.is_empty(), "{}", compiled.diagnostics);
        let [order, outer] = compiled.pipelines.as_slice() else {
            panic!("two pipelines");
        };
        assert!(order.code.contains("pub use self::order::OrderPipeline;"));
        assert!(outer.code.contains("OrderPipeline"), "{}", outer.code);
        let elsewhere = compile(&sound.replace("crate::", "crate::orders::"));
        assert!(
            elsewhere.pipelines[0]
                .code
                .contains("pub use self::order::Order;")
        );
        let compiled = compile(broken);
        assert!(compiled.broken[0].code.contains("{order, OrderPipeline}"));
    }

    #[test]
    fn types_can_be_called_so() {
        for (name, ty) in [
            ("order_2_go", "Order2Go"),
            ("_order", "Order"),
            ("größe", "Größe"),
            ("_1", "_1"),
            ("__", "__"),
            ("self_", "Self_"),
            ("_self", "Self_"),
        ] {
            assert_eq!(camel(name), ty);
            assert!(syn::parse_str::<syn::Ident>(ty).is_ok(), "{ty}");
        }
    }
}
