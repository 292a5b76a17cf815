//! What is said of a command line that cannot be followed, and the frame of the help, in the reader's language.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use super::words::Lang;

/// What the command line asks for; else the exit code, and what is to be said has been said.
pub fn read<C: CommandFactory + FromArgMatches>(words: impl IntoIterator<Item = OsString>) -> Result<C, ExitCode> {
    let words: Vec<OsString> = words.into_iter().collect();
    let mut command = framed(C::command());
    let read = command.try_get_matches_from_mut(&words).and_then(|matches| C::from_arg_matches(&matches));
    read.map_err(|error| {
        if !error.use_stderr() {
            // A reader that has gone away wants to hear nothing more.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        eprintln!("{}", wrong(&error, language(&words)));
        ExitCode::from(2)
    })
}

/// The commands with the frame of their help in Chinese.
fn framed(command: Command) -> Command {
    let has_commands = command.has_subcommands();
    let template = if has_commands {
        "{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}\n"
    } else {
        "{about-with-newline}\n用法：{usage}\n\n{all-args}\n"
    };
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示说明");
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
    let command = command.help_template(template).disable_help_flag(true).arg(help);
    let command = if command.get_version().is_some() { command.arg(version) } else { command };
    let command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        arg.help_heading(heading)
    });
    command.mut_subcommands(framed)
}

/// The language asked for by a command line that could not be read as a whole.
fn language(words: &[String]) -> Lang {
    let is_english =
        words.iter().any(|word| word == "--lang=en") || words.windows(2).any(|two| two == ["--lang", "en"]);
    if is_english { Lang::En } else { Lang::Zh }
}

/// One sentence for what is wrong, the usage, and where to read more.
fn wrong(error: &clap::Error, lang: Lang) -> String {
    let (zh, en) = sentence(error);
    let mut lines = vec![format!("songda: {}", lang.pick(zh, en))];
    let known = named(error, ContextKind::ValidValue);
    if !known.is_empty() {
        lines.push(lang.pick(format!("可用：{}", known.join("、")), format!("Known: {}", known.join(", "))));
    }
    let alike = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let alike: Vec<String> = alike.into_iter().flat_map(|kind| named(error, kind)).collect();
    if !alike.is_empty() {
        let alike = alike.join(" ");
        lines.push(lang.pick(format!("是否想写：{alike}"), format!("Did you mean: {alike}")));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = plain(usage).trim_start_matches("Usage:").trim().to_owned();
        lines.push(lang.pick(format!("用法：{usage}"), format!("Usage: {usage}")));
    }
    lines.push(lang.pick("用 --help 查看说明。".to_owned(), "See --help.".to_owned()));
    lines.join("\n")
}

fn sentence(error: &clap::Error) -> (String, String) {
    let arg = named(error, ContextKind::InvalidArg).join(" ");
    let value = named(error, ContextKind::InvalidValue).join(" ");
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = named(error, ContextKind::InvalidSubcommand).join(" ");
            (format!("没有“{name}”这个命令。"), format!("There is no command “{name}”."))
        }
        ErrorKind::UnknownArgument => (format!("不认识的参数 {arg}。"), format!("The argument {arg} is not known.")),
        ErrorKind::InvalidValue if value.is_empty() => {
            (format!("参数 {arg} 后面缺少内容。"), format!("The argument {arg} lacks its value."))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!("（{why}）")).unwrap_or_default();
            (format!("参数 {arg} 不能写“{value}”{why}。"), format!("“{value}” cannot be used for {arg} {why}."))
        }
        ErrorKind::MissingRequiredArgument => (format!("缺少参数 {arg}。"), format!("{arg} is missing.")),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("缺少命令。".to_owned(), "A command is missing.".to_owned())
        }
        ErrorKind::ArgumentConflict => {
            let other = named(error, ContextKind::PriorArg).join(" ");
            (format!("参数 {arg} 不能与 {other} 同时使用。"), format!("{arg} cannot be used together with {other}."))
        }
        _ => (
            format!("命令行无法照办：参数 {arg} 的写法不对。"),
            format!("The command line cannot be followed at {arg}."),
        ),
    }
}

fn named(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        Some(ContextValue::StyledStr(one)) => vec![plain(one)],
        Some(ContextValue::StyledStrs(many)) => many.iter().map(plain).collect(),
        _ => Vec::new(),
    }
}

/// Without colours.
fn plain(styled: &StyledStr) -> String {
    styled.to_string()
}
