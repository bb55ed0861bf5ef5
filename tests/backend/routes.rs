use fetch_with_auth::backend::{Refusal, Routes, WebMethod, WebMethodRequest};

const MAX_BODY: f64 = 100.0;

fn method(module: &str, name: &str) -> WebMethod {
    WebMethod {
        module: module.to_owned(),
        name: name.to_owned(),
    }
}

/// A call of this path as a page sends it.
fn call(path: &str) -> WebMethodRequest<'_> {
    WebMethodRequest {
        verb: "POST",
        path,
        content_type: "application/json",
        content_length: Some(2.0),
    }
}

#[test]
fn a_web_method_is_found_by_its_index_in_the_list_below_its_own_path() {
    let mut routes = Routes::default();
    let first = vec![method("shop", "open"), method("shop", "close")];
    let second = vec![method("shop", "close"), method("stock", "open")];
    assert_eq!(routes.add("/api".to_owned(), first), 0);
    assert_eq!(routes.add("/other".to_owned(), second), 1);
    for (base, path, found) in [
        (0, "/api/shop/open", Ok(0)),
        (0, "/api/shop/close", Ok(1)),
        (0, "/api/shop/close/", Ok(1)),
        (1, "/other/shop/close", Ok(0)),
        (1, "/other/stock/open", Ok(1)),
        (0, "/api/stock/open", Err(Refusal::NotFound)),
        (0, "/other/shop/close", Err(Refusal::NotFound)),
        (1, "/api/shop/close", Err(Refusal::NotFound)),
        (2, "/api/shop/open", Err(Refusal::NotFound)),
        (0, "/api/shop/constructor", Err(Refusal::NotFound)),
        (0, "/api", Err(Refusal::NotFound)),
    ] {
        assert_eq!(
            routes.find(base, &call(path), MAX_BODY),
            found,
            "{base} {path}"
        );
    }
}

#[test]
fn a_web_method_is_called_by_post_with_json_that_is_not_too_large() {
    let mut routes = Routes::default();
    routes.add("/api".to_owned(), vec![method("shop", "open")]);
    let call = call("/api/shop/open");
    for (request, found) in [
        (
            WebMethodRequest {
                verb: "GET",
                ..call
            },
            Err(Refusal::MethodNotAllowed),
        ),
        (
            WebMethodRequest {
                verb: "post",
                ..call
            },
            Err(Refusal::MethodNotAllowed),
        ),
        (
            WebMethodRequest {
                content_type: "text/plain",
                ..call
            },
            Err(Refusal::UnsupportedMediaType),
        ),
        (
            WebMethodRequest {
                content_type: "",
                ..call
            },
            Err(Refusal::UnsupportedMediaType),
        ),
        (
            WebMethodRequest {
                content_length: Some(MAX_BODY + 1.0),
                ..call
            },
            Err(Refusal::TooLarge),
        ),
        (
            WebMethodRequest {
                content_length: Some(MAX_BODY),
                ..call
            },
            Ok(0),
        ),
        (
            WebMethodRequest {
                content_length: Some(f64::NAN),
                ..call
            },
            Ok(0),
        ),
        (
            WebMethodRequest {
                content_length: None,
                ..call
            },
            Ok(0),
        ),
    ] {
        assert_eq!(routes.find(0, &request, MAX_BODY), found, "{request:?}");
    }
}
