//! The tray's mark with a sign in its corner: what stands by shape as well as by colour, since colour alone is not seen by all.

use songda_mailroom::view::Overview;
use tauri::image::Image;

/// How things stand, as the tray shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing waits.
    Well,
    /// Services wait for a receipt, or deadlines are near: a round sign.
    Waiting,
    /// A mailbox is not watched, or the home is not open: a bar, as of a stop sign.
    Unwatched,
}

impl Standing {
    /// Told from the day at a glance; `None` while the home is not open.
    pub fn of(overview: Option<&Overview>) -> Self {
        let Some(overview) = overview else { return Self::Unwatched };
        let is_ill = |it: &songda_mailroom::view::MailboxState| it.state == "failed" || it.watch.alarm_since.is_some();
        if overview.mailboxes.iter().any(is_ill) {
            Self::Unwatched
        } else if overview.need_receipt > 0 || overview.deadlines_soon > 0 {
            Self::Waiting
        } else {
            Self::Well
        }
    }

    /// Colour of the sign: the orange of what is due, the grey of what is off.
    fn colour(self) -> Option<[u8; 3]> {
        match self {
            Self::Well => None,
            Self::Waiting => Some([0xC2, 0x41, 0x0C]),
            Self::Unwatched => Some([0x4A, 0x55, 0x60]),
        }
    }
}

/// The mark with the sign of this standing in its lower right corner, ringed in white so that it stands off.
pub fn signed(mark: &Image<'_>, standing: Standing) -> Image<'static> {
    let (width, height) = (mark.width(), mark.height());
    let mut rgba = mark.rgba().to_vec();
    if let Some(colour) = standing.colour() {
        let radius = i64::from(width.min(height)) / 4;
        let (x0, y0) = (i64::from(width) - radius - 1, i64::from(height) - radius - 1);
        for (place, pixel) in (0_i64..).zip(rgba.chunks_exact_mut(4)) {
            let (x, y) = (place % i64::from(width) - x0, place / i64::from(width) - y0);
            let distance = x * x + y * y;
            let is_bar = standing == Standing::Unwatched && y.abs() <= radius / 4 && x.abs() <= radius * 2 / 3;
            let paint = if distance > radius * radius {
                continue;
            } else if distance > (radius - 1) * (radius - 1) || is_bar {
                [0xFF, 0xFF, 0xFF]
            } else {
                colour
            };
            pixel.copy_from_slice(&[paint[0], paint[1], paint[2], 0xFF]);
        }
    }
    Image::new_owned(rgba, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_stands_in_its_corner_and_differs_by_shape() {
        let plain = Image::new_owned(vec![7; 32 * 32 * 4], 32, 32);
        assert_eq!(signed(&plain, Standing::Well).rgba(), plain.rgba());
        let (waiting, off) = (signed(&plain, Standing::Waiting), signed(&plain, Standing::Unwatched));
        for image in [&waiting, &off] {
            assert_eq!(image.rgba()[..32 * 4 * 14], plain.rgba()[..32 * 4 * 14], "the upper part stays");
            assert_ne!(image.rgba(), plain.rgba());
        }
        let whites = |image: &Image<'_>| image.rgba().chunks_exact(4).filter(|pixel| pixel[..3] == [255; 3]).count();
        assert!(whites(&off) > whites(&waiting), "the bar is seen without its colour");
    }

    #[test]
    fn a_home_that_is_not_open_is_not_well() {
        assert_eq!(Standing::of(None), Standing::Unwatched);
    }
}
