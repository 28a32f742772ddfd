#!/usr/bin/env bash
# Sets Flowdown up in a folder of its own, from this checkout and its lock file; prints where the command is.
# Usage: ci/install.sh FOLDER
set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=${1:?usage: ci/install.sh FOLDER}
python=${PYTHON:-python3}

# From a folder of ours: nothing of the repository that is looked at may be imported.
cd "$source"
"$python" -I -m venv "$folder"
"$folder/bin/python" -I -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: \
  -r requirements/run.lock >&2
# `-P` keeps the current folder, which is the repository that is looked at, out of Python's search path.
cat >"$folder/bin/flowdown" <<EOF
#!/usr/bin/env bash
unset PYTHONHOME PYTHONSTARTUP
PYTHONPATH='$source/src' exec '$folder/bin/python' -P -s -m flowdown "\$@"
EOF
chmod +x "$folder/bin/flowdown"
"$folder/bin/flowdown" --version >&2
echo "$folder/bin/flowdown"
