"""A portal for the parcels of several companies, a door that takes its time, and signed passes.

For 105/04. All of it is data in memory, and ticks are counted, not measured. What is weak is weak
on purpose. Payloads by which answers are graded stand in hidden tests, not here.
"""

import base64
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _ORANGE, _VERMILLION = "#0072B2", "#E69F00", "#D55E00"

Record = dict[str, Any]
"""A person (`id`, `company`, `role`) or a parcel (`owner`, `company`, `guests`, `deleted`)."""

May = Callable[[Record | None, str, Record | None], bool]
"""Says whether somebody, or nobody, may do something to a parcel, or to none."""

Keys = Mapping[str, tuple[str, bytes]]
"""Key id -> algorithm and key."""

PEOPLE: dict[str, Record] = {
    "carla": {"id": "carla", "company": "Anker", "role": "member"},
    "dora": {"id": "dora", "company": "Anker", "role": "member"},
    "erin": {"id": "erin", "company": "Anker", "role": "manager"},
    "finn": {"id": "finn", "company": "Borg", "role": "member"},
    "mallory": {"id": "mallory", "company": "Mole", "role": "manager"},
}
PARCELS: dict[str, Record] = {
    "1041": {"owner": "carla", "company": "Anker", "guests": ["finn"], "deleted": False},
    "1042": {"owner": "dora", "company": "Anker", "guests": [], "deleted": False},
    "1043": {"owner": "finn", "company": "Borg", "guests": ["dora"], "deleted": False},
    "1044": {"owner": "carla", "company": "Anker", "guests": ["dora"], "deleted": True},
    "1045": {"owner": "mallory", "company": "Mole", "guests": [], "deleted": False},
    "1046": {"owner": "finn", "company": "Borg", "guests": [], "deleted": True},
}
RULES = """\
who                              a parcel that is there   a deleted parcel
its owner                        read, change, delete     -
a guest, of any company          read                     -
a manager of the same company    read, delete             read, restore
anybody else, also nobody        -                        -"""
"""What the companies have agreed on, in plain text."""


def weak_may(user: Record | None, verb: str, parcel: Record | None) -> bool:
    """Allow managers everything, guests reading, and owners the rest."""
    if user is None or parcel is None:
        return False
    if user["role"] == "manager":
        return True
    if verb == "read" and user["id"] in parcel["guests"]:
        return True
    return bool(user["id"] == parcel["owner"])


def signed_in(user: Record | None, _verb: str, parcel: Record | None) -> bool:
    """Allow everything to everybody who has signed in."""
    return user is not None and parcel is not None


def own_only(user: Record | None, _verb: str, parcel: Record | None) -> bool:
    """Allow everything to owners, and nothing to others."""
    return signed_in(user, "", parcel) and user["id"] == parcel["owner"]  # type: ignore[index]


class Portal:
    """Pages of parcels, which somebody asks for by the parcel's number or id.

    Parameters
    ----------
    seed
        Decides the notes on the parcels and, where there are some, the ids.
    may
        Decides what is answered.
    random_ids
        Parcels have ids of sixteen letters in place of numbers.
    """

    def __init__(self, seed: int = 0, may: May = weak_may, *, random_ids: bool = False) -> None:
        random = Random(f"portal {seed}")
        self.notes = {number: f"{random.randrange(16**6):06x}" for number in PARCELS}
        ids = [f"{random.randrange(16**16):016x}" if random_ids else number for number in PARCELS]
        self.numbers = dict(zip(ids, PARCELS, strict=True))
        self._may = may
        self._log: list[str] = []

    def ask(self, who: str | None, verb: str, parcel_id: str) -> str:
        """Give the page that somebody gets who wants to do something to a parcel."""
        number = self.numbers.get(parcel_id, "")
        allowed = self._may(PEOPLE.get(who or ""), verb, PARCELS.get(number))
        self._log.append(f"{who or '-':9}{verb:9}{parcel_id:18}{'200' if allowed else '404'}")
        return f"{verb}: note {self.notes.get(number)}" if allowed else "No such parcel."

    def log(self) -> list[str]:
        """Give a line for each request."""
        return list(self._log)


def counted(portal: Portal) -> int:
    """Count through the numbers as Mallory, and give how many parcels of others were read."""
    return _others_read(portal, [str(number) for number in range(1039, 1049)])


def _others_read(portal: Portal, parcel_ids: Iterable[str]) -> int:
    own = {parcel_id for parcel_id, n in portal.numbers.items() if PARCELS[n]["owner"] == "mallory"}
    pages = [portal.ask("mallory", "read", one) for one in parcel_ids if one not in own]
    return sum(page.startswith("read") for page in pages)


WAYS: dict[str, tuple[str, ...]] = {
    "counts the numbers": (),
    "was sent a link in a mail": ("1042",),
    "saw the list of latest parcels": ("1042", "1043", "1046"),
    "was a guest until last week": ("1043",),
}
"""Four ways to come by an id -> whose ids were learnt; counting learns none."""


def ways(portal: Portal) -> dict[str, int]:
    """Give how many parcels of others Mallory can read in each of the four ways."""
    ids = {number: parcel_id for parcel_id, number in portal.numbers.items()}
    return {
        way: _others_read(portal, [ids[number] for number in numbers])
        if numbers
        else counted(portal)
        for way, numbers in WAYS.items()
    }


def ways_table(portals: Mapping[str, Portal]) -> str:
    """Give the four ways on each portal as a table in plain text."""
    columns = [ways(portal) for portal in portals.values()]
    lines = [" " * 31 + "".join(f"{name:>16}" for name in portals)]
    lines += [f"{way:31}" + "".join(f"{column[way]:16}" for column in columns) for way in WAYS]
    return "\n".join(lines)


