// What a login service says of a person -> who they are here: roles and user attributes, as the settings map them.
import { Mistake, printFilterText } from "../../../generator/index.ts";
import { type Caller, type Role, ROLES } from "./caller.ts";

/** How claims become roles and user attributes. */
export interface ClaimRules {
  /** The claim whose values give roles, e.g. `groups`. */
  readonly claim: string;
  /** For each role the values that give it; `*` stands for everybody who can log in. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  /** Names of claims by the names of user attributes. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Claims as a login service sends them: JSON. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * @param text e.g. `ask=*; download=analysts, finance; admin=platform`
 * @throws Mistake that names what cannot be read, and when nobody would have the role `ask`
 */
export function readRoleRules(text: string, setting: string): ClaimRules["roles"] {
  const rules: Record<Role, readonly string[]> = { ask: [], download: [], admin: [] };
  for (const [name, value] of pairs(text, ";", setting)) {
    const role = ROLES.find((one) => one === name);
    if (role === undefined)
      throw new Mistake(`${setting} names a role ${name}; the roles are ${ROLES.join(", ")}.`);
    rules[role] = value
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== "");
  }
  if (rules.ask.length === 0)
    throw new Mistake(
      `${setting} lets nobody ask. Write for example ask=*; download=analysts: everybody who can log in asks, and the group analysts downloads.`,
    );
  return rules;
}

/**
 * @param text e.g. `region=region, department=groups`
 * @returns names of claims by the names of user attributes
 * @throws Mistake that names what cannot be read
 */
export function readAttributeRules(text: string, setting: string): ClaimRules["attributes"] {
  return Object.fromEntries(
    pairs(text, ",", setting).map(([name, claim]) => {
      requireAttributeName(name, setting);
      return [name, claim];
    }),
  );
}

/** @throws Mistake unless it can be the name of a user attribute */
export function requireAttributeName(name: string, where: string): void {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return;
  throw new Mistake(
    `${where}: "${name}" cannot be the name of a user attribute. Names start with a lower-case letter and hold only lower-case letters, digits and _.`,
  );
}

/**
 * The values of a claim are texts, never filter expressions: whoever can choose their own department cannot
 * choose `%`.
 * @param claims of the ID token, whose signature has been verified
 * @throws Mistake when the claims give none of the roles
 */
export function callerFromClaims(claims: Claims, rules: ClaimRules): Caller {
  const values = textsOf(claims[rules.claim]);
  const roles = ROLES.filter((role) =>
    rules.roles[role].some((wanted) => wanted === "*" || values.includes(wanted)),
  );
  const name = nameOf(claims);
  if (roles.length === 0)
    throw new Mistake(
      `${name} can log in, and yet has no role here. Ask whoever looks after this server for one: roles come from the claim ${rules.claim}.`,
    );
  const attributes = Object.entries(rules.attributes).flatMap(([attribute, claim]) => {
    const texts = textsOf(claims[claim]);
    return texts.length === 0 ? [] : [[attribute, texts.map(printFilterText).join(",")] as const];
  });
  return {
    id: `${String(claims["iss"])}#${String(claims["sub"])}`,
    name,
    roles: new Set(roles),
    attributes: Object.fromEntries(attributes),
  };
}

function nameOf(claims: Claims): string {
  for (const claim of ["name", "preferred_username", "email", "sub"]) {
    const value = claims[claim];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return "Somebody without a name";
}

/** A text, a number or yes and no is a list of one; anything else inside is left out. */
function textsOf(claim: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return list.flatMap((one) =>
    typeof one === "string" || typeof one === "number" || typeof one === "boolean" ? [String(one)] : [],
  );
}

function pairs(text: string, between: string, setting: string): readonly (readonly [string, string])[] {
  return text
    .split(between)
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map((one) => {
      const [name = "", ...rest] = one.split("=");
      const value = rest.join("=").trim();
      if (name.trim() === "" || value === "")
        throw new Mistake(`${setting} cannot be read at "${one}": write name=value.`);
      return [name.trim(), value];
    });
}
