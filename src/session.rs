//! Order: which effect follows which. Everything that touches the world is a
//! method of [`Host`], so that the order itself is tested natively.

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::Cell;
use core::future::Future;

use crate::Error;
use crate::oauth::audience::{Admitted, Target};
use crate::oauth::grant::{Grant, TokenResponse};
use crate::oauth::record::Record;
use crate::oauth::session::{Need, Plan, Session, Whose};
use crate::oauth::token::{AccessToken, Subject, TokenSet, UnixTime};

/// What surrounds the module: a page, or a script in a test.
///
/// What an effect throws is nothing that a flow could mend: the host drops the
/// flow and hands the very value to the caller.
pub trait Host: Copy {
    /// A caller's request, kept so that it can be sent.
    type Request: Target;
    /// A response to it.
    type Response;

    /// What this page remembers.
    fn memory(&self) -> &Memory;
    /// The time.
    fn now(&self) -> UnixTime;
    /// Seconds before its expiry at which a token is renewed.
    fn leeway(&self) -> u64;
    /// A subject that no other session has.
    fn new_subject(&self) -> Subject;

    /// Takes what `fetch` would take at this moment: the request is about to
    /// wait for a token.
    fn capture(&self, request: &Admitted<Self::Request>) -> impl Future<Output = ()>;
    /// Sends a request with this token.
    fn send(
        &self,
        request: &Admitted<Self::Request>,
        token: &AccessToken,
    ) -> impl Future<Output = Self::Response>;
    /// Whether this response refuses the token.
    fn refuses_token(&self, request: &Admitted<Self::Request>, response: &Self::Response) -> bool;
    /// Whether the request can be sent a second time.
    fn is_repeatable(&self, request: &Admitted<Self::Request>) -> bool;
    /// Lets go of a response that nobody will read.
    fn discard(&self, request: &Admitted<Self::Request>, response: Self::Response);

    /// Asks the token endpoint once.
    fn request_token(&self, grant: Grant<'_>) -> impl Future<Output = TokenResponse>;
    /// Waits this many milliseconds and a random part of half as many more.
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Waits until no other page decides. False: that took too long.
    fn lock(&self) -> impl Future<Output = bool>;
    /// Lets other pages decide.
    fn unlock(&self);
    /// The stored text, empty if there is none; if `settled`, once a sign-out
    /// of this page has ended. None: the storage failed.
    fn load(&self, settled: bool) -> impl Future<Output = Option<String>>;
    /// Stores `next` if `seen` is still what is stored, in one step that no
    /// other page can come between.
    fn exchange(&self, seen: &str, next: &str) -> impl Future<Output = Exchange>;
    /// Marks this subject as signed out, apart from the storage that failed.
    /// False: the mark does not outlive the page.
    fn mark_signed_out(&self, subject: Subject) -> bool;
    /// Whether there is such a mark.
    fn is_marked(&self, subject: Subject) -> bool;
    /// Tells other pages to load again.
    fn notify_tabs(&self, generation: u64);
    /// Reports to this page's listeners whom it acts as, if that is news.
    fn report(&self, session: &Session);

    /// Starts [`renew`] and runs it to its end, whoever waits for it, unless one
    /// of the same kind is under way.
    fn start_renewal(&self, whose: Whose, need: Need);
    /// Waits for the renewal of this kind, and reports whether it succeeded.
    fn renewal(&self, whose: Whose) -> impl Future<Output = bool>;
    /// Runs [`store_unstored`] before long, and later each time that it is called again
    /// before anything was stored.
    fn store_later(&self);
}

/// How an exchange in storage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// `next` is stored.
    Stored,
    /// Something else than `seen` is stored by now.
    Superseded,
    /// The storage failed: nobody knows what is stored.
    Failed,
}

