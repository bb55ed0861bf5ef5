use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::wix::identity::{Accepted, Identity, Kind, Sites, Unidentified, validate};
use fetch_with_auth::wix::token_info::parse;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::example::{cases, head, tree};

const NOW: UnixTime = UnixTime(1_700_000_000);
const INVALID: Result<Identity, Unidentified> = Err(Unidentified::Invalid);
const FOREIGN: Result<Identity, Unidentified> = Err(Unidentified::Foreign);

/// What token-info says of a member of ours.
fn info() -> Value {
    json!({
        "active": true, "subjectType": "MEMBER", "subjectId": "M", "exp": NOW.0 + 100, "iat": NOW.0,
        "clientId": "C", "accountId": "A", "siteId": "W", "instanceId": "I",
    })
}

/// The same with one member changed; null is no member.
fn but(name: &str, changed: Value) -> Value {
    let mut info = info();
    info[name] = changed;
    info
}

fn ours() -> Accepted {
    Accepted {
        client_ids: vec!["B".to_owned(), "C".to_owned()],
        sites: Sites::Both {
            instance_id: "I".to_owned(),
            site_id: "W".to_owned(),
        },
    }
}

/// The same, of these sites.
fn of(sites: Sites) -> Accepted {
    Accepted { sites, ..ours() }
}

/// The identity of this token info, if it is accepted.
fn identity_of(info: &Value, accepted: &Accepted) -> Result<Identity, Unidentified> {
    validate(&parse(head(200), &tree(info)).unwrap(), accepted, NOW)
}

#[test]
fn each_subject_is_somebody_of_its_kind() {
    for (subject, kind, name, id) in [
        ("VISITOR", Kind::Visitor, "visitor", "visitorId"),
        ("MEMBER", Kind::Member, "member", "memberId"),
        ("USER", Kind::User, "user", "userId"),
        ("APP", Kind::App, "app", "appId"),
    ] {
        let identity = identity_of(&but("subjectType", json!(subject)), &ours()).unwrap();
        assert_eq!((identity.kind, &*identity.id), (kind, "M"));
        let mut shown = json!({
            "type": name, "clientId": "C", "siteId": "W", "instanceId": "I", "accountId": "A",
            "expiresAt": NOW.0 + 100,
        });
        shown[id] = json!("M");
        assert_eq!(serde_json::to_value(&identity).unwrap(), shown);
    }
}

#[test]
fn an_admin_has_a_key_and_nothing_else() {
    let admin = |site| serde_json::to_value(Identity::admin(site)).unwrap();
    assert_eq!(admin(Some("W")), json!({"type": "admin", "siteId": "W"}));
    assert_eq!(admin(None), json!({"type": "admin"}));
    assert_eq!(Identity::admin(None).kind, Kind::Admin);
    assert_eq!(Identity::admin(None).expires_at, None);
}

#[test]
fn nobody_becomes_an_admin_by_the_word_of_token_info() {
    assert_eq!(
        identity_of(&but("subjectType", json!("ADMIN")), &ours()),
        INVALID
    );
}

#[test]
fn texts_and_natives_name_the_same() {
    let mut texts = info();
    texts["active"] = json!("true");
    texts["exp"] = json!((NOW.0 + 100).to_string());
    assert_eq!(identity_of(&texts, &ours()), identity_of(&info(), &ours()));
    assert!(identity_of(&texts, &ours()).is_ok());
}

#[test]
fn what_is_not_active_names_nobody() {
    for active in [
        json!(false),
        json!("false"),
        json!("TRUE"),
        json!("yes"),
        json!(1),
        json!([true]),
        json!(null),
    ] {
        assert_eq!(
            identity_of(&but("active", active.clone()), &ours()),
            INVALID,
            "{active}"
        );
    }
}

