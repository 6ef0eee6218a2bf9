# fails: ex3b-tests-place
# why: message and order in two transactions, the other way round
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Write order and message, both or neither. True: new. An id that we have: False."""
        with self.db:
            new = not self.db.execute("SELECT 1 FROM orders WHERE id = ?", (order_id,)).fetchone()
            if new:
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        with self.db:
            self.db.execute("INSERT OR IGNORE INTO orders VALUES (?, ?)", (order_id, total))
        return new == 1

    def relay(self, publish) -> None:
        """Publish each message that waits, oldest first, and mark each one afterwards."""
        for message in self.waiting():
            publish(message)
            with self.db:
                update = "UPDATE outbox SET sent = 1 WHERE number = ?"
                self.db.execute(update, (message["number"],))
