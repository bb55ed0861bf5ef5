//! What a customer does: looks, types, presses keys.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::visit::Visit;

impl Visit<'_> {
    /// Types over what is in a field; a line break is the Enter key.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<(), String> {
        let field = self.tab.element(css).await?;
        field.clear().await.map_err(|why| format!("{css}: {why}"))?;
        if text.is_empty() {
            return Ok(());
        }
        self.keys(css, &text.replace('\n', ENTER)).await
    }

    pub async fn keys(&self, css: &str, keys: &str) -> Result<(), String> {
        let element = self.tab.element(css).await?;
        let typed = element.send_keys(keys).await;
        typed.map_err(|why| format!("{css}: {why}"))
    }

    /// Puts two things into the cart.
    pub async fn fill_cart(&self) -> Result<(), String> {
        self.add(1).await?;
        self.shows("cartCount", json!(1)).await?;
        self.add(2).await?;
        self.shows("cartCount", json!(2)).await
    }

    /// Puts a thing of this name into the cart, so many times.
    pub async fn put(&self, product: &str, times: u64) -> Result<(), String> {
        let before = self.number("cartCount").await?;
        for added in 1..=times {
            self.press(&format!("[data-product={product}] button"))
                .await?;
            self.shows("cartCount", json!(before + added)).await?;
        }
        Ok(())
    }

    /// Waits until the shelf says how many are left of a thing; answers that.
    pub async fn left(&self, product: &str) -> Result<u64, String> {
        let script = format!(
            "return document.querySelector('[data-product={product}]').dataset.left || null"
        );
        let left = self.tab.wait("how many are left", &script).await?;
        let number = left.as_str().and_then(|left| left.parse().ok());
        number.ok_or_else(|| format!("how many are left: {left}"))
    }

    /// Waits until so many are left of a thing.
    pub async fn leaves(&self, product: &str, count: u64) -> Result<(), String> {
        let script = format!(
            "return document.querySelector('[data-product={product}]').dataset.left === '{count}'"
        );
        let what = format!("{count} of {product} on the shelf");
        self.tab.wait(&what, &script).await.map(drop)
    }

    /// What left the stock of a thing and was added to it, as Wix saw it.
    pub async fn stock_changes(&self, product: &str) -> Result<Vec<i64>, String> {
        let seen = self.client.seen().await?;
        let changes = seen["inventoryChanges"].as_array().into_iter().flatten();
        let of_product = changes.filter(|change| change["productId"] == product);
        Ok(of_product.filter_map(|it| it["by"].as_i64()).collect())
    }

    /// Waits until the cart thanks for an order; answers its number.
    pub async fn thanked(&self) -> Result<u64, String> {
        let script = "return document.querySelector('#thanks').checkVisibility()";
        let waited = self.tab.wait("the cart says thank you", script).await;
        if let Err(why) = waited {
            let said = "return ['#notices', '[role=log]'].map((it) => document.querySelector(it).innerText)";
            let said = self.tab.run(said, vec![]).await?;
            return Err(format!("{why}; it says {said}"));
        }
        self.number("order").await
    }

    /// What an async function body answers that calls the backend by itself: `fetchWithAuth` and
    /// `shop` in it are those of the same session, in an instance of their own, since a script of
    /// Firefox' driver does not get at the page's modules.
    pub async fn call(&self, script: &str) -> Result<Value, String> {
        let script = format!(
            "const {{ createAuth, webMethods }} = await import('/fetch-with-auth/dist/index.js');
             const {{ clientId, api }} = await (await fetch('/config.json')).json();
             const {{ fetchWithAuth }} = createAuth({{ clientId, apiOrigin: api }});
             const shop = webMethods('/backend/api/shop', {{ fetchWithAuth }});
             {script}"
        );
        self.tab.value(&script).await
    }

    /// Waits for a notice that says so.
    pub async fn noticed(&self, notice: &str, part: &str) -> Result<(), String> {
        self.text("#notices", part).await?;
        match self.notices().await? {
            notices if notices == json!([notice]) => Ok(()),
            notices => Err(format!("notices: expected {notice:?}, got {notices}")),
        }
    }

    /// Opens the dialog.
    pub async fn open_sign_in(&self) -> Result<(), String> {
        self.press("#account-menu .sign-in").await?;
        self.at_step("sign-in").await
    }

    /// The first step, filled in and sent with the Enter key.
    pub async fn log_in(&self, email: &str, password: &str) -> Result<(), String> {
        self.type_into("[data-step=sign-in] [name=email]", email)
            .await?;
        self.type_into(
            "[data-step=sign-in] [name=password]",
            &format!("{password}\n"),
        )
        .await
    }

    /// Waits until the dialog is at this step, and a hand can use it.
    pub async fn at_step(&self, step: &str) -> Result<(), String> {
        let script = format!(
            "const dialog = document.querySelector('dialog');
             return dialog?.open && dialog.dataset.at === {step:?}"
        );
        let what = format!("the dialog is at {step:?}");
        self.tab.wait(&what, &script).await.map(drop)
    }

    /// Waits until one sentence says what is wrong, with this code.
    pub async fn says_problem(&self, code: &str, part: &str) -> Result<(), String> {
        let script = format!(
            "return [...document.querySelectorAll('.problem[role=alert]')].some((it) =>
               it.checkVisibility() && it.dataset.code === {code:?} && it.textContent.includes({part:?}))"
        );
        let what = format!("a problem with code {code:?} that says {part:?}");
        let Err(why) = self.tab.wait(&what, &script).await else {
            return Ok(());
        };
        let said = "return [...document.querySelectorAll('.problem')]
            .map((it) => `${it.dataset.code}: ${it.textContent}`)";
        Err(format!(
            "{why}; it says {}",
            self.tab.run(said, vec![]).await?
        ))
    }

    /// Waits until this is the page of somebody else, by its heading.
    pub async fn on_page(&self, heading: &str) -> Result<(), String> {
        let script = format!(
            "return !document.querySelector('#account-menu')
               && !!document.querySelector('h1')?.textContent.includes({heading:?})"
        );
        let what = format!("a page {heading:?}");
        self.tab.wait(&what, &script).await.map(drop)
    }

    /// Nothing of the way here is left in the address.
    pub async fn address_is(&self, expected: &str) -> Result<(), String> {
        let address = "return location.href.slice(location.origin.length)";
        let address = self.tab.run(address, vec![]).await?;
        match address == json!(expected) {
            true => Ok(()),
            false => Err(format!("address: expected {expected}, got {address}")),
        }
    }

    /// Waits until the tab is back in the shop after a sign-out by way of Wix.
    pub async fn is_back(&self) -> Result<(), String> {
        let script = "return performance.getEntriesByType('navigation')[0].name.includes('wixMemberLoggedIn=false')
            && document.querySelector('#guest')?.textContent.startsWith('You are signed out.')";
        self.tab.wait("the shop, signed out", script).await?;
        self.ready().await?;
        self.address_is("/").await
    }

    /// The name of the field that has the focus, or the words on what has it.
    pub async fn focus(&self) -> Result<Value, String> {
        let script = "const it = document.activeElement;
            return it.name || it.innerText.trim().replace(/\\s+/g, ' ')";
        self.tab.run(script, vec![]).await
    }

    /// Somebody who is a member already; answers the e-mail, which nobody else has.
    pub async fn account(&self, nickname: &str, password: &str) -> Result<String, String> {
        let email = new_email();
        let url = format!(
            "{}/_control/clients/{}/members",
            self.stage.origins.api, self.client.id
        );
        let wish = json!({ "email": email, "password": password, "nickname": nickname });
        let made = reqwest::Client::new().post(url).json(&wish).send().await;
        let made = made.and_then(reqwest::Response::error_for_status);
        made.map_err(|why| format!("no account: {why}"))?;
        Ok(email)
    }

    /// The same, who has signed in with the shop's own form.
    pub async fn member(&self, nickname: &str) -> Result<String, String> {
        let email = self.account(nickname, PASSWORD).await?;
        self.open_sign_in().await?;
        self.log_in(&email, PASSWORD).await?;
        self.shows("member", json!(nickname)).await?;
        Ok(email)
    }
}

pub fn new_email() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("customer-{number}@example.com")
}

pub const PASSWORD: &str = "kettle-1";
pub const ENTER: &str = "\u{e007}";
pub const TAB: &str = "\u{e004}";
pub const ESCAPE: &str = "\u{e00c}";
