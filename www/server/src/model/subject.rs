use uuid::Uuid;

/// The subject of a token: who the requests that carry it act as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Visitor(Uuid),
    Member(Uuid),
    /// The app itself; its id is that of the client.
    App(Uuid),
    /// A user of Wix who works on the site, not a user of the site.
    User(Uuid),
}

impl Subject {
    pub fn new_visitor() -> Self {
        Self::Visitor(Uuid::new_v4())
    }

    pub fn id(&self) -> Uuid {
        match self {
            Self::Visitor(id) | Self::Member(id) | Self::App(id) | Self::User(id) => *id,
        }
    }

    /// Enough of the id to distinguish two subjects on a screen.
    pub fn short_id(&self) -> String {
        self.id().simple().to_string().chars().take(8).collect()
    }

    /// The member's id; none for other subjects.
    pub fn member(&self) -> Option<Uuid> {
        match self {
            Self::Member(id) => Some(*id),
            Self::Visitor(_) | Self::App(_) | Self::User(_) => None,
        }
    }

    /// The name that token-info uses.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Visitor(_) => "VISITOR",
            Self::Member(_) => "MEMBER",
            Self::App(_) => "APP",
            Self::User(_) => "USER",
        }
    }
}
