// The Redshift double in a process of its own: says where it listens as one line of JSON, and takes faults as lines of JSON.
//
// node --import tsx test/doubles/redshift/serve.ts [port]; the Postgres behind it in TEST_DATABASE, the S3 server in AWS_*.
import { createInterface } from "node:readline";
import { openRedshiftDouble } from "./double.ts";
import type { Fault } from "./fault.ts";

const [port = "0"] = process.argv.slice(2);
const double = await openRedshiftDouble({
  postgresUrl: process.env["TEST_DATABASE"] ?? "",
  port: Number(port),
  s3: {
    endpoint: process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"] ?? "",
    region: process.env["AWS_REGION"] ?? "us-east-1",
    accessKeyId: process.env["AWS_ACCESS_KEY_ID"] ?? "",
    secretAccessKey: process.env["AWS_SECRET_ACCESS_KEY"] ?? "",
  },
});
console.log(JSON.stringify({ url: double.url, role: double.role }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  double.faults.add(JSON.parse(line) as Fault);
  console.log(JSON.stringify({ waiting: true }));
}
// Whoever started it is gone.
await double.close();
