// English of the terms by which rules are sorted and told: families, people, kinds of periods, events. What is not here stays Chinese.

const terms: Readonly<Record<string, string>> = {
  商事仲裁: "Commercial arbitration", 送达: "Service", 保全: "Preservation", 破产: "Bankruptcy", 执行: "Enforcement", 民事一审: "Civil, first instance",
  民事二审: "Civil, second instance", 刑事: "Criminal", 劳动仲裁: "Labour arbitration", 行政: "Administrative", 民事再审: "Civil retrial",
  特别程序: "Special procedures", 强制措施: "Coercive measures",
  当事人: "a party", 受送达人: "the addressee", 申请人: "the applicant", 申请执行人: "the party who applied for enforcement", 案外人: "an outsider to the case",
  债权人: "the creditor", 债务人: "the debtor", 利害关系人: "an interested person", 异议人: "the objector", "协助义务人（银行、物业公司）": "whoever must assist (banks, property managers)",
  被告: "the defendant", 第三人: "a third party", "第三人（被执行人的债务人）": "a third party that owes the debtor", 被请求承担责任的第三人: "a third party held liable", 原告: "the plaintiff", 有独立请求权的第三人: "a third party with a claim of its own",
  上诉人: "the appellant", 被害人: "the victim", 被申请人: "the respondent", 用人单位: "the employer", 被上诉人: "the appellee", 法院: "the court",
  被告行政机关: "the authority sued", 双方当事人: "both parties",
  法定: "set by law", 送达日: "day of service", 及时: "without delay", 法院指定: "set by the court", "法院指定，有上限": "set by the court, within a maximum",
  "法院指定，有下限": "set by the court, above a minimum", "法院指定，有上下限": "set by the court, within bounds", 时效: "limitation", 事件之前: "before an event",
  立即: "at once", 事件: "an event", 文书载明: "stated in the paper", 法院义务: "a duty of the court",
  公告发布: "publication of the announcement", 地址变更: "change of address", 文书退回: "return of the paper", 采取保全措施: "the preservation measure",
  保全期限届满: "end of the preservation", 履行期限届满: "end of the time to perform", 决议作出: "the resolution", 裁定宣布或者收到通知: "ruling pronounced or notice received",
  债权人会议核查结束: "end of the creditors' review", 财产变动: "change of the assets", 执行程序终结: "end of the enforcement", 该标的执行终结: "end of enforcement against the object",
  知道或者应当知道: "when it was or should have been known", 提起反诉: "the counterclaim", 公告期届满: "end of the announcement", 事件发生: "the event",
  举证期限届满: "end of the evidence period", 开庭: "the hearing", 法庭辩论结束: "end of the oral argument", 开庭或者法庭辩论终结: "the hearing or end of argument",
  裁判生效: "effect of the decision", 障碍消除: "end of the obstacle", 履行期限届满或者裁判送达: "end of the time to perform, or service of the decision",
  知道或者收到裁定: "knowledge or receipt of the ruling", 裁定生效: "effect of the ruling", 调解协议生效: "effect of the mediated agreement", 同意在线调解: "consent to online mediation",
};

const units: Readonly<Record<string, [string, string]>> = { 日: ["day", "days"], 个工作日: ["working day", "working days"], 个月: ["month", "months"], 年: ["year", "years"] };

/** A term or the length of a period in English; what is not known stays as it is. */
export function termEnglish(text: string): string {
  if (Object.hasOwn(terms, text)) return terms[text] ?? text;
  const [, count = "", unit = ""] = /^(\d+)(日|个工作日|个月|年)$/.exec(text) ?? [];
  const named = units[unit];
  return named ? `${count} ${count === "1" ? named[0] : named[1]}` : text;
}
