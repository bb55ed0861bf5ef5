use uuid::Uuid;

pub type ClientId = Uuid;

/// The client of the demo shop: there from the start, and the same at every start, so that a
/// browser that was here before finds its session refused rather than stored under another name.
pub const DEMO_CLIENT: ClientId = Uuid::from_u128(0x5a0f_7ea5_c0de_4c1a_9d15_0be5_ca11_ab1e);
