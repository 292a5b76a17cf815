// The English of how a last day came about. The mailroom tells it in Chinese, sentence by sentence; what is not known here
// stays as it is, so that nothing is lost.

type Rule = readonly [RegExp, string | ((...facts: string[]) => string)];

const days: Record<string, string> = { 周一: "Mon", 周二: "Tue", 周三: "Wed", 周四: "Thu", 周五: "Fri", 周六: "Sat", 周日: "Sun" };
const holidays: Record<string, string> = {
  元旦: "New Year's Day", 春节: "Spring Festival", 清明节: "Qingming", 劳动节: "Labour Day", 端午节: "Dragon Boat Festival", 中秋节: "Mid-Autumn Festival", 国庆节: "National Day",
};
const events: Record<string, string> = { 送达: "service", 答辩期届满: "the end of the answer period", 到达: "arrival", 裁定: "the ruling", 判决: "the judgment" };

/** 2026年12月5日 and its weekday as people read them in English. */
const dates = (text: string) =>
  text
    .replace(/(\d{4})年(\d{1,2})月(\d{1,2})日(?:（(周[一二三四五六日])）)?/g, (_all, year: string, month: string, day: string, week?: string) => {
      const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
      return week ? `${date} (${days[week] ?? week})` : date;
    });
const event = (text: string) => events[text] ?? text;
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
  [of("(.+?)(送达|答辩期届满|到达)，自次日起算{L}，至(.+)届满"), (day, what, span, end) => `${event(what)} on ${dates(day)}; ${length(span)} counted from the next day end on ${dates(end)}`],
  [of("(.+?)(送达|到达)，以当日为准"), (day, what) => `${event(what)} on ${dates(day)}; that very day counts`],
  [of("(.+?)(送达|开庭|.{1,12})，倒推{L}为(.+)"), (day, what, span, end) => `${event(what)} on ${dates(day)}; ${length(span)} back is ${dates(end)}`],
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
  [of("邮件不是由约定邮箱直接收到"), "the mail did not come straight to the agreed mailbox"],
  [of("发出日期与到达日期相差过大"), "sending and arrival lie too far apart"],
  [of("文书种类只是从文件名判断的"), "the kind was told from the file's name only"],
  [of("发件人尚未核实，期限先按暂定计算"), "the sender is not verified; the deadline is provisional"],
  [of("送达地址未经确认，收到之日是否生效需要人工确认"), "the address is not confirmed; whether receiving served it is for a person to say"],
  [of("缴费期限以法院缴费通知书为准，文书中没有写明"), "the court's notice of fees sets the day; the paper does not state it"],
  [of("未读出案号"), "no case number was read"],
  [of("未在文书中读到告知的期间，按法定期间计算"), "no period was read in the paper; the law's is used"],
  [of("文书写有几个不同的期间，按最早的计算"), "the paper states several periods; the earliest is used"],
  [of("文书没有写明从哪一天起算，按送达次日起算"), "the paper does not say from when; counted from the day after service"],
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
