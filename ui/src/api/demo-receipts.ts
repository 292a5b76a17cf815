// The sample's register, and what every sample receipt is beyond its state: a plain one, with no proofs yet.
import type { AgreementRow, ReceiptRow } from "./types";

/** A plain receipt. */
export const plainReceipt: Pick<ReceiptRow, "kind" | "reason" | "note" | "corrects" | "verified" | "approved_by" | "copy_in" | "elsewhere" | "claim" | "reports" | "sheet" | "letter" | "seen"> = {
  kind: "received", reason: null, note: null, corrects: null, verified: null, approved_by: null, copy_in: null, elsewhere: null, claim: null, reports: [], sheet: null, letter: null, seen: "",
};

/** One entry of the register, so that it can be seen how one looks. */
export const sampleAgreement: AgreementRow = {
  id: "minhang-2026", kind: "promise", courts: ["沪0112"], court_names: ["上海市闵行区人民法院"], company: "示例物业管理有限公司",
  address: "service@office.example", cases: [], levels: [], from: "2026-01-01", until: null, reply: "read-receipt", reply_within: 2,
  document: "a1".repeat(32), document_name: "承诺协议.pdf", note: "", state: "in-force", changes: 2, changed_at: "2026-03-02T15:20:00+08:00", changed_by: "李强",
  without_paper: 1,
  history: [
    { at: "2026-01-05T10:00:00+08:00", by: "王敏", changed: [], note: "", document: "a1".repeat(32), document_name: "承诺协议.pdf" },
    {
      at: "2026-03-02T15:20:00+08:00", by: "李强", note: "书记员来电，约定期限改为两个工作日", document: null, document_name: null,
      changed: [{ field: "reply", before: ["read-receipt", "0"], after: ["read-receipt", "2"] }],
    },
  ],
};
