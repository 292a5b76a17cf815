// Codes the mailroom sends, and words for them in both languages; written by `UPDATE=1 cargo test`.

export const zhCodes = {
  reasons: {
    "sender-listed": "与登记的法院发件地址一致",
    "official-domain": "发件域名属于法院",
    "dkim-aligned": "邮件签名（DKIM）核验通过",
    "dkim-reported": "收件服务器确认邮件签名通过",
    "dmarc-pass": "收件服务器确认发件域名认证（DMARC）通过",
    "spf-aligned": "发件服务器认证（SPF）通过，单凭这一项不足以核验",
    "court-and-number-agree": "案号与法院一致",
    "not-authenticated": "没有可核验的签名；不少法院的邮件服务器不签名",
    "dkim-no-answer": "邮件签名暂时无法核验：查不到公钥",
    "dkim-unusable": "邮件签名无法读取，或不属于发件单位",
    "dkim-weak": "邮件签名有效但不足以证明来源",
    "results-not-believed": "有一条认证结果不是本邮箱服务器写的，未采信",
    "spf-softfail": "发件服务器认证（SPF）未完全通过",
    "dated-apart": "发件日期与到达相差三天以上",
    "auto-forwarded": "由另一个邮箱自动转来，不是首先到达本邮箱",
    "no-service-claimed": "邮件没有送达内容",
    "sender-missing": "邮件没有写明发件人",
    "sender-unknown": "发件地址不在已登记的法院地址中，域名也不属于法院",
    "sender-of-other-court": "发件地址登记在另一法院名下",
    "domain-of-other-court": "发件域名不属于邮件所称的法院",
    "court-unknown": "来自官方域名，但没有写明法院和案号",
    "lookalike-domain": "发件域名与法院域名相似，但不是法院域名",
    "punycode-domain": "发件域名含有易混淆的外文字符",
    "several-senders": "写有多个发件人",
    "sender-group": "发件人以群组形式书写",
    "duplicate-header": "邮件头有重复字段，不同软件会看到不同内容",
    "name-poses-as-address": "显示名冒充另一个邮箱地址",
    "name-poses-as-court": "显示名是法院，地址不是",
    "hidden-characters": "发件人或文件名含有看不见或改变方向的字符",
    "sender-header-elsewhere": "实际寄件人（Sender）属于另一单位",
    "reply-to-elsewhere": "回复地址指向别处",
    "code-against-name": "案号中的法院代字与法院名称不一致",
    "name-against-name": "主题、发件人或落款写的不是同一法院",
    "smime-fits": "数字签名（S/MIME）与内容相符，证书颁发者未核验",
    "smime-not-checked": "数字签名（S/MIME）没有核验",
    "smime-broken": "数字签名（S/MIME）与内容不符，可能被改动或伪造",
    "dkim-failed": "邮件签名与内容不符，可能被改动或伪造",
    "dmarc-failed": "收件服务器认定发件域名认证（DMARC）未通过",
    "spf-failed": "收件服务器认定发件服务器认证（SPF）未通过",
    "unsigned-content": "有内容不在签名范围内，可能是后加的",
    "forwarded": "由法院以外的人转发",
    "resent": "邮件被他人重新发送",
    "dangerous-part": "含有危险附件，已隔离",
    "payment-asked": "以法院不会采用的方式要求付款",
    "payee-not-court": "收款方不是法院或国库",
    "secret-asked": "索要验证码、密码，或要求共享屏幕、安装软件",
    "link-shows-other-host": "链接显示的网址与实际去向不同",
    "link-to-bare-ip": "链接直接指向一个网络地址",
    "link-hides-host": "链接隐藏了真实去向",
    "lookalike-link": "链接指向仿冒法院的网址",
    "dated-far-from-arrival": "发件日期与到达时间相差过大",
  },
  doubts: {
    "header-missing": "邮件开头没有邮件头，全部按正文读取",
    "header-broken": "邮件头中有无法识别的行",
    "line-ends-doubled": "文件的换行被转换过两次，已还原读取",
    "header-too-long": "邮件头过多或过长，只读取了前面的部分",
    "header-twice": "邮件头有字段重复，只读取了其中一个",
    "sender-unclear": "发件人不明确：没有地址，或不止一个",
    "boundary-missing": "邮件分段标记缺失或有误，已按实际内容读取",
    "end-boundary-missing": "邮件没有结束标记，可能不完整",
    "part-after-end": "邮件结束标记之后还有内容，已一并读取",
    "text-outside-parts": "分段之外还有一般软件不显示的文字",
    "parts-too-deep": "附件嵌套层数过多，里层没有展开，已整体保留",
    "parts-too-many": "附件数量过多，未全部展开，已整体保留",
    "transfer-encoding-unknown": "传输编码无法识别，按原样保留",
    "transfer-encoding-broken": "传输编码有损坏，已尽量还原",
    "transfer-encoding-wrong": "传输编码标注有误，已按实际内容还原",
    "uuencoded": "正文中夹有编码的文件，已取出",
    "alternatives-differ": "纯文本与网页版正文内容不同，按网页版读取",
    "hidden-text": "正文或文书含有看不见的文字，未采用",
    "text-quoted": "正文只有转发或者引用的内容，按该内容读取，请核对是否首次送达",
    "part-refused": "含有危险附件，未作为文书归档",
    "part-empty": "附件是空文件",
    "part-incomplete": "附件只是分批寄送的一部分",
    "part-elsewhere": "附件内容不在邮件里，只写了存放位置",
    "type-mismatch": "文件名与实际内容不符",
    "no-text": "文书里没有可读的文字（扫描件、图片或旧格式），请人工查看",
    "text-by-ocr": "扫描件的文字由文字识别（OCR）读出，可能有误，请对照原件",
    "text-not-read": "文书过大、过慢或损坏，文字没有读完，请人工查看",
    "password-needed": "附件有密码，暂时打不开",
    "mail-encrypted": "邮件已加密，这里不能读取",
    "archive-broken": "压缩包损坏，打不开",
    "archive-too-large": "压缩包超过处理上限，没有展开",
    "format-unsupported": "压缩格式不支持，没有展开",
    "case-number-missing": "未能识别案号，请人工核对原文",
    "case-number-cited": "只读到被引用的案号，不能确定是否本案",
    "case-number-conflict": "文件名与文书首页的案号不一致",
    "brought-other-case": "人工放入的文书写的是别的案号，请核对是否放错；放错的可运行 songda pickup take-back 取回",
    "receipt-not-covering": "回执没有列明后来取得的文书，需要时另发更正回执",
    "pickup-alike": "平台清单上有同名的几份文书，取到的内容却完全相同，请打开链接核对份数",
    "pickup-held": "链接后面的文书没有取到，需要人处理（见该送达的“网上领取”）",
    "file-gone": "案件文件夹里的文件被删除或移走了，可从原件恢复；确属有意删除的，核对后注明即可",
    "file-changed": "案件文件夹里的文件内容被改动，已与送达的原件不同；原件仍在，需要时可恢复一份放在旁边",
    "link-unknown": "邮件或短信里的链接不在已知平台之列，不要直接点开。请先向法院或 12368 核实网址；取到的文书拖进这次送达即可收进来",
    "link-strange-host": "网址形状与已知的送达平台相同，但主机不在已知之列，可能是冒充的，不要直接点开。请先向法院或 12368 核实网址",
    "case-number-implausible": "案号年份晚于到达时间",
    "court-unknown": "未能确定是哪一家法院",
    "court-code-unknown": "案号中的法院代字不在名录中",
    "court-mismatch": "案号、法院名称与发件人指向不同法院",
    "title-differs-from-name": "文书标题与文件名不同",
    "several-documents-in-one-file": "一个文件里有多份文书",
    "hearing-time-unclear": "开庭时间未能确定，请查看原文",
    "addressee-not-us": "受送达人不是本单位",
    "listed-not-attached": "邮件列明但没有附上的文书",
    "sender-doubtful": "来源可疑，请先核实",
    "text-addresses-a-program": "邮件或文书里有写给程序的话，未采用",
    "arrival-unknown": "没有可靠的到达时间，不能计算期限",
    "sent-date-strange": "发件日期与到达日期相差较大",
    "sent-date-unread": "发件日期读不出来，期限暂不确定，请核对发件日期",
    "mail-too-big": "邮件超过大小上限，没有收取，仍在邮箱里",
    "mail-withheld": "邮箱列出了邮件却没有给出，仍在邮箱里",
    "stated-periods-differ": "文书中写明的期限不止一个，不能确定用哪一个",
    "stated-time-unread": "写有期限，没有读准是哪一天",
    "stated-period-outside-law": "文书写明的期限与法律规定不符",
  },
  filing: {
    "pickup.expired": "链接已失效。请联系法院重新发送，或登录平台自行查看",
    "channel.same-documents": "同一案件、同一批文书（内容逐字节相同），自动合并",
    "channel.same-link": "平台上的同一次送达（链接相同），自动合并",
    "pickup.empty": "平台上还没有文书，稍后自动再查",
    "pickup.partial": "平台只给出了部分文书，已取到的已归档，其余稍后自动再取",
    "pickup.needs-password": "平台要求访问密码，或密码不对。请填写短信或邮件中的密码后再取",
    "pickup.needs-browser": "平台只接受浏览器访问（RMFY109904）。请在浏览器中打开链接，下载后把文件拖进来",
    "pickup.refused": "平台拒绝提供文书",
    "pickup.strange-answer": "平台的答复看不懂，接口可能已改变；稍后自动再试，也可在浏览器中打开",
    "pickup.unreachable": "连接不上平台，稍后自动再试。请检查网络，单位用代理上网的请在设置里写明代理",
    "pickup.broken-off": "连接中断，稍后自动续传",
    "pickup.busy": "平台繁忙或暂时出错，稍后自动再取",
    "pickup.status": "平台暂时没有给出文件，稍后自动再取",
    "pickup.not-a-document": "下载到的不是文书（可能是失效提示页），稍后自动再取",
    "pickup.coding": "平台用本程序不认识的方式压缩，打不开。请在浏览器中打开链接，下载后把文件拖进来",
    "pickup.certificate": "平台的证书不受信任或安全连接失败，没有下载",
    "pickup.proxy": "代理不通或拒绝连接，没有下载；稍后自动再试。请核对设置里的代理",
    "pickup.redirects": "跳转次数过多，没有下载",
    "pickup.too-large": "文件超过允许的大小，没有下载。可在设置中调高，或在浏览器中下载",
    "pickup.too-many": "平台列出的文书过多，没有下载，请人工查看",
    "pickup.not-https": "文件地址不是加密连接（https），没有下载",
    "pickup.host-not-listed": "文件地址不在该平台的已知主机中，没有下载。确认无误后可写入设置的 file_hosts",
    "pickup.strange-host": "网址形状与该平台相同，但主机不在已知之列，请先向法院核实。核实属实的，可在浏览器中打开，下载后把文件拖进来",
    "pickup.private-address": "文件地址指向内部网络，没有下载",
    "pickup.not-by-hand": "这份文书是随邮件或从平台取得的，不是人工放入的，不能取回",
    "pickup.no-address": "地址无法识别",
    "pickup.link-incomplete": "链接不完整，可能被短信网关截断。请从原短信或邮件复制完整链接",
    "pickup.stopped": "已停止，需要时可再次取件",
    "pickup.disk": "磁盘无法写入，稍后自动再取",
    "pickup.by-hand-only": "这个平台只能在浏览器中取件。请打开链接，下载后把文件拖进来",
    "pickup.not-coming": "连续多日没有取到，不再自动重试。请与法院联系重新发送，或在浏览器中打开、下载后把文件拖进来；也可以再次取件",
    "pickup.no-link": "邮件里只有验证码，没有链接",
    "pickup.file-unreadable": "文件无法读取、是空的或过大，没有收进来",
    "case.no-reason": "请写明理由",
    "case.too-few": "至少要写两个不同的案号",
    "service.too-few": "至少要写两次不同的送达",
    "service.both-acknowledged": "两次送达都已签收，不能再合并",
    "service.no-moment": "提醒最多推迟三天",
    "service.no-reason": "请写明理由",
    "service.receipt-given": "已向法院发送回执，不能再标为非送达邮件",
    "service.set-aside": "已标为非送达邮件，不能签收。如有误，请先恢复",
    "root-move.same": "案件文件夹已经在这里，不用移动",
    "root-move.inside": "新位置不能在原文件夹之内或包含原文件夹",
    "root-move.not-empty": "新位置里有别的文件或内容不同的同名文件，没有移动。请先移走，或换一个空文件夹",
    "root-move.odd": "原文件夹里有链接、层数过深的文件夹或系统无法识别的文件名，复制时会漏掉，没有移动。请先移走",
    "root-move.locked": "有文件无法打开，可能正被 WPS、Word 等程序占用，或没有读取权限，没有移动。请关闭这些文件后再试",
    "root-move.failed": "复制或比对时出错，仍使用原位置",
    "root-move.settings": "设置文件改不成，仍使用原位置",
    "root-move.no-place": "请填写新位置的完整路径",
    "root-move.moved": "案件文件夹正在移到新位置，移好后继续归档",
    "case-folder.root-missing": "案件文件夹不在。请检查网络盘或移动硬盘是否连接；文书原件已保存，接上后会自动归档",
    "case-folder.root-empty": "案件文件夹是空的，网络盘可能没有挂载。文书原件已保存，挂载后会自动归档；若确已清空、今后仍用此处，请在其中新建一个名为“继续使用”的文件夹",
    "case-folder.root-other": "这里不像原来的案件文件夹：其中没有一件已归档的文书，可能接错了盘，或文件夹换成了另一个。没有写入任何文件，文书原件已保存；换回原来的盘或文件夹后会自动归档。若今后确要用此处，请在其中新建一个名为“继续使用”的文件夹",
    "case-folder.leads-out": "案件文件夹里有一个链接（快捷目录）指向案件文件夹之外，没有写过去。文书原件已保存；请移走这个链接，之后自动归档",
    "case-folder.locked": "归档位置的文件正被其他程序（如 WPS、Word）占用，请关闭该文件。文书原件已保存",
    "case-folder.path-too-long": "路径过长，系统无法写入。请把案件文件夹移到更短的位置，或缩短归档规则",
    "case-folder.unreadable": "案件文件夹无法读取，请检查权限",
    "case-folder.not-found-unreadable": "有文书没有找到，但案件文件夹里有的文件夹无法读取，不能断定已不见。请检查这些文件夹的权限",
    "teach.refused": "没有记入法院档案",
    "unlock.nothing-closed": "这封邮件里没有等待密码的附件",
    "unlock.wrong-password": "密码不对，附件没有打开",
    "paste.empty": "没有文字可收",
    "paste.too-long": "文字过长，不像是一条短信，没有收进来。请只粘贴短信全文",
  },
};

