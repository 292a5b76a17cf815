// Facts become marks on the paper they were read in, and on no other.
import { describe, expect, it } from "vitest";
import type { FactRow, ServicePage } from "../../api/types";
import { factMarks } from "./factMarks";

const fact = (more: Partial<FactRow>): FactRow => ({ fact: "cause", document: null, value: "x", sure: "stated", part: "1.2", read_in: "传票.pdf", page: 1, sentence: "案由：物业服务合同纠纷", ...more });

describe("facts as marks", () => {
  it("stand on their own paper, once, without what was cut off", () => {
    const page = {
      documents: [{ id: "d1", name: "传票.pdf", title: "传票" }, { id: "d2", name: "判决书.pdf", title: "民事判决书" }],
      facts: [fact({}), fact({ fact: "case-number" }), fact({ sentence: "…应当于十五日内提交…", page: 2 }), fact({ read_in: "判决书.pdf", sentence: "别的" }), fact({ page: null }), fact({ sentence: null })],
    } as unknown as ServicePage;
    expect(factMarks(page, "d1")).toEqual([
      { what: "cause", words: "案由：物业服务合同纠纷", page: 1 },
      { what: "cause", words: "应当于十五日内提交", page: 2 },
    ]);
    expect(factMarks(page, "none")).toEqual([]);
  });
});
