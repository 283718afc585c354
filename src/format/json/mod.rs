//! What all formats of JSON do alike: cutting streams into objects, reading them leniently,
//! telling dialects apart, and getting at their fields.

pub mod associations;
pub mod dialect;
pub mod fields;
pub mod generic;
mod keys;
mod scan;
pub mod story;
pub mod value;
pub mod values;
