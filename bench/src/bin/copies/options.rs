//! Arguments behind the name of a pass: options, with or without a value, and the rest.

use std::collections::BTreeMap;
use std::str::FromStr;

use newswire_bench::Result;

/// Options that take no value.
const FLAGS: [&str; 1] = ["--keep"];

/// What was given. Passes take out what they know; what is left over is a mistake.
#[derive(Debug, Default)]
pub struct Arguments {
    options: BTreeMap<String, String>,
    rest: Vec<String>,
}

impl Arguments {
    /// Reads arguments.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Arguments> {
        let mut read = Arguments::default();
        while let Some(argument) = arguments.next() {
            if FLAGS.contains(&argument.as_str()) {
                read.options.insert(argument, String::new());
            } else if argument.starts_with("--") {
                let value = arguments.next().ok_or(format!("{argument} wants a value"))?;
                read.options.insert(argument, value);
            } else {
                read.rest.push(argument);
            }
        }
        Ok(read)
    }

    /// Takes an option out, if it was given.
    pub fn option(&mut self, name: &str) -> Option<String> {
        self.options.remove(name)
    }

    /// Takes a number out; where it was not given, the usual one.
    pub fn number<T: FromStr>(&mut self, name: &str, usual: T) -> Result<T> {
        let Some(value) = self.option(name) else { return Ok(usual) };
        value.parse().map_err(|_| format!("{name} {value} is no number").into())
    }

    /// Takes numbers out, parted by commas.
    pub fn sizes(&mut self, usual: &[u32]) -> Result<Vec<u32>> {
        let Some(value) = self.option("--sizes") else { return Ok(usual.to_vec()) };
        let numbers = value.split(',').map(|number| number.replace('_', "").parse());
        let numbers: std::result::Result<Vec<u32>, _> = numbers.collect();
        numbers.map_err(|_| format!("--sizes {value}: write numbers, as in 1000,20000").into())
    }

    /// What is no option; an option that nobody took is an error.
    pub fn rest(self) -> Result<Vec<String>> {
        match self.options.keys().next() {
            Some(option) => Err(format!("no option {option} here").into()),
            None => Ok(self.rest),
        }
    }

    /// An error where anything is left.
    pub fn end(self) -> Result<()> {
        match self.rest()?.first() {
            Some(argument) => Err(format!("nothing is to be done with {argument}").into()),
            None => Ok(()),
        }
    }
}
