# SPDX-License-Identifier: Apache-2.0
"""Whether what clients saw of one member list could have happened one operation after the other.

A history is linearizable when there is an order of its operations, in which each of them takes effect at one moment
between its call and its answer, and which a list that knows one client at a time would have answered alike. The search is
Wing and Gong's with Lowe's memory of what was tried; since every version of a list is written once, few orders fit.
"""

from dataclasses import dataclass

#: Rows as they are compared: whatever equals itself alone.
Content = tuple

#: The contents of all versions that are known; the last one is the list as it stands.
State = tuple[Content, ...]


@dataclass(frozen=True)
class Operation:
    """One request, and what became of it."""

    kind: str  #: "get", "put" or "undo"
    called: int
    answered: int
    status: int
    #: The version that the answer names, if it does.
    version: int | None = None
    #: What was read, or was to be stored.
    content: Content | None = None
    #: The version of If-Match, or of If-None-Match where it reads.
    condition: int | None = None
    #: Which version an undo puts back; None is the one before.
    to: int | None = None


@dataclass(frozen=True)
class MemberListModel:
    """A member list that knows one client at a time."""

    #: The version of the first content of every state.
    first: int

    def version(self, state: State) -> int:
        return self.first + len(state) - 1

    def after(self, state: State, operation: Operation) -> State | None:
        """What follows when the list answers so; None where it never would."""
        if operation.status == 503:
            return state
        version = self.version(state)
        if operation.kind == "get":
            return state if self._reads(operation, version, state[-1]) else None
        if operation.status == 412:
            # An undo without a version may say that it was overtaken, without any condition.
            refused = operation.condition != version if operation.condition else operation.kind == "undo"
            return state if refused and operation.version == version else None
        if operation.status != 204 or operation.condition not in (None, version):
            return None
        wanted = self._wanted(operation, state)
        if wanted is None:
            return None
        after = state if wanted == state[-1] else (*state, wanted)
        return after if operation.version == self.version(after) else None

    def _reads(self, operation: Operation, version: int, content: Content) -> bool:
        if operation.version != version:
            return False
        if operation.condition == version:
            return operation.status == 304
        return operation.status == 200 and operation.content == content

    def _wanted(self, operation: Operation, state: State) -> Content | None:
        if operation.kind == "put":
            return operation.content
        place = len(state) - 2 if operation.to is None else operation.to - self.first
        return state[place] if 0 <= place < len(state) else None


def anomaly(model: MemberListModel, start: State, history: list[Operation]) -> str | None:
    """Why no order explains the history; None where one does."""
    operations = sorted(history, key=lambda operation: operation.called)
    everything = (1 << len(operations)) - 1
    tried: set[tuple[int, State]] = set()
    ways: list[tuple[int, State]] = [(0, start)]
    furthest = 0
    while ways:
        done, state = ways.pop()
        if done == everything:
            return None
        if (done, state) in tried:
            continue
        tried.add((done, state))
        furthest = max(furthest, done, key=int.bit_count)
        for index in _next(operations, done):
            after = model.after(state, operations[index])
            if after is not None:
                ways.append((done | 1 << index, after))
    stuck = [operations[index] for index in _next(operations, furthest)]
    return f"after {furthest.bit_count()} of {len(operations)} operations none of these can be next: {stuck}"


def _next(operations: list[Operation], done: int) -> list[int]:
    """The operations that may come next: those that were called before any other left was answered."""
    left = [index for index in range(len(operations)) if not done >> index & 1]
    first_answer = min(operations[index].answered for index in left)
    return [index for index in left if operations[index].called <= first_answer]


def made_stale(history: list[Operation]) -> list[Operation] | None:
    """The same with one read that shows a version older than one acknowledged before it; None where there is none."""
    for read in history:
        if read.kind != "get" or read.status != 200:
            continue
        older = [
            write
            for write in history
            if write.kind == "put" and write.status == 204 and write.answered < read.called
        ]
        acknowledged = max((write.version or 0 for write in older), default=0)
        for write in older:
            if (write.version or 0) < acknowledged:
                stale = Operation(
                    "get", read.called, read.answered, 200, version=write.version, content=write.content,
                    condition=read.condition,
                )  # fmt: skip
                return [stale if operation is read else operation for operation in history]
    return None
