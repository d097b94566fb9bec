//! The rows, as Markdown and as JSON.

use serde::Serialize;

use crate::figure::{Figure, Unit, digits, plain};

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) what: String,
    /// Ours.
    pub(crate) ours: Figure,
    /// What it stands beside, if anything.
    pub(crate) floor: Option<Floor>,
    /// Whether the difference says more than the ratio, or as much.
    pub(crate) added: Added,
    /// How it was measured.
    pub(crate) how: String,
}

/// What ours stands beside.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Floor {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its figure, in the unit of ours.
    pub(crate) figure: Figure,
    /// Whether ours divided by it means something; a floor of nothing has no ratio.
    pub(crate) has_ratio: bool,
}

/// What is said of the difference to the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Added {
    /// Nothing.
    Silent,
    /// The difference.
    Whole,
    /// The difference divided by so many, each of which is one of these.
    Each(u32, &'static str),
}

impl Row {
    fn difference(&self) -> Option<f64> {
        Some(self.ours.value - self.floor.as_ref()?.figure.value)
    }

    fn ratio(&self) -> Option<f64> {
        let floor = self.floor.as_ref().filter(|floor| floor.has_ratio)?;
        Some(self.ours.value / floor.figure.value)
    }

    fn comparison(&self) -> String {
        let ratio = self.ratio().map(|ratio| format!("{} ×", digits(ratio)));
        let added = self.difference().and_then(|difference| match self.added {
            Added::Silent => None,
            Added::Whole => Some(signed(self.ours.unit, difference)),
            Added::Each(count, what) => {
                let each = difference / f64::from(count);
                Some(format!("{} {what}", signed(self.ours.unit, each)))
            }
        });
        match (ratio, added) {
            (Some(ratio), Some(added)) => format!("{ratio} ({added})"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "–".to_owned(),
        }
    }
}

fn signed(unit: Unit, value: f64) -> String {
    let sign = if value < 0.0 { '−' } else { '+' };
    format!("{sign}{}", plain(unit, value.abs()))
}

/// The table and, below it, the machine.
pub(crate) fn markdown(rows: &[Row], machine: &str) -> String {
    let mut lines = vec![
        "| | MCP Console | beside | ratio | how |".to_owned(),
        "|---|---:|---:|---:|---|".to_owned(),
    ];
    for row in rows {
        let floor = row.floor.as_ref();
        let beside = floor
            .map_or_else(|| "–".to_owned(), |floor| format!("{}: {}", floor.name, floor.figure));
        let comparison = row.comparison();
        let Row { what, ours, how, .. } = row;
        lines.push(format!("| {what} | {ours} | {beside} | {comparison} | {how} |"));
    }
    lines.push(String::new());
    lines.push(format!("Medians; in parentheses the 10th and 90th percentile. {machine}"));
    lines.join("\n")
}

/// The same for programs.
pub(crate) fn json(rows: &[Row], machine: &str) -> String {
    let rows: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let mut value = serde_json::to_value(row).expect("a row is plain data");
            value["ratio"] = row.ratio().into();
            value
        })
        .collect();
    let document = serde_json::json!({ "machine": machine, "rows": rows });
    format!("{document:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ours: f64, floor: Option<f64>, has_ratio: bool, added: Added) -> Row {
        let figure = |value| Figure::single(Unit::Seconds, value);
        let floor = floor.map(|value| Floor { name: "bare", figure: figure(value), has_ratio });
        Row { what: "a call".into(), ours: figure(ours), floor, added, how: "so".into() }
    }

    #[test]
    fn a_row_says_what_its_floor_allows() {
        for (row, comparison) in [
            (row(0.003, Some(0.002), true, Added::Silent), "1.50 ×"),
            (row(0.003, Some(0.002), true, Added::Whole), "1.50 × (+1.00 ms)"),
            (row(0.002, Some(0.003), true, Added::Whole), "0.67 × (−1.00 ms)"),
            (
                row(0.012, Some(0.002), true, Added::Each(10, "a server")),
                "6.00 × (+1.00 ms a server)",
            ),
            (row(0.003, Some(0.0), false, Added::Silent), "–"),
            (row(0.003, None, false, Added::Whole), "–"),
        ] {
            assert_eq!(row.comparison(), comparison, "{row:?}");
        }
    }

    #[test]
    fn the_table_is_markdown_and_the_json_has_the_ratio() {
        let rows = [row(0.003, Some(0.002), true, Added::Silent)];
        let table = markdown(&rows, "1 core.");
        let line = "| a call | 3.00 ms | bare: 2.00 ms | 1.50 × | so |";
        assert_eq!(table.lines().nth(2), Some(line));
        assert!(table.ends_with("1 core."), "{table}");
        let value: serde_json::Value = serde_json::from_str(&json(&rows, "1 core.")).unwrap();
        assert!((value["rows"][0]["ratio"].as_f64().unwrap() - 1.5).abs() < 1e-9);
    }
}
