//! Commands about one mailbox: the connection test, its secrets, signing in, the self-check, and who its provider is.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::connect::check::words as tested;
use crate::connect::check::{Step, check, check_with, diagnosis};
use crate::connect::{find, oauth};
use crate::secrets::{self, Credential};
use crate::settings::book::Book;
use crate::settings::{MailboxSettings, Settings};
use crate::view::{MailboxState, Problem};
use crate::{Mailroom, clock, sharing, watchdog};
use clap::Subcommand;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Answer, Ended, Failure, Manners, watching, words};

/// What can be done with a mailbox.
#[derive(Subcommand)]
pub enum MailboxCommand {
    /// 测试连接：域名、端口、加密、登录、文件夹、读取、发信七步
    Test {
        /// 邮箱编号
        #[arg(required_unless_present = "form", conflicts_with = "form")]
        id: Option<String>,
        /// 测试一个尚未保存的邮箱：文件内容与 songda.toml 中的 [[mailbox]] 一段相同；“-”为标准输入
        #[arg(long, value_name = "FILE.toml")]
        form: Option<PathBuf>,
        /// 另外打印可以复制给他人的诊断信息，不含密码和完整地址
        #[arg(long)]
        diagnostics: bool,
    },
    /// 把邮箱密码（授权码）存入系统钥匙串；从标准输入读取一行
    Password {
        /// 邮箱编号
        id: String,
        /// 从钥匙串删除该邮箱的密码和登录
        #[arg(long)]
        forget: bool,
    },
    /// 用浏览器登录（OAuth），登录凭据存入系统钥匙串
    SignIn {
        /// 邮箱编号
        id: String,
        /// 不打开浏览器，只打印登录地址
        #[arg(long)]
        no_browser: bool,
        /// 服务商另给了应用密钥：从标准输入读取一行并存入系统钥匙串
        #[arg(long)]
        client_secret: bool,
    },
    /// 自检：重新取回一封已知邮件，与已保存的原件比对
    SelfCheck {
        /// 邮箱编号
        id: String,
    },
    /// 说明有几台电脑用送达台处理该邮箱：不止一台为 on，登记不成的回执不发出；只有本机为 off，不新建登记文件夹
    Shared {
        /// 邮箱编号
        id: String,
        /// on 或 off
        #[arg(value_parser = ["on", "off"])]
        state: String,
    },
    /// 查找一个地址的服务商：服务器、授权码的获取步骤；先看域名，再查 MX 记录
    Find {
        /// 邮箱地址
        address: String,
    },
}

/// Runs one of them.
pub async fn run(manners: &Manners, command: MailboxCommand) -> Result<Ended, Failure> {
    match command {
        MailboxCommand::Test { id, form, diagnostics } => match (id, form) {
            (_, Some(form)) => test_form(manners, &form, diagnostics).await,
            (Some(id), None) => {
                let mailbox = mailbox(manners, &id)?;
                manners.progress(&words::testing(&id, manners.lang));
                let steps = check(&mailbox, clock::now()).await;
                Ok(tested_as(manners, &mailbox, &steps, diagnostics))
            }
            (None, None) => Err(Failure::Usage("mailbox test ID | --form FILE.toml".to_owned())),
        },
        MailboxCommand::Password { id, forget } => password(manners, &id, forget).await,
        MailboxCommand::SignIn { id, no_browser, client_secret } => {
            sign_in(manners, &id, no_browser, client_secret).await
        }
        MailboxCommand::SelfCheck { id } => self_check(manners, &id).await,
        MailboxCommand::Shared { id, state } => share(manners, &id, state == "on"),
        MailboxCommand::Find { address } => find_provider(manners, &address).await,
    }
}

fn mailbox(manners: &Manners, id: &str) -> Result<MailboxSettings, Failure> {
    let home = manners.made_home()?;
    let settings = Settings::load(home.root()).map_err(|error| Problem::from(&error))?;
    let found = settings.mailbox(id).cloned();
    found.ok_or_else(|| Failure::Says(words::no_such_mailbox(id, manners.lang)))
}

