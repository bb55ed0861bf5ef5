use std::io;
use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::options::Options;

/// Folders, each served under its own prefix of the site.
#[derive(Clone)]
pub struct Files(Vec<Folder>);

#[derive(Clone)]
struct Folder {
    /// Begins with a slash and does not end with one; empty for the root of the site.
    prefix: String,
    files: ServeDir,
}

impl Files {
    pub fn new(options: &Options) -> io::Result<Self> {
        let mut folders = vec![
            Folder::new("", &options.site_root)?,
            Folder::new("/fetch-with-auth", &options.package_root)?,
        ];
        for (prefix, root) in &options.extra_roots {
            folders.push(Folder::new(prefix, root)?);
        }
        // The longest prefix that fits decides.
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.prefix.len()));
        Ok(Self(folders))
    }

    pub async fn serve(&self, request: Request) -> Response {
        let path = request.uri().path().to_owned();
        let find = |folder: &Folder| Some((folder.files.clone(), folder.relative(request.uri())?));
        let Some((files, uri)) = self.0.iter().find_map(find) else {
            return missing(&path);
        };
        let (mut head, body) = request.into_parts();
        head.uri = uri;
        // A folder that cannot be read responds 404 or 500 by itself; it never fails.
        let Ok(response) = files.oneshot(Request::from_parts(head, body)).await;
        match response.status() {
            StatusCode::NOT_FOUND => missing(&path),
            _ => fresh(response.map(Body::new).into_response()),
        }
    }
}

impl Folder {
    fn new(prefix: &str, root: &Path) -> io::Result<Self> {
        let prefix = prefix.trim_end_matches('/').to_owned();
        if !prefix.is_empty() && !prefix.starts_with('/') {
            let message = format!("a prefix begins with a slash: {prefix}");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let files = ServeDir::new(root);
        Ok(Self { prefix, files })
    }

    /// The address relative to this folder, if it lies in it.
    fn relative(&self, uri: &Uri) -> Option<Uri> {
        let rest = uri.path().strip_prefix(&self.prefix)?;
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        let path = if rest.is_empty() { "/" } else { rest };
        path.parse().ok()
    }
}

/// Files change during development: a browser requests them each time, but may cache a page for
/// back navigation. It receives all of it, since a page's policy names ports, which change as well.
fn fresh(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.remove(header::LAST_MODIFIED);
    response
}

/// Browsers request an icon by themselves: its absence is not an error.
fn missing(path: &str) -> Response {
    match path {
        "/favicon.ico" => StatusCode::NO_CONTENT.into_response(),
        _ => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}
