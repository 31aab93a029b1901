"""Disjoint sets of ids."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Disjoint sets that can be joined; each is named by the least of its members."""

    def __init__(self, members: Iterable[str]) -> None:
        self._up = {member: member for member in members}

    def __contains__(self, member: str) -> bool:
        return member in self._up

    def find(self, member: str) -> str:
        """The least member of the set that this one is in."""
        root = member
        while self._up[root] != root:
            root = self._up[root]
        while self._up[member] != root:
            self._up[member], member = root, self._up[member]
        return root

    def join(self, a: str, b: str) -> str:
        """Make one set of two; returns its name."""
        x, y = sorted((self.find(a), self.find(b)))
        self._up[y] = x
        return x

    def sets(self) -> dict[str, list[str]]:
        """All sets by their names, members in order of their ids."""
        found: dict[str, list[str]] = {}
        for member in sorted(self._up):
            found.setdefault(self.find(member), []).append(member)
        return found
