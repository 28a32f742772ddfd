"""The names of nodes, sorted and numbered, as one run of bytes: a million of them are no million objects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Names:
    """Sorted names; that of number n is in `text` from `ends[n]` to `ends[n + 1]`, in UTF-8."""

    text: bytes | memoryview
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def _bytes(self, number: int) -> bytes:
        return bytes(self.text[self.ends[number] : self.ends[number + 1]])

    def index(self, name: str) -> int | None:
        """The number of a name; None for one that is not among them."""
        wanted = name.encode("utf-8", "surrogateescape")
        found = self._place(wanted)
        return found if found < len(self) and self._bytes(found) == wanted else None

    def of_kind(self, kind: str) -> range:
        """The numbers of the nodes of a kind: they stand together."""
        return range(self._place(f"{kind}:".encode()), self._place(f"{kind};".encode()))

    def _place(self, wanted: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low


def write_names(names: Iterable[str]) -> Names:
    """Names that are sorted already."""
    import numpy as np

    every = list(names)
    text = "".join(every).encode()
    sizes = np.fromiter(map(len, every), np.int64, len(every))
    if int(sizes.sum()) != len(text):
        sizes = np.fromiter((len(each.encode()) for each in every), np.int64, len(every))
    ends = np.zeros(len(every) + 1, dtype=np.int64)
    np.cumsum(sizes, out=ends[1:])
    return Names(text, ends)
