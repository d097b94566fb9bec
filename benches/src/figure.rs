//! One measured quantity: a middle, a spread, a unit; and how it is written.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// Bytes in a second.
    BytesPerSecond,
    /// Percent of one core.
    Percent,
}

/// A measured quantity, in its unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Figure {
    pub(crate) unit: Unit,
    /// The median, or the percentile that the row names.
    pub(crate) value: f64,
    /// 10th and 90th percentile of the samples; `None` where there is one sample.
    pub(crate) spread: Option<(f64, f64)>,
    /// How many samples.
    pub(crate) samples: usize,
}

impl Figure {
    /// The median of `samples`, with their spread.
    pub(crate) fn median(unit: Unit, samples: &[f64]) -> Self {
        Self::centred(unit, percentile(samples, 0.5), samples)
    }

    /// `value`, with the spread of `samples`, which must not be empty.
    pub(crate) fn centred(unit: Unit, value: f64, samples: &[f64]) -> Self {
        let spread = (percentile(samples, 0.1), percentile(samples, 0.9));
        let spread = (samples.len() > 1).then_some(spread);
        Self { unit, value, spread, samples: samples.len() }
    }

    /// A single reading.
    pub(crate) fn single(unit: Unit, value: f64) -> Self {
        Self { unit, value, spread: None, samples: 1 }
    }

    /// Times, as a median.
    pub(crate) fn times(samples: &[Duration]) -> Self {
        let seconds: Vec<f64> = samples.iter().map(Duration::as_secs_f64).collect();
        Self::median(Unit::Seconds, &seconds)
    }
}

/// The value below which the fraction `at` (0 to 1) of the samples lies: the nearest rank.
///
/// # Panics
/// Where there are no samples.
pub(crate) fn percentile(samples: &[f64], at: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1).expect("there are samples");
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a rank among a few thousand samples"
    )]
    let rank = (last as f64 * at).round() as usize;
    sorted[rank]
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scale, unit) = scale(self.unit, self.value);
        write!(f, "{} {unit}", digits(self.value / scale))?;
        match self.spread {
            Some((low, high)) => write!(f, " ({}–{})", digits(low / scale), digits(high / scale)),
            None => Ok(()),
        }
    }
}

/// By what a value is divided to be read easily, and the name of that.
fn scale(unit: Unit, value: f64) -> (f64, &'static str) {
    match unit {
        Unit::Seconds if value < 1e-3 => (1e-6, "µs"),
        Unit::Seconds if value < 1.0 => (1e-3, "ms"),
        Unit::Seconds => (1.0, "s"),
        Unit::Bytes => (1e6, "MB"),
        Unit::BytesPerSecond => (1e6, "MB/s"),
        Unit::Percent => (1.0, "%"),
    }
}

/// A value in its unit, without a spread.
pub(crate) fn plain(unit: Unit, value: f64) -> String {
    Figure::single(unit, value).to_string()
}

/// About three significant digits, no exponent.
pub(crate) fn digits(value: f64) -> String {
    match value.abs() {
        large if large >= 99.95 => format!("{value:.0}"),
        middle if middle >= 9.995 => format!("{value:.1}"),
        small if small >= 0.0995 || small == 0.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_samples() {
        let samples: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        for (at, expected) in [(0.0, 0.0), (0.1, 10.0), (0.5, 50.0), (0.99, 99.0), (1.0, 100.0)] {
            assert!((percentile(&samples, at) - expected).abs() < f64::EPSILON, "at {at}");
        }
        assert!((percentile(&[7.0], 0.9) - 7.0).abs() < f64::EPSILON);
    }

    #[test]
    fn figures_are_written_in_the_unit_that_reads_best() {
        for (unit, value, text) in [
            (Unit::Seconds, 0.000_042_4, "42.4 µs"),
            (Unit::Seconds, 0.001_234, "1.23 ms"),
            (Unit::Seconds, 0.999_9, "1000 ms"),
            (Unit::Seconds, 1.5, "1.50 s"),
            (Unit::Bytes, 23_456_789.0, "23.5 MB"),
            (Unit::BytesPerSecond, 1.2e9, "1200 MB/s"),
            (Unit::Percent, 0.307, "0.31 %"),
            (Unit::Percent, 0.0, "0.00 %"),
            (Unit::Percent, 0.033, "0.033 %"),
        ] {
            assert_eq!(plain(unit, value), text);
        }
    }

    #[test]
    fn the_spread_is_in_the_unit_of_the_middle() {
        let figure = Figure::median(Unit::Seconds, &[0.000_9, 0.001_1, 0.001_2]);
        assert_eq!(figure.to_string(), "1.10 ms (0.90–1.20)");
    }
}
