"""What is made of content alone, kept in the process while content stays as it is."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from careersite.common.revalidation import content_stamp

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most `most` values, read by `read`; all go when content changes.

    Nothing kept here may belong to a person, and nobody may change what is handed
    out, since all requests of the process share it.
    """

    def __init__(self, read: Callable[[Key], Value], *, most: int) -> None:
        self._read = read
        self._most = most
        self._stamp = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, *, stamp: int | None = None) -> Value:
        """Return the value of a key for one state of content; 0 is an unknown one.

        Without `stamp` it is asked for (one query), always before a value is read, so
        that a value can only be newer than its stamp.
        """
        stamp = content_stamp() if stamp is None else stamp
        with self._lock:
            if stamp > self._stamp:
                self._values.clear()
                self._stamp = stamp
            if stamp == self._stamp and key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = self._read(key)
        with self._lock:
            if stamp and stamp == self._stamp:
                self._values[key] = value
                if len(self._values) > self._most:
                    self._values.popitem(last=False)
        return value
