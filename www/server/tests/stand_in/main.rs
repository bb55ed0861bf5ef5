//! The stand-in, started on free ports and talked to over the wire.

mod ask;
mod authorize;
mod cart;
mod code;
mod control;
mod cors;
mod echo;
mod expiry;
mod faults;
mod hold;
mod login_page;
mod program;
mod redirect_session;
mod rotation;
mod shop;
mod site;
mod stop;
mod token_info;
mod token_request;
mod visit;
mod web_message;
