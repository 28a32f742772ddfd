#!/usr/bin/env bash
# One run of Flowdown over a checkout, for any service: writes the report in every form that services take.
#
# FLOWDOWN_COMMAND   the program (default: flowdown)
# FLOWDOWN_PATH      what to look at (default: .)
# FLOWDOWN_ORDERS    orders to put to it, one or several words; none: only whom it depends on
# FLOWDOWN_CONTEXTS  what it is used for, one or several words
# FLOWDOWN_AS_OF     the day asked about, YYYY-MM-DD (default: today)
# FLOWDOWN_BASE      see ci/base.sh
# FLOWDOWN_BASELINE  a baseline file, used where there is no base
# FLOWDOWN_FAIL_ON   see `flowdown check --help` and `flowdown scan --help`
# FLOWDOWN_OUT       folder for the report (default: flowdown-report)
#
# The exit code is Flowdown's: 0 nothing that counts, 1 a breach (or what --fail-on names), 2 unusable input, 3 open.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
command=${FLOWDOWN_COMMAND:-flowdown}
path=${FLOWDOWN_PATH:-.}
out=${FLOWDOWN_OUT:-flowdown-report}
mkdir -p "$out"
# Where it lies in the checkout, the report is no part of what is looked at.
echo '*' >"$out/.gitignore"

arguments=("$path" --format terminal)
for form in sarif markdown json gitlab; do
  case $form in
    sarif) file=flowdown.sarif ;;
    markdown) file=summary.md ;;
    json) file=flowdown.json ;;
    gitlab) file=gl-code-quality-report.json ;;
  esac
  rm -f "$out/$file"
  arguments+=(--also "$form=$out/$file")
done

base=$("$here/base.sh")
if [ -n "$base" ]; then
  arguments+=("--changed-since=$base")
elif [ -n "${FLOWDOWN_BASELINE:-}" ]; then
  arguments+=("--baseline=$FLOWDOWN_BASELINE")
fi
if [ -n "${FLOWDOWN_FAIL_ON:-}" ]; then arguments+=("--fail-on=$FLOWDOWN_FAIL_ON"); fi
if [ "${GITHUB_ACTIONS:-}" = true ]; then arguments+=(--annotations github); fi

# Words are split on purpose; a star in one is a star.
set -f
orders=(${FLOWDOWN_ORDERS:-})
contexts=(${FLOWDOWN_CONTEXTS:-})
set +f
if [ ${#orders[@]} -gt 0 ]; then
  for order in "${orders[@]}"; do arguments+=("--order=$order"); done
  for context in ${contexts[@]+"${contexts[@]}"}; do arguments+=("--context=$context"); done
  if [ -n "${FLOWDOWN_AS_OF:-}" ]; then arguments+=("--as-of=$FLOWDOWN_AS_OF"); fi
  what=check
else
  what=scan
fi

code=0
"$command" "$what" "${arguments[@]}" || code=$?

"$here/tell.sh" "$out" "$code"
exit "$code"
