"""People and their roles: who has an account, what they may be and where."""
