"""Who one is here: the organisations, the tokens, the password."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flowdown.server.accounts.identities import identities_of
from flowdown.server.accounts.people import organisations_of
from flowdown.server.accounts.secret import stamp
from flowdown.server.accounts.tokens import list_tokens
from flowdown.server.asked import Asked
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Facts, Field, Form, Page, View
from flowdown.server.rights import SCOPES, Right
from flowdown.server.shapes import shape_view
from flowdown.server.signing_on import START
from flowdown.server.signon.passage import link_token

if TYPE_CHECKING:
    from flowdown.server.accounts.tokens import Token
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: Asked) -> View:
    accounts, visitor = visit.accounts, visit.visitor
    # Who administers sees every token of the organisation; none of them shows its secret.
    of = "" if visit.may(Right.ADMINISTER) else visitor.person
    tokens, now = list_tokens(accounts, visitor.organisation, of), stamp(visit.site.now())
    homes = organisations_of(accounts, visitor.person)
    facts = Facts(
        (
            ("Name", visitor.name),
            ("Signs in as", visitor.person),
            ("Organisation", visitor.organisation),
            ("Role", visitor.role),
            ("Rights", tuple(sorted(each.value for each in visitor.rights - {Right.NOTHING}))),
        )
    )
    columns = (
        Column("name", "Token", lambda each: Cell(each.name, under=each.id)),
        Column("person", "Of", lambda each: each.person),
        Column("scopes", "May", lambda each: tuple(scope.value for scope in each.scopes)),
        Column("state", "State", lambda each: _state(each, now)),
        Column("until", "Until", lambda each: each.ends_at[:10]),
        Column("used", "Last used", lambda each: each.used_at[:10] or "never"),
    )
    listing = list_few("tokens", "Tokens", columns, tokens, None, 200)
    parts: list[Part] = [facts, listing]
    usable = [each for each in tokens if not each.ended_at and each.ends_at > now]
    parts += [_ending(each) for each in usable[:50]]
    parts.append(_making())
    others = [each for each, _ in homes if each.id != visitor.organisation]
    if others:
        fields = (Field("organisation", "Organisation", others[0].id, tuple((each.id, each.name) for each in others)),)
        parts.append(Form("/account/organisation", "Go there", fields, "Another organisation", does=True))
    parts += _identities(visit)
    passwords = (
        Field("old", "The password so far", kind="password", is_needed=True, completes="current-password"),
        Field("new", "The new one, at least 12 characters", kind="password", is_needed=True, completes="new-password"),
    )
    parts.append(Form("/account/password", "Change", passwords, "Change the password", does=True))
    return View("Account", parts, shape_view(visit, "account", (listing,), facts), listing)


def _identities(visit: Visit) -> list[Part]:
    provider = visit.door.provider if visit.door is not None else None
    if provider is None or visit.visitor.is_program:
        return []
    title, person = provider.said.title, visit.visitor.person
    known = identities_of(visit.accounts, person)
    if not known:
        to = f"{START}?{urlencode({'link': link_token(visit.door.secret, visit.visitor.key) if visit.door else ''})}"
        return [Facts(((title, Cell(f"link this account with {title}", to)),), "Single sign-on")]
    told = tuple((title, Cell(each.email or each.subject, under=f"since {each.since[:10]}")) for each in known)
    hidden = (Field("person", "", person, kind="hidden"),)
    return [
        Facts(told, "Single sign-on"),
        Form("/account/identity/end", "End the link", hidden, does=True, is_small=True),
    ]


def _state(token: Token, now: str) -> Cell:
    if token.ended_at or token.ends_at <= now:
        return Cell("ended", tone="faint", is_badge=True)
    return Cell("in use", tone="clear", is_badge=True)


def _making() -> Form:
    usual = {Right.UPLOAD}
    scopes = tuple(
        Field("scopes", f"may {each.value}", each.value, kind="check", hint="checked" if each in usual else "")
        for each in SCOPES
    )
    fields = (
        Field("name", "What it is for", is_needed=True, hint="the pipeline of harbor-parts"),
        *scopes,
        Field("days", "Days that it lasts", "90", kind="number", is_needed=True),
    )
    return Form("/account/tokens", "Make a token", fields, "Make a token", does=True)


def _ending(token: Token) -> Form:
    return Form(f"/account/tokens/{token.id}/end", f"End the token “{token.name[:60]}”", (), does=True, is_small=True)


PAGE = Page(
    "account", "/account", "Account", "Who one is here, and one's tokens.", _show, of_accounts=True, has_lens=False
)
