import sqlite3


class Shop(ShopStore):
    """Orders, and the outbox with their messages."""

    def place(self, order_id, total):
        try:
            with self.db:
                self.db.execute("INSERT INTO orders VALUES (?, ?)", (order_id, total))
                self.db.execute("INSERT INTO outbox (order_id, total) VALUES (?, ?)", (order_id, total))
        except sqlite3.IntegrityError:
            return False
        return True

    def relay(self, publish):
        sent = "UPDATE outbox SET sent = 1 WHERE number = ?"
        for number, message in ((message["number"], message) for message in self.waiting()):
            publish(message)
            with self.db:
                self.db.execute(sent, (number,))
