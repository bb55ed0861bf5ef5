use uuid::Uuid;

/// The connections that Wix has for identity providers, by their published ids.
pub const GOOGLE: Uuid = Uuid::from_u128(0x0e6a_50f5_b523_4e29_990d_f37f_a2ff_dd69);
pub const FACEBOOK: Uuid = Uuid::from_u128(0x3eca_d13f_52c3_483d_911f_31db_cf2a_6d23);

/// The name of the identity provider. Any other connection is a site's own.
pub fn name(connection: Uuid) -> &'static str {
    match connection {
        GOOGLE => "Google",
        FACEBOOK => "Facebook",
        _ => "your organisation",
    }
}
