use fetch_with_auth::backend::{Callers, Lookup, Refusal, Ticket, without_scheme};
use fetch_with_auth::json::Json;
use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::wix::identity::{Accepted, Kind, Sites};
use serde_json::json;

use crate::example::{
    NOW, SECRET, accepted, access, ask, callers, head, inactive, known, learn, member, remembering,
    tree,
};

#[test]
fn a_missing_token_is_token_missing() {
    for nothing in [
        "",
        " ",
        "\t",
        "Bearer",
        "bearer",
        "BEARER",
        "Bearer ",
        "bearer   ",
        " Bearer ",
    ] {
        let lookup = callers(9).lookup(nothing, NOW);
        assert_eq!(
            lookup,
            Lookup::Refused(Refusal::TokenMissing),
            "{nothing:?}"
        );
    }
}

#[test]
fn a_token_is_looked_up_without_its_scheme() {
    for shown in [
        "x",
        " x ",
        "x ",
        "Bearer x",
        "bearer x",
        "BEARER x",
        "bEaReR  x ",
        " Bearer x",
    ] {
        let lookup = callers(9).lookup(shown, NOW);
        assert_eq!(lookup, Lookup::Request(Ticket(1), access("x")), "{shown:?}");
        assert_eq!(without_scheme(shown), "x", "{shown:?}");
    }
    for token in ["Bearer.x", "Bearerx", "bearer,x"] {
        assert_eq!(without_scheme(token), token);
    }
}

#[test]
fn what_cannot_be_a_token_is_not_looked_up() {
    for shown in [
        "x y",
        "Basic x",
        "Bearer x y",
        "Bearer Bearer x",
        "Bearer\tx",
        "x, y",
        "Bearer x, Bearer y",
        "x\ny",
        "x\0",
        "tök",
        "\u{7f}",
    ] {
        let lookup = callers(9).lookup(shown, NOW);
        assert_eq!(lookup, Lookup::Refused(Refusal::TokenInvalid), "{shown:?}");
    }
}

#[test]
fn a_token_has_at_most_8192_bytes() {
    let long = "x".repeat(8192);
    for shown in [
        long.clone(),
        format!("Bearer {long}"),
        format!("  {long}  "),
    ] {
        ask(&mut callers(9), &shown, NOW);
    }
    let longer = "x".repeat(8193);
    for shown in [
        longer.clone(),
        format!("Bearer {longer}"),
        "x".repeat(1 << 20),
    ] {
        let lookup = callers(9).lookup(&shown, NOW);
        assert_eq!(lookup, Lookup::Refused(Refusal::TokenInvalid));
    }
}

#[test]
fn many_lookups_of_one_token_are_one_request() {
    let mut callers = callers(9);
    let ticket = ask(&mut callers, "x", NOW);
    for shown in ["x", "Bearer x", " x "] {
        for now in [NOW, NOW.plus(10), NOW.plus(19)] {
            assert_eq!(callers.lookup(shown, now), Lookup::Wait(ticket));
        }
    }
    // A caller with another token waits for another response.
    let other = ask(&mut callers, "y", NOW);
    assert_ne!(ticket, other);
    assert_eq!(callers.lookup("y", NOW), Lookup::Wait(other));

    let slot = callers
        .on_token_info(ticket, head(200), &member("m", NOW.plus(900)), NOW)
        .unwrap();
    for shown in ["x", "Bearer x", " x "] {
        assert_eq!(callers.lookup(shown, NOW), Lookup::Known(slot));
    }
    assert_eq!(callers.identity(slot).unwrap().id, "m");
    assert_eq!(callers.lookup("y", NOW), Lookup::Wait(other));
}

#[test]
fn responses_may_arrive_in_any_order() {
    let mut callers = callers(9);
    let tickets = ["x", "y", "z"].map(|token| (token, ask(&mut callers, token, NOW)));
    for (token, ticket) in tickets.into_iter().rev() {
        let info = member(token, NOW.plus(900));
        callers
            .on_token_info(ticket, head(200), &info, NOW)
            .unwrap();
    }
    for token in ["x", "y", "z"] {
        assert_eq!(known(&mut callers, token, NOW).as_deref(), Some(token));
    }
}

