use serde::Serialize;

/// A product of the demo shop.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Product {
    pub id: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    /// Whole euros.
    pub price: u32,
    pub image: &'static str,
    /// The first quantity in the inventory.
    #[serde(skip)]
    pub stock: u32,
}

pub fn product(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}

macro_rules! products {
    ($($id:literal $price:literal $stock:literal $name:literal $description:literal)*) => {
        [$(Product {
            id: $id,
            name: $name,
            description: $description,
            price: $price,
            image: concat!("/images/", $id, ".svg"),
            stock: $stock,
        }),*]
    };
}

/// The whole shop. The demo draws a picture for each.
pub const PRODUCTS: [Product; 9] = products! {
    "teapot" 68 7 "River teapot" "Holds three cups and pours without a drop."
    "cup" 18 20 "Morning cup" "No handle: if it is too hot to hold, it is too hot to drink."
    "bowl" 32 12 "Rain bowl" "A wide bowl, glazed the grey of wet slate."
    "kettle" 94 3 "Iron kettle" "Hums before it boils, and never whistles."
    "caddy" 41 9 "Cedar caddy" "Keeps a hundred grams of leaves dry and dark."
    "whisk" 24 15 "Bamboo whisk" "Eighty tines, split by hand."
    "plate" 22 18 "Crumb plate" "For the one biscuit that you meant to have."
    "tray" 56 5 "Slatted tray" "What is spilled goes through, and nobody saw it."
    "vase" 47 0 "Single vase" "Space for one stem."
};
