//! A timeline as a chart that a paper can print: SVG, as wide as a column of a journal.
//!
//! One line is drawn as bars, several as lines with marks of different shapes, so that they can be
//! told apart without colour. Letters are of a size that can be read at 85 mm. The file refers to
//! nothing outside: no fonts, no styles, no scripts; text of a query is text and nothing else. The
//! same timeline gives the same bytes.

mod scale;
mod text;

use std::fmt::Display;
use std::io;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::timeline::Plot;
use crate::search::{Period, Timeline};
use scale::{Scale, ticks};
use text::{legible, lines, width_of};

/// What stands around a chart.
#[derive(Debug, Clone, Copy)]
pub struct ChartText<'t> {
    /// Over it: the query as typed.
    pub title: &'t str,
    /// Under it: what was counted, in what, with what.
    pub source: &'t str,
    /// The zone of the days.
    pub zone: &'t str,
    /// The field that the lines are values of.
    pub by: Option<&'t str>,
}

/// Units of the drawing in a pixel: its numbers are whole, and print is finer than a pixel.
const FINE: i32 = 8;
/// Width of the picture and height of what is drawn in it, in pixels.
const WIDTH: i32 = 480;
const PLOT: i32 = 200;
/// Sizes of letters, in pixels.
const TITLE: i32 = 15;
const LABEL: i32 = 13;
const SOURCE: i32 = 10;
/// Most lines of title and source.
const TITLE_LINES: usize = 3;
const SOURCE_LINES: usize = 6;
/// Room left and right of what is drawn.
const LEFT: i32 = 64;
const RIGHT: i32 = 14;
/// Most buckets that are drawn as bars.
const BARS: usize = 240;
/// Marks on a line.
const MARKS: usize = 12;
/// Most characters of a name in the legend.
const NAME: usize = 32;

const BLACK: RGBColor = RGBColor(0, 0, 0);
const GREY: RGBColor = RGBColor(200, 200, 200);
/// Okabe and Ito's colours, which those who confuse red and green can tell apart.
const COLORS: [RGBColor; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(230, 159, 0),
    RGBColor(0, 0, 0),
    RGBColor(128, 128, 128),
];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// One line of a chart.
struct Series {
    name: String,
    values: Vec<Option<f64>>,
}

/// Draws a timeline.
///
/// # Errors
///
/// None but those of the library that draws, which has no file to fail at.
pub fn chart(
    timeline: &Timeline,
    period: Period,
    plot: Plot,
    text: &ChartText<'_>,
) -> io::Result<String> {
    let percent = plot == Plot::Share;
    let series: Vec<Series> = timeline
        .lines
        .iter()
        .map(|line| Series {
            name: line.of.name().to_owned(),
            values: line
                .buckets
                .iter()
                .map(|it| {
                    plot.of(&it.tally).map(|value| if percent { value * 100.0 } else { value })
                })
                .collect(),
        })
        .collect();
    let starts: Vec<_> =
        timeline.lines.first().iter().flat_map(|it| &it.buckets).map(|it| it.start).collect();
    let title = lines(text.title, WIDTH - 20, TITLE, TITLE_LINES);
    let source = lines(text.source, WIDTH - 20, SOURCE, SOURCE_LINES);
    let legend = text.by.map(|by| legend(by, &series)).unwrap_or_default();
    let rows = |count: usize, size: i32| i32::try_from(count).unwrap_or(0) * (size + 4);
    let top = 12 + rows(title.len(), TITLE) + rows(legend.len(), LABEL) + 8;
    let height = top + PLOT + 52 + rows(source.len(), SOURCE) + 6;
    let mut svg = String::new();
    {
        let size = ((WIDTH * FINE) as u32, (height * FINE) as u32);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let pen = Pen { area: &area };
        area.fill(&WHITE).map_err(failed)?;
        for (row, line) in title.iter().enumerate() {
            let y = 12 + rows(row, TITLE);
            pen.text(line, (WIDTH / 2, y), TITLE, Pos::new(HPos::Center, VPos::Top), false)?;
        }
        let under = 12 + rows(title.len(), TITLE);
        for (row, entries) in legend.iter().enumerate() {
            pen.legend(entries, under + rows(row, LABEL) + LABEL / 2 + 2)?;
        }
        let most = series.iter().flat_map(|it| &it.values).flatten().copied().fold(0.0, f64::max);
        let frame = Frame { top, scale: Scale::over(most, !percent), buckets: starts.len() };
        pen.axes(&frame, &ticks(&starts, period, WIDTH - LEFT - RIGHT, LABEL))?;
        if series.len() == 1 && starts.len() <= BARS {
            pen.bars(&frame, &series[0])?;
        } else {
            for (number, line) in series.iter().enumerate() {
                pen.line(&frame, line, number)?;
            }
        }
        let unit = match plot {
            Plot::Stories => format!("stories per {}", period.name()),
            Plot::Matches => format!("matches per {}", period.name()),
            Plot::Share => format!("share of stories per {}, %", period.name()),
        };
        pen.text(&unit, (14, top + PLOT / 2), LABEL, Pos::new(HPos::Center, VPos::Center), true)?;
        let axis = match period {
            Period::Week => format!("week from Monday ({})", text.zone),
            period => format!("{} ({})", period.name(), text.zone),
        };
        let middle = LEFT + (WIDTH - LEFT - RIGHT) / 2;
        let below = Pos::new(HPos::Center, VPos::Top);
        pen.text(&axis, (middle, top + PLOT + 26), LABEL, below, false)?;
        for (row, line) in source.iter().enumerate() {
            let y = top + PLOT + 52 + rows(row, SOURCE);
            pen.text(line, (10, y), SOURCE, Pos::new(HPos::Left, VPos::Top), false)?;
        }
        area.present().map_err(failed)?;
    }
    Ok(described(&svg, height, text))
}

