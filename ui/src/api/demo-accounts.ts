// Invented answers about mailboxes and providers, for working in a browser; nobody is asked.
import type { Found, MailboxForm, ProviderRow, TestRow } from "./types";

const qq: ProviderRow = {
  id: "qq",
  name: "QQ 邮箱",
  name_en: "QQ Mail",
  imap: { host: "imap.qq.com", port: 993, security: "tls" },
  smtp: { host: "smtp.qq.com", port: 465, security: "tls" },
  login: "app-code",
  has_oauth: false,
  secret: "授权码",
  secret_en: "authorisation code",
  steps: ["登录 mail.qq.com，进入“设置 → 账号与安全”", "开启 IMAP/SMTP 服务，“收取选项”选“全部”", "按提示用手机验证，把生成的授权码填在这里"],
  steps_en: ["Log in at mail.qq.com, Settings → Account", "Turn IMAP/SMTP on and let clients see all mail", "Confirm by phone and use the authorisation code here"],
  quirks: ["recent-only", "login-words-vague", "code-dies-with-password"],
  notes: ["客户端默认只看得到最近的邮件，请在网页邮箱把“收取选项”改为“全部”", "修改邮箱密码后授权码失效，要重新生成"],
  notes_en: ["Programs see recent mail only until web mail is set to show all of it", "The code dies when the mailbox password is changed"],
  page: "https://mail.qq.com/",
};

const outlook: ProviderRow = {
  ...qq,
  id: "outlook",
  name: "Outlook / Microsoft 365",
  name_en: "Outlook / Microsoft 365",
  imap: { host: "outlook.office365.com", port: 993, security: "tls" },
  smtp: { host: "smtp.office365.com", port: 587, security: "starttls" },
  login: "oauth",
  has_oauth: true,
  secret: "OAuth 登录",
  secret_en: "OAuth login",
  quirks: ["oauth-only"],
  notes: [],
  notes_en: [],
  page: null,
};

export const demoProviders: ProviderRow[] = [qq, outlook];

/** Whose mailbox an address would be. */
export function demoFound(address: string): Found {
  const domain = address.trim().split("@")[1]?.toLowerCase() ?? "";
  if (!domain) return { by: "no-address", mx: [], provider: null };
  if (domain === "qq.com") return { by: "domain", mx: [], provider: qq };
  if (domain === "outlook.com") return { by: "domain", mx: [], provider: outlook };
  return { by: "unknown", mx: [`mail.${domain}`], provider: null };
}

const names: Record<string, [string, string]> = {
  dns: ["找到服务器", "server name"],
  tcp: ["连接端口", "port"],
  tls: ["加密与证书", "encryption"],
  login: ["登录", "login"],
  folder: ["打开文件夹", "folders"],
  read: ["读取邮件", "reading"],
  smtp: ["发信", "sending"],
};

/** A test whose login fails as long as no password was typed, or the word "wrong". */
export function demoTest(form: MailboxForm): TestRow {
  const knows = Boolean(form.password?.trim()) && form.password !== "wrong";
  const steps = Object.entries(names).map(([step, [name, name_en]], nth) => {
    const ok = knows || nth < 3;
    const isLogin = step === "login";
    return {
      step, name, name_en, ok,
      code: ok ? "ok" : isLogin ? "no-password" : "not-tried",
      says: ok ? "正常。" : isLogin ? "授权码没有被接受。" : "前面的步骤没有通过，未能检查。",
      says_en: ok ? "Well." : isLogin ? "The authorisation code was not accepted." : "Not tried: an earlier step failed.",
      next: isLogin && !ok ? "回到上一步，按说明重新取得授权码再填写。" : "",
      next_en: isLogin && !ok ? "Go back one step and get a new authorisation code as described there." : "",
    };
  });
  return { receives: knows, sends: knows, steps, diagnostics: steps.map((step) => `${step.ok ? "✓" : "✗"} ${step.step} ${step.code}`).join("\n") };
}
