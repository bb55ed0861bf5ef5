//! A token endpoint: it mints, refreshes, rotates, and kills a family whose
//! spent refresh token comes back. Its tokens are A1, R1, A2, R2 and so on.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;

use fetch_with_auth::oauth::grant::{Grant, RawResponse, TokenResponse};
use fetch_with_auth::oauth::token::{AccessToken, RefreshToken, TokenSet, UnixTime};

pub struct Endpoint {
    rotation: Rotation,
    /// Seconds for which it says and holds that a token lives.
    pub lifetime: Cell<u64>,
    /// Whether responses bring a refresh token.
    pub gives_refresh: Cell<bool>,
    /// How the next requests fail; none are left: not at all.
    pub faults: RefCell<VecDeque<Fault>>,
    /// How every request fails.
    pub outage: Cell<Option<Fault>>,
    /// When it was asked, in real milliseconds.
    pub requested_at: RefCell<Vec<u64>>,
    /// Refresh tokens that were presented.
    pub presented: RefCell<Vec<String>>,
    /// How often it denied what was presented.
    pub denials: Cell<usize>,
    /// Spent refresh tokens that returned back.
    pub reuses: Cell<usize>,
    families: RefCell<Vec<Family>>,
    issued: RefCell<Vec<Issued>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rotation {
    /// One refresh token for ever.
    Static,
    /// A new one each time; a spent one is refused.
    Rotating,
    /// And a spent one that comes back ends the session.
    ReuseDetection,
}

/// One visitor or member.
#[derive(Clone, Hash)]
struct Family {
    refresh: Option<usize>,
    is_dead: bool,
    is_member: bool,
}

#[derive(Clone, Hash)]
struct Issued {
    family: usize,
    until: u64,
    is_revoked: bool,
}

/// How a request fails. The grant is not looked at, but for `Lost`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    Status(u64),
    /// A status with Retry-After.
    Later(u64, u64),
    /// A page with status 200 that is no token response.
    Html,
    /// The connection broke.
    Cut,
    /// No response in time.
    TimedOut,
    /// The grant was processed, and the response broke off.
    Lost,
    /// An error response: RFC 6749 §5.2.
    Refused(u64, &'static str),
}

impl Endpoint {
    pub fn new(rotation: Rotation) -> Endpoint {
        Endpoint {
            rotation,
            lifetime: Cell::new(14_400),
            gives_refresh: Cell::new(true),
            faults: RefCell::default(),
            outage: Cell::default(),
            requested_at: RefCell::default(),
            presented: RefCell::default(),
            denials: Cell::default(),
            reuses: Cell::default(),
            families: RefCell::default(),
            issued: RefCell::default(),
        }
    }

    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.borrow_mut().extend(faults);
    }

    /// How often it was asked.
    pub fn requests(&self) -> usize {
        self.requested_at.borrow().len()
    }

    /// How many visitors and members there are.
    pub fn families(&self) -> usize {
        self.families.borrow().len()
    }

    /// Whose token it is or was.
    pub fn family(&self, access: &AccessToken) -> Option<usize> {
        let issued = self.issued.borrow();
        Some(issued.get(index(access.expose())?)?.family)
    }

    /// Whom a token speaks for, if it still does.
    pub fn acts_for(&self, access: &str, real: u64) -> Option<usize> {
        let issued = self.issued.borrow();
        let token = issued.get(index(access)?)?;
        let is_dead = self.families.borrow()[token.family].is_dead;
        (!is_dead && !token.is_revoked && real < token.until).then_some(token.family)
    }

    /// Access tokens issued so far are refused from now on.
    pub fn revoke_access(&self) {
        for token in &mut *self.issued.borrow_mut() {
            token.is_revoked = true;
        }
    }

    /// Everything issued to this one is dead.
    pub fn revoke(&self, family: usize) {
        self.families.borrow_mut()[family].is_dead = true;
    }

    /// Everything issued so far is dead.
    pub fn revoke_all(&self) {
        for family in &mut *self.families.borrow_mut() {
            family.is_dead = true;
        }
    }

    /// Tokens of somebody new, as a sign-in brings them.
    pub fn somebody(&self, real: u64, now: UnixTime) -> TokenSet {
        let family = self.families();
        self.families.borrow_mut().push(Family {
            refresh: None,
            is_dead: false,
            is_member: true,
        });
        let response = self.issue(family, real);
        match RawResponse::parse(&response).token_response(now) {
            TokenResponse::Granted(set) => set,
            other => unreachable!("{other:?}"),
        }
    }