/// Proof that no other page decides meanwhile; dropping it unlocks.
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
/// copy that makes a signed call cost no lookup.
#[derive(Default)]
pub struct Memory {
    record: Cell<Option<Rc<Record>>>,
    /// Storage may have changed since, so the copy is no answer while storage
    /// can give one.
    is_stale: Cell<bool>,
    /// The newest generation that is known to be stored.
    newest: Cell<u64>,
    /// The copy could not be stored, and has to take the place of a record of this
    /// subject.
    unsaved: Cell<Option<Subject>>,
    /// How often this page signed out: what a call was going to do before it
    /// knew whom the page acts as, it must not do afterwards.
    sign_outs: Cell<u32>,
    /// How many sign-outs are being stored: the copy does not count meanwhile.
    signing_out: Cell<u32>,
    /// A sign-out failed before anybody knew who was to be signed out: whoever is
    /// stored.
    owes_sign_out: Cell<bool>,
    /// Until when nothing is renewed in the background.
    background_backoff_until: Cell<UnixTime>,
    /// Until when the token endpoint asked to be left alone, and for how long.
    retry_after_until: Cell<UnixTime>,
    retry_after_s: Cell<u64>,
    /// Until when a refusal stands without a renewal: a token was refused right
    /// after its renewal, and asking on would be a storm.
    refusal_backoff_until: Cell<UnixTime>,
    /// Why the last renewal of each kind failed.
    failures: [Cell<Option<Error>>; 2],
}

/// `fetch`, signed. *Once more* is a second line, not a loop with a counter.
/// Both lines pass the gate in [`access_token`]: what was begun as one person is
/// not sent as another.
pub async fn fetch<H: Host>(host: H, request: Admitted<H::Request>) -> Result<H::Response, Error> {
    let memory = host.memory();
    // An expired session may be over by now: whoever signed in is who calls.
    let mut began = memory
        .known()
        .filter(|record| !matches!(record.session, Session::Expired { .. }));
    let token = match memory.fresh_token(host.now(), host.leeway()) {
        Some(token) => token,
        None => {
            let sign_outs = began.is_none().then(|| memory.sign_outs.get());
            host.capture(&request).await;
            let token = access_token(host, Whose::Current, Need::Any, &mut began).await?;
            if sign_outs.is_some_and(|before| before != memory.sign_outs.get()) {
                return Err(Error::SignedOut);
            }
            token
        }
    };
    let response = host.send(&request, &token).await;
    let refusal_stands = is_pending(memory.refusal_backoff_until.get(), host.now(), BACKOFF_S);
    if refusal_stands || !host.refuses_token(&request, &response) {
        return Ok(response);
    }
    if !host.is_repeatable(&request) {
        in_background(host, Whose::Current, Need::OtherThan(token));
        memory
            .background_backoff_until
            .set(host.now().plus(BACKOFF_S));
        return Ok(response);
    }
    let need = Need::OtherThan(token);
    let another = match access_token(host, Whose::Current, need, &mut began).await {
        Ok(another) => another,
        Err(code @ (Error::SignInRequired | Error::SignedOut)) => return Err(code),
        // No other token can be had just now: the response is the answer.
        Err(_) => return Ok(response),
    };
    host.discard(&request, response);
    let response = host.send(&request, &another).await;
    if host.refuses_token(&request, &response) {
        memory.refusal_backoff_until.set(host.now().plus(BACKOFF_S));
    }
    Ok(response)
}

/// A token to sign with. Memory may answer yes; only storage may answer no.
///
/// `began` is whom the page acted as when the caller began, if that is known:
/// it gets no token of another person, and nothing is requested for it then.
/// Empty for who needs a token of whoever is there.
pub async fn access_token<H: Host>(
    host: H,
    whose: Whose,
    need: Need,
    began: &mut Option<Rc<Record>>,
) -> Result<AccessToken, Error> {
    // Two: a renewal under way may have been started for less than this caller
    // needs, or before the clock jumped; one of its own never is.
    let mut renewals = 2u32;
    loop {
        let record = match host.memory().known() {
            Some(record) if !record.session.is_over() => record,
            _ => load(host).await?,
        };
        if let Some(before) = began.replace(record.clone())
            && whose == Whose::Current
            && record.differs_in_person(&before)
        {
            return Err(Error::SignedOut);
        }
        let part = record.session.part(whose);
        match part.plan(&need, host.now(), host.leeway()) {
            Plan::Use(token) => return Ok(token.clone()),
            Plan::UseAndRenew(token, _) => {
                in_background(host, whose, need);
                return Ok(token.clone());
            }
            Plan::SignInRequired => return Err(Error::SignInRequired),
            Plan::Request(_) if renewals == 0 => {
                let failure = host.memory().failure(whose).get();
                return Err(failure.unwrap_or(Error::TokenEndpointUnavailable));
            }
            Plan::Request(_) => host.start_renewal(whose, need.clone()),
        }
        renewals = renewals.wrapping_sub(1);
        if !host.renewal(whose).await {
            match host.memory().failure(whose).get() {
                // Of the person for whom it was begun, who need not be this
                // caller's.
                Some(Error::SignedOut) | None => {}
                Some(code) => return Err(code),
            }
        }
    }
}

