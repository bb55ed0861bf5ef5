use serde_json::Value;

/// Whether an item matches a filter. Equality is all that is known of filters: `{ "slug": "cup" }`, or
/// with `$eq`.
pub fn matches(item: &Value, filter: &Value) -> bool {
    let fields = filter.as_object().into_iter().flatten();
    fields.into_iter().all(|(name, wanted)| {
        let wanted = wanted.get("$eq").unwrap_or(wanted);
        item[name] == *wanted
    })
}
