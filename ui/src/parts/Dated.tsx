// Text whose dates stay whole: a browser would break a line after their hyphens.
import { Fragment } from "react";

/** A date as this window writes it, with its weekday where one follows or goes before. */
const date = /((?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?(?:\d{4}-)?\d{2}-\d{2}(?:（周.）)?)/;

export function Dated({ text }: { text: string }) {
  return (
    <span>
      {text.split(date).map((piece, at) => (at % 2 === 1 ? <span key={at} className="whole">{piece}</span> : <Fragment key={at}>{piece}</Fragment>))}
    </span>
  );
}
