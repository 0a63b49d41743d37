// The integration suites against Postgres and an S3 server in containers, in place of the embedded Postgres and the S3 double.
//
// npm run test:containers [-- <vitest's options>]
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { PostgreSqlContainer } from "@testcontainers/postgresql";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";

// The version of the SDK is pinned, and which Node the tests run on is known.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** As in docker-compose.yml. */
const POSTGRES_IMAGE = "postgres:18";
const S3_IMAGE = "chrislusf/seaweedfs:4.47";
const S3_PORT = 8333;
const BUCKET = "drops";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Suites that take their database or bucket from test/database.ts, test/bucket.ts or test/targets.ts. */
const suites = readdirSync(new URL(".", import.meta.url))
  .filter((name) => name.endsWith(".test.ts"))
  .filter((name) =>
    /from "\.\/(?:database|bucket|targets)\.ts"/.test(readFileSync(new URL(name, import.meta.url), "utf8")),
  )
  .map((name) => `test/${name}`);

/** Whether a container engine answers; an address in DOCKER_HOST is the only one that is asked. */
async function why(): Promise<string | undefined> {
  const host = process.env["DOCKER_HOST"];
  if (host?.startsWith("tcp://") === true) {
    try {
      await fetch(new URL("/_ping", host.replace("tcp:", "http:")), { signal: AbortSignal.timeout(5_000) });
    } catch {
      return `nothing answers at DOCKER_HOST=${host}`;
    }
  }
  try {
    await getContainerRuntimeClient();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const absent = await why();
if (absent !== undefined) {
  console.log(
    `There is no Docker here (${absent}).\nSkipped: ${suites.length} suites, which \`npm test\` runs against the embedded Postgres and the S3 double.`,
  );
  process.exit();
}

const key = "viewfinder-tests";
const secret = crypto.randomUUID();
const began = Date.now();
const [postgres, s3] = await Promise.all([
  new PostgreSqlContainer(POSTGRES_IMAGE).withDatabase("tests").start(),
  new GenericContainer(S3_IMAGE)
    .withEnvironment({ AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, S3_BUCKET: BUCKET })
    .withExposedPorts(S3_PORT)
    .withWaitStrategy(Wait.forHttp("/healthz", S3_PORT))
    .start(),
]);
const environment = {
  DATABASE_URL: postgres.getConnectionUri(),
  VIEWFINDER_TEST_S3: `s3://${BUCKET}/tests`,
  AWS_ENDPOINT_URL: `http://${s3.getHost()}:${s3.getMappedPort(S3_PORT)}`,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: secret,
};
await ensureBucket();
console.log(
  `${POSTGRES_IMAGE} and ${S3_IMAGE} answer after ${((Date.now() - began) / 1000).toFixed(1)} s; ${suites.length} suites.`,
);
const given = process.argv.slice(2);
const named = given.some((one) => one.includes(".test.ts"));
const run = spawn("npx", ["vitest", "run", ...(named ? [] : suites), ...given], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, ...environment },
});
process.exitCode = await new Promise<number>((done) => run.once("close", (code) => done(code ?? 1)));
await Promise.all([postgres.stop(), s3.stop()]);

/** The server makes its bucket a moment after it answers. */
async function ensureBucket(): Promise<void> {
  const client = new S3Client({
    endpoint: environment.AWS_ENDPOINT_URL,
    region: environment.AWS_REGION,
    credentials: { accessKeyId: key, secretAccessKey: secret },
    forcePathStyle: true,
  });
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  } catch (error) {
    if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 409)) throw error;
  } finally {
    client.destroy();
  }
}
