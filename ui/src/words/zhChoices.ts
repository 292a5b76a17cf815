// The Chinese of what the office chose: how receipts leave, what is filed, which links are followed.

export const zhChoices = {
  choices: {
    sending: "发送回执",
    filing: "归档内容",
    fetching: "平台取件",
    saved: "已保存并记入台账，几秒内生效。",
    decided: "由管理员设置",
    on: "开",
    off: "关",
    turnOn: "开启",
    keep: "保存",
    cancel: "取消",
    made: (by: string, moment: string, value: string) => (value ? `${by} ${moment} 设为“${value}”` : `${by} ${moment} 清空`),
    undo: "撤回时间",
    undoSays: "点击发送后等这么久才发出，其间可以撤回。选“不等待”则点击即发，不能撤回。",
    seconds: (seconds: number) => (seconds === 0 ? "不等待" : `${seconds} 秒`),
    two: "两人复核",
    twoSays: "开启后，一人起草的回执须由另一人放行才发出。",
    automatic: "自动签收",
    automaticSays: "只对登记簿里约定了送达地址和已读回执的法院开放。只处理已核验、没有存疑、三日内到达的送达；撤回时间照样有效，台账里经办人后写明“（自动）”。",
    automaticWarn: (court: string) => `开启后，${court}的送达不经任何人查看，过了撤回时间就会发出签收回执，发出后收不回来。请确认与该法院的约定仍然有效。`,
    noCourts: "还没有登记法院。请先在“送达地址登记”里登记。",
    whyNot: {
      "no-agreement": "不能开启：登记簿里没有与该法院的有效约定。",
      "no-reply": "不能开启：与该法院的约定里没有已读回执。",
      unconfirmed: "不能开启：送达地址未经确认，回复可能使送达生效。",
    },
    original: "保留邮件原件",
    originalSays: "开启后，来信原件（.eml）与文书放在同一文件夹。只用于以后归档的送达。",
    fetch: "自动取件",
    fetchSays: "开启后，该邮箱收到的可信来信里，这个平台的链接由程序打开，文书下载后归档。不开启时，每件由人点击取件。",
    fetchWarn: (platform: string, mailbox: string) => `在${platform}打开链接可能被记为签收。开启后，${mailbox} 收到这样的来信，程序不再询问就打开链接。`,
    fetchWarnIs: (platform: string, mailbox: string) => `在${platform}打开链接即视为签收。开启后，${mailbox} 收到这样的来信，程序不再询问就打开链接。`,
    oldTls: "只支持旧加密方式的服务器",
    oldTlsSays: "一般留空。某个下载服务器总是连接中断时，填它的服务器名，多个用空格隔开。",
    oldTlsWarn: (hosts: string) => `与 ${hosts} 通信将只用较旧的加密方式（TLS 1.2），不再尝试更新的。只在该服务器确实不支持新方式时这样设。`,
    noMailbox: "还没有邮箱。",
  },
};

export const zhChoiceProblems = {
  "receipt.not-agreed": (f: readonly string[]) => `没有保存：登记簿里没有与 ${f[0] ?? ""} 约定已读回执的有效送达约定，不能自动签收。`,
};
