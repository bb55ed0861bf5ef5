//! The stand-in, started on free ports and talked to over the wire.

mod ask;
mod cart;
mod control;
mod cors;
mod echo;
mod expiry;
mod faults;
mod hold;
mod program;
mod rotation;
mod shop;
mod site;
mod stop;
mod token_info;
mod token_request;
