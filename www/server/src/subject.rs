use uuid::Uuid;

/// Whom a token speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Visitor(Uuid),
    Member(Uuid),
}

impl Subject {
    pub fn new_visitor() -> Self {
        Self::Visitor(Uuid::new_v4())
    }

    pub fn id(&self) -> Uuid {
        match self {
            Self::Visitor(id) | Self::Member(id) => *id,
        }
    }

    /// Enough of the id to tell two people apart on a screen.
    pub fn short_id(&self) -> String {
        self.id().simple().to_string().chars().take(8).collect()
    }

    /// The member's id; none for a visitor.
    pub fn member(&self) -> Option<Uuid> {
        match self {
            Self::Visitor(_) => None,
            Self::Member(id) => Some(*id),
        }
    }

    /// The word that token-info uses.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Visitor(_) => "VISITOR",
            Self::Member(_) => "MEMBER",
        }
    }
}
