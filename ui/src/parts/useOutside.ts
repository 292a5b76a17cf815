// What comes from outside the window: links and notifications that open something, mails dropped on it.
import { useEffect, useRef } from "react";
import { useBackend } from "../api/backend";
import { problemSentence, useWords } from "../words/words";
import type { Announce } from "./announce";

interface Ways {
  openService: (id: string) => void;
  openCase: (number: string) => void;
  openToday: () => void;
  announce: Announce;
}

export function useOutside({ openService, openCase, openToday, announce }: Ways): void {
  const backend = useBackend();
  const words = useWords();
  const ways = useRef({ openService, openCase, openToday, announce });
  useEffect(() => {
    ways.current = { openService, openCase, openToday, announce };
  });
  useEffect(() => {
    const look = () =>
      void backend.opening().then((opening) => {
        if (opening?.what === "service") ways.current.openService(opening.id);
        else if (opening?.what === "case") ways.current.openCase(opening.id);
        else if (opening) ways.current.openToday();
      }, () => undefined);
    look();
    const stops = [
      backend.onOpen(look),
      backend.onBroughtIn((told, problem) => {
        if (problem) return ways.current.announce(problemSentence(words, problem.code, problem.facts));
        if (!told) return;
        const { first: say } = words;
        const text = told.mails > 0 ? say.broughtIn(told.mails, told.services.length) : "";
        const unread = told.unreadable.length > 0 ? say.unreadable(told.unreadable.join(words.format.list)) : "";
        const each = told.passed_over.map((one) => say.passedOverOf(one.ending, one.count));
        const passed = each.length > 0 ? say.passedOver(each.join(words.format.list), told.passed_over.some((one) => one.may_hold_mails)) : "";
        const [service] = told.services;
        ways.current.announce([text, unread, passed].filter(Boolean).join(" ") || say.nothingFound, service === undefined ? undefined : { says: say.look, act: () => ways.current.openService(service) });
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [backend, words]);
}
