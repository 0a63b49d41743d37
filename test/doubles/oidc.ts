// An OpenID Connect provider that lets everybody in at once: real discovery, keys, codes, PKCE and signed ID tokens, and faults on demand.
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with the next login; each is done once. */
export type OidcFault =
  | "wrong nonce"
  | "wrong state"
  | "wrong audience"
  | "wrong issuer"
  | "wrong signature"
  | "expired"
  | "no ID token"
  | "unsigned"
  | "denied"
  | "discovery fails"
  | "token endpoint fails"
  | "hangs up";

/** A provider that listens. */
export interface OidcDouble {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Claims of whoever logs in next, besides those every token has. */
  person: Readonly<Record<string, unknown>>;
  fault: OidcFault | undefined;
  /** The paths that were asked, with their methods. */
  readonly asked: string[];
  /** Every code, token and secret that went over a wire. */
  readonly secrets: string[];
  close(): Promise<void>;
}

interface Pending {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirectUri: string;
}

/**
 * @param algorithm how ID tokens are signed
 * @param authentication the one way the client can prove itself (OpenID Connect Core 9)
 */
export async function openOidcDouble(
  algorithm: "RS256" | "ES256" = "RS256",
  authentication: "client_secret_post" | "client_secret_basic" = "client_secret_basic",
): Promise<OidcDouble> {
  const keys = keysFor(algorithm);
  const strange = keysFor(algorithm);
  const codes = new Map<string, Pending>();
  const used = new Set<string>();
  const server: Server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const double: OidcDouble = {
    issuer: new URL(origin),
    clientId: "viewfinder-of-the-company",
    clientSecret: `secret-${randomUUID()}`,
    person: { sub: "ada", name: "Ada Lovelace", groups: ["analysts"] },
    fault: undefined,
    asked: [],
    secrets: [],
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  double.secrets.push(double.clientSecret);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    double.asked.push(`${request.method ?? ""} ${url.pathname}`);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        if (take("discovery fails")) return void response.writeHead(500).end("out of order");
        return json(response, 200, {
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/keys`,
          end_session_endpoint: `${origin}/logout`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: [algorithm],
          token_endpoint_auth_methods_supported: [authentication],
          code_challenge_methods_supported: ["S256"],
        });
      case "/keys":
        return json(response, 200, { keys: [keys.jwk] });
      case "/authorize":
        return authorize(url, response);
      case "/token":
        return token(request, await bodyOf(request), response);
      default:
        return json(response, 404, { error: "not_found" });
    }
  }

  function authorize(url: URL, response: ServerResponse): void {
    const asked = url.searchParams;
    const redirectUri = asked.get("redirect_uri") ?? "";
    const back = new URL(redirectUri);
    const problem =
      asked.get("client_id") !== double.clientId ||
      asked.get("response_type") !== "code" ||
      asked.get("code_challenge_method") !== "S256" ||
      asked.get("code_challenge") === null ||
      !(asked.get("scope") ?? "").split(" ").includes("openid");
    if (problem) return json(response, 400, { error: "invalid_request" });
    const state = take("wrong state") ? "another state" : (asked.get("state") ?? "");
    back.searchParams.set("state", state);
    if (take("denied")) {
      back.searchParams.set("error", "access_denied");
      back.searchParams.set("error_description", "This person is not in the company");
    } else {
      const code = randomUUID();
      double.secrets.push(code);
      codes.set(code, {
        nonce: asked.get("nonce"),
        challenge: asked.get("code_challenge"),
        redirectUri,
      });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  function token(request: IncomingMessage, body: URLSearchParams, response: ServerResponse): void {
    if (take("hangs up")) return void response.destroy();
    if (take("token endpoint fails")) return void response.writeHead(500).end("out of order");
    if (!proves(request, body)) return json(response, 401, { error: "invalid_client" });
    const code = body.get("code") ?? "";
    const pending = codes.get(code);
    // A code is good once, for the address and the verifier it was asked with (RFC 6749 4.1.2, RFC 7636 4.6).
    codes.delete(code);
    const challenge = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    if (
      pending === undefined ||
      used.has(code) ||
      pending.redirectUri !== body.get("redirect_uri") ||
      pending.challenge !== challenge
    )
      return json(response, 400, { error: "invalid_grant", error_description: "The code is not valid" });
    used.add(code);
    const now = Math.floor(Date.now() / 1000);
    const past = take("expired") ? 7200 : 0;
    const claims = {
      iss: take("wrong issuer") ? "https://elsewhere.example" : origin,
      aud: take("wrong audience") ? "another client" : double.clientId,
      iat: now - past,
      exp: now - past + 300,
      nonce: take("wrong nonce") ? "another nonce" : pending.nonce,
      ...double.person,
    };
    const idToken = take("unsigned")
      ? `${encoded({ alg: "none" })}.${encoded(claims)}.`
      : jwt(claims, take("wrong signature") ? strange.privateKey : keys.privateKey);
    const accessToken = randomUUID();
    double.secrets.push(accessToken, idToken);
    json(response, 200, {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: 300,
      ...(take("no ID token") ? {} : { id_token: idToken }),
    });
  }

  function proves(request: IncomingMessage, body: URLSearchParams): boolean {
    if (authentication === "client_secret_post")
      return body.get("client_id") === double.clientId && body.get("client_secret") === double.clientSecret;
    // Each half is encoded as in a form (RFC 6749 2.3.1).
    const [, text = ""] = /^Basic (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
    const [id = "", secret = ""] = Buffer.from(text, "base64").toString().split(":").map(decodeURIComponent);
    return id === double.clientId && secret === double.clientSecret;
  }

  function take(fault: OidcFault): boolean {
    if (double.fault !== fault) return false;
    double.fault = undefined;
    return true;
  }

  function jwt(claims: object, key: KeyObject): string {
    const text = `${encoded({ alg: algorithm, kid: keys.jwk.kid })}.${encoded(claims)}`;
    const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
    return `${text}.${signature.toString("base64url")}`;
  }

  return double;
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly kid: string; readonly [member: string]: unknown };
}

function keysFor(algorithm: "RS256" | "ES256"): Keys {
  const { privateKey, publicKey } =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    privateKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: algorithm },
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
