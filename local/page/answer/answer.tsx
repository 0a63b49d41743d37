// An answer -> the page below the form: one number, the chart, the table, and behind tabs what it is made of.
import { useEffect, useMemo, useRef, useState } from "react";
import { Chart } from "../chart/chart.tsx";
import { kindsFor } from "../chart/kinds.ts";
import { later } from "../frame/later.tsx";
import type { Answer, ChartKind, Question, Sort } from "../props.ts";
import { measureOf } from "../question/named.ts";
import { MOST_ROWS } from "../question/start.ts";
import { TakeAway } from "../take-away/take-away.tsx";
import { sayCoverage } from "../words/coverage.ts";
import { showCount, showFigure } from "../words/figure.ts";
import { capitalised } from "../words/label.ts";
import { type Picked, queryBehind, sayPicked } from "./behind.ts";
import { chartDataOf, pickedPoint, pickedRow } from "./chart-data.ts";
import { gridOf } from "./grid.ts";
import { captionOf, notesOn } from "./notes.ts";
import { Table } from "./table.tsx";
import { type Tab, Tabs } from "./tabs.tsx";

// Read behind tabs, by few at once.
const HowComputed = later(async () => (await import("../explain/lineage.tsx")).HowComputed);
const UnderlyingRows = later(async () => (await import("../explain/rows.tsx")).UnderlyingRows);
const Sql = later(async () => (await import("../explain/sql.tsx")).Sql);

/** What the answer is drawn from. */
export interface AnswerViewProps {
  readonly answer: Answer;
  /** The question of the form that it answers; undefined for a link that the form cannot ask. */
  readonly question: Question | undefined;
  readonly link: string;
  readonly mayDownload: boolean;
  readonly onSort: (sort: Sort) => void;
  readonly onMore: () => void;
}

/** All of it; which tab is open is kept while the question stays the same. */
export function AnswerView({ answer, question, link, mayDownload, onSort, onMore }: AnswerViewProps) {
  const [tab, setTab] = useState("answer");
  const [picked, setPicked] = useState<Picked>([]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setPicked([]);
  }, [answer]);
  const count = countOf(answer);
  const behind = useMemo(() => queryBehind(answer, picked), [answer, picked]);
  const pick = (found: Picked): void => {
    setPicked(found);
    setTab("rows");
  };
  const tabs: readonly Tab[] = [
    {
      name: "answer",
      label: "Answer",
      content: () => (
        <Shown answer={answer} question={question} onSort={onSort} onMore={onMore} onPick={pick} />
      ),
    },
    {
      name: "rows",
      label: `${capitalised(answer.noun.many)}${count === undefined ? "" : ` (${showFigure(count)})`}`,
      content: () => (
        <UnderlyingRows
          query={behind}
          about={sayPicked(picked)}
          noun={answer.noun}
          onBack={picked.length === 0 ? undefined : () => setPicked([])}
          mayDownload={mayDownload}
        />
      ),
    },
    { name: "sql", label: "SQL", content: () => <Sql answer={answer} /> },
    {
      name: "computed",
      label: "How was this computed?",
      short: "Explained",
      content: () => <HowComputed answer={answer} />,
    },
  ];
  return (
    <div ref={place}>
      <div className="answer-head">
        <h1>{answer.title}</h1>
        <TakeAway
          answer={answer}
          link={link === "" ? location.href : location.origin + link}
          chart={() => place.current?.querySelector<SVGSVGElement>("svg[role=img]") ?? null}
          mayDownload={mayDownload}
        />
      </div>
      <Tabs label="The answer and what it is made of" tabs={tabs} active={tab} onActive={setTab} />
      <Foot answer={answer} />
    </div>
  );
}

