"""Credentials: badges and certificates as Open Badges 3.0 that anyone can verify without us.

Who earned what is decided in certification.py; here it is signed, drawn, revoked and verified.
A file imports only files before it: keys, awards, register, pictures, issuing, verifying.
"""

from course.credentials.awards import Award, Outcome
from course.credentials.issued import Register
from course.credentials.keys import Signing, load_signing, make_keys, read_issuer
from course.credentials.signing import Issued, issue, publish
from course.credentials.verification import Check, Verification, verify

__all__ = [
    "Award",
    "Check",
    "Issued",
    "Outcome",
    "Register",
    "Signing",
    "Verification",
    "issue",
    "load_signing",
    "make_keys",
    "publish",
    "read_issuer",
    "verify",
]