export const enCodes = {
  reasons: {
    "sender-listed": "Listed sender of the court",
    "official-domain": "The sender's domain is a court's",
    "dkim-aligned": "Mail signature (DKIM) verified",
    "dkim-reported": "The mailbox's server saw the signature pass",
    "dmarc-pass": "The mailbox's server saw DMARC pass",
    "spf-aligned": "SPF passed; not enough by itself",
    "court-and-number-agree": "Court and case number agree",
    "not-authenticated": "No signature to check; many court servers sign nothing",
    "dkim-no-answer": "A signature could not be checked: no answer for its key",
    "dkim-unusable": "A signature is unreadable or belongs to somebody else",
    "dkim-weak": "A signature verifies but proves nothing",
    "results-not-believed": "An authentication result was not written by the mailbox's server",
    "spf-softfail": "SPF did not fully pass",
    "dated-apart": "The date lies more than three days from the arrival",
    "auto-forwarded": "Passed on automatically by another mailbox",
    "no-service-claimed": "The mail serves nothing",
    "sender-missing": "The mail names no sender",
    "sender-unknown": "The sender is not listed and its domain is no court's",
    "sender-of-other-court": "The sender is listed for another court",
    "domain-of-other-court": "The sender's domain is another court's",
    "court-unknown": "An official domain, but no court or case number is named",
    "lookalike-domain": "The sender's domain resembles a court's but is not one",
    "punycode-domain": "The sender's domain hides foreign letters",
    "several-senders": "Several senders are named",
    "sender-group": "The sender is written as a group",
    "duplicate-header": "A header stands twice: readers see different mails",
    "name-poses-as-address": "The display name shows another address",
    "name-poses-as-court": "The display name is a court's, the address is not",
    "hidden-characters": "Sender or file name holds hidden characters",
    "sender-header-elsewhere": "Sender belongs to another organisation than From",
    "reply-to-elsewhere": "Replies would go elsewhere",
    "code-against-name": "The court code in the case number is not that of the court named",
    "name-against-name": "Subject, sender or signature name different courts",
    "smime-fits": "The digital signature (S/MIME) fits; who issued it is unknown",
    "smime-not-checked": "The digital signature (S/MIME) was not checked",
    "smime-broken": "The digital signature (S/MIME) does not fit: altered or forged",
    "dkim-failed": "The mail signature does not fit: altered or forged",
    "dmarc-failed": "The mailbox's server saw DMARC fail",
    "spf-failed": "The mailbox's server saw SPF fail",
    "unsigned-content": "Content lies outside the signature and may have been added",
    "forwarded": "Forwarded by somebody who is no court",
    "resent": "Sent again by somebody",
    "dangerous-part": "Dangerous attachment, set aside",
    "payment-asked": "Asks for money in a way courts do not",
    "payee-not-court": "The payee is no court or treasury",
    "secret-asked": "Asks for a code, a password, screen sharing or an app",
    "link-shows-other-host": "A link shows another place than it leads to",
    "link-to-bare-ip": "A link leads to a bare network address",
    "link-hides-host": "A link hides where it leads",
    "lookalike-link": "A link leads to a host that imitates a court's",
    "dated-far-from-arrival": "The date lies far from the arrival",
  },
  doubts: {
    "header-missing": "No header fields; all was read as text",
    "header-broken": "Lines among the header fields are no fields",
    "line-ends-doubled": "Line ends were converted twice; read as one",
    "header-too-long": "Too much header; its first part was read",
    "header-twice": "A header field stands twice; one of them was read",
    "sender-unclear": "The sender is unclear: no address or several",
    "boundary-missing": "A part marker is missing or wrong",
    "end-boundary-missing": "The mail has no end; it may be cut short",
    "part-after-end": "Parts stand after the end; they were read",
    "text-outside-parts": "Text stands where no mail program shows it",
    "parts-too-deep": "Parts are nested too deep; kept whole",
    "parts-too-many": "Too many parts; the rest was kept whole",
    "transfer-encoding-unknown": "Unknown transfer encoding; kept as it is",
    "transfer-encoding-broken": "Broken transfer encoding; decoded as far as possible",
    "transfer-encoding-wrong": "Wrongly marked transfer encoding; decoded",
    "uuencoded": "Files stood encoded in the text; taken out",
    "alternatives-differ": "Plain text and page differ; the page was read",
    "hidden-text": "The mail or a document holds hidden words; not read",
    "text-quoted": "The text is one passed on or quoted; it was read, please check whether it was served before",
    "part-refused": "Dangerous part; never filed as a document",
    "part-empty": "An attachment is empty",
    "part-incomplete": "Only a piece of a mail sent in pieces",
    "part-elsewhere": "The content lies elsewhere; only its place is written",
    "type-mismatch": "Name and content do not fit",
    "no-text": "No text that can be read here; please look at it",
    "text-by-ocr": "Text read off a scan by character recognition; it may be misread, please compare",
    "text-not-read": "The text was not read to the end; please look at it",
    "password-needed": "An attachment needs a password",
    "mail-encrypted": "The mail is encrypted and cannot be read here",
    "archive-broken": "An archive is damaged",
    "archive-too-large": "An archive exceeds a limit; kept closed",
    "format-unsupported": "An archive format that cannot be opened",
    "case-number-missing": "Case number not recognised; please read the original",
    "case-number-cited": "Only a cited case number was read",
    "case-number-conflict": "File name and first page name different cases",
    "brought-other-case": "A file put here by hand names another case; if it is wrong here, songda pickup take-back takes it back",
    "receipt-not-covering": "The receipt does not name papers that came later; a correction can be sent",
    "pickup-alike": "The platform lists several papers of one name, but the same content came for them; open the link and check",
    "pickup-held": "Documents behind a link did not come; a person must act, see the links of the service",
    "file-gone": "Files were deleted from the case folder; they can be restored from what was kept. If that was meant, say so",
    "file-changed": "Files in the case folder were changed and differ from what was served; the original can be restored beside them",
    "link-unknown": "The link in this mail or message leads to no known platform: do not simply open it. Ask the court or 12368 whether it is theirs; files you get can be dropped on the service",
    "link-strange-host": "A link looks like one of a known platform, but its host is none that is known and may be imitating it: do not simply open it. Ask the court or 12368 first",
    "case-number-implausible": "The case number's year lies after the arrival",
    "court-unknown": "Court not recognised",
    "court-code-unknown": "The court code in the case number is not known",
    "court-mismatch": "Number, names and sender point to different courts",
    "title-differs-from-name": "Title and file name differ",
    "several-documents-in-one-file": "Several documents in one file",
    "hearing-time-unclear": "The time of the hearing is unclear; see the original",
    "addressee-not-us": "Addressed to another company",
    "listed-not-attached": "Listed in the mail but not attached",
    "sender-doubtful": "The sender is doubtful; verify first",
    "text-addresses-a-program": "Sentences written to a program were found and not followed",
    "arrival-unknown": "No reliable moment of arrival; no deadline can be counted",
    "sent-date-strange": "Sent and arrival dates lie far apart",
    "sent-date-unread": "The sent date could not be read; no deadline is final, please check it",
    "mail-too-big": "Larger than is taken in; it is still in the mailbox",
    "mail-withheld": "Listed by the mailbox and not given; it is still there",
    "stated-periods-differ": "The paper states different periods",
    "stated-time-unread": "A time is stated, but not which day",
    "stated-period-outside-law": "The stated period does not fit the law",
  },
  filing: {
    "pickup.expired": "The link is no longer valid: ask the court to send it again, or log in to the platform",
    "channel.same-documents": "Same case, same documents byte for byte: joined automatically",
    "channel.same-link": "The same delivery on the platform (same link): joined automatically",
    "pickup.empty": "The platform has no documents yet; it is asked again later",
    "pickup.partial": "The platform gave only some documents; those are filed, the rest is asked for again later",
    "pickup.needs-password": "The platform wants a password, or another one: enter the one from the message",
    "pickup.needs-browser": "The platform serves browsers only (RMFY109904): open the link in the browser and drop the files here",
    "pickup.refused": "The platform refused",
    "pickup.strange-answer": "The platform's answer is not understood; it is asked again later, or open the link in the browser",
    "pickup.unreachable": "The platform cannot be reached; it is tried again later. Check the network, and the proxy in the settings",
    "pickup.broken-off": "The connection broke off; it goes on later where it stopped",
    "pickup.busy": "The platform is busy or in trouble; it is asked again later",
    "pickup.status": "The server did not give the file; it is asked again later",
    "pickup.not-a-document": "What came is no document, perhaps a notice; it is asked for again later",
    "pickup.coding": "The platform compresses in a way that is not known here: open the link in the browser and drop the files here",
    "pickup.certificate": "The server's certificate is not trusted or the safe connection failed; nothing was fetched",
    "pickup.proxy": "The proxy cannot be used or refuses; nothing was fetched. It is tried again later: check the proxy in the settings",
    "pickup.redirects": "Too many redirects; nothing was fetched",
    "pickup.too-large": "The file is larger than allowed; raise the limit or use the browser",
    "pickup.too-many": "The platform lists too many documents; a person must look",
    "pickup.not-https": "The address is not https; nothing was fetched",
    "pickup.host-not-listed": "The host is not one of the platform's; add it to file_hosts if it is right",
    "pickup.strange-host": "The address looks like one of this platform, but its host is none that is known: ask the court first. If it is theirs, use the browser and drop the files here",
    "pickup.private-address": "The address leads into a private network; nothing was fetched",
    "pickup.not-by-hand": "It came with the mail or from a platform; nobody put it there, so it cannot be taken back",
    "pickup.no-address": "The address cannot be read",
    "pickup.link-incomplete": "The link is incomplete; copy the whole link from the message",
    "pickup.stopped": "Stopped; it can be fetched again",
    "pickup.disk": "The disk refuses; it is tried again later",
    "pickup.by-hand-only": "This platform needs a browser: open the link and drop the downloaded files here",
    "pickup.not-coming": "It did not come for days and is not tried again by itself: ask the court to send it again, use the browser and drop the files here, or fetch once more",
    "pickup.no-link": "There is a code and no link",
    "pickup.file-unreadable": "A file cannot be read, is empty or too large; nothing was taken in",
    "case.no-reason": "Say why",
    "case.too-few": "Name at least two different cases",
    "service.too-few": "Name at least two different services",
    "service.both-acknowledged": "Both services have receipts already; they cannot be joined",
    "service.no-moment": "Reminders can rest for three days at most",
    "service.no-reason": "Please tell the reason",
    "service.receipt-given": "A receipt was given to the court; it cannot be set aside any more",
    "service.set-aside": "It was set aside as no service and cannot be acknowledged; take it back first",
    "root-move.same": "The case folders lie there already",
    "root-move.inside": "The new place may not lie inside the old one or hold it",
    "root-move.not-empty": "Other files, or other ones of the same names, lie at the new place; nothing was moved. Take them out or choose an empty folder",
    "root-move.odd": "A link, a folder too deep or a name that is no text would be left behind; nothing was moved. Take it out first",
    "root-move.locked": "Files cannot be opened, perhaps because another program holds them; nothing was moved. Close them and try again",
    "root-move.failed": "Copying or comparing failed; the old place stays in use",
    "root-move.settings": "The settings could not be changed; the old place stays in use",
    "root-move.no-place": "Write the whole path of the new place",
    "root-move.moved": "The case folders are being moved; filing goes on at the new place afterwards",
    "case-folder.root-missing": "The case root is not there: connect the drive; documents are safe and are filed then",
    "case-folder.root-empty": "The case root is empty; the drive may not be mounted. Documents are safe. If it was emptied on purpose, create a folder named 继续使用 in it",
    "case-folder.root-other": "This does not look like the case root that was used: none of the filed documents lies there. It may be another disk or folder. Nothing was written, and documents are safe. If it is to be used from now on, create a folder named 继续使用 in it",
    "case-folder.leads-out": "A link in the case folders leads out of them; nothing was written there. Documents are safe: remove the link",
    "case-folder.locked": "A file in the case folders is open in another program (WPS, Word): close it. Documents are safe",
    "case-folder.path-too-long": "The path is too long: move the case root to a shorter place or shorten the pattern",
    "case-folder.unreadable": "The case root cannot be read; check the permissions",
    "case-folder.not-found-unreadable": "Documents were not found, and some folders below the case root cannot be read: nothing is said of them. Check the permissions",
    "teach.refused": "Nothing was learned",
    "unlock.nothing-closed": "No part of this mail waits for a password",
    "unlock.wrong-password": "The password does not fit; the part stays closed",
    "paste.empty": "There is no text to take in",
    "paste.too-long": "The text is too long for a message and was not taken in: paste the message alone",
  },
};