HEX = "0123456789abcdef"


class Door:
    """A door with a code that is compared letter by letter, at ten ticks a letter.

    Parameters
    ----------
    seed
        Decides the code and the pauses.
    length, letters
        How long the code is, and what it is made of.
    noisy
        One answer of four comes 10 to 59 ticks late.
    """

    def __init__(
        self, seed: int = 0, length: int = 3, letters: str = "0123456789", *, noisy: bool = False
    ) -> None:
        self._random = Random(f"door {seed}")
        self.code = "".join(self._random.choice(letters) for _ in range(length))
        self.asked = 0
        self._noisy = noisy

    def ask(self, guess: str) -> tuple[bool, int]:
        """Say whether the door has opened, and after how many ticks the answer came."""
        self.asked += 1
        looked = 0
        if len(guess) == len(self.code):
            while looked < len(guess) and guess[looked] == self.code[looked]:
                looked += 1
            looked = min(looked + 1, len(guess))
        late = self._random.randrange(10, 60) if self._noisy and self._random.random() < 0.25 else 0
        return guess == self.code, 10 * looked + late


ACCOUNTS, COMMON = 60, 400
"""Accounts in a list that was stolen, and passwords that people like most."""

STORES = {
    "one hash for all": (1, 1),
    "a salt each": (ACCOUNTS, 1),
    "salt, 20 times": (ACCOUNTS, 20),
}
"""How passwords are kept -> hashes that one guess at all accounts costs, and how dear each is."""


def opened_after(seed: int, store: str, budgets: Iterable[int]) -> list[int]:
    """Give how many accounts somebody has opened after so many fast hashes.

    Guesses are made at all accounts, the most popular first. Six of ten people have chosen a
    password from the list of common ones, and popularity falls as one over the rank.
    """
    random = Random(f"guessing {seed}")
    weights = [1 / rank for rank in range(1, COMMON + 1)]
    ranks = random.choices(range(1, COMMON + 1), weights, k=ACCOUNTS)
    weak = [rank for rank in ranks if random.random() < 0.6]
    hashes, times = STORES[store]
    return [sum(rank * hashes * times <= budget for rank in weak) for budget in budgets]


def draw_guessing(seeds: Iterable[int]) -> "Figure":
    """Draw accounts opened over hashes computed, a band from the least to the most of the seeds."""
    import matplotlib.pyplot as plt

    budgets, seeds = list(range(0, 30001, 100)), list(seeds)
    figure, axis = plt.subplots(figsize=(8, 3.4), dpi=72)
    for store, colour, style in zip(
        STORES, (_VERMILLION, _ORANGE, _BLUE), ("-", "--", ":"), strict=True
    ):
        runs = [
            sorted(column)
            for column in zip(*(opened_after(s, store, budgets) for s in seeds), strict=True)
        ]
        low, middle, high = ([run[n] for run in runs] for n in (0, len(seeds) // 2, -1))
        axis.fill_between(budgets, low, high, color=colour, alpha=0.25, linewidth=0)
        axis.plot(budgets, middle, style, color=colour, linewidth=2, label=store)
    axis.axvline(COMMON * ACCOUNTS, color="black", linewidth=0.8)
    axis.text(COMMON * ACCOUNTS - 300, 3, "400 guesses at 60 salts", ha="right", fontsize=9)
    axis.set_xlim(0, budgets[-1])
    axis.set_ylim(0, ACCOUNTS)
    axis.set_xlabel("fast hashes computed by the thief")
    axis.set_ylabel(f"accounts opened, of {ACCOUNTS}")
    axis.legend(loc="upper left", ncols=3, fontsize=9, frameon=False)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


PARTNER_KEY = b"the public key of our partner, as printed on his website"
"""What the partner's RS256 signatures are checked with. Everybody has it."""


def signing_keys(seed: int = 0) -> dict[str, tuple[str, bytes]]:
    """Give the keys of the desk, two of its own and one that is public."""
    random = Random(f"keys {seed}")
    return {
        "2025": ("HS256", random.randbytes(32)),
        "2026": ("HS256", random.randbytes(32)),
        "partner": ("RS256", PARTNER_KEY),
    }


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _data(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def fold(header: object, claims: object, key: bytes) -> str:
    """Put a token together, signed by HMAC and SHA-256, whatever its header says."""
    signed = ".".join(_text(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{_text(hmac.digest(key, signed.encode(), 'sha256'))}"


def unfold(token: str) -> tuple[Record, Record, bytes, bytes]:
    """Take a token apart and check nothing.

    Returns
    -------
    header, claims, signed, signature
        Two dicts, the bytes that were signed, and the bytes of the signature.

    Raises
    ------
    ValueError
        The text has no three parts, or they are not what they should be.
    """
    head, body, signature = token.split(".")
    try:
        header, claims = (json.loads(_data(part), parse_constant=_refused) for part in (head, body))
    except RecursionError:
        raise ValueError("too many brackets") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise ValueError("header and claims are objects")  # noqa: TRY004
    return header, claims, f"{head}.{body}".encode(), _data(signature)


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no number")


def weak_claims(token: str, keys: Keys, now: float) -> Record | None:
    """Give what a token claims, or None."""
    header, claims, signed, signature = unfold(token)
    if header["alg"] == "none":
        return None
    if header["alg"].startswith("HS"):
        _, key = keys.get(header.get("kid", ""), ("HS256", b""))
        if hmac.digest(key, signed, "sha256") != signature:
            return None
    if claims.get("exp", now) < now:
        return None
    return claims
