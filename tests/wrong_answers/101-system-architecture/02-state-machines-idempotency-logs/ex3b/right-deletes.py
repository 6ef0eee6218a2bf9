class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id, total):
        with self.db:
            new = self.db.execute("INSERT INTO orders VALUES (?, ?) ON CONFLICT DO NOTHING", (order_id, total)).rowcount
            for _ in range(new):
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        return bool(new)

    def relay(self, publish):
        for message in self.waiting():
            publish(message)
            with self.db:
                self.db.execute("DELETE FROM outbox WHERE number = ?", (message["number"],))
