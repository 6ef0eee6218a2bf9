class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id, total):
        if self.db.execute("SELECT 1 FROM orders WHERE id = ?", (order_id,)).fetchone():
            return False
        self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        self.db.execute("INSERT INTO orders VALUES (?, ?)", (order_id, total))
        self.db.commit()
        return True

    def relay(self, publish):
        for message in self.waiting():
            publish(dict(message))
            self.db.execute("UPDATE outbox SET sent = sent + 1 WHERE number = ?", (message["number"],))
            self.db.commit()
