//! The loop that all decompressors share: members one after the other, good bytes before errors,
//! padding and garbage at the end, and the guard against bombs.
//!
//! In: a stream and a [`Codec`], which only knows how to turn some bytes into some others. Out: a
//! reader of what was packed. One file, because each of these rules has to hold for every codec.

use std::cell::Cell;
use std::io::{self, BufRead, ErrorKind, Read};

use memchr::memmem;

use super::stream::{HEAD, Stream};

/// What one step of a codec did.
pub(super) struct Step {
    /// Bytes of input it is done with.
    pub used: usize,
    /// Bytes of output it wrote.
    pub made: usize,
    /// How it goes on.
    pub then: Then,
}

/// How a codec goes on after a step.
pub(super) enum Then {
    /// There may be more.
    Going,
    /// The member is whole.
    End,
    /// The rest cannot be unpacked: why, for people.
    Damaged(String),
}

/// A compression.
pub(super) trait Codec {
    /// For messages: `gzip`.
    const NAME: &'static str;

    /// How a member begins, to find the next one.
    const MAGIC: &'static [u8];

    /// Says whether a further member begins here.
    fn begins(head: &[u8]) -> bool {
        head.starts_with(Self::MAGIC)
    }

    /// Makes ready for a member and reads its header.
    fn start(&mut self, input: &mut Stream<'_>) -> io::Result<()>;

    /// Unpacks some input into some output. No input means that there is no more.
    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step;

    /// Reads and checks what follows the data of a member.
    fn finish(&mut self, _input: &mut Stream<'_>) -> io::Result<()> {
        Ok(())
    }
}

/// Where an [`Unpack`] stands.
#[derive(PartialEq)]
enum State {
    Start,
    Inside,
    Done,
}

/// A reader of what a stream packs.
pub(super) struct Unpack<'s, 'a, C> {
    input: &'s mut Stream<'a>,
    codec: C,
    gauge: Gauge<'s>,
    /// False for one member of a zip archive: nothing belongs to it but itself.
    several: bool,
    state: State,
    fault: Option<io::Error>,
}

impl<'s, 'a, C: Codec> Unpack<'s, 'a, C> {
    pub(super) fn new(input: &'s mut Stream<'a>, codec: C, gauge: Gauge<'s>) -> Self {
        Unpack { input, codec, gauge, several: true, state: State::Start, fault: None }
    }

    /// The same for a single member.
    pub(super) fn single(input: &'s mut Stream<'a>, codec: C, gauge: Gauge<'s>) -> Self {
        Unpack { several: false, ..Unpack::new(input, codec, gauge) }
    }

    /// Says whether the last member was read to its end, trailer and all.
    pub(super) fn is_done(&self) -> bool {
        self.state == State::Done && self.fault.is_none()
    }

    fn next(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::Done => return Ok(0),
                State::Start => {
                    self.codec.start(self.input)?;
                    self.state = State::Inside;
                }
                State::Inside => {
                    let input = self.input.fill_buf()?;
                    let last = input.is_empty();
                    let Step { used, made, then } = self.codec.step(input, into);
                    self.input.consume(used);
                    self.gauge.add(self.input.offset(), made)?;
                    let outcome = match then {
                        Then::Going if used > 0 || made > 0 => Ok(()),
                        Then::Going if last => Err(cut_short(C::NAME)),
                        Then::Going => Err(damaged(C::NAME, self.input.offset(), "")),
                        Then::Damaged(why) => Err(damaged(C::NAME, self.input.offset(), &why)),
                        Then::End => self.end(),
                    };
                    match outcome {
                        Err(error) if made > 0 => self.fault = Some(error),
                        Err(error) => return Err(error),
                        Ok(()) => {}
                    }
                    if made > 0 {
                        return Ok(made);
                    }
                }
            }
        }
    }

    fn end(&mut self) -> io::Result<()> {
        self.codec.finish(self.input)?;
        let more = self.several && further(self.input, C::NAME, C::MAGIC, C::begins)?;
        self.state = if more { State::Start } else { State::Done };
        Ok(())
    }
}

impl<C: Codec> Read for Unpack<'_, '_, C> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        match self.fault.take() {
            Some(error) => Err(error),
            None => self.next(into),
        }
    }
}

