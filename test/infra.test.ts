// The templates an admin deploys: who can put, read and delete what; and every sentence of their policies counts.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answers, BUCKET_PARAMETERS, trust, vendorParameters, type Templates } from "./infra/stack.ts";
import { readTemplate, resolveTemplate, type Json, type Template } from "./infra/template.ts";

const load = (name: string): Template =>
  readTemplate(readFileSync(new URL(`../hydrate/infra/${name}.yaml`, import.meta.url), "utf8"));
const templates: Templates = { buckets: load("buckets"), vendor: load("vendor") };

/** The answers as a table to read. */
function table(of: Templates): string {
  const rows = [...answers(of)];
  const widest = Math.max(...rows.map(([words]) => words.length));
  return rows
    .map(([words, told]) =>
      [words.padEnd(widest), ...told.map((one, at) => one.padEnd(rows[0]?.[1][at]?.length ?? 0))]
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

test("who can put, read and delete what", () => {
  expect(`\n${table(templates)}\n`).toMatchInlineSnapshot(`
    "
                                                                    vendor-a  vendor-b  vendor-a+  vendor-b+  hydrate  redshift  admin  break-glass  stranger  anonymous
    put drops/vendor-a/2026-01/x                                    yes       -         yes        -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x naming the bucket's key            yes       -         yes        -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x over what is there                 -         -         -          -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x as a part of an upload             yes       -         yes        -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x without TLS                        -         -         -          -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x with TLS 1.1                       -         -         -          -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x encrypted by S3 alone              -         -         -          -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x encrypted with another key         -         -         -          -          -        -         -      -            -         -
    put drops/vendor-a/2026-01/x encrypted with a key of one's own  -         -         -          -          -        -         -      -            -         -
    read drops/vendor-a/2026-01/x                                   -         -         -          -          yes      -         -      yes          -         -
    read drops/vendor-a/2026-01/x without TLS                       -         -         -          -          -        -         -      -            -         -
    read drops/vendor-a/2026-01/x by version                        -         -         -          -          yes      -         -      yes          -         -
    read drops/vendor-a/2026-01/x its tags                          -         -         -          -          -        -         yes    yes          -         -
    delete drops/vendor-a/2026-01/x                                 -         -         -          -          -        -         -      yes          -         -
    delete drops/vendor-a/2026-01/x a version of it                 -         -         -          -          -        -         -      yes          -         -
    delete drops/vendor-a/2026-01/x in spite of the lock            -         -         -          -          -        -         -      yes          -         -
    list drops                                                      -         -         -          -          yes      -         yes    yes          -         -
    list drops its policy                                           -         -         -          -          -        -         yes    yes          -         -
    decrypt with the key of drops past S3                           -         -         yes        yes        yes      -         yes    yes          -         -
    put pipeline/hydrate/x                                          -         -         -          -          yes      -         -      -            -         -
    put pipeline/hydrate/x naming the bucket's key                  -         -         -          -          yes      -         -      -            -         -
    put pipeline/hydrate/x over what is there                       -         -         -          -          -        -         -      -            -         -
    put pipeline/hydrate/x as a part of an upload                   -         -         -          -          yes      -         -      -            -         -
    put pipeline/hydrate/x without TLS                              -         -         -          -          -        -         -      -            -         -
    put pipeline/hydrate/x with TLS 1.1                             -         -         -          -          -        -         -      -            -         -
    put pipeline/hydrate/x encrypted by S3 alone                    -         -         -          -          -        -         -      -            -         -
    put pipeline/hydrate/x encrypted with another key               -         -         -          -          -        -         -      -            -         -
    put pipeline/hydrate/x encrypted with a key of one's own        -         -         -          -          -        -         -      -            -         -
    read pipeline/hydrate/x                                         -         -         -          -          yes      yes       -      -            -         -
    read pipeline/hydrate/x without TLS                             -         -         -          -          -        -         -      -            -         -
    read pipeline/hydrate/x by version                              -         -         -          -          -        -         -      -            -         -
    read pipeline/hydrate/x its tags                                -         -         yes        yes        -        -         yes    yes          -         -
    delete pipeline/hydrate/x                                       -         -         -          -          -        -         -      yes          -         -
    delete pipeline/hydrate/x a version of it                       -         -         -          -          -        -         -      yes          -         -
    delete pipeline/hydrate/x in spite of the lock                  -         -         yes        yes        -        -         yes    yes          -         -
    list pipeline                                                   -         -         yes        yes        -        yes       yes    yes          -         -
    list pipeline its policy                                        -         -         yes        yes        -        -         yes    yes          -         -
    decrypt with the key of pipeline past S3                        -         -         yes        yes        yes      yes       yes    yes          -         -
    "
  `);
});

test("who can become whom", () => {
  expect(trust(templates)).toMatchInlineSnapshot(`
    {
      "Redshift, hydrate's": false,
      "a stranger's Redshift, Redshift's": false,
      "a stranger, the vendor's": false,
      "a task, Redshift's": false,
      "a task, hydrate's": true,
      "our Redshift, Redshift's": true,
      "our serverless Redshift, Redshift's": true,
      "the vendor, hydrate's": false,
      "the vendor, with tags of its own": false,
      "the vendor, with the external id, its role": true,
      "the vendor, without it": false,
    }
  `);
});

test("each vendor has its own prefix", () => {
  const put = answers(templates).get("put drops/vendor-a/2026-01/x");
  expect(put?.filter((answer) => answer === "yes").length).toBe(2);
  expect(put?.slice(0, 4)).toEqual(["yes", "-", "yes", "-"]);
});

interface Policy {
  readonly Statement: { Sid: string; [key: string]: Json }[];
}

/** Every policy of the templates by where it stands. */
function policiesOf({ buckets, vendor }: Templates): readonly (readonly [string, Policy])[] {
  return [buckets, vendor].flatMap((template) =>
    Object.entries(template.Resources).flatMap(([name, { Properties }]) => {
      const { PolicyDocument, KeyPolicy, AssumeRolePolicyDocument, Policies } = Properties;
      const inline = (Policies ?? []) as readonly { readonly PolicyDocument: Json }[];
      return [
        PolicyDocument,
        KeyPolicy,
        AssumeRolePolicyDocument,
        ...inline.map((one) => one.PolicyDocument),
      ].flatMap((policy) => (policy === undefined ? [] : [[name, policy as unknown as Policy] as const]));
    }),
  );
}

const statements = policiesOf(templates).flatMap(([name, policy]) =>
  policy.Statement.map((statement) => [name, statement.Sid] as const),
);

/** The templates with one statement changed, or taken away. */
function changed(
  name: string,
  sid: string,
  change: (statement: Record<string, Json>) => Record<string, Json> | undefined,
): Templates {
  const copy = structuredClone(templates);
  for (const [where, policy] of policiesOf(copy)) {
    if (where !== name) continue;
    const at = policy.Statement.findIndex((statement) => statement.Sid === sid);
    if (at < 0) continue;
    const next = change(policy.Statement[at] ?? {});
    policy.Statement.splice(at, 1, ...(next === undefined ? [] : [next as { Sid: string }]));
    return copy;
  }
  throw new Error(`${name} has no statement ${sid}`);
}

const toldBy = (of: Templates): string => `${table(of)}\n${JSON.stringify(trust(of), undefined, 1)}`;
const told = toldBy(templates);

test.each(statements)("%s: without %s the answers are others", (name, sid) => {
  expect(toldBy(changed(name, sid, () => undefined))).not.toBe(told);
});

test.each(statements.filter(([name, sid]) => hasCondition(name, sid)))(
  "%s: without its conditions, %s gives other answers",
  (name, sid) => {
    expect(
      toldBy(
        changed(name, sid, (one) =>
          Object.fromEntries(Object.entries(one).filter(([key]) => key !== "Condition")),
        ),
      ),
    ).not.toBe(told);
  },
);

function hasCondition(name: string, sid: string): boolean {
  return policiesOf(templates).some(
    ([where, policy]) =>
      where === name && policy.Statement.some((one) => one.Sid === sid && one["Condition"] !== undefined),
  );
}

test("what is widened shows", () => {
  const widened: Readonly<Record<string, Templates>> = {
    "a vendor may do all it likes to its prefix": changed("VendorRole", "PutBelowItsPrefix", (one) => ({
      ...one,
      Action: "s3:*",
    })),
    "every role is a vendor's": changed("DropBucketPolicy", "OnlyVendorsPut", (one) => ({
      ...one,
      Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } },
    })),
    "hydrate reads the bucket's policy": changed("HydrateRole", "ListDrops", (one) => ({
      ...one,
      Action: "s3:*",
    })),
    "a stranger is the vendor": changed("VendorRole", "TheVendor", (one) => ({ ...one, Principal: "*" })),
    "sessions choose their tags": changed("VendorRole", "TheVendor", (one) => ({
      ...one,
      Action: ["sts:AssumeRole", "sts:TagSession"],
    })),
    "Redshift reads drops": changed("RedshiftRole", "ReadPipeline", (one) => ({ ...one, Resource: "*" })),
    "the pipeline may be written by all": changed("PipelineBucketPolicy", "OnlyHydrateWrites", (one) => ({
      ...one,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": "*" } },
    })),
  };
  const unseen = Object.entries(widened).filter(([, of]) => toldBy(of) === told);
  // Two are stopped by the bucket's own policy, which is why it says the same again.
  expect(unseen.map(([what]) => what)).toEqual([
    "a vendor may do all it likes to its prefix",
    "Redshift reads drops",
  ]);
});

