// How fresh the data is -> the words at the top of the page.
import type { SheetFreshness } from "../props.ts";
import { useInBrowser } from "./platform.ts";

/** The time is told in the browser's own zone and language, so not before it is there. */
export function Freshness({ freshness }: { readonly freshness: SheetFreshness }) {
  const here = useInBrowser();
  switch (freshness.kind) {
    case "run": {
      const { at, run, period } = freshness;
      const shown = here
        ? new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })
        : `${at.slice(0, 16).replace("T", " ")} UTC`;
      return (
        <>
          Data as of{" "}
          <time dateTime={at} title={`Run ${run}`}>
            {shown}
          </time>
          {period === undefined ? "" : ` (${period})`}
        </>
      );
    }
    case "none":
      return <>No data yet: nothing has been hydrated</>;
    case "unknown":
      return <span title={freshness.because}>It is not known how fresh the data is</span>;
  }
}