/// Says whether several computers work with a mailbox, or this one alone.
fn share(manners: &Manners, id: &str, shared: bool) -> Result<Ended, Failure> {
    mailbox(manners, id)?;
    let book = Book::read(manners.made_home()?.root().to_path_buf())?;
    sharing::share(book, id, shared)?;
    let text = watching::shared(id, shared, manners.lang);
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "mailbox": id, "shared": shared}), text }))
}

/// A mailbox that is saved nowhere: the same keys as in songda.toml, and a password that is typed, or comes the ways
/// a saved one's does.
async fn test_form(manners: &Manners, file: &Path, diagnostics: bool) -> Result<Ended, Failure> {
    let unreadable = |error: std::io::Error| Failure::Says(words::unreadable(file, &error, manners.lang));
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text).map_err(unreadable)?;
    } else {
        text = std::fs::read_to_string(file).map_err(unreadable)?;
    }
    if !text.contains("[[mailbox]]") {
        text.insert_str(0, "[[mailbox]]\n");
    }
    let home = manners.place()?;
    let folder = file.parent().filter(|folder| file.is_absolute() && !folder.as_os_str().is_empty());
    let settings =
        Settings::parse(&text, file, folder.unwrap_or(home.root())).map_err(|error| Problem::from(&error))?;
    let Some(mailbox) = settings.mailboxes.into_iter().next() else {
        return Err(Failure::Usage(watching::no_mailbox_in(file, manners.lang)));
    };
    let typed = if std::io::stdin().is_terminal() && secrets::must_be_asked(&mailbox).await {
        Some(Credential::Password(ask(manners, &words::ask_password(&mailbox.address, manners.lang))?))
    } else {
        None
    };
    manners.progress(&words::testing(&mailbox.id, manners.lang));
    let steps = check_with(&mailbox, typed, clock::now()).await;
    Ok(tested_as(manners, &mailbox, &steps, diagnostics))
}

fn tested_as(manners: &Manners, mailbox: &MailboxSettings, steps: &[Step], diagnostics: bool) -> Ended {
    let is_sending = |step: &&Step| step.step == "smtp";
    let sends = steps.iter().filter(is_sending).all(|step| step.ok);
    let receives = steps.iter().filter(|step| !is_sending(step)).all(|step| step.ok);
    let (mut rows, mut lines) = (Vec::<Value>::new(), Vec::new());
    for step in steps {
        let (says, next) = tested::step(step, mailbox);
        let (name, says, next) = (pick(manners, tested::name(step.step)), pick(manners, says), pick(manners, next));
        let mark = if step.ok { "✓" } else { "✗" };
        lines.push(format!("{mark} {name}  {says}"));
        if !next.is_empty() {
            lines.push(format!("  → {next}"));
        }
        rows.push(json!({"step": step.step, "ok": step.ok, "code": step.code, "says": says, "next": next}));
    }
    let copied = diagnosis(mailbox, steps, clock::now());
    if diagnostics {
        lines.push(format!("\n{copied}"));
    }
    let ok = sends && receives;
    let json = json!({
        "contract": 1, "ok": ok, "receives": receives, "sends": sends, "steps": rows, "diagnostics": copied,
    });
    let answer = Answer { json, text: lines.join("\n") };
    if ok { Ended::Done(answer) } else { Ended::Failed(answer) }
}

fn pick(manners: &Manners, (zh, en): (String, String)) -> String {
    manners.lang.pick(zh, en)
}

async fn password(manners: &Manners, id: &str, forget: bool) -> Result<Ended, Failure> {
    let mailbox = mailbox(manners, id)?;
    let refused = |error: secrets::SecretError| Problem::from(&error.into_connect(id));
    let (state, text) = if forget {
        secrets::forget(&mailbox).await.map_err(refused)?;
        ("forgotten", words::forgotten(id, manners.lang))
    } else {
        let secret = ask(manners, &words::ask_password(&mailbox.address, manners.lang))?;
        secrets::store(&mailbox, secret).await.map_err(refused)?;
        ("stored", words::stored(id, manners.lang))
    };
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "mailbox": id, "password": state}), text }))
}

