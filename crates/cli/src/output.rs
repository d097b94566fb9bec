//! What a command prints: a JSON document, or words and tables for people.

use std::io::{self, IsTerminal, Write};

use console_domain::Problem;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// Where answers go, and in which form.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
    colour: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { json, colour: !plain && io::stdout().is_terminal() }
    }

    /// Prints `value` as JSON, or what `text` makes of it.
    pub(crate) fn answer<T: Serialize>(&self, value: &T, text: impl FnOnce(&T) -> String) {
        if self.json {
            let json = serde_json::to_string_pretty(value).unwrap_or_default();
            Self::line(&json);
        } else {
            let text = text(value);
            Self::line(text.trim_end_matches('\n'));
        }
    }

    /// Prints one line as it is; used for streams. `false`: nobody reads any more.
    pub(crate) fn stream<T: Serialize>(&self, value: &T, text: impl FnOnce(&T) -> String) -> bool {
        let line =
            if self.json { serde_json::to_string(value).unwrap_or_default() } else { text(value) };
        let mut out = io::stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).is_ok()
    }

    /// Says something beside the answer, on stderr, unless a program reads.
    pub(crate) fn remark(&self, text: &str) {
        if !self.json {
            let _closed = writeln!(io::stderr(), "{text}");
        }
    }

    /// Prints why the command failed.
    pub(crate) fn problem(&self, problem: &Problem) {
        let mut err = io::stderr().lock();
        let written = if self.json {
            let json = serde_json::to_string_pretty(problem).unwrap_or_default();
            writeln!(err, "{json}")
        } else {
            write_problem(&mut err, problem)
        };
        // Nothing is left to tell anybody where stderr is closed.
        written.unwrap_or_default();
    }

    /// Colours `text` by the meaning of `state` on a terminal.
    pub(crate) fn state(&self, state: &str) -> String {
        let code = match state {
            "up" | "ok" | "works" => 32,
            "degraded" | "backoff" | "warn" | "rate-limited" | "unreachable" | "unclear" => 33,
            "failed" | "fail" | "refused" | "lost" => 31,
            "starting" | "stopping" => 34,
            _ => 90,
        };
        if self.colour { format!("\x1b[{code}m{state}\x1b[0m") } else { state.to_owned() }
    }

    fn line(text: &str) {
        // A closed pipe (`| head`) is no failure.
        let _closed = writeln!(io::stdout(), "{text}");
    }
}

fn write_problem(out: &mut impl Write, problem: &Problem) -> io::Result<()> {
    writeln!(out, "error: {}", problem.message)?;
    if let Some(field) = &problem.field {
        writeln!(out, "  field: {field}")?;
    }
    if let Some(hint) = &problem.hint {
        writeln!(out, "  hint:  {hint}")?;
    }
    writeln!(out, "  code:  {}", problem.code.as_str())?;
    if !problem.stderr_tail.is_empty() {
        writeln!(out, "  its last words on stderr:")?;
        for line in &problem.stderr_tail {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

/// A table with aligned columns; the last one is never padded.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let all = || std::iter::once(&header).chain(rows);
    let widths: Vec<usize> = (0..header.len())
        .map(|i| all().map(|row| row.get(i).map_or(0, |cell| shown_width(cell))).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in all() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - shown_width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Columns that a cell takes on a terminal; colour takes none.
fn shown_width(cell: &str) -> usize {
    let mut width = cell.width();
    for (start, _) in cell.match_indices('\x1b') {
        let escape = cell[start..].split_inclusive('m').next().unwrap_or_default();
        width = width.saturating_sub(escape.width());
    }
    width
}

/// Milliseconds as people say them: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`.
pub(crate) fn duration(ms: u64) -> String {
    let s = ms / 1_000;
    match s {
        0 => format!("{ms} ms"),
        1..60 => format!("{s} s"),
        60..3_600 => format!("{} min {} s", s / 60, s % 60),
        3_600..86_400 => format!("{} h {} min", s / 3_600, s % 3_600 / 60),
        _ => format!("{} d {} h", s / 86_400, s % 86_400 / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_whatever_they_hold() {
        let rows = vec![
            vec!["time".into(), "\x1b[32mup\x1b[0m".into(), "x".into()],
            vec!["memória".into(), "stopped".into(), String::new()],
        ];
        let text = table(&["ID", "STATE", "TOOLS"], &rows);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "ID       STATE    TOOLS");
        assert_eq!(lines[1], "time     \x1b[32mup\x1b[0m       x");
        assert_eq!(lines[2], "memória  stopped");
    }

    #[test]
    fn durations_read_well() {
        for (ms, text) in [
            (0, "0 ms"),
            (850, "850 ms"),
            (12_345, "12 s"),
            (200_000, "3 min 20 s"),
            (7_500_000, "2 h 5 min"),
            (356_400_000, "4 d 3 h"),
        ] {
            assert_eq!(duration(ms), text);
        }
    }
}
