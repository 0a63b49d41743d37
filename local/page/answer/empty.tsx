// A form nobody has asked yet -> three questions to begin with, and a line that shows that the data is there.
import { useEffect, useState } from "react";
import { ExampleLink, type AskFormProps } from "../ask/form.tsx";
import type { SheetForm } from "../props.ts";
import { examplesOf } from "../question/start.ts";
import { runCount } from "../server/run.ts";
import { findValues } from "../server/values.ts";
import { showCount } from "../words/figure.ts";
import { counted } from "../words/label.ts";

/** The examples are links to their answers. */
export function Empty({
  model,
  question,
  addressOf,
  onOpen,
}: Pick<AskFormProps, "model" | "question" | "addressOf" | "onOpen">) {
  return (
    <>
      <h1>Ask your first question</h1>
      <p className="muted">Pick a metric and press Run, or start from one of these:</p>
      <ul className="cards">
        {examplesOf(question.form).map((example) => (
          <li key={example.title}>
            <ExampleLink example={example} question={question} addressOf={addressOf} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      <Proof model={model} form={question.form} />
    </>
  );
}

/** How many rows there are, and how many values of each selector. */
function Proof({ model, form }: { readonly model: string; readonly form: SheetForm }) {
  const [parts, setParts] = useState<readonly string[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const query = { model, view: form.explore, fields: [form.count], filters: {}, sorts: [], limit: "1" };
    const rows = runCount(query, form.count, signal).then((count) => counted(count, form.noun));
    const values = form.selectors.map(async ({ field, label }) => {
      const { total } = await findValues({ model, explore: form.explore, field }, "", signal);
      return total === null ? "" : `${label}: ${showCount(total)} ${total === 1 ? "value" : "values"}`;
    });
    const show = async (): Promise<void> => {
      // A line that is nice to have says nothing where it cannot.
      const told = await Promise.allSettled([rows, ...values]);
      if (signal.aborted) return;
      setParts(told.flatMap((one) => (one.status === "fulfilled" && one.value !== "" ? [one.value] : [])));
    };
    void show();
    return () => controller.abort();
  }, [model, form]);
  return (
    <p className="foot small muted">
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  );
}
