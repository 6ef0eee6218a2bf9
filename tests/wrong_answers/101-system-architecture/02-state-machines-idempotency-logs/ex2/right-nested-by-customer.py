class KeyConflict(Exception):
    """The customer used this key before, with another payload."""



import json


class PaymentHandler:
    """Accounts -> keys -> record, with the answer kept as text."""

    def __init__(self, charge, lookup):
        self.charge = charge
        self.lookup = lookup
        self.customers = {}

    def pay(self, customer: str, key: str, payload: dict) -> dict:
        """One record for each key of a customer."""
        keys = self.customers.setdefault(customer, {})
        if key in keys and keys[key]["payload"] != payload:
            raise KeyConflict(key)
        if key in keys and "answer" in keys[key]:
            return json.loads(keys[key]["answer"])
        if key in keys:
            found = self.lookup(customer, key)
            if found is not None:
                keys[key]["answer"] = json.dumps(found)
                return found
        keys[key] = {"payload": json.loads(json.dumps(payload))}
        try:
            answer = self.charge(customer, key, payload)
        except ConnectionRefusedError:
            keys.pop(key)
            raise
        keys[key]["answer"] = json.dumps(answer)
        return json.loads(keys[key]["answer"])