/// Starts a renewal that nobody waits for, but not too soon after the last.
fn in_background<H: Host>(host: H, whose: Whose, need: Need) {
    if !is_pending(
        host.memory().background_backoff_until.get(),
        host.now(),
        BACKOFF_S,
    ) {
        host.start_renewal(whose, need);
    }
}

/// Gets a usable token by whatever grant applies.
pub async fn renew<H: Host>(host: H, whose: Whose, need: Need) -> Result<(), Error> {
    let outcome = renewed(host, whose, need).await;
    host.memory().failure(whose).set(outcome.err());
    outcome
}

/// Holds the lock, loads again, and stores what it got before it unlocks.
async fn renewed<H: Host>(host: H, whose: Whose, need: Need) -> Result<(), Error> {
    let mut before = host.memory().last().filter(|_| whose == Whose::Current);
    let _lock = Lock::take(host).await?;
    let mut granted = None;
    let mut replaced = None;
    let mut denied = None;
    let mut newcomer = None;
    for _ in 0..MAX_ROUNDS {
        let stored = stored(host, true).await?;
        let record = stored.record.clone();
        let part = record.session.part(whose);
        if let Some(before) = before {
            if record.differs_in_person(&before) {
                // A sign-out wins, and so does a sign-in.
                return Err(Error::SignedOut);
            }
            if part == Session::Empty && before.session != Session::Empty {
                // Storage was cleared: whoever comes takes the visitor's place.
                newcomer = Some(before.session.subject());
            }
        }
        before = Some(record.clone()).filter(|_| whose == Whose::Current);
        let is_denied = denied == Some(record.generation);
        let next = if is_denied {
            if !stored.is_confirmed {
                // What was denied need not be what is stored.
                return Err(Error::StorageUnavailable);
            }
            part.denied()
        } else {
            // What was granted for this very token is not asked for again: the
            // refresh token may be spent.
            let old = part.tokens().map(|tokens| tokens.access.clone());
            if granted.is_none() || replaced != old {
                let grant = match part.plan(&need, host.now(), host.leeway()) {
                    Plan::Use(_) => return Ok(()),
                    Plan::SignInRequired => return Err(Error::SignInRequired),
                    Plan::UseAndRenew(_, grant) | Plan::Request(grant) => grant,
                };
                granted = request_with_retries(host, grant).await?;
                replaced = old;
            }
            let Some(set) = &granted else {
                // Another page may have renewed without our seeing it, so load
                // again: it counts only if what was denied is still stored.
                denied = Some(record.generation);
                continue;
            };
            part.granted(set, newcomer.unwrap_or_else(|| host.new_subject()))
        };
        let next = Rc::new(record.followed_by(record.session.with(whose, &next)));
        if store(host, &stored, next).await != Exchange::Superseded {
            if !is_denied {
                return Ok(());
            }
            // The visitor that comes next takes this one's place: nobody has
            // left, so the calls that wait go on.
            newcomer = Some(part.subject());
            before = None;
        }
    }
    Err(Error::TokenEndpointUnavailable)
}

