class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id: str, total: int) -> bool:
        """BEGIN and COMMIT by hand."""
        self.db.execute("BEGIN IMMEDIATE")
        known = self.db.execute("SELECT count(*) FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
        if not known:
            self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
            self.db.execute("INSERT INTO orders VALUES (?, ?)", (order_id, total))
        self.db.execute("COMMIT")
        return not known

    def relay(self, publish) -> int:
        """Delete what was sent, so the table stays short."""
        cursor = self.db.cursor()
        cursor.execute("SELECT number, order_id, total FROM outbox ORDER BY number")
        done = 0
        for number, order, total in cursor.fetchall():
            publish({"total": total, "order": order, "number": number})
            cursor.execute("DELETE FROM outbox WHERE number = ?", (number,))
            self.db.commit()
            done += 1
        return done


class Revenue(RevenueStore):
    """What was earned, each message counted once."""

    def book(self, message: dict) -> bool:
        """One statement after the other, one commit."""
        cursor = self.db.cursor()
        cursor.execute("INSERT INTO seen SELECT ? WHERE NOT EXISTS (SELECT 1 FROM seen WHERE number = ?)",
                       (message["number"], message["number"]))
        new = cursor.rowcount > 0
        cursor.execute("UPDATE revenue SET total = total + ? * ?", (new, message["total"]))
        self.db.commit()
        return new
