"""Entities of the FollowTheMoney model: gathered from lines, lists, changes and statements, and turned into claims."""
