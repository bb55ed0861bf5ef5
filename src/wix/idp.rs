//! Identity providers that log a member in.

/// The connection ID of an identity provider. `google` and `facebook` have the same one
/// on every site; any other is given by its connection ID, a GUID. `None` if it is
/// neither.
pub fn connection_id(idp: &str) -> Option<&str> {
    match idp {
        "google" => Some(GOOGLE),
        "facebook" => Some(FACEBOOK),
        _ => is_guid(idp).then_some(idp),
    }
}

fn is_guid(text: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    text.len() == GOOGLE.len()
        && text.bytes().enumerate().all(|(at, byte)| {
            if dashes.contains(&at) {
                byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
}

/// <https://dev.wix.com/docs/go-headless/authentication/members/identity-providers/sign-in-with-google-or-facebook-rest>
const GOOGLE: &str = "0e6a50f5-b523-4e29-990d-f37fa2ffdd69";
const FACEBOOK: &str = "3ecad13f-52c3-483d-911f-31dbcf2a6d23";
