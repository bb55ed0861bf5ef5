use fetch_with_auth::backend::{AppToken, AppTokens, Callers, CurrentToken, Lookup, Refusal};
use fetch_with_auth::oauth::grant::RawResponse;
use fetch_with_auth::oauth::token::UnixTime;
use proptest::prelude::*;

use crate::example::{NOW, access, cases};

const REQUEST: CurrentToken = CurrentToken::Request;
const REFUSED: CurrentToken = CurrentToken::Refused(Refusal::ElevationRefused);
const UNAVAILABLE: CurrentToken = CurrentToken::Refused(Refusal::ElevationUnavailable);

fn granting(token: &str, expires_in: u64) -> RawResponse<'_> {
    RawResponse {
        status: Some(200),
        access_token: Some(token),
        expires_in: Some(expires_in),
        token_type: Some("Bearer"),
        ..RawResponse::default()
    }
}

fn refusing(status: u64, error: Option<&'static str>) -> RawResponse<'static> {
    RawResponse {
        status: Some(status),
        error,
        ..RawResponse::default()
    }
}

fn unavailable(status: u64, retry_after: Option<u64>) -> RawResponse<'static> {
    RawResponse {
        status: Some(status),
        retry_after,
        ..RawResponse::default()
    }
}

fn token(value: &str) -> CurrentToken {
    CurrentToken::Token(access(value))
}

/// The app token after this response, which arrives now.
fn after(response: &RawResponse<'_>) -> AppToken {
    let mut app = AppToken::default();
    let _ = app.store_response(response, NOW);
    app
}

/// Back by so many seconds.
fn before(time: UnixTime, seconds: u64) -> UnixTime {
    UnixTime(time.0 - seconds)
}

#[test]
fn the_state_of_a_backend_may_be_shared_by_its_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<AppToken>();
    is_shared::<CurrentToken>();
    is_shared::<Callers>();
    is_shared::<Lookup>();
}

#[test]
fn at_first_a_token_is_requested() {
    let app = AppToken::default();
    assert_eq!(app.current(None, NOW), REQUEST);
    assert_eq!(app.current(Some("a"), NOW), REQUEST);
}

#[test]
fn one_token_is_used_until_a_minute_before_its_end() {
    let app = after(&granting("a", 14_400));
    for seconds in [0, 1, 5, 60, 7200, 14_339] {
        assert_eq!(
            app.current(None, NOW.plus(seconds)),
            token("a"),
            "{seconds}"
        );
    }
    for seconds in [14_340, 14_399, 14_400, 14_401, 90_000] {
        assert_eq!(app.current(None, NOW.plus(seconds)), REQUEST, "{seconds}");
    }
}

#[test]
fn a_short_lived_token_is_used_for_half_its_life() {
    let app = after(&granting("a", 60));
    assert_eq!(app.current(None, NOW.plus(29)), token("a"));
    assert_eq!(app.current(None, NOW.plus(30)), REQUEST);
    // Whatever the server says, not for each call anew.
    let app = after(&granting("a", 0));
    assert_eq!(app.current(None, NOW.plus(4)), token("a"));
    assert_eq!(app.current(None, NOW.plus(5)), REQUEST);
}

#[test]
fn a_refused_token_is_replaced() {
    let mut app = after(&granting("a", 14_400));
    let now = NOW.plus(100);
    assert_eq!(app.current(Some("a"), now), REQUEST);
    app.store_response(&granting("b", 14_400), now).unwrap();
    assert_eq!(app.current(Some("a"), now), token("b"));
    assert_eq!(app.current(None, now), token("b"));
}

#[test]
fn a_new_token_that_is_refused_is_not_replaced_at_once() {
    let mut app = after(&granting("a", 14_400));
    for seconds in [0, 1, 4] {
        let now = NOW.plus(seconds);
        assert_eq!(app.current(Some("a"), now), REFUSED, "{seconds}");
        // To others it is still good.
        assert_eq!(app.current(None, now), token("a"));
        assert_eq!(app.current(Some("old"), now), token("a"));
    }
    let now = NOW.plus(5);
    assert_eq!(app.current(Some("a"), now), REQUEST);
    // The same again is no other.
    app.store_response(&granting("a", 14_400), now).unwrap();
    assert_eq!(app.current(Some("a"), now), REFUSED);
    assert_eq!(app.current(Some("a"), now.plus(4)), REFUSED);
    assert_eq!(app.current(Some("a"), now.plus(5)), REQUEST);
}

