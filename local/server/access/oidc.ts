// A login at the company's own login service (OpenID Connect) -> the claims it makes of the person.
import * as openid from "openid-client";
import { Mistake, Outage } from "../../../generator/index.ts";
import { isLoopback } from "../host.ts";
import type { Claims, ClaimRules } from "./claims.ts";

/** What the login service has to be told and asked. */
export interface OidcSettings {
  /** Where it describes itself, e.g. `https://login.example.com`. */
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What is asked for, e.g. `openid profile email`. */
  readonly scopes: string;
  readonly rules: ClaimRules;
}

/** A login under way: what must come back with it. */
export interface LoginUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the login service sends the person back to. */
  readonly redirectUri: string;
  /** The path that was wanted in the first place. */
  readonly to: string;
}

/** A login service. */
export interface Oidc {
  readonly rules: ClaimRules;
  /** The name people know it by: its host. */
  readonly name: string;
  /**
   * @returns where to send the person
   * @throws Outage when the login service cannot be reached
   */
  start(redirectUri: string, to: string): Promise<{ readonly url: URL; readonly underWay: LoginUnderWay }>;
  /**
   * @param came the whole address the person came back with
   * @returns the claims of an ID token whose signature, issuer, audience, nonce and time are right
   * @throws Mistake when they are not, or the login was declined; Outage when the service cannot be reached
   */
  finish(came: URL, underWay: LoginUnderWay): Promise<Claims>;
  /**
   * @param back where to send the person afterwards
   * @returns where to end the person's session at the login service; undefined when it offers no such place. No
   *   token goes into the address, so a service may ask the person whether they mean it
   */
  endOf(back: string): Promise<URL | undefined>;
}

/** How long the login service may take to answer, in seconds. */
const PATIENCE = 10;

/**
 * Asks nothing of the login service yet, so that a server starts while that one is away.
 * @param fetch for everything that is asked of it
 */
export function openOidc(settings: OidcSettings, fetch: openid.CustomFetch = globalThis.fetch): Oidc {
  let asked: Promise<openid.Configuration> | undefined;
  const name = settings.issuer.host;
  const configuration = (): Promise<openid.Configuration> => {
    asked ??= discover(settings, fetch).catch((error: unknown) => {
      // What failed once may go well the next time.
      asked = undefined;
      throw error;
    });
    return asked;
  };
  return {
    rules: settings.rules,
    name,
    async start(redirectUri, to) {
      const config = await reaching(name, configuration);
      const underWay: LoginUnderWay = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
        redirectUri,
        to,
      };
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state: underWay.state,
        nonce: underWay.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(underWay.verifier),
        code_challenge_method: "S256",
      });
      return { url, underWay };
    },
    async finish(came, underWay) {
      const config = await reaching(name, configuration);
      const tokens = await reaching(name, () =>
        openid.authorizationCodeGrant(config, came, {
          expectedState: underWay.state,
          expectedNonce: underWay.nonce,
          pkceCodeVerifier: underWay.verifier,
          idTokenExpected: true,
        }),
      );
      const claims = tokens.claims();
      if (claims === undefined) throw new Mistake(`${name} did not say who you are. Log in again.`);
      return claims;
    },
    async endOf(back) {
      const config = await reaching(name, configuration);
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return openid.buildEndSessionUrl(config, { post_logout_redirect_uri: back });
    },
  };
}

async function discover(settings: OidcSettings, fetch: openid.CustomFetch): Promise<openid.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  // Which of the two ways a service takes is for it to say; RFC 8414 has Basic where it says nothing.
  const authenticate: openid.ClientAuth = (server, client, body, headers) => {
    const posts = server.token_endpoint_auth_methods_supported?.includes("client_secret_post") ?? false;
    const way = posts ? openid.ClientSecretPost : openid.ClientSecretBasic;
    way(clientSecret)(server, client, body, headers);
  };
  return openid.discovery(issuer, clientId, undefined, authenticate, {
    timeout: PATIENCE,
    [openid.customFetch]: fetch,
    execute: [
      // By default the way the token came is trusted; its signature is what we trust.
      openid.enableNonRepudiationChecks,
      ...(issuer.protocol === "http:" && isLoopback(issuer.hostname) ? [openid.allowInsecureRequests] : []),
    ],
  });
}

/** What the library throws, in words. */
async function reaching<Result>(name: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof openid.AuthorizationResponseError)
      throw new Mistake(
        `${name} did not let you in: ${error.error_description ?? error.error}. Log in again, or ask whoever looks after it.`,
      );
    if (error instanceof openid.ResponseBodyError && /^(invalid|unauthorized)_client$/.test(error.error))
      throw new Outage(
        `${name} does not know this server by its client id and secret. Whoever looks after this server can set them right.`,
        { retry: false, cause: error },
      );
    if (error instanceof openid.ResponseBodyError)
      throw new Mistake(
        `${name} did not accept the login: ${error.error_description ?? error.error}. Log in again; a login works once, and for a few minutes.`,
      );
    if (isAway(error))
      throw new Outage(`${name}, where people log in, does not answer. Try again in a minute.`, {
        retry: true,
        cause: error,
      });
    if (error instanceof openid.ClientError)
      throw new Mistake(`What came back from ${name} was not in order: ${error.message}. Log in again.`);
    throw error;
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof TypeError && error.message === "fetch failed") return true;
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM" || name === "TimeoutError";
}
