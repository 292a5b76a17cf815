//! What is peculiar about a provider, as a person reads it; what the program copes with by itself is said, too.

/// The words of a peculiarity in Chinese and in English; none for one that the steps to the password tell.
pub fn words(quirk: &str) -> Option<(&'static str, &'static str)> {
    Some(match quirk {
        "recent-only" => (
            "客户端默认只看得到最近的邮件，请在网页邮箱把“收取选项”改为“全部”",
            "Programs see recent mail only until web mail is set to show all of it",
        ),
        "login-words-vague" => (
            "登录被拒时服务器不说明原因：授权码不对、没有开启 IMAP、登录过于频繁都是同一句话",
            "A refused login says nothing of the cause: wrong code, IMAP turned off and too many logins read alike",
        ),
        "id-required" => (
            "服务器要求程序表明身份，送达台登录后会自动表明",
            "The server wants programs to introduce themselves; Songda does so by itself",
        ),
        "no-partial" => (
            "大邮件只能整封取回，送达台会直接存入磁盘",
            "Large mails come in one piece only; Songda puts them on disk as they come",
        ),
        "no-idle" => (
            "服务器不会推送新邮件，送达台按间隔检查，新邮件最多晚一个间隔",
            "The server does not push; it is asked in intervals, and new mail is at most one interval late",
        ),
        "code-dies-with-password" => {
            ("修改邮箱密码后授权码失效，要重新生成", "The code dies when the mailbox password is changed")
        }
        "code-may-expire" => (
            "管理员可以给安全密码设有效期，到期后收信会停止并报警",
            "The client password may run out; mail then stops and an alarm is raised",
        ),
        "clients-forbidden-by-default" => {
            ("新开通的企业可能默认禁止客户端登录", "Programs may be forbidden for new companies")
        }
        "ip-may-be-limited" => {
            ("管理员可能只允许单位的 IP 登录", "Logins may be limited to the office's own addresses")
        }
        "server-groups" => (
            "企业可能在另一组服务器上，测试连接会自动试备用服务器",
            "A company may lie on another group of servers; the test tries those as well",
        ),
        "saves-sent" => {
            ("发出的回执由服务器自动存入“已发送”", "The server puts sent receipts among the sent mails by itself")
        }
        "old-tls" => (
            "据公开资料，服务器只用较旧的加密（TLS 1.0/1.1）。送达台只用 TLS 1.2 以上；如果连不上，请与法院改约其他邮箱",
            "Its servers are said to speak TLS 1.0 and 1.1 only. Songda takes TLS 1.2 and later; if the test fails, agree on another mailbox",
        ),
        "own-domain-only" => (
            "地址在单位自己的域名下，没有该服务商的公共后缀",
            "Addresses lie at the office's own domain; there is none at the provider's",
        ),
        // The steps say these.
        _ => return None,
    })
}

/// Peculiarities that the steps to the password tell.
#[cfg(test)]
const IN_STEPS: [&str; 3] = ["oauth-only", "servers-asked", "internal-ca"];

#[cfg(test)]
mod tests {
    use songda_core::reference::Providers;

    use super::*;

    #[test]
    fn every_peculiarity_in_the_data_is_said_somewhere() {
        let providers = Providers::builtin().unwrap();
        for (provider, quirk) in providers.all().iter().flat_map(|it| it.quirks.iter().map(move |quirk| (it, quirk))) {
            let is_told = IN_STEPS.contains(&quirk.as_str());
            assert_ne!(words(quirk).is_some(), is_told, "{}: {quirk}", provider.id);
        }
    }
}
