// How files get into a Looker project: what every way there has to be able to do.
import type { File } from "../emit/file.ts";
import type { Change } from "./change.ts";

/** What a route brings. */
export interface Cargo {
  /** The generated project, whole. */
  readonly files: readonly File[];
  /** LookML people wrote, from refinements/ beside the model. */
  readonly refinements: readonly File[];
  /** The model's name. */
  readonly model: string;
  /** Whether refinements that somebody changed in Looker are written over by those here. */
  readonly takeRefinements: boolean;
  /** Whether what lies in the development workspace and is not in production may be given up. */
  readonly resetWorkspace?: boolean | undefined;
}

/**
 * A way into a project. Each part can be done again after it failed or was cut short, and looks first at what is
 * done already.
 */
export interface Route {
  /** E.g. `git, branch viewfinder-shop`. */
  readonly by: string;
  /** What differs from production's branch; changes nothing. */
  look(): Promise<Change>;
  /** Where the files wait until they are checked, e.g. a pushed commit. @returns what was done, in words */
  prepare(): Promise<string>;
  /** Brings the development workspace to exactly the files. @returns what was done, in words */
  enter(): Promise<string>;
  /** @throws Outage when the development workspace no longer holds exactly the files */
  assertStill(): Promise<void>;
  /** Makes what was checked production's. @returns what was done, in words */
  deploy(): Promise<string>;
  /** Whether production holds exactly the files. */
  isDeployed(): Promise<boolean>;
  /** Production as it was before. @returns what was done, as a sentence; undefined when there is nothing to go back to */
  goBack(): Promise<string | undefined>;
  /** Whether another deploy has taken over the development workspace: then what stands there is not this one's to undo. */
  isTaken(): Promise<boolean>;
  /** What a deploy that failed leaves where people see it, in sentences; undefined when it is nothing. */
  leftBehind(): readonly string[] | undefined;
  /** Leaves nothing behind that the next deploy or a developer would stumble over. @returns what was done */
  cleanUp(deployed: boolean): Promise<string>;
  /** Forgets what lies on this machine. */
  close(): Promise<void>;
}
