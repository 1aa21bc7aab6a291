"""The only room that knows the database: open, migrate, load, account, mend."""
