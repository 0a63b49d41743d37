// Settings and the address to listen on -> who is let in: anyone on this machine, or whoever logs in.
import { Mistake } from "../../../generator/index.ts";
import { isLoopback } from "../host.ts";
import { type Audit, auditTo } from "./audit.ts";
import { ANYONE, type Caller, type Role } from "./caller.ts";
import { callerWith } from "./credentials.ts";
import { fixedCredentials, type KnownCredentials } from "./known.ts";
import type { LoginUnderWay, Oidc } from "./oidc.ts";
import { openPace, type Pace } from "./pace.ts";
import { openTickets, type Tickets } from "./tickets.ts";

/** What {@link openAccess} is told; with nothing at all, the server is open to this machine and to nobody else. */
export interface AccessSettings {
  readonly credentials?: KnownCredentials | undefined;
  /** Where people log in; undefined leaves API credentials only. */
  readonly oidc?: Oidc | undefined;
  /** Where people reach the server, through whatever stands before it, e.g. `https://ask.example.com`. */
  readonly publicUrl?: URL | undefined;
  /** Takes a line for each question; when not given, none is written. */
  readonly audit?: Audit | undefined;
  /** In milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** How often one caller may ask, and one address without credentials. */
  readonly paces?: { readonly caller: PaceOf; readonly stranger: PaceOf } | undefined;
}

/** So many at once, and so many a second after that. */
export interface PaceOf {
  readonly burst: number;
  readonly perSecond: number;
}

/** What a key stands for: somebody, found anew at each request so that what is taken away is gone at once. */
export type Holder =
  | { readonly kind: "anyone" }
  /** `hash` is that of the secret it was got with: another secret makes the key worthless. */
  | {
      readonly kind: "credentials";
      readonly id: string;
      readonly hash: string;
      readonly by?: { readonly id: string; readonly hash: string } | undefined;
    }
  | { readonly kind: "person"; readonly caller: Caller };

/** What stands behind an access token. */
export interface TokenHeld {
  readonly holder: Holder;
  /** Looker's workspace, `production` or `dev`; both are answered alike. */
  workspace: string;
}

/** What a route asks of whoever calls it: nothing, to be known at all, or a role. */
export type Needs = "public" | "known" | Role;

/** A route of the server. */
export interface GuardedRoute {
  readonly method: string;
  /** With its parameters' names, e.g. `/api/4.0/queries/run/:result_format`. */
  readonly url: string;
  /** Undefined where the route does not say, which makes it one for admins. */
  needs(): Needs | undefined;
}

/** Everything that is known of who may come in. */
export interface Access {
  readonly credentials: KnownCredentials;
  readonly oidc: Oidc | undefined;
  readonly publicUrl: URL | undefined;
  /** Whether people come by https, so that cookies may be kept to it. */
  readonly isSecure: boolean;
  readonly audit: Audit;
  readonly now: () => number;
  /** Access tokens of the API. */
  readonly tokens: Tickets<TokenHeld>;
  /** People's sessions on the page. */
  readonly sessions: Tickets<Holder>;
  /** Logins that are at the login service now. */
  readonly logins: Tickets<LoginUnderWay>;
  readonly paces: {
    readonly caller: Pace;
    readonly stranger: Pace;
    /** Secrets that were wrong: by client id and address, by address, by client id. */
    readonly wrong: { readonly both: Pace; readonly address: Pace; readonly id: Pace };
  };
  /** Whether everybody is let in: on this machine, as long as there has been nobody to tell from others. */
  isOpen(): Promise<boolean>;
  /** Whoever a key stands for now; undefined when that is nobody any more. */
  callerOf(holder: Holder): Promise<Caller | undefined>;
  /** Every route of the server, as they are added. */
  readonly routes: GuardedRoute[];
  /** What to tell at the start, a line each. */
  describe(): Promise<readonly string[]>;
}

const MINUTE = 60_000;
/** Looker's tokens last an hour (API 4.0, login: `expires_in`). */
export const TOKEN_SECONDS = 3600;

/**
 * @param host the address to listen on
 * @throws Mistake when others could reach the server and nobody would be asked who they are, or in clear text
 */
