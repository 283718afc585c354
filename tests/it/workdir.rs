//! A fresh folder, a small archive in it, and the program run there with nothing else around.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder that goes when the test ends.
pub struct Workdir {
    dir: TempDir,
}

/// What a run of the program left.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Workdir {
    /// An empty folder.
    pub fn new() -> Workdir {
        Workdir { dir: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// A folder with the archive of [`stories`] in `archive`, indexed.
    pub fn indexed() -> Workdir {
        let work = Workdir::new();
        work.write("archive/stories.jsonl", stories());
        work.run(&["index", "archive"]).code(0);
        work
    }

    /// The path of something in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// The program, to be run in the folder with an empty environment.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newswire"));
        command.current_dir(self.dir.path()).env_clear().args(args);
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&mut self.command(args))
    }
}

impl Ran {
    /// Runs a command.
    pub fn of(command: &mut Command) -> Ran {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        let ran = Ran {
            stdout: String::from_utf8(stdout).expect("its output is text"),
            stderr: String::from_utf8(stderr).expect("its messages are text"),
            code: status.code().unwrap_or(-1),
        };
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        ran
    }

    /// Checks the exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "\nstdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// The lines of standard output as JSON.
    pub fn json(&self) -> Vec<Value> {
        let parse = |line: &str| serde_json::from_str(line).expect("each line is JSON");
        self.stdout.lines().map(parse).collect()
    }

    /// The last line of standard error as JSON.
    pub fn summary(&self) -> Value {
        let last = self.stderr.lines().last().expect("there is a summary");
        serde_json::from_str(last).expect("the summary is JSON")
    }
}

/// Five stories as records: two agencies, three languages, one without a date, one hostile.
pub fn stories() -> String {
    let story =
        |id: &str, agency: &str, filed: Value, language: &str, headline: &str, body: &str| {
            let lead = body.split("\n\n").next();
            json!({
                "schema": 1, "id": id, "native_id": id.split(':').nth(1), "agency": agency,
                "headline": headline, "lead": lead, "body": body, "filed": filed,
                "filed_precision": filed.as_str().map(|_| "second"), "language": language,
                "words": body.split_whitespace().count(),
                "source": {"path": "first.txt", "record": 1, "format": "plain", "charset": "utf-8"},
            })
        };
    let mut stories = [
        story(
            "AP:1",
            "AP",
            json!("2024-05-01T10:00:00Z"),
            "en",
            "Navies resume military-to-military talks",
            "The two navies met again on Wednesday after a year of silence.\n\nMilitary-to-military \
             talks are useful, an admiral said. Ümit Öz, who led them, agreed: military to military \
             talks calm the sea.",
        ),
        story(
            "AP:2",
            "AP",
            json!("2024-04-01T08:30:00Z"),
            "en",
            "Generals speak on the telephone",
            "The generals spoke of military to military ties and of little else.",
        ),
        story(
            "dpa:3",
            "dpa",
            json!("2023-12-31T23:30:00Z"),
            "de",
            "Kakao wird knapp",
            "Der Kakao wird in diesem Winter knapp und teuer.",
        ),
        story(
            "AP:4",
            "AP",
            Value::Null,
            "en",
            "=SUM of parts, \"quoted\"",
            "A ledger\tof the harbor\nwas found \u{1b}[31mred\u{1b}[0m with rust.",
        ),
        story(
            "AA:5",
            "AA",
            json!("2024-04-01T08:30:00Z"),
            "tr",
            "Liman kapandı",
            "İstanbul'da liman fırtına yüzünden kapandı.",
        ),
    ];
    stories[0]["byline"] = json!({
        "line": "By Ann Lee and Bo Ek", "names": ["Ann Lee", "Bo Ek"], "titles": [],
        "affiliation": null,
    });
    stories[0]["dateline"] = json!({
        "line": "OSLO, May 1 (AP)",
        "places": [{"city": "OSLO", "region": null, "country": "NO"}],
        "date": "2024-05-01", "agency": "AP",
    });
    stories.iter().map(|story| format!("{story}\n")).collect()
}
