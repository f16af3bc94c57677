"""Generates the list of sources: every channel and the notes that draw on it. Run by mkdocs-gen-files."""

import mkdocs_gen_files

from trellis import Wiki
from trellis.mkdocs.plugin import built_wiki

PAGE = "sources.md"
INTRODUCTION = (
    "Most notes draw on a talk or an interview. Each note names its source beneath its title, and the times in its"
    " text lead to that second of the video."
)


def sources_page(wiki: Wiki) -> str:
    """The page as Markdown."""
    lines = [
        "# Sources",
        "",
        INTRODUCTION,
        "",
    ]
    sources = {path: wiki.of_source(path) for path, note in wiki.notes.items() if note.properties.type == "source"}
    for path, notes in sorted(sources.items(), key=lambda item: wiki.notes[item[0]].title.casefold()):
        lines += [f"## [{wiki.notes[path].title}]({path})", ""]
        lines += [f"- [{title}]({note})" for title, note in sorted((wiki.notes[n].title, n) for n in notes)]
        lines += ["" if notes else "No note draws on it yet.", ""]
    return "\n".join(lines)


with mkdocs_gen_files.open(PAGE, "w") as page:
    page.write(sources_page(built_wiki(mkdocs_gen_files.config)))
mkdocs_gen_files.set_edit_path(PAGE, None)
