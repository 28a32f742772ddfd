"""Who is told of changes, of which ones, and by which way: the file `flowdown-watch.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which changes somebody wants to be told; an empty list wants all of that kind of thing."""

    kinds: tuple[Literal["answer", "use", "order", "deadline"], ...] = ()
    orders: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    outcomes: tuple[Literal["BREACH", "UNDETERMINED", "EXEMPT", "CLEAR"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Messages by a server that takes mail (SMTP). `user_env` and `password_env` name variables of the environment.

    `ca_file` is a file with certificates to trust in place of the system's.
    """

    id: str
    server: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    user_env: str = ""
    password_env: str = ""
    ca_file: str = ""
    only: Wish = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A signed POST. The address stands here, or in the variable `url_env` where it is itself a secret.

    `secret_env` names the variable with the secret that signs. Addresses that are not public are refused, unless they lie in one
    of `allow_networks`.
    """

    id: str
    url: str = ""
    url_env: str = ""
    secret_env: str
    allow_networks: tuple[str, ...] = ()
    ca_file: str = ""
    only: Wish = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """An iCalendar file with every clock that runs, written anew at each look."""

    id: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receivers:
    """Everybody who is told. `due_within`: so many days before a deadline it is told, once for each number."""

    due_within: tuple[int, ...] = (14, 3, 1)
    stance: Literal["in_force", "as_threatened"] = "in_force"
    mails: tuple[Mail, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    calendars: tuple[CalendarFile, ...] = ()

    @property
    def channels(self) -> tuple[Mail | Webhook, ...]:
        """The ways by which messages go out."""
        return (*self.mails, *self.webhooks)
