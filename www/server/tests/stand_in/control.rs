use serde_json::{Value, json};
use stand_in::{DEMO_CLIENT, Options, start};

use crate::request::{get, post, request};
use crate::shop::{Shop, plain, register};

#[tokio::test]
async fn without_the_flag_there_is_no_control() {
    let running = start(Options::default()).await.unwrap();
    let clients = format!("{}/_control/clients", running.api);
    assert_eq!(post(&clients).json(json!({})).send().await.status, 404);
    let demo = format!("{clients}/{DEMO_CLIENT}");
    assert_eq!(get(&demo).send().await.status, 404);
    assert_eq!(post(format!("{demo}/member")).send().await.status, 404);
    assert_eq!(
        get(format!("{}/_control/foreign", running.api))
            .send()
            .await
            .status,
        404
    );

    let form = format!("client_id={DEMO_CLIENT}&grant_type=anonymous");
    let token = post(format!("{}/oauth2/token", running.api))
        .form(&form)
        .send()
        .await;
    assert_eq!(token.status, 200, "the demo's client is there all the same");
}

#[tokio::test]
async fn the_control_is_on_the_api_alone() {
    let shop = Shop::open(plain()).await;
    let running = &shop.running;
    for origin in [&running.site, &running.app, &running.foreign] {
        let response = get(format!("{origin}/_control/foreign")).send().await;
        assert_eq!(response.status, 404);
    }
}

#[tokio::test]
async fn the_demo_client_can_be_controlled_too() {
    let shop = Shop::open(plain()).await;
    let url = format!("{}/_control/clients/{DEMO_CLIENT}", shop.running.api);
    assert_eq!(get(&url).send().await.json()["visitors"], 0);
    let faults = json!({ "faults": { "anonymous": { "kind": "status", "status": 503 } } });
    assert_eq!(request("PATCH", &url).json(faults).send().await.status, 200);
}

#[tokio::test]
async fn settings_that_do_not_exist_are_refused_by_name() {
    let shop = Shop::open(plain()).await;
    let url = format!("{}/_control/clients", shop.running.api);
    let table = [
        (json!({ "rotaton": "static" }), "rotaton"),
        (json!({ "rotation": "sometimes" }), "sometimes"),
        (
            json!({ "faults": { "anonymous": { "kind": "fire" } } }),
            "fire",
        ),
        (
            json!({ "faults": { "anonymous": { "kind": "cut", "time": 1 } } }),
            "time",
        ),
        (json!([]), "object"),
    ];
    for (settings, named) in table {
        let response = post(&url).json(settings).send().await;
        assert_eq!(response.status, 400);
        assert!(response.text().contains(named), "{}", response.text());
    }
    assert_eq!(
        post(&url).send().await.status,
        200,
        "an empty body changes nothing"
    );
    let nobody = format!("{url}/11111111-2222-4333-8444-555555555555");
    assert_eq!(get(&nobody).send().await.status, 404);
    assert_eq!(
        post(format!("{nobody}/revoke-all")).send().await.status,
        404
    );
    assert_eq!(post(shop.control("/explode")).send().await.status, 404);
}

#[tokio::test]
async fn counters_belong_to_their_client() {
    let shop = Shop::open(plain()).await;
    let other = register(&shop.running, plain()).await;
    let tokens = shop.visitor().await;
    shop.refresh(&tokens.refresh).await;
    shop.refresh("JWS.unknown").await;
    let report = shop.report().await;
    assert_eq!(
        report["tokenRequests"],
        json!({ "anonymous": 1, "refresh_token": 1 })
    );
    assert_eq!(report["visitors"], 1);
    let others = format!("{}/_control/clients/{other}", shop.running.api);
    let others = get(others).send().await.json();
    assert_eq!(others["tokenRequests"], json!({}));
    assert_eq!(others["requests"], json!([]));
}

