# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
COPY . .
# `npm ci` ends with the `prepare` script, which compiles to dist/; afterwards only what runs is kept.
RUN --mount=type=cache,target=/tmp/npm-cache \
    npm ci --cache /tmp/npm-cache --no-audit --no-fund \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    LOG_FORMAT=json \
    DEBRIEF_HOME=/var/lib/debrief
WORKDIR /app
COPY --from=build /app /app
RUN install -d -o node -g node -m 700 /var/lib/debrief
USER node
VOLUME /var/lib/debrief
EXPOSE 4000
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/debrief.js"]
CMD ["start"]
