# fails: ex3b-tests-relay
# why: publishes another shape than waiting() gives
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Write order and message, both or neither. True: new. An id that we have: False."""
        with self.db:
            insert = "INSERT OR IGNORE INTO orders VALUES (?, ?)"
            new = self.db.execute(insert, (order_id, total)).rowcount
            if new:
                insert = "INSERT INTO outbox (order_id, total) VALUES (?, ?)"
                self.db.execute(insert, (order_id, total))
        return new == 1

    def relay(self, publish) -> None:
        """Publish each message that waits, oldest first, and mark each one afterwards."""
        for message in self.waiting():
            publish({"number": message["number"], "id": message["order"], "total": message["total"]})
            with self.db:
                update = "UPDATE outbox SET sent = 1 WHERE number = ?"
                self.db.execute(update, (message["number"],))
