//! What wire copy says, for all formats alike.
//!
//! A format hands over what its elements say ([`crate::story::RawStory`]); [`compose::story`] adds
//! what the copy itself says, and gives the record.
//!
//! | file | reads |
//! | --- | --- |
//! | [`head`] | the head block of plain copy: slug, headline, byline, time |
//! | [`byline`] | who wrote it |
//! | [`dateline`] | place, date and agency that open the text |
//! | [`take`], [`notes`] | version, correction, kill; notes to editors |
//! | [`credits`], [`endmarks`] | sign-off; what closes a story and is no part of it |
//! | [`clock`], [`months`] | times, and the words of dates |
//! | [`places`] | the city, region and country that a dateline means; their other names |
//! | [`agencies`], [`regions`], [`categories`] | tables of agencies, states, countries, category letters |
//! | [`compose`] | all of it, in order, into a record |

pub mod agencies;
pub mod byline;
pub mod categories;
pub mod clock;
pub mod compose;
pub mod credits;
pub mod dateline;
pub mod endmarks;
pub mod head;
pub mod months;
pub mod notes;
pub mod places;
pub mod regions;
pub mod take;