#[tokio::test]
async fn the_log_distinguishes_live_tokens_from_dead_ones_and_from_none() {
    let shop = Shop::open(plain()).await;
    let access = shop.visitor().await.access;
    let Shop { running, client } = &shop;
    get(format!("{}/echo/1", running.site))
        .token(&access)
        .send()
        .await;
    post(format!("{}/api/cart?x=1", running.app))
        .token(&access)
        .send()
        .await;
    get(format!("{}/echo?client={client}", running.foreign))
        .send()
        .await;
    get(format!("{}/echo?client={client}", running.api))
        .token("mine")
        .send()
        .await;
    shop.act("revoke-access").await;
    get(format!("{}/echo", running.foreign))
        .token(&access)
        .send()
        .await;

    let report = shop.report().await;
    let line = |entry: &Value| {
        let field = |name: &str| entry[name].as_str().unwrap().to_owned();
        assert!(entry["at"].as_u64().unwrap() > 1_600_000_000_000);
        [
            field("origin"),
            field("method"),
            field("path"),
            field("authorization"),
        ]
        .join(" ")
    };
    let lines: Vec<_> = report["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(line)
        .collect();
    assert_eq!(
        lines,
        [
            "site GET /echo/1 live",
            "app POST /api/cart live",
            "foreign GET /echo none",
            "api GET /echo other",
            "foreign GET /echo dead",
        ]
    );
    assert_eq!(report["requests"][1]["query"], "x=1");
}

#[tokio::test]
async fn the_foreign_origin_counts_every_authorization_it_receives() {
    let shop = Shop::open(plain()).await;
    let echo = format!("{}/echo", shop.running.foreign);
    let count = format!("{}/_control/foreign", shop.running.api);
    get(&echo).send().await;
    assert_eq!(
        get(&count).send().await.json(),
        json!({ "authorizations": 0 })
    );
    get(&echo).token("anything").send().await;
    get(format!("{}/nowhere", shop.running.foreign))
        .token("a")
        .token("b")
        .send()
        .await;
    assert_eq!(
        get(&count).send().await.json(),
        json!({ "authorizations": 3 })
    );
}

#[tokio::test]
async fn the_token_log_shows_names_and_equality_but_no_token() {
    let shop = Shop::open(json!({ "rotation": "rotate" })).await;
    let first = shop.visitor().await;
    shop.refresh(&first.refresh).await;
    shop.refresh("JWS.other").await;
    let json = json!({ "clientId": shop.client, "grantType": "refresh_token", "refreshToken": first.refresh });
    post(format!("{}?x=1", shop.token_url()))
        .token("t")
        .json(json)
        .send()
        .await;

    let report = shop.report().await;
    let log = report["tokenRequestLog"].as_array().unwrap();
    assert_eq!(log.len(), 3, "an unknown token names no client");
    assert_eq!(log[0]["grant"], "anonymous");
    assert_eq!(log[0]["contentType"], "application/x-www-form-urlencoded");
    assert_eq!(
        log[0]["body"],
        json!({ "client_id": shop.client, "grant_type": "anonymous" })
    );
    assert_eq!(
        (&log[0]["authorization"], &log[0]["query"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(
        log[1]["body"],
        json!({ "grant_type": "refresh_token", "refresh_token": 0 })
    );
    assert_eq!(log[2]["body"]["refreshToken"], 0);
    assert_eq!(
        (&log[2]["authorization"], &log[2]["query"]),
        (&json!(true), &json!(true))
    );
    assert!(!report.to_string().contains(&first.refresh));
}

#[tokio::test]
async fn the_token_log_shows_which_requests_need_a_preflight() {
    let shop = Shop::open(plain()).await;
    let form = format!("client_id={}&grant_type=anonymous", shop.client);
    let page = "http://page.test";
    let send = || {
        post(shop.token_url())
            .header("user-agent", "x")
            .header("sec-fetch-mode", "cors")
    };
    send().from(page).form(&form).send().await;
    send()
        .from(page)
        .header("x-mine", "1")
        .form(&form)
        .send()
        .await;
    let json = json!({ "clientId": shop.client, "grantType": "anonymous" });
    send().from(page).json(json.clone()).send().await;
    send().json(json).send().await;
    let report = shop.report().await;
    let log = report["tokenRequestLog"].as_array().unwrap();
    let asked: Vec<_> = log
        .iter()
        .map(|entry| entry["preflighted"].as_bool().unwrap())
        .collect();
    assert_eq!(asked, [false, true, true, false]);
}

#[tokio::test]
async fn members_are_listed_with_what_holds_them_up() {
    let shop = Shop::open(plain()).await;
    for (email, status) in [("b@x.example", "PENDING"), ("a@x.example", "ACTIVE")] {
        let member = json!({ "email": email, "nickname": "N", "status": status });
        shop.add_member(member).await;
    }
    let listed = get(shop.control("/members")).send().await.json();
    let lines = listed.as_array().unwrap().iter();
    let lines: Vec<_> = lines.map(|it| [&it["email"], &it["status"]]).collect();
    assert_eq!(
        lines,
        [["a@x.example", "ACTIVE"], ["b@x.example", "PENDING"]]
    );
    assert_eq!(listed[0]["nickname"], "N");
}

#[tokio::test]
async fn a_member_gets_tokens_by_e_mail() {
    let shop = Shop::open(plain()).await;
    let ann = shop.ann().await;
    let member = |email: &str| post(shop.control("/member")).json(json!({ "email": email }));
    let tokens = member("Ann@example.com").send().await.json();
    assert_eq!(tokens["memberId"], ann);
    let info = shop.info(tokens["access_token"].as_str().unwrap()).await;
    assert_eq!(info["subjectId"], ann);
    assert_eq!(member("nobody@example.com").send().await.status, 404);
}

#[tokio::test]
async fn a_report_has_as_many_requests_as_were_asked_for() {
    let shop = Shop::open(plain()).await;
    let access = shop.visitor().await.access;
    for n in 0..5 {
        let url = format!("{}/echo/{n}", shop.running.api);
        get(url).token(&access).send().await;
    }
    let report = get(shop.control("?last=2")).send().await.json();
    let paths = report["requests"].as_array().unwrap().iter();
    let paths: Vec<_> = paths.map(|entry| &entry["path"]).collect();
    assert_eq!(paths, ["/echo/3", "/echo/4"]);
}
