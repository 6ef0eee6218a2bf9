# fails: ex3-tests-values
# why: cuts long values in what it says
def parse_order(payload: object) -> dict:
    """Turn a payload into an order that can be trusted, or into all that is wrong with it."""
    def name(value):
        return isinstance(value, str) and 1 <= len(value) <= 20

    head = {
        "order_id": ("1 to 20 characters", name),
        "currency": ("EUR or USD", lambda value: value in ("EUR", "USD")),
        "lines": ("1 to 50 lines", lambda value: isinstance(value, list) and 1 <= len(value) <= 50),
        "note": ("at most 200 characters", lambda value: isinstance(value, str) and len(value) <= 200),
    }
    row = {
        "sku": ("1 to 20 characters", name),
        "quantity": ("a whole number from 1 to 999", lambda value: type(value) is int and 1 <= value <= 999),
        "unit_price": ("a price such as 19.99", lambda value: isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}\.[0-9]{2}", value)),
    }
    errors = {}

    def check(value, path, prefix, rules):
        if not isinstance(value, dict):
            errors[path] = f"expected an object, got {value!r}"
            return
        errors.update({prefix + key: "unknown key" for key in value if key not in rules})
        for key, (expected, right) in rules.items():
            if key in value and not right(value[key]):
                errors[prefix + key] = f"expected {expected}, got {repr(value[key])[:300]}"
            elif key not in value and key != "note":
                errors[prefix + key] = "missing"

    check(payload, "$", "", head)
    if isinstance(payload, dict) and "lines" not in errors:
        for index, line in enumerate(payload["lines"]):
            check(line, f"lines[{index}]", f"lines[{index}].", row)
    if errors:
        return {"errors": errors}
    lines = [(line, int(line["unit_price"].replace(".", ""))) for line in payload["lines"]]
    parsed = [{"sku": line["sku"], "quantity": line["quantity"], "unit_minor": minor} for line, minor in lines]
    return {"order": {"note": "", **payload, "lines": parsed}}