/// Asks the token endpoint, patiently: None is `invalid_grant`.
async fn request_with_retries<H: Host>(
    host: H,
    grant: Grant<'_>,
) -> Result<Option<TokenSet>, Error> {
    let memory = host.memory();
    let start = host.now();
    if is_pending(
        memory.retry_after_until.get(),
        start,
        memory.retry_after_s.get(),
    ) {
        return Err(Error::TokenEndpointUnavailable);
    }
    let mut wait = FIRST_PAUSE_MS;
    let code = loop {
        let later = match host.request_token(grant).await {
            TokenResponse::Granted(set) => return Ok(Some(set)),
            TokenResponse::InvalidGrant => return Ok(None),
            TokenResponse::Failed(code) => break code,
            TokenResponse::Unavailable(later) => later.min(MAX_RETRY_AFTER_S),
        };
        let now = host.now();
        memory.retry_after_until.set(now.plus(later));
        memory.retry_after_s.set(later);
        if wait > LAST_PAUSE_MS || later > RETRY_WINDOW_S || now >= start.plus(RETRY_WINDOW_S) {
            break Error::TokenEndpointUnavailable;
        }
        host.pause(wait.max((later as u32).wrapping_mul(1000)))
            .await;
        wait = wait.wrapping_mul(3);
    };
    memory
        .background_backoff_until
        .set(host.now().plus(BACKOFF_S));
    Err(code)
}

/// Loads the record without the lock: enough to use what is there.
pub async fn load<H: Host>(host: H) -> Result<Rc<Record>, Error> {
    Ok(stored(host, true).await?.record)
}

/// What is stored, or, where nobody can tell, what this page knows.
struct Stored {
    /// The text that has to be replaced.
    seen: String,
    /// The record, which is what the page remembers now.
    record: Rc<Record>,
    /// It is stored, and not only known.
    is_confirmed: bool,
}

/// What is stored, or has to be. What is older than what is known to be there was
/// read too early, and is read again; not for ever, since storage may have been
/// cleared. `settled`: see [`Host::load`].
async fn stored<H: Host>(host: H, settled: bool) -> Result<Stored, Error> {
    let memory = host.memory();
    let mut late = 0u32;
    loop {
        let Some(seen) = host.load(settled).await else {
            // What this page knows, unless it knows that something else is stored.
            let record = memory.last();
            let record = record.filter(|record| record.generation >= memory.newest.get());
            let record = record.ok_or(Error::StorageUnavailable)?;
            return Ok(Stored {
                seen: record.write(),
                record,
                is_confirmed: false,
            });
        };
        let mut record = Rc::new(Record::read(&seen));
        if late < MAX_EARLY_LOADS && record.generation < memory.newest.get() {
            late = late.wrapping_add(1);
            continue;
        }
        let subject = record.session.subject();
        if memory.owes_sign_out.replace(false) {
            mark(host, subject);
        }
        let mut is_confirmed = true;
        if let (Some(unsaved), Some(known)) = (memory.unsaved.get(), memory.last()) {
            // A write that failed may have been carried out, so ours may be stored.
            let is_ours = subject == unsaved || subject == known.session.subject();
            if is_ours && record.generation <= known.generation {
                record = known;
                is_confirmed = false;
            } else {
                // What others have stored since is newer.
                memory.unsaved.set(None);
            }
        }
        // Who has signed out, and perhaps the visitor as well.
        while is_marked(host, record.session.subject()) {
            record = Rc::new(record.followed_by(record.session.signed_out()));
            memory.unsaved.set(Some(subject));
            is_confirmed = false;
        }
        remember(host, record.clone());
        if memory.unsaved.get().is_some() {
            host.store_later();
        }
        return Ok(Stored {
            seen,
            record,
            is_confirmed,
        });
    }
}

/// Loads the record, and stores what could not be stored before.
pub async fn store_unstored<H: Host>(host: H) -> Result<(), Error> {
    let stored = stored(host, true).await?;
    // Nothing is where somebody has stored what is newer.
    if host.memory().unsaved.get().is_some() {
        store(host, &stored, stored.record.clone()).await;
    }
    Ok(())
}

