//! Where a person is sent after a login or a logout.

/// Whether a redirect to this text stays on its origin: a path that begins with one slash, as
/// a URL parser has written it. Browsers take what begins with two for a host, and a backslash
/// for a slash (URL §4.4).
pub fn is_return_path(path: &str) -> bool {
    let rest = path.strip_prefix('/');
    rest.is_some_and(|rest| !rest.starts_with(['/', '\\']))
        && path.len() <= MAX_PATH_BYTES
        && path.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What a cookie of a login has space for, among other things.
const MAX_PATH_BYTES: usize = 1600;
