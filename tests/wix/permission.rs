use fetch_with_auth::wix::identity::Kind;
use fetch_with_auth::wix::permission::Permission;

#[test]
fn a_permission_admits_these_and_nobody_else() {
    #[rustfmt::skip]
    let table = [
        // who, Anyone, SiteMember, Admin
        (Kind::Visitor, [true, false, false]),
        (Kind::Member,  [true, true,  false]),
        (Kind::User,    [true, false, true]),
        (Kind::App,     [true, false, false]),
        (Kind::Admin,   [true, false, true]),
    ];
    for (who, admitted) in table {
        let admits = Permission::ALL.map(|permission| permission.admits(who));
        assert_eq!(admits, admitted, "{who:?}");
    }
}

#[test]
fn a_permission_has_the_name_and_the_number_that_wix_and_javascript_know() {
    assert_eq!(
        Permission::ALL.map(Permission::name),
        ["Anyone", "SiteMember", "Admin"]
    );
    for (permission, number) in Permission::ALL.into_iter().zip(0u32..) {
        assert_eq!(permission as u32, number);
    }
}

#[test]
fn javascript_has_the_same_permissions() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/backend/web-method.js");
    let source = std::fs::read_to_string(path).unwrap();
    let names = Permission::ALL.map(|permission| format!("{0}: '{0}'", permission.name()));
    let constant = format!("Permissions = Object.freeze({{ {} }})", names.join(", "));
    assert!(source.contains(&constant), "{constant}");
}
