//! What all formats of JSON do alike: cutting streams into objects, reading them leniently, and
//! getting at their fields.

pub mod fields;
pub mod generic;
mod scan;
pub mod value;
pub mod values;
