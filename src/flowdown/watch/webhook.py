"""Sends a notice to a webhook: signed, over TLS, to an address that was checked, without following anything."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from flowdown import __version__
from flowdown.report.receivers import Webhook
from flowdown.watch.errors import NotDelivered
from flowdown.watch.mail import trust
from flowdown.watch.pinned import Pinned
from flowdown.watch.reachable import LookUp, find_addresses, look_up
from flowdown.watch.read_receivers import fault_of_url

_TIMEOUT = 15.0
_LONGEST = 45.0
"""Seconds that one try may take as a whole, however slowly an answer drips."""
_AGAIN = frozenset({408, 409, 425, 429})
_LONGEST_WAIT = 6 * 3600.0


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of `Flowdown-Signature`: HMAC-SHA256 of the timestamp, a dot, and the body."""
    digest = hmac.new(secret.encode(), b"%d.%b" % (timestamp, body), hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def send_webhook(
    hook: Webhook,
    delivery: str,
    body: bytes,
    timestamp: int,
    environment: Mapping[str, str],
    ask: LookUp = look_up,
) -> None:
    """Post a body; raises `NotDelivered` for everything but an answer of 2xx."""
    url = hook.url or environment.get(hook.url_env, "")
    secret = environment.get(hook.secret_env, "")
    for name, value in ((hook.url_env or "url", url), (hook.secret_env, secret)):
        if not value:
            raise NotDelivered(f"the variable {name} is not set")
    fault = fault_of_url(url)
    if fault:
        raise NotDelivered(f"the address of the webhook {fault}", is_final=True)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    addresses = find_addresses(host, port, hook.allow_networks, ask)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"flowdown/{__version__}",
        "Flowdown-Delivery": delivery,
        "Flowdown-Signature": sign(secret, timestamp, body),
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status, wait = _post(Pinned(host, port, addresses, trust(hook.ca_file), _TIMEOUT), target, body, headers)
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise NotDelivered(f"the webhook answers {status}: redirects are not followed", is_final=True)
    is_final = status < 500 and status not in _AGAIN
    raise NotDelivered(f"the webhook answers {status}", is_final=is_final, wait=wait)


def _post(connection: Pinned, target: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, float]:
    try:
        with connection.within(_LONGEST):
            connection.request("POST", target, body, dict(headers))
            answer = connection.getresponse()
            wait = answer.getheader("Retry-After", "")
            return answer.status, min(float(wait), _LONGEST_WAIT) if wait.isdigit() else 0.0
    except ssl.SSLCertVerificationError as error:
        raise NotDelivered(f"the webhook's certificate is not trusted: {error.verify_message}") from None
    except ssl.SSLError:
        raise NotDelivered("no safe connection to the webhook") from None
    except (http.client.HTTPException, ValueError):
        raise NotDelivered("the webhook's answer is none") from None
    except OSError as error:
        raise NotDelivered(f"the webhook cannot be reached: {error.strerror or 'no answer in time'}") from None
