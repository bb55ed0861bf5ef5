use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::timer;

/// Milliseconds since 1970, the unit of JavaScript's `Date.now()`.
pub fn now() -> u64 {
    timer::now()
}

/// Such milliseconds as RFC 3339 writes them, to the second.
pub fn iso(milliseconds: u64) -> String {
    let seconds = i64::try_from(milliseconds / 1000).unwrap_or_default();
    let moment = OffsetDateTime::from_unix_timestamp(seconds).ok();
    // RFC 3339 ends with the year 9999.
    let text = moment.and_then(|moment| moment.format(&Rfc3339).ok());
    text.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_rfc_3339_has_it() {
        let table = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399_999, "2000-02-28T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_709_251_200_000, "2024-03-01T00:00:00Z"),
            (1_767_225_599_000, "2025-12-31T23:59:59Z"),
        ];
        for (moment, text) in table {
            assert_eq!(iso(moment), text);
        }
    }
}
