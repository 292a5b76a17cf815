// The Chinese of long lists: their tabs, and the ways from one to another; and of days that are typed.

export const zhLists = {
  lists: {
    allCases: "全部",
    due: "待回执",
    running: "期限未了结",
    none: "没有期限",
    unnumbered: "未识别案号",
    casesWithout: (n: number) => `没有期限的案件 ${n} 件`,
    servicesWithout: (n: number) => `未识别案号的送达 ${n} 次`,
    openFolder: "打开文件夹",
    shown: (shown: number, all: number) => `只列出最近 ${shown} 次送达，共 ${all} 次。其余请在台账中筛选查看。`,
    find: "输入案号、案由查找",
    colHandler: "负责人",
    arrived: "送达",
    drawnUp: "已拟好，排队发出",
    record: (n: number) => `办理经过（${n} 条）`,
    stillComing: (n: number) => `正在补收较早的邮件，最多还有 ${n} 封`,
    offline: "现在连不上邮箱。可以继续查看和核对；回执会排队，恢复连接后发出。",
    importHint: "也可以导入已有的邮件（.eml、.mbox），或把文件拖进窗口。",
  },
  dates: {
    notADay: "不是日期",
    outside: "超出范围",
    tooLate: (day: string) => `不能晚于 ${day}`,
    tooEarly: (day: string) => `不能早于 ${day}`,
    example: "例如 1207、12-7",
    examplePast: "例如 1120、昨天",
    pick: "打开日历",
    hint: "可输入 1207、12-7、下周一；+15 指今天起第 15 天",
  },
};
