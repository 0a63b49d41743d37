// What every reply tells browsers: load nothing from elsewhere, show nothing inside another page, guess no types.
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import { Refusal } from "../looker-error.ts";
import type { Access } from "./access.ts";

const METHODS = ["GET", "HEAD", "POST", "PATCH", "DELETE"];

/** Adds the headers, and turns away requests of a kind that no route takes. */
export async function protect(app: FastifyInstance, access: Access): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // A blob is only ever made by the page itself: it draws a chart's PNG from one.
        imgSrc: ["'self'", "blob:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: "deny" },
    // Told by https only, where it is heard (RFC 6797).
    strictTransportSecurity: access.isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
  // A page from elsewhere can send text without asking first, JSON it cannot (Fetch, "CORS-safelisted").
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    if (METHODS.includes(request.method)) return;
    reply.header("allow", METHODS.join(", "));
    // Looker says of anything it does not have that it is not there, whatever the method.
    throw new Refusal(404, `${request.method} is not answered here, only ${METHODS.join(", ")}.`);
  });
}
