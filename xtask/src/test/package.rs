use crate::Done;
use crate::checkout::Checkout;
pub fn run(_: &Checkout, _: Option<&str>) -> Done {
    Err("not yet".to_owned())
}
