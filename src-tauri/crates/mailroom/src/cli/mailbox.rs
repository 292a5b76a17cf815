//! Commands about one mailbox: the connection test, and its password in the system keychain.

use std::io::{BufRead as _, IsTerminal as _};

use clap::Subcommand;
use secrecy::SecretString;
use serde_json::json;
use songda_mailroom::connect::check::check;
use songda_mailroom::settings::{MailboxSettings, Settings};
use songda_mailroom::view::Problem;
use songda_mailroom::{clock, secrets};

use super::{Answer, Ended, Failure, Manners, checked, words};

/// What can be done with a mailbox.
#[derive(Subcommand)]
pub enum MailboxCommand {
    /// 测试连接：域名、端口、加密、登录、文件夹、读取、发信七步
    Test {
        /// 邮箱编号
        id: String,
    },
    /// 把邮箱密码（授权码）存入系统钥匙串；从标准输入读取一行
    Password {
        /// 邮箱编号
        id: String,
        /// 从钥匙串删除
        #[arg(long)]
        forget: bool,
    },
}

/// Runs one of them.
pub async fn run(manners: &Manners, command: MailboxCommand) -> Result<Ended, Failure> {
    match command {
        MailboxCommand::Test { id } => test(manners, &id).await,
        MailboxCommand::Password { id, forget } => password(manners, &id, forget).await,
    }
}

fn mailbox(manners: &Manners, id: &str) -> Result<MailboxSettings, Failure> {
    let home = manners.made_home()?;
    let settings = Settings::load(home.root()).map_err(|error| Problem::from(&error))?;
    let found = settings.mailbox(id).cloned();
    found.ok_or_else(|| Failure::Says(words::no_such_mailbox(id, manners.lang)))
}

async fn test(manners: &Manners, id: &str) -> Result<Ended, Failure> {
    let mailbox = mailbox(manners, id)?;
    manners.progress(&words::testing(id, manners.lang));
    let steps = check(&mailbox, clock::now()).await;
    let ok = steps.iter().all(|step| step.ok);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for step in &steps {
        let (says, next) = checked::step(step, &mailbox, manners.lang);
        let mark = if step.ok { "✓" } else { "✗" };
        lines.push(format!("{mark} {}  {says}", checked::name(step.step, manners.lang)));
        if !next.is_empty() {
            lines.push(format!("  → {next}"));
        }
        rows.push(json!({"step": step.step, "ok": step.ok, "code": step.code, "says": says, "next": next}));
    }
    let answer = Answer { json: json!({"contract": 1, "ok": ok, "steps": rows}), text: lines.join("\n") };
    Ok(if ok { Ended::Done(answer) } else { Ended::Failed(answer) })
}

async fn password(manners: &Manners, id: &str, forget: bool) -> Result<Ended, Failure> {
    let mailbox = mailbox(manners, id)?;
    let refused = |error: secrets::SecretError| Problem::from(&error.into_connect(id));
    let (state, text) = if forget {
        secrets::forget(&mailbox).await.map_err(refused)?;
        ("forgotten", words::forgotten(id, manners.lang))
    } else {
        let secret = ask(manners, &mailbox)?;
        secrets::store(&mailbox, secret).await.map_err(refused)?;
        ("stored", words::stored(id, manners.lang))
    };
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "mailbox": id, "password": state}), text }))
}

/// One line, not shown while it is typed.
fn ask(manners: &Manners, mailbox: &MailboxSettings) -> Result<SecretString, Failure> {
    let stdin = std::io::stdin();
    let read = if stdin.is_terminal() {
        rpassword::prompt_password(words::ask_password(&mailbox.address, manners.lang))
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
