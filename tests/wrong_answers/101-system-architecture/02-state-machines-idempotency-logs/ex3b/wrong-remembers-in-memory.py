# fails: ex3b-tests-place
# why: knows its orders from memory, which a restart forgets
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Write order and message, both or neither. True: new. An id that we have: False."""
        known = self.__dict__.setdefault("known", set())
        new = order_id not in known
        known.add(order_id)
        with self.db:
            if new:
                self.db.execute("INSERT OR REPLACE INTO orders VALUES (?, ?)", (order_id, total))
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        return new == 1

    def relay(self, publish) -> None:
        """Publish each message that waits, oldest first, and mark each one afterwards."""
        for message in self.waiting():
            publish(message)
            with self.db:
                update = "UPDATE outbox SET sent = 1 WHERE number = ?"
                self.db.execute(update, (message["number"],))