test("both buckets are private, encrypted and versioned, and drops are locked", () => {
  const stack = resolveTemplate(templates.buckets, BUCKET_PARAMETERS);
  for (const [name, key] of [
    ["DropBucket", "DropKey"],
    ["PipelineBucket", "PipelineKey"],
  ] as const) {
    const Properties = stack[name]?.Properties ?? {};
    expect(stack[name]?.["DeletionPolicy"]).toBe("Retain");
    expect(Properties["PublicAccessBlockConfiguration"]).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(Properties["OwnershipControls"]).toEqual({ Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] });
    expect(Properties["VersioningConfiguration"]).toEqual({ Status: "Enabled" });
    expect(JSON.stringify(Properties["BucketEncryption"])).toContain(
      `"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"arn:aws:kms:eu-west-1:111122223333:key/${key}"`,
    );
  }
  expect(stack["DropBucket"]?.Properties["ObjectLockConfiguration"]).toEqual({
    ObjectLockEnabled: "Enabled",
    Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: "400" } },
  });
  // What expires on its own must not be what was delivered.
  expect(JSON.stringify(stack["DropBucket"]?.Properties["LifecycleConfiguration"])).not.toMatch(/Expir/);
});

/** The properties of the types the templates use (CloudFormation's resource reference). */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  "AWS::KMS::Key": ["Description", "EnableKeyRotation", "KeyPolicy"],
  "AWS::S3::Bucket": [
    "BucketName",
    "PublicAccessBlockConfiguration",
    "OwnershipControls",
    "BucketEncryption",
    "VersioningConfiguration",
    "ObjectLockEnabled",
    "ObjectLockConfiguration",
    "LifecycleConfiguration",
  ],
  "AWS::S3::BucketPolicy": ["Bucket", "PolicyDocument"],
  "AWS::IAM::Role": ["Path", "RoleName", "Description", "Tags", "AssumeRolePolicyDocument", "Policies"],
};

