//! Words for what becomes of links, files brought by hand, case folders and joined cases.

use super::Worded;

/// What keeps an errand, and what an order about errands, folders and cases may fail with.
pub const FILING: &[Worded] = &[
    (
        "pickup.expired",
        "链接已失效。请联系法院重新发送，或登录平台自行查看",
        "The link is no longer valid: ask the court to send it again, or log in to the platform",
    ),
    (
        "channel.same-documents",
        "同一案件、同一批文书（内容逐字节相同），自动合并",
        "Same case, same documents byte for byte: joined automatically",
    ),
    (
        "channel.same-link",
        "平台上的同一次送达（链接相同），自动合并",
        "The same delivery on the platform (same link): joined automatically",
    ),
    ("pickup.empty", "平台上还没有文书，稍后自动再查", "The platform has no documents yet; it is asked again later"),
    (
        "pickup.partial",
        "平台只给出了部分文书，已取到的已归档，其余稍后自动再取",
        "The platform gave only some documents; those are filed, the rest is asked for again later",
    ),
    (
        "pickup.needs-password",
        "平台要求访问密码，或密码不对。请填写短信或邮件中的密码后再取",
        "The platform wants a password, or another one: enter the one from the message",
    ),
    (
        "pickup.needs-browser",
        "平台只接受浏览器访问（RMFY109904）。请在浏览器中打开链接，下载后把文件拖进来",
        "The platform serves browsers only (RMFY109904): open the link in the browser and drop the files here",
    ),
    ("pickup.refused", "平台拒绝提供文书", "The platform refused"),
    (
        "pickup.strange-answer",
        "平台的答复看不懂，接口可能已改变；稍后自动再试，也可在浏览器中打开",
        "The platform's answer is not understood; it is asked again later, or open the link in the browser",
    ),
    (
        "pickup.unreachable",
        "连接不上平台，稍后自动再试。请检查网络，单位用代理上网的请在设置里写明代理",
        "The platform cannot be reached; it is tried again later. Check the network, and the proxy in the settings",
    ),
    ("pickup.broken-off", "连接中断，稍后自动续传", "The connection broke off; it goes on later where it stopped"),
    ("pickup.busy", "平台繁忙或暂时出错，稍后自动再取", "The platform is busy or in trouble; it is asked again later"),
    (
        "pickup.status",
        "平台暂时没有给出文件，稍后自动再取",
        "The server did not give the file; it is asked again later",
    ),
    (
        "pickup.not-a-document",
        "下载到的不是文书（可能是失效提示页），稍后自动再取",
        "What came is no document, perhaps a notice; it is asked for again later",
    ),
    (
        "pickup.coding",
        "平台用本程序不认识的方式压缩，打不开。请在浏览器中打开链接，下载后把文件拖进来",
        "The platform compresses in a way that is not known here: open the link in the browser and drop the files here",
    ),
    (
        "pickup.certificate",
        "平台的证书不受信任或安全连接失败，没有下载",
        "The server's certificate is not trusted or the safe connection failed; nothing was fetched",
    ),
    (
        "pickup.proxy",
        "代理不通或拒绝连接，没有下载；稍后自动再试。请核对设置里的代理",
        "The proxy cannot be used or refuses; nothing was fetched. It is tried again later: check the proxy in the settings",
    ),
    ("pickup.redirects", "跳转次数过多，没有下载", "Too many redirects; nothing was fetched"),
    (
        "pickup.too-large",
        "文件超过允许的大小，没有下载。可在设置中调高，或在浏览器中下载",
        "The file is larger than allowed; raise the limit or use the browser",
    ),
    (
        "pickup.too-many",
        "平台列出的文书过多，没有下载，请人工查看",
        "The platform lists too many documents; a person must look",
    ),
    ("pickup.not-https", "文件地址不是加密连接（https），没有下载", "The address is not https; nothing was fetched"),
    (
        "pickup.host-not-listed",
        "文件地址不在该平台的已知主机中，没有下载。确认无误后可写入设置的 file_hosts",
        "The host is not one of the platform's; add it to file_hosts if it is right",
    ),
    (
        "pickup.strange-host",
        "网址形状与该平台相同，但主机不在已知之列，请先向法院核实。核实属实的，可在浏览器中打开，下载后把文件拖进来",
        "The address looks like one of this platform, but its host is none that is known: ask the court first. If it is theirs, use the browser and drop the files here",
    ),
    (
        "pickup.private-address",
        "文件地址指向内部网络，没有下载",
        "The address leads into a private network; nothing was fetched",
    ),
    (
        "pickup.not-by-hand",
        "这份文书是随邮件或从平台取得的，不是人工放入的，不能取回",
        "It came with the mail or from a platform; nobody put it there, so it cannot be taken back",
    ),
    ("pickup.no-address", "地址无法识别", "The address cannot be read"),
    (
        "pickup.link-incomplete",
        "链接不完整，可能被短信网关截断。请从原短信或邮件复制完整链接",
        "The link is incomplete; copy the whole link from the message",
    ),
    ("pickup.stopped", "已停止，需要时可再次取件", "Stopped; it can be fetched again"),
    ("pickup.disk", "磁盘无法写入，稍后自动再取", "The disk refuses; it is tried again later"),
    (
        "pickup.by-hand-only",
        "这个平台只能在浏览器中取件。请打开链接，下载后把文件拖进来",
        "This platform needs a browser: open the link and drop the downloaded files here",
    ),
    (
        "pickup.not-coming",
        "连续多日没有取到，不再自动重试。请与法院联系重新发送，或在浏览器中打开、下载后把文件拖进来；也可以再次取件",
        "It did not come for days and is not tried again by itself: ask the court to send it again, use the browser and drop the files here, or fetch once more",
    ),
    ("pickup.no-link", "邮件里只有验证码，没有链接", "There is a code and no link"),
    (
        "pickup.file-unreadable",
        "文件无法读取、是空的或过大，没有收进来",
        "A file cannot be read, is empty or too large; nothing was taken in",
    ),
    ("case.no-reason", "请写明理由", "Say why"),
    ("case.too-few", "至少要写两个不同的案号", "Name at least two different cases"),
    ("service.too-few", "至少要写两次不同的送达", "Name at least two different services"),
    (
        "service.both-acknowledged",
        "两次送达都已签收，不能再合并",
        "Both services have receipts already; they cannot be joined",
    ),
    ("service.no-moment", "提醒最多推迟三天", "Reminders can rest for three days at most"),
    ("service.no-reason", "请写明理由", "Please tell the reason"),
    (
        "service.receipt-given",
        "已向法院发送回执，不能再标为非送达邮件",
        "A receipt was given to the court; it cannot be set aside any more",
    ),
    (
        "service.set-aside",
        "已标为非送达邮件，不能签收。如有误，请先恢复",
        "It was set aside as no service and cannot be acknowledged; take it back first",
    ),
    ("root-move.same", "案件文件夹已经在这里，不用移动", "The case folders lie there already"),
    (
        "root-move.inside",
        "新位置不能在原文件夹之内或包含原文件夹",
        "The new place may not lie inside the old one or hold it",
    ),
    (
        "root-move.not-empty",
        "新位置里有别的文件或内容不同的同名文件，没有移动。请先移走，或换一个空文件夹",
        "Other files, or other ones of the same names, lie at the new place; nothing was moved. Take them out or choose an empty folder",
    ),
    (
        "root-move.odd",
        "原文件夹里有链接、层数过深的文件夹或系统无法识别的文件名，复制时会漏掉，没有移动。请先移走",
        "A link, a folder too deep or a name that is no text would be left behind; nothing was moved. Take it out first",
    ),
    (
        "root-move.locked",
        "有文件无法打开，可能正被 WPS、Word 等程序占用，或没有读取权限，没有移动。请关闭这些文件后再试",
        "Files cannot be opened, perhaps because another program holds them; nothing was moved. Close them and try again",
    ),
    ("root-move.failed", "复制或比对时出错，仍使用原位置", "Copying or comparing failed; the old place stays in use"),
    (
        "root-move.settings",
        "设置文件改不成，仍使用原位置",
        "The settings could not be changed; the old place stays in use",
    ),
    ("root-move.no-place", "请填写新位置的完整路径", "Write the whole path of the new place"),
    (
        "root-move.moved",
        "案件文件夹正在移到新位置，移好后继续归档",
        "The case folders are being moved; filing goes on at the new place afterwards",
    ),
    (
        "case-folder.root-missing",
        "案件文件夹不在。请检查网络盘或移动硬盘是否连接；文书原件已保存，接上后会自动归档",
        "The case root is not there: connect the drive; documents are safe and are filed then",
    ),
    (
        "case-folder.root-empty",
        "案件文件夹是空的，网络盘可能没有挂载。文书原件已保存，挂载后会自动归档；若确已清空、今后仍用此处，请在其中新建一个名为“继续使用”的文件夹",
        "The case root is empty; the drive may not be mounted. Documents are safe. If it was emptied on purpose, create a folder named 继续使用 in it",
    ),
    (
        "case-folder.root-other",
        "这里不像原来的案件文件夹：其中没有一件已归档的文书，可能接错了盘，或文件夹换成了另一个。没有写入任何文件，文书原件已保存；\
         换回原来的盘或文件夹后会自动归档。若今后确要用此处，请在其中新建一个名为“继续使用”的文件夹",
        "This does not look like the case root that was used: none of the filed documents lies there. It may be another disk or folder. \
         Nothing was written, and documents are safe. If it is to be used from now on, create a folder named 继续使用 in it",
    ),
    (
        "case-folder.leads-out",
        "案件文件夹里有一个链接（快捷目录）指向案件文件夹之外，没有写过去。文书原件已保存；请移走这个链接，之后自动归档",
        "A link in the case folders leads out of them; nothing was written there. Documents are safe: remove the link",
    ),
    (
        "case-folder.locked",
        "归档位置的文件正被其他程序（如 WPS、Word）占用，请关闭该文件。文书原件已保存",
        "A file in the case folders is open in another program (WPS, Word): close it. Documents are safe",
    ),
    (
        "case-folder.path-too-long",
        "路径过长，系统无法写入。请把案件文件夹移到更短的位置，或缩短归档规则",
        "The path is too long: move the case root to a shorter place or shorten the pattern",
    ),
    ("case-folder.unreadable", "案件文件夹无法读取，请检查权限", "The case root cannot be read; check the permissions"),
    (
        "case-folder.not-found-unreadable",
        "有文书没有找到，但案件文件夹里有的文件夹无法读取，不能断定已不见。请检查这些文件夹的权限",
        "Documents were not found, and some folders below the case root cannot be read: nothing is said of them. Check the permissions",
    ),
    ("teach.refused", "没有记入法院档案", "Nothing was learned"),
    ("unlock.nothing-closed", "这封邮件里没有等待密码的附件", "No part of this mail waits for a password"),
    ("unlock.wrong-password", "密码不对，附件没有打开", "The password does not fit; the part stays closed"),
    ("paste.empty", "没有文字可收", "There is no text to take in"),
    (
        "paste.too-long",
        "文字过长，不像是一条短信，没有收进来。请只粘贴短信全文",
        "The text is too long for a message and was not taken in: paste the message alone",
    ),
];

/// The words of one of these codes with what it is about, Chinese and English.
pub fn sentence(code: &str, facts: &[String]) -> Option<(String, String)> {
    let (zh, en) = super::of(FILING, code)?;
    let facts: Vec<&str> = facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    if facts.is_empty() {
        return Some((format!("{zh}。"), format!("{en}.")));
    }
    Some((format!("{zh}（{}）。", facts.join("；")), format!("{en} ({}).", facts.join("; "))))
}
