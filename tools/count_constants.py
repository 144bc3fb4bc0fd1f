"""Counts the numeric constants of the code that are neither settings nor measured data.

    python -m tools.count_constants            of this checkout
    python -m tools.count_constants FOLDER     of another one, say of an older commit:
                                               git worktree add /tmp/old COMMIT

Counted are *names*, ALL_CAPS names of numbers or collections of them, and *bare* numbers, all other numeric
literals but 0, 1, 2, -1 and 0.5. Not counted are the frozen values named `…Settings`, where thresholds
belong, the arguments of their constructors, and JSON files, where measured numbers belong.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PLAIN = (0, 1, 2, 0.5)
"""Numbers that need no name; -1 is a sign and a 1."""
NAME = re.compile(r"_*[A-Z][A-Z0-9_]*")
COLLECTIONS = ("frozenset", "set", "tuple", "range", "Decimal", "MappingProxyType", "timedelta")
"""Calls that make a constant of numbers."""


def counted(package: Path) -> tuple[Counter[str], Counter[str]]:
    """Names and bare numbers by folder below the package."""
    names: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).parts
        own = parts[0].removesuffix(".py")
        for kind in kinds(ast.parse(file.read_text(encoding="utf-8"))):
            (names if kind == "name" else bare)[own] += 1
    return names, bare


def kinds(node: ast.AST) -> Iterator[str]:
    """`name` or `bare` for each constant below a node."""
    if _is_settings(node):
        return
    if isinstance(node, ast.Assign | ast.AnnAssign) and (found := _named(node)):
        yield from ("name" for _ in range(found))
        return
    if isinstance(node, ast.Constant) and _is_number(node) and node.value not in PLAIN:
        yield "bare"
    for child in ast.iter_child_nodes(node):
        yield from kinds(child)


def _is_settings(node: ast.AST) -> bool:
    """True for the definition of a settings class, and for a call of one."""
    if isinstance(node, ast.ClassDef):
        return node.name.endswith("Settings")
    return isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Settings")


def _named(node: ast.Assign | ast.AnnAssign) -> int:
    """How many ALL_CAPS names get numbers here; 0 where the value is more than numbers."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    if node.value is None or not all(NAME.fullmatch(name.id) for name in names):
        return 0
    return len(names) if _is_constant(node.value) and _has_number(node.value) else 0


def _is_constant(value: ast.expr) -> bool:
    """True for numbers, texts, and arithmetic or collections of them."""
    match value:
        case ast.Constant() | ast.Name() | ast.Attribute():
            return True
        case ast.UnaryOp():
            return _is_constant(value.operand)
        case ast.BinOp():
            return _is_constant(value.left) and _is_constant(value.right)
        case ast.Tuple() | ast.List() | ast.Set():
            return all(map(_is_constant, value.elts))
        case ast.Dict():
            return all(_is_constant(part) for part in (*value.keys, *value.values) if part is not None)
        case ast.Call():
            return getattr(value.func, "id", "") in COLLECTIONS and all(map(_is_constant, value.args))
    return False


def _has_number(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Constant) and _is_number(node) for node in ast.walk(value))


def _is_number(node: ast.Constant) -> bool:
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)


def main() -> None:
    """Prints the counts by folder, and in all."""
    root = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[1]
    names, bare = counted(root / "extractor")
    print(f"{'':16}{'names':>7}{'bare':>7}")
    for folder in sorted(names | bare):
        print(f"{folder:16}{names[folder]:7}{bare[folder]:7}")
    print(f"{'all':16}{names.total():7}{bare.total():7}   {names.total() + bare.total()}")


if __name__ == "__main__":
    main()
