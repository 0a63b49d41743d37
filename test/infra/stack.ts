// The two templates, deployed on paper -> who can do what with which object.
import { isAllowed, mayAssume, type Principal, type Statement } from "./evaluate.ts";
import { ACCOUNT, resolveTemplate, textOf, type Json, type Resource, type Template } from "./template.ts";

/** Templates as written; tests change them. */
export interface Templates {
  readonly buckets: Template;
  readonly vendor: Template;
}

const BREAK_GLASS = `arn:aws:iam::${ACCOUNT}:role/break-glass`;
const VENDOR_ACCOUNT = "444455556666";
const STRANGER_ACCOUNT = "999900001111";
const EXTERNAL_ID = "a long random text";
const ANYTHING: readonly Statement[] = [{ Effect: "Allow", Action: "*", Resource: "*" }];

/** Values of the parameters of `buckets.yaml`. */
export const BUCKET_PARAMETERS = {
  DropBucketName: "drops",
  PipelineBucketName: "pipeline",
  BreakGlassRoleArn: BREAK_GLASS,
} as const;

/** @param name of the vendor. Values of the parameters of `vendor.yaml` */
export function vendorParameters(name: string): Readonly<Record<string, string>> {
  return {
    VendorName: name,
    VendorAccountId: VENDOR_ACCOUNT,
    ExternalId: EXTERNAL_ID,
    DropBucketName: "drops",
    DropKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/DropKey`,
  };
}

/** One answer for each principal, by the question in words. */
export function answers(templates: Templates): ReadonlyMap<string, readonly string[]> {
  const stack = resolveTemplate(templates.buckets, BUCKET_PARAMETERS);
  const vendors = ["vendor-a", "vendor-b"].map((name) => {
    const { VendorRole } = resolveTemplate(templates.vendor, vendorParameters(name));
    return roleOf(name, VendorRole);
  });
  const principals: readonly Principal[] = [
    ...vendors,
    // What a mistake in a vendor's own policy would give: the bucket must hold against it.
    ...vendors.map((one) => ({ ...one, name: `${one.name}+`, policies: ANYTHING })),
    roleOf("hydrate", stack["HydrateRole"]),
    roleOf("redshift", stack["RedshiftRole"]),
    stranger("admin", ACCOUNT),
    { ...stranger("break-glass", ACCOUNT), arn: BREAK_GLASS },
    stranger("stranger", STRANGER_ACCOUNT),
    { name: "anonymous", arn: undefined, account: undefined, tags: {}, policies: [] },
  ];
  return new Map([
    ["", principals.map(({ name }) => name)],
    ...QUESTIONS.map((question): [string, readonly string[]] => [
      question.words,
      principals.map((principal) => (may(principal, question, stack) ? "yes" : "-")),
    ]),
  ]);
}

/** Who can become which role, in words, with the answer. */
export function trust(templates: Templates): Readonly<Record<string, boolean>> {
  const stack = resolveTemplate(templates.buckets, BUCKET_PARAMETERS);
  const { VendorRole } = resolveTemplate(templates.vendor, vendorParameters("vendor-a"));
  const vendor = stranger("vendor", VENDOR_ACCOUNT);
  const other = stranger("stranger", STRANGER_ACCOUNT);
  const external = { "sts:ExternalId": EXTERNAL_ID };
  const ours = { "aws:SourceAccount": ACCOUNT };
  const theirs = { "aws:SourceAccount": STRANGER_ACCOUNT };
  const vendorTrust = statementsOf(VendorRole?.Properties["AssumeRolePolicyDocument"]);
  const hydrate = statementsOf(stack["HydrateRole"]?.Properties["AssumeRolePolicyDocument"]);
  const redshift = statementsOf(stack["RedshiftRole"]?.Properties["AssumeRolePolicyDocument"]);
  const service = (
    name: string,
    policy: readonly Statement[],
    context: Readonly<Record<string, string>>,
  ): boolean => mayAssume(policy, other, "sts:AssumeRole", context, name);
  return {
    "the vendor, with the external id, its role": mayAssume(vendorTrust, vendor, "sts:AssumeRole", external),
    "the vendor, without it": mayAssume(vendorTrust, vendor, "sts:AssumeRole", {}),
    "the vendor, with tags of its own": mayAssume(vendorTrust, vendor, "sts:TagSession", external),
    "a stranger, the vendor's": mayAssume(vendorTrust, other, "sts:AssumeRole", external),
    "the vendor, hydrate's": mayAssume(hydrate, vendor, "sts:AssumeRole", external),
    "a task, hydrate's": service("ecs-tasks.amazonaws.com", hydrate, ours),
    "Redshift, hydrate's": service("redshift.amazonaws.com", hydrate, ours),
    "our Redshift, Redshift's": service("redshift.amazonaws.com", redshift, ours),
    "our serverless Redshift, Redshift's": service("redshift-serverless.amazonaws.com", redshift, ours),
    "a stranger's Redshift, Redshift's": service("redshift.amazonaws.com", redshift, theirs),
    "a task, Redshift's": service("ecs-tasks.amazonaws.com", redshift, ours),
  };
}

interface Asked {
  readonly words: string;
  readonly action: string;
  readonly bucket: "Drop" | "Pipeline";
  readonly key: string | undefined;
  readonly context: Readonly<Record<string, string>>;
  /** What the key must be used for. */
  readonly kms?: "kms:GenerateDataKey" | "kms:Decrypt";
}

const TLS = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
const CREATES = { ...TLS, "s3:ObjectCreationOperation": "true" };
const NEW = { ...CREATES, "s3:if-none-match": "*" };
const SSE = "s3:x-amz-server-side-encryption";

/** Putting, reading and deleting in one of the two buckets, each in the right way and in every wrong one. */
function questionsOf(bucket: Asked["bucket"], place: string, key: string): readonly Asked[] {
  const at = { bucket, key };
  const put = { ...at, action: "s3:PutObject", kms: "kms:GenerateDataKey" } as const;
  const own = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${bucket}Key`;
  return [
    { ...put, words: `put ${place}`, context: NEW },
    {
      ...put,
      words: "... naming the bucket's key",
      context: { ...NEW, [SSE]: "aws:kms", [`${SSE}-aws-kms-key-id`]: own },
    },
    { ...put, words: "... over what is there", context: CREATES },
    {
      ...put,
      words: "... as a part of an upload",
      context: { ...TLS, "s3:ObjectCreationOperation": "false" },
    },
    { ...put, words: "... without TLS", context: { ...NEW, "aws:SecureTransport": "false" } },
    { ...put, words: "... with TLS 1.1", context: { ...NEW, "s3:TlsVersion": "1.1" } },
    { ...put, words: "... encrypted by S3 alone", context: { ...NEW, [SSE]: "AES256" } },
    {
      ...put,
      words: "... encrypted with another key",
      context: { ...NEW, [SSE]: "aws:kms", [`${SSE}-aws-kms-key-id`]: `${own}-other` },
    },
    {
      ...put,
      words: "... encrypted with a key of one's own",
      context: { ...NEW, [`${SSE}-customer-algorithm`]: "AES256" },
    },
    { ...at, words: `read ${place}`, action: "s3:GetObject", context: TLS, kms: "kms:Decrypt" },
    {
      ...at,
      words: "... without TLS",
      action: "s3:GetObject",
      context: { ...TLS, "aws:SecureTransport": "false" },
      kms: "kms:Decrypt",
    },
    { ...at, words: "... by version", action: "s3:GetObjectVersion", context: TLS, kms: "kms:Decrypt" },
    { ...at, words: "... its tags", action: "s3:GetObjectTagging", context: TLS },
    { ...at, words: `delete ${place}`, action: "s3:DeleteObject", context: TLS },
    { ...at, words: "... a version of it", action: "s3:DeleteObjectVersion", context: TLS },
    { ...at, words: "... in spite of the lock", action: "s3:BypassGovernanceRetention", context: TLS },
    {
      ...at,
      words: `list ${bucket === "Drop" ? "drops" : "pipeline"}`,
      action: "s3:ListBucket",
      key: undefined,
      context: TLS,
    },
    { ...at, words: "... its policy", action: "s3:GetBucketPolicy", key: undefined, context: TLS },
    {
      ...at,
      words: `decrypt with the key of ${bucket === "Drop" ? "drops" : "pipeline"} past S3`,
      action: "kms:Decrypt",
      context: {},
    },
  ];
}

/** Names of questions must differ; what follows a dot belongs to the question above. */
const QUESTIONS: readonly Asked[] = [
  ...questionsOf("Drop", "drops/vendor-a/2026-01/x", "vendor-a/2026-01/x"),
  ...questionsOf("Pipeline", "pipeline/hydrate/x", "hydrate/x"),
].map((question, index, all) => {
  const above = all.slice(0, index).findLast(({ words }) => !words.startsWith("..."));
  return question.words.startsWith("...")
    ? { ...question, words: `${above?.words}${question.words.slice(3)}` }
    : question;
});

function may(principal: Principal, asked: Asked, stack: Readonly<Record<string, Resource>>): boolean {
  const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${asked.bucket}Key`;
  const keyPolicy = statementsOf(stack[`${asked.bucket}Key`]?.Properties["KeyPolicy"]);
  if (asked.action.startsWith("kms:"))
    return isAllowed(
      { principal, action: asked.action, resource: key, context: {} },
      keyPolicy,
      ACCOUNT,
      true,
    );
  const name = asked.bucket === "Drop" ? "drops" : "pipeline";
  const resource = asked.key === undefined ? `arn:aws:s3:::${name}` : `arn:aws:s3:::${name}/${asked.key}`;
  const { action, context } = asked;
  const policy = statementsOf(stack[`${asked.bucket}BucketPolicy`]?.Properties["PolicyDocument"]);
  if (!isAllowed({ principal, action, resource, context }, policy, ACCOUNT, false)) return false;
  if (asked.kms === undefined) return true;
  const through = { ...context, "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
  return isAllowed(
    { principal, action: asked.kms, resource: key, context: through },
    keyPolicy,
    ACCOUNT,
    true,
  );
}

function roleOf(name: string, role: Resource | undefined): Principal {
  const properties = role?.Properties ?? {};
  const tags = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  const policies = (properties["Policies"] ?? []) as readonly { readonly PolicyDocument: Json }[];
  const logical =
    { hydrate: "HydrateRole", redshift: "RedshiftRole" }[name] ?? textOf(properties["RoleName"]);
  return {
    name,
    arn: `arn:aws:iam::${ACCOUNT}:role${textOf(properties["Path"])}${logical}`,
    account: ACCOUNT,
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    policies: policies.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
  };
}

/** One who may do anything, as far as the own account's policies go. */
function stranger(name: string, account: string): Principal {
  return { name, arn: `arn:aws:iam::${account}:role/${name}`, account, tags: {}, policies: ANYTHING };
}

function statementsOf(document: Json | undefined): readonly Statement[] {
  return (document as { readonly Statement?: readonly Statement[] } | undefined)?.Statement ?? [];
}
