// A CloudFormation template and its parameters -> the resources with every reference resolved.
import { parse, type ScalarTag } from "yaml";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A template as written, its short forms (`!Ref`) spelled out. */
export interface Template {
  readonly Parameters: Readonly<
    Record<
      string,
      { readonly Type?: string; readonly Default?: number | string; readonly AllowedPattern?: string }
    >
  >;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: Json }>>;
}

/** One resource. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Json>>;
  readonly [key: string]: Json;
}

const short = (tag: string, make: (text: string) => unknown): ScalarTag => ({ tag, resolve: make });

/** @throws when it is not YAML */
export function readTemplate(text: string): Template {
  return parse(text, {
    customTags: [
      short("!Ref", (name) => ({ Ref: name })),
      short("!Sub", (pattern) => ({ "Fn::Sub": pattern })),
      short("!GetAtt", (place) => ({ "Fn::GetAtt": place.split(".") })),
    ],
  }) as Template;
}

/** Where a stack is made. */
export const ACCOUNT = "111122223333";
const REGION = "eu-west-1";

/**
 * @param given values of parameters
 * @throws when a parameter is missing or not allowed, or a reference leads nowhere
 */
export function resolveTemplate(
  template: Template,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, Resource>> {
  const parameters = new Map(
    Object.entries(template.Parameters).map(([name, { Default, AllowedPattern = ".*" }]) => {
      const value = given[name] ?? Default;
      if (value === undefined) throw new Error(`parameter ${name} has no value`);
      if (!new RegExp(`^(?:${AllowedPattern})$`).test(textOf(value)))
        throw new Error(`parameter ${name} may not be ${JSON.stringify(value)}`);
      return [name, value] as const;
    }),
  );
  const stranger = Object.keys(given).find((name) => !parameters.has(name));
  if (stranger !== undefined) throw new Error(`there is no parameter ${stranger}`);
  const look = (name: string): string => {
    const [logical = "", attribute] = name.split(".");
    const resource = template.Resources[logical];
    if (resource !== undefined) {
      const found =
        attribute === undefined ? refOf(logical, resource) : attributeOf(logical, resource, attribute);
      return textOf(resolve(found));
    }
    const pseudo = {
      "AWS::AccountId": ACCOUNT,
      "AWS::Region": REGION,
      "AWS::Partition": "aws",
      "AWS::StackName": "stack",
    }[name];
    const value = parameters.get(name) ?? pseudo;
    if (value === undefined) throw new Error(`${name} leads nowhere`);
    return textOf(value);
  };
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== "object") return value;
    const [only, ...more] = Object.entries(value);
    if (only !== undefined && more.length === 0) {
      const [key, inner] = only;
      if (key === "Ref") {
        const list = template.Parameters[textOf(inner)]?.Type?.startsWith("List<") === true;
        return list ? look(textOf(inner)).split(",") : look(textOf(inner));
      }
      if (key === "Fn::GetAtt") return look((inner as readonly string[]).join("."));
      if (key === "Fn::Sub")
        return textOf(inner).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) =>
          literal === "!" ? `\${${name}}` : look(name),
        );
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  for (const { Value } of Object.values(template.Outputs)) resolve(Value);
  return Object.fromEntries(
    Object.entries(template.Resources).map(([name, resource]) => [
      name,
      resolve(resource) as unknown as Resource,
    ]),
  );
}

/** @throws when it is neither a text nor a number */
export function textOf(value: Json | undefined): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new Error(`${JSON.stringify(value)} stands where a text belongs`);
}

/** What `Ref` gives, by the type of resource (CloudFormation's resource reference). */
function refOf(logical: string, { Type, Properties }: Resource): Json {
  if (Type === "AWS::S3::Bucket") return Properties["BucketName"] ?? logical.toLowerCase();
  if (Type === "AWS::SNS::Topic") return `arn:aws:sns:${REGION}:${ACCOUNT}:${logical}`;
  if (Type === "AWS::ECS::TaskDefinition")
    return `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${logical}:1`;
  return logical;
}

/** What `Fn::GetAtt` gives; AWS makes up names of roles and keys, which are stood in for by the logical ones. */
function attributeOf(logical: string, resource: Resource, attribute: string): Json {
  const { Type, Properties } = resource;
  if (attribute === "Arn" && Type === "AWS::S3::Bucket") return { "Fn::Sub": `arn:aws:s3:::\${${logical}}` };
  if (attribute === "Arn" && Type === "AWS::KMS::Key")
    return `arn:aws:kms:${REGION}:${ACCOUNT}:key/${logical}`;
  if (attribute === "Arn" && Type === "AWS::IAM::Role") {
    const path = Properties["Path"] ?? "/";
    const name = Properties["RoleName"];
    const said = name === undefined ? logical : name;
    return typeof said === "string"
      ? `arn:aws:iam::${ACCOUNT}:role${textOf(path)}${said}`
      : {
          "Fn::Sub": `arn:aws:iam::${ACCOUNT}:role${textOf(path)}\${${(said as { readonly Ref: string }).Ref}}`,
        };
  }
  if (attribute === "Arn" && Type === "AWS::SQS::Queue") return `arn:aws:sqs:${REGION}:${ACCOUNT}:${logical}`;
  if (attribute === "QueueName" && Type === "AWS::SQS::Queue") return logical;
  if (attribute === "Arn" && Type === "AWS::Logs::LogGroup")
    return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logical}:*`;
  throw new Error(`${logical} has no ${attribute}`);
}
