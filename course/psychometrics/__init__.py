"""What answers say of items and passing marks: item analysis and cut scores, pure numbers."""