export async function openAccess(settings: AccessSettings, host: string): Promise<Access> {
  const { oidc, publicUrl } = settings;
  const credentials = settings.credentials ?? fixedCredentials([]);
  const now = settings.now ?? Date.now;
  const local = isLoopback(host) && (publicUrl === undefined || isLoopback(publicUrl.hostname));
  if (publicUrl !== undefined) requireReachable(publicUrl);
  const hasAny = async (): Promise<boolean> => oidc !== undefined || (await credentials.all()).length > 0;
  if (!local && !(await hasAny())) throw nobodyCouldBeTold(host, publicUrl);
  if (!isLoopback(host) && publicUrl === undefined) throw noPublicUrl(host);
  const pace = (of: PaceOf): Pace => openPace({ ...of, now });
  let closed = !local || (await hasAny());
  const isOpen = async (): Promise<boolean> => {
    // Once there has been somebody to tell from others, it stays closed until it is started anew.
    closed ||= await hasAny();
    return !closed;
  };
  return {
    credentials,
    oidc,
    publicUrl,
    isSecure: publicUrl?.protocol === "https:",
    audit: settings.audit ?? auditTo(() => {}),
    now,
    tokens: openTickets({ lifetime: TOKEN_SECONDS * 1000, most: 100_000, now }),
    sessions: openTickets({ lifetime: 12 * 60 * MINUTE, idle: 120 * MINUTE, most: 20_000, now }),
    logins: openTickets({ lifetime: 10 * MINUTE, most: 10_000, now }),
    paces: {
      caller: pace(settings.paces?.caller ?? { burst: 1000, perSecond: 100 }),
      stranger: pace(settings.paces?.stranger ?? { burst: 200, perSecond: 20 }),
      wrong: {
        both: pace({ burst: 5, perSecond: 1 / 30 }),
        address: pace({ burst: 20, perSecond: 1 / 10 }),
        id: pace({ burst: 100, perSecond: 1 / 10 }),
      },
    },
    routes: [],
    isOpen,
    async callerOf(holder) {
      if (holder.kind === "person") return holder.caller;
      if (holder.kind === "anyone") return (await isOpen()) ? ANYONE : undefined;
      const { by } = holder;
      const found = await credentials.find(holder.id);
      if (found?.secret.hash !== holder.hash) return undefined;
      if (by === undefined) return callerWith(found);
      // Who acts for another does so as long as they are an admin themselves.
      const admin = await credentials.find(by.id);
      if (admin?.secret.hash !== by.hash || !admin.roles.includes("admin")) return undefined;
      return { ...callerWith(found), by: by.id };
    },
    async describe() {
      if (await isOpen())
        return [
          "Access: open. Anyone on this machine may ask; `viewfinder access add` makes credentials and closes it.",
        ];
      const many = (await credentials.all()).length;
      const ways = [
        ...(many === 0 ? [] : [`${many} API ${many === 1 ? "credential" : "credentials"}`]),
        ...(oidc === undefined ? [] : [`people by ${oidc.name}`]),
      ];
      return [
        `Access: closed. ${ways.length === 0 ? "There are no credentials left" : `Let in: ${ways.join(", and ")}`}.`,
        ...(publicUrl?.protocol === "https:"
          ? [`It speaks plain http here; the reverse proxy at ${publicUrl.origin} ends TLS.`]
          : []),
      ];
    },
  };
}

function requireReachable(url: URL): void {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new Mistake(`--public-url ${url.href} is not an address of the web. Write https://…`);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    throw new Mistake(
      `--public-url ${url.href} has more than a host. Viewfinder has a host name to itself: write ${url.origin}`,
    );
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new Mistake(
      `--public-url ${url.origin} is plain http, by which secrets and answers would cross the network for all to read. Put a reverse proxy that ends TLS before the server, and give its https address. Viewfinder itself speaks http only.`,
    );
}

function nobodyCouldBeTold(host: string, publicUrl: URL | undefined): Mistake {
  const where =
    publicUrl === undefined ? `on ${host === "" ? "every address" : host}` : `at ${publicUrl.origin}`;
  return new Mistake(
    [
      `${where.charAt(0).toUpperCase()}${where.slice(1)} others can reach the server, and there are no credentials yet, so anyone could ask. Make some:`,
      `  viewfinder access add --name "Nightly report" --role ask,download`,
      `or let people log in where the company does (\`viewfinder serve --help\`, VIEWFINDER_OIDC_ISSUER).`,
      publicUrl === undefined
        ? "To serve this machine only, leave --host out."
        : "To serve this machine only, leave --public-url out.",
    ].join("\n"),
  );
}

function noPublicUrl(host: string): Mistake {
  return new Mistake(
    [
      `On ${host === "" ? "every address" : host} others can reach the server, so it has to know by which name: add --public-url https://…`,
      "Viewfinder speaks plain http; a reverse proxy that ends TLS stands before it, and its address is the public one.",
      "To try it through a container's port on this machine, --public-url http://localhost:4600 will do.",
    ].join("\n"),
  );
}
