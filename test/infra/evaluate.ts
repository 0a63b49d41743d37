// A request x policies -> allowed or not, as IAM decides (IAM user guide, "Policy evaluation logic").
import type { Json } from "./template.ts";

/** One statement of a policy. */
export type Statement = Readonly<Record<string, Json>>;

/** Who asks. */
export interface Principal {
  readonly name: string;
  /** Undefined for one who does not sign. */
  readonly arn: string | undefined;
  readonly account: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** What its own policies say. */
  readonly policies: readonly Statement[];
}

/** What is asked. */
export interface Question {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  /** Condition keys beside those that follow from the principal. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * @param resourcePolicy of the bucket or key
 * @param owner the account it belongs to
 * @param delegates whether the resource's own policy must let the account decide before its roles' policies count
 *   (keys), or they count without (buckets)
 */
export function isAllowed(
  question: Question,
  resourcePolicy: readonly Statement[],
  owner: string,
  delegates: boolean,
): boolean {
  const { principal } = question;
  const own = principal.policies.filter((statement) => applies(statement, question));
  const theirs = resourcePolicy.filter(
    (statement) => names(statement, principal) && applies(statement, question),
  );
  if ([...own, ...theirs].some((statement) => statement["Effect"] === "Deny")) return false;
  const allowedByOwn = own.some((statement) => statement["Effect"] === "Allow");
  const allowing = theirs.filter((statement) => statement["Effect"] === "Allow");
  if (principal.account !== owner)
    return allowing.length > 0 && (allowedByOwn || principal.arn === undefined);
  const root = `arn:aws:iam::${owner}:root`;
  const onlyDelegated = allowing.every((statement) => principalsOf(statement, "AWS").includes(root));
  if (delegates) return allowing.length > 0 && (allowedByOwn || !onlyDelegated);
  return allowedByOwn || (allowing.length > 0 && !onlyDelegated);
}

/**
 * Whether a role's trust policy lets someone assume it.
 * @param service the AWS service that asks, when one does
 */
export function mayAssume(
  trust: readonly Statement[],
  principal: Principal,
  action: string,
  context: Readonly<Record<string, string>>,
  service?: string,
): boolean {
  const question = { principal, action, resource: "", context };
  const fits = trust.filter((statement) => {
    const named =
      service === undefined
        ? names(statement, principal)
        : principalsOf(statement, "Service").includes(service);
    return named && applies({ ...statement, Resource: "*" }, question);
  });
  return (
    fits.some((statement) => statement["Effect"] === "Allow") &&
    !fits.some((statement) => statement["Effect"] === "Deny")
  );
}

function names(statement: Statement, { arn, account }: Principal): boolean {
  if (statement["Principal"] === "*") return true;
  const told = principalsOf(statement, "AWS");
  return told.some((one) => one === "*" || one === arn || one === `arn:aws:iam::${account}:root`);
}

function principalsOf(statement: Statement, kind: "AWS" | "Service"): readonly string[] {
  const told = statement["Principal"];
  if (told === undefined || told === null || typeof told !== "object" || Array.isArray(told)) return [];
  return many((told as Readonly<Record<string, Json>>)[kind]);
}

function applies(statement: Statement, question: Question): boolean {
  const { action, resource } = question;
  const acts = (told: Json | undefined): boolean =>
    many(told).some((pattern) => like(action.toLowerCase(), pattern.toLowerCase()));
  const lies = (told: Json | undefined): boolean =>
    many(told).some((pattern) => {
      const filled = fill(pattern, question);
      return filled !== undefined && like(resource, filled);
    });
  if ("NotAction" in statement ? acts(statement["NotAction"]) : !acts(statement["Action"])) return false;
  if ("NotResource" in statement ? lies(statement["NotResource"]) : !lies(statement["Resource"]))
    return false;
  const conditions = (statement["Condition"] ?? {}) as Readonly<
    Record<string, Readonly<Record<string, Json>>>
  >;
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, told]) => holds(operator, key, many(told), question)),
  );
}

function holds(operator: string, key: string, told: readonly string[], question: Question): boolean {
  const actual = valueOf(key, question);
  if (operator === "Null") return (told[0] === "true") === (actual === undefined);
  const ifExists = operator.endsWith("IfExists");
  const plain = operator.replace(/IfExists$/, "");
  const negated = plain.includes("Not");
  if (actual === undefined) return ifExists || negated;
  const wanted = told.flatMap((one) => fill(one, question) ?? []);
  const some = (test: (value: string) => boolean): boolean => wanted.some(test) !== negated;
  switch (plain) {
    case "StringEquals":
    case "StringNotEquals":
      return some((value) => value === actual);
    case "StringLike":
    case "StringNotLike":
    // For ARNs, Equals and Like are the same (IAM user guide, "ARN condition operators").
    case "ArnEquals":
    case "ArnNotEquals":
    case "ArnLike":
    case "ArnNotLike":
      return some((value) => like(actual, value));
    case "Bool":
      return some((value) => value === actual);
    case "NumericLessThan":
      return some((value) => Number(actual) < Number(value));
    default:
      throw new Error(`the condition operator ${operator} is not known here`);
  }
}

function valueOf(key: string, { principal, context }: Question): string | undefined {
  const tag = /^aws:PrincipalTag\/(.+)$/.exec(key)?.[1];
  if (tag !== undefined) return principal.tags[tag];
  if (key === "aws:PrincipalArn") return principal.arn;
  return context[key];
}

/** Policy variables filled in; undefined when one has no value, and then nothing matches. */
function fill(pattern: string, question: Question): string | undefined {
  let whole = true;
  const filled = pattern.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = valueOf(name, question);
    if (value === undefined) whole = false;
    return value ?? "";
  });
  return whole ? filled : undefined;
}

function like(text: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(text);
}

function many(told: Json | undefined): readonly string[] {
  if (told === undefined) return [];
  return (Array.isArray(told) ? told : [told]).map(String);
}
