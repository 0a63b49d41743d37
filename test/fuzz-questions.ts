// The long campaign: `npx tsx test/fuzz-questions.ts --questions 100000 --seed 1`; exits 1 on a difference.
import { parseArgs } from "node:util";
import { openTestStack } from "./database.ts";
import { campaign, type Campaign, type Finding } from "./oracle/campaign.ts";
import { KEPT, writeKept } from "./oracle/keep.ts";
import { openSession } from "./oracle/session.ts";

const { values } = parseArgs({
  options: {
    questions: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    /** Stops after so many different findings. */
    most: { type: "string", default: "10" },
    /** Where findings are kept. */
    keep: { type: "string", default: KEPT },
  },
});

function sayProgress(sofar: Campaign, seconds: number): void {
  const refused = Object.values(sofar.refused).reduce((sum, count) => sum + count, 0);
  console.log(
    `${sofar.asked} asked, ${sofar.same} the same (${sofar.withRows} with rows), ${sofar.different} different, ${refused} refused, ${sofar.tooMany} too large to check, ${Math.round(seconds)} s`,
  );
}

function sayFinding({ seed, how, sql, kept }: Finding): void {
  console.log(`\nDifferent, at seed ${seed}: ${how}\nquestion ${JSON.stringify(kept.question)}\n${sql}`);
  console.log(`kept in ${writeKept(kept, values.keep)}\n`);
}

async function main(): Promise<void> {
  const stack = await openTestStack();
  const session = await openSession(stack.url);
  try {
    const started = performance.now();
    let [told, said] = [0, 0];
    const result = await campaign(
      session,
      { questions: Number(values.questions), seed: Number(values.seed), most: Number(values.most) },
      (sofar) => {
        for (const finding of sofar.findings.slice(told)) sayFinding(finding);
        told = sofar.findings.length;
        const seconds = (performance.now() - started) / 1000;
        if (seconds - said < 10) return;
        said = seconds;
        sayProgress(sofar, seconds);
      },
    );
    sayProgress(result, (performance.now() - started) / 1000);
    for (const [why, count] of Object.entries(result.refused)) console.log(`refused ${count} times: ${why}`);
    for (const [why, count] of Object.entries(result.noModel))
      console.log(`no model, ${count} times: ${why}`);
    const found = result.different > 0 || Object.keys(result.noModel).length > 0;
    console.log(found ? `${result.findings.length} different findings.` : "Nothing found.");
    process.exitCode = found ? 1 : 0;
  } finally {
    await session.close();
    await stack.release();
  }
}

await main();
