"""What logs, spans and bills show of actual use: calls, counted by who made them and whom they reached."""
