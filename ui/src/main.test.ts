// What the window shows before any script ran.
import { expect, test } from "vitest";
import page from "../index.html?raw";

test("the frame's shape stands in the page itself, and gives way to the frame", () => {
  const written = new DOMParser().parseFromString(page, "text/html");
  const shape = written.querySelector("#root > .first");
  // Words count as the first paint; nobody is to be read a name that is gone in a moment.
  expect(shape?.textContent).toBe("送达台");
  expect(shape?.getAttribute("aria-hidden")).toBe("true");
  // The policy of the window lets no script run that stands in the page.
  expect([...written.scripts].every((script) => script.src !== "" && script.type === "module")).toBe(true);
});
