// The Chinese of learning a court's sender from a mail, and of passwords typed for closed attachments.
import { zhCodes } from "./codes";

const refusals: Readonly<Record<string, string>> = {
  "no-court": "没有识别出是哪家法院。请先更正法院，再记住发件方式。",
  "no-sender": "邮件没有可用的发件人地址，没有可记的内容。",
  known: "这家法院的发件方式已经记过，没有新的内容。",
};
const reasons: Readonly<Record<string, string>> = zhCodes.reasons;

export const zhTeaching = {
  teaching: {
    title: "法院发件方式",
    open: "记住这家法院的发件方式",
    means: "以后同一地址、同类主题的邮件按这家法院的来信识别；待核实的同类邮件会重新判断。",
    draft: (court: string) => `将记入：${court}`,
    senders: "发件地址",
    subjects: "主题样式",
    hosts: "链接网址",
    star: "* 代表案号、数字和本单位名称。",
    against: "这封邮件有以下可疑之处，请逐项核对：",
    checked: "已用法院公布的电话（不是邮件里的电话）核实，确为该法院发出",
    waiting: (n: number) => (n > 0 ? `另有 ${n} 封待核实的邮件会重新判断。` : "没有其他待核实的邮件受影响。"),
    keep: "记住",
    cancel: "取消",
    kept: (court: string) => `已记住${court}的发件方式`,
    keptBy: (court: string, by: string, moment: string) => `${by || "经办人"}于 ${moment} 按这封邮件记住了${court}的发件方式`,
    undo: "撤回",
    undone: (court: string) => `已撤回，${court}的发件方式恢复原样，相关邮件重新判断`,
    none: "还没有记住任何法院的发件方式。可在待签收的邮件里选择“记住这家法院的发件方式”。",
    list: "由本单位人员确认后记住的发件方式。撤回后，相关邮件按原来的依据重新判断。",
    court: "法院",
    what: "记住的内容",
    who: "确认人",
  },
  unlocking: {
    password: "附件密码",
    of: (name: string) => `${name} 的密码`,
    open: "输入密码",
    now: "打开附件",
    hint: "密码常见于法院的短信或事先约定，如统一社会信用代码后六位。只用于打开这封邮件的附件，随台账保存在本机；打开后文书照常归档。",
    opened: (n: number) => `已打开 ${n} 个附件，文书正在归档`,
  },
};

export const zhTeachingProblems = {
  "teach.refused": (f: readonly string[]) => {
    if (f[1] === "forged") return `这封邮件不能作为依据：${reasons[f[2] ?? ""] ?? f[2] ?? "发件人不可信"}。`;
    return refusals[f[1] ?? ""] ?? "没有记入法院档案。";
  },
};
