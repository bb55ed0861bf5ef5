//! The stand-in, started on free ports and talked to over the wire.

mod ask;
mod authorize;
mod cart;
mod code;
mod control;
mod cors;
mod direct_login;
mod echo;
mod expiry;
mod faults;
mod hold;
mod iam;
mod login_page;
mod program;
mod recovery;
mod redirect_session;
mod rotation;
mod session_token;
mod shop;
mod site;
mod stop;
mod token_info;
mod token_request;
mod verification;
mod visit;
mod web_message;
