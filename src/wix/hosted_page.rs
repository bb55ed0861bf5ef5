//! Pages that Wix hosts, and how a page asks for the URL of one: a redirect
//! session again, with the intents of shops.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// What a caller says, and what is sent: the same members. `T` is any JSON that
/// only passes through.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HostedPage<T> {
    /// The checkout of a shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecom_checkout: Option<EcomCheckout>,
    /// The checkout of a booking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookings_checkout: Option<BookingsCheckout<T>>,
    /// The calendar of a service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookings_book: Option<BookingsBook>,
    /// The checkout of an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events_checkout: Option<EventsCheckout>,
    /// The checkout of a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_plans_checkout: Option<PaidPlansCheckout<T>>,
    /// The page of a product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stores_product: Option<StoresProduct>,
    /// Where to come back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<Callbacks>,
    /// How the page looks and whom it knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferences: Option<T>,
}

/// The checkout of a shop.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EcomCheckout {
    /// Made by the checkout API.
    pub checkout_id: String,
}

/// The checkout of a booking.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BookingsCheckout<T> {
    /// As the calendar API gives it.
    pub slot_availability: T,
    /// Of the visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// The calendar of a service.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BookingsBook {
    /// Whose calendar.
    pub resource_id: String,
}

/// The checkout of an event.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventsCheckout {
    /// The seats held.
    pub reservation_id: String,
    /// The event.
    pub event_slug: String,
}

/// The checkout of a plan.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaidPlansCheckout<T> {
    /// The plan.
    pub plan_id: String,
    /// Comes back with the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkout_data: Option<T>,
}

/// The page of a product.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoresProduct {
    /// The product.
    pub product_slug: String,
}

/// The URLs of a site that Wix pages lead back to.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Callbacks {
    /// After the flow, however it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_flow_url: Option<String>,
    /// After a purchase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thank_you_page_url: Option<String>,
    /// To log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_url: Option<String>,
    /// The cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_page_url: Option<String>,
    /// The plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_list_url: Option<String>,
    /// The services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookings_service_list_url: Option<String>,
    /// Comes back as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl<T> HostedPage<T> {
    /// The member that cannot be sent: `page` where there is not exactly one,
    /// `callbacks` where a URL is longer than Wix takes.
    pub fn refusal(&self) -> Option<&'static str> {
        let pages = [
            self.ecom_checkout.is_some(),
            self.bookings_checkout.is_some(),
            self.bookings_book.is_some(),
            self.events_checkout.is_some(),
            self.paid_plans_checkout.is_some(),
            self.stores_product.is_some(),
        ];
        if pages.into_iter().filter(|page| *page).count() != 1 {
            return Some("page");
        }
        let callbacks = self.callbacks.as_ref();
        callbacks
            .is_some_and(Callbacks::are_too_long)
            .then_some("callbacks")
    }
}

impl Callbacks {
    fn are_too_long(&self) -> bool {
        [
            &self.post_flow_url,
            &self.thank_you_page_url,
            &self.login_url,
            &self.cart_page_url,
            &self.plan_list_url,
            &self.bookings_service_list_url,
        ]
        .into_iter()
        .flatten()
        .any(|url| url.chars().count() > LONGEST_URL)
    }
}

/// In characters.
const LONGEST_URL: usize = 2048;
