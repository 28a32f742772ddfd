"""Where each organisation's store and the accounts are: schemas of one PostgreSQL, or files below one folder."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from flowdown.base.errors import UnusableArgument, clip

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""What an organisation can be called: it names a folder and a schema."""
_LONGEST_NAME = 63
_USUAL = "flowdown"
_SEARCH_PATH = re.compile(r"search_path=(\w+)")


def check_id(identity: str) -> str:
    """The id of an organisation; raises `UnusableArgument` for what is none."""
    if not ID.fullmatch(identity):
        hint = "small letters, digits and hyphens, at most 40"
        raise UnusableArgument(f"`{clip(identity)}` is no id of an organisation", hint=hint)
    return identity


def add_search_path(url: str, schema: str) -> str:
    """The URL of a database with the schema in which everything is; none: as it is."""
    if not schema:
        return url
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "options"]
    query = urlencode([*kept, ("options", f"-c search_path={schema}")], quote_via=quote)
    return urlunsplit(parts._replace(query=query))


def schema_of(url: str, of: str) -> str:
    """The schema for something of ours: it starts like the schema that the URL names, else with `flowdown`."""
    named = _SEARCH_PATH.search(dict(parse_qsl(urlsplit(url).query)).get("options", ""))
    name = f"{named[1] if named else _USUAL}_{of.replace('-', '_')}"
    if len(name) > _LONGEST_NAME:
        raise UnusableArgument(f"`{clip(of)}` is too long for the name of a schema")
    return name
