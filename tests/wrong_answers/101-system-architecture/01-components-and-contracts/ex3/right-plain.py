def parse_order(payload):
    """Say each rule in its own lines."""
    errors = {}

    def bad(path, expected, value):
        errors[path] = f"expected {expected}, got {value!r}"

    def is_text(value, least, most):
        return type(value) is str and least <= len(value) <= most

    def keys(value, prefix, required, optional=()):
        for key in set(required) - set(value):
            errors[prefix + key] = "missing"
        for key in set(value) - set(required) - set(optional):
            errors[prefix + key] = "unknown key"

    if type(payload) is not dict:
        return {"errors": {"$": f"expected an object, got {payload!r}"}}
    keys(payload, "", ["order_id", "currency", "lines"], ["note"])
    if "order_id" in payload and not is_text(payload["order_id"], 1, 20):
        bad("order_id", "1 to 20 characters", payload["order_id"])
    if "currency" in payload and payload["currency"] != "EUR" and payload["currency"] != "USD":
        bad("currency", "EUR or USD", payload["currency"])
    note = payload.get("note", "")
    if not is_text(note, 0, 200):
        bad("note", "at most 200 characters", note)
    lines = payload.get("lines")
    parsed = []
    if "lines" in payload:
        if type(lines) is not list or not 0 < len(lines) < 51:
            bad("lines", "1 to 50 lines", lines)
            lines = []
        for number, line in enumerate(lines):
            path = f"lines[{number}]"
            if type(line) is not dict:
                bad(path, "an object", line)
                continue
            keys(line, path + ".", ["sku", "quantity", "unit_price"])
            if "sku" in line and not is_text(line["sku"], 1, 20):
                bad(path + ".sku", "1 to 20 characters", line["sku"])
            if "quantity" in line and (type(line["quantity"]) is not int or not 1 <= line["quantity"] <= 999):
                bad(path + ".quantity", "a whole number from 1 to 999", line["quantity"])
            price = line.get("unit_price")
            if "unit_price" in line and not (type(price) is str and re.match(r"\A[0-9]{1,9}[.][0-9][0-9]\Z", price)):
                bad(path + ".unit_price", "a price such as 19.99", price)
            if not errors:
                whole, cents = price.split(".")
                parsed.append({"sku": line["sku"], "quantity": line["quantity"], "unit_minor": int(whole) * 100 + int(cents)})
    if errors:
        return {"errors": errors}
    return {"order": {"order_id": payload["order_id"], "currency": payload["currency"], "lines": parsed, "note": note}}
