# fails: ex3b-tests-relay
# why: marks the message by its total, so another order of the same total is marked, too
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Write order and message, both or neither. True: new. An id that we have: False."""
        with self.db:
            new = self.db.execute("INSERT OR IGNORE INTO orders VALUES (?, ?)", (order_id, total)).rowcount == 1
            if new:
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        return new

    def relay(self, publish) -> None:
        """Publish each message that waits, oldest first, and mark each one afterwards."""
        for message in self.waiting():
            publish(message)
            with self.db:
                self.db.execute("UPDATE outbox SET sent = 1 WHERE total = ?", (message["total"],))
