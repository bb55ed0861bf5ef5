//! Order: which effect follows which. Everything that touches the world is a
//! method of [`Host`], so that the order itself is tested natively.

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::Cell;
use core::future::Future;

use crate::Error;
use crate::oauth::audience::{Admitted, Target};
use crate::oauth::grant::{Grant, Meaning};
use crate::oauth::record::Record;
use crate::oauth::session::{Need, Plan, Session};
use crate::oauth::token::{AccessToken, TokenSet, UnixTime};

/// What surrounds the module: a page, or a script in a test.
///
/// What an effect throws is nothing that a flow could mend: the host drops the
/// flow and hands the very value to the caller.
pub trait Host: Copy {
    /// A caller's request, kept so that it can be sent.
    type Request: Target;
    /// An answer to it.
    type Response;

    /// What this page remembers.
    fn memory(&self) -> &Memory;
    /// The time.
    fn now(&self) -> UnixTime;
    /// Seconds before its end at which a token is renewed.
    fn leeway(&self) -> u64;

    /// Takes what `fetch` would take at this moment: the request is about to
    /// wait for a token.
    fn hold(&self, request: &Admitted<Self::Request>) -> impl Future<Output = ()>;
    /// Sends a request with this token.
    fn send(
        &self,
        request: &Admitted<Self::Request>,
        token: &AccessToken,
    ) -> impl Future<Output = Self::Response>;
    /// Whether this answer refuses the token.
    fn refuses(&self, request: &Admitted<Self::Request>, response: &Self::Response) -> bool;
    /// Whether the request can be sent a second time.
    fn repeats(&self, request: &Admitted<Self::Request>) -> bool;
    /// Lets go of an answer that nobody will read.
    fn discard(&self, request: &Admitted<Self::Request>, response: Self::Response);

    /// Asks the token endpoint once.
    fn ask(&self, grant: Grant<'_>) -> impl Future<Output = Meaning>;
    /// Waits this many milliseconds and a random part of half as many more.
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Waits until no other page decides. False: that took too long.
    fn lock(&self) -> impl Future<Output = bool>;
    /// Lets other pages decide.
    fn unlock(&self);
    /// The stored text, empty if there is none; if `settled`, once a sign-out
    /// of this page is stored.
    fn load(&self, settled: bool) -> impl Future<Output = String>;
    /// Stores `next` if `seen` is still what is stored, in one step that no
    /// other page can come between. False: something else is stored by now.
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = bool>;
    /// Tells other pages to look again.
    fn signal(&self, generation: u64);
    /// Tells this page's listeners who it speaks as, if that is news.
    fn tell(&self, session: &Session);

    /// Starts [`renew`] and runs it to its end, whoever waits for it, unless
    /// one is under way.
    fn start_renewal(&self, need: Need);
    /// Waits for the renewal under way, and says whether it ended well.
    fn renewal(&self) -> impl Future<Output = bool>;
}

/// Proof that no other page decides meanwhile; dropping it lets go.
struct Lock<H: Host>(H);

impl<H: Host> Lock<H> {
    async fn take(host: H) -> Result<Lock<H>, Error> {
        if host.lock().await {
            Ok(Lock(host))
        } else {
            Err(Error::LockTimeout)
        }
    }
}

impl<H: Host> Drop for Lock<H> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}

/// What a page remembers between calls. The truth is in storage; this is the
/// copy that makes a signed call cost no look-up.
#[derive(Default)]
pub struct Memory {
    record: Cell<Option<Rc<Record>>>,
    /// The newest generation that is known to be stored.
    newest: Cell<u64>,
    /// How often this page signed out: what a call was going to do as a member,
    /// it must not do as a visitor.
    departures: Cell<u32>,
    /// A sign-out is being stored: the copy does not count.
    leaving: Cell<bool>,
    /// Until when nothing is renewed on the side.
    quiet: Cell<UnixTime>,
    /// Until when the token endpoint asked to be left alone, and for how long.
    later: Cell<UnixTime>,
    span: Cell<u64>,
    /// Until when a refusal stands without a renewal: a token was refused right
    /// after its renewal, and asking on would be a storm.
    stands: Cell<UnixTime>,
    /// Why the last renewal failed.
    failure: Cell<Error>,
}

