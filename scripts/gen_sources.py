"""Generates the list of sources: every channel, its talks, and the notes that draw on them. Run by mkdocs-gen-files."""

from collections.abc import Iterable

import mkdocs_gen_files

from trellis import NotePath, Wiki
from trellis.mkdocs.plugin import built_wiki

PAGE = "sources.md"
INTRODUCTION = (
    "Most notes draw on a talk or an interview. Each note names its channel beneath its title and its talk where the"
    " speaker is named, and the times in its text lead to that second of the video."
)


def sources_page(wiki: Wiki) -> str:
    """The page as Markdown: the talks of each channel, and the notes that draw on each."""
    sources = [path for path, note in wiki.listed.items() if note.properties.type == "source"]
    talks = [path for path in sources if wiki.notes[path].properties.video_id]
    channels = [path for path in sources if path not in talks]
    lines = ["# Sources", "", INTRODUCTION, ""]
    for channel in _by_title(wiki, channels):
        of_channel = wiki.of_source(channel)
        lines += [f"## [{wiki.notes[channel].title}]({channel})", ""]
        lines += [_row(wiki, talk) for talk in _by_title(wiki, [talk for talk in talks if talk in of_channel])]
        lines.append("")
    return "\n".join(lines)


def _row(wiki: Wiki, talk: NotePath) -> str:
    citing = {mention.source for mention in wiki.graph.linking(talk) if mention.kind == "links"}
    drawing = {path for path in wiki.graph.talks[wiki.notes[talk].properties.video_id or ""] if path != talk}
    notes = [path for path in citing | drawing if wiki.notes[path].properties.type != "source"]
    links = ", ".join(_link(wiki, path) for path in _by_title(wiki, notes))
    return f"- {_link(wiki, talk)}" + (f": {links}" if links else "")


def _link(wiki: Wiki, path: NotePath) -> str:
    title = wiki.notes[path].title.replace("[", "\\[").replace("]", "\\]")
    return f"[{title}](<{path}>)"


def _by_title(wiki: Wiki, paths: Iterable[NotePath]) -> list[NotePath]:
    return sorted(paths, key=lambda path: (wiki.notes[path].title.casefold(), path))


with mkdocs_gen_files.open(PAGE, "w") as page:
    page.write(sources_page(built_wiki(mkdocs_gen_files.config)))
mkdocs_gen_files.set_edit_path(PAGE, None)
