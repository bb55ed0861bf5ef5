use std::rc::Rc;

use fetch_with_auth::oauth::grant::Grant;
use fetch_with_auth::oauth::record::Record;
use fetch_with_auth::oauth::session::{Need, Plan, Session};
use fetch_with_auth::oauth::token::{RefreshToken, Subject, TokenSet, UnixTime};
use proptest::prelude::*;

use crate::example::{
    NEWCOMER, NOW, access, any_session, any_set, cases, expired, expired_alone, member, refresh,
    set, visitor, visitor_of,
};

const LEEWAY: u64 = 60;
const FRESH: UnixTime = NOW;
const AGEING: UnixTime = UnixTime(NOW.0 + 14_400 - LEEWAY);
const ENDED: UnixTime = UnixTime(NOW.0 + 14_400);

/// A member's or visitor's tokens, with a refresh token or without.
fn acting(state: &str, renewable: bool) -> Session {
    let tokens = set("A", if renewable { "R" } else { "" });
    match state {
        "visitor" => Session::Visitor(tokens),
        _ => Session::Member {
            tokens,
            visitor: Some(set("V", "W")),
        },
    }
}

/// Within the leeway a token still works, so it is used while another is requested in
/// the background, and one that cannot be refreshed is used until it expires.
#[test]
fn the_plan_is_the_table() {
    let a = &access("A");
    let r = &refresh("R");
    let any = Need::Any;
    let refused = Need::OtherThan(a.clone());
    let other = Need::OtherThan(access("B"));
    let use_it = Plan::Use(a);
    let renew_it = Plan::UseAndRenew(a, Grant::Refresh(r));
    let refresh_it = Plan::Request(Grant::Refresh(r));
    let mint = Plan::Request(Grant::Visitor);
    #[rustfmt::skip]
    let table = [
        // session, refresh token, need, now, plan
        ("visitor", true,  &any,     FRESH,  use_it),
        ("visitor", true,  &any,     AGEING, renew_it),
        ("visitor", true,  &any,     ENDED,  refresh_it),
        ("visitor", true,  &refused, FRESH,  refresh_it),
        ("visitor", true,  &refused, AGEING, refresh_it),
        ("visitor", true,  &refused, ENDED,  refresh_it),
        ("visitor", true,  &other,   FRESH,  use_it),
        ("visitor", true,  &other,   AGEING, renew_it),
        ("visitor", true,  &other,   ENDED,  refresh_it),
        ("visitor", false, &any,     FRESH,  use_it),
        ("visitor", false, &any,     AGEING, use_it),
        ("visitor", false, &any,     ENDED,  mint),
        ("visitor", false, &refused, FRESH,  mint),
        ("visitor", false, &refused, AGEING, mint),
        ("visitor", false, &refused, ENDED,  mint),
        ("visitor", false, &other,   FRESH,  use_it),
        ("member",  true,  &any,     FRESH,  use_it),
        ("member",  true,  &any,     AGEING, renew_it),
        ("member",  true,  &any,     ENDED,  refresh_it),
        ("member",  true,  &refused, FRESH,  refresh_it),
        ("member",  true,  &refused, AGEING, refresh_it),
        ("member",  true,  &refused, ENDED,  refresh_it),
        ("member",  true,  &other,   FRESH,  use_it),
        ("member",  false, &any,     FRESH,  use_it),
        ("member",  false, &any,     AGEING, use_it),
        ("member",  false, &any,     ENDED,  Plan::SignInRequired),
        ("member",  false, &refused, FRESH,  Plan::SignInRequired),
        ("member",  false, &refused, AGEING, Plan::SignInRequired),
        ("member",  false, &refused, ENDED,  Plan::SignInRequired),
        ("member",  false, &other,   FRESH,  use_it),
    ];
    for (state, renewable, need, now, plan) in table {
        let session = acting(state, renewable);
        let row = format!("{state}, refresh token {renewable}, {need:?}, {now:?}");
        assert_eq!(session.plan(need, now, LEEWAY), plan, "{row}");
    }
    for need in [&any, &refused, &other] {
        for now in [FRESH, AGEING, ENDED] {
            assert_eq!(Session::Empty.plan(need, now, LEEWAY), mint);
            for session in [expired(), expired_alone()] {
                assert_eq!(session.plan(need, now, LEEWAY), Plan::SignInRequired);
            }
        }
    }
}