function Shown({
  answer,
  question,
  onSort,
  onMore,
  onPick,
}: Pick<AnswerViewProps, "answer" | "question" | "onSort" | "onMore"> & {
  readonly onPick: (picked: Picked) => void;
}) {
  const grid = useMemo(() => gridOf(answer), [answer]);
  const data = useMemo(() => chartDataOf(answer), [answer]);
  const grouped = answer.columns.some((column) => column.role === "group");
  const rows = grid.rows.length;
  const limit = Number(answer.query.limit);
  return (
    <>
      <div className={grouped ? "two" : undefined}>
        <Figure answer={answer} question={question} />
        {data === undefined || !grouped ? null : (
          <ChosenChart data={data} onPick={(point) => onPick(pickedPoint(answer, point))} />
        )}
      </div>
      {grouped || question === undefined ? (
        <Table
          grid={grid}
          caption={captionOf(question, answer, rows)}
          sort={sortShown(answer, question)}
          onSort={question === undefined ? undefined : onSort}
          onPick={grouped ? (row) => onPick(pickedRow(answer, row)) : undefined}
        />
      ) : null}
      {answer.cut && limit < MOST_ROWS && question !== undefined ? (
        <p>
          <button type="button" className="quiet" onClick={onMore}>
            Show up to {showCount(MOST_ROWS)} rows
          </button>
        </p>
      ) : null}
    </>
  );
}

/** The one number, on how many rows it stands, and what must be said beside it. */
function Figure({ answer, question }: Pick<AnswerViewProps, "answer" | "question">) {
  if (question === undefined || answer.overall === undefined) return null;
  const { measure, format } = measureOf(question);
  const figure = showFigure(answer.overall[measure], format);
  return (
    <div className="summary">
      <p className={figure.length > 13 ? "figure long" : "figure"}>{figure}</p>
      <p className="small muted">{sayCoverage(question, answer.overall)}</p>
      {notesOn(question, answer).map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </div>
  );
}

function ChosenChart({
  data,
  onPick,
}: {
  readonly data: NonNullable<ReturnType<typeof chartDataOf>>;
  readonly onPick: NonNullable<Parameters<typeof Chart>[0]["onPick"]>;
}) {
  const kinds = kindsFor(data);
  const [chosen, setChosen] = useState<ChartKind>();
  const possible = kinds.filter((one) => one.impossible === undefined && one.kind !== "number");
  const kind = possible.find((one) => one.kind === chosen)?.kind ?? possible[0]?.kind;
  if (kind === undefined) return null;
  return (
    <div className={kind === "heat table" ? "drawn broad" : "drawn"}>
      <label className="small chart-kind">
        <span className="muted">Chart</span>{" "}
        <span className="select">
          <select
            className="control"
            value={kind}
            onChange={(event) => setChosen(event.target.value as ChartKind)}
          >
            {kinds
              .filter((one) => one.kind !== "number")
              .map(({ kind: name, impossible }) => (
                <option key={name} value={name} disabled={impossible !== undefined}>
                  {impossible === undefined ? capitalised(name) : `${capitalised(name)} – ${impossible}`}
                </option>
              ))}
          </select>
          <span aria-hidden="true" className="caret" />
        </span>
      </label>
      <Chart data={data} kind={kind} onPick={onPick} />
    </div>
  );
}

function Foot({ answer }: { readonly answer: Answer }) {
  const ms = Math.max(1, Math.round(answer.ms));
  return (
    <p className="foot small muted">
      <span>{ms < 10_000 ? `${showCount(ms)} ms` : `${showCount(Math.round(ms / 1000))} s`}</span>
      <span>
        {answer.fromCache ? "kept from an earlier question; the data is the same since" : "computed now"}
      </span>
    </p>
  );
}

/** How many rows of the explore the answer stands on. */
function countOf({ columns, overall }: Answer): string | undefined {
  const count = columns.find((column) => column.role === "count");
  return count === undefined ? undefined : (overall?.[count.field] ?? undefined);
}

/** The order the rows stand in: what was asked for, or Looker's own. */
function sortShown(answer: Answer, question: Question | undefined): Sort | undefined {
  if (question === undefined) return undefined;
  if (question.sort !== undefined) return question.sort;
  const [first] = answer.columns;
  const { measure } = measureOf(question);
  if (answer.columns.some((column) => column.role === "split")) return undefined;
  return { field: first?.timeframe === undefined ? measure : first.field, descending: true };
}
