//! Sentences of the connection test, and what to do next.

use songda_core::reference::{Provider, Providers};

use super::Step;
use crate::settings::MailboxSettings;

/// A sentence in Chinese and in English.
pub type Both = (String, String);

/// What a step found, and what to do; the latter is empty when nothing is to be done.
pub fn step(step: &Step, mailbox: &MailboxSettings) -> (Both, Both) {
    let fact = |at: usize| step.facts.get(at).map_or("", String::as_str);
    let facts = [fact(0), fact(1), fact(2), fact(3)];
    let (says, next) = if step.ok { well(step, facts) } else { bad(step, facts) };
    let asks_secret = ["login-refused", "login-many-causes", "app-password-needed", "oauth-needed", "no-password"];
    if step.ok || !asks_secret.contains(&step.code) {
        return (says, next);
    }
    let Some(how) = steps_to_secret(mailbox) else { return (says, next) };
    let joined = |next: String, how: String| if next.is_empty() { how } else { format!("{next} {how}") };
    (says, (joined(next.0, how.0), joined(next.1, how.1)))
}

/// Name of a step.
pub fn name(step: &str) -> Both {
    let (zh, en) = match step {
        "dns" => ("找到服务器", "server name"),
        "tcp" => ("连接端口", "port"),
        "tls" => ("加密与证书", "encryption"),
        "login" => ("登录", "login"),
        "folder" => ("打开文件夹", "folders"),
        "read" => ("读取邮件", "reading"),
        _ => ("发信", "sending"),
    };
    both(zh, en)
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Both {
    (zh.into(), en.into())
}

fn nothing() -> Both {
    both("", "")
}

fn well(step: &Step, [a, b, ..]: [&str; 4]) -> (Both, Both) {
    let says = match (step.step, step.code) {
        (_, "not-needed") => both("监视文件夹，不需要这一步。", "A watched folder needs no such step."),
        ("dns", _) => both(format!("找到了服务器 {a}。"), format!("{a} was found.")),
        ("tcp", _) => both(format!("{a} 可以连接。"), format!("{a} can be reached.")),
        ("tls", _) => {
            both(format!("{a} 的加密连接和证书正常。"), format!("Encryption and certificate of {a} are well."))
        }
        ("login", _) => both(format!("{a} 登录成功。"), format!("{a} is logged in.")),
        ("folder", "no-idle") => both(
            format!("可以打开：{a}。服务器不支持推送，每 {b} 秒检查一次。"),
            format!("Opened: {a}. The server does not push; it is asked every {b} s."),
        ),
        ("folder", _) => both(format!("可以打开：{a}。"), format!("Opened: {a}.")),
        ("read", "empty") => both("没有邮件；收到第一封后即可读取。", "No mail there yet."),
        ("read", "recent-only") => both(
            format!("可以读取，但只能看到最近的邮件（{a} 封，最早 {b}）。"),
            format!("Mail can be read, but only recent mail is seen ({a}, the oldest of {b})."),
        ),
        ("read", _) if b.is_empty() => both(format!("可以读取邮件，共 {a} 封。"), format!("Mail can be read: {a}.")),
        ("read", _) => {
            both(format!("可以读取邮件，共 {a} 封，最早 {b}。"), format!("Mail can be read: {a}, the oldest of {b}."))
        }
        (_, "outbox-folder") => {
            both(format!("回执写入文件夹 {a}，不经邮件发出。"), format!("Receipts are written to {a}."))
        }
        (_, "receive-only") => {
            both("没有设置 smtp：只收信，不能一键回执。", "No smtp is set: this mailbox only receives.")
        }
        _ => both(format!("{a} 可以登录发信；没有发送任何邮件。"), format!("{a} takes the login; nothing was sent.")),
    };
    let next = match step.code {
        "recent-only" => both(
            "请在邮箱网页把“收取选项”改为“全部”；如果更早确实没有邮件，可以不管。",
            "In web mail let programs see all mail; if there is no older mail, nothing is to be done.",
        ),
        "receive-only" => {
            both("需要一键回执时，在 songda.toml 中填写 smtp。", "Set smtp in songda.toml to send receipts.")
        }
        _ => nothing(),
    };
    (says, next)
}

fn bad(step: &Step, facts: [&str; 4]) -> (Both, Both) {
    let [a, b, ..] = facts;
    match step.code {
        "not-tried" => (both("前面的步骤没有通过，未能检查。", "Not tried: an earlier step failed."), nothing()),
        "server-not-found" => (
            both(
                format!("找不到服务器 {a}。可能地址有误，或公司内网不解析外网域名。"),
                format!("Server name {a} not found. It may be wrong, or the office network does not resolve it."),
            ),
            both(
                "核对 songda.toml 中的服务器地址，或请网络管理员检查域名解析。",
                "Check the host in songda.toml, or ask the network administrator.",
            ),
        ),
        "port-timeout" => (
            both(
                format!("连不上 {a}：没有回应。公司网络可能只放行网页。"),
                format!("{a} does not answer. The network may allow web pages only."),
            ),
            both(format!("请网络管理员放行 {a}。"), format!("Ask the network administrator to allow {a}.")),
        ),
        "port-closed" => (
            both(format!("连不上 {a}：端口没有开放。"), format!("{a} refuses connections: the port is closed.")),
            both(
                "核对端口；服务器可能没有开启此服务，或由防火墙拒绝。",
                "Check the port; the service may be off, or a firewall refuses.",
            ),
        ),
        "port-unreachable" => (
            both(format!("连不上 {a}：{b}。"), format!("{a} cannot be reached: {b}.")),
            both("检查网络连接。", "Check the network."),
        ),
        code if code.starts_with("certificate") || code.starts_with("no-") && step.code != "no-password" => {
            encryption(code, facts)
        }
        _ => refusal(step, facts),
    }
}

fn encryption(code: &str, [a, b, issuer, _]: [&str; 4]) -> (Both, Both) {
    let by = if issuer.is_empty() { both("不明", "unknown") } else { both(issuer, issuer) };
    let own_root = both(
        "请管理员确认签发者；属于单位的根证书时，填入 tls_ca_file。不会跳过证书检查。",
        "Ask the administrator about the issuer; set tls_ca_file for an office root. Checks are never skipped.",
    );
    match code {
        "certificate-replaced" => (
            both(
                format!("{a} 的证书不是受信任的机构签发的（签发者：{}）。可能有上网行为管理设备替换了证书。", by.0),
                format!(
                    "The certificate of {a} is not from a trusted issuer (issuer: {}). A gateway may have replaced it.",
                    by.1
                ),
            ),
            own_root,
        ),
        "certificate-expired" => (
            both(
                format!("{a} 的证书不在有效期内（签发者：{}）。", by.0),
                format!("The certificate of {a} is out of date (issuer: {}).", by.1),
            ),
            both(
                "先核对本机日期和时间；无误时请服务器管理员更新证书。",
                "Check this computer's clock, then ask for a new certificate.",
            ),
        ),
        "certificate-other-name" => (
            both(
                format!("{a} 的证书属于另一台服务器（签发者：{}）。", by.0),
                format!("The certificate of {a} belongs to another server (issuer: {}).", by.1),
            ),
            both("核对服务器地址，使用证书上的名称。", "Check the host; use the name on the certificate."),
        ),
        "certificate" => (
            both(
                format!("{a} 的证书不能核验：{b}（签发者：{}）。", by.0),
                format!("The certificate of {a} cannot be verified: {b} (issuer: {}).", by.1),
            ),
            own_root,
        ),
        "no-greeting" => (
            both(
                format!("{a} 可以连接，但服务器不先打招呼：这个端口很可能一连上就要求加密，不用 STARTTLS。"),
                format!(
                    "{a} can be reached but does not greet: this port most likely wants TLS from the start, not STARTTLS."
                ),
            ),
            both(
                "把 security 改为 tls（993 和 465 端口用 tls），或把端口改为 143（收信）、587（发信）。",
                "Set security to tls (ports 993 and 465 take tls), or the port to 143 (receiving) or 587 (sending).",
            ),
        ),
        _ => (
            both(format!("与 {a} 不能建立加密连接：{b}。"), format!("No encrypted connection to {a}: {b}.")),
            both(
                "核对端口与 security：993 和 465 用 tls，143 和 587 用 starttls。没有加密时不会登录。",
                "Check port and security: 993 and 465 take tls, 143 and 587 starttls. No login without encryption.",
            ),
        ),
    }
}

fn refusal(step: &Step, [a, b, c, alternate]: [&str; 4]) -> (Both, Both) {
    match step.code {
        "no-password" => (
            both(format!("邮箱 {a} 没有可用的密码：{b}。"), format!("No password for mailbox {a}: {b}.")),
            both(
                format!("运行 songda mailbox password {a} 存入系统钥匙串，或设置 password_command。"),
                format!("Run songda mailbox password {a}, or set password_command."),
            ),
        ),
        "login-many-causes" => (
            both(
                format!(
                    "服务器没有说明具体原因（“{c}”），按可能性排查：①用的是登录密码而不是授权码 ②IMAP 未开启 ③（企业）管理员未开放客户端 ④登录过于频繁，请 10 分钟后再试。"
                ),
                format!(
                    "The server names several causes at once (“{c}”); check in this order: 1 login password instead of the authorisation code, 2 IMAP is off, 3 the administrator does not allow programs, 4 too many logins: try again in 10 minutes."
                ),
            ),
            nothing(),
        ),
        "ip-denied" => (
            both(
                format!("管理员限制了登录 IP（{c}）。"),
                format!("The administrator allows logins from listed addresses only ({c})."),
            ),
            both("请管理员在邮箱后台加入本单位的出口 IP。", "Have this office's address added in the mail console."),
        ),
        "wrong-server-group" => (
            both(
                format!("该企业邮箱在另一组服务器上（{c}）。"),
                format!("This company's mail lies on another server group ({c})."),
            ),
            both(
                "把 imap 改为备用服务器（网易企业邮箱为 hwhzimap.qiye.163.com），smtp 相应修改。",
                "Set imap to the other group (NetEase: hwhzimap.qiye.163.com), and smtp accordingly.",
            ),
        ),
        "unsafe-login" => (
            both(
                "网易要求客户端表明身份，本软件已发送；若仍被拒，账号可能处于风险状态。",
                "The provider refused this program although it introduced itself; the account may be marked as at risk.",
            ),
            both("请先在网页登录一次邮箱，确认账号正常后再试。", "Log in to web mail once, then try again."),
        ),
        "oauth-needed" => (
            both(
                format!("{b} 不接受密码，只接受 OAuth 登录（“{c}”）。"),
                format!("{b} takes no password, only OAuth (“{c}”)."),
            ),
            nothing(),
        ),
        "app-password-needed" => (
            both(
                format!("服务器要求使用授权码（专用密码）而不是登录密码：“{c}”。"),
                format!("The server wants a password made for programs: “{c}”."),
            ),
            nothing(),
        ),
        "too-many-logins" => (
            both(format!("登录过于频繁或连接数已满：“{c}”。"), format!("Too many logins or connections: “{c}”.")),
            both(
                "请 10 分钟后再试，并关闭其他正在使用此邮箱的程序。",
                "Try again in 10 minutes and close other programs using this mailbox.",
            ),
        ),
        "login-refused" => (
            both(format!("{b} 拒绝了 {a} 的登录：“{c}”。"), format!("{b} refused the login of {a}: “{c}”.")),
            both(
                "核对用户名和授权码；多数邮箱要用授权码而不是登录密码。",
                "Check user and password; most providers want a password made for programs.",
            ),
        ),
        "folder-refused" | "reading-refused" => (
            both(
                format!("{b} 的文件夹“{a}”不能读取：“{c}”。"),
                format!("The folder “{a}” of {b} cannot be read: “{c}”."),
            ),
            both(
                "核对 songda.toml 中 folders 的名称，并在网页邮箱中确认它存在。",
                "Check the names in folders, and that the folder exists in web mail.",
            ),
        ),
        "folder-unreadable" => (
            both(format!("无法读取文件夹 {a}：{b}。"), format!("The folder {a} cannot be read: {b}.")),
            both("确认文件夹存在且有读取权限。", "Check that it exists and may be read."),
        ),
        "sign-in-needed" => (
            both(
                format!("{b} 要求用浏览器登录（OAuth），目前没有有效的登录：{c}。"),
                format!("{b} wants a sign-in in the browser (OAuth), and there is no valid one: {c}."),
            ),
            both(
                format!("运行 songda mailbox sign-in {a}，在打开的网页中登录。"),
                format!("Run songda mailbox sign-in {a} and sign in on the page that opens."),
            ),
        ),
        "token-refused" => (
            both(
                format!("浏览器登录有效，但 {b} 不让 {a} 用它收信：“{c}”。"),
                format!("The sign-in is valid, but {b} does not take it for {a}: “{c}”."),
            ),
            both(
                "确认登录的是这个邮箱；请管理员为它启用 IMAP，并允许该应用的 IMAP 和 SMTP 权限。",
                "Check that this very mailbox was signed in; have IMAP enabled for it and the application's IMAP and SMTP rights allowed.",
            ),
        ),
        "other-server-group" => (
            both(
                format!("该企业邮箱在另一组服务器上（{c}）；已试过备用服务器 {alternate}，可以登录。"),
                format!(
                    "This company's mail lies on another server group ({c}); the server {alternate} takes the login."
                ),
            ),
            both(
                format!("把 imap 的服务器改为 {alternate}，smtp 相应修改。"),
                format!("Set the host of imap to {alternate}, and smtp accordingly."),
            ),
        ),
        "sending-refused" => (
            both(
                format!("发信服务器 {b} 拒绝登录（“{c}”）。收信不受影响，暂时不能一键回执，其余功能可用。"),
                format!(
                    "{b} refused the login for sending (“{c}”). Receiving is not affected; no receipts can be sent for now."
                ),
            ),
            both(
                "确认已开启 SMTP 服务，且 smtp 的用户名与授权码正确。",
                "Check that SMTP is on, and user and password for it.",
            ),
        ),
        "sending-not-now" => (
            both(
                format!("发信服务器 {a} 现在不受理：“{b}”。暂时不能一键回执。"),
                format!("{a} takes nothing now: “{b}”. No receipts for now."),
            ),
            both("稍后再试。", "Try again later."),
        ),
        _ => (
            both(format!("与 {a} 的连接中断：{c}。"), format!("The connection to {a} broke off: {c}.")),
            both(
                "稍后再试；反复出现时请网络管理员检查。",
                "Try again later; if it goes on, ask the network administrator.",
            ),
        ),
    }
}

/// The three steps to the password a provider takes.
fn steps_to_secret(mailbox: &MailboxSettings) -> Option<Both> {
    let providers = Providers::builtin().ok()?;
    let provider: &Provider = providers.by_id(&mailbox.provider).or_else(|| providers.of_address(&mailbox.address))?;
    let (zh, en) = (provider.steps.join("；②"), provider.steps_en.join("; "));
    let zh = zh.replacen("；②", "\u{0}", 1).replace("；②", "；③").replace('\u{0}', "；②");
    Some((
        format!("{}的{}：①{zh}。", provider.name, provider.secret),
        format!("{} – {}: {en}.", provider.name_en, provider.secret_en),
    ))
}