#[test]
fn a_response_that_nobody_requested_is_ignored() {
    let mut callers = callers(9);
    let info = member("m", NOW.plus(900));
    let unasked = |callers: &mut Callers, ticket| {
        let result = callers.on_token_info(ticket, head(200), &info, NOW);
        assert_eq!(result, Err(Refusal::Internal), "{ticket:?}");
    };
    for ticket in [Ticket(0), Ticket(1), Ticket(u32::MAX)] {
        unasked(&mut callers, ticket);
    }
    let ticket = ask(&mut callers, "x", NOW);
    unasked(&mut callers, Ticket(ticket.0 + 1));
    assert_eq!(callers.lookup("x", NOW), Lookup::Wait(ticket));
    callers
        .on_token_info(ticket, head(200), &inactive(), NOW)
        .unwrap_err();
    // It is pending no longer.
    unasked(&mut callers, ticket);
    assert_eq!(
        callers.lookup("x", NOW),
        Lookup::Refused(Refusal::TokenInvalid)
    );
}

#[test]
fn an_identity_is_cached_for_a_minute_and_no_longer_than_the_token_is_valid() {
    for (life, known_for) in [(1, 1), (5, 5), (59, 59), (60, 60), (61, 60), (14_400, 60)] {
        let mut callers = callers(9);
        learn(&mut callers, "x", &member("m", NOW.plus(life)), NOW).unwrap();
        for after in [0, known_for / 2, known_for - 1] {
            assert!(
                known(&mut callers, "x", NOW.plus(after)).is_some(),
                "{life} {after}"
            );
        }
        // A lookup does not extend it.
        ask(&mut callers, "x", NOW.plus(known_for));
    }
}

#[test]
fn a_refusal_is_cached_for_five_seconds() {
    let foreign = tree(&json!({
        "active": true, "subjectType": "MEMBER", "subjectId": "m", "clientId": "X", "exp": NOW.0 + 900,
    }));
    for (info, refusal) in [
        (inactive(), Refusal::TokenInvalid),
        (member("m", NOW), Refusal::TokenInvalid),
        (foreign, Refusal::TokenForeign),
    ] {
        let mut callers = callers(9);
        assert_eq!(learn(&mut callers, "x", &info, NOW), Err(refusal));
        for after in [0, 1, 4] {
            assert_eq!(
                callers.lookup("x", NOW.plus(after)),
                Lookup::Refused(refusal)
            );
        }
        ask(&mut callers, "x", NOW.plus(5));
    }
}

#[test]
fn a_clock_that_was_set_back_makes_nothing_last_longer() {
    let later = NOW.plus(1000);
    for info in [member("m", later.plus(900)), inactive()] {
        for seconds in [1, 5, 60, 1000] {
            let mut callers = callers(9);
            let _ = learn(&mut callers, "x", &info, later);
            ask(&mut callers, "x", UnixTime(later.0 - seconds));
        }
    }
}

#[test]
fn a_clock_that_was_set_back_occupies_no_slot_for_good() {
    let mut callers = callers(2);
    let later = NOW.plus(86_400);
    for token in ["a", "b"] {
        learn(&mut callers, token, &member(token, later.plus(900)), later).unwrap();
    }
    for token in ["c", "d"] {
        learn(&mut callers, token, &member(token, NOW.plus(900)), NOW).unwrap();
    }
    for token in ["c", "d"] {
        assert_eq!(known(&mut callers, token, NOW).as_deref(), Some(token));
    }
}

#[test]
fn the_api_key_is_an_admin_and_nothing_like_it_is() {
    let site = Accepted {
        sites: Sites::Site("W".to_owned()),
        ..accepted()
    };
    let mut callers = Callers::new(site, Some("IST.key"), remembering(9), SECRET);
    for shown in ["IST.key", " IST.key ", "Bearer IST.key"] {
        let Lookup::Known(slot) = callers.lookup(shown, NOW) else {
            panic!("{shown}");
        };
        let admin = callers.identity(slot).unwrap();
        assert_eq!(admin.kind, Kind::Admin);
        assert_eq!(admin.site_id.as_deref(), Some("W"));
    }
    for shown in [
        "I",
        "IST",
        "IST.ke",
        "IST.keys",
        "ist.key",
        "IST.KEY",
        "xIST.key",
        "IST.key,",
        "IST.key==",
    ] {
        ask(&mut callers, shown, NOW);
    }
    assert_eq!(
        callers.lookup("", NOW),
        Lookup::Refused(Refusal::TokenMissing)
    );
}

