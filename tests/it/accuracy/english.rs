//! English copy of many agencies, decades and formats, labelled by hand before it was read: each
//! set was written when the faults that the sets before it had shown were mended.

use super::labelled::{Tally, stories};

#[test]
fn fields_of_english_copy() {
    Tally::of(&stories("english.txt")).holds();
}

#[test]
fn fields_of_a_second_set() {
    Tally::of(&stories("english-2.txt")).holds();
}

#[test]
fn fields_of_the_long_tail_of_agencies() {
    Tally::of(&stories("english-3.txt")).holds();
}

#[test]
fn fields_of_look_alikes() {
    Tally::of(&stories("english-4.txt")).holds();
}

#[test]
fn fields_of_formats_in_their_own_syntax() {
    Tally::of(&stories("english-5.txt")).holds();
}
