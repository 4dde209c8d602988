//! Generated names that more than one place has to agree on.

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
/// `Order` → `OrderPipeline`, because the module is called `Order` already.
pub(crate) fn pipeline_struct(name: &str) -> String {
    let mut camel = camel(name);
    if TAKEN.contains(&camel.as_str()) || camel == name {
        camel.push_str("Pipeline");
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::{camel, pipeline_struct};

    #[test]
    fn a_pipeline_s_struct_never_meets_another_generated_name() {
        assert_eq!(pipeline_struct("order_processing"), "OrderProcessing");
        assert_eq!(pipeline_struct("context"), "ContextPipeline");
        assert_eq!(pipeline_struct("run_error"), "RunErrorPipeline");
        assert_eq!(pipeline_struct("Order"), "OrderPipeline");
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
