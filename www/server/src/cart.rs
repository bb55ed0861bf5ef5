use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::products::{Product, product};
use crate::subject::Subject;

/// What everybody put aside. It stays here when a browser forgets who it was.
#[derive(Default)]
pub struct Carts(HashMap<Subject, Cart>);

type Cart = BTreeMap<&'static str, u32>;

/// A cart as its owner sees it.
#[derive(Debug, Serialize)]
pub struct View {
    /// A short name for whose it is.
    visitor: String,
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
        let cart = self.0.get(&owner);
        let items = cart.into_iter().flatten();
        View {
            visitor: owner.short_id(),
            items: items
                .filter_map(|(id, quantity)| Some(item(product(id)?, *quantity)))
                .collect(),
        }
    }

    /// Adds so many, or takes away if negative. None left is not in the cart.
    pub fn add(&mut self, owner: Subject, product: &'static Product, quantity: i32) {
        let cart = self.0.entry(owner).or_default();
        let there = cart.get(product.id).copied().unwrap_or(0);
        let now = there.saturating_add_signed(quantity).min(MOST);
        cart.insert(product.id, now);
        cart.retain(|_, quantity| *quantity > 0);
    }

    pub fn remove(&mut self, owner: Subject, id: &str) {
        if let Some(cart) = self.0.get_mut(&owner) {
            cart.remove(id);
        }
    }

    pub fn empty(&mut self, owner: Subject) {
        self.0.remove(&owner);
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

/// More of one thing than the potter makes in a year.
const MOST: u32 = 99;
