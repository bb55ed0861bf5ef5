use axum::http::Uri;

use crate::http::page::{Page, escape};
use crate::model::allow_list::origin_of;
use crate::model::idp_connections::GOOGLE;
use crate::origin::Origins;

use super::authorization_request::AuthorizationRequest;

/// What the login page shows.
pub enum LoginView<'a> {
    /// E-mail and password. With the error of the last attempt, and its e-mail.
    Password {
        problem: Option<&'a str>,
        email: &'a str,
    },
    /// The code from the mail.
    Code {
        problem: Option<&'a str>,
        state_token: &'a str,
    },
    /// The owner has to approve first.
    AwaitApproval,
}

/// Every view posts to its own address, which is the authorization request.
pub fn page(
    view: &LoginView,
    uri: &Uri,
    origins: &Origins,
    request: &AuthorizationRequest,
) -> Page {
    let (title, inputs) = match view {
        LoginView::Password { problem, email } => ("Sign in", password(*problem, email)),
        LoginView::Code {
            problem,
            state_token,
        } => ("Check your mail", code(*problem, state_token)),
        LoginView::AwaitApproval => ("Almost there", AWAIT_APPROVAL.to_owned()),
    };
    let here = uri.path_and_query().map_or("", |here| here.as_str());
    let here = escape(here);
    let external = match view {
        LoginView::Password { .. } => format!(
            "\n<p><a id=\"google\" href=\"{here}&amp;idp={GOOGLE}\">Continue with &ldquo;Google&rdquo;</a></p>"
        ),
        _ => String::new(),
    };
    let body = format!(
        "<form method=\"post\" action=\"{here}\">\n{inputs}\n\
         <button name=\"do\" value=\"cancel\" formnovalidate>Cancel</button>\n</form>{external}"
    );
    let mut page = Page::new(title, body);
    // Chromium applies the policy of the form to redirects after it, too.
    let back = request.redirect_uri.as_deref().and_then(origin_of);
    page.form_targets = back.into_iter().chain([origins.idp.clone()]).collect();
    page
}

fn password(problem: Option<&str>, email: &str) -> String {
    let (alert, described_by) = alert(problem);
    // After an attempt the focus is on the password.
    let focus = format!(" autofocus{described_by}");
    let (first, second) = match email {
        "" => (focus.as_str(), ""),
        _ => ("", focus.as_str()),
    };
    let email = escape(email);
    format!(
        "{alert}<label for=\"email\">E-mail</label>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" required value=\"{email}\"{first}>\n\
         <label for=\"password\">Password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required{second}>\n\
         <button class=\"first\" name=\"do\" value=\"sign-in\">Sign in</button>\n\
         <button name=\"do\" value=\"sign-up\">Create an account</button>"
    )
}

fn code(problem: Option<&str>, state_token: &str) -> String {
    let (alert, described_by) = alert(problem);
    let state_token = escape(state_token);
    format!(
        "{alert}<p>We sent you a code of six digits.</p>\n\
         <input type=\"hidden\" name=\"stateToken\" value=\"{state_token}\">\n\
         <label for=\"code\">Code</label>\n\
         <input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required autofocus{described_by}>\n\
         <button class=\"first\" name=\"do\" value=\"verify\">Continue</button>"
    )
}

/// The text, and the attribute that describes the first field by it, for screen readers.
fn alert(problem: Option<&str>) -> (String, &'static str) {
    let Some(problem) = problem else {
        return (String::new(), "");
    };
    let problem = escape(problem);
    (
        format!("<p id=\"problem\" role=\"alert\">{problem}</p>\n"),
        " aria-describedby=\"problem\"",
    )
}

const AWAIT_APPROVAL: &str = "<p>Your account waits for the owner of this site to approve it.</p>";
