#!/usr/bin/env bash
# Hands the report to the service that runs this: the job summary and outputs of GitHub, the summary of Azure.
# Usage: ci/tell.sh FOLDER CODE
set -euo pipefail

out=${1:?usage: ci/tell.sh FOLDER CODE}
code=${2:?usage: ci/tell.sh FOLDER CODE}
# A job summary of GitHub may have 1 MiB; a longer one is refused as a whole.
limit=1000000

if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
  if [ -s "$out/flowdown.sarif" ]; then printf 'sarif=%s\n' "$out/flowdown.sarif" >>"$GITHUB_OUTPUT"; fi
fi
if [ ! -s "$out/summary.md" ]; then exit 0; fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  size=$(wc -c <"$out/summary.md")
  if [ "$size" -le "$limit" ]; then
    cat "$out/summary.md" >>"$GITHUB_STEP_SUMMARY"
  else
    # Cut at the end of a line, so that no character is cut in two.
    head -c "$limit" "$out/summary.md" | sed '$d' >>"$GITHUB_STEP_SUMMARY"
    printf '\n\n(Cut here: the summary has %s bytes, and a job may show 1 MiB. The whole is in the report.)\n' "$size" \
      >>"$GITHUB_STEP_SUMMARY"
  fi
fi
if [ "${TF_BUILD:-}" = True ]; then
  echo "##vso[task.uploadsummary]$(cd "$out" && pwd -P)/summary.md"
fi
