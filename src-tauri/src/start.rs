//! What the program was asked for when it was started.

use std::ffi::OsString;
use std::path::PathBuf;

use songda_mailroom::desk::Place;

/// What the command line asks for. What it does not know is passed over: a shortcut or the system may add arguments,
/// and a window that does not open helps nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which home is shown.
    pub place: Place,
    /// Starts in the tray, where there is one.
    pub is_hidden: bool,
}

impl Asked {
    /// Reads `--demo [--out DIR]`, `--home DIR` and `--hidden`.
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Self {
        let (mut is_demo, mut is_hidden, mut out, mut home) = (false, false, None, None);
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let text = arg.to_str().unwrap_or_default();
            let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
            let mut folder = || value.map(PathBuf::from).or_else(|| args.next().map(PathBuf::from));
            match name {
                "--demo" => is_demo = true,
                "--hidden" => is_hidden = true,
                "--out" => out = folder(),
                "--home" => home = folder(),
                _ => {}
            }
        }
        let sample = || std::env::temp_dir().join("songda-demo");
        let place = if is_demo { Place::Sample(out.or(home).unwrap_or_else(sample)) } else { Place::Own(home) };
        Self { place, is_hidden }
    }

    /// Whether sample data is shown: it runs beside the office's own window.
    pub fn is_demo(&self) -> bool {
        matches!(self.place, Place::Sample(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(args: &[&str]) -> Asked {
        Asked::from_args(args.iter().map(OsString::from))
    }

    #[test]
    fn the_home_is_the_offices_own_unless_asked_otherwise() {
        assert_eq!(asked(&[]), Asked { place: Place::Own(None), is_hidden: false });
        assert_eq!(
            asked(&["--home", "/x", "--hidden"]),
            Asked { place: Place::Own(Some("/x".into())), is_hidden: true }
        );
    }

    #[test]
    fn the_sample_is_never_the_offices_own_home() {
        assert_eq!(asked(&["--demo", "--out", "/x"]).place, Place::Sample("/x".into()));
        assert_eq!(asked(&["--demo"]).place, Place::Sample(std::env::temp_dir().join("songda-demo")));
        assert_eq!(asked(&["--demo", "--out=/x=y"]).place, Place::Sample("/x=y".into()));
        assert!(asked(&["--demo"]).is_demo());
    }

    #[test]
    fn strange_arguments_keep_nothing_from_opening() {
        assert_eq!(asked(&["-psn_0_1", "--home"]), Asked { place: Place::Own(None), is_hidden: false });
    }
}
