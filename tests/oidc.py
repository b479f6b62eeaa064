"""An identity provider of the tests' own: real keys, codes and tokens, on this machine.

Whoever is sent to it is signed in at once as the person the test names. It can be told to
refuse, or to hand out a token that no dashboard may believe.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "wenmai-tests", "a secret between the two of them"
Lie = Literal["", "issuer", "audience", "nonce", "key", "expired", "refuses"]


@dataclass(frozen=True)
class Person:
    """Somebody the provider knows."""

    subject: str
    name: str


@dataclass(frozen=True)
class Request:
    """What somebody asked of the provider, in a browser or not."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Provider:
    """A running identity provider.

    Attributes:
        address: of its own; also its name as issuer.
        person: who sits before the browser that is sent here next.
        lie: what is wrong with the next answers.
        asked: all requests so far.
    """

    address: str
    person: Person = Person("0", "nobody")
    lie: Lie = ""
    asked: list[Request] = field(default_factory=list)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)

    @property
    def discovery(self) -> str:
        """The address that settings name."""
        return f"{self.address}/.well-known/openid-configuration"

    def metadata(self) -> dict[str, Any]:
        """Return what the provider tells about itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/out",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> dict[str, Any]:
        """Return the keys that tokens are signed with."""
        return {"keys": [self._key.as_dict(private=False) | {"use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: Mapping[str, str]) -> str:
        """Sign the person in; return where they are sent back to."""
        back = asked["redirect_uri"]
        if (asked["client_id"], asked["response_type"]) != (CLIENT, "code"):
            raise ValueError("another client")
        if "openid" not in asked["scope"].split() or asked["code_challenge_method"] != "S256":
            raise ValueError("no OpenID request with PKCE")
        if self.lie == "refuses":
            return f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(asked)
        self._people[code] = self.person
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: Mapping[str, str], authorization: str) -> dict[str, Any]:
        """Give the tokens for a code, once, to the client that was named."""
        client, _, secret = (
            base64.b64decode(authorization.partition(" ")[2]).decode().partition(":")
        )
        before = self._codes.pop(asked["code"])
        proof = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (client, unquote(secret.replace("+", " "))) != (CLIENT, SECRET):
            raise ValueError("another client")
        if (asked["redirect_uri"], challenge) != (before["redirect_uri"], before["code_challenge"]):
            raise ValueError("another browser")
        person = self._people.pop(asked["code"])
        access = secrets.token_urlsafe(16)
        self._people[access] = person
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": self._id_token(person, before["nonce"]),
        }

    def userinfo(self, authorization: str) -> dict[str, str]:
        """Tell about the person of an access token."""
        person = self._people[authorization.partition(" ")[2]]
        return {"sub": person.subject, "name": person.name}

    def _id_token(self, person: Person, nonce: str) -> str:
        now = int(time.time()) - (7200 if self.lie == "expired" else 0)
        claims = {
            "iss": "https://elsewhere.example" if self.lie == "issuer" else self.address,
            "aud": "somebody-else" if self.lie == "audience" else CLIENT,
            "nonce": "stale" if self.lie == "nonce" else nonce,
            "sub": person.subject,
            "name": person.name,
            "iat": now,
            "exp": now + 3600,
        }
        key = RSAKey.generate_key(2048, {"kid": "1"}) if self.lie == "key" else self._key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.asked.append(Request(parts.path, dict(self.headers)))
        asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._json(self.provider.metadata())
        elif parts.path == "/jwks":
            self._json(self.provider.jwks())
        elif parts.path == "/userinfo":
            self._json(self.provider.userinfo(self.headers["Authorization"]))
        elif parts.path == "/authorize":
            self._redirect(self.provider.authorize(asked))
        elif parts.path == "/out":
            self._redirect(asked["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        self.provider.asked.append(Request(self.path, dict(self.headers)))
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {key: values[-1] for key, values in parse_qs(body).items()}
        self._json(self.provider.token(asked, self.headers["Authorization"]))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _json(self, what: Mapping[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def provider() -> Iterator[Provider]:
    """Run an identity provider on a free port."""
    answers = type("Answers", (_Answers,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), answers) as server:
        answers.provider = own = Provider(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield own
        server.shutdown()
        thread.join()
