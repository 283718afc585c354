//! English copy of many agencies, decades and formats, labelled by hand before it was read.

use super::labelled::{Tally, stories};

#[test]
fn fields_of_english_copy() {
    Tally::of(&stories("english.txt")).holds();
}

#[test]
fn fields_of_english_copy_of_the_second_set() {
    Tally::of(&stories("english-2.txt")).holds();
}

#[test]
fn fields_of_english_copy_of_the_third_set() {
    Tally::of(&stories("english-3.txt")).holds();
}

#[test]
fn fields_of_english_copy_of_the_fourth_set() {
    Tally::of(&stories("english-4.txt")).holds();
}
