"""What a package may add to copydesk, and how what is installed is found: the public side of plug-ins.

A package names what it adds under entry points, one group a kind (`docs/plug-ins.md` shows a whole one):

| kind | group | promise | asked for by |
|---|---|---|---|
| reader | `copydesk.readers` | `Reader`: files of another form as pages | `[pages] readers` |
| exporter | `copydesk.exporters` | `Exporter`: a collection in another form | `export --to NAME` |
| model | `copydesk.models` | `LanguageModel`, `QuoteModel`, `FigureModel` | `[articles]` and `[claims]` |
| notifier | `copydesk.notifiers` | `Notifier`: a digest to where people look | `[digest] notify` of a desk file |
| registry | `copydesk.registries` | `Registry`: owners and outlets | `[stories] registries` |

Nothing is looked up until a setting or an option asks for it by name, and what is built in keeps its name. Read
`promises` (what a plug-in does, and what it is handed), `keeping` (whether it did so), `finding` (what is installed),
`deciding` (how the plug-ins that decide stand in the digest of a run).
"""

from copydesk.errors import BrokenPlugIn
from copydesk.plugging.deciding import COPYDESK, digest_of, need
from copydesk.plugging.finding import BUILT_IN, GROUPS, Installed, Kind, PlugIn, installed, model_named, plug_in
from copydesk.plugging.keeping import (
    PromiseBroken,
    kept_figures,
    kept_files,
    kept_languages,
    kept_pages,
    kept_quotes,
    kept_registry,
)
from copydesk.plugging.promises import (
    Exporter,
    FigureModel,
    FoundFigure,
    FoundPage,
    FoundQuote,
    LanguageModel,
    ModelMaker,
    Notice,
    NoticeStory,
    Notifier,
    QuoteModel,
    Reader,
    Registry,
    ToWrite,
)

__all__ = [
    "BUILT_IN",
    "COPYDESK",
    "GROUPS",
    "BrokenPlugIn",
    "Exporter",
    "FigureModel",
    "FoundFigure",
    "FoundPage",
    "FoundQuote",
    "Installed",
    "Kind",
    "LanguageModel",
    "ModelMaker",
    "Notice",
    "NoticeStory",
    "Notifier",
    "PlugIn",
    "PromiseBroken",
    "QuoteModel",
    "Reader",
    "Registry",
    "ToWrite",
    "digest_of",
    "installed",
    "kept_figures",
    "kept_files",
    "kept_languages",
    "kept_pages",
    "kept_quotes",
    "kept_registry",
    "model_named",
    "need",
    "plug_in",
]
