use form_urlencoded::Serializer;

/// Appends parameters to the query of an address.
pub fn with_query(url: &str, parameters: &[(String, String)]) -> String {
    let (url, fragment) = url
        .split_once('#')
        .map_or((url, None), |(u, f)| (u, Some(f)));
    let query = Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let has_query = url.contains('?');
    let between = if query.is_empty() {
        ""
    } else if has_query {
        "&"
    } else {
        "?"
    };
    let end = fragment
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    format!("{url}{between}{query}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_join_what_is_there() {
        let table = [
            ("http://a/", "http://a/?x=1%2B"),
            ("http://a/?y", "http://a/?y&x=1%2B"),
            ("http://a/#f?", "http://a/?x=1%2B#f?"),
        ];
        for (url, joined) in table {
            assert_eq!(with_query(url, &[("x".into(), "1+".into())]), joined);
        }
        assert_eq!(with_query("http://a/", &[]), "http://a/");
    }
}
