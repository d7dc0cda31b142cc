"""Loopback servers that speak as Telegram and Twilio do."""