#[test]
fn a_token_names_somebody_until_its_end() {
    let at = NOW.0;
    for (exp, is_somebody) in [
        (json!(at - 1), false),
        (json!(at), false),
        (json!(at + 1), true),
        (json!(at.to_string()), false),
        (json!((at + 1).to_string()), true),
        (json!(9_007_199_254_740_991_u64), true),
        (json!("9999999999999999999"), true),
        (json!(0), false),
        (json!(-1), false),
        (json!(at as f64 + 0.5), false),
        (json!("soon"), false),
        (json!(""), false),
        (json!(true), false),
        (json!(null), false),
    ] {
        let identity = identity_of(&but("exp", exp.clone()), &ours());
        assert_eq!(identity.is_ok(), is_somebody, "{exp}");
        assert!(is_somebody || identity == INVALID, "{exp}");
    }
}

#[test]
fn a_subject_that_cannot_be_named_is_nobody() {
    for subject in ["UNKNOWN", "ROBOT", "member", "Member", "MEMBER ", ""] {
        let info = but("subjectType", json!(subject));
        assert_eq!(identity_of(&info, &ours()), INVALID, "{subject}");
    }
    assert_eq!(
        identity_of(&but("subjectType", json!(null)), &ours()),
        INVALID
    );
    for id in [json!(null), json!(""), json!(7), json!(["M"])] {
        assert_eq!(
            identity_of(&but("subjectId", id.clone()), &ours()),
            INVALID,
            "{id}"
        );
    }
}

#[test]
fn a_token_of_another_app_instance_or_site_is_foreign() {
    for name in ["clientId", "instanceId", "siteId"] {
        for other in [
            json!("X"),
            json!("c"),
            json!("i"),
            json!("w"),
            json!(""),
            json!(7),
            json!(["C", "I", "W"]),
            json!(null),
        ] {
            let info = but(name, other.clone());
            assert_eq!(identity_of(&info, &ours()), FOREIGN, "{name} {other}");
        }
    }
    for client in ["B", "C"] {
        assert!(identity_of(&but("clientId", json!(client)), &ours()).is_ok());
    }
}

#[test]
fn each_choice_of_sites_takes_the_tokens_of_these_and_no_others() {
    let instance = || Sites::Instance("I".to_owned());
    let site = || Sites::Site("W".to_owned());
    #[rustfmt::skip]
    let table = [
        // instanceId, siteId, any, instance, site, both
        (json!("I"),  json!("W"),  [true, true,  true,  true]),
        (json!("I"),  json!("X"),  [true, true,  false, false]),
        (json!("X"),  json!("W"),  [true, false, true,  false]),
        (json!("X"),  json!("X"),  [true, false, false, false]),
        (json!("W"),  json!("I"),  [true, false, false, false]),
        (json!(null), json!("W"),  [true, false, true,  false]),
        (json!("I"),  json!(null), [true, true,  false, false]),
        (json!(null), json!(null), [true, false, false, false]),
    ];
    for subject in ["VISITOR", "MEMBER", "USER", "APP"] {
        for (instance_id, site_id, are_taken) in &table {
            let mut info = but("subjectType", json!(subject));
            info["instanceId"] = instance_id.clone();
            info["siteId"] = site_id.clone();
            let all = [of(Sites::Any), of(instance()), of(site()), ours()];
            for (accepted, is_taken) in all.iter().zip(are_taken) {
                let identity = identity_of(&info, accepted);
                assert_eq!(identity.is_ok(), *is_taken, "{info} {accepted:?}");
                assert!(*is_taken || identity == FOREIGN);
            }
        }
    }
    assert_eq!(
        identity_of(&but("clientId", json!("X")), &of(Sites::Any)),
        FOREIGN
    );
}

#[test]
fn an_admin_is_of_the_site_that_is_named_if_one_is() {
    assert_eq!(Sites::Site("W".to_owned()).site_id(), Some("W"));
    assert_eq!(ours().sites.site_id(), Some("W"));
    assert_eq!(Sites::Instance("I".to_owned()).site_id(), None);
    assert_eq!(Sites::Any.site_id(), None);
}

