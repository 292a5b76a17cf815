//! The words by which a mail is told to serve, to order, to lure, or to be talk.

use std::sync::LazyLock;

use regex::Regex;

/// A subject that is a receipt of our own, or a report that a mail was read.
pub(super) static OWN_RECEIPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:回复|答复|转发|re|fw|fwd)[:：])*\(?(?:签收回执|送达回执|收件回执|已读回执|阅读回执)\)?(?:[:：(]|\)|$)|^(?:已读|read|未读|已送达|delivered|relayed|已投递)[:：]").ok()
});
/// A court tells a party that it serves, sends or calls.
pub(super) static SERVES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?m)",
        r"(?:向|给)(?:您|你|贵|该|当事人|受送达人)[^。；\n]{0,30}(?:送达|发送|寄送|推送)|(?:现|特|依法|兹)[^。；\n]{0,28}送达|",
        r"(?:诉讼|法律|司法|执行|裁判|案件)(?:文书|材料)[^。；\n]{0,12}(?:电子)?送达|送达(?:下列|以下|如下|有关|相关|诉讼|法律|本案|案件)[^。；\n]{0,10}(?:文书|材料)|",
        r"(?:电子送达|合并送达)(?:通知|文书|材料|短信|\)|$)|送达(?:材料|文书|回证|通知)|(?:文书|传票|判决书|裁定书|调解书|通知书|支付令)[^。；\n]{0,10}(?:送达|需要签收|请(?:及时)?(?:签收|查收|查阅))|",
        r"(?:请|及时)[^。；\n]{0,8}(?:签收|查收|查阅|领取)[^。；\n]{0,16}(?:文书|传票|判决|裁定|通知书)|您有[^。；\n]{0,30}(?:文书|传票|送达)|",
        r"(?:文书|材料)[^。；\n]{0,10}已[^。；\n]{0,6}(?:电子)?送达|尚未(?:签收|查阅|查收)|送达链接|(?:传票|诉讼|开庭)[^。；\n]{0,6}(?:核验|核实|通知|传唤)|法院传票|签名码",
    ))
    .ok()
});
/// A court orders a party to do or to come.
pub(super) static ORDERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"定于[^。；\n]{4,40}(?:开庭|庭审|审理|证据交换|庭前会议|谈话|听证|调解|宣判)|(?:准时|按时)(?:到庭|参加庭审|出庭|参加调解)|改期|开庭[^。；\n]{0,20}改为|",
        r"(?:预交|缴纳|交纳|补交)[^。；\n]{0,12}(?:受理费|诉讼费|上诉费|保全费|申请费|鉴定费)|逾期[^。；\n]{0,10}(?:按撤诉|视为|不交)|",
        r"(?:十五|七|三十|三|五|十|\d{1,2})(?:个工作)?日内[^。；\n]{0,24}(?:提交|提出|履行|清偿|答辩|举证|异议|申报|缴纳|交纳|预交)|提交(?:答辩状|证据材料|证据)|请协助(?:执行|冻结|查询|扣划|扣留)|",
        r"(?:你|您|贵)[^。；\n]{0,12}(?:列为|列入|纳入)[^。；\n]{0,6}(?:被执行人|失信)|",
        r"报告财产|协助执行|(?:本院|我院)(?:已|依法)?(?:受理|立案|裁定|判决)|立案材料[^。；\n]{0,8}(?:审核|通过)|鉴定费用|选择鉴定机构|申报债权|债权申报|送达地址确认|补正",
    ))
    .ok()
});
/// What no court asks for in a mail, and whoever poses as one does: such a mail is shown with a warning.
pub(super) static TRAPS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"验证码|安全账户|(?:共享|远程)(?:屏幕|桌面|控制)|屏幕共享|(?:银行卡|账户|账号|邮箱|支付)的?(?:号码|密码)|添加[^。；\n]{0,12}微信|下载[^。；\n]{0,12}(?:软件|程序|客户端|(?i:app))").ok()
});
/// Money that is asked for. Lawyers and agents write of fees as well: it warns only of who calls itself a court.
pub(super) static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"保证金|缴费|付款|转账|汇款").ok());
/// Talk among colleagues, lawyers and customers about a case.
pub(super) static CHATTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"收到了吗|收到没|是否收到|有没有收到|吗[?？]|请审阅|请审核|请审批|请过目|征求意见稿|初稿|草稿|定稿|修改意见|代理意见|代理词|法律意见|委托合同|律师费|服务费|",
        r"日程(?:提醒|邀请)|日历提醒|事件[:：]|由\p{Han}{2,4}创建|周会|准备会|碰头会|案情讨论|复盘|已归档|传票归档|归档材料|",
        r"我所|本所|我们律所|承办律师|律师团队|风险代理|会签|用印|盖章后(?:寄|发)给?我|开会讨论|周报|月报|例会|抄送各位|各位同事|各部门|项目部|请知悉|供参考|供学习|培训|讲座|报名|直播|课程|",
        r"我方(?:已|拟|准备)|我司(?:已|拟|准备|收到)|我们(?:已|准备|打算)|我公司(?:已|拟|现|收到|于)|(?:刚|昨天|今天|上周)收到(?:法院|传票|判决)|贵院|律师事务所|律所|\p{Han}(?:总|工|经理|主任|部长)[:：,，]|同事|法务部|财务部|安排(?:人员|证人|出庭|代理)|领导|各(?:子|分)公司|台账(?:模板|报送)|(?:报送|填报|汇总)[^。；\n]{0,16}台账",
    ))
    .ok()
});
/// What is published to everybody.
pub(super) static NEWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"退订|取消订阅|unsubscribe|订阅|简报|周刊|月刊|电子报|期刊|白皮书|新闻稿|典型案例|案例精选|资讯|快讯|早报|日报|公众号|开放日|邀请函|问卷调查|满意度|征文|招聘|推广|促销|优惠|法拍房").ok()
});
/// The court says that it got something of ours; nothing is served by that.
pub(super) static CONFIRMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:您|你|贵|你方|贵司|贵公司)[^。；\n]{0,20}(?:提交|发送|寄送|回复|递交)的[^。；\n]{0,40}(?:已收到|已收悉|收悉|已签收|已接收|已入卷)|回执(?:已|业已)(?:收到|收悉)|(?:已|业已)收(?:到|悉)(?:您|你|贵)[^。；\n]{0,16}(?:回执|材料|邮件|来信)").ok()
});
/// What whoever buys for a court asks of bidders.
pub(super) static TENDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"公开招标|邀请招标|招标(?:公告|文件|代理|项目|编号)|投标(?:截止|文件|人|保证金)|开标(?:时间|地点)|竞争性(?:磋商|谈判)|采购(?:公告|文件|项目)|询价函|比选(?:公告|文件)").ok()
});
/// What a court asks of whoever looks after its building.
pub(super) static UPKEEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"派(?:电工|水工|保安|保洁|维修(?:工|人员)|工程(?:人员|师傅))|请物业(?:派|配合|协助|安排)|物业(?:派|配合)",
    )
    .ok()
});
/// What whoever sells something writes.
pub(super) static ADVERT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"免费试用|立即试用|申请试用|预约演示|扫码体验|一键(?:生成|管理|导出)").ok());
/// What is said of those who pose as a court.
pub(super) static POSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"冒充(?:法院|法官|司法机关|公检法)|反诈(?:宣传|预警|中心)").ok());
