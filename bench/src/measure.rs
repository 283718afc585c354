//! A program run as a child: its wall time, processor time, peak memory, and what it printed; and
//! numbers of several rounds.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Result;

/// What a run took.
#[derive(Debug)]
pub struct Run {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of processor time, the system's included.
    pub cpu: f64,
    /// Most memory in use, in bytes.
    pub memory: f64,
    /// What it printed.
    pub printed: String,
}

/// Runs a program to its end.
///
/// A child's peak memory counts from before it becomes another program, so this process has to
/// stay smaller than what it measures: big work is left to children.
pub fn run<S: AsRef<str>>(program: &Path, arguments: &[S]) -> Result<Run> {
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    let begun = Instant::now();
    let mut child = Command::new(program).args(&arguments).stdout(Stdio::piped()).spawn()?;
    let mut printed = String::new();
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut printed)?;
    }
    let mut status = 0;
    // SAFETY: plain numbers, for which all zeros is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the child is ours and nobody else waits for it; both pointers outlive the call.
    let waited = unsafe { libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage) };
    let wall = begun.elapsed().as_secs_f64();
    if waited < 0 {
        return Err(std::io::Error::last_os_error().into());
    }
    if status != 0 {
        return Err(format!("{} {} failed", program.display(), arguments.join(" ")).into());
    }
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    Ok(Run {
        wall,
        cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
        memory: usage.ru_maxrss as f64 * 1024.0,
        printed,
    })
}

/// The middle of some numbers; of an even count, the mean of the middle two.
pub fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0,
    }
}

/// Bytes in the files of a folder.
pub fn size(dir: &Path) -> Result<f64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes as f64)
}

/// The program itself, built beside this package, so that it is not older than the library.
pub fn newswire() -> Result<PathBuf> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--locked", "--bin", "newswire"]);
    build.args(["--manifest-path", manifest, "--target-dir", target]);
    if !build.status()?.success() {
        return Err("the program was not built".into());
    }
    Ok(Path::new(target).join("release/newswire"))
}

/// Most memory that this process has had in use, in bytes, since it began or since [`forget_peak`].
///
/// Not what `getrusage` says, which remembers the program that this process was before.
pub fn own_peak() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB")).ok_or("no peak memory")?;
    Ok(number.trim().parse::<f64>()? * 1024.0)
}

/// Begins anew with the peak of this process.
pub fn forget_peak() -> Result<()> {
    Ok(std::fs::write("/proc/self/clear_refs", "5")?)
}