#[test]
fn a_refused_secret_is_sent_again_after_five_seconds() {
    for (status, error) in [
        (400, Some("invalid_client")),
        (401, Some("invalid_client")),
        (400, Some("invalid_grant")),
        (401, Some("invalid_grant")),
        (400, Some("invalid_request")),
        (400, Some("unauthorized_client")),
        (400, None),
        (403, None),
        (404, None),
        (422, None),
    ] {
        let mut app = AppToken::default();
        let result = app.store_response(&refusing(status, error), NOW);
        assert_eq!(result, Err(Refusal::ElevationRefused), "{status} {error:?}");
        for seconds in [0, 1, 4] {
            assert_eq!(
                app.current(None, NOW.plus(seconds)),
                REFUSED,
                "{status} {error:?}"
            );
        }
        assert_eq!(
            app.current(None, NOW.plus(5)),
            REQUEST,
            "{status} {error:?}"
        );
    }
}

#[test]
fn retry_after_is_honoured_within_five_minutes() {
    for status in [408, 429, 500, 502, 503, 504, 599] {
        for (retry_after, span) in [
            (None, 1),
            (Some(0), 1),
            (Some(1), 1),
            (Some(7), 7),
            (Some(300), 300),
            (Some(301), 300),
            (Some(u64::MAX), 300),
        ] {
            let mut app = AppToken::default();
            let result = app.store_response(&unavailable(status, retry_after), NOW);
            assert_eq!(result, Err(Refusal::ElevationUnavailable), "{status}");
            assert_eq!(app.current(None, NOW), UNAVAILABLE, "{status}");
            assert_eq!(
                app.current(None, NOW.plus(span - 1)),
                UNAVAILABLE,
                "{status} {retry_after:?}"
            );
            assert_eq!(
                app.current(None, NOW.plus(span)),
                REQUEST,
                "{status} {retry_after:?}"
            );
        }
    }
}

#[test]
fn what_is_no_token_response_says_nothing_of_the_secret() {
    let html = unavailable(200, None);
    let of_another_type = RawResponse {
        token_type: Some("mac"),
        ..granting("a", 900)
    };
    for response in [
        RawResponse::default(),
        RawResponse::parse(""),
        RawResponse::parse("0"),
        html,
        of_another_type,
        granting("", 900),
        granting("a b", 900),
        unavailable(204, None),
        unavailable(302, None),
    ] {
        let mut app = AppToken::default();
        let result = app.store_response(&response, NOW);
        assert_eq!(
            result,
            Err(Refusal::ElevationUnavailable),
            "{:?}",
            response.status
        );
        assert_eq!(app.current(None, NOW), UNAVAILABLE);
        assert_eq!(app.current(None, NOW.plus(1)), REQUEST);
    }
}

#[test]
fn an_outage_takes_no_token_away() {
    let mut app = after(&granting("a", 14_400));
    let now = NOW.plus(100);
    for response in [
        unavailable(503, Some(60)),
        refusing(400, Some("invalid_client")),
        RawResponse::parse("0"),
    ] {
        assert!(app.store_response(&response, now).is_err());
        assert_eq!(app.current(None, now), token("a"));
        assert_ne!(app.current(Some("a"), now), token("a"));
    }
}

#[test]
fn a_granted_token_ends_a_backoff() {
    let mut app = after(&unavailable(503, Some(300)));
    assert_eq!(app.current(None, NOW.plus(9)), UNAVAILABLE);
    app.store_response(&granting("a", 900), NOW.plus(9))
        .unwrap();
    assert_eq!(app.current(None, NOW.plus(9)), token("a"));
    assert_eq!(app.current(Some("a"), NOW.plus(20)), REQUEST);
}

#[test]
fn a_clock_that_was_set_back_ends_every_backoff() {
    for response in [
        unavailable(503, Some(300)),
        refusing(400, Some("invalid_client")),
        RawResponse::parse("0"),
    ] {
        let app = after(&response);
        assert_ne!(app.current(None, NOW), REQUEST);
        for seconds in [1, 60, 86_400] {
            assert_eq!(
                app.current(None, before(NOW, seconds)),
                REQUEST,
                "{seconds}"
            );
        }
    }
}

