# One image for every command of Viewfinder: docker run viewfinder --help
#
# The embedded Postgres is left out: in a container the database is the one in DATABASE_URL. Images are of Debian,
# for glibc. Both stages build without BuildKit, too.
ARG NODE_IMAGE=node:24-trixie-slim
ARG BASE_IMAGE=debian:trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
# The libraries change seldom, the source often: this layer is used again.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node build.js \
 && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
 # What only compilers and readers of the libraries want.
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.md' \) -delete \
 && find dist -name '*.d.ts' -delete

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="Viewfinder" \
      org.opencontainers.image.licenses="Apache-2.0"
# Node alone: no npm, no compiler, nothing that fetches.
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /build/node_modules /app/node_modules
COPY --from=build /build/package.json /build/looker.yml /build/looker.schema.json /build/LICENSE /app/
COPY --from=build /build/dist /app/dist
COPY --from=build /build/cli/viewfinder.js /app/cli/viewfinder.js
# /model is where looker.yml lies: mount yours there, or let `viewfinder sample` put one. /outbox is for who signs drops.
# A new volume takes over their owner.
RUN ln -s /app/cli/viewfinder.js /usr/local/bin/viewfinder \
 && groupadd --system --gid 10001 viewfinder \
 && useradd --system --uid 10001 --gid 10001 --home-dir /model --no-create-home --shell /usr/sbin/nologin viewfinder \
 && install -d -o viewfinder -g viewfinder /model /outbox
USER 10001:10001
WORKDIR /model
ENV NODE_ENV=production
EXPOSE 4600
# Of the server; commands that end before the first look are not touched by it.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4600/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/cli/viewfinder.js"]
CMD ["--help"]
