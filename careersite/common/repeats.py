"""What is sent twice is done once, and answered both times alike.

A program names a request by a key of its own, in the header `Idempotency-Key`
(draft-ietf-httpapi-idempotency-key-header-07); a form of a page is named by its token
against forgery, which is another one on each page that is shown. The answer is kept for
a day, in the same transaction as what was done.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, TypeVar

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

KEY_MAX = 255
Told = TypeVar("Told")


class AnotherRequestError(Exception):
    """The key names a request that was another one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of an answer."""

    status: int
    headers: dict[str, str]
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """Who sends what, under which key."""

    user_id: Any
    key: str
    what: str

    @property
    def key_hash(self) -> bytes:
        """Return by what the answer is found, which does not tell the key."""
        return _digest("key", f"{self.user_id}:{self.key}")

    @property
    def request_hash(self) -> bytes:
        """Return what is the same only for the same request."""
        return _digest("request", self.what)

    def cipher(self) -> Fernet:
        """Return what hides the answer from whoever has not the key.

        It may hold the address of a link, or a token, which are kept as hashes only.
        """
        return Fernet(base64.urlsafe_b64encode(_digest("answer", self.key)))


def _digest(use: str, text: str) -> bytes:
    sent = text.encode(errors="backslashreplace")
    return salted_hmac(f"{__name__}.{use}", sent, algorithm="sha256").digest()


class KeptAnswer(models.Model):
    """The answer to a request that may come again (see this module)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key_hash = models.BinaryField()
    request_hash = models.BinaryField()
    encrypted = models.BinaryField(
        help_text="Empty only until the transaction that makes the row is over."
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key_hash"], name="careersite_keptanswer_key_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer of {self.at:%Y-%m-%d %H:%M}"

    def keep(self, answer: Answer, request: Request) -> None:
        """Write what the request was answered."""
        told = json.dumps([answer.status, answer.headers, answer.content])
        self.encrypted = request.cipher().encrypt(told.encode())
        self.save(update_fields=["encrypted"])

    def read(self, request: Request) -> Answer:
        """Return the answer; raises AnotherRequestError to any other request."""
        if bytes(self.request_hash) != request.request_hash:
            raise AnotherRequestError
        return Answer(*json.loads(request.cipher().decrypt(bytes(self.encrypted))))


def do_once(
    request: Request,
    act: Callable[[], Told],
    *,
    pack: Callable[[Told], Answer],
    unpack: Callable[[Answer], Told],
    refusals: tuple[type[Exception], ...] = (),
) -> Told:
    """Act and keep the answer, packed; or return the one of before, unpacked.

    Who sends the same meanwhile waits here. Nothing is kept of a refusal, which is an
    answer from 400 or one of `refusals` and may end otherwise next time; what it wrote,
    such as a wrong try that counts, stays as it would without a key. Raises
    AnotherRequestError where the key has named something else.
    """
    refusal = None
    with transaction.atomic():
        row, is_new = KeptAnswer.objects.get_or_create(
            user_id=request.user_id,
            key_hash=request.key_hash,
            defaults={
                "request_hash": request.request_hash,
                "encrypted": b"",
                "at": timezone.now(),
            },
        )
        if not is_new:
            return unpack(row.read(request))
        try:
            told = act()
            answer = pack(told)
        except refusals as error:
            refusal = error
        if refusal or answer.status >= 400:
            row.delete()
        else:
            row.keep(answer, request)
    if refusal:
        raise refusal
    return told


def forget_answers(user_id: int) -> None:
    """Keep no answer any more: something was closed to this person just now."""
    KeptAnswer.objects.filter(user=user_id).delete()


def once_per_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page's form that is sent twice, as by a double click, do its work once."""

    @wraps(view)
    def answer_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get("csrfmiddlewaretoken")
        if not token:
            return view(request, *args, **kwargs)
        # Who corrects a form that was refused sends another one, under the same token.
        what = f"{token} {request.get_full_path()} {sorted(request.POST.lists())}"
        return do_once(
            Request(request.user.pk, what, what),
            partial(view, request, *args, **kwargs),
            pack=_pack_page,
            unpack=_unpack_page,
        )

    return answer_once


def _pack_page(page: HttpResponse) -> Answer:
    return Answer(page.status_code, dict(page.headers), page.content.decode())


def _unpack_page(kept: Answer) -> HttpResponse:
    return HttpResponse(kept.content, status=kept.status, headers=kept.headers)