#[test]
fn who_accepts_no_app_accepts_nobody() {
    let nobody = Accepted {
        client_ids: Vec::new(),
        sites: Sites::Any,
    };
    assert_eq!(identity_of(&info(), &nobody), FOREIGN);
    assert_eq!(identity_of(&but("clientId", json!(null)), &nobody), FOREIGN);
}

#[test]
fn an_empty_setting_opens_nothing() {
    let table = [
        (
            "clientId",
            Accepted {
                client_ids: vec![String::new()],
                ..ours()
            },
        ),
        ("instanceId", of(Sites::Instance(String::new()))),
        ("siteId", of(Sites::Site(String::new()))),
    ];
    for (name, accepted) in table {
        for info in [info(), but(name, json!("")), but(name, json!(null))] {
            assert_eq!(identity_of(&info, &accepted), FOREIGN, "{name}");
        }
    }
}

#[test]
fn a_token_that_is_over_is_invalid_before_it_is_foreign() {
    let mut over = but("clientId", json!("X"));
    over["exp"] = json!(NOW.0);
    assert_eq!(identity_of(&over, &ours()), INVALID);
}

/// A member of token info: right, of somebody else, or absent.
fn any_text(right: &'static str) -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => Just(json!(right)),
        1 => Just(json!("X")),
        1 => Just(json!("")),
        1 => Just(json!(null)),
    ]
}

fn any_response() -> impl Strategy<Value = Value> {
    let active = prop_oneof![
        4 => Just(json!(true)),
        1 => Just(json!("true")),
        1 => Just(json!(false)),
        1 => Just(json!(null)),
    ];
    let exp = prop_oneof![
        4 => (0..200u64).prop_map(|span| json!(NOW.0 - 50 + span)),
        1 => Just(json!(null)),
    ];
    let subject = prop::sample::select(vec!["VISITOR", "MEMBER", "USER", "APP", "UNKNOWN", "X"]);
    let texts = (any_text("M"), any_text("C"), any_text("I"), any_text("W"));
    (active, exp, subject, texts).prop_map(
        |(active, exp, subject, (id, client, instance, site))| {
            json!({
                "active": active, "exp": exp, "subjectType": subject, "subjectId": id,
                "clientId": client, "instanceId": instance, "siteId": site,
            })
        },
    )
}

fn any_json() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Truth),
        any::<f64>().prop_map(Json::Number),
        prop::sample::select(vec!["", "C", "MEMBER", "I"]).prop_map(Json::from),
        Just(Json::List(Vec::new())),
    ]
}

proptest! {
    #![proptest_config(cases(2048))]

    #[test]
    fn an_identity_has_all_that_counts(info in any_response()) {
        let is_live = info["active"] == true || info["active"] == "true";
        let is_named = info["subjectType"] != "UNKNOWN" && info["subjectType"] != "X"
            && ["M", "X"].iter().any(|id| info["subjectId"] == *id);
        let is_over = info["exp"].as_u64().is_none_or(|exp| exp <= NOW.0);
        let is_ours = info["clientId"] == "C" && info["instanceId"] == "I" && info["siteId"] == "W";
        let identity = identity_of(&info, &ours());
        match (is_live && is_named && !is_over, is_ours) {
            (false, _) => prop_assert_eq!(identity, INVALID),
            (true, false) => prop_assert_eq!(identity, FOREIGN),
            (true, true) => {
                let identity = identity.unwrap();
                prop_assert_eq!(&identity.client_id, "C");
                prop_assert!(identity.expires_at.is_some_and(|end| NOW < end));
            }
        }
    }

    #[test]
    fn any_token_info_is_validated(
        active in any_json(), exp in any_json(), subject in any_json(), id in any_json(), client in any_json(),
    ) {
        let mut info = Json::object();
        info.set("active", active.clone());
        info.set("exp", exp);
        info.set("subjectType", subject);
        info.set("subjectId", id);
        info.set("clientId", client);
        let identity = validate(&info, &of(Sites::Any), NOW);
        prop_assert!(active == Json::Truth(true) || identity == INVALID);
    }
}
