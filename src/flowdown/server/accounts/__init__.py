"""Accounts: organisations, people, their roles, sessions, tokens and links, in a schema of their own."""
