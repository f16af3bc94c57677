"""What `math-core` says of the looks of a formula in `style`, said by classes instead: a policy of the site may forbid
styles in its pages. What is not known here stays as it is."""

from __future__ import annotations

import re

_STYLE = re.compile(r' style="([^"]*)"')
_COLOUR = re.compile(r"color: ?(#[0-9a-fA-F]{3,8})")
_CLASSES = {
    "text-align: right": "m-end",
    "text-align: left": "m-start",
    "justify-items: end": "",
    "justify-items: start": "",
    "padding-left: 0": "m-left-0",
    "padding-left:1em": "m-left-1",
    "padding-right: 0": "m-right-0",
    "padding-top: 0": "m-flat",
    "padding-bottom: 0": "m-flat",
    "padding-top: 0.1667em": "m-loose",
    "width: 100%": "m-whole",
    "width: 50%": "m-half",
    "width: 7.5%": "m-tag",
    "margin-left:-0.16666667em": "m-thin",
    "font-variant-caps: small-caps": "m-caps",
} | {
    f"border-{side}: 0.05em {line} currentcolor": f"m-{side}-{line}"
    for side in ("left", "right", "top", "bottom")
    for line in ("solid", "dashed")
}


def without_styles(mathml: str) -> str:
    """*mathml* with classes for its styles.

    >>> without_styles('<mtd style="text-align: left;padding-left: 0;"><mi style="color:#FF0000;">x</mi></mtd>')
    '<mtd class="m-start m-left-0"><mi mathcolor="#FF0000">x</mi></mtd>'
    >>> without_styles('<mspace style="margin-left:-1em;"/>')
    '<mspace style="margin-left:-1em;"/>'
    """
    return _STYLE.sub(_attributes, mathml)


def _attributes(style: re.Match[str]) -> str:
    parts = [part.strip() for part in style[1].split(";") if part.strip()]
    if len(parts) == 1 and (colour := _COLOUR.fullmatch(parts[0])):
        return f' mathcolor="{colour[1]}"'
    if not all(part in _CLASSES for part in parts):
        return style[0]
    names = dict.fromkeys(filter(None, (_CLASSES[part] for part in parts)))
    return f' class="{" ".join(names)}"' if names else ""
