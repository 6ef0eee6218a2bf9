from collections.abc import Iterator

_PRICE = re.compile("([0-9]{1,9})[.]([0-9]{2})", re.ASCII)
_FIELDS = {
    "": {"order_id": "1 to 20 characters", "currency": "EUR or USD", "lines": "1 to 50 lines", "note": "at most 200 characters"},
    "line": {"sku": "1 to 20 characters", "quantity": "a whole number from 1 to 999", "unit_price": "a price such as 19.99"},
}

def _fine(expected, value):
    kind = type(value).__name__
    match expected:
        case "1 to 20 characters":
            return kind == "str" and 1 <= len(value) <= 20
        case "at most 200 characters":
            return kind == "str" and len(value) <= 200
        case "EUR or USD":
            return kind == "str" and value in {"EUR", "USD"}
        case "1 to 50 lines":
            return kind == "list" and 1 <= len(value) <= 50
        case "a whole number from 1 to 999":
            return kind == "int" and value in range(1, 1000)
        case "a price such as 19.99":
            return kind == "str" and _PRICE.fullmatch(value) is not None

def _problems(value, path, level) -> Iterator[tuple[str, str]]:
    if type(value) is not dict:
        yield path or "$", f"expected an object, got {value!r}"
        return
    dot = f"{path}." if path else ""
    fields = _FIELDS[level]
    yield from ((dot + key, "unknown key") for key in value if key not in fields)
    for key, expected in fields.items():
        if key in value:
            if not _fine(expected, value[key]):
                yield dot + key, f"expected {expected}, got {value[key]!r}"
            elif key == "lines":
                for number, line in enumerate(value[key]):
                    yield from _problems(line, f"lines[{number}]", "line")
        elif key != "note":
            yield dot + key, "missing"

def parse_order(payload):
    """Collect (path, problem) pairs, then build."""
    errors = dict(_problems(payload, "", ""))
    if errors:
        return {"errors": errors}
    lines = []
    for line in payload["lines"]:
        minor = int("".join(_PRICE.fullmatch(line["unit_price"]).groups()))
        lines.append({"sku": line["sku"], "quantity": line["quantity"], "unit_minor": minor})
    return {"order": {"order_id": payload["order_id"], "currency": payload["currency"], "lines": lines, "note": payload.get("note", "")}}
