import sqlite3


class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """The primary key says whether the order is new."""
        try:
            with self.db:
                self.db.execute("INSERT INTO orders VALUES (?, ?)", (order_id, total))
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        except sqlite3.IntegrityError:
            return False
        return True

    def relay(self, publish) -> int:
        """A transaction around each message."""
        rows = list(self.db.execute("SELECT number, order_id AS 'order', total FROM outbox WHERE sent = 0 ORDER BY number"))
        for row in rows:
            with self.db:
                publish(dict(zip(("number", "order", "total"), row, strict=True)))
                self.db.execute("UPDATE outbox SET sent = 1 WHERE number = ?", (row[0],))
        return len(rows)


class Revenue(RevenueStore):
    """What was earned, each message counted once."""

    def book(self, message: dict) -> bool:
        """The primary key says whether the message is new."""
        try:
            with self.db:
                self.db.execute("INSERT INTO seen VALUES (:number)", {"number": message["number"]})
                self.db.execute("UPDATE revenue SET total = total + :total", {"total": message["total"]})
        except sqlite3.IntegrityError:
            return False
        return True
