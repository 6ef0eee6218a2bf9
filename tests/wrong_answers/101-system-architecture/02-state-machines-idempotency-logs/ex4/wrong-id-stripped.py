# fails: ex4-tests-place
# why: strips ids
class Shop(ShopStore):
    """Orders, and the outbox with their messages."""
    def place(self, order_id: str, total: int) -> bool:
        order_id = order_id.strip()
        """Write order and message, both or neither. True: new. An id we have: False, no change."""
        with self.db:
            row = self.db.execute("INSERT OR IGNORE INTO orders VALUES (?, ?)", (order_id, total))
            if row.rowcount:
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        return row.rowcount == 1

    def relay(self, publish) -> int:
        """Publish each waiting message, oldest first: publish({"number": …, "order": id, "total": …}).
        Each is marked as sent, and that committed, after its publish returned and before the next:
        a crash repeats at most one. If publish raises, let it through; that message and the later
        ones still wait. Gives the number of messages published.
        """
        query = "SELECT number, order_id, total FROM outbox WHERE sent = 0 ORDER BY number"
        waiting = self.db.execute(query).fetchall()
        for number, order_id, total in waiting:
            publish({"number": number, "order": order_id, "total": total})
            with self.db:
                self.db.execute("UPDATE outbox SET sent = 1 WHERE number = ?", (number,))
        return len(waiting)


class Revenue(RevenueStore):
    """What was earned, each message counted once."""
    def book(self, message: dict) -> bool:
        """Add the message's total unless its number was seen, in one transaction. True: added."""
        with self.db:
            row = self.db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (message["number"],))
            if row.rowcount:
                self.db.execute("UPDATE revenue SET total = total + ?", (message["total"],))
        return row.rowcount == 1
