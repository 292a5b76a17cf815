// The English of how a last day came about. The mailroom tells it in Chinese, sentence by sentence; what is not known here
// stays as it is, so that nothing is lost.

type Rule = readonly [RegExp, string | ((...facts: string[]) => string)];

const days: Record<string, string> = { 周一: "Mon", 周二: "Tue", 周三: "Wed", 周四: "Thu", 周五: "Fri", 周六: "Sat", 周日: "Sun" };
const holidays: Record<string, string> = {
  元旦: "New Year's Day", 春节: "Spring Festival", 清明节: "Qingming", 劳动节: "Labour Day", 端午节: "Dragon Boat Festival", 中秋节: "Mid-Autumn Festival", 国庆节: "National Day",
};
/** What a period counts from, as the rules name it. */
const events: Record<string, string> = {
  送达: "service", 到达: "arrival", 裁定: "the ruling", 判决: "the judgment", 开庭: "the sitting", 答辩期届满: "the end of the answer period",
  文书载明: "the day the paper states", 知道或者应当知道: "the day it was or should have been known", 裁判生效: "the decision taking effect",
  公告发布: "the notice being published", 举证期限届满: "the end of the evidence period", 履行期限届满: "the end of the time to perform",
  公告期届满: "the end of the notice period", 障碍消除: "the obstacle ending", 采取保全措施: "the preservation measure", 财产变动: "the change of property",
  调解协议生效: "the mediation agreement taking effect", 该标的执行终结: "the end of enforcement against that object", 裁定生效: "the ruling taking effect",
  裁定宣布或者收到通知: "the ruling being announced or notice received", 知道或者收到裁定: "the ruling being known or received", 法庭辩论结束: "the end of the court debate",
  文书退回: "the paper coming back", 提起反诉: "the counterclaim", 执行程序终结: "the end of the enforcement", 开庭或者法庭辩论终结: "the sitting or the end of the court debate",
  履行期限届满或者裁判送达: "the end of the time to perform or service of the decision", 地址变更: "the change of address", 同意在线调解: "agreeing to online mediation",
  决议作出: "the resolution", 债权人会议核查结束: "the creditors' meeting ending its review", 保全期限届满: "the end of the preservation", 事件发生: "the event",
};

/** 2026年12月5日 and its weekday as people read them in English. */
const dates = (text: string) =>
  text
    .replace(/(\d{4})年(\d{1,2})月(\d{1,2})日(?:（(周[一二三四五六日])）)?/g, (_all, year: string, month: string, day: string, week?: string) => {
      const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
      return week ? `${date} (${days[week] ?? week})` : date;
    });
const procedures: Record<string, string> = { 小额: "small-claims", 简易: "summary", 普通: "ordinary", 行政: "administrative", 刑事: "criminal" };
const event = (text: string) => events[text] ?? text;
/** Days in a row. */
const listed = (text: string) => text.split("、").map(dates).join(", ");
const holiday = (text: string) => text.split("、").map((name) => holidays[name] ?? name).join(", ");
const many = (count: string, one: string) => `${count} ${one}${count === "1" ? "" : "s"}`;
const length = (text: string): string =>
  text
    .replace(/^(\d+)个工作日$/, (_all, count: string) => many(count, "working day"))
    .replace(/^(\d+)日$/, (_all, count: string) => many(count, "day"))
    .replace(/^(\d+)个月$/, (_all, count: string) => many(count, "month"))
    .replace(/^(\d+)年$/, (_all, count: string) => many(count, "year"));
const L = "(\\d+(?:个工作日|日|个月|年))";
const of = (source: string) => new RegExp(`^${source.replaceAll("{L}", L)}$`);

