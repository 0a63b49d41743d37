// The S3 double in a process of its own: says where it listens as one line of JSON, and takes faults as lines of JSON.
//
// node --import tsx test/doubles/s3/serve.ts [port] [bucket …]
import { createInterface } from "node:readline";
import { openS3Double } from "./double.ts";
import type { Fault } from "./fault.ts";

const [port = "0", ...buckets] = process.argv.slice(2);
const double = await openS3Double({ port: Number(port), buckets });
const { endpoint, region, accessKeyId, secretAccessKey, env } = double;
console.log(JSON.stringify({ endpoint, region, accessKeyId, secretAccessKey, env }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  double.faults.add(JSON.parse(line) as Fault);
  console.log(JSON.stringify({ waiting: true }));
}
// Whoever started it is gone.
await double.close();