/// `fetch`, signed. *Once more* is a second line, not a loop with a counter.
pub async fn fetch<H: Host>(host: H, request: Admitted<H::Request>) -> Result<H::Response, Error> {
    let token = match host.memory().at_hand(host.now(), host.leeway()) {
        Some(token) => token,
        None => {
            let departures = host.memory().departures.get();
            host.hold(&request).await;
            let token = credential(host, Need::Any).await?;
            if host.memory().departures.get() != departures {
                return Err(Error::SignedOut);
            }
            token
        }
    };
    let response = host.send(&request, &token).await;
    let stands = is_pending(host.memory().stands.get(), host.now(), QUIET);
    if stands || !host.refuses(&request, &response) {
        return Ok(response);
    }
    if !host.repeats(&request) {
        aside(host, Need::OtherThan(token));
        host.memory().quiet.set(host.now().plus(QUIET));
        return Ok(response);
    }
    let another = match credential(host, Need::OtherThan(token)).await {
        Ok(another) => another,
        Err(code @ (Error::SignInRequired | Error::SignedOut)) => return Err(code),
        // No other token is to be had just now: the answer is the answer.
        Err(_) => return Ok(response),
    };
    host.discard(&request, response);
    let response = host.send(&request, &another).await;
    if host.refuses(&request, &response) {
        host.memory().stands.set(host.now().plus(QUIET));
    }
    Ok(response)
}

/// A token to sign with. Memory may answer yes; only storage may answer no.
pub async fn credential<H: Host>(host: H, need: Need) -> Result<AccessToken, Error> {
    // Two: a renewal under way may have been started for less than this caller
    // needs, or before the clock jumped; one of its own never is.
    let mut renewals = 2u32;
    loop {
        let record = match host.memory().known() {
            Some(record) if !record.session.is_over() => record,
            _ => look(host).await,
        };
        match record.session.plan(&need, host.now(), host.leeway()) {
            Plan::Use(token) => return Ok(token.clone()),
            Plan::UseAndAsk(token, _) => {
                aside(host, need);
                return Ok(token.clone());
            }
            Plan::SignIn => return Err(Error::SignInRequired),
            Plan::Ask(_) if renewals == 0 => return Err(Error::TokenEndpointUnavailable),
            Plan::Ask(_) => host.start_renewal(need.clone()),
        }
        renewals = renewals.wrapping_sub(1);
        if !host.renewal().await {
            return Err(host.memory().failure.get());
        }
    }
}

/// Starts a renewal that nobody waits for, but not too soon after the last.
fn aside<H: Host>(host: H, need: Need) {
    if !is_pending(host.memory().quiet.get(), host.now(), QUIET) {
        host.start_renewal(need);
    }
}

/// Gets a usable token by whatever grant applies.
pub async fn renew<H: Host>(host: H, need: Need) -> Result<(), Error> {
    let outcome = renewed(host, need).await;
    if let Err(code) = outcome {
        host.memory().failure.set(code);
    }
    outcome
}

/// Holds the lock, looks again, and stores what it got before it lets go.
async fn renewed<H: Host>(host: H, need: Need) -> Result<(), Error> {
    let mut before = host.memory().known();
    let _lock = Lock::take(host).await?;
    let mut denied = None;
    for _ in 0..ROUNDS {
        let (seen, record) = stored(host).await;
        let record = remember(host, record);
        if before.is_some_and(|before| record.leaves(&before)) {
            // Somebody signed out meanwhile, and a sign-out wins.
            return Err(Error::SignedOut);
        }
        before = Some(record.clone());
        let is_denied = denied == Some(record.generation);
        let next = if is_denied {
            record.session.denied()
        } else {
            let grant = match record.session.plan(&need, host.now(), host.leeway()) {
                Plan::Use(_) => return Ok(()),
                Plan::SignIn => return Err(Error::SignInRequired),
                Plan::UseAndAsk(_, grant) | Plan::Ask(grant) => grant,
            };
            let Some(set) = ask(host, grant).await? else {
                // Another page may have renewed without our seeing it, so look
                // again: it counts only if what was denied is still stored.
                denied = Some(record.generation);
                continue;
            };
            record.session.granted(set)
        };
        if store(host, &seen, record.followed_by(next)).await {
            if !is_denied {
                return Ok(());
            }
            before = None;
        }
    }
    Err(Error::TokenEndpointUnavailable)
}

/// Asks the token endpoint, patiently: None is `invalid_grant`.
async fn ask<H: Host>(host: H, grant: Grant<'_>) -> Result<Option<TokenSet>, Error> {
    let memory = host.memory();
    let start = host.now();
    if is_pending(memory.later.get(), start, memory.span.get()) {
        return Err(Error::TokenEndpointUnavailable);
    }
    let mut wait = FIRST_PAUSE;
    let code = loop {
        let later = match host.ask(grant).await {
            Meaning::Granted(set) => return Ok(Some(set)),
            Meaning::Denied => return Ok(None),
            Meaning::No(code) => break code,
            Meaning::Later(later) => later.min(LONGEST_LATER),
        };
        let now = host.now();
        memory.later.set(now.plus(later));
        memory.span.set(later);
        if wait > LAST_PAUSE || later > PATIENCE || now >= start.plus(PATIENCE) {
            break Error::TokenEndpointUnavailable;
        }
        host.pause(wait.max((later as u32).wrapping_mul(1000)))
            .await;
        wait = wait.wrapping_mul(3);
    };
    memory.quiet.set(host.now().plus(QUIET));
    Err(code)
}

