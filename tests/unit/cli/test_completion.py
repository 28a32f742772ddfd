"""The scripts that complete commands and options."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from flowdown.cli.exit import Exit
from flowdown.cli.main import main


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_script_offers_commands_and_options(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == Exit.OK
    script = capsys.readouterr().out
    assert [word for word in ("scan", "check", "--as-of", "in_force") if word not in script] == []


def test_bash_completes_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    bash = shutil.which("bash")
    assert bash, "bash is needed to try the script"
    main(["completion", "bash"])
    script = capsys.readouterr().out + (
        "\nCOMP_WORDS=(flowdown check --stan); COMP_CWORD=2; COMP_LINE='flowdown check --stan'"
        '\n_shtab_flowdown flowdown --stan check; echo "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run([bash, "--norc"], input=script, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["--stance"]


def test_other_shells_are_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["completion", "fish"])
    assert stopped.value.code == Exit.UNUSABLE
    assert capsys.readouterr().err.count("\n") == 1
