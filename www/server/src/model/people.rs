/// Somebody invented who has an account here.
#[derive(Debug)]
pub struct Person {
    pub name: &'static str,
    pub email: &'static str,
}

/// Everybody who has an account here.
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
