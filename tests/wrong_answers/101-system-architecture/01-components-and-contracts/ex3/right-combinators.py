MISSING = object()

def parse_order(payload):
    """Small parsers combined: each gives (value, errors by path)."""
    def rule(expected, test, convert=lambda value: value):
        def parse(value, path):
            if value is MISSING:
                return None, {path: "missing"}
            if not test(value):
                return None, {path: f"expected {expected}, got {value!r}"}
            return convert(value), {}
        return parse

    def optional(parse, default):
        return lambda value, path: (default, {}) if value is MISSING else parse(value, path)

    def record(fields):
        def parse(value, path):
            if not isinstance(value, dict):
                return None, {path or "$": f"expected an object, got {value!r}"}
            below = lambda key: f"{path}.{key}" if path else key
            errors = {below(key): "unknown key" for key in value.keys() - fields.keys()}
            result = {}
            for key, (name, parse_field) in fields.items():
                result[name], problems = parse_field(value.get(key, MISSING), below(key))
                errors |= problems
            return result, errors
        return parse

    def rows(parse_row):
        outer = rule("1 to 50 lines", lambda value: isinstance(value, list) and len(value) in range(1, 51))
        def parse(value, path):
            _, errors = outer(value, path)
            if errors:
                return None, errors
            results = [parse_row(row, f"{path}[{n}]") for n, row in enumerate(value)]
            return [result for result, _ in results], {k: v for _, e in results for k, v in e.items()}
        return parse

    def text(low, high, expected):
        return rule(expected, lambda value: isinstance(value, str) and low <= len(value) <= high)

    def is_price(value):
        if not isinstance(value, str) or value.count(".") != 1:
            return False
        whole, cents = value.split(".")
        return 1 <= len(whole) <= 9 and len(cents) == 2 and set(whole + cents) <= set("0123456789")

    line = record({
        "sku": ("sku", text(1, 20, "1 to 20 characters")),
        "quantity": ("quantity", rule("a whole number from 1 to 999", lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 < v < 1000)),
        "unit_price": ("unit_minor", rule("a price such as 19.99", is_price, lambda value: int(Decimal(value) * 100))),
    })
    order, errors = record({
        "order_id": ("order_id", text(1, 20, "1 to 20 characters")),
        "currency": ("currency", rule("EUR or USD", lambda value: value in ["EUR", "USD"])),
        "lines": ("lines", rows(line)),
        "note": ("note", optional(text(0, 200, "at most 200 characters"), "")),
    })(payload, "")
    return {"errors": errors} if errors else {"order": order}
