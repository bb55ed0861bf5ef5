use fetch_with_auth::Error;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::server::{KEPT_S, MAX_ENDED, MAX_PENDING, Renewal, Renewals, Ticket};

use crate::example::{FAILURES, NOW, granted, refresh, set};

const SECRET: [u64; 2] = [1, 2];

fn renewals() -> Renewals {
    Renewals::new(SECRET)
}

fn begin(renewals: &mut Renewals, token: &str, now: UnixTime) -> Renewal {
    renewals.begin(&refresh(token), &set("old", 0).access, now)
}

fn known(renewals: &mut Renewals, token: &str, now: UnixTime) -> Option<TokenResponse> {
    renewals.known(&refresh(token), &set("old", 0).access, now)
}

#[track_caller]
fn request(renewals: &mut Renewals, token: &str, now: UnixTime) -> Ticket {
    match begin(renewals, token, now) {
        Renewal::Request(ticket) => ticket,
        other => panic!("{other:?}"),
    }
}

/// Renews a token, which ends with this response.
fn renew(renewals: &mut Renewals, token: &str, response: &TokenResponse, now: UnixTime) {
    let ticket = request(renewals, token, now);
    renewals.end(&refresh(token), ticket, response, now);
}

#[test]
fn a_hundred_requests_with_one_token_are_one_renewal() {
    let mut renewals = renewals();
    let ticket = request(&mut renewals, "a", NOW);
    for _ in 0..100 {
        assert_eq!(begin(&mut renewals, "a", NOW), Renewal::Wait(ticket));
    }
    assert_ne!(request(&mut renewals, "b", NOW), ticket, "of somebody else");
}

#[test]
fn once_they_are_sent_the_old_token_stands_for_the_new_ones_for_thirty_seconds() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    let later = NOW.plus(1000);
    renewals.delivered(&refresh("a"), later);
    renewals.delivered(&refresh("a"), later.plus(20));
    for seconds in [0, KEPT_S - 1] {
        let renewal = begin(&mut renewals, "a", later.plus(seconds));
        assert_eq!(renewal, Renewal::Known(granted("b")));
    }
    request(&mut renewals, "a", later.plus(KEPT_S));
}

#[test]
fn new_tokens_that_no_browser_was_sent_are_kept() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    let much_later = NOW.plus(100_000);
    let response = known(&mut renewals, "a", much_later);
    assert_eq!(response, Some(granted("b")));
    assert_eq!(known(&mut renewals, "b", much_later), None);
}

#[test]
fn that_a_token_is_not_valid_is_known_for_thirty_seconds() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &TokenResponse::InvalidGrant, NOW);
    let response = known(&mut renewals, "a", NOW.plus(KEPT_S - 1));
    assert_eq!(response, Some(TokenResponse::InvalidGrant));
    assert_eq!(known(&mut renewals, "a", NOW.plus(KEPT_S)), None);
}

#[test]
fn a_result_is_not_kept_longer_by_a_clock_that_is_set_back() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    renewals.delivered(&refresh("a"), NOW);
    request(&mut renewals, "a", UnixTime(NOW.0 - 1));
}

#[test]
fn a_renewal_ends_once_and_for_the_ticket_that_it_has() {
    let mut renewals = renewals();
    let ticket = request(&mut renewals, "a", NOW);
    renewals.end(&refresh("a"), Ticket(ticket.0 + 1), &granted("x"), NOW);
    assert_eq!(begin(&mut renewals, "a", NOW), Renewal::Wait(ticket));
    renewals.end(&refresh("a"), ticket, &granted("b"), NOW);
    renewals.end(&refresh("a"), ticket, &granted("c"), NOW);
    assert_eq!(known(&mut renewals, "a", NOW), Some(granted("b")));
}

#[test]
fn after_a_failure_the_next_request_tries_again_once_the_backoff_is_over() {
    for response in FAILURES {
        let mut renewals = renewals();
        renew(&mut renewals, "a", &response, NOW);
        let is_refused = response == TokenResponse::Failed(Error::TokenRequestRefused);
        assert_eq!(renewals.is_backing_off(NOW), !is_refused, "{response:?}");
        if !is_refused {
            assert_eq!(begin(&mut renewals, "a", NOW), Renewal::NotNow);
            assert_eq!(begin(&mut renewals, "z", NOW), Renewal::NotNow);
        }
        request(&mut renewals, "a", NOW.plus(30));
    }
}

#[test]
fn a_backoff_lasts_as_long_as_retry_after_says() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &TokenResponse::Unavailable(20), NOW);
    assert_eq!(begin(&mut renewals, "a", NOW.plus(19)), Renewal::NotNow);
    renew(&mut renewals, "a", &granted("b"), NOW.plus(20));
    assert!(!renewals.is_backing_off(NOW.plus(20)));
}

#[test]
fn during_a_backoff_what_is_known_is_still_known() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    renewals.note(&TokenResponse::Unavailable(20), NOW);
    let known = Renewal::Known(granted("b"));
    assert_eq!(begin(&mut renewals, "a", NOW), known);
}

#[test]
fn a_token_that_is_not_rotated_is_presented_again_by_who_has_its_last_response() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    let access = set("b", 0).access;
    assert_eq!(renewals.known(&refresh("a"), &access, NOW), None);
    let Renewal::Request(ticket) = renewals.begin(&refresh("a"), &access, NOW) else {
        panic!("it is not requested");
    };
    assert_eq!(begin(&mut renewals, "a", NOW), Renewal::Wait(ticket));
    renewals.end(&refresh("a"), ticket, &granted("c"), NOW);
    assert_eq!(known(&mut renewals, "a", NOW), Some(granted("c")));
}

#[test]
fn memory_is_bounded_by_what_has_ended_and_what_is_under_way() {
    let mut renewals = renewals();
    for number in 0..=MAX_ENDED + 1 {
        renew(&mut renewals, &format!("t{number}"), &granted("b"), NOW);
    }
    let latest = format!("t{}", MAX_ENDED + 1);
    let known = Renewal::Known(granted("b"));
    assert_eq!(begin(&mut renewals, &latest, NOW), known);
    request(&mut renewals, "t0", NOW);
    for number in 1..MAX_PENDING {
        request(&mut renewals, &format!("p{number}"), NOW);
    }
    assert_eq!(begin(&mut renewals, "more", NOW), Renewal::NotNow);
}

#[test]
fn what_is_printed_has_no_token() {
    let mut renewals = renewals();
    renew(&mut renewals, "secret", &granted("hidden"), NOW);
    let known = begin(&mut renewals, "secret", NOW);
    let printed = format!("{renewals:?} {known:?}");
    assert!(
        !printed.contains("secret") && !printed.contains("hidden"),
        "{printed}"
    );
}
