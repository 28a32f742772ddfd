#!/usr/bin/env bash
# Uploads the scan of a whole checkout to a Flowdown server, for any service. Nothing is done without a server, and nothing for a
# pull request unless FLOWDOWN_PUSH is `always`: what is not merged is no fact about the repository.
#
# FLOWDOWN_SERVER      the server, as https://flowdown.example.org
# FLOWDOWN_TOKEN       the token; it is read from the environment only, and never part of a command's text
# FLOWDOWN_REPOSITORY_ID  the repository of the server's profile that it is (default: as the folder is called)
# FLOWDOWN_PUSH        `auto` (default) or `always`
# FLOWDOWN_COMMAND, FLOWDOWN_PATH  as in ci/gate.sh
#
# The exit code: 0 kept, or nothing to do; 1 refused; 2 unusable.
set -euo pipefail

if [ -z "${FLOWDOWN_SERVER:-}" ]; then exit 0; fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
if [ "${FLOWDOWN_PUSH:-auto}" != always ] && [ -n "$(FLOWDOWN_BASE=auto "$here/base.sh")" ]; then
  echo 'flowdown: a change that is not merged is not pushed' >&2
  exit 0
fi
if [ -z "${FLOWDOWN_TOKEN:-}" ]; then
  echo 'flowdown: FLOWDOWN_TOKEN holds no token (a pull request from a fork gets none)' >&2
  exit 2
fi
arguments=("${FLOWDOWN_PATH:-.}")
if [ -n "${FLOWDOWN_REPOSITORY_ID:-}" ]; then arguments+=("--repository=$FLOWDOWN_REPOSITORY_ID"); fi
exec "${FLOWDOWN_COMMAND:-flowdown}" push "${arguments[@]}"