test.each([
  { name: "buckets", template: templates.buckets, given: BUCKET_PARAMETERS },
  { name: "vendor", template: templates.vendor, given: vendorParameters("vendor-a") },
])(
  "$name.yaml is a template: known keys, references that lead somewhere, parameters that are used",
  (one) => {
    const { template, given } = one;
    expect(Object.keys(template)).toEqual([
      "AWSTemplateFormatVersion",
      "Description",
      "Parameters",
      "Resources",
      "Outputs",
    ]);
    expect(() => resolveTemplate(template, given)).not.toThrow();
    const body = JSON.stringify([template.Resources, template.Outputs]);
    const unused = Object.keys(template.Parameters).filter(
      (name) => !body.includes(`{"Ref":"${name}"}`) && !body.includes(`\${${name}}`),
    );
    expect(unused).toEqual([]);
    for (const [name, resource] of Object.entries(template.Resources)) {
      const known = PROPERTIES[resource.Type];
      expect(known, `${name} is a ${resource.Type}`).toBeDefined();
      expect(Object.keys(resource.Properties).filter((key) => known?.includes(key) !== true)).toEqual([]);
      expect(Object.keys(resource).sort()).toEqual(
        name.endsWith("Key") || name.endsWith("Bucket")
          ? ["DeletionPolicy", "Properties", "Type", "UpdateReplacePolicy"]
          : ["Properties", "Type"],
      );
    }
    for (const [, policy] of policiesOf(templates)) {
      const odd = policy.Statement.flatMap((statement) =>
        Object.keys(statement).filter(
          (key) =>
            ![
              "Sid",
              "Effect",
              "Principal",
              "Action",
              "NotAction",
              "Resource",
              "NotResource",
              "Condition",
            ].includes(key),
        ),
      );
      expect(odd).toEqual([]);
      expect(policy.Statement.map(({ Sid }) => Sid)).toEqual([
        ...new Set(policy.Statement.map(({ Sid }) => Sid)),
      ]);
    }
    for (const { Description } of Object.values(template.Parameters) as readonly {
      readonly Description?: string;
    }[])
      expect(Description).toMatch(/^.{10,}$/);
  },
);