/// A change of the session that somebody asked for.
pub enum Change {
    /// A member signs in with this token set.
    SignIn(Rc<TokenSet>),
    /// The visitor is forgotten, be it the one kept beside a member.
    ForgetVisitor,
    /// Whoever the page acts as signs out; if set, the visitor is forgotten, too.
    SignOut(bool),
}

/// Makes a change. A sign-out returns the access token of who left.
///
/// A sign-out waits for nobody: a renewal under way finds another record than the
/// one it had seen, and gives way. The others wait for a renewal, since the visitor
/// kept beside a member must not lose a refresh token that was just rotated; but
/// not for one that hangs.
pub async fn change<H: Host>(host: H, change: Change) -> Result<Option<AccessToken>, Error> {
    let memory = host.memory();
    let is_sign_out = matches!(change, Change::SignOut(_));
    let _lock = if is_sign_out {
        memory.sign_outs.set(memory.sign_outs.get().wrapping_add(1));
        None
    } else {
        Lock::take(host).await.ok()
    };
    let signing_out = &memory.signing_out;
    let more = u32::from(is_sign_out);
    signing_out.set(signing_out.get().wrapping_add(more));
    let outcome = changed(host, change).await;
    signing_out.set(signing_out.get().wrapping_sub(more));
    outcome
}

/// What another sign-out has done already is done. A sign-out that cannot be
/// stored is marked apart from the storage that failed; where that fails, too, the
/// page acts as if it were stored, and the caller hears of it.
async fn changed<H: Host>(host: H, mut change: Change) -> Result<Option<AccessToken>, Error> {
    let memory = host.memory();
    let mut leaver = memory.last().map(|record| record.session.subject());
    if let Change::SignIn(tokens) = &mut change {
        *tokens = Rc::new(TokenSet {
            subject: host.new_subject(),
            ..(**tokens).clone()
        });
    }
    let is_sign_out = matches!(change, Change::SignOut(_));
    let forgets = !matches!(change, Change::SignIn(_) | Change::SignOut(false));
    let start = host.now();
    loop {
        let stored = match stored(host, !is_sign_out).await {
            Ok(stored) => stored,
            Err(code) if !is_sign_out => return Err(code),
            // Whoever is stored signs out as soon as that can be loaded.
            Err(_) => {
                let is_marked = leaver.is_some_and(|leaver| mark(host, leaver));
                memory.owes_sign_out.set(!is_marked);
                return is_marked.then_some(None).ok_or(Error::SignOutNotStored);
            }
        };
        let session = &stored.record.session;
        let subject = session.subject();
        let visitor = session.part(Whose::Visitor).subject();
        let is_member = matches!(session, Session::Member { .. });
        let is_done = match change {
            Change::SignIn(_) => false,
            Change::ForgetVisitor => visitor == Subject::NOBODY,
            Change::SignOut(_) => {
                let leaver = *leaver.get_or_insert(subject);
                let is_another = leaver != subject && leaver != Subject::NOBODY;
                is_another && !is_member && !forgets
            }
        };
        if is_done {
            return Ok(None);
        }
        let mut next = match &change {
            Change::SignIn(tokens) => session.signed_in(tokens.clone()),
            Change::ForgetVisitor => session.clone(),
            Change::SignOut(_) => session.signed_out(),
        };
        if forgets {
            next = next.with(Whose::Visitor, &Session::Empty);
        }
        let leaving = session.tokens().filter(|_| is_sign_out);
        let former = leaving.map(|tokens| tokens.access.clone());
        let next = Rc::new(stored.record.followed_by(next));
        let exchange = store(host, &stored, next).await;
        let is_in_time = is_pending(start.plus(RETRY_WINDOW_S), host.now(), RETRY_WINDOW_S);
        if exchange == Exchange::Superseded && (!is_sign_out || is_in_time) {
            continue;
        }
        if is_sign_out && exchange != Exchange::Stored {
            memory.is_stale.set(true);
            if !(mark(host, subject) & (!forgets || mark(host, visitor))) {
                return Err(Error::SignOutNotStored);
            }
        }
        return Ok(former);
    }
}

