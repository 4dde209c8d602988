//! "Did you mean": the nearest of several names.

/// The candidate that `name` is most likely a misspelling of.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let most = (name.chars().count() / 3).max(1);
    let distances = candidates.into_iter().filter_map(|candidate| {
        let distance = distance(name, candidate, most)?;
        Some((distance, candidate))
    });
    distances
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The number of letters to insert, delete, replace or swap, if that is at most `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    if a.eq_ignore_ascii_case(b) {
        return Some(0);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most || a.len().max(b.len()) > 200 {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let replace = last[j] + usize::from(a[i] != b[j]);
            let mut best = replace.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&distance| distance <= most)
}

/// `a`, `b` or `c`
pub(crate) fn or(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// `a`, `b` and `c`, or `a`, `b` and 7 more
pub(crate) fn and(names: &[&str], most: usize) -> String {
    let quoted = |names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        quoted.join(", ")
    };
    match names.split_last() {
        _ if names.len() > most => {
            format!("{} and {} more", quoted(&names[..most]), names.len() - most)
        }
        Some((last, rest)) if !rest.is_empty() => format!("{} and `{last}`", quoted(rest)),
        _ => quoted(names),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn misspellings_are_recognised() {
        let names = ["order", "payment", "shipment"];
        assert_eq!(nearest("ordr", names), Some("order"));
        assert_eq!(nearest("odrer", names), Some("order"));
        assert_eq!(nearest("shpiment", names), Some("shipment"));
        assert_eq!(nearest("ORDER", names), Some("order"));
        assert_eq!(nearest("receipt", names), None);
    }
}
