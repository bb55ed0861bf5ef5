use std::io;
use std::net::Ipv4Addr;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::app;
use crate::foreign;
use crate::identity::lookups::IdentityLookups;
use crate::idp;
use crate::listening::listen;
use crate::model::backend::Backend;
use crate::model::settings::Settings;
use crate::options::Options;
use crate::origin::Origins;
use crate::site;
use crate::site::files::Files;
use crate::state::{Control, State};
use crate::wix_api;
use crate::wix_site;

/// Opens the six origins on 127.0.0.1 and serves them until the result is stopped or dropped.
pub async fn start(options: Options) -> io::Result<Running> {
    let files = Files::new(&options)?;
    let [site, api, app, foreign, wix, idp] = [
        bind(options.site_port).await?,
        bind(0).await?,
        bind(0).await?,
        bind(0).await?,
        bind(0).await?,
        bind(0).await?,
    ];
    let origins = Origins {
        site: url(&site)?,
        api: url(&api)?,
        app: url(&app)?,
        foreign: url(&foreign)?,
        wix: url(&wix)?,
        idp: url(&idp)?,
    };
    let control = Control {
        clients: options.control,
        tests: options.control,
    };
    let state = State::new(origins.clone(), control, Settings::default());
    let lookups = IdentityLookups::default();

    let mut listeners = JoinSet::new();
    listeners.spawn(listen(site, site::router(&state, files, &lookups)));
    listeners.spawn(listen(api, wix_api::router(&state)));
    listeners.spawn(listen(app, app::router(&state, &lookups)));
    listeners.spawn(listen(foreign, foreign::router(&state)));
    listeners.spawn(listen(wix, wix_site::router(&state)));
    listeners.spawn(listen(idp, idp::router(&state)));
    let Origins {
        site,
        api,
        app,
        foreign,
        wix,
        idp,
    } = origins;
    Ok(Running {
        site,
        api,
        app,
        foreign,
        wix,
        idp,
        state,
        listeners,
    })
}

/// The running stand-in. Dropping it closes every listener and connection at once.
#[derive(Debug)]
pub struct Running {
    /// The origin of the page.
    pub site: String,
    /// The origin that plays the Wix API.
    pub api: String,
    /// The origin that plays the app's own backend.
    pub app: String,
    /// An origin that no token may reach.
    pub foreign: String,
    /// The origin that plays the Wix site: login page, checkout, cookies.
    pub wix: String,
    /// The origin of the identity provider.
    pub idp: String,
    state: State,
    listeners: JoinSet<()>,
}

impl Running {
    /// From now on `/backend/` of the site leads to this origin, on this machine.
    pub fn set_backend(&self, origin: &str) -> io::Result<()> {
        let invalid_input = |message| io::Error::new(io::ErrorKind::InvalidInput, message);
        self.state.database().backend = Some(Backend::at(origin).map_err(invalid_input)?);
        Ok(())
    }

    /// Closes everything and waits until it is closed: afterwards the ports are free.
    pub async fn stop(mut self) {
        self.listeners.shutdown().await;
    }
}

async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

fn url(listener: &TcpListener) -> io::Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}