fn is_marked<H: Host>(host: H, subject: Subject) -> bool {
    subject != Subject::NOBODY && host.is_marked(subject)
}

/// Marks a subject as signed out. False: the mark does not outlive the page.
fn mark<H: Host>(host: H, subject: Subject) -> bool {
    subject == Subject::NOBODY || host.mark_signed_out(subject)
}

/// Stores a record, unless another one came between. What cannot be stored just
/// now is what this page knows, and is stored later.
async fn store<H: Host>(host: H, stored: &Stored, next: Rc<Record>) -> Exchange {
    let memory = host.memory();
    let exchange = host.exchange(&stored.seen, &next.write()).await;
    match exchange {
        Exchange::Superseded => return exchange,
        Exchange::Stored => {
            memory.unsaved.set(None);
            host.notify_tabs(next.generation);
        }
        Exchange::Failed => {
            let subject = stored.record.session.subject();
            memory.unsaved.set(memory.unsaved.get().or(Some(subject)));
            host.store_later();
        }
    }
    if exchange == Exchange::Failed || next.generation >= memory.newest.get() {
        // What the page has heard of meanwhile it still has to load.
        let is_stale = exchange == Exchange::Failed && memory.is_stale.get();
        remember(host, next);
        memory.is_stale.set(is_stale);
    }
    exchange
}

/// Makes a record what the page remembers, and reports it to listeners.
fn remember<H: Host>(host: H, record: Rc<Record>) {
    let memory = host.memory();
    memory.newest.set(record.generation);
    memory.is_stale.set(false);
    memory.record.set(Some(record.clone()));
    host.report(&record.session);
}

/// Whether `until`, set at most `span` seconds ahead, is still to come. One
/// that is further ahead is from before the clock was set back.
fn is_pending(until: UnixTime, now: UnixTime, span: u64) -> bool {
    now < until && until <= now.plus(span)
}

impl Memory {
    /// Doubts the copy: storage has changed to this generation, or may have
    /// changed unseen (0).
    pub fn invalidate(&self, generation: u64) {
        self.newest.set(generation.max(self.newest.get()));
        self.is_stale.set(true);
    }

    /// The last record that this page knew, be it old.
    fn last(&self) -> Option<Rc<Record>> {
        copy(&self.record)
    }

    /// The same, while storage need not be asked.
    fn known(&self) -> Option<Rc<Record>> {
        self.last()
            .filter(|_| !self.is_stale.get() && self.signing_out.get() == 0)
    }

    /// The token that needs no waiting for.
    fn fresh_token(&self, now: UnixTime, leeway: u64) -> Option<AccessToken> {
        match self.known()?.session.plan(&Need::Any, now, leeway) {
            Plan::Use(token) => Some(token.clone()),
            Plan::UseAndRenew(..) | Plan::Request(_) | Plan::SignInRequired => None,
        }
    }

    fn failure(&self, whose: Whose) -> &Cell<Option<Error>> {
        let [current, visitor] = &self.failures;
        match whose {
            Whose::Current => current,
            Whose::Visitor => visitor,
        }
    }
}

/// What is in a cell. No borrow that could fail, and so nothing that could panic.
fn copy<T: Clone + Default>(cell: &Cell<T>) -> T {
    let value = cell.take();
    cell.set(value.clone());
    value
}

/// How often a load may come too early.
const MAX_EARLY_LOADS: u32 = 3;

/// How often a renewal loads before it gives up: the visitor that will be
/// denied, it again, nobody, and twice more for other pages' changes.
const MAX_ROUNDS: usize = 5;

/// Milliseconds before the second attempt at the token endpoint; three times
/// as long before the third, which is the last.
const FIRST_PAUSE_MS: u32 = 500;
const LAST_PAUSE_MS: u32 = 1500;

/// Seconds after which no further attempt starts: the lock is held meanwhile.
const RETRY_WINDOW_S: u64 = 5;

/// Seconds without another renewal after one that failed in the background, or
/// did not help.
const BACKOFF_S: u64 = 5;

/// Seconds of `Retry-After` that are believed.
const MAX_RETRY_AFTER_S: u64 = 3600;
