use serde_json::Value;

/// The purpose of a redirect session: its name in the body, and the page that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intent {
    pub name: &'static str,
    /// On the Wix site.
    pub path: &'static str,
    /// The fields of the body that become parameters.
    fields: &'static [(&'static str, &'static str)],
}

impl Intent {
    /// Those that lead to a page of the Wix site from which users return.
    pub fn hosted() -> impl Iterator<Item = Self> {
        let own = ["auth", "login", "logout"];
        let all = INTENTS.into_iter();
        all.filter(move |intent| !own.contains(&intent.name))
    }

    /// The only intent of a body, with its content.
    pub fn of(body: &Value) -> Option<(Self, &Value)> {
        let wished = |intent: &Self| Some((*intent, body.get(intent.name)?)).filter(is_present);
        let mut intents = INTENTS.iter().filter_map(wished);
        let first = intents.next()?;
        intents.next().is_none().then_some(first)
    }

    /// The parameters of its page.
    pub fn parameters(&self, content: &Value) -> Vec<(String, String)> {
        let fields = self.fields.iter();
        let given = fields.filter_map(|(field, name)| {
            let value = content.pointer(field).filter(|value| !value.is_null())?;
            let text = value.as_str().map(str::to_owned);
            Some((
                (*name).to_owned(),
                text.unwrap_or_else(|| value.to_string()),
            ))
        });
        given.collect()
    }

    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

fn is_present((_, content): &(Intent, &Value)) -> bool {
    !content.is_null()
}

macro_rules! intents {
    ($($name:literal $path:literal [$($field:literal $parameter:literal)*])*) => {
        [$(Intent { name: $name, path: $path, fields: &[$(($field, $parameter)),*] }),*]
    };
}

/// The paths of Wix's pages are not published: only the first is real.
const INTENTS: [Intent; 10] = intents! {
    "auth" "/_api/oauth2/authorize" [
        "/authRequest/clientId" "client_id"
        "/authRequest/redirectUri" "redirect_uri"
        "/authRequest/responseType" "response_type"
        "/authRequest/responseMode" "response_mode"
        "/authRequest/scope" "scope"
        "/authRequest/state" "state"
        "/authRequest/codeChallenge" "code_challenge"
        "/authRequest/codeChallengeMethod" "code_challenge_method"
        "/authRequest/nonce" "nonce"
        "/authRequest/idp" "idp"
        "/prompt" "prompt"
    ]
    "login" "/login-session" []
    "logout" "/logout" []
    "ecomCheckout" "/checkout" ["/checkoutId" "checkoutId"]
    "bookingsCheckout" "/bookings-checkout" ["/timezone" "timezone"]
    "bookingsBook" "/bookings-book" ["/resourceId" "resourceId"]
    "eventsCheckout" "/events-checkout" [
        "/reservationId" "reservationId"
        "/eventSlug" "eventSlug"
    ]
    "paidPlansCheckout" "/plans-checkout" ["/planId" "planId"]
    "storesProduct" "/product-page" ["/productSlug" "productSlug"]
    "ecomOrderPaymentRequest" "/payment-request" ["/paymentRequestId" "paymentRequestId"]
};
