use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::error::wix::WixError;
use crate::model::products::{PRODUCTS, product};

/// The quantity of each product in the stores of one client's site.
#[derive(Clone)]
pub struct Inventory(BTreeMap<&'static str, u32>);

/// An increase of a quantity, a decrease if negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub product: &'static str,
    pub by: i64,
}

impl Inventory {
    /// In the order of the products.
    pub fn quantities(&self) -> impl Iterator<Item = (&'static str, u32)> {
        PRODUCTS
            .iter()
            .map(|product| (product.id, self.quantity(product.id)))
    }

    /// All of the changes, or none.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), WixError> {
        let mut next = self.clone();
        for Change { product, by } in changes {
            let left = i64::from(next.quantity(product)).saturating_add(*by);
            let left = u32::try_from(left).map_err(|_| insufficient(product))?;
            next.0.insert(product, left);
        }
        *self = next;
        Ok(())
    }

    fn quantity(&self, product: &str) -> u32 {
        self.0.get(product).copied().unwrap_or(0)
    }
}

impl Default for Inventory {
    fn default() -> Self {
        let stock = PRODUCTS.iter().map(|product| (product.id, product.stock));
        Self(stock.collect())
    }
}

impl Change {
    pub fn of(id: &str, by: i64) -> Result<Self, WixError> {
        let product = product(id);
        let product = product.ok_or_else(|| WixError::missing("there is no such product"))?;
        let product = product.id;
        Ok(Self { product, by })
    }
}

fn insufficient(product: &str) -> WixError {
    let description = format!("there is not so much of {product}");
    WixError::application(StatusCode::CONFLICT, "INSUFFICIENT_INVENTORY", &description)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_applied_together_or_not_at_all() {
        let mut inventory = Inventory::default();
        let change = |id, by| Change::of(id, by).unwrap();
        let there = inventory.quantity("kettle");
        let too_much = -i64::from(there) - 1;
        for refused in [
            vec![change("vase", 5), change("kettle", too_much)],
            vec![change("kettle", -1), change("kettle", too_much + 1)],
        ] {
            assert!(inventory.apply(&refused).is_err());
            assert_eq!(inventory.quantity("kettle"), there);
            assert_eq!(inventory.quantity("vase"), 0);
        }
        let all = [change("kettle", too_much + 1), change("vase", 5)];
        assert!(inventory.apply(&all).is_ok());
        assert_eq!(inventory.quantity("kettle"), 0);
        assert_eq!(inventory.quantity("vase"), 5);
    }
}
