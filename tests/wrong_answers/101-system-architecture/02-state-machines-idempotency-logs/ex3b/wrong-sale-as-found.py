# fails: ex3b-tests-sale
# why: the whole shop as found
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Write order and message, both or neither. True: new. An id that we have: False."""
        with self.db:
            new = self.db.execute("INSERT OR IGNORE INTO orders VALUES (?, ?)", (order_id, total)).rowcount
        if new:
            with self.db:
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        return new == 1

    def relay(self, publish) -> None:
        """Publish each message that waits, oldest first, and mark each one afterwards."""
        for message in self.waiting():
            with self.db:
                self.db.execute("UPDATE outbox SET sent = 1 WHERE number = ?", (message["number"],))
            publish(message)
