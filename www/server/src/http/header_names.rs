/// Names of headers in the case and order in which they were sent, among the extensions of a request.
#[derive(Clone)]
pub struct HeaderNames(pub Vec<String>);
