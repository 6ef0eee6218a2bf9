"""Six clients of one small service, changes to its reply, and what differs in two versions: 101/01.

For seeing which change breaks whom by running them. Not a model of HTTP: a reply is plain data.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Reply = dict[str, list[dict[str, Any]]]
Client = Callable[[Reply], object]
Change = Callable[[Reply], Reply]

_COLOURS = {"fine": "#EEEEEE", "wrong answer": "#E69F00", "error": "#D55E00"}
_MAILS = {"paid": "Thank you.", "shipped": "It is on its way."}


def reply() -> Reply:
    """Give the reply of version 1: id, status and total are documented, the order of rows is not.

    The documentation also says that further fields and statuses may come.
    """
    return {
        "orders": [
            {"id": 12, "status": "paid", "total_minor": 1999},
            {"id": 11, "status": "shipped", "total_minor": 500},
            {"id": 10, "status": "paid", "total_minor": 250},
        ]
    }


def _strict_parser(answer: Reply) -> object:
    for order in answer["orders"]:
        if extra := set(order) - {"id", "status", "total_minor"}:
            raise ValueError(f"unknown fields {sorted(extra)}")
    return len(answer["orders"])


def _mail_sender(answer: Reply) -> object:
    return [_MAILS[order["status"]] for order in answer["orders"] if order["id"] == 11]


def _latest_order(answer: Reply) -> object:
    return f"Your latest order is number {answer['orders'][0]['id']}."


def _revenue(answer: Reply) -> object:
    return sum(order["total_minor"] for order in answer["orders"])


def _next_number(answer: Reply) -> object:
    return max(order["id"] for order in answer["orders"]) + 1


def _tolerant_reader(answer: Reply) -> object:
    return sum(order.get("status") == "paid" for order in answer["orders"])


CLIENTS: dict[str, Client] = {
    "strict parser": _strict_parser,
    "mail sender": _mail_sender,
    "latest order": _latest_order,
    "revenue chart": _revenue,
    "next number": _next_number,
    "tolerant reader": _tolerant_reader,
}


def _each(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    return lambda answer: {"orders": [change(order) for order in answer["orders"]]}


def _split_shipment(order: dict[str, Any]) -> dict[str, Any]:
    return {**order, "status": "part_shipped"} if order["id"] == 11 else order


def _rename_total(order: dict[str, Any]) -> dict[str, Any]:
    renamed = {key: value for key, value in order.items() if key != "total_minor"}
    return {**renamed, "total": order["total_minor"]}


CHANGES: dict[str, Change] = {
    "add a field": _each(lambda order: {**order, "gift": False}),
    "add a status": _each(_split_shipment),
    "sort by id": lambda answer: {"orders": sorted(answer["orders"], key=lambda o: int(o["id"]))},
    "rename the total": _each(_rename_total),
    "id as text": _each(lambda order: {**order, "id": str(order["id"])}),
}


def outcome(change: str, client: str) -> str:
    """Run a client on the reply after a change, and compare with what it says of version 1.

    None of the changes alters what a client ought to answer.

    Parameters
    ----------
    change
        A name of `CHANGES`.
    client
        A name of `CLIENTS`.

    Returns
    -------
    str
        `fine`, `wrong answer` (it differs from that for version 1) or `error`.
    """
    read = CLIENTS[client]
    try:
        answer = read(CHANGES[change](reply()))
    except Exception:
        return "error"
    return "fine" if answer == read(reply()) else "wrong answer"


def broken(change: str) -> list[str]:
    """Name the clients that a change breaks.

    Parameters
    ----------
    change
        A name of `CHANGES`.

    Returns
    -------
    list of str
        Names of `CLIENTS`, in their order.
    """
    return [client for client in CLIENTS if outcome(change, client) != "fine"]


RECORDED = (
    ("request", "added", "an optional field", False),
    ("request", "added", "a required field", True),
    ("request", "removed", "an optional field", True),
    ("request", "added", "a value", False),
    ("request", "removed", "a value", True),
    ("response", "added", "a field", False),
    ("response", "removed", "a required field", True),
    ("response", "removed", "an optional field", False),
    ("response", "added", "a value", True),
    ("response", "removed", "a value", False),
)
"""Ten changes of an endpoint: side, whether something came or went, what, whether it broke."""

Fields = Mapping[str, Mapping[str, Any]]


def differences(old: Fields, new: Fields) -> list[tuple[str, str, Any]]:
    """List how the fields of one side of an endpoint differ between two versions.

    Parameters
    ----------
    old, new
        Field -> its `type` ("text", "number" or "integer"), whether it is `required`, and perhaps
        `values`, the only ones allowed. Both versions list values, or neither does.

    Returns
    -------
    list of tuple
        Field, kind and detail. The kinds are "added" and "removed" (detail: whether the field is
        or was required), "required" and "optional" (what it became; None), "type" (the pair of
        the old and the new type), "more values" and "fewer values" (None).
    """
    found: list[tuple[str, str, Any]] = []
    for field in {**old, **new}:
        if field not in old:
            found.append((field, "added", new[field]["required"]))
            continue
        if field not in new:
            found.append((field, "removed", old[field]["required"]))
            continue
        then, now = old[field], new[field]
        if then["required"] != now["required"]:
            found.append((field, "required" if now["required"] else "optional", None))
        if then["type"] != now["type"]:
            found.append((field, "type", (then["type"], now["type"])))
        before, after = set(then.get("values", ())), set(now.get("values", ()))
        found += [(field, "more values", None)] * bool(after - before)
        found += [(field, "fewer values", None)] * bool(before - after)
    return found


def draw_outcomes() -> "Figure":
    """Draw the table of changes and clients; colour and word say the same."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    figure, axis = plt.subplots(figsize=(9, 3.4), dpi=80)
    for row, change in enumerate(CHANGES):
        for column, client in enumerate(CLIENTS):
            result = outcome(change, client)
            box = Rectangle((column, row), 1, 1, facecolor=_COLOURS[result], edgecolor="white")
            axis.add_patch(box)
            axis.text(column + 0.5, row + 0.5, result, ha="center", va="center", fontsize=10)
    axis.set_xlim(0, len(CLIENTS))
    axis.set_ylim(len(CHANGES), 0)
    axis.set_xticks([n + 0.5 for n in range(len(CLIENTS))], list(CLIENTS))
    axis.set_yticks([n + 0.5 for n in range(len(CHANGES))], list(CHANGES))
    axis.xaxis.tick_top()
    axis.tick_params(length=0, labelsize=10)
    for spine in axis.spines.values():
        spine.set_visible(False)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure
