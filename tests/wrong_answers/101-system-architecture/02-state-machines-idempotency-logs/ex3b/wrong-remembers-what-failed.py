# fails: ex3b-tests-relay
# why: notes a message in memory before it is published, so one that failed is skipped and marked
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
            self.told = getattr(self, "told", set())
            if message["number"] not in self.told:
                self.told.add(message["number"])
                publish(message)
            with self.db:
                self.db.execute("UPDATE outbox SET sent = 1 WHERE number = ?", (message["number"],))
