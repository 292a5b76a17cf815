//! Commands, their arguments and their exit codes.

mod agreement;
mod conclude;
mod correct;
mod export;
mod facts;
mod folders;
mod handling;
mod listed;
mod look;
mod mailbox;
mod order;
mod pickup;
mod reading;
mod receipt;
mod receipt_words;
mod show;
mod teach;
mod time;
mod usage;
mod watch;
mod watching;
mod words;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::Value;
use words::Lang;

use crate::connect::tls;
use crate::home::Home;
use crate::view::Problem;
use crate::{log, secrets};

/// 送达台：自动收取法院送达邮件，按案归档，计算期限，一键回执。
#[derive(Parser)]
#[command(name = "songda", version, disable_version_flag = true, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    manners: Manners,
}

/// Options every command takes.
#[derive(Args, Clone)]
pub struct Manners {
    /// 数据目录（默认：系统的应用数据目录；环境变量 SONGDA_HOME 优先）
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,
    /// 在标准输出上只打印一个 JSON
    #[arg(long, global = true)]
    json: bool,
    /// 输出文字的语言
    #[arg(long, global = true, value_enum, default_value = "zh")]
    lang: Lang,
    /// 不打印进度
    #[arg(long, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// 读取并识别一封邮件，不接触数据目录和网络
    Read {
        /// 邮件文件
        file: PathBuf,
        /// 邮件本身不含的事实（到达时间、送达地址性质、本单位名称等）
        #[arg(long, value_name = "GIVEN.toml")]
        given: Option<PathBuf>,
        /// 压缩包的密码；可写多次，邮件里写明的不必再写
        #[arg(long, value_name = "PASSWORD")]
        password: Vec<String>,
    },
    /// 计算一个期限
    Reckon {
        /// 规则编号，例如 CIV-ANSWER
        #[arg(long, required_unless_present = "list", requires = "from")]
        rule: Option<String>,
        /// 起算日（送达日），YYYY-MM-DD
        #[arg(long)]
        from: Option<NaiveDate>,
        /// 文书写明的天数（法院指定的期间）
        #[arg(long, requires = "rule")]
        days: Option<u32>,
        /// 列出全部规则
        #[arg(long, conflicts_with_all = ["rule", "from"])]
        list: bool,
    },
    /// 建立数据目录，写入带说明的 songda.toml
    Init,
    /// 一个邮箱的事务
    Mailbox {
        #[command(subcommand)]
        command: mailbox::MailboxCommand,
    },
    /// 收进 .eml 文件、文件夹或 mbox
    Import {
        /// 文件或文件夹
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// 完整检查一遍邮箱，然后退出
    Sync {
        /// 只检查这个邮箱
        #[arg(long)]
        mailbox: Option<String>,
    },
    /// 持续收信、归档、发送到期的回执，直到被停止
    Watch,
    /// 列出数据目录里的内容
    List {
        /// 列出什么
        what: What,
    },
    /// 一封邮件的到达记录：服务器、证书、UID、到达时间、Received 链等，作为到达的证据
    Show {
        /// 送达编号，或邮件的 SHA-256
        which: String,
    },
    /// 为送达签收：回执排队，由 watch 或 send 发出；可一次写多个送达编号，逐件列出结果
    Acknowledge(receipt::AcknowledgeArgs),
    /// 一封回执的事务：立即发出、撤回、复核放行、生成回执单、查看凭证
    Receipt {
        #[command(subcommand)]
        command: receipt::ReceiptCommand,
    },
    /// 送达地址确认书、承诺协议登记簿
    Agreement {
        #[command(subcommand)]
        command: agreement::AgreementCommand,
    },
    /// 记录人对一处存疑的答复
    Settle {
        /// 存疑编号
        doubt: String,
        /// 答复
        #[arg(required = true)]
        answer: Vec<String>,
        /// 答复人
        #[arg(long)]
        by: Option<String>,
    },
    /// 更正一次送达中识别有误的信息；原先的识别结果仍留在台账里
    Correct {
        /// 送达编号
        service: String,
        /// 更正什么：court、case-number、cause、addressee、role、document-kind、document-title、document-case、hearing
        #[arg(long)]
        fact: String,
        /// 正确的值
        #[arg(long)]
        value: String,
        /// 文书在邮件中的位置（例如 1.2）；更正开庭时间时为原先读到的时间
        #[arg(long)]
        of: Option<String>,
        /// 更正人
        #[arg(long)]
        by: Option<String>,
    },
    /// 确认一封邮件确是该法院所发：把发件地址、主题形式、链接域名记入法院档案；可先预览，可撤销
    Teach(teach::TeachArgs),
    /// 输入密码，打开邮件里加密的压缩包或文书
    Unlock(teach::UnlockArgs),
    /// 经办：转交、稍后提醒、标为非送达、恢复
    Service(handling::ServiceArgs),
    /// 用当前的程序和数据重新读取已保存的邮件，列出会有哪些变化；不做任何改动
    Replay {
        /// 送达编号；不写则为全部邮件
        services: Vec<String>,
    },
    /// 取件：链接后面的文书
    Pickup {
        #[command(subcommand)]
        command: pickup::PickupCommand,
    },
    /// 案件文件夹：预览归档规则、核对、恢复、移动
    Folders {
        #[command(subcommand)]
        command: folders::FoldersCommand,
    },
    /// 案件：关联同一纠纷、取消关联、命名、结案
    Case {
        #[command(subcommand)]
        command: folders::CaseCommand,
    },
    /// 收进一条短信或平台消息（12368 等）：从文件或标准输入读取
    Paste {
        /// 文件；不写则读标准输入
        file: Option<PathBuf>,
    },
    /// 期限：确认、完成、延长、起算日、手工添加、变动
    Deadline {
        #[command(subcommand)]
        command: time::DeadlineCommand,
    },
    /// 放假安排：载入、列出
    Calendar {
        #[command(subcommand)]
        command: time::CalendarCommand,
    },
    /// 提醒：测试、机器人网址、本机日历订阅
    Remind {
        #[command(subcommand)]
        command: time::RemindCommand,
    },
    /// 在案号、法院、当事人、文书正文和邮件里查找；几个词都要出现
    Search {
        /// 查找的字词
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// 导出文件
    Export {
        #[command(subcommand)]
        command: export::ExportCommand,
    },
    /// 发出排队的回执，然后退出
    Send,
    /// 校验原件库和台账
    Verify(look::VerifyArgs),
    /// 丢弃全部派生数据，从原件库和台账重新得出
    Rebuild,
    /// 样例数据目录：样例送达邮件、归档、期限、回执，不向外发送任何东西
    Demo {
        /// 不打开窗口
        #[arg(long)]
        headless: bool,
        /// 样例数据目录放在哪里
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// What can be listed.
#[derive(Clone, Copy, ValueEnum)]
enum What {
    Services,
    Documents,
    Cases,
    Deadlines,
    Receipts,
    Doubts,
    Mails,
    Pickups,
    Mailboxes,
}

/// How a command ended.
pub enum Ended {
    /// Done.
    Done(Answer),
    /// A list was made.
    Listed(listed::Listed),
    /// Done, but something needs a person.
    NeedsPerson(Answer),
    /// Failed, with an answer to print all the same.
    Failed(Answer),
    /// Another start of the program did the work and printed what there is to print; its exit code.
    Elsewhere(u8),
}

/// What is printed: JSON for programs, text for people.
pub struct Answer {
    /// For `--json`.
    pub json: Value,
    /// For people.
    pub text: String,
}

/// Why a command failed.
pub enum Failure {
    /// A problem with its code.
    Problem(Problem),
    /// A sentence that is complete as it stands.
    Says(String),
    /// Wrong usage.
    Usage(String),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// The whole headless program: arguments in, answer out. Alone in its process: it sets panic hook, TLS and core files.
pub fn main() -> ExitCode {
    log::hush_panics();
    tls::install_provider();
    secrets::leave_no_core_files();
    run()
}

/// Runs one command.
fn run() -> ExitCode {
    let cli = match usage::read::<Cli>(std::env::args_os()) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let manners = cli.manners.clone();
    let Ok(runtime) = crate::runtime().inspect_err(|error| eprintln!("songda: {error}")) else {
        return ExitCode::from(1);
    };
    let ended = runtime.block_on(command(cli));
    // Watching a folder or a name look-up may still sit in a thread; the answer does not wait for it.
    runtime.shutdown_background();
    conclude::conclude(&manners, ended)
}

async fn command(cli: Cli) -> Result<Ended, Failure> {
    let manners = &cli.manners;
    match cli.command {
        Command::Read { file, given, password } => reading::read(&file, given.as_deref(), &password, manners.lang),
        Command::Reckon { list: true, .. } => reading::rules(),
        Command::Reckon { rule, from, days, .. } => match (rule, from) {
            (Some(rule), Some(from)) => reading::reckon(&rule, from, days, manners).await,
            _ => Err(Failure::Usage("reckon --rule ID --from DATE".to_owned())),
        },
        Command::Init => order::init(&manners.place()?, manners.lang),
        Command::Mailbox { command } => mailbox::run(manners, command).await,
        Command::Import { paths } => order::import(manners, &paths).await,
        Command::Sync { mailbox } => order::sync(manners, mailbox.as_deref()).await,
        Command::Watch => watch::watch(manners).await,
        Command::List { what } => look::list(manners, what).await,
        Command::Show { which } => show::show(manners, &which).await,
        Command::Acknowledge(args) => receipt::acknowledge(manners, &args).await,
        Command::Receipt { command } => receipt::run(manners, &command).await,
        Command::Agreement { command } => agreement::run(manners, command).await,
        Command::Settle { doubt, answer, by } => order::settle(manners, &doubt, &answer.join(" "), by.as_deref()).await,
        Command::Correct { service, fact, value, of, by } => {
            correct::correct(manners, &service, &fact, of.as_deref(), &value, by.as_deref()).await
        }
        Command::Teach(args) => teach::teach(manners, &args).await,
        Command::Unlock(args) => teach::unlock(manners, &args).await,
        Command::Service(args) => handling::run(manners, args).await,
        Command::Replay { services } => look::replay(manners, &services).await,
        Command::Pickup { command } => pickup::pickup(manners, command).await,
        Command::Folders { command } => folders::folders(manners, command).await,
        Command::Case { command } => folders::case(manners, command).await,
        Command::Paste { file } => pickup::pasted(manners, file.as_ref()).await,
        Command::Deadline { command } => time::deadline(manners, command).await,
        Command::Calendar { command } => time::calendar(manners, command).await,
        Command::Remind { command } => time::remind(manners, command).await,
        Command::Search { words } => export::find(manners, &words).await,
        Command::Export { command } => export::run(manners, command).await,
        Command::Send => order::send(manners).await,
        Command::Verify(args) => look::verify(manners, &args).await,
        Command::Rebuild => look::rebuild(manners).await,
        Command::Demo { headless, out } => order::demo(manners, out, headless).await,
    }
}

impl Manners {
    /// The home these options name.
    fn place(&self) -> Result<Home, Failure> {
        match &self.home {
            Some(root) => Ok(Home::at(root)),
            None => Home::default_home().map_err(|error| Failure::Says(error.to_string())),
        }
    }

    /// The home these options name, which must have been made.
    fn made_home(&self) -> Result<Home, Failure> {
        let home = self.place()?;
        if home.is_made() {
            order::say_remarks(&home, self);
            return Ok(home);
        }
        Err(Failure::Says(words::not_made(home.root(), self.lang)))
    }

    /// One line of progress on standard error.
    fn progress(&self, line: &str) {
        if !self.quiet && (!self.json || std::io::stderr().is_terminal()) {
            eprintln!("{line}");
        }
    }
}
