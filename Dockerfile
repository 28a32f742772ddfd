# Flowdown as a server, from this checkout: `docker build -t flowdown .`; docs/operate.md says how it is run.
# The base is named by its tag: pin it by digest where your rules ask for that.
FROM python:3.13-slim-trixie AS build
WORKDIR /source
# Every dependency by its hash, as wheels only: nothing of anybody's is executed while it is built but hatchling's own build.
COPY requirements/server.lock requirements/server.lock
RUN python -m venv /opt/flowdown \
 && /opt/flowdown/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
      -r requirements/server.lock
COPY pyproject.toml hatch_build.py README.md LICENSE CHANGELOG.md CONTRIBUTING.md ./
COPY docs docs
COPY src src
RUN /opt/flowdown/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.13-slim-trixie
# pg_dump and pg_restore, for `flowdown backup --store postgresql://...`; `psql` comes with them and is not needed.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client=17* \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 flowdown \
 && useradd --system --uid 10001 --gid flowdown --home-dir /data --no-create-home --shell /usr/sbin/nologin flowdown \
 && install --directory --owner=flowdown --group=flowdown --mode=0700 /data
COPY --from=build /opt/flowdown /opt/flowdown
ENV PATH=/opt/flowdown/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/data/.cache \
    FLOWDOWN_ORDER_PACKS=/data/.orders
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8471
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8471/readyz', timeout=5)"]
ENTRYPOINT ["flowdown"]
CMD ["serve", "--data", "/data", "--host", "0.0.0.0", "--log", "json"]
