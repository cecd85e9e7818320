"""Room that several districts use one after the other in one thread."""

from __future__ import annotations

from typing import Any

import numpy as np


class Workspace:
    """Hands out arrays that lie over one another: what a district leaves in them, the next one finds.

    Between two calls of ``anew`` the same places are handed out in the same order, each as large as the largest so far.
    """

    def __init__(self) -> None:
        self._buffers: list[Any] = []
        self._next = 0

    def anew(self) -> None:
        """From the first place again."""
        self._next = 0

    def zeros(self, shape: Any, dtype: Any = np.float64) -> Any:
        """A contiguous array in the next place, in the manner of ``numpy.zeros`` except that it is not cleared."""
        lengths = shape if isinstance(shape, tuple) else (shape,)
        size = int(np.prod(lengths, dtype=np.int64)) * np.dtype(dtype).itemsize
        if self._next == len(self._buffers):
            self._buffers.append(np.zeros(size, np.uint8))
        elif self._buffers[self._next].nbytes < size:
            self._buffers[self._next] = np.zeros(size, np.uint8)
        buffer = self._buffers[self._next]
        self._next += 1
        return buffer[:size].view(dtype).reshape(lengths)