    /// One request, and the text of its response.
    pub fn response(&self, grant: &Presented, real: u64) -> String {
        if let Presented::Refresh(token) = grant {
            self.presented.borrow_mut().push(token.clone());
        }
        self.requested_at.borrow_mut().push(real);
        let fault = self.faults.borrow_mut().pop_front().or(self.outage.get());
        let text = match fault {
            None => self.grant(grant, real),
            Some(Fault::Status(status)) => status.to_string(),
            Some(Fault::Later(status, seconds)) => format!("{status}\n{seconds}"),
            Some(Fault::Html) => "200".to_owned(),
            Some(Fault::Cut) => String::new(),
            Some(Fault::TimedOut) => "0".to_owned(),
            Some(Fault::Lost) => {
                self.grant(grant, real);
                String::new()
            }
            Some(Fault::Refused(status, error)) => format!("{status}\n\n\n\n\n\n{error}"),
        };
        if text.ends_with("invalid_grant") {
            self.denials.set(self.denials.get() + 1);
        }
        text
    }

    /// How many of those that there are, or were, are visitors.
    pub fn visitors(&self) -> usize {
        let families = self.families.borrow();
        families.iter().filter(|family| !family.is_member).count()
    }

    pub fn is_member(&self, family: usize) -> bool {
        self.families.borrow()[family].is_member
    }

    /// All of it that another state of the world could differ in.
    pub fn digest(&self) -> impl std::hash::Hash + use<> {
        let mut presented = self.presented.borrow().clone();
        presented.sort();
        let people = (self.families.borrow().clone(), self.issued.borrow().clone());
        (people, presented, self.denials.get(), self.reuses.get())
    }

    fn grant(&self, grant: &Presented, real: u64) -> String {
        let Presented::Refresh(token) = grant else {
            let family = self.families();
            self.families.borrow_mut().push(Family {
                refresh: None,
                is_dead: false,
                is_member: false,
            });
            return self.issue(family, real);
        };
        let denied = "400\n\n\n\n\n\ninvalid_grant".to_owned();
        let presented = index(token);
        let family = presented.and_then(|at| Some(self.issued.borrow().get(at)?.family));
        let Some(number) = family else {
            return denied;
        };
        {
            let mut families = self.families.borrow_mut();
            let family = &mut families[number];
            if family.is_dead {
                return denied;
            }
            if family.refresh != presented {
                self.reuses.set(self.reuses.get() + 1);
                family.is_dead = self.rotation == Rotation::ReuseDetection;
                return denied;
            }
        }
        self.issue(number, real)
    }

    fn issue(&self, family: usize, real: u64) -> String {
        let at = self.issued.borrow().len();
        let lifetime = self.lifetime.get();
        self.issued.borrow_mut().push(Issued {
            family,
            until: real + lifetime * 1000,
            is_revoked: false,
        });
        let mut families = self.families.borrow_mut();
        let refresh = &mut families[family].refresh;
        if self.rotation != Rotation::Static || refresh.is_none() {
            *refresh = Some(at);
        }
        let refresh = match refresh {
            Some(refresh) if self.gives_refresh.get() => format!("R{}", *refresh + 1),
            _ => String::new(),
        };
        format!("200\n\n{lifetime}\nA{}\n{refresh}\nBearer\n", at + 1)
    }
}

/// What was presented, kept while the request is under way.
pub enum Presented {
    Visitor,
    Refresh(String),
}

impl Presented {
    pub fn of(grant: Grant<'_>) -> Presented {
        match grant {
            Grant::Visitor => Presented::Visitor,
            Grant::Refresh(token) => Presented::Refresh(token.expose().to_owned()),
        }
    }
}

/// As an effect is named in an order of effects.
impl fmt::Display for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Presented::Visitor => f.write_str("request visitor"),
            Presented::Refresh(token) => write!(f, "request refresh {token}"),
        }
    }
}

/// A token set as a line of a log: "A1 R1".
pub fn names(set: &TokenSet) -> String {
    let access = AccessToken::expose(&set.access);
    match &set.refresh {
        Some(refresh) => format!("{access} {}", RefreshToken::expose(refresh)),
        None => access.to_owned(),
    }
}

fn index(token: &str) -> Option<usize> {
    token.get(1..)?.parse::<usize>().ok()?.checked_sub(1)
}
