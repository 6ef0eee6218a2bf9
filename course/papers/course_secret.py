"""The secret of a course: 32 random bytes outside every repository, from which papers follow.

Whoever has it and the banks can draw everybody's paper, so only the course's own people do. It is
never printed; its digest tells one secret from another and gives nothing of it away.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from course.errors import CredentialError, Problem
from course.files import read_plain, write_whole

SECRET: Final = "COURSE_SECRET"  # noqa: S105 - the variable that names its file
LENGTH: Final = 32


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseSecret:
    """A secret as it was read; `digest` may be shown."""

    value: bytes

    def __repr__(self) -> str:
        return f"CourseSecret(digest={self.digest!r})"

    @property
    def digest(self) -> str:
        """Sixteen hex digits that tell this secret from another."""
        return self.derived("the digest of this secret").hex()[:16]

    def derived(self, *parts: str | int) -> bytes:
        """Give 32 bytes that follow from the secret and these parts, and from nothing else.

        HMAC-SHA256 (RFC 2104) over the parts as one JSON list, so that ("a", "bc") and ("ab", "c")
        differ.
        """
        message = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        return hmac.digest(self.value, message, "sha256")


def secret_path() -> Path:
    """Where the secret lies: what COURSE_SECRET names, or a file of the account's own."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path(os.environ.get(SECRET) or home / "engineering-excellence" / "papers.secret")


def make_secret(path: Path) -> CourseSecret:
    """Make a secret, mode 0600. Raises CredentialError in a repository, or where there is one."""
    place = path.absolute()
    for above in place.parents:
        if (above / ".git").exists():
            what = f"expected a place outside of every repository, got one in {above.name}"
            raise CredentialError(Problem(str(path), what))
    secret = CourseSecret(value=secrets.token_bytes(LENGTH))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, secret.value, mode=0o600, fresh=True)
    except FileExistsError:
        what = (
            "there is a secret already, which papers may have been drawn with; nothing was written"
        )
        raise CredentialError(Problem(str(path), what)) from None
    return secret


def load_secret(path: Path) -> CourseSecret:
    """Read a secret. Raises CredentialError: missing, of another length, or others may read it."""
    try:
        value = read_plain(path, LENGTH, private=True)
    except FileNotFoundError:
        what = f"no secret there: make one by `course paper secret`, or name it in {SECRET}"
        raise CredentialError(Problem(str(path), what)) from None
    except OSError as error:
        raise CredentialError(Problem(str(path), str(error.strerror).lower())) from error
    except ValueError as error:
        raise CredentialError(Problem(str(path), str(error))) from error
    if len(value) != LENGTH:
        raise CredentialError(Problem(str(path), f"expected {LENGTH} bytes, got {len(value)}"))
    return CourseSecret(value=value)
