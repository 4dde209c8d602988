//! Durations as people write them: `"100ms"`, `"5s"`, `"1m 30s"`.

use std::time::Duration;

use super::fragment::Fragment;
use crate::check::duration;
use crate::diagnostic::Findings;
use crate::span::Spanned;

pub(crate) fn parse(fragment: &Fragment, findings: &mut Findings) -> Option<Spanned<Duration>> {
    let read = humantime::parse_duration(fragment.text.trim());
    if read.is_ok()
        && let Some(found) = duration::too_long_a_unit(&fragment.text, fragment.span())
    {
        findings.push(found);
        return None;
    }
    match read {
        Ok(value) => Some(Spanned::new(value, fragment.span())),
        Err(error) => {
            findings.push(duration::unreadable(
                &fragment.text,
                fragment.span(),
                &error,
            ));
            None
        }
    }
}
