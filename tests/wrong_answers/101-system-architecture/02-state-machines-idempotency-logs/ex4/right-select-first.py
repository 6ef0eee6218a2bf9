class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """Look, then write both."""
        if self.db.execute("SELECT 1 FROM orders WHERE id = ?", (order_id,)).fetchone():
            return False
        self.db.execute("INSERT INTO orders (id, total) VALUES (?, ?)", (order_id, total))
        self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        self.db.commit()
        return True

    def relay(self, publish) -> int:
        """One message after the other."""
        sent = 0
        while True:
            row = self.db.execute(
                "SELECT number, order_id, total FROM outbox WHERE sent = 0 ORDER BY number LIMIT 1"
            ).fetchone()
            if row is None:
                return sent
            publish({"number": row[0], "order": row[1], "total": row[2]})
            self.db.execute("UPDATE outbox SET sent = 1 WHERE number = ?", row[:1])
            self.db.commit()
            sent += 1


class Revenue(RevenueStore):
    """What was earned, each message counted once."""

    def book(self, message: dict) -> bool:
        """Look, then write both."""
        if self.db.execute("SELECT 1 FROM seen WHERE number = ?", (message["number"],)).fetchone():
            return False
        self.db.execute("UPDATE revenue SET total = total + ?", (message["total"],))
        self.db.execute("INSERT INTO seen VALUES (?)", (message["number"],))
        self.db.commit()
        return True
