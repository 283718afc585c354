//! The numbers along the axes: round ones, as many as there is room for.

use chrono::{Datelike, NaiveDate};

use super::text::width_of;
use crate::search::Period;

/// Most steps of the upright axis.
const STEPS: f64 = 5.0;

/// An axis of numbers from nothing up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// The largest number on it.
    pub top: f64,
    step: f64,
}

impl Scale {
    /// One on which `most` fits, in steps of 1, 2 or 5 and noughts; of whole numbers, or not.
    pub fn over(most: f64, whole: bool) -> Scale {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let rough = most / STEPS;
        let power = 10f64.powi(rough.log10().floor() as i32);
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|it| it * power)
            .into_iter()
            .find(|step| *step >= rough * 0.999_999)
            .unwrap_or(rough);
        let step = if whole { step.max(1.0) } else { step };
        Scale { top: (most / step - 1e-9).ceil().max(1.0) * step, step }
    }

    /// The numbers along it, and how they are written.
    pub fn marks(&self) -> Vec<(f64, String)> {
        let count = (self.top / self.step).round() as usize;
        let places = (-self.step.log10().floor()).max(0.0) as usize;
        (0..=count)
            .map(|at| at as f64 * self.step)
            .map(|value| (value, format!("{value:.places$}")))
            .collect()
    }
}

/// Distance between the marks of an axis of time.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i32),
    Months(i32),
}

const DISTANCES: [Step; 17] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(240),
    Step::Months(600),
    Step::Months(1200),
    Step::Months(6000),
    Step::Months(24_000),
];

impl Step {
    /// The number of the stretch that a day is in.
    fn stretch(self, day: NaiveDate) -> i32 {
        match self {
            // Day 1 of the calendar was a Monday: weeks begin with one.
            Step::Days(days) => (day.num_days_from_ce() - 1).div_euclid(days),
            Step::Months(months) => (day.year() * 12 + day.month0() as i32).div_euclid(months),
        }
    }

    fn label(self, day: NaiveDate) -> String {
        match self {
            Step::Days(_) => Period::Day.label(day),
            Step::Months(..12) => Period::Month.label(day),
            Step::Months(_) => Period::Year.label(day),
        }
    }
}

/// The buckets at which the axis of time has a mark, and what is written there.
pub(super) fn ticks(
    starts: &[NaiveDate],
    period: Period,
    room: i32,
    size: i32,
) -> Vec<(usize, String)> {
    let marks = |step: Step| -> Vec<(usize, String)> {
        let mut before = None;
        let mut marks = Vec::new();
        for (bucket, start) in starts.iter().enumerate() {
            let stretch = step.stretch(*start);
            let last = before.replace(stretch);
            let last = last.or_else(|| start.pred_opt().map(|day| step.stretch(day)));
            if last != Some(stretch) {
                marks.push((bucket, step.label(*start)));
            }
        }
        marks
    };
    let fits = |marks: &[(usize, String)]| {
        let widest = marks.iter().map(|(_, label)| width_of(label, size) + size).max().unwrap_or(0);
        !marks.is_empty() && i32::try_from(marks.len()).is_ok_and(|count| count * widest <= room)
    };
    let finest = match period {
        Period::Day | Period::Week => 0,
        Period::Month => 4,
        Period::Year => 8,
    };
    let found = DISTANCES[finest..].iter().map(|step| marks(*step)).find(|marks| fits(marks));
    found.unwrap_or_else(|| {
        starts.first().map(|start| (0, period.label(*start))).into_iter().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: &str, count: usize, period: Period) -> Vec<String> {
        let starts: Vec<NaiveDate> =
            std::iter::successors(Some(from.parse().unwrap()), |day| period.next(*day))
                .take(count)
                .collect();
        ticks(&starts, period, 400, 13).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn numbers_are_round() {
        let marks = |most: f64, whole: bool| -> Vec<String> {
            Scale::over(most, whole).marks().into_iter().map(|(_, label)| label).collect()
        };
        assert_eq!(marks(3.0, true), ["0", "1", "2", "3"]);
        assert_eq!(marks(1234.0, true), ["0", "500", "1000", "1500"]);
        assert_eq!(marks(5000.0, true), ["0", "1000", "2000", "3000", "4000", "5000"]);
        assert_eq!(marks(0.0, true), ["0", "1"]);
        assert_eq!(marks(0.7, false), ["0.0", "0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(marks(100.0, false), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(marks(f64::NAN, false).len(), 6);
    }

    #[test]
    fn marks_of_time_are_round_and_fit() {
        assert_eq!(
            labels("1987-02-26", 3, Period::Day),
            ["1987-02-26", "1987-02-27", "1987-02-28"]
        );
        assert_eq!(
            labels("1987-02-26", 21, Period::Day),
            ["1987-03-02", "1987-03-09", "1987-03-16"]
        );
        assert_eq!(labels("1987-02-23", 40, Period::Week).first().unwrap(), "1987-03");
        assert_eq!(
            labels("1987-02-01", 9, Period::Month),
            ["1987-03", "1987-05", "1987-07", "1987-09"]
        );
        let decades = labels("1851-01-01", 170, Period::Year);
        assert_eq!((decades.len(), &*decades[0], &*decades[8]), (9, "1860", "2020"));
        assert_eq!(labels("1987-02-01", 1, Period::Month), ["1987-02"]);
        assert!(labels("1987-02-01", 0, Period::Month).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_number_fits_its_axis(most in 0.0..1e15f64, whole: bool) {
            let scale = Scale::over(most, whole);
            proptest::prop_assert!(scale.top >= most * 0.999_999);
            proptest::prop_assert!((2..=11).contains(&scale.marks().len()));
        }
    }
}