#[test]
fn a_clock_that_was_set_back_makes_no_token_last_longer() {
    let app = after(&granting("a", 14_400));
    // As much as clocks are corrected by.
    assert_eq!(app.current(None, before(NOW, 60)), token("a"));
    for seconds in [61, 3600, 86_400] {
        assert_eq!(
            app.current(None, before(NOW, seconds)),
            REQUEST,
            "{seconds}"
        );
        assert_eq!(app.current(Some("a"), before(NOW, seconds)), REQUEST);
    }
}

fn any_response() -> impl Strategy<Value = RawResponse<'static>> {
    let status = prop::sample::select(vec![
        200, 200, 200, 400, 401, 403, 408, 429, 500, 503, 0, 302,
    ]);
    let error = prop::sample::select(vec![None, Some("invalid_client"), Some("invalid_grant")]);
    let token = prop::sample::select(vec![None, Some("a"), Some("b"), Some("c d")]);
    let seconds = || prop::option::of(prop_oneof![0..400u64, any::<u64>()]);
    (status, error, token, seconds(), seconds()).prop_map(
        |(status, error, access_token, expires_in, retry_after)| RawResponse {
            status: Some(status),
            error,
            access_token,
            expires_in,
            retry_after,
            ..RawResponse::default()
        },
    )
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn whatever_the_response_a_token_is_requested_again_within_five_minutes_and_not_at_once(
        responses in prop::collection::vec((any_response(), 0..400u64), 1..12),
    ) {
        let mut app = AppToken::default();
        let mut now = NOW;
        for (response, pause) in responses {
            now = now.plus(pause);
            let result = app.store_response(&response, now);
            // One that the token endpoint just refused, or whose newest token was refused.
            let newest = response.access_token.filter(|_| result.is_ok());
            match (result, app.current(newest, now)) {
                (_, CurrentToken::Request) => prop_assert!(false, "requested again at once"),
                (Ok(()), current) => {
                    prop_assert_eq!(current, REFUSED);
                    prop_assert_eq!(app.current(None, now), token(newest.unwrap()));
                }
                (Err(why), CurrentToken::Refused(info)) => prop_assert_eq!(why, info),
                // One that was there before.
                (Err(_), CurrentToken::Token(_)) => {}
            }
            prop_assert!(!matches!(app.current(newest, now.plus(300)), CurrentToken::Refused(_)));
        }
    }

    #[test]
    fn a_token_that_was_refused_is_never_given_to_who_saw_it(
        responses in prop::collection::vec((any_response(), 0..400u64), 1..12), refused in "[ab]",
    ) {
        let mut app = AppToken::default();
        let mut now = NOW;
        for (response, pause) in responses {
            now = now.plus(pause);
            let _ = app.store_response(&response, now);
            prop_assert_ne!(app.current(Some(&refused), now), token(&refused));
        }
    }
}

#[test]
fn in_its_last_minute_a_token_is_replaced_and_used_while_no_other_can_be_obtained() {
    let mut app = after(&granting("a", 14_400));
    let last_minute = NOW.plus(14_400 - 30);
    assert_eq!(app.current(None, last_minute), REQUEST);
    let _ = app.store_response(&unavailable(503, Some(60)), last_minute);
    assert_eq!(app.current(None, last_minute), token("a"));
    assert_eq!(app.current(Some("a"), last_minute), UNAVAILABLE);
    assert_eq!(app.current(None, NOW.plus(14_400)), UNAVAILABLE);
}

#[test]
fn each_instance_of_the_app_has_a_token_of_its_own() {
    let mut apps = AppTokens::default();
    let _ = apps.of("a").store_response(&granting("of-a", 14_400), NOW);
    let _ = apps.of("b").store_response(&refusing(400, None), NOW);
    assert_eq!(apps.of("a").current(None, NOW), token("of-a"));
    assert_eq!(apps.of("b").current(None, NOW), REFUSED);
    for other in ["", "c", "A"] {
        assert_eq!(apps.of(other).current(None, NOW), REQUEST, "{other}");
    }
}

#[test]
fn tokens_are_kept_for_a_thousand_instances_and_requested_again_beyond() {
    let mut apps = AppTokens::default();
    for number in 0..1000 {
        let response = granting("granted", 14_400);
        let _ = apps.of(&number.to_string()).store_response(&response, NOW);
    }
    assert_eq!(apps.of("0").current(None, NOW), token("granted"));
    assert_eq!(apps.of("999").current(None, NOW), token("granted"));
    assert_eq!(apps.of("1000").current(None, NOW), REQUEST);
    assert_eq!(apps.of("0").current(None, NOW), REQUEST);
}
