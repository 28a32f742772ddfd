#!/bin/sh
# Starts the server of compose.yaml; more arguments go to `flowdown serve`.
set -eu

FLOWDOWN_STORE="postgresql://flowdown:$(cat /run/secrets/database_password)@database/flowdown"
export FLOWDOWN_STORE
if [ -n "${FLOWDOWN_PROXY:-}" ]; then set -- --trusted-proxy "$FLOWDOWN_PROXY" "$@"; fi
exec flowdown serve --data /data --host 0.0.0.0 --host-name "$FLOWDOWN_HOST_NAME" "$@"
