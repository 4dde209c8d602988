//! "Did you mean".

/// The candidate that `name` is most likely a misspelling of: whole, or in its last part.
pub(crate) fn nearest<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let whole = closest(&plain(name), candidates, plain);
    whole.or_else(|| closest(&plain(last(name)), candidates, |text| plain(last(text))))
}

fn closest<'a>(name: &str, candidates: &[&'a str], view: fn(&str) -> String) -> Option<&'a str> {
    let most = (name.chars().count() / 3).max(1);
    candidates
        .iter()
        .map(|&candidate| {
            let distance = strsim::osa_distance(name, &view(candidate));
            (distance, candidate)
        })
        .filter(|&(distance, _)| distance <= most)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// What `OrderProcessing`, `order-processing` and `order_processing` have in common.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn misspellings_are_recognised() {
        let names = ["billing/refund", "order_processing", "storm"];
        assert_eq!(nearest("order_procesing", &names), Some("order_processing"));
        assert_eq!(nearest("OrderProcessing", &names), Some("order_processing"));
        assert_eq!(
            nearest("order-processing", &names),
            Some("order_processing")
        );
        assert_eq!(nearest("biling/refund", &names), Some("billing/refund"));
        assert_eq!(nearest("refnud", &names), Some("billing/refund"));
        assert_eq!(nearest("payments/refund", &names), Some("billing/refund"));
        assert_eq!(nearest("invoice", &names), None);
        assert_eq!(nearest("anything", &[]), None);
    }
}
