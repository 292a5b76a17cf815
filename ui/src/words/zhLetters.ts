// The Chinese of the sheet before a letter leaves.

export const zhLetters = {
  letters: {
    loading: "正在生成回执…",
    changed: "内容已变化，请再看一次。",
    looked: "已看过",
    look: "核对内容",
    to: (to: string) => `将发往 ${to}。`,
    correctTitle: "发送更正回执？",
    correctAsk: (court: string, to: string) => `将向${court}（${to}）另发一封更正回执，原回执保留。`,
    correctLaw: "更正回执不改变期限。",
    sealedTitle: "寄回盖章的送达回证？",
    sealedAsk: (court: string, to: string, name: string) => `将向${court}（${to}）回复已收到，并附上“${name}”。`,
    againTitle: "重新发送这封回执？",
    againSays: "内容和编号不变。请先在邮箱“已发送”中核对，确认没有这封回执。",
    heldTitle: "发送这封回执？",
    heldSays: "上次关闭时尚未发出，内容不变。",
    elsewhereTitle: "仍要发送这封回执？",
    elsewhereSays: "因另一台电脑已有答复而没有发出。如果那确是回执，法院会收到两封。",
    approveTitle: "复核放行这封回执？",
    approveSays: (by: string) => `由 ${by} 起草，放行后发出。`,
    openApprove: "查看并复核",
    verified: "来信如何核实的",
    verifiedWays: { phone: "电话向书记员核实", platform: "在法院平台核对", mail: "由另一封邮件核实", person: "当面核实" },
    verifiedNeeded: "来信尚待核实，写明后才能发送；记入台账。",
  },
};
