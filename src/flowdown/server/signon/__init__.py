"""Signing in by an identity provider of the operator's (OpenID Connect, authorization code with PKCE)."""