/// Passes over what may stand behind a member; true where a further member begins.
///
/// Zeros are padding. Up to 64 KiB of anything else are garbage, as tapes and careless copying
/// leave behind; more than that, or garbage with a member in it, is data that would be lost.
pub(super) fn further(
    input: &mut Stream<'_>,
    name: &str,
    magic: &[u8],
    begins: fn(&[u8]) -> bool,
) -> io::Result<bool> {
    loop {
        let have = input.fill_buf()?;
        let Some(zeros) = have.iter().position(|&byte| byte != 0) else {
            let all = have.len();
            if all == 0 {
                return Ok(false);
            }
            input.consume(all);
            continue;
        };
        input.consume(zeros);
        break;
    }
    let head = input.peek(HEAD)?;
    if begins(head) {
        return Ok(true);
    }
    if head.len() < HEAD && memmem::find(head, magic).is_none() {
        return Ok(false);
    }
    let at = input.offset();
    Err(io::Error::new(
        ErrorKind::InvalidData,
        format!("what follows byte {at} of the {name} data is damaged and was not read"),
    ))
}

/// A stream that ends too early.
pub(super) fn cut_short(name: &str) -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, format!("the {name} data is cut short"))
}

/// A stream that cannot be unpacked any further.
pub(super) fn damaged(name: &str, at: u64, why: &str) -> io::Error {
    let colon = if why.is_empty() { "" } else { ": " };
    let text = format!("the {name} data is damaged near byte {at}{colon}{why}");
    io::Error::new(ErrorKind::InvalidData, text)
}

/// Reads a number of bytes that a header or trailer must have.
pub(super) fn exactly<const N: usize>(input: &mut Stream<'_>, name: &str) -> io::Result<[u8; N]> {
    let head = input.peek(N)?;
    let Some(bytes) = head.first_chunk::<N>().copied() else {
        // An error that waits behind the last bytes says more than their being too few.
        let have = head.len();
        input.consume(have);
        input.fill_buf()?;
        return Err(cut_short(name));
    };
    input.consume(N);
    Ok(bytes)
}

/// How much came in and out, over all layers of one file.
pub(super) struct Meter {
    /// Bytes read of the file itself.
    raw: Cell<u64>,
    /// Bytes unpacked, by depth.
    made: Vec<Cell<u64>>,
    /// Set when a bound for the whole file has bitten: nothing more of it is read.
    spent: Cell<bool>,
    expansion: u64,
}

/// What may be unpacked of anything before its ratio is looked at.
const FREE: u64 = 64 << 20;

impl Meter {
    pub(super) fn new(expansion: u64, depth: usize) -> Meter {
        let made = (0..=depth).map(|_| Cell::new(0)).collect();
        Meter { raw: Cell::new(0), made, spent: Cell::new(false), expansion }
    }

    pub(super) fn add_raw(&self, n: usize) {
        self.raw.set(self.raw.get() + n as u64);
    }

    pub(super) fn spent(&self) -> bool {
        self.spent.get()
    }

    pub(super) fn spend(&self) {
        self.spent.set(true);
    }
}

/// The guard of one unpacked stream: its own ratio and that of the whole file.
pub(super) struct Gauge<'m> {
    meter: &'m Meter,
    depth: usize,
    began: u64,
    made: u64,
}

impl<'m> Gauge<'m> {
    /// Guards what is unpacked from a stream that stands at `began`.
    pub(super) fn new(meter: &'m Meter, depth: usize, began: u64) -> Gauge<'m> {
        Gauge { meter, depth, began, made: 0 }
    }

    /// Notes that `made` bytes came out, with the packed stream now at `offset`.
    pub(super) fn add(&mut self, offset: u64, made: usize) -> io::Result<()> {
        let meter = self.meter;
        let allowed = |input: u64| input.saturating_mul(meter.expansion).max(FREE);
        self.made += made as u64;
        if let Some(total) = meter.made.get(self.depth) {
            total.set(total.get() + made as u64);
            if total.get() > allowed(meter.raw.get()) {
                meter.spend();
                let text = format!(
                    "the file unpacks to more than {} times its size, so the rest of it is not \
                     read; --max-expansion raises this bound",
                    meter.expansion
                );
                return Err(io::Error::new(ErrorKind::InvalidData, text));
            }
        }
        if self.made > allowed(offset.saturating_sub(self.began)) {
            let text = format!(
                "it unpacks to more than {} times its size; --max-expansion raises this bound",
                meter.expansion
            );
            return Err(io::Error::new(ErrorKind::InvalidData, text));
        }
        Ok(())
    }
}