export type ProblemCode =
  | "agreement.flawed"
  | "agreement.no-paper"
  | "agreement.unknown-court"
  | "calendar.make-up-workday"
  | "calendar.no-date"
  | "calendar.no-source"
  | "calendar.not-a-year"
  | "calendar.not-readable"
  | "calendar.other-year"
  | "calendar.region"
  | "calendar.unreadable"
  | "case-folder.disk-full"
  | "case-folder.leads-out"
  | "case-folder.locked"
  | "case-folder.not-found-unreadable"
  | "case-folder.path-too-long"
  | "case-folder.root-empty"
  | "case-folder.root-missing"
  | "case-folder.root-other"
  | "case-folder.unreadable"
  | "case-folder.unwritable"
  | "deadline.closed"
  | "deadline.future-start"
  | "deadline.no-date"
  | "deadline.no-name"
  | "deadline.no-person"
  | "deadline.no-reason"
  | "deadline.not-a-date"
  | "deadline.not-later"
  | "deadline.not-overdue"
  | "deadline.nothing-waits"
  | "deadline.changed"
  | "deadline.too-long"
  | "deadline.twice"
  | "deadline.unknown-decision"
  | "demo.keeps-nothing"
  | "demo.real-home"
  | "document.changed"
  | "document.doubtful-sender"
  | "document.kind"
  | "document.missing"
  | "document.outside"
  | "document.waiting"
  | "export.cancelled"
  | "export.failed"
  | "export.stopped"
  | "folder.missing"
  | "home.altered"
  | "home.beside"
  | "home.closed"
  | "home.disk-full"
  | "home.ledger"
  | "home.locked"
  | "home.no-place"
  | "home.none"
  | "home.not-made"
  | "home.unreadable"
  | "home.vault"
  | "home.went-back"
  | "mail.fact-refused"
  | "mail.not-readable"
  | "mailbox.certificate"
  | "mailbox.connection-broken"
  | "mailbox.folder-refused"
  | "mailbox.folder-unreadable"
  | "mailbox.login-refused"
  | "mailbox.mail-not-kept"
  | "mailbox.mail-too-big"
  | "mailbox.no-password"
  | "mailbox.self-check"
  | "mailbox.server-not-found"
  | "mailbox.sign-in-needed"
  | "mailbox.stale"
  | "mailbox.test-stopped"
  | "mailbox.unreachable"
  | "not-found"
  | "policy.broken"
  | "policy.decided"
  | "receipt.answered-elsewhere"
  | "receipt.answered-meanwhile"
  | "receipt.answered-twice"
  | "receipt.arrival-ahead"
  | "receipt.batch-size"
  | "receipt.bounced"
  | "receipt.doubtful-sender"
  | "receipt.alone"
  | "receipt.answered-by-hand"
  | "receipt.exists"
  | "receipt.no-office"
  | "receipt.perhaps-there"
  | "receipt.perhaps-twice"
  | "receipt.read-not-allowed"
  | "receipt.read-objection"
  | "receipt.changed"
  | "receipt.claim-overdue"
  | "receipt.claim-recent"
  | "receipt.claimed"
  | "receipt.form-unlike"
  | "receipt.gone"
  | "receipt.moved"
  | "receipt.no-address"
  | "receipt.no-arrival"
  | "receipt.no-claim"
  | "receipt.no-font"
  | "receipt.no-form"
  | "receipt.no-interface"
  | "receipt.no-mailbox"
  | "receipt.no-reason"
  | "receipt.no-scan"
  | "receipt.no-sheet"
  | "receipt.not-addressee"
  | "receipt.not-agreed"
  | "receipt.not-asked"
  | "receipt.not-by-hand"
  | "receipt.not-now"
  | "receipt.not-service"
  | "receipt.not-verified"
  | "receipt.outdated"
  | "receipt.nothing-to-correct"
  | "receipt.nothing-to-take-over"
  | "receipt.refused"
  | "receipt.same-person"
  | "receipt.sheets-wait"
  | "receipt.take-over-why"
  | "receipt.turn-over"
  | "receipt.unknown-way"
  | "receipt.unseen"
  | "receipt.unsure"
  | "reference.broken"
  | "remind.busy"
  | "remind.feed"
  | "remind.feed-port"
  | "remind.feed-secret"
  | "remind.no-address"
  | "remind.other-host"
  | "remind.refused"
  | "remind.unreachable"
  | "search.index"
  | "settings.bad-form"
  | "settings.bad-value"
  | "settings.by-hand"
  | "settings.missing-key"
  | "settings.no-keychain"
  | "settings.not-toml"
  | "settings.plain-password"
  | "settings.unknown-key"
  | "settings.unreadable"
  | "watcher.ended"
  | "shell.refused"
  | "update.failed"
  | "update.not-set"
  | "window.not-copied"
  | "window.not-dragged"
  | "window.not-opened";
