"""Everything that is served below one folder: a profile and a store for each organisation, none of which sees another."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableFile, Where
from flowdown.base.write_file import write_whole
from flowdown.pipeline.store_care import make_store
from flowdown.server.accounts.database import Database
from flowdown.server.accounts.places import add_search_path, check_id, schema_of
from flowdown.server.signon.provider_file import NAME, read_provider
from flowdown.server.site import Site

if TYPE_CHECKING:
    from flowdown.pipeline.claims import Target
    from flowdown.server.signon.provider import Provider

_ACCOUNTS, _ORGANISATIONS, _PROFILE = "accounts.sqlite", "organisations", "flowdown.yaml"
_MODE = 0o700


class House:
    """A folder with organisations; with `url`, stores and accounts are schemas of that PostgreSQL."""

    def __init__(
        self,
        folder: Path,
        url: str,
        cache: Path | None,
        clock: Callable[[], datetime.datetime],
        tell: Callable[[str], None],
        patience: float = 6.0,
        packs: Callable[[], tuple[Path, ...]] = tuple,
    ) -> None:
        self._packs = packs
        self._folder = folder.absolute()
        self._url = url
        self._cache = cache
        self._clock = clock
        self._tell = tell
        self._patience = patience
        self._folder.mkdir(mode=_MODE, parents=True, exist_ok=True)

    def open_accounts(self) -> Database:
        """The accounts, made where there are none."""
        if self._url:
            return Database(self._url, schema_of(self._url, "accounts"))
        return Database(self._folder / _ACCOUNTS)

    def open_provider(self, environment: Mapping[str, str]) -> Provider | None:
        """The identity provider of the installation; none where no file names one. Raises for a file that is no good."""
        file = self._folder / NAME
        if not file.exists():
            return None
        from flowdown.server.signon.provider import Provider

        said = read_provider(file)
        secret = environment.get(said.client_secret_env, "") if said.client_secret_env else ""
        if said.client_secret_env and not secret:
            raise UnusableFile(f"the variable {said.client_secret_env} is not set", Where(str(file)))
        return Provider(said, secret)

    def profile_of(self, organisation: str) -> Path:
        """Where the profile of an organisation is."""
        return self._folder / _ORGANISATIONS / check_id(organisation) / _PROFILE

    def target_of(self, organisation: str) -> Target:
        """Where the claims of an organisation are kept."""
        if self._url:
            return add_search_path(self._url, schema_of(self._url, f"org_{check_id(organisation)}"))
        return self.profile_of(organisation).parent / ".flowdown" / "claims.sqlite"

    def make(self, organisation: str, name: str) -> None:
        """Make the place of an organisation, with a profile that says its name, unless it is there."""
        profile = self.profile_of(organisation)
        profile.parent.mkdir(mode=_MODE, parents=True, exist_ok=True)
        if self._url:
            self._make_schema(schema_of(self._url, f"org_{organisation}"))
        make_store(self.target_of(organisation))
        if not profile.exists():
            # A text in JSON is one in YAML.
            text = f"organisation:\n  id: {organisation}\n  name: {json.dumps(name, ensure_ascii=False)}\n"
            write_whole(profile, text, replaces=False)

    def open_site(self, organisation: str) -> Site:
        """The site of an organisation."""
        profile = self.profile_of(organisation)
        target = self.target_of(organisation)
        return Site(profile, target, self._cache, self._clock, self._tell, self._patience, self._packs)

    def _make_schema(self, name: str) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(self._url, autocommit=True, connect_timeout=10) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
