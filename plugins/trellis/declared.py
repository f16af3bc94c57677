"""What a note declares for the whole vault, in its front matter: names that are wanted, and the rules of the house.

```yaml
wanted:
  monte_carlo_methods: Simulation answers questions that formulas do not
house_rules:
  for: [concept, skill]
  words: [250, 700]
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from trellis.properties import HouseRules, Wanted

Complain = Callable[[str, str], None]
"""Takes a property and what is wrong with it."""

_RANGES = ("words", "links")
_LISTS = ("for", "types", "tags", "properties")
_PROPERTIES = ("title", "type", "tags", "aliases", "videoId", "description")


def read_wanted(value: Any, block: str, complain: Complain) -> tuple[Wanted, ...]:
    """The names of a `wanted:` property with their reasons; *block* is the front matter that it stands in."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        complain("wanted", "wanted: must be a list of names, each with a colon and the reason behind it")
        return ()
    found = []
    for name, reason in value.items():
        if isinstance(reason, str) and reason.strip() and isinstance(name, str):
            found.append(Wanted(name.strip(), " ".join(reason.split()), _line_of(name, block)))
        else:
            complain("wanted", f"wanted: {name} needs a reason behind the colon, in one line")
    return tuple(found)


def _line_of(name: str, block: str) -> int:
    """The line of the file on which *name* is a key; its *block* begins on the second."""
    found = re.search(rf"^[ \t]+[\"']?{re.escape(name)}[\"']?[ \t]*:", block, re.MULTILINE)
    return 2 + block.count("\n", 0, found.start()) if found else 2


def read_rules(value: Any, complain: Complain) -> HouseRules | None:
    """The rules of a `house_rules:` property."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        complain("house_rules", f"house_rules: must hold {', '.join((*_LISTS, *_RANGES))}, each on a line of its own")
        return None
    for key in value:
        if key not in {*_RANGES, *_LISTS}:
            known = ", ".join((*_LISTS, *_RANGES))
            complain("house_rules", f"house_rules: {key} is no rule, so it is passed over; there are {known}")
    ranges = {key: _range(key, value.get(key), complain) for key in _RANGES}
    lists = {key: _list(key, value.get(key), complain) for key in _LISTS}
    # A misspelt name would leave notes unchecked, and nobody would know.
    for name in lists["properties"]:
        if name not in _PROPERTIES:
            complain(
                "house_rules", f"house_rules: {name} is no property to ask for; there are {', '.join(_PROPERTIES)}"
            )
    for name in lists["for"]:
        if lists["types"] and name not in lists["types"]:
            complain("house_rules", f"house_rules: {name} under `for` is not among the `types`")
    return HouseRules(
        applies_to=lists["for"],
        words=ranges["words"],
        links=ranges["links"],
        types=lists["types"],
        tags=lists["tags"],
        properties=lists["properties"],
    )


def _range(key: str, value: Any, complain: Complain) -> tuple[int, int] | None:
    if value is None:
        return None
    texts = value if isinstance(value, list) else []
    if len(texts) == 2 and all(isinstance(text, str) and re.fullmatch(r"\d{1,6}", text, re.ASCII) for text in texts):
        least, most = map(int, texts)
        if least <= most:
            return least, most
    complain("house_rules", f"house_rules: {key} must be two numbers, the least and the most, as in [250, 700]")
    return None


def _list(key: str, value: Any, complain: Complain) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return tuple(text.strip() for text in value)
    complain("house_rules", f"house_rules: {key} must be a list, as in [concept, skill]")
    return ()
