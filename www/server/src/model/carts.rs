use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::model::products::{Product, product};
use crate::model::subject::Subject;

/// The carts of all subjects. A cart stays here when a browser loses its session.
#[derive(Default)]
pub struct Carts {
    carts: HashMap<Subject, Cart>,
    /// What of a visitor's cart is already in a member's.
    merged: HashMap<Subject, Cart>,
}

type Cart = BTreeMap<&'static str, u32>;

/// A cart as its owner sees it.
#[derive(Debug, Serialize)]
pub struct View {
    /// The short id of its owner.
    visitor: String,
    /// The same, if it is a member's.
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    id: &'static str,
    name: &'static str,
    price: u32,
    image: &'static str,
    quantity: u32,
}

impl Carts {
    pub fn view(&self, owner: Subject) -> View {
        let cart = self.carts.get(&owner);
        let items = cart.into_iter().flatten();
        View {
            visitor: owner.short_id(),
            member: owner.member().map(|_| owner.short_id()),
            items: items
                .filter_map(|(id, quantity)| Some(item(product(id)?, *quantity)))
                .collect(),
        }
    }

    /// The products in a cart, each with its quantity.
    pub fn lines(&self, owner: Subject) -> impl Iterator<Item = (&'static str, u32)> {
        let cart = self.carts.get(&owner).into_iter().flatten();
        cart.map(|(id, quantity)| (*id, *quantity))
    }

    /// Adds a quantity, or subtracts if negative. A quantity of zero removes the product.
    pub fn add(&mut self, owner: Subject, product: &'static Product, quantity: i32) {
        let there = self.quantity(owner, product.id);
        self.put(owner, product.id, there.saturating_add_signed(quantity));
    }

    pub fn remove(&mut self, owner: Subject, id: &str) {
        if let Some(product) = product(id) {
            self.put(owner, product.id, 0);
        }
    }

    pub fn empty(&mut self, owner: Subject) {
        self.carts.remove(&owner);
        self.merged.remove(&owner);
    }

    /// Adds the visitor's cart to the member's, each product once. The visitor still has it,
    /// and finds it again after a sign-out.
    pub fn merge(&mut self, visitor: Subject, member: Subject) {
        if !matches!(visitor, Subject::Visitor(_)) {
            return;
        }
        let cart = self.carts.get(&visitor).cloned().unwrap_or_default();
        let before = self.merged.insert(visitor, cart.clone());
        let before = before.unwrap_or_default();
        for (id, quantity) in cart {
            let new = quantity.saturating_sub(before.get(id).copied().unwrap_or(0));
            let there = self.quantity(member, id);
            self.put(member, id, there.saturating_add(new));
        }
    }

    fn quantity(&self, owner: Subject, id: &str) -> u32 {
        let cart = self.carts.get(&owner);
        cart.and_then(|cart| cart.get(id)).copied().unwrap_or(0)
    }

    fn put(&mut self, owner: Subject, id: &'static str, quantity: u32) {
        let quantity = quantity.min(MAX_QUANTITY);
        let cart = self.carts.entry(owner).or_default();
        cart.insert(id, quantity);
        cart.retain(|_, quantity| *quantity > 0);
        // What was removed and added again is new.
        let merged = self.merged.get_mut(&owner);
        if let Some(merged) = merged.and_then(|merged| merged.get_mut(id)) {
            *merged = quantity.min(*merged);
        }
    }
}

fn item(product: &Product, quantity: u32) -> Item {
    Item {
        id: product.id,
        name: product.name,
        price: product.price,
        image: product.image,
        quantity,
    }
}

/// More of one product than the potter makes in a year.
const MAX_QUANTITY: u32 = 99;
