#!/usr/bin/env bash
# Prints the commit that a pull request is compared with; nothing where the whole tree is to be looked at.
# FLOWDOWN_BASE: a revision, `none`, or `auto` (default): taken from what the service says of the run.
set -euo pipefail

has() { git rev-parse --verify --quiet "$1^{commit}" >/dev/null 2>&1; }

base=${FLOWDOWN_BASE:-auto}
case $base in
  none) exit 0 ;;
  auto) ;;
  *) printf '%s\n' "$base"; exit 0 ;;
esac

case ${GITHUB_EVENT_NAME:-} in
  pull_request | pull_request_target)
    # What is checked out is the merge: its first parent is the base, so that a depth of two is enough.
    if has 'HEAD^2'; then echo 'HEAD^1'; else printf '%s\n' "origin/${GITHUB_BASE_REF:?}"; fi
    exit 0
    ;;
  merge_group) echo 'HEAD^1'; exit 0 ;;
esac

if [ -n "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" ]; then
  printf '%s\n' "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
elif [ -n "${SYSTEM_PULLREQUEST_TARGETBRANCH:-}" ]; then
  if has 'HEAD^2'; then echo 'HEAD^1'; else printf '%s\n' "origin/${SYSTEM_PULLREQUEST_TARGETBRANCH#refs/heads/}"; fi
fi
