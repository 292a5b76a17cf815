// The Chinese of how well the mailboxes are watched, and of the arrival record.

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
      unchecked: "已知的邮件都不在服务器上了，这次没有可比对的邮件",
      differs: "已知邮件与已保存的不一致",
    },
    failed: (code: string) => `未通过（${code}）`,
  },
  arrivals: {
    title: (n: number) => (n === 1 ? "到达记录" : `到达记录（${n} 次）`),
    arrived: "到达邮箱服务器",
    firstSeen: "本程序首次看到",
    clock: "本机时钟",
    ahead: (secs: number) => `比服务器快，至多 ${secs} 秒`,
    behind: (secs: number) => `比服务器慢 ${secs} 秒`,
    by: "来自",
    byHand: "手工导入，导入时间不是到达时间",
    folder: "文件夹",
    file: "文件",
    server: "服务器",
    certificate: "服务器证书 SHA-256",
    greeting: "服务器问候",
    id: "服务器自述",
    entry: "台账记录",
    way: (n: number) => `经过的服务器（${n} 行）`,
  },
};
