# fails: ex3b-tests-relay
# why: knows an order by its message, and only while it waits
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Write order and message, both or neither. True: new. An id that we have: False."""
        new = order_id not in [message["order"] for message in self.waiting()]
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
