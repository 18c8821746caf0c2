"""How lines run between nodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from roadmaps.map_layout.drawing import (
    CLEARANCE,
    GUTTER,
    NODE_WIDTH,
    PITCH,
    PORT,
    RUN_APART,
    SIDE_PAD,
    TRACK,
)
from roadmaps.map_layout.rows import Edge

EDGE_MARGIN = 4
PORT_MARGIN = 14
STRAIGHTEN_UNDER = 40


@dataclass(slots=True, eq=False)
class Port:
    """Where a line meets a row: at a node's side, or in a gap between nodes.

    It may move between `left` and `right`, `apart` pixels from its neighbors.
    """

    x: float
    left: float
    right: float
    apart: float
    neighbors: "list[Port]" = field(default_factory=list)
    is_pass: bool = False

    def can_move(self, x: float) -> bool:
        """Whether it can stand there without passing or crowding a neighbor."""
        place = self.neighbors.index(self)
        before, after = self.neighbors[:place], self.neighbors[place + 1 :]
        return (
            self.left <= x <= self.right
            and all(x - other.x >= self.apart for other in before)
            and all(other.x - x >= self.apart for other in after)
        )


@dataclass(slots=True, eq=False)
class Link:
    """The part of a line in one gap: from a port above to a port below."""

    gap: int
    top: Port
    bottom: Port
    track: int | None = None

    @property
    def is_straight(self) -> bool:
        return self.top.x == self.bottom.x

    @property
    def run(self) -> tuple[float, float]:
        """The horizontal run, from left to right."""
        return min(self.top.x, self.bottom.x), max(self.top.x, self.bottom.x)


@dataclass(frozen=True, slots=True)
class Routes:
    """Links by edge, how many tracks each gap has, and edges without room."""

    links: Mapping[Edge, tuple[Link, ...]]
    tracks: Mapping[int, int]
    undrawn: tuple[Edge, ...]


def node_x(slot: float) -> float:
    """The left side of a node in a slot, in pixels."""
    return GUTTER + SIDE_PAD + PITCH * slot


def map_width(columns: int) -> float:
    """888 px for three columns, 1,136 px for four."""
    return GUTTER + 2 * SIDE_PAD + PITCH * columns - (PITCH - NODE_WIDTH)


def route(
    edges: Sequence[Edge],
    *,
    rows: Mapping[str, int],
    slots: Mapping[str, float],
    columns: int,
) -> Routes:
    """Give every edge its ports, its way past the middle row and its tracks."""
    passes, undrawn = _passes(edges, rows=rows, slots=slots, columns=columns)
    drawn = [edge for edge in edges if edge not in undrawn]
    leaving = _ports(drawn, 0, slots, passes)
    arriving = _ports(drawn, 1, slots, passes)
    links = {
        edge: _links(
            rows[edge[0]], [leaving[edge], *_pass(passes, edge), arriving[edge]]
        )
        for edge in drawn
    }
    every = [link for parts in links.values() for link in parts]
    # A pass that moves for one of its links leaves the other to the second round.
    for link in (*every, *every):
        _straighten(link)
    gaps = {link.gap for link in every}
    tracks = {
        gap: _assign_tracks([one for one in every if one.gap == gap]) for gap in gaps
    }
    return Routes(links=links, tracks=tracks, undrawn=tuple(undrawn))


def _links(row: int, ports: Sequence[Port]) -> tuple[Link, ...]:
    return tuple(
        Link(gap=row + index, top=top, bottom=bottom)
        for index, (top, bottom) in enumerate(pairwise(ports))
    )


def _pass(passes: Mapping[Edge, Port], edge: Edge) -> list[Port]:
    return [passes[edge]] if edge in passes else []


def _center(slots: Mapping[str, float], key: str) -> float:
    return node_x(slots[key]) + NODE_WIDTH / 2


def _passes(
    edges: Sequence[Edge],
    *,
    rows: Mapping[str, int],
    slots: Mapping[str, float],
    columns: int,
) -> tuple[dict[Edge, Port], list[Edge]]:
    """Where span-2 edges pass the middle row: the free gap nearest to both ends.

    A gap takes only as many lines as stand 9 px apart in it, clear of the nodes;
    edges for which no gap has room are not drawn.
    """
    gaps = {
        row: _free_gaps([slots[key] for key, at in rows.items() if at == row], columns)
        for row in set(rows.values())
    }
    passes: dict[Edge, Port] = {}
    undrawn = []
    for edge in edges:
        if rows[edge[1]] - rows[edge[0]] == 1:
            continue
        wanted = (_center(slots, edge[0]), _center(slots, edge[1]))
        port = _enter(gaps[rows[edge[0]] + 1], wanted)
        if port is None:
            undrawn.append(edge)
        else:
            passes[edge] = port
    for row_gaps in gaps.values():
        for gap in row_gaps:
            _spread(gap)
    return passes, undrawn


@dataclass(slots=True)
class _Gap:
    left: float
    right: float
    ports: list[Port] = field(default_factory=list)

    @property
    def has_room(self) -> bool:
        return len(self.ports) * TRACK <= self.right - self.left

    def nearest(self, wanted: Sequence[float]) -> float:
        """Straight below the start or above the end if it can be, else between."""
        straight = [end for end in wanted if self.left <= end <= self.right]
        middle = sum(wanted) / len(wanted)
        return straight[0] if straight else min(max(middle, self.left), self.right)

    def detour(self, wanted: Sequence[float]) -> float:
        """How far a line strays that visits both ends by way of this gap."""
        return sum(abs(self.nearest(wanted) - end) for end in wanted)


def _free_gaps(row: Sequence[float], columns: int) -> list[_Gap]:
    nodes = sorted(node_x(slot) for slot in row)
    lefts = [GUTTER + EDGE_MARGIN, *(x + NODE_WIDTH + CLEARANCE for x in nodes)]
    rights = [*(x - CLEARANCE for x in nodes), map_width(columns) - EDGE_MARGIN]
    return [_Gap(left, right) for left, right in zip(lefts, rights, strict=True)]


def _enter(gaps: Sequence[_Gap], wanted: Sequence[float]) -> Port | None:
    free = [gap for gap in gaps if gap.has_room]
    if not free:
        return None
    gap = min(free, key=lambda one: (one.detour(wanted), one.left))
    port = Port(
        gap.nearest(wanted), gap.left, gap.right, TRACK, gap.ports, is_pass=True
    )
    gap.ports.append(port)
    return port


def _spread(gap: _Gap) -> None:
    """Set the ports of a gap 9 px apart, as near to where they want to be."""
    gap.ports.sort(key=lambda port: port.x)
    at = gap.left
    for port in gap.ports:
        port.x = at = max(port.x, at)
        at += TRACK
    at = gap.right
    for port in reversed(gap.ports):
        port.x = at = min(port.x, at)
        at -= TRACK


def _ports(
    edges: Sequence[Edge],
    end: int,
    slots: Mapping[str, float],
    passes: Mapping[Edge, Port],
) -> dict[Edge, Port]:
    """Ports along one side of each node, 24 px apart, by where the lines go."""
    found: dict[Edge, Port] = {}
    for key in dict.fromkeys(edge[end] for edge in edges):
        own = [edge for edge in edges if edge[end] == key]
        own.sort(key=lambda edge: _aim(edge, end, slots, passes))
        center = _center(slots, key)
        apart = min(PORT, (NODE_WIDTH - 2 * PORT_MARGIN) / max(len(own) - 1, 1))
        neighbors: list[Port] = []
        for index, edge in enumerate(own):
            port = Port(
                x=center + (index - (len(own) - 1) / 2) * apart,
                left=center - NODE_WIDTH / 2 + PORT_MARGIN,
                right=center + NODE_WIDTH / 2 - PORT_MARGIN,
                apart=min(apart, PORT / 2),
                neighbors=neighbors,
            )
            neighbors.append(port)
            found[edge] = port
    return found


def _aim(
    edge: Edge, end: int, slots: Mapping[str, float], passes: Mapping[Edge, Port]
) -> float:
    return passes[edge].x if edge in passes else _center(slots, edge[1 - end])


def _straighten(link: Link) -> None:
    """Make a link upright where its ends are near and a port is free to move."""
    if abs(link.top.x - link.bottom.x) >= STRAIGHTEN_UNDER:
        return
    ends = (link.top, link.bottom)
    # A pass belongs to two links: the port at a node moves first.
    first, second = ends[::-1] if link.top.is_pass else ends
    if first.can_move(second.x):
        first.x = second.x
    elif second.can_move(first.x):
        second.x = first.x


def _assign_tracks(links: Sequence[Link]) -> int:
    """Give each horizontal run a track of its own; return how many there are.

    Runs whose upright parts would lie on each other are put one below the other
    where that is possible.
    """
    waiting = sorted((link for link in links if not link.is_straight), key=_run_order)
    taken: list[Link] = []
    while waiting:
        link = next(
            (one for one in waiting if not _above(one, waiting)),
            waiting[0],
        )
        waiting.remove(link)
        lowest = max((_track(one) + 1 for one in _above(link, taken)), default=0)
        link.track = _free_track(link, taken, lowest)
        taken.append(link)
    return max((_track(link) + 1 for link in taken), default=0)


def _run_order(link: Link) -> tuple[bool, float, float]:
    """Of runs to one side, the one that starts furthest on that side is on top."""
    goes_left = link.bottom.x < link.top.x
    return (goes_left, link.top.x if goes_left else -link.top.x, link.bottom.x)


def _above(link: Link, others: Sequence[Link]) -> list[Link]:
    """Links that come down where this one goes on down: they must turn first."""
    return [
        other
        for other in others
        if other is not link and abs(other.top.x - link.bottom.x) < TRACK
    ]


def _free_track(link: Link, taken: Sequence[Link], lowest: int) -> int:
    left, right = link.run
    busy = {
        _track(other)
        for other in taken
        if other.run[0] < right + RUN_APART and left < other.run[1] + RUN_APART
    }
    track = lowest
    while track in busy:
        track += 1
    return track


def _track(link: Link) -> int:
    return link.track or 0
