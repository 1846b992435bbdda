"""Who judges: an editor who signed in with a password, or whom a reverse proxy names. Sessions and forms are signed.

    editing = Editing(Settings())
    editor = editing.editor(request)     # None: a reader

A session is a cookie that holds name, time and a mark of the password's hash; nothing is kept on the server. It ends
after half a day, when the editor is taken out of the file, or has a new password. A form's token belongs to a session.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from desk.editors import editors, is_name
from desk.passwords import NOBODYS, fits
from desk.web.editing.attempts import Attempts
from desk.web.editing.peer import peer, within
from desk.web.editing.secret import secret
from safqa.errors import SafqaError
from safqa.identity import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from safqa.settings import Settings

_log = logging.getLogger(__name__)

COOKIE = "safqa_editor"
# A working day, in seconds: whoever comes back tomorrow signs in.
LASTS = 12 * 3600
# Passwords that are looked at together, 32 MiB each, and how long (seconds) one more waits.
_AT_ONCE, _WAIT = 2, 5.0


class CrowdedError(SafqaError):
    """Too many people sign in at once."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody who may judge; `session` tells one of their sessions from another, empty where a proxy names them."""

    name: str
    session: str

    @property
    def by_password(self) -> bool:
        """Whether they signed in here, and can sign out."""
        return bool(self.session)


class Editing:
    """Who may judge, by the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.attempts = Attempts()
        self._looking = BoundedSemaphore(_AT_ONCE)

    @property
    def on(self) -> bool:
        """Whether anybody may judge at all."""
        return self._settings.editor_header is not None or self.by_password

    @property
    def by_password(self) -> bool:
        """Whether anybody may sign in here."""
        return bool(self._editors())

    def editor(self, request: Request) -> Editor | None:
        """Who asks; None for a reader."""
        return self._named(request) or self._signed_in(request.cookies.get(COOKIE))

    def check(self, name: str, password: str) -> Editor | None:
        """The editor of this name, with a new session, if it is their password; as slow for a name that nobody has.

        Raises:
            CrowdedError: others are being looked at; nothing was.
        """
        kept = self._editors().get(name)
        if not self._looking.acquire(timeout=_WAIT):
            raise CrowdedError("several people are signing in just now: try again in a moment")
        try:
            right = fits(password, kept or NOBODYS)
        finally:
            self._looking.release()
        return Editor(name, self._signer("session").dumps([name, _mark(kept)])) if kept and right else None

    def form_token(self, editor: Editor) -> str:
        """What a form of this editor's pages carries."""
        return self._signer("form").dumps(_of(editor))

    def is_form_of(self, editor: Editor, token: str) -> bool:
        """Whether a form comes from a page that was made for this editor, in this session."""
        return bool(self.unsealed("form", token) == _of(editor))

    def sealed(self, what: str, value: Any) -> str:
        """A value in an address, signed, to be trusted when it comes back."""
        return self._signer(what).dumps(value)

    def unsealed(self, what: str, text: str) -> Any:
        """The value, or None: it was made up, or is old."""
        try:
            return self._signer(what).loads(text, max_age=LASTS)
        except BadSignature:
            return None

    def _signed_in(self, cookie: str | None) -> Editor | None:
        said = self.unsealed("session", cookie) if cookie else None
        if not said:
            return None
        name, mark = said
        kept = self._editors().get(name)
        return Editor(name, str(cookie)) if kept and _mark(kept) == mark else None

    def _named(self, request: Request) -> Editor | None:
        """Whom the proxy names: in one header, not in several, of which all but the last might be the reader's own."""
        header = self._settings.editor_header
        if header is None or not within(peer(request), self._settings.editor_proxies):
            return None
        given = [_decoded(value) for value in request.headers.getlist(header)]
        return Editor(given[0], "") if len(given) == 1 and is_name(given[0]) else None

    def _editors(self) -> Mapping[str, str]:
        try:
            return editors(self._settings)
        except SafqaError as error:  # `safqa web` told it when it started; the pages stay readable
            _log.warning("%s", error)
            return {}

    @cached_property
    def _secret(self) -> bytes:
        return secret(self._settings.home)

    def _signer(self, what: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt=f"safqa.{what}")


def keep(response: Response, request: Request, editor: Editor) -> None:
    """Give the browser its session: no script reads it, no form of another site sends it.

    Links from elsewhere do (Lax, not Strict): an alert leads to a page that can be judged. What was made over HTTPS is
    sent over nothing else.
    """
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, editor.session, max_age=LASTS, samesite="lax", httponly=True, secure=secure, path="/")


def forget(response: Response) -> None:
    """Take the session away from the browser."""
    response.delete_cookie(COOKIE, path="/", samesite="lax", httponly=True)


def _of(editor: Editor) -> str:
    return digest(editor.name, editor.session)


def _mark(kept: str | None) -> str:
    return digest(kept or "")


def _decoded(value: str) -> str:
    """A header's text: names beyond ASCII come as UTF-8, which servers hand on byte by byte."""
    try:
        return value.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return value.strip()
