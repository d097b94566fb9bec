//! The icon: one shape a state, so that it is told without colour too.

use console_domain::ServerState;
use tauri::image::Image;

/// What the icon says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worst {
    /// Nothing runs.
    Idle,
    /// Everything that runs is up.
    Up,
    /// Something is starting, waiting or degraded.
    Waiting,
    /// Something failed.
    Failed,
}

impl Worst {
    /// The worst of `states`.
    pub(crate) fn of(states: impl Iterator<Item = ServerState>) -> Self {
        states
            .map(|state| match state {
                ServerState::Stopped => Self::Idle,
                ServerState::Up => Self::Up,
                ServerState::Starting
                | ServerState::Stopping
                | ServerState::Degraded
                | ServerState::Backoff => Self::Waiting,
                ServerState::Failed => Self::Failed,
            })
            .max()
            .unwrap_or(Self::Idle)
    }

    /// Its picture.
    pub(crate) fn image(self) -> tauri::Result<Image<'static>> {
        Image::from_bytes(match self {
            Self::Idle => include_bytes!("../../icons/tray-idle.png"),
            Self::Up => include_bytes!("../../icons/tray-up.png"),
            Self::Waiting => include_bytes!("../../icons/tray-waiting.png"),
            Self::Failed => include_bytes!("../../icons/tray-failed.png"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_state_wins_and_every_picture_is_one() {
        use ServerState::{Backoff, Failed, Stopped, Up};
        for (states, worst) in [
            (vec![], Worst::Idle),
            (vec![Stopped], Worst::Idle),
            (vec![Stopped, Up], Worst::Up),
            (vec![Up, Backoff], Worst::Waiting),
            (vec![Up, Failed, Backoff], Worst::Failed),
        ] {
            assert_eq!(Worst::of(states.iter().copied()), worst, "{states:?}");
            let image = worst.image().expect("the embedded picture is a PNG");
            assert_eq!((image.width(), image.height()), (64, 64));
        }
    }
}
