"""Small faults put into a module, one at a time, to see whether tests find each.

Only for modules without Django, whose tests need no database: each mutant is tried in
a process of its own, forked from one that has loaded what all of them need.
"""

import ast
import importlib.abc
import importlib.util
import os
import signal
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 25  # of each property; the same ones each time
SECONDS = 60  # of its own work: a fault that makes a loop endless is found as well
SWAPS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def faults_of(node):
    """Yield (what, change) for a node: a function that makes the fault in it."""
    find = FAULTS.get(type(node))
    return find(node) if find else ()


def _of_comparison(node):
    for place, op in enumerate(node.ops):
        yield _swapped(op), lambda n, at=place: _set_op(n.ops, at)


def _of_operation(node):
    if type(node.op) in SWAPS:
        yield _swapped(node.op), _swap


def _of_negation(node):
    if isinstance(node.op, ast.Not):
        yield "not -> truth", _truth


def _of_condition(node):
    yield "condition -> not", _negate


def _of_filter(node):
    if node.ifs:
        yield "filter -> all", lambda n: n.ifs.clear()


def _of_constant(node):
    if type(node.value) in {int, float, bool}:
        yield f"{node.value} -> other", _other


def _of_call(node):
    name = getattr(node.func, "id", "")
    if name in NAMES:
        yield f"{name} -> {NAMES[name]}", _rename


FAULTS = {
    ast.Compare: _of_comparison,
    ast.BinOp: _of_operation,
    ast.BoolOp: _of_operation,
    ast.AugAssign: _of_operation,
    ast.UnaryOp: _of_negation,
    ast.If: _of_condition,
    ast.IfExp: _of_condition,
    ast.While: _of_condition,
    ast.comprehension: _of_filter,
    ast.Constant: _of_constant,
    ast.Call: _of_call,
}


def mutants_of(source):
    """Yield (line, what, mutated tree) for every fault, one at a time."""
    count = sum(1 for node in _code(ast.parse(source)) for _ in faults_of(node))
    for number in range(count):
        tree = ast.parse(source)
        node, what, change = _nth(tree, number)
        change(node)
        line = getattr(node, "lineno", 0) or node.target.lineno
        yield line, what, ast.fix_missing_locations(tree)


def is_found(module, tree, tests):
    """Tell whether the tests fail with the module made from `tree`."""
    child = os.fork()
    if child == 0:
        os._exit(_run(module, tree, tests))
    _, status = os.waitpid(child, 0)
    return status != 0


def path_of(module):
    """Return the file of a module."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _run(module, tree, tests):
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for name in [name for name in sys.modules if name.startswith(OURS)]:
        del sys.modules[name]
    if tree is not None:
        sys.meta_path.insert(0, _Planted(module, tree))
    settings = hypothesis.settings(
        deadline=None, database=None, derandomize=True, max_examples=EXAMPLES
    )
    hypothesis.settings.register_profile("mutants", settings)
    hypothesis.settings.load_profile("mutants")
    return int(pytest.main([*OPTIONS, *(str(ROOT / "tests" / one) for one in tests)]))


OURS = ("roles", "profiles", "roadmaps", "tests.roadmaps", "tests.profiles")
OPTIONS = [
    *("-x", "-q", "--noconftest", "-c", os.devnull, f"--rootdir={ROOT}"),
    *("-p", "no:cacheprovider"),
]


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives out one module with its fault."""

    def __init__(self, module, tree):
        self.module, self.tree = module, tree

    def find_spec(self, fullname, path, target=None):
        if fullname != self.module:
            return None
        path = path_of(fullname)
        places = [str(path.parent)] if path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, path, loader=self, submodule_search_locations=places
        )

    def exec_module(self, module):
        exec(compile(self.tree, module.__file__, "exec"), module.__dict__)  # noqa: S102


def _code(tree):
    """Yield the nodes of a module but for decorators, whose words calculate nothing."""
    nodes = [tree]
    while nodes:
        node = nodes.pop(0)
        yield node
        decorators = getattr(node, "decorator_list", [])
        nodes += [one for one in ast.iter_child_nodes(node) if one not in decorators]


def _nth(tree, number):
    for node in _code(tree):
        for what, change in faults_of(node):
            if number == 0:
                return node, what, change
            number -= 1
    raise IndexError


def _swapped(op):
    return f"{type(op).__name__} -> {SWAPS[type(op)].__name__}"


def _swap(node):
    node.op = SWAPS[type(node.op)]()


def _set_op(ops, place):
    ops[place] = SWAPS[type(ops[place])]()


def _truth(node):
    """Make `not x` a plain truth value."""
    inner = ast.UnaryOp(ast.Not(), node.operand)
    node.operand = inner


def _negate(node):
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _other(node):
    node.value = not node.value if type(node.value) is bool else node.value + 1


def _rename(node):
    node.func.id = NAMES[node.func.id]
