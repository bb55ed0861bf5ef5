use fetch_with_auth::Error;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::token::UnixTime;
use fetch_with_auth::server::{KEPT_S, MAX_GRANTED, MAX_PENDING, MAX_REFUSED, Renewals, Ticket};

use crate::example::{
    FAILURES, NOW, granted, refresh, set, with_refresh_token, without_refresh_token,
};

const SECRET: [u64; 2] = [1, 2];

fn renewals() -> Renewals {
    Renewals::new(SECRET)
}

fn known(renewals: &mut Renewals, token: &str, now: UnixTime) -> Option<TokenResponse> {
    renewals.known(&with_refresh_token(token, set("old", 0)), now)
}

fn begin(renewals: &mut Renewals, token: &str, now: UnixTime) -> Option<Ticket> {
    renewals.begin(&refresh(token), now)
}

#[track_caller]
fn request(renewals: &mut Renewals, token: &str, now: UnixTime) -> Ticket {
    assert_eq!(known(renewals, token, now), None);
    assert_eq!(renewals.under_way(&refresh(token)), None);
    begin(renewals, token, now).unwrap()
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
        assert_eq!(renewals.under_way(&refresh("a")), Some(ticket));
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
        let known = known(&mut renewals, "a", later.plus(seconds));
        assert_eq!(known, Some(granted("b")));
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
    assert_eq!(renewals.under_way(&refresh("a")), Some(ticket));
    renewals.end(&refresh("a"), ticket, &granted("b"), NOW);
    assert_eq!(renewals.under_way(&refresh("a")), None);
    renewals.end(&refresh("a"), ticket, &granted("c"), NOW);
    assert_eq!(known(&mut renewals, "a", NOW), Some(granted("b")));
}

#[test]
fn after_a_failure_the_next_request_tries_again_once_the_backoff_is_over() {
    for response in FAILURES {
        let mut renewals = renewals();
        renew(&mut renewals, "a", &response, NOW);
        let is_refused = response == TokenResponse::Failed(Error::TokenRequestRefused);
        if !is_refused {
            assert_eq!(begin(&mut renewals, "a", NOW), None, "{response:?}");
        }
        let other = begin(&mut renewals, "z", NOW);
        assert_eq!(other.is_some(), is_refused, "{response:?}");
        request(&mut renewals, "a", NOW.plus(30));
    }
}

#[test]
fn a_backoff_lasts_as_long_as_retry_after_says() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &TokenResponse::Unavailable(20), NOW);
    assert_eq!(begin(&mut renewals, "a", NOW.plus(19)), None);
    renew(&mut renewals, "a", &granted("b"), NOW.plus(20));
    request(&mut renewals, "z", NOW.plus(20));
}

#[test]
fn during_a_backoff_what_is_known_is_still_known() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    renew(&mut renewals, "z", &TokenResponse::Unavailable(20), NOW);
    assert_eq!(known(&mut renewals, "a", NOW), Some(granted("b")));
}

#[test]
fn new_visitors_that_are_refused_hinder_nobody_who_is_there() {
    let mut renewals = renewals();
    renewals.note_creation(&TokenResponse::Unavailable(20), NOW);
    assert!(renewals.is_creation_backing_off(NOW.plus(19)));
    renew(&mut renewals, "z", &TokenResponse::Unavailable(30), NOW);
    assert!(!renewals.is_creation_backing_off(NOW.plus(20)));
    renewals.note_creation(&granted("b"), NOW.plus(20));
    assert!(!renewals.is_creation_backing_off(NOW.plus(20)));
    assert_eq!(begin(&mut renewals, "a", NOW.plus(29)), None);
}

#[test]
fn a_token_that_is_not_rotated_is_presented_again_by_who_has_its_last_response() {
    for is_named in [true, false] {
        // A response may leave out a refresh token that stays the same.
        let issued = |name: &str, expires_in| {
            let tokens = with_refresh_token("a", set(name, expires_in));
            let kept = if is_named {
                tokens.clone()
            } else {
                without_refresh_token(tokens.clone())
            };
            (tokens, TokenResponse::Granted(kept))
        };
        let mut renewals = renewals();
        let (tokens, response) = issued("b", 14_400);
        renew(&mut renewals, "a", &response, NOW);
        assert_eq!(renewals.known(&tokens, NOW), None);
        assert_eq!(known(&mut renewals, "a", NOW), Some(response.clone()));
        let (later, _) = issued("another", 14_401);
        assert_eq!(renewals.known(&later, NOW), None, "an earlier response");
        let (same_second, _) = issued("another", 14_400);
        assert_eq!(renewals.known(&same_second, NOW), Some(response));
        let ticket = begin(&mut renewals, "a", NOW).unwrap();
        assert_eq!(known(&mut renewals, "a", NOW), None);
        assert_eq!(renewals.under_way(&refresh("a")), Some(ticket));
        let (_, second) = issued("c", 14_400);
        renewals.end(&refresh("a"), ticket, &second, NOW);
        assert_eq!(known(&mut renewals, "a", NOW), Some(second));
    }
}

#[test]
fn memory_is_bounded_by_what_has_ended_and_what_is_under_way() {
    let mut renewals = renewals();
    let ended = |number| format!("t{number}");
    for number in 0..MAX_GRANTED {
        renew(&mut renewals, &ended(number), &granted("b"), NOW);
    }
    assert_eq!(known(&mut renewals, "t0", NOW), Some(granted("b")));
    for number in MAX_GRANTED..MAX_GRANTED + 2 {
        renew(&mut renewals, &ended(number), &granted("b"), NOW);
        let latest = known(&mut renewals, &ended(number), NOW);
        assert_eq!(latest, Some(granted("b")));
    }
    assert_eq!(known(&mut renewals, "t2", NOW), Some(granted("b")));
    assert_eq!(known(&mut renewals, "t1", NOW), None);
    request(&mut renewals, "t0", NOW);
    for number in 1..MAX_PENDING {
        request(&mut renewals, &format!("p{number}"), NOW);
    }
    assert_eq!(begin(&mut renewals, "more", NOW), None);
}

#[test]
fn refused_tokens_displace_each_other_and_no_renewal_of_somebody_else() {
    let mut renewals = renewals();
    renew(&mut renewals, "a", &granted("b"), NOW);
    for number in 0..=MAX_REFUSED.max(MAX_GRANTED) {
        let made_up = format!("m{number}");
        renew(&mut renewals, &made_up, &TokenResponse::InvalidGrant, NOW);
    }
    assert_eq!(known(&mut renewals, "a", NOW), Some(granted("b")));
    let refused = known(&mut renewals, "m1", NOW);
    assert_eq!(refused, Some(TokenResponse::InvalidGrant));
    assert_eq!(known(&mut renewals, "m0", NOW), None);
}

#[test]
fn a_token_that_is_presented_again_keeps_no_other_one_longer() {
    let mut renewals = renewals();
    for token in ["a", "b"] {
        renew(&mut renewals, token, &granted(token), NOW);
        renewals.delivered(&refresh(token), NOW);
    }
    // That of a token that is not rotated.
    begin(&mut renewals, "a", NOW).unwrap();
    request(&mut renewals, "b", NOW.plus(KEPT_S));
}

#[test]
fn what_is_printed_has_no_token() {
    let mut renewals = renewals();
    renew(&mut renewals, "secret", &granted("hidden"), NOW);
    let known = known(&mut renewals, "secret", NOW);
    let printed = format!("{renewals:?} {known:?}");
    assert!(printed.starts_with("Renewals "), "{printed}");
    assert!(
        !printed.contains("secret") && !printed.contains("hidden"),
        "{printed}"
    );
}
