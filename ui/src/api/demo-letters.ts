// Letters of the sample backend: what each would say, and what speaks against it.
import { courtStamp } from "../words/format";
import { zhReceipts } from "../words/zhReceipts";
import { receiptBody, receiptSubject } from "./demo-data";
import { sampleAgreement } from "./demo-receipts";
import type { ReceiptDraft, ServicePage, Wished } from "./types";

const UNDO_SECONDS = 10;

/** What was read too little of to be acknowledged unseen. */
export function unreadIn({ row, documents, doubts }: ServicePage): string[] {
  const isClosed = doubts.some((doubt) => doubt.code === "password-needed" && !doubt.settled);
  const isUnread = row.case_numbers.length === 0 || documents.length === 0;
  return [...(isClosed ? ["unopened-parts"] : []), ...(isUnread ? ["unread"] : [])];
}

export function subjectOf(subject: string, { kind }: Pick<Wished, "kind">): string {
  const named: Record<string, string> = { refused: "送达异议", corrected: "更正回执" };
  return subject.replace("签收回执", named[kind] ?? "签收回执");
}

function bodyOf(page: ServicePage, wish: Wished): string {
  const court = page.row.court?.name ?? "";
  const reasons: Readonly<Record<string, string>> = zhReceipts.answering.reasons;
  if (wish.kind === "refused") return `${court}：\n　　对本次送达提出异议：${[reasons[wish.reason ?? ""] ?? wish.reason, wish.note].filter(Boolean).join("；")}。`;
  if (wish.kind === "corrected") return `${court}：\n　　我方此前发出的回执（${page.receipt?.message_id ?? ""}）有误：${wish.note}。特此更正。`;
  const plain = receiptBody(page, courtStamp(Date.now()));
  return wish.kind === "sealed" ? `${plain}\n随附：${wish.scan_name ?? ""}` : plain;
}

export function draftOf(page: ServicePage, wish: Wished): ReceiptDraft {
  const { row, documents } = page;
  const agreed = row.court && sampleAgreement.courts.includes(row.court.code) ? sampleAgreement : null;
  const cautions = [...(row.regime === "unconfirmed" ? ["not-on-register"] : []), ...unreadIn(page)];
  const body = bodyOf(page, wish);
  return {
    service: row.id, court: row.court, to: row.from ?? "", subject: subjectOf(receiptSubject(page), wish), body, documents: documents.length,
    arrived: row.arrived, regime: row.regime, verdict: row.verdict, undo_seconds: UNDO_SECONDS, agreement: agreed?.id ?? null,
    agreement_kind: agreed?.kind ?? null, agreement_from: agreed?.from ?? null, answer_by: agreed ? row.answer_by : null, cautions, needs_second: false,
    // What the letter says but the moment it is drawn up.
    seen: JSON.stringify([row.id, row.from, row.case_numbers, documents.map((paper) => paper.title), cautions, wish]),
  };
}
