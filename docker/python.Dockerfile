# One recipe for every Python service: SERVICE names it, FOLDER says where its pyproject.toml lies.
# Dependencies come before code, so that a change of code rebuilds in seconds.

ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS dependencies
ARG UV_VERSION=0.13.9
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never \
    UV_CACHE_DIR=/var/cache/uv PIP_CACHE_DIR=/var/cache/pip
RUN --mount=type=cache,target=/var/cache/pip \
    python -m venv /opt/uv && /opt/uv/bin/pip install --quiet "uv==${UV_VERSION}"
RUN /opt/uv/bin/uv venv --quiet /app/.venv
# Our own packages are never looked up in an index: a stranger could have registered the name.
RUN echo "nervous-contracts ; python_version < '3'" > /opt/not-from-an-index
ARG SERVICE
ARG FOLDER=services/${SERVICE}
COPY requirements.lock /lock/
COPY services/contracts/pyproject.toml /lock/contracts/
COPY ${FOLDER}/pyproject.toml /lock/service/
# --require-hashes: a package that requirements.lock does not know fails the build.
RUN --mount=type=cache,target=/var/cache/uv \
    /opt/uv/bin/uv pip install --quiet --python /app/.venv --require-hashes --no-sources \
      --overrides /opt/not-from-an-index --constraints /lock/requirements.lock \
      --requirements /lock/contracts/pyproject.toml --requirements /lock/service/pyproject.toml

FROM dependencies AS code
COPY services/contracts /src/contracts
COPY ${FOLDER} /src/service
# --no-cache: uv recognises a local folder by its pyproject.toml and would install yesterday's code.
RUN set --; for member in contracts service; do \
      if grep -q build-system "/src/$member/pyproject.toml"; then set -- "$@" "/src/$member"; fi; \
    done; \
    /opt/uv/bin/uv pip install --quiet --python /app/.venv --target /app/code --no-cache \
      --no-sources --no-deps "$@"

FROM ${PYTHON_IMAGE} AS runtime
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent nervous \
 && install -d -o nervous -g nervous /data
ENV PATH=/app/.venv/bin:/app/code/bin:$PATH \
    PYTHONPATH=/app/code \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONFAULTHANDLER=1
WORKDIR /app
COPY --chmod=755 docker/probe /usr/local/bin/probe
COPY --from=dependencies /app/.venv /app/.venv
COPY --from=code /app/code /app/code
USER 10001:10001

FROM runtime AS migrations
COPY migrations /app/migrations
CMD ["alembic", "-c", "migrations/alembic.ini", "upgrade", "head"]

FROM runtime AS service
ARG SERVICE
ENV SERVICE=${SERVICE}
CMD ["sh", "-c", "exec python -m \"$SERVICE\""]
