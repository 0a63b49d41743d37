// A random world and question of the oracle's -> both hosts, and the question in the words of Looker's API.
import { compile } from "../../generator/index.ts";
import { attributesOf } from "../oracle/always.ts";
import { type Asked, questionOf, type World } from "../oracle/world.ts";
import { writeModel } from "../oracle/write.ts";
import { type Hosts, hostsOf } from "./hosts.ts";
import type { LookerQuestion } from "./interpreter/scope.ts";

/** Its filters as text, its sorts as `field` or `field desc`. */
export function lookerQuestionOf(asked: Asked): LookerQuestion {
  const { view, fields, filters, sorts, limit } = questionOf(asked);
  return {
    view,
    fields,
    filters,
    limit,
    attributes: attributesOf(asked),
    sorts: sorts.map((sort) => `${sort.field}${sort.descending ? " desc" : ""}`),
  };
}

/** A random world's model with what is printed from it; undefined for what shrinking made no model of. */
export function randomHosts(world: World): Hosts | undefined {
  const { model } = compile(writeModel(world), "looker.yml");
  return model === undefined ? undefined : hostsOf(model);
}