#[test]
fn a_granted_set_goes_to_whom_it_was_requested_for() {
    let new = set("B", "S");
    let grant = |session: &Session| session.granted(&new, NEWCOMER);
    let of = |subject: Subject| {
        Rc::new(TokenSet {
            subject,
            ..(*new).clone()
        })
    };
    assert_eq!(grant(&Session::Empty), Session::Visitor(of(NEWCOMER)));
    assert_eq!(grant(&visitor()), Session::Visitor(of(visitor().subject())));
    assert_eq!(
        grant(&member()),
        Session::Member {
            tokens: of(member().subject()),
            visitor: visitor_of(&member())
        }
    );
    assert_eq!(grant(&expired()), expired());
}

#[test]
fn invalid_grant_forgets_a_visitor_and_remembers_that_a_member_was_here() {
    assert_eq!(Session::Empty.denied(), Session::Empty);
    assert_eq!(visitor().denied(), Session::Empty);
    assert_eq!(member().denied(), expired());
    assert_eq!(expired().denied(), expired());
}

#[test]
fn a_sign_in_keeps_the_visitor_beside_the_member() {
    let tokens = set("B", "S");
    for (before, visitor) in [
        (Session::Empty, None),
        (visitor(), visitor_of(&visitor())),
        (member(), visitor_of(&member())),
        (expired(), visitor_of(&expired())),
        (expired_alone(), None),
    ] {
        let after = before.signed_in(tokens.clone());
        assert_eq!(
            after,
            Session::Member {
                tokens: tokens.clone(),
                visitor
            }
        );
    }
}

#[test]
fn a_sign_out_goes_back_to_the_visitor_kept_or_to_nobody() {
    assert_eq!(Session::Empty.signed_out(), Session::Empty);
    assert_eq!(visitor().signed_out(), Session::Empty);
    assert_eq!(member().signed_out(), visitor());
    assert_eq!(expired().signed_out(), visitor());
    let alone = Session::Member {
        tokens: set("A", "R"),
        visitor: None,
    };
    assert_eq!(alone.signed_out(), Session::Empty);
    assert_eq!(expired_alone().signed_out(), Session::Empty);
}

#[test]
fn another_person_is_recognized_by_the_subject_and_not_by_the_token() {
    let renewed = |session: Session| session.granted(&set("B", "S"), NEWCOMER);
    let other = Session::Member {
        tokens: set("other-a", "other-r"),
        visitor: visitor_of(&member()),
    };
    let sessions = [
        Session::Empty,
        visitor(),
        renewed(visitor()),
        member(),
        renewed(member()),
        expired(),
        other,
    ];
    #[rustfmt::skip]
    let table = [
        // to: empty, visitor, renewed, member, renewed, expired, another member
        [true, false, false, true,  true,  true,  true],  // from empty
        [true, false, false, true,  true,  true,  true],  // from visitor
        [true, false, false, true,  true,  true,  true],  // from the same, renewed
        [true, true,  true,  false, false, false, true],  // from member
        [true, true,  true,  false, false, false, true],  // from the same, renewed
        [true, true,  true,  false, false, false, true],  // from the same, expired
        [true, true,  true,  true,  true,  true,  false], // from another member
    ];
    for (from, row) in sessions.iter().zip(table) {
        for (to, differs) in sessions.iter().zip(row) {
            let record = |generation, session: &Session| Record {
                generation,
                session: session.clone(),
            };
            let (before, now) = (record(1, from), record(2, to));
            assert_eq!(now.differs_in_person(&before), differs, "{from:?}, {to:?}");
        }
    }
}

