"""The public library: each use case in one short module that composes the stages."""
