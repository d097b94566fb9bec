//! Where a window can be put so that a person sees it.

use console_app::WindowPlace;

/// A rectangle in physical pixels of the whole desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// How much of a window must be on a screen: enough to see and to take hold of.
const SEEN: (i64, i64) = (160, 120);

/// `place` if it can be seen on one of the screens, no larger than that one; otherwise the system
/// chooses. A screen may have gone since.
pub(super) fn visible(place: WindowPlace, screens: &[Area]) -> Option<WindowPlace> {
    let screen = screens.iter().max_by_key(|screen| {
        let (width, height) = overlap(place, **screen);
        width * height
    })?;
    let (width, height) = overlap(place, *screen);
    // The upper edge has what a window is moved by.
    let has_top = i64::from(place.y) >= i64::from(screen.y);
    if width < SEEN.0 || height < SEEN.1 || !has_top {
        return None;
    }
    Some(WindowPlace {
        width: place.width.min(screen.width),
        height: place.height.min(screen.height),
        ..place
    })
}

/// Width and height of what both have in common; zero where they do not meet.
fn overlap(place: WindowPlace, screen: Area) -> (i64, i64) {
    let common = |a: i32, a_size: u32, b: i32, b_size: u32| {
        let (a, b) = (i64::from(a), i64::from(b));
        let end = (a + i64::from(a_size)).min(b + i64::from(b_size));
        (end - a.max(b)).max(0)
    };
    (
        common(place.x, place.width, screen.x, screen.width),
        common(place.y, place.height, screen.y, screen.height),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAPTOP: Area = Area { x: 0, y: 0, width: 1920, height: 1080 };
    const RIGHT: Area = Area { x: 1920, y: 0, width: 2560, height: 1440 };

    fn at(x: i32, y: i32, width: u32, height: u32) -> WindowPlace {
        WindowPlace { x, y, width, height, maximised: false }
    }

    #[test]
    fn a_window_returns_only_to_where_it_can_be_seen() {
        let both = [LAPTOP, RIGHT];
        let window = at(2000, 100, 1280, 800);
        assert_eq!(visible(window, &both), Some(window));
        assert_eq!(visible(window, &[LAPTOP]), None, "its screen has gone");
        assert_eq!(visible(window, &[]), None);
        let half_out = at(-1000, 50, 1280, 800);
        assert_eq!(visible(half_out, &both), Some(half_out), "enough is seen");
        assert_eq!(visible(at(-1200, 50, 1280, 800), &both), None, "a strip is not enough");
        assert_eq!(visible(at(100, -300, 1280, 800), &both), None, "it could not be moved");
        assert_eq!(visible(at(100, 1000, 1280, 800), &both), None, "only its top would be seen");
    }

    #[test]
    fn a_window_is_no_larger_than_its_screen() {
        let huge = at(10, 10, 4000, 3000);
        assert_eq!(visible(huge, &[LAPTOP]), Some(at(10, 10, 1920, 1080)));
        let extreme = WindowPlace { maximised: true, ..at(i32::MAX, i32::MIN, u32::MAX, 0) };
        assert_eq!(visible(extreme, &[LAPTOP, RIGHT]), None, "nonsense is no place");
    }
}
