"""What may stand between somebody and a page; ``answers`` shows each as a sentence, never as a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagecheck.errors import RegisterError


class DeskError(Exception):
    """``status``: of HTTP; ``key``: of the sentence (section ``desk_fault``)."""

    status = 400
    key = "bad"


class LoginNeededError(DeskError):
    """Nobody is logged in."""

    status = 401
    key = "login"


class ForbiddenError(DeskError):
    """The role may not do it, or not at this site."""

    status = 403
    key = "forbidden"


class StaleFormError(DeskError):
    """The form was not made by a page of this session: another tab logged out and in, or another site sent it."""

    status = 403
    key = "stale"


class AbsentError(DeskError):
    """There is nothing of that name, or it is gone."""

    status = 404
    key = "absent"


class TooLargeError(DeskError):
    """More was sent than is taken at once."""

    status = 413
    key = "too_large"


class UnavailableError(DeskError):
    """The register cannot be read or written just now: somebody else holds it, the disk is full. Nobody did anything
    wrong, nothing was kept. Not an error of the library, so that no page takes it for a form filled in wrongly.
    """

    status = 503
    key = "unavailable"

    def __init__(self, why: RegisterError) -> None:
        super().__init__(why.en)
        self.why = why