async fn sign_in(manners: &Manners, id: &str, no_browser: bool, client_secret: bool) -> Result<Ended, Failure> {
    let mailbox = mailbox(manners, id)?;
    if mailbox.oauth.is_none() {
        return Err(Failure::Says(watching::no_oauth(id, manners.lang)));
    }
    let refused = |error: secrets::SecretError| Problem::from(&error.into_connect(id));
    if client_secret {
        let secret = ask(manners, &watching::ask_client_secret(manners.lang))?;
        secrets::store_client_secret(&mailbox, secret).await.map_err(refused)?;
    }
    let sign_in = oauth::begin(&mailbox).await.map_err(|error| Problem::from(&error))?;
    // Said whatever else is quiet: without it nobody can go on.
    eprintln!("{}", watching::sign_in_at(sign_in.url(), manners.lang));
    if !no_browser && !open_in_browser(sign_in.url()) {
        manners.progress(&watching::no_browser(manners.lang));
    }
    let stored = sign_in.finish().await.map_err(|error| Problem::from(&error))?;
    let json = json!({"contract": 1, "mailbox": id, "signed_in": true, "stored": stored});
    let answer = Answer { json, text: watching::signed_in(id, stored, manners.lang) };
    Ok(if stored { Ended::Done(answer) } else { Ended::NeedsPerson(answer) })
}

/// Opens an address in the system's browser; `false` when there is none.
fn open_in_browser(url: &str) -> bool {
    let (program, words): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = std::process::Command::new(program);
    command.args(words).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}

async fn self_check(manners: &Manners, id: &str) -> Result<Ended, Failure> {
    let mailroom = Mailroom::look(manners.made_home()?).await?;
    let room = mailroom.room();
    let mailbox = room.mailbox(id).cloned();
    let mailbox = mailbox.ok_or_else(|| Failure::Says(words::no_such_mailbox(id, manners.lang)))?;
    let check = watchdog::self_check(room, &mailbox).await;
    let states = mailroom.mailboxes().await?;
    let row =
        states.iter().find(|state| state.id == id).and_then(|state: &MailboxState| state.watch.self_check.clone());
    let text = row.as_ref().map_or_else(String::new, |row| watching::self_check(row, manners.lang));
    let answer = Answer { json: json!({"contract": 1, "mailbox": id, "ok": check.is_well(), "check": row}), text };
    Ok(match (check.is_well(), check.has_failed()) {
        (true, _) => Ended::Done(answer),
        (_, true) => Ended::Failed(answer),
        _ => Ended::NeedsPerson(answer),
    })
}

async fn find_provider(manners: &Manners, address: &str) -> Result<Ended, Failure> {
    let found = find::provider(address).await;
    let text = watching::found(address, &found, manners.lang);
    let answer = Answer { json: json!({"contract": 1, "found": found}), text };
    Ok(if found.provider.is_some() { Ended::Done(answer) } else { Ended::NeedsPerson(answer) })
}

/// One line, not shown while it is typed.
fn ask(manners: &Manners, prompt: &str) -> Result<SecretString, Failure> {
    let stdin = std::io::stdin();
    let read = if stdin.is_terminal() {
        rpassword::prompt_password(prompt)
    } else {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).map(|_| line)
    };
    let line = read.map_err(|error| Failure::Says(words::no_input(&error, manners.lang)))?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Err(Failure::Usage(words::empty_password(manners.lang))),
        secret => Ok(secret.to_owned().into()),
    }
}

/// Where there is no keychain and nothing else, a person at a terminal is asked once at each start; what is typed
/// stays in memory.
///
/// # Errors
/// When nothing can be read.
pub async fn ask_for_missing(manners: &Manners, settings: &Settings) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(());
    }
    for mailbox in settings.mailboxes.iter().filter(|mailbox| mailbox.has_servers()) {
        if secrets::must_be_asked(mailbox).await {
            let secret = ask(manners, &words::ask_password(&mailbox.address, manners.lang))?;
            secrets::keep_typed(mailbox, secret);
        }
    }
    Ok(())
}
