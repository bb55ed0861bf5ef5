//! Tabs that do things at the same time.

use fetch_with_auth::oauth::session::Session;
use proptest::prelude::*;

use crate::example::cases;
use crate::lock::LockKind;
use crate::site::Site;
use crate::tab::{forget_visitor, sign_in};

#[derive(Clone, Copy, Debug)]
enum Event {
    SignIn(usize),
    Call(usize),
    RenewVisitor(usize),
    Passes(u64),
    RevokesAccess,
    Steps(u8),
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        2 => (0..TABS).prop_map(Event::SignIn),
        2 => (0..TABS).prop_map(Event::Call),
        2 => (0..TABS).prop_map(Event::RenewVisitor),
        2 => prop_oneof![0..10u64, Just(14_340), Just(14_400)].prop_map(Event::Passes),
        1 => Just(Event::RevokesAccess),
        9 => any::<u8>().prop_map(Event::Steps),
    ]
}

const TABS: usize = 2;
const VISITOR: usize = 0;

fn happens(site: Site, tabs: &[crate::tab::Tab; TABS], event: Event) -> Option<usize> {
    match event {
        Event::SignIn(at) => {
            let (tab, tokens) = (tabs[at], site.somebody());
            let who = site.world.endpoint.family(&tokens.access);
            tab.starts(async move { sign_in(&tab, tokens).await });
            return who;
        }
        Event::Call(at) => drop(tabs[at].page.call()),
        Event::RenewVisitor(at) => drop(tabs[at].renews_visitor()),
        Event::Passes(seconds) => site.world.clock.pass(seconds),
        Event::RevokesAccess => site.world.endpoint.revoke_access(),
        Event::Steps(choice) => site.world.step_by(choice),
    }
    None
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn whatever_happens_at_once_no_sign_in_is_lost_nor_the_visitor_beside(
        events in prop::collection::vec(any_event(), 1..60),
        has_lock in prop::bool::weighted(0.8),
    ) {
        let (site, tab) = Site::with_visitor();
        let tabs = [tab, site.tab()];
        if !has_lock {
            site.world.lock.set(LockKind::Missing);
        }
        let mut members = Vec::new();
        for event in events {
            members.extend(happens(site, &tabs, event));
        }
        site.world.run();
        let endpoint = &site.world.endpoint;
        prop_assert_eq!(site.world.under_way(), 0);
        prop_assert!(!site.world.lock.is_held());
        prop_assert!(!has_lock || endpoint.reuses.get() == 0);
        // Each member is signed in, or was signed out by the sign-in of another.
        let session = site.session();
        let signer = session.tokens().and_then(|tokens| endpoint.family(&tokens.access));
        for member in &members {
            let has_left = site.world.gone.borrow().contains_key(member);
            prop_assert!(has_left != (signer == Some(*member)), "{member} {session:?}");
        }
        if !members.is_empty() && has_lock {
            let Session::Member { visitor: Some(visitor), .. } = &session else {
                return Err(TestCaseError::fail(format!("{session:?}")));
            };
            prop_assert_eq!(endpoint.family(&visitor.access), Some(VISITOR));
        }
        // And the visitor is the visitor again, with a token that still renews.
        if has_lock {
            if !members.is_empty() {
                tab.page.sign_out();
            }
            site.world.clock.pass(14_400);
            for tab in tabs {
                prop_assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(VISITOR));
            }
        }
    }

    #[test]
    fn a_visitor_dropped_during_anything_does_not_come_back(
        events in prop::collection::vec(any_event(), 1..40),
        choices in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let (site, tab) = Site::with_visitor();
        let tabs = [tab, site.tab()];
        let mut members = Vec::new();
        for event in events {
            members.extend(happens(site, &tabs, event));
        }
        let dropped = tab.starts(async move { forget_visitor(&tab).await });
        site.world.run_by(&choices);
        prop_assert!(dropped.is_over());
        let endpoint = &site.world.endpoint;
        prop_assert_eq!(endpoint.reuses.get(), 0);
        let session = site.session();
        let signer = session.tokens().and_then(|tokens| endpoint.family(&tokens.access));
        prop_assert!(signer != Some(VISITOR), "{session:?}");
        match &session {
            Session::Member { visitor, .. } => {
                let beside = visitor.as_ref().and_then(|visitor| endpoint.family(&visitor.access));
                prop_assert!(beside != Some(VISITOR), "{session:?}");
            }
            _ => prop_assert!(members.is_empty(), "{session:?}"),
        }
    }

    #[test]
    fn a_member_who_leaves_during_anything_is_the_visitor_again(
        events in prop::collection::vec(any_event(), 1..40),
        choices in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let (site, tab) = Site::with_member();
        let tabs = [tab, site.tab()];
        for event in events {
            if !matches!(event, Event::SignIn(_)) {
                happens(site, &tabs, event);
            }
        }
        let left = tabs[1].page.sign_out();
        site.world.run_by(&choices);
        prop_assert!(left.is_over());
        prop_assert_eq!(site.world.endpoint.reuses.get(), 0);
        site.world.clock.pass(14_400);
        for tab in tabs {
            prop_assert_eq!(tab.page.calls().result().unwrap().acts_for, Some(VISITOR));
        }
    }
}