/// Reads storage, without the lock: enough to use what is there.
pub async fn look<H: Host>(host: H) -> Rc<Record> {
    let (_, record) = stored(host).await;
    remember(host, record)
}

/// What is stored, and what it says. What is older than what is known to be
/// there was read too early, and is read again; not for ever, since storage may
/// have been cleared.
async fn stored<H: Host>(host: H) -> (String, Record) {
    let mut late = 0u32;
    loop {
        let text = host.load(true).await;
        let record = Record::read(&text);
        if late == LATEST || record.generation >= host.memory().newest.get() {
            return (text, record);
        }
        late = late.wrapping_add(1);
    }
}

/// A member comes in with this token set.
pub async fn sign_in<H: Host>(host: H, tokens: Rc<TokenSet>) -> Result<(), Error> {
    let _lock = Lock::take(host).await?;
    change(host, |session| session.signed_in(tokens.clone())).await;
    Ok(())
}

/// Local sign-out. It waits for no lock: a renewal under way finds another
/// record than the one it had seen, and gives way.
pub async fn sign_out<H: Host>(host: H) {
    let memory = host.memory();
    memory
        .departures
        .set(memory.departures.get().wrapping_add(1));
    memory.leaving.set(true);
    change(host, Session::signed_out).await;
    memory.leaving.set(false);
}

/// Changes the stored session, whatever it is by now.
async fn change<H: Host>(host: H, transition: impl Fn(&Session) -> Session) {
    for _ in 0..ROUNDS {
        let seen = host.load(false).await;
        let record = Record::read(&seen);
        let next = record.followed_by(transition(&record.session));
        if store(host, &seen, next).await {
            return;
        }
    }
}

/// Stores a record, unless another one came between.
async fn store<H: Host>(host: H, seen: &str, next: Record) -> bool {
    let stored = host.exchange(seen, &next.write()).await;
    if stored {
        host.signal(next.generation);
        if next.generation >= host.memory().newest.get() {
            remember(host, next);
        }
    }
    stored
}

/// Makes a record what the page remembers, and tells whoever listens.
fn remember<H: Host>(host: H, record: Record) -> Rc<Record> {
    let record = Rc::new(record);
    host.memory().newest.set(record.generation);
    host.memory().record.set(Some(record.clone()));
    host.tell(&record.session);
    record
}

/// Whether `until`, set at most `span` seconds ahead, is still to come. One
/// that is further ahead is from before the clock was set back.
fn is_pending(until: UnixTime, now: UnixTime, span: u64) -> bool {
    now < until && until <= now.plus(span)
}

impl Memory {
    /// Forgets the copy: storage has changed to this generation, or may have
    /// changed unseen.
    pub fn forget(&self, generation: u64) {
        self.newest.set(generation.max(self.newest.get()));
        self.record.take();
    }

    fn known(&self) -> Option<Rc<Record>> {
        let record = self.record.take();
        self.record.set(record.clone());
        record.filter(|_| !self.leaving.get())
    }

    /// The token that needs no waiting for.
    fn at_hand(&self, now: UnixTime, leeway: u64) -> Option<AccessToken> {
        match self.known()?.session.plan(&Need::Any, now, leeway) {
            Plan::Use(token) => Some(token.clone()),
            Plan::UseAndAsk(..) | Plan::Ask(_) | Plan::SignIn => None,
        }
    }
}

/// How often a look may come late.
const LATEST: u32 = 3;

/// How often a renewal looks before it gives up: at the visitor that will be
/// denied, at it again, at nobody, and twice more for other pages' changes.
const ROUNDS: usize = 5;

/// Milliseconds before the second attempt at the token endpoint; three times
/// as long before the third, which is the last.
const FIRST_PAUSE: u32 = 500;
const LAST_PAUSE: u32 = 1500;

/// Seconds after which no further attempt starts: the lock is held meanwhile.
const PATIENCE: u64 = 5;

/// Seconds without another renewal after one that failed on the side, or did
/// not help.
const QUIET: u64 = 5;

/// Seconds of `Retry-After` that are believed.
const LONGEST_LATER: u64 = 3600;
