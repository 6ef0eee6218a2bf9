"""Badges and certificates as Open Badges 3.0 that anybody can verify without asking the issuer.

Who has earned what is decided in certification/; here it is signed, drawn, revoked and verified.
In reading order: keys.py holds the issuer's keys, awards.py what a credential states and the
register of all that was issued, badge_art.py the pictures, signing.py puts them together, and
verification.py checks a file with nothing but what the issuer has published.
"""

from course.credentials.awards import Award, Register, StatedResult
from course.credentials.keys import Signing, load_signing, make_keys, read_issuer
from course.credentials.signing import IssuedCredential, issue, publish
from course.credentials.verification import Check, Verification, verify

__all__ = [
    "Award",
    "Check",
    "IssuedCredential",
    "Register",
    "Signing",
    "StatedResult",
    "Verification",
    "issue",
    "load_signing",
    "make_keys",
    "publish",
    "read_issuer",
    "verify",
]