/// What was cleared is nobody's sign-out, and nobody misses a visitor.
#[test]
fn where_storage_was_cleared_a_visitor_is_followed_by_the_next_person() {
    let record = |generation, session| Record {
        generation,
        session,
    };
    let cleared = record(0, Session::Empty);
    assert!(!cleared.differs_in_person(&record(7, visitor())));
    assert!(!cleared.differs_in_person(&record(7, Session::Empty)));
    for session in [member(), expired()] {
        assert!(cleared.differs_in_person(&record(7, session)));
    }
    let another = record(1, Session::Visitor(set("other-a", "")));
    assert!(another.differs_in_person(&record(7, visitor())));
    // Only what set the generation back was cleared.
    let not_cleared = record(7, Session::Empty);
    assert!(not_cleared.differs_in_person(&record(7, visitor())));
    // Of one and the same record nobody has left.
    for session in [Session::Empty, visitor(), member(), expired()] {
        let record = record(7, session);
        assert!(!record.differs_in_person(&record.clone()));
    }
}

#[test]
fn a_session_s_subject_is_whom_the_page_acts_as() {
    let subjects =
        [Session::Empty, visitor(), member(), expired()].map(|session| session.subject());
    assert_eq!(subjects[0], Subject::NOBODY);
    assert_ne!(subjects[1], subjects[2]);
    assert_eq!(subjects[2], subjects[3]);
}

#[test]
fn a_session_needs_a_sign_in_if_nothing_else_helps() {
    assert!(!Session::Empty.needs_sign_in());
    assert!(!visitor().needs_sign_in());
    assert!(!Session::Visitor(set("A", "")).needs_sign_in());
    assert!(!member().needs_sign_in());
    assert!(
        Session::Member {
            tokens: set("A", ""),
            visitor: None
        }
        .needs_sign_in()
    );
    assert!(expired().needs_sign_in());
}

#[test]
fn the_page_speaks_with_the_member_s_tokens_if_there_are_any() {
    assert_eq!(Session::Empty.tokens(), None);
    assert_eq!(visitor().tokens(), Some(&*set("visitor-a", "visitor-r")));
    assert_eq!(member().tokens(), Some(&*set("member-a", "member-r")));
    assert_eq!(expired().tokens(), None);
}

/// All that can happen to a session.
#[derive(Clone, Debug)]
enum Event {
    Granted(TokenSet),
    Denied,
    SignIn(TokenSet),
    SignOut,
}

impl Event {
    fn after(&self, session: &Session) -> Session {
        match self {
            Event::Granted(set) => session.granted(set, NEWCOMER),
            Event::Denied => session.denied(),
            Event::SignIn(set) => session.signed_in(Rc::new(set.clone())),
            Event::SignOut => session.signed_out(),
        }
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        any_set().prop_map(Event::Granted),
        Just(Event::Denied),
        any_set().prop_map(Event::SignIn),
        Just(Event::SignOut),
    ]
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_member_never_becomes_a_visitor_but_by_sign_out(session in any_session(), events in prop::collection::vec(any_event(), 1..20)) {
        let mut session = session;
        for event in events {
            let next = event.after(&session);
            let was = matches!(session, Session::Member { .. } | Session::Expired { .. });
            let is = matches!(next, Session::Member { .. } | Session::Expired { .. });
            prop_assert!(!was || is || matches!(event, Event::SignOut));
            session = next;
        }
    }

    #[test]
    fn expired_is_left_only_by_sign_in_or_sign_out(visitor in prop::option::of(any_set()), event in any_event()) {
        let session = Session::Expired { subject: member().subject(), visitor: visitor.map(Rc::new) };
        let next = event.after(&session);
        match event {
            Event::SignIn(_) => prop_assert!(matches!(next, Session::Member { .. }), "{:?}", next),
            Event::SignOut => prop_assert!(matches!(next, Session::Visitor(_) | Session::Empty), "{:?}", next),
            Event::Granted(_) | Event::Denied => prop_assert_eq!(next, session),
        }
    }

    #[test]
    fn nobody_becomes_a_member_but_by_sign_in(session in any_session(), event in any_event()) {
        let was = matches!(session, Session::Member { .. });
        let is = matches!(event.after(&session), Session::Member { .. });
        prop_assert!(was || !is || matches!(event, Event::SignIn(_)));
    }

