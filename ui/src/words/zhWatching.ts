// The Chinese of how well the mailboxes are watched.

export const zhWatching = {
  watching: {
    alarm: (since: string) => `自 ${since} 起未能成功检查`,
    folders: (list: string) => `上次检查：${list}`,
    folder: (name: string, at: string) => `${name} ${at}`,
    gap: (from: string, until: string, why: string) => `空档 ${from} 至 ${until}（${why}），其间的邮件已补收`,
    gaps: { slept: "电脑休眠", "not-running": "程序未运行", unreachable: "连不上邮箱" },
    selfCheck: (at: string, outcome: string) => `自检 ${at}：${outcome}`,
    outcomes: {
      same: "已知邮件可以原样取回",
      "nothing-known": "可以登录和打开，没有可供比对的邮件",
      differs: "已知邮件与已保存的不一致",
    },
    failed: (code: string) => `未通过（${code}）`,
  },
};
