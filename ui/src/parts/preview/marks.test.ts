// Sentences are found whatever their blanks, and nothing of the text is lost.
import { describe, expect, it } from "vitest";
import { cut, find } from "./marks";

describe("marks", () => {
  it("find a sentence over the end of a line and in other widths", () => {
    const text = "甲\n收到之日起\n15 日内提交答辩状。乙";
    const place = find(text, "收到之日起１５日内提交答辩状。");
    expect(place && text.slice(place.from, place.to)).toBe("收到之日起\n15 日内提交答辩状。");
    expect(find(text, "上诉")).toBeNull();
    expect(find(text, " ")).toBeNull();
  });

  it("lose nothing", () => {
    const text = "𠮷某：应当于十五日内答辩，（2026）沪0112民初1号。";
    const pieces = cut(text, ["十五日内", "(2026)沪0112民初1号", "没有", "五日"]);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.flatMap((piece) => piece.mark ?? [])).toEqual(["十五日内", "(2026)沪0112民初1号"]);
  });
});
