//! Generated names that more than one place has to agree on.

/// `order_processing` → `OrderProcessing`
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = true;
    for char in name.chars() {
        match char {
            '_' => upper = true,
            _ if upper => {
                camel.extend(char.to_uppercase());
                upper = false;
            }
            _ => camel.push(char),
        }
    }
    camel
}

/// Type names that generated code, or code beside it, has another use for.
const TAKEN: &[&str] = &[
    "Arc",
    "Box",
    "Clone",
    "Context",
    "Default",
    "Duration",
    "Future",
    "Into",
    "IntoFuture",
    "Launch",
    "Metadata",
    "Moved",
    "Option",
    "Outcome",
    "Outputs",
    "Result",
    "Run",
    "RunError",
    "S",
    "Send",
    "Step",
    "Steps",
    "Stub",
    "Sync",
];

/// The struct of a pipeline: `order_processing` → `OrderProcessing`, but `context` → `ContextPipeline`.
pub(crate) fn pipeline_struct(name: &str) -> String {
    let mut camel = camel(name);
    if TAKEN.contains(&camel.as_str()) {
        camel.push_str("Pipeline");
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::pipeline_struct;

    #[test]
    fn a_pipeline_s_struct_never_meets_another_generated_name() {
        assert_eq!(pipeline_struct("order_processing"), "OrderProcessing");
        assert_eq!(pipeline_struct("context"), "ContextPipeline");
        assert_eq!(pipeline_struct("run_error"), "RunErrorPipeline");
    }
}
