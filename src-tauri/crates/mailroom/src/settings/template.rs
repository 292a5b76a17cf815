//! The commented songda.toml that a new home starts with.

/// The settings file `songda init` writes. It is valid as it stands; mailboxes are commented out.
pub fn template() -> &'static str {
    TEMPLATE
}

const TEMPLATE: &str = r#"# 送达台 · Songda 的设置。改好后保存，再运行 songda mailbox test 检查连接。
# 密码不写在这里：用 password_command、系统钥匙串，或环境变量 SONGDA_PASSWORD_<邮箱 id 大写>。

[office]
name = ""                       # 受送达人名称，与回执署名一致
aliases = []                    # 法院也可能使用的其他名称，例如 ["示例物业"]
case_root = "案件"              # 案件文件夹；相对路径从本文件所在文件夹算起
folder_pattern = "{court}/{case_number}/{arrived_on} 送达"
                                # 可用 {court} {case_number} {arrived_on} {year} {cause} {addressee}，文件名一段可用 {nn} {title}
keep_original = false           # 文书旁边是否同时存放来信原件（.eml）
handler = ""                    # 默认经办人
phone = ""                      # 印在回执上的电话，可不填

[receipt]
undo_seconds = 10               # 回执发出前可撤回的秒数：0、10 或 30
two_people = false               # true：一人起草，另一人复核放行后才发出
automatic = []                   # 自动签收的法院代字，如 ["沪0112"]；仅限已核验、已确认送达地址且约定回执、没有存疑的来信

[watch]
stale_minutes = 30              # 工作时间内多少分钟未能检查邮箱就报警
working_hours = "08:30-18:30"   # 工作日的工作时间；其余时间 4 小时未能检查才报警（stale_minutes_off）

# 约定送达邮箱。去掉行首的 # 并改成自己的；可以有多个 [[mailbox]]。
# [[mailbox]]
# id = "court"                  # 只用小写字母、数字、- 和 _
# address = "service@example.test"
# regime = "confirmed"          # confirmed 送达地址确认书 | offered 诉讼材料中提供 | promised 诉前约定 | unconfirmed 未确认
# provider = "custom"           # 常用邮箱可写 exmail、qq、163、126、qiye163、aliyun、feishu、139、sina、gmail 等，
#                               # 这时 imap 和 smtp 两行都可省去，用户名就是 address；写了则以写的为准
# imap = { host = "imap.example.test", port = 993, security = "tls", user = "service@example.test" }   # tls | starttls
# smtp = { host = "smtp.example.test", port = 465, security = "tls", user = "service@example.test" }
# tls_ca_file = "ca.pem"        # 单位自建证书的根，可不填；证书检查始终进行
# folders = ["INBOX", "Junk"]   # 不填则为收件箱和垃圾邮件
# poll_seconds = 60             # 其他文件夹多少秒查一次；服务器不支持推送时，收件箱也是
# look_back_days = 90           # 首次收取最近多少天的邮件，新的先收；写 "all" 则收取全部旧邮件
# shared = true                # 有几台电脑用送达台处理这个邮箱？true 不止一台，每台都要写 | false 只有本机 | 不写 没有说明
#                               # 发回执前先在邮箱的“送达台签收登记”文件夹里登记，只有最先登记的一台发出。写 true 的，登记不成就不发；
#                               # 不写的，服务器不接受登记时仍发出并注明；写 false 的，不新建该文件夹，已有的仍先登记再发
# max_mail_mb = 100             # 超过多少 MB 的邮件不收取，只作为疑点列出
# password_command = ["pass", "show", "songda/court"]   # 打印密码的程序，可不填
#                               # outlook、gmail 用浏览器登录，不用密码：写 oauth = { client_id = "应用编号" }，再运行 songda mailbox sign-in court
# authserv_id = "mx.example.test"   # 只相信这台服务器写的 Authentication-Results

# 只看一个放 .eml 文件的文件夹。
# [[mailbox]]
# id = "drop"
# kind = "folder"
# path = "投件"

# 文书在链接后面的送达平台。默认不自动打开链接：打开可能构成签收，每次由人决定。
# [[platform]]
# id = "zxfw"                   # 人民法院在线服务网
# fetch_for = ["court"]         # 这些邮箱收到的链接自动取件；写上即表示本单位同意由此可能产生的签收
# file_hosts = []               # 另外允许下载文书的主机，例如 "files.example.test"
# max_file_mb = 200             # 单个文件最大多少 MB
# old_tls = []                  # 只能用旧版加密（TLS 1.2）连接的主机；写上即由人决定，并记入台账
# base = "https://zxfw.example.test"   # 从另一个地址访问平台（单位网关、测试），可不填
# tls_ca_file = "ca.pem"        # 该地址的根证书，可不填

# 经代理访问送达平台。不写则不经代理，也不理会系统代理。经代理时由代理查找主机地址，本机只核对主机名单。
# [proxy]
# use = "manual"                # none 不使用 | system 跟随系统 | manual 手动
# address = "http://proxy.example.test:8080"       # 仅 manual 填写
# except = ["*.example.test"]   # 不经代理的主机
# user = "songda"               # 代理要求登录时填写；密码用 password_command、系统钥匙串（名称 proxy）或环境变量 SONGDA_PROXY_PASSWORD

# 节假日文件：国务院通知发布后，把当年的文件放进来（holiday-cn JSON、CSV、TOML），启动时载入。
# [calendar]
# files = ["2027.json"]

# 期限提醒，也可在窗口的“设置 → 提醒与机器人”里改。机器人的网址是秘密，不写在这里：存入系统钥匙串
# （在窗口里填写，或 songda remind robot ID），或环境变量 SONGDA_ROBOT_<id 大写>；加签密钥为 SONGDA_ROBOT_<id 大写>_SECRET。
# [remind]
# quiet = ["18:30", "08:30"]    # 免打扰时段；今日届满和已逾期的除外
# digest_at = "08:45"           # 每日清单
# internal_days = 3             # 预警日：最后一日之前几个工作日
# feed_port = 27183             # 本机日历订阅的端口，不写则关闭
# [[remind.robot]]
# id = "wecom"
# name = "物业法务群"           # 群名称，可不填
# kind = "wecom"                # wecom 企业微信 | dingtalk 钉钉 | feishu 飞书
# level = "handler"             # handler 全部 | owner 前一日起 | manager 当日起
# [[remind.mail]]
# id = "boss"
# mailbox = "court"             # 从哪个邮箱发出
# to = "boss@example.test"
# level = "owner"

# 本单位了解的法院，覆盖内置资料。
# [[court]]
# code = "沪0112"
# senders = ["sd@court.example.test"]
# receipt_to = "sd@court.example.test"
# reply_duty = "read-receipt"   # none 无约定 | none-needed 无需回执 | read-receipt 回复收到 | sealed-form 盖章送达回证
# read_receipts = true          # 允许向该法院发送已读回执；只在来信要求时由人选择发送，默认不允许
# http = "https://receipts.court.example.test/v1"   # 法院提供接口时填写；回执以 JSON 提交，不再发邮件
# http_token_command = ["cat", "court-token"]       # 打印接口令牌的程序；令牌不写在本文件里
"#;