    #[test]
    fn the_visitor_beside_a_member_survives_everything(tokens in any_set(), kept in any_set(), events in prop::collection::vec(any_event(), 0..20)) {
        let kept = Rc::new(kept);
        let mut session = Session::Member { tokens: Rc::new(tokens), visitor: Some(kept.clone()) };
        for event in events {
            if matches!(event, Event::SignOut) {
                continue;
            }
            session = event.after(&session);
            prop_assert_eq!(visitor_of(&session), Some(kept.clone()));
        }
        prop_assert_eq!(session.signed_out(), Session::Visitor(kept));
    }

    #[test]
    fn a_grant_without_a_refresh_token_keeps_the_old_one(session in any_session(), new in any_set()) {
        let new = TokenSet { refresh: None, ..new };
        let kept = session.tokens().and_then(|tokens| tokens.refresh.clone());
        let after = session.granted(&new, NEWCOMER);
        if let Some(tokens) = after.tokens() {
            prop_assert_eq!(tokens, &TokenSet { subject: tokens.subject, refresh: kept, ..new });
        }
    }

    #[test]
    fn a_grant_with_a_refresh_token_replaces_the_old_one(session in any_session(), new in any_set()) {
        let new = TokenSet { refresh: RefreshToken::new("new"), ..new };
        if let Some(tokens) = session.granted(&new, NEWCOMER).tokens() {
            prop_assert_eq!(tokens, &TokenSet { subject: tokens.subject, ..new });
        }
    }

    #[test]
    fn no_plan_makes_a_stranger_of_a_member(session in any_session(), now in any::<u64>(), leeway in any::<u32>(), refused in any::<bool>()) {
        let need = match session.tokens() {
            Some(tokens) if refused => Need::OtherThan(tokens.access.clone()),
            _ => Need::Any,
        };
        let plan = session.plan(&need, UnixTime(now), leeway.into());
        if let Session::Member { .. } | Session::Expired { .. } = session {
            prop_assert_ne!(plan, Plan::Request(Grant::Visitor));
        }
        if let (Plan::Use(token) | Plan::UseAndRenew(token, _), Need::OtherThan(refused)) = (plan, &need) {
            prop_assert_ne!(token, refused);
        }
    }

    #[test]
    fn a_plan_uses_only_the_session_s_own_tokens(session in any_session(), now in any::<u64>(), leeway in any::<u32>()) {
        let plan = session.plan(&Need::Any, UnixTime(now), leeway.into());
        let tokens = session.tokens();
        if let Plan::Use(token) | Plan::UseAndRenew(token, _) = plan {
            prop_assert_eq!(Some(token), tokens.map(|tokens| &tokens.access));
        }
        if let Plan::Request(Grant::Refresh(token)) | Plan::UseAndRenew(_, Grant::Refresh(token)) = plan {
            prop_assert_eq!(Some(token), tokens.and_then(|tokens| tokens.refresh.as_ref()));
        }
    }

    #[test]
    fn a_sign_out_is_always_another_person(session in any_session()) {
        let before = Record { generation: 1, session };
        let after = before.followed_by(before.session.signed_out());
        let kept = visitor_of(&after.session).map(|tokens| tokens.subject);
        prop_assume!(kept != Some(before.session.subject()));
        prop_assert!(after.differs_in_person(&before));
    }

    #[test]
    fn a_renewal_and_its_refusal_keep_a_member_s_subject(session in any_session(), set in any_set()) {
        prop_assume!(matches!(session, Session::Member { .. } | Session::Expired { .. }));
        for after in [session.granted(&set, NEWCOMER), session.denied()] {
            prop_assert_eq!(after.subject(), session.subject());
        }
    }

    #[test]
    fn a_sign_in_is_another_person(session in any_session(), set in any_set()) {
        prop_assume!(set.subject != session.subject());
        let before = Record { generation: 1, session };
        let after = before.followed_by(before.session.signed_in(Rc::new(set)));
        prop_assert!(after.differs_in_person(&before));
    }
}
