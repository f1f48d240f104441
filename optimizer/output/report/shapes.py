"""Marks of the palette in any size, written as short relative SVG paths."""

from __future__ import annotations

import re

from optimizer.output.map.palette import Mark

_STEP = re.compile(r"([MLHVAZ])|(-?\d*\.?\d+)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "Z": 0}


def relative_path(mark: Mark, size: float) -> str:
    """Return a mark's path relative to its middle, ``size`` from there to its edge."""
    made, at = [], (0.0, 0.0)
    for letter, numbers in _steps(mark.path):
        end = _end(letter, numbers, at)
        made.append(_step(letter, numbers, (end[0] - at[0], end[1] - at[1]), size))
        at = end
    return "".join(made)


def _steps(path: str) -> list[tuple[str, list[float]]]:
    """Return the commands of an absolute path with their numbers; a command may repeat."""
    steps: list[tuple[str, list[float]]] = []
    for letter, text in _STEP.findall(path):
        if letter:
            steps.append((letter, []))
        else:
            if len(steps[-1][1]) == _ARGUMENTS[steps[-1][0]]:
                steps.append((steps[-1][0], []))
            steps[-1][1].append(float(text))
    return steps


def _end(letter: str, numbers: list[float], at: tuple[float, float]) -> tuple[float, float]:
    """Return where a step ends."""
    if letter == "H":
        return numbers[0], at[1]
    if letter == "V":
        return at[0], numbers[0]
    return at if letter == "Z" else (numbers[-2], numbers[-1])


def _step(letter: str, numbers: list[float], by: tuple[float, float], size: float) -> str:
    if letter == "Z":
        return "z"
    if letter == "H":
        return f"h{short(by[0] * size)}"
    if letter == "V":
        return f"v{short(by[1] * size)}"
    way = f"{short(by[0] * size)} {short(by[1] * size)}"
    if letter == "A":
        radius, flags = short(numbers[0] * size), " ".join(f"{flag:.0f}" for flag in numbers[2:5])
        return f"a{radius} {radius} {flags} {way}"
    return f"{letter.lower()}{way}"


def short(value: float) -> str:
    """Write a coordinate with one decimal, and none where it is whole."""
    # Adding nothing makes a plain zero of a negative one.
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
