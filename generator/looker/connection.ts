// Settings -> a Looker instance to talk to, always in the workspace that is meant.
import { Looker40SDK } from "@looker/sdk";
import { NodeSettings } from "@looker/sdk-node";
import {
  type Authenticator,
  AuthSession,
  AuthToken,
  type IAccessToken,
  type IApiSettings,
  type IRequestProps,
  type ITransportSettings,
} from "@looker/sdk-rtl";
import { Outage } from "../failure.ts";
import { inWords, LookerRefusal } from "./refusal.ts";
import type { LookerSettings } from "./settings.ts";
import { LookerTransport } from "./transport.ts";

/** Looker's workspaces: everybody's, and the API user's own. */
export type Workspace = "production" | "dev";

/** A Looker instance, logged in. */
export interface Looker {
  /** The instance's name, for messages. */
  readonly host: string;
  readonly sdk: Looker40SDK;
  /** Who this is, as Looker knows them. */
  readonly user: string;
  /**
   * Makes sure that everything from here on happens in this workspace, after a new login, too.
   * @throws Outage when Looker does not let it be so
   */
  use(workspace: Workspace): Promise<void>;
  /** Logs out; a Looker that does not answer is left as it is. */
  close(): Promise<void>;
}

/** Far longer than any validation takes, in seconds; without an end a lost connection would be waited for for ever. */
export const LONG = { timeout: 900 } as const;

/** A session that is not closed ends by itself, so that nobody need wait for a Looker that has fallen silent. */
const LOGOUT_SECONDS = 5;

/**
 * Logs in. A session of Looker's API starts in production, and a token that runs out takes its session with it, so
 * each new one is brought into the workspace in use before anything else is asked of it.
 * @throws Outage when Looker cannot be reached or does not know the client
 */
export async function openLooker(settings: LookerSettings): Promise<Looker> {
  const { host } = new URL(settings.baseUrl);
  const given = new Settings(settings);
  const transport = new LookerTransport(given);
  const session = new Session(given, transport, settings);
  transport.onExpired = () => session.reset();
  const sdk = new Looker40SDK(session);
  try {
    const me = await sdk.ok(sdk.me("id,display_name,email"));
    const user = me.display_name ?? me.email ?? `user ${me.id ?? ""}`;
    return {
      host,
      sdk,
      user,
      async use(workspace) {
        session.workspace = workspace;
        try {
          await session.settle();
        } catch (error) {
          throw inWords(error, `Looker's workspace ${workspace} could not be entered`, host);
        }
      },
      async close() {
        await session.logout().catch(() => false);
      },
    };
  } catch (error) {
    // Looker says 404 to credentials it does not know; others than Looker say 400 or 401.
    if (
      error instanceof LookerRefusal &&
      error.request === "POST /login" &&
      [400, 401, 403, 404].includes(error.status ?? 0)
    )
      throw new Outage(
        `${host} does not know this client id and secret (${error.status}: ${error.said}). Look under Admin, Users, Edit, API keys whether they are still there.`,
        { retry: false, cause: error },
      );
    throw inWords(error, "Looker cannot be reached", host);
  }
}

/** What the SDK wants to know; the environment is read by readLookerSettings alone. */
class Settings extends NodeSettings {
  constructor({ baseUrl, timeoutSeconds }: LookerSettings) {
    // The SDK's type asks for methods where values are meant.
    const said: Partial<IApiSettings> = {
      base_url: baseUrl,
      timeout: timeoutSeconds,
      verify_ssl: true,
      agentTag: "Viewfinder",
    };
    super("", said as IApiSettings);
  }
}

/** A session that knows which workspace it is to be in. */
class Session extends AuthSession {
  workspace: Workspace = "production";
  readonly #given: LookerSettings;
  #token = new AuthToken();
  #opening: Promise<void> | undefined;

  constructor(settings: Settings, transport: LookerTransport, given: LookerSettings) {
    super(settings, transport);
    this.#given = given;
  }

  override isAuthenticated(): boolean {
    return this.#token.isActive();
  }

  override async getToken(): Promise<AuthToken> {
    if (!this.isAuthenticated()) {
      // Several requests at once share one login.
      this.#opening ??= this.#open().finally(() => {
        this.#opening = undefined;
      });
      await this.#opening;
    }
    return this.#token;
  }

  override async authenticate(props: IRequestProps): Promise<IRequestProps> {
    return bearing(await this.getToken())(props);
  }

  override reset(): void {
    this.#token.reset();
  }

  override async logout(): Promise<boolean> {
    if (!this.isAuthenticated()) return false;
    const token = this.#token;
    this.#token = new AuthToken();
    await this.#send("DELETE", "/logout", bearing(token), undefined, { timeout: LOGOUT_SECONDS });
    return true;
  }

  /** Brings the session into its workspace, and asks whether it is there. */
  async settle(): Promise<void> {
    const mine = (props: IRequestProps): Promise<IRequestProps> => this.authenticate(props);
    await this.#send("PATCH", "/session", mine, { workspace_id: this.workspace });
    const session = await this.#send<{ readonly workspace_id?: string }>("GET", "/session", mine);
    if (session.workspace_id === this.workspace) return;
    throw new Outage(
      `Looker leaves this session in the workspace ${session.workspace_id ?? "nobody knows which"}, where it has to be in ${this.workspace}. ${this.workspace === "dev" ? "Most likely this API user lacks the right to develop; an admin gives it under Admin, Roles. " : ""}Nothing was done in the wrong one.`,
      { retry: false },
    );
  }

  async #open(): Promise<void> {
    const { clientId, clientSecret } = this.#given;
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const token = new AuthToken(
      await this.#send<IAccessToken>("POST", "/login", undefined, body.toString(), { headers }),
    );
    if (this.workspace !== "production")
      await this.#send("PATCH", "/session", bearing(token), { workspace_id: this.workspace });
    this.#token = token;
  }

  #send<Told>(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    authenticator?: Authenticator,
    body?: unknown,
    options: Partial<ITransportSettings> = {},
  ): Promise<Told> {
    return this.ok(
      this.transport.request<Told, unknown>(
        method,
        `/api/4.0${path}`,
        undefined,
        body,
        authenticator,
        options,
      ),
    );
  }
}

function bearing(token: AuthToken): Authenticator {
  return async (props: IRequestProps) => {
    props.headers["Authorization"] = `Bearer ${token.access_token}`;
    return props;
  };
}
