"""The build hook: puts the tables that every run needs into the package, made ready (`flowdown.scan.compile_tables`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTables(BuildHookInterface[Any]):
    """Compiles into `src/flowdown/compiled`; without the libraries for that the package makes its tables when it runs."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered, for wheels and editable installs alike."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from flowdown.base.compile_patterns import compile_patterns  # noqa: PLC0415

            patterns = compile_patterns()  # first of all: what is imported before has its patterns made already
            from flowdown.orders import kept_library, load  # noqa: PLC0415
            from flowdown.scan.compile_tables import compile_tables  # noqa: PLC0415

            compiled = source / "flowdown" / "compiled"
            compile_tables(compiled)
            kept_library.keep(compiled, kept_library.content_of(), load.load_own())
            patterns.save(compiled, fewest=1)
            for made in compiled.iterdir():
                made.chmod(0o644)  # others than the user who installs it read it too
        except ImportError as error:
            self.app.display_warning(f"tables are made at the first run: {error}")
        finally:
            sys.path.remove(str(source))
        build_data["artifacts"].append("/src/flowdown/compiled/*")