/** Whole sentences, without their full stop. */
const rules: readonly Rule[] = [
  // Steps.
  [of("([^，]+)次日起算"), (what) => `counted from the day after ${event(what)}`],
  [of("自(.+)前一日倒数"), (what) => `counted back from the day before ${event(what)}`],
  [of("节假日后第一日"), "first day after the holiday"],
  [of("休息日后第一日"), "first day after the rest day"],
  [of("休息日前最近的工作日"), "last working day before the rest day"],
  [of("开庭"), "the sitting"],
  [of("开庭{L}前"), (span) => `${length(span)} before the sitting`],
  [of("当日"), "that very day"],
  [of("第(\\d+)日(?:届满)?"), (n) => `day ${n}`],
  [of("第(\\d+)个工作日"), (n) => `working day ${n}`],
  [of("满(\\d+)个月"), (n) => `${many(n, "month")} complete`],
  [of("满(\\d+)年"), (n) => `${many(n, "year")} complete`],
  [of("([^，]+)调休上班日，不是休息日"), (name) => `a working day in exchange for ${holiday(name)}`],
  [of("([^，]+)放假"), (name) => `a holiday: ${holiday(name)}`],
  [of("调休上班日"), "a working day in exchange for a holiday"],
  [of("周六"), "Saturday"],
  [of("周日"), "Sunday"],
  [of("文书写明的日期"), "the date the paper states"],
  [of("周末后第一个工作日"), "first working day after the weekend"],
  // Because.
  [of("(\\d{4}年\\d+月\\d+日(?:（.+?）)?)(.+)，自次日起算{L}，至(.+)届满"), (day, what, span, end) => `${event(what)} on ${dates(day)}; ${length(span)} counted from the next day end on ${dates(end)}`],
  [of("(\\d{4}年\\d+月\\d+日(?:（.+?）)?)(.+)，以当日为准"), (day, what) => `${event(what)} on ${dates(day)}; that very day counts`],
  [of("(\\d{4}年\\d+月\\d+日(?:（.+?）)?)(.+)，倒推{L}为(.+)，当日为休息日，提前至(.+)"), (day, what, span, end, moved) => `${event(what)} on ${dates(day)}; ${length(span)} back is ${dates(end)}, a rest day; it moves back to ${dates(moved)}`],
  [of("(\\d{4}年\\d+月\\d+日(?:（.+?）)?)(.+)，倒推{L}为(.+)"), (day, what, span, end) => `${event(what)} on ${dates(day)}; ${length(span)} back is ${dates(end)}`],
  [of("当日为(.+)调休上班日，不顺延"), (name) => `that day is worked in exchange for ${holiday(name)}, so it stays`],
  [of("当日为(.+)放假期间，顺延至(.+)"), (name, day) => `that day is a holiday (${holiday(name)}); it moves to ${dates(day)}`],
  [of("当日为(.+)放假期间，提前至(.+)"), (name, day) => `that day is a holiday (${holiday(name)}); it moves back to ${dates(day)}`],
  [of("当日为休息日，顺延至(.+)"), (day) => `that day is a rest day; it moves to ${dates(day)}`],
  [of("当日为休息日，提前至(.+)"), (day) => `that day is a rest day; it moves back to ${dates(day)}`],
  [of("文书写明的截止日为(.+)"), (day) => `the paper states ${dates(day)} as the last day`],
  [of("当日为休息日，文书写明的日期不当然顺延，请在此前的工作日办理"), "that day is a rest day; a date the paper states does not move by itself, so act on the working day before"],
  [of("文书写明{L}"), (span) => `the paper states ${length(span)}`],
  [of("文书写明{L}，与法定期间一致"), (span) => `the paper states ${length(span)}, as the law does`],
  [of("文书写明{L}，法定{L}，以文书写明的为准"), (paper, law) => `the paper states ${length(paper)}, the law ${length(law)}; the paper counts`],
  [of("文书写明{L}（法律规定不少于{L}）"), (paper, law) => `the paper states ${length(paper)} (by law at least ${length(law)})`],
  [of("文书写明{L}（法律规定不超过{L}）"), (paper, law) => `the paper states ${length(paper)} (by law at most ${length(law)})`],
  [of("文书写明{L}，短于法律规定的最短{L}，以文书写明的为准"), (paper, law) => `the paper states ${length(paper)}, less than the ${length(law)} of the law; the paper counts`],
  [of("文书写明{L}，长于法律规定的最长{L}，以文书写明的为准"), (paper, law) => `the paper states ${length(paper)}, more than the ${length(law)} of the law; the paper counts`],
  [of("由法院指定，以文书写明的为准"), "set by the court; what the paper states counts"],
  [of("由法院指定，法律只规定不少于{L}，以文书写明的为准"), (span) => `set by the court, by law at least ${length(span)}; what the paper states counts`],
  [of("由法院指定，法律只规定不超过{L}，以文书写明的为准"), (span) => `set by the court, by law at most ${length(span)}; what the paper states counts`],
  [of("日期由文书写明，没有文书不能计算"), "the paper states the date; without it nothing can be counted"],
  [of("法律没有规定天数，应当立即办理"), "the law names no days: act at once"],
  [of("没有到达时间，不能计算期限"), "without a moment of arrival no deadline can be counted"],
  [of("文书中没有读到日期"), "no date was read in the paper"],
  [of("文书未读出文字，不能核对其中告知的期间"), "no text was read in the paper, so its period cannot be checked"],
  [of("日期超出可以计算的范围，请核对起算日"), "the date lies beyond what can be counted; check the first day"],
  [of("法院发出日早于到达日，按较早的发出日起算"), "the court's sending date is earlier than the arrival; the earlier one counts"],
  [of("(.+)年放假安排尚未载入，暂按周末和法定节日计算，载入后重新计算"), (years) => `the holidays of ${years.replaceAll("、", ", ")} are not loaded; weekends and statutory days count for now, and it is counted anew once they are`],
  [of("所依据的条文未核对原文，请向法院或者律师核实"), "the article was not compared with its original; ask the court or counsel"],
  [of("邮件来源尚待人工确认"), "the sender is still to be confirmed"],
  [of("邮件来源可疑，核实之前不起算，仅供参考"), "the sender is doubtful; nothing runs before it is verified"],
  [of("送达地址未经确认，回复、办理或者阅看之前不视为送达"), "the address is not confirmed; there is no service before a reply, an act or a reading"],
  [of("邮件写有重新发送或者此前已经送达，期间可能自首次送达起算"), "the mail speaks of an earlier service or of sending again; the period may run from the first service"],
  [of("邮件写有送达地址尚未由本单位确认"), "the mail says that this office did not confirm the address"],
  [of("邮件写明本单位不是当事人"), "the mail says that this office is no party"],
  [of("邮件写有撤回、误发或者作废"), "the mail takes something back or calls it sent by mistake"],
  [of("邮件写有更正、替换或者有误"), "the mail corrects or replaces something"],
  [of("邮件写明不是正式送达的文书，或者以另行送达的为准"), "the mail says that this is no formal service, or that another one counts"],
  [of("文书标有草稿、校对稿或者作废等字样"), "the paper is marked as a draft, a proof or void"],
  [of("文件名写有再次送达、更正或者撤回等字样"), "the file's name speaks of serving again, of a correction or of taking back"],
  [of("期间只对境内无住所的当事人写明，请核对本单位住所"), "the paper states a period for parties without a domicile in the country only: check where ours is"],
  [of("文书对境内外当事人写有不同的期间，没有读出哪一个是本单位的"), "the paper tells parties here and abroad different periods, and which is ours was not read"],
  [of("邮件不是由约定邮箱直接收到"), "the mail did not come straight to the agreed mailbox"],
  [of("发出日期与到达日期相差过大"), "sending and arrival lie too far apart"],
  [of("文书种类只是从文件名判断的"), "the kind was told from the file's name only"],
  [of("发件人尚未核实，期限先按暂定计算"), "the sender is not verified; the deadline is provisional"],
  [of("送达地址未经确认，收到之日是否生效需要人工确认"), "the address is not confirmed; whether receiving served it is for a person to say"],
  [of("缴费期限以法院缴费通知书为准，文书中没有写明"), "the court's notice of fees sets the day; the paper does not state it"],
  [of("未读出案号"), "no case number was read"],
  [of("未读出案号，不能确定审级"), "no case number was read, so the instance is not known"],
  [of("未读出我方诉讼地位"), "our standing was not read"],
  [of("文书是应诉通知，而读出的我方地位不是应诉一方，请核对"), "the paper calls for a defence, and we were read as the other side: check"],
  [of("文书写有救济期间，而(.+)程序通常没有，请人工核对"), (what) => `the paper states a remedy, which ${procedures[what] ?? what} proceedings usually have not: check`],
  [of("文书既写有救济期间又有不适用的表述，请人工核对"), "the paper states a remedy and that there is none: check"],
  [of("受送达人不是本单位"), "the addressee is not this office"],
  [of("送达尚待人工确认"), "the service is still to be confirmed by a person"],
  [of("期间只写在邮件正文里，没有在文书中读到"), "the period stands in the mail only and was not read in a paper"],
  [of("文书写有几次开庭，按最早的一次倒推"), "the paper states several sittings; counted back from the earliest"],
  [of("文书写的是开庭前若干日内，可能另有所指"), "the paper says within some days before the sitting, which may mean something else"],
  [of("简易、小额程序的答辩期由法院确定，文书未写明，暂按法定期间"), "in summary and small-claims cases the court sets the time to answer; the paper does not state it, so the law's is used for now"],
  [of("送达凭证载明的送达日早于到达日，按较早的起算，请核对"), "the certificate of service states an earlier day than the arrival; counted from the earlier one: check"],
  [of("所依据的条文未核对原文"), "the article was not compared with its original"],
  [of("邮件正文写的期间到(.+)，与文书不同"), (day) => `the mail states a period to ${dates(day)}, other than the paper`],
  [of("起算日由人工确定为(\\d{4}年\\d+月\\d+日(?:（周.）)?|\\d{4}-\\d{2}-\\d{2})（(.+)）"), (day, why) => `a person set the first day to ${dates(day)} (${why})`],
  [of("由(.+)手工添加（(.+)）"), (who, why) => `added by ${who} (${why})`],
  [of("期限已延长至(.+)"), (day) => `extended to ${dates(day)}`],
  [of("重新计算为(.+)，晚于原来的(.+)"), (now, was) => `counted anew it is ${dates(now)}, later than ${dates(was)} before`],
  [of("确认之前仍按(.+)办理"), (day) => `until that is confirmed act by ${dates(day)}`],
  [of("同一文书已于(.+)经另一渠道送达，按较早的送达日起算"), (day) => `the same paper was served by another channel on ${dates(day)}; counted from that earlier day`],
  [of("以文书写明的日期为准（法定期间到(.+)）"), (day) => `the date the paper states counts (by law to ${dates(day)})`],
  [of("以文书写明的日期为准"), "the date the paper states counts"],
  [of("文书写明开庭{L}前"), (span) => `the paper states ${length(span)} before the sitting`],
  [of("文书写明的期间不是自送达起算，起算日请按文书确定"), "the period does not count from service; take the first day from the paper"],
  [of("文书写明自答辩期届满起{L}，本次送达中没有算出答辩期，起算日请按应诉通知书确定"), (span) => `the paper states ${length(span)} from the end of the answer period, which this service does not tell; take it from the notice to answer`],
  [of("文书写明自答辩期届满之次日起{L}"), (span) => `the paper states ${length(span)} from the day after the end of the answer period`],
  [of("自(.+)起算，文书中写有几个日期，请人工确定"), (what) => `counted from ${event(what)}; the paper states several dates: set it by hand`],
  [of("自(.+)起算，文书中没有读到该日期"), (what) => `counted from ${event(what)}, which was not read in the paper`],
  [of("应当在(.+)之前办理，具体日期以文书为准"), (what) => `to be done before ${event(what)}; the paper states the date`],
  [of("(.+)时，本规则所依据的《(.+)》版本(已不再施行|尚未施行)，当时适用的条文未收录，请人工核对"), (day, law, when) => `on ${dates(day)} this version of 《${law}》 was ${when === "尚未施行" ? "not yet" : "no longer"} in force, and the one then in force is not held here: check by hand`],
  [of("没有依据"), "there is no source for it"],
  [of("新旧法如何衔接未查明，请按保险日办理"), "how the old law meets the new was not found out; act by the safe day"],
  [of("日期超出可以计算的范围，请核对开庭日"), "the date lies beyond what can be counted; check the sitting"],
  [of("未在文书中读到告知的期间，按法定期间计算"), "no period was read in the paper; the law's is used"],
  [of("文书写有几个不同的期间，按最早的计算"), "the paper states several periods; the earliest is used"],
  [of("文书没有写明从哪一天起算，按送达次日起算"), "the paper does not say from when; counted from the day after service"],
  [of("文书写有期限，没有读准是哪一天，请人工确定"), "the paper states a time whose day was not read for sure: set it by hand"],
  [of("写有“(.+)”，没有读准是哪一天"), (said) => `“${said}” is stated, whose day was not read for sure`],
  [of("文书写有几个不同的届满日（(.+)），按最早的计算"), (ends) => `the paper states several ends (${listed(ends)}); the earliest is used`],
  [of("文书写有几个不同的期间（到(.+)），按最早的计算"), (ends) => `the paper states several periods (to ${listed(ends)}); the earliest is used`],
  [of("文书写有几个不同的日期（(.+)），每一个各是一项期限"), (days) => `the paper states several days (${listed(days)}), each of which is a deadline of its own`],
  [of("文书写有续行、延长等字样，几个届满日中可能有已被代替的"), "the paper speaks of a renewal or an extension; one of its ends may have taken the place of another"],
  [of("文书写明的(.+)早于送达日(.+)，请向法院核实"), (day, served) => `the paper states ${dates(day)}, before the service on ${dates(served)}: ask the court`],
  [of("文书写明是给(.+)的，请核对期间是否属于本单位"), (name) => `the paper is addressed to ${name}: check whether the period is this office's`],
  [of("文书写到本单位，但没有列为当事人，请核对本单位能否提出"), "the paper tells of this office, but not as a party: check whether it may act"],
  [of("裁决书、决定书不是法院制作的，随法院文书送达的可能是副本，期间自作出机关送达之日起算"), "a court does not make awards and administrative decisions; what it encloses may be a copy, and the period runs from the service by whoever made it"],
  [of("文书写有轮候的或者其他法院在先的查封、冻结，其期限没有计入"), "the paper speaks of a seizure that waits behind another court's; its end is not counted"],
  [of("期限写在裁定主文之前，可能是以前的期限"), "the end stands before what the ruling orders and may be an earlier one"],
  [of("自(.+)起算，(文书写有轮候.+|期限写在.+)，请人工确定"), (what, why) => `counted from ${event(what)}; ${sentence(why)}: set it by hand`],
  [of("文书写明当日计入期间，与法律规定的次日起算不同，请按保险日办理"), "the paper counts the very day in, other than the law: act by the safe day"],
  [of("文书写明的期间(短于|长于)法定期间"), (how) => `the paper states a ${how === "短于" ? "shorter" : "longer"} period than the law`],
  [of("文书写的是该日“前”，可能不含当日，保险日为(.+)"), (day) => `the paper says before that day, which may leave the day itself out; the safe day is ${dates(day)}`],
  [of("当日为休息日，法院写明的日期不当然顺延，请在此前的工作日办理"), "that day is a rest day; a date the court states does not move by itself, so act on the working day before"],
  [of("人工确定的起算日(.+)不改变文书写明的日期（(.+)）"), (day, why) => `the first day a person set, ${dates(day)}, does not change the date the paper states (${why})`],
  [of("同时送达了执行文书，可能是随附的副本"), "papers of enforcement were served with it; it may be an enclosed copy"],
  [of("同时送达了上诉或者申请再审的文书，可能是随附的副本"), "papers of an appeal or a retrial were served with it; it may be an enclosed copy"],
  [of("写明随附的是裁判文书的副本或者复印件"), "it is called a copy of the decision"],
  [of("不再成立，待确认：现在的规则不再得出这个期限"), "to be confirmed: by today's rules there is no such deadline"],
  [of("记为不适用之前仍按原来的日期办理"), "until it is marked not applicable act by the day it had"],
  [of("邮件正文是转发或者引用的内容，可能此前已经送达"), "the mail only passes on or quotes another one; it may have been served before"],
  [of("邮件的发出日期读不出来，送达日期可能更早"), "when the mail was sent could not be read; it may have been served earlier"],
  [of("登记簿中没有与该法院的送达地址约定，回复、办理或者阅看之前不视为送达"), "no agreement with this court is registered; there is no service before a reply, an act or a reading"],
  [of("同时送达的文书写的期间到(.+)，与本文书不同"), (day) => `another paper served with it states a period to ${dates(day)}, other than this one`],
  [of("文书或者同时送达的文书另写有期间到(.+)，与此不同"), (day) => `this paper or another served with it states a period to ${dates(day)}, other than this one`],
  [of("如果自(.+)起算，至(.+)届满，请按保险日办理"), (day, end) => `counted from ${dates(day)} it ends on ${dates(end)}: act by the safe day`],
  [of("文书按当事人分别列有期间，请核对哪一个是本单位的"), "the paper lists a period for each party: check which one is this office's"],
  [of("期间自执行通知书送达之日起算，请核对该通知书何时送达"), "the period runs from the service of the notice of enforcement: check when that was"],
  [of("文书写明期间另有起算日，请核对"), "the paper says that its periods run from another day: check"],
  [of("判决书的当事人中没有列明本单位，请核对本单位能否提出"), "the judgment does not list this office among its parties: check whether it may act"],
  [of("期间自收到交费通知起算，本次送达中没有该通知"), "the period runs from a notice of fees, which did not come with this service"],
  [of("写有变更、增加诉讼请求，答辩期可能已自首次送达起算"), "the claims were changed; the time to answer may run from the first service"],
  [of("文书对适用的程序写法不一致，请核对"), "the papers name different procedures: check which one it is"],
  [of("邮件写有裁判文书已经生效或者不得上诉"), "the mail says that the decision has taken effect or cannot be appealed"],
  [of("邮件写有“(.+)”，请核对是否影响期间"), (said) => `the mail says “${said}”: check whether the period runs otherwise`],
  [of("邮件对该期间另有说明，请核对"), "the mail says something else of this period: check"],
  [of("第三人没有被判决承担责任的不能上诉，请核对"), "a third party on whom the judgment lays nothing cannot appeal: check"],
  [of("按本次送达算出的答辩期届满日推算"), "counted from the end of the answer period of this service"],
];

function sentence(text: string): string {
  for (const [pattern, says] of rules) {
    const found = pattern.exec(text);
    if (found) return typeof says === "string" ? says : says(...found.slice(1));
  }
  // A step may say several things, one after the other.
  if (text.includes("，")) {
    const pieces = text.split("，");
    const told = pieces.map((piece) => rules.find(([pattern]) => pattern.test(piece)) && sentence(piece));
    if (told.every((piece) => piece !== undefined)) return told.join(", ");
  }
  return dates(text);
}

/** A reckoning's words in English, as far as they are known. */
export function inEnglish(text: string): string {
  const parts = text.split(/(?<=[。；])/).filter((part) => part.trim() !== "");
  const told = parts.map((part) => {
    const end = /[。；]$/.test(part) ? part.slice(-1) : "";
    const bare = end ? part.slice(0, -1) : part;
    const provisional = bare.startsWith("暂定：");
    const says = sentence(provisional ? bare.slice(3) : bare);
    return (provisional ? "provisional: " : "") + says + (end === "。" ? "." : end === "；" ? ";" : "");
  });
  const joined = told.join(" ");
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
