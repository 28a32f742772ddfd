"""What may not leave the house."""

# DeepSeek's own service is forbidden to us; see CHANGELOG.md.
DENIED_HOSTS = frozenset({"api.deepseek.com", "chat.deepseek.com"})
DENIED_MODEL_PREFIXES = ("deepseek-", "deepseek/")


def is_denied(host: str, model: str) -> bool:
    return host in DENIED_HOSTS or model.startswith(DENIED_MODEL_PREFIXES)