#[test]
fn without_a_key_there_is_no_admin() {
    for key in [None, Some("")] {
        let mut callers = Callers::new(accepted(), key, remembering(9), SECRET);
        for shown in ["", " ", "Bearer", "Bearer "] {
            let lookup = callers.lookup(shown, NOW);
            assert_eq!(lookup, Lookup::Refused(Refusal::TokenMissing));
        }
        ask(&mut callers, "null", NOW);
        ask(&mut callers, "undefined", NOW);
    }
}

#[test]
fn an_admin_is_known_among_many_other_callers() {
    let mut callers = Callers::new(accepted(), Some("key"), remembering(1), SECRET);
    for number in 0..9 {
        let token = format!("t{number}");
        let slot = learn(&mut callers, &token, &member(&token, NOW.plus(900)), NOW);
        assert_ne!(Lookup::Known(slot.unwrap()), callers.lookup("key", NOW));
    }
    let Lookup::Known(slot) = callers.lookup("key", NOW.plus(90_000)) else {
        panic!("the key is not known");
    };
    assert_eq!(callers.identity(slot).unwrap().kind, Kind::Admin);
}

#[test]
fn a_refusal_of_the_question_is_one_of_the_token() {
    for status in [400, 401, 404] {
        for body in [inactive(), member("m", NOW.plus(900))] {
            let mut callers = callers(9);
            let ticket = ask(&mut callers, "x", NOW);
            let result = callers.on_token_info(ticket, head(status), &body, NOW);
            assert_eq!(result, Err(Refusal::TokenInvalid), "{status}");
            let lookup = callers.lookup("x", NOW);
            assert_eq!(lookup, Lookup::Refused(Refusal::TokenInvalid), "{status}");
        }
    }
}

#[test]
fn what_says_nothing_of_the_token_is_not_cached() {
    let info = || member("m", NOW.plus(900));
    let list = || tree(&json!([{"active": true}]));
    for (status, body) in [
        (0, Json::Null),
        (0, info()),
        (100, info()),
        (200, Json::Null),
        (200, list()),
        (200, Json::from("active")),
        (204, Json::Null),
        (301, info()),
        (302, info()),
        (304, Json::Null),
        // A page of whatever stands between, which must not log everybody out.
        (400, Json::Null),
        (401, Json::Null),
        (404, Json::Null),
        (403, Json::Null),
        (403, inactive()),
        (405, info()),
        (408, info()),
        (409, Json::Null),
        (429, info()),
        (429, inactive()),
        (500, info()),
        (500, inactive()),
        (502, Json::Null),
        (503, info()),
        (504, Json::Null),
        (599, info()),
    ] {
        let mut callers = callers(9);
        // After every pause that there may be.
        let mut now = NOW;
        for _ in 0..3 {
            let ticket = ask(&mut callers, "x", now);
            let result = callers.on_token_info(ticket, head(status), &body, now);
            assert_eq!(result, Err(Refusal::IdentityUnavailable), "{status}");
            now = now.plus(10);
        }
        learn(&mut callers, "x", &info(), now).unwrap();
        assert_eq!(known(&mut callers, "x", now).as_deref(), Some("m"));
    }
}

#[test]
fn an_outage_removes_no_cached_identity() {
    let mut callers = callers(9);
    learn(&mut callers, "x", &member("m", NOW.plus(900)), NOW).unwrap();
    let ticket = ask(&mut callers, "y", NOW);
    let result = callers.on_token_info(ticket, head(503), &Json::Null, NOW);
    assert_eq!(result, Err(Refusal::IdentityUnavailable));
    assert!(known(&mut callers, "x", NOW.plus(59)).is_some());
}

#[test]
fn a_slot_that_was_never_used_is_empty() {
    let callers = callers(9);
    for slot in [1, 2, 1000, usize::MAX] {
        assert_eq!(callers.identity(slot), None);
    }
}

#[test]
fn a_server_of_many_threads_may_share_what_is_known() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Callers>();
    is_shared::<Refusal>();
}
