// A refusal of what the form itself asked -> whether the model is another than the page was made from.
import type { Sheet } from "../props.ts";
import { Failure } from "./failure.ts";

/**
 * The server is asked for the page anew, and its sheet compared with the one in hand.
 * @returns the failure, of kind `changed` when that is what it comes from
 */
export async function explainRefusal(failure: Failure, sheet: Sheet): Promise<Failure> {
  if (failure.kind !== "refused" && failure.kind !== "unknown") return failure;
  try {
    const response = await fetch("/", { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = JSON.parse(page.getElementById("sheet")?.textContent ?? "") as Sheet;
    if (formsOf(now) === formsOf(sheet)) return failure;
    return new Failure("changed", failure.message, failure.details);
  } catch {
    // Whatever keeps the page from being read, the refusal stands.
    return failure;
  }
}

function formsOf({ model, forms }: Sheet): string {
  return JSON.stringify([model, forms]);
}
