/// An invented person with an account at the identity provider.
#[derive(Debug)]
pub struct Person {
    pub name: &'static str,
    pub email: &'static str,
}

/// All accounts at the identity provider.
pub const PEOPLE: [Person; 2] = [
    Person {
        name: "Ada Birch",
        email: "ada.birch@example.com",
    },
    Person {
        name: "Tom Reed",
        email: "tom.reed@example.com",
    },
];