/// The picture in its own size, with its title and source in full for those who cannot see it.
fn described(svg: &str, height: i32, text: &ChartText<'_>) -> String {
    let (wide, high) = (WIDTH * FINE, height * FINE);
    let size = format!("width=\"{wide}\" height=\"{high}\"");
    let shown = format!("width=\"{WIDTH}\" height=\"{height}\"");
    let svg = svg.replacen(&size, &shown, 1);
    let (open, rest) = svg.split_at(svg.find('>').map_or(0, |at| at + 1));
    format!(
        "{open}\n<title>{}</title>\n<desc>{}</desc>{rest}",
        escaped(text.title),
        escaped(text.source)
    )
}

fn escaped(text: &str) -> String {
    legible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The entries of the legend, by row: number of the line and its name.
fn legend(by: &str, series: &[Series]) -> Vec<Vec<(Option<usize>, String, i32)>> {
    let mut rows = vec![vec![(None, format!("{by}:"), LEFT)]];
    let mut x = LEFT + width_of(by, LABEL) + 16;
    for (number, line) in series.iter().enumerate() {
        let name = lines(&line.name, NAME as i32 * LABEL / 2, LABEL, 1).pop().unwrap_or_default();
        let wide = 30 + width_of(&name, LABEL) + 12;
        if x + wide > WIDTH - RIGHT && x > LEFT {
            rows.push(Vec::new());
            x = LEFT;
        }
        if let Some(row) = rows.last_mut() {
            row.push((Some(number), name, x));
        }
        x += wide;
    }
    rows
}

/// Where the numbers stand.
struct Frame {
    top: i32,
    scale: Scale,
    buckets: usize,
}

impl Frame {
    /// The border before a bucket, in fine units.
    fn border(&self, bucket: usize) -> i32 {
        let room = f64::from((WIDTH - LEFT - RIGHT) * FINE);
        LEFT * FINE + (room * bucket as f64 / self.buckets.max(1) as f64).round() as i32
    }

    fn middle(&self, bucket: usize) -> i32 {
        (self.border(bucket) + self.border(bucket + 1)) / 2
    }

    fn height(&self, value: f64) -> i32 {
        let part = value / self.scale.top;
        (self.top + PLOT) * FINE - (f64::from(PLOT * FINE) * part).round() as i32
    }
}

/// Draws in pixels, or in fine units where a method takes them.
struct Pen<'p, 'a> {
    area: &'p Area<'a>,
}

impl Pen<'_, '_> {
    fn text(
        &self,
        text: &str,
        (x, y): (i32, i32),
        size: i32,
        anchor: Pos,
        upright: bool,
    ) -> io::Result<()> {
        let size = size_of(size);
        let mut style = TextStyle::from(("sans-serif", size).into_font()).color(&BLACK).pos(anchor);
        if upright {
            style = style.transform(FontTransform::Rotate270);
        }
        let text = legible(text);
        self.area.draw(&Text::new(text, (x * FINE, y * FINE), style)).map_err(failed)
    }

    fn path(&self, points: Vec<(i32, i32)>, color: RGBColor, width: u32) -> io::Result<()> {
        let style = color.stroke_width(width);
        self.area.draw(&PathElement::new(points, style)).map_err(failed)
    }

    fn axes(&self, frame: &Frame, ticks: &[(usize, String)]) -> io::Result<()> {
        let (left, right) = (LEFT * FINE, (WIDTH - RIGHT) * FINE);
        for (value, label) in frame.scale.marks() {
            let y = frame.height(value);
            self.path(vec![(left, y), (right, y)], if value > 0.0 { GREY } else { BLACK }, 6)?;
            let anchor = Pos::new(HPos::Right, VPos::Center);
            self.text(&label, (LEFT - 6, y / FINE), LABEL, anchor, false)?;
        }
        let foot = (frame.top + PLOT) * FINE;
        for (bucket, label) in ticks {
            let x =
                if frame.buckets <= BARS { frame.middle(*bucket) } else { frame.border(*bucket) };
            self.path(vec![(x, foot), (x, foot + 4 * FINE)], BLACK, 6)?;
            let anchor = Pos::new(HPos::Center, VPos::Top);
            self.text(label, (x / FINE, frame.top + PLOT + 7), LABEL, anchor, false)?;
        }
        Ok(())
    }

    fn bars(&self, frame: &Frame, series: &Series) -> io::Result<()> {
        for (bucket, value) in series.values.iter().enumerate() {
            let Some(value) = value.filter(|value| *value > 0.0) else { continue };
            let (from, to) = (frame.border(bucket), frame.border(bucket + 1));
            let gap = (to - from) / 10;
            let corners = [(from + gap, frame.height(value)), (to - gap, frame.height(0.0))];
            let bar = Rectangle::new(corners, COLORS[0].filled());
            self.area.draw(&bar).map_err(failed)?;
        }
        Ok(())
    }

    fn line(&self, frame: &Frame, series: &Series, number: usize) -> io::Result<()> {
        let color = COLORS[number % COLORS.len()];
        let points = series.values.iter().enumerate();
        // A bucket without a share is a gap in the line.
        let points =
            points.map(|(bucket, value)| value.map(|it| (frame.middle(bucket), frame.height(it))));
        let points: Vec<Option<(i32, i32)>> = points.collect();
        for run in points.split(Option::is_none) {
            let run: Vec<(i32, i32)> = run.iter().flatten().copied().collect();
            match run[..] {
                [] => {}
                [alone] => self.mark(alone, number, color)?,
                _ => self.path(thinned(&run), color, 12)?,
            }
        }
        let marked = points.len().div_ceil(MARKS).max(1);
        // Each line begins elsewhere, so that marks do not hide each other.
        let first = if marked > 1 { number * marked / 3 % marked } else { 0 };
        for point in points.iter().skip(first).step_by(marked).flatten() {
            self.mark(*point, number, color)?;
        }
        Ok(())
    }

    fn mark(&self, at: (i32, i32), number: usize, color: RGBColor) -> io::Result<()> {
        let size = 3 * FINE;
        let style = color.filled();
        let around = |points: &[(i32, i32)]| -> Vec<(i32, i32)> {
            points.iter().map(|(x, y)| (at.0 + x * size, at.1 + y * size)).collect()
        };
        let shape: Vec<(i32, i32)> = match number % 4 {
            0 => return self.area.draw(&Circle::new(at, size, style)).map_err(failed),
            1 => around(&[(-1, -1), (1, -1), (1, 1), (-1, 1)]),
            2 => around(&[(0, -1), (1, 1), (-1, 1)]),
            _ => around(&[(-1, -1), (1, -1), (0, 1)]),
        };
        self.area.draw(&Polygon::new(shape, style)).map_err(failed)
    }

    fn legend(&self, entries: &[(Option<usize>, String, i32)], y: i32) -> io::Result<()> {
        for (number, name, x) in entries {
            let mut x = *x;
            if let Some(number) = number {
                let color = COLORS[number % COLORS.len()];
                let (from, to) = (x * FINE, (x + 24) * FINE);
                self.path(vec![(from, y * FINE), (to, y * FINE)], color, 12)?;
                self.mark(((from + to) / 2, y * FINE), *number, color)?;
                x += 30;
            }
            self.text(name, (x, y), LABEL, Pos::new(HPos::Left, VPos::Center), false)?;
        }
        Ok(())
    }
}

/// A size of letters as the backend wants it: it divides by 1.24, and should come out even.
fn size_of(size: i32) -> f64 {
    let wanted = f64::from(size * FINE);
    let near = wanted * 1.24;
    let even = [near, near.next_down(), near.next_up()].into_iter().find(|it| it / 1.24 == wanted);
    even.unwrap_or(near)
}

/// A line of more points than can be seen: of those at one place the first, the highest, the
/// lowest and the last.
fn thinned(points: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut kept: Vec<(i32, i32)> = Vec::new();
    for run in points.chunk_by(|a, b| a.0 / 4 == b.0 / 4) {
        let by_height = |point: &&(i32, i32)| point.1;
        let of_run = [
            run.first(),
            run.iter().min_by_key(by_height),
            run.iter().max_by_key(by_height),
            run.last(),
        ];
        for point in of_run.into_iter().flatten() {
            if kept.last() != Some(point) {
                kept.push(*point);
            }
        }
    }
    kept
}

fn failed(error: impl Display) -> io::Error {
    io::Error::other(error.to_string())
}

#[cfg(test)]
mod tests;
