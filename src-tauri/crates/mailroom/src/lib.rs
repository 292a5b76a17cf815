//! The door: everything a window, a script or a test may ask or order.

pub mod clock;
pub mod connect;
pub mod folders;
pub mod home;
pub mod store;
pub mod vault;
pub mod view;
