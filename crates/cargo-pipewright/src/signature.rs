//! Whether two signatures of one method say the same.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, ReturnType, Signature, Type, TypePath, TypeReference};

/// Whether they take and return types of the same names. How those are reached, what parameters are called,
/// and what lifetimes say, is left aside; so is the context, of which there is only one.
pub(crate) fn is_alike(found: &Signature, expected: &Signature) -> bool {
    // whoever writes out the future, or uses generics, knows what they do
    if !found.generics.params.is_empty()
        || matches!(&found.output, ReturnType::Type(_, ty) if matches!(**ty, Type::ImplTrait(_)))
    {
        return true;
    }
    let is_async = |signature: &Signature| signature.asyncness.is_some();
    is_async(found) == is_async(expected)
        && parameters(found) == parameters(expected)
        && returned(found) == returned(expected)
}

fn parameters(signature: &Signature) -> Vec<String> {
    let types = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(typed) => Some(plain(&typed.ty)),
    });
    types.filter(|ty| !ty.starts_with("& Context")).collect()
}

fn returned(signature: &Signature) -> String {
    match &signature.output {
        ReturnType::Default => "()".to_owned(),
        ReturnType::Type(_, ty) => plain(ty),
    }
}

/// A type by its last names, without lifetimes.
fn plain(ty: &Type) -> String {
    struct Plain;
    impl VisitMut for Plain {
        fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
            ty.qself = None;
            if let Some(last) = ty.path.segments.pop() {
                ty.path.segments.clear();
                ty.path.leading_colon = None;
                ty.path.segments.push(last);
            }
            visit_mut::visit_type_path_mut(self, ty);
        }

        fn visit_type_reference_mut(&mut self, ty: &mut TypeReference) {
            ty.lifetime = None;
            visit_mut::visit_type_reference_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    Plain.visit_type_mut(&mut ty);
    ty.to_token_stream().to_string()
}

#[cfg(test)]
mod tests {
    use super::is_alike;

    fn alike(found: &str, expected: &str) -> bool {
        let parse = |text| syn::parse_str(text).unwrap();
        is_alike(&parse(found), &parse(expected))
    }

    #[test]
    fn names_and_ways_do_not_matter_but_types_do() {
        let expected = "async fn pay(&self, cx: &Context, claim: Claim, verdict: Option<&Verdict>) -> Result<Payment, Fault>";
        for found in [
            "async fn pay(&self, _: &pay::Context, one: crate::Claim, _: Option<&Verdict>) -> std::result::Result<Payment, Fault>",
            "fn pay(&self, _: &Context, one: Claim, _: Option<&Verdict>) -> impl Future<Output = Result<Payment, Fault>>",
        ] {
            assert!(alike(found, expected), "{found}");
        }
        for found in [
            "fn pay(&self, cx: &Context, claim: Claim, verdict: Option<&Verdict>) -> Result<Payment, Fault>",
            "async fn pay(&self, cx: &Context, claim: &Claim, verdict: Option<&Verdict>) -> Result<Payment, Fault>",
            "async fn pay(&self, cx: &Context, claim: Claim) -> Result<Payment, Fault>",
            "async fn pay(&self, cx: &Context, claim: Claim, verdict: Option<&Verdict>) -> Payment",
        ] {
            assert!(!alike(found, expected), "{found}");
        }
    }
}
