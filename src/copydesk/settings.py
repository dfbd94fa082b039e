"""Everything that decides something, with the reason beside it. One frozen section a room; a digest names a run."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from hashlib import blake2b

from copydesk.copy_settings import BlockLimits, BulkSettings, CopySettings, CueSettings
from copydesk.engine_settings import EngineSettings
from copydesk.manners import FetchSettings
from copydesk.story_settings import KnownDay, KnownOwner, StorySettings, known_day, known_owner

__all__ = [
    "ArticleSettings",
    "BlockLimits",
    "BulkSettings",
    "CheckSettings",
    "ClaimSettings",
    "CopySettings",
    "CueSettings",
    "DateSettings",
    "DateWeights",
    "EngineSettings",
    "FetchSettings",
    "FrameSettings",
    "KnownDay",
    "KnownOwner",
    "PageSettings",
    "Settings",
    "StorySettings",
    "known_day",
    "known_owner",
    "section_names",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """Limits on what is opened, and how far bytes are trusted to be a page in some encoding."""

    # Plug-ins that are asked about files of no known form, by name and in order (docs/plug-ins.md).
    readers: tuple[str, ...] = ()
    # The largest page of the public benchmarks is 3 MB; ten times that is still read within the time limit.
    largest_page_bytes: int = 32_000_000
    # A page of 30 MB is read in some seconds; what takes a minute was made to take for ever.
    longest_page_seconds: float = 60.0
    # A container whose records are none is some other file: a hundred bad ones on end say so, and flood no list.
    most_bad_records: int = 100
    # The largest news archives that are handed out as one file hold some 2 million pages; more is made without end.
    most_records: int = 5_000_000
    # A zip names its members in one table that is held whole: 100,000 of them take some 60 MB.
    most_members: int = 100_000
    # Saved pages pack to a tenth, near-identical ones to a fiftieth; gzip can reach a thousandth, and only a bomb does.
    # Counted once so much has come out that a small file of blanks is no matter.
    most_unpacked_ratio: float = 250.0
    unpacked_bytes_free: int = 100_000_000
    # A sitemap has at most 50 MB and 50,000 addresses by its protocol; feeds and saved mails stay far below.
    largest_list_bytes: int = 50_000_000
    # Deeper nesting is in no feed; it would only be there to exhaust whoever reads it.
    deepest_xml: int = 200
    # A summary below that is the title again, or "Read more": it says nothing of its own.
    shortest_summary: int = 60
    # Rows of a Parquet group are read again from their place when the group is no larger than this, else kept.
    largest_group_bytes: int = 64_000_000
    # Form and encoding are judged by this much; the head of an HTML page alone can take 100 kB.
    sample_bytes: int = 262_144
    # Saved pages hold a stray control byte at times; pictures and programs hold some 10 %.
    most_control_share: float = 0.005
    # Null bytes at every other place: all of them in ASCII text as UTF-16, still most in French or German.
    utf16_null_share: float = 0.6
    # An encoding that is not said shows in a thousand letters; more only takes time.
    detected_bytes: int = 6000
    # Below this likelihood, bytes are words of no language in any encoding of the web.
    least_likely: float = 0.02
    # No language writes more than a third of its letters with accents (Vietnamese and Czech come near); Cyrillic that
    # is read as Western has nearly all.
    accents_share: float = 0.4
    # Of all characters beyond ASCII, this many may stand where none belongs (typing slips, formulas).
    strange_share: float = 0.1
    # Plain text may talk of tags; a page has more of them, and one for every few lines.
    fewest_tags: int = 8
    characters_a_tag: int = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSettings:
    """When what recurs on pages of one site is its frame, and no part of an article."""

    # Pages of a site that are looked at: menus and boxes vary with the section, and a sample of this size has them all.
    sample: int = 64
    # Two pages whose likely articles share this much of the shorter one tell some of the same (an agency's report cut
    # to pieces), and from the second share on nearly all: they say nothing of each other's frame.
    kin_share: float = 0.15
    copy_share: float = 0.5
    # A paragraph on more pages than this, and on more than half of those looked at, is a box and makes no kin.
    common_pages: int = 6
    # Other pages on which lines must recur together: away from the article two pages of a site suffice; inside its run
    # of paragraphs, where a table or a form of words may recur, and for paragraphs themselves, it takes more.
    pages: int = 1
    pages_inside: int = 2
    pages_inside_prose: int = 3
    # Other pages on which two paragraphs must stand together beside lines of the frame, whichever these are, or a line
    # between any two paragraphs.
    pages_alone: int = 4
    # A frame that would take more of an article than this is no frame: the pages are made to one form.
    most_taken: float = 0.34


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWeights:
    """How often each place of a page tells the day of publication when nothing else does.

    Those of metadata and addresses are from published error analyses of date extractors (precision .90 to .92); the
    rest is estimated and rounded. Their order decides, and which of them reach `DateSettings.enough` alone.
    """

    # Fields that date an article by their name (`article:published_time`, JSON-LD of an article).
    article: float = 0.9
    # Other fields of publication (`date`, `dc.date`, `pubdate`), of making (`created`), and those of the whole page.
    metadata: float = 0.8
    created: float = 0.6
    whole_page: float = 0.55
    # Machine-readable times in the text: marked as publication, the only one of the page, one of several.
    time_marked: float = 0.75
    time_only: float = 0.5
    time: float = 0.3
    address: float = 0.8
    # Printed: behind a word for publishing; in a line of date, byline or credit; glued to the name of its source; in a
    # short line near the headline or the text; behind the text.
    labelled: float = 0.85
    head: float = 0.8
    glued: float = 0.75
    near: float = 0.55
    foot: float = 0.5
    # The day that a masthead would print, which stands right above the headline all the same: blogs group entries so.
    # By itself it is the day of serving.
    grouped: float = 0.4
    dateline: float = 0.55
    # "3 hours ago" beside the headline of a page whose day of reading is known.
    age: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSettings:
    """What supports a day of publication, and when that is enough."""

    weights: DateWeights = field(default_factory=DateWeights)
    # Support below which no day is claimed; a day that a page prints in one plain place reaches it.
    enough: float = 0.5
    # What a field in universal time counts for the day before or after: its page may count days from another midnight.
    other_midnight: float = 0.9
    # Days. What the text alone tells is kept when it narrows the day of writing to about half a year.
    widest_text: int = 200
    # Days between publication and the first comment, if any comes: most come within a month.
    first_comment: int = 31
    # Metadata and addresses date pages of the web, which is not older; earlier days there are empty values.
    first_year: int = 1991


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSettings:
    """What makes a block part of an article."""

    frame: FrameSettings = field(default_factory=FrameSettings)
    dates: DateSettings = field(default_factory=DateSettings)

    # What tells the language of a text: `copydesk`, or a plug-in as `NAME` or `NAME:ARGUMENT` (docs/plug-ins.md).
    language_model: str = "copydesk"
    # The shortest whole articles of the public benchmark have 300 letters; a caption or a notice has fewer than 150.
    shortest_body: int = 150
    # Of 43 news briefs too short for that (among 982 news texts) sentences made up this much and more in 38; of pages
    # of links and notices they are a small part.
    brief_share: float = 0.5
    # A further article on a page, as in endless scroll, and the first one before it is found: shorter ones are teasers.
    shortest_article: int = 300
    # A carried story is a summary of several sentences: the shortest of the labelled ones has 250 letters.
    shortest_summary: int = 180
    # An aggregator's page carries 20 to 30 stories; a page of hundreds is an archive, whose first ones are enough.
    most_carried: int = 60
    # Pieces of a page (lines, paragraphs, cells) that are looked at one by one: of 1,100 pages of news the longest has
    # 561. The rest is kept as one more piece; to judge them all took 5 s for 500,000 lines.
    most_pieces: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettings:
    """What counts as a quote and as a figure."""

    # What finds quotes, and what finds figures: `copydesk`, or a plug-in as `NAME` or `NAME:ARGUMENT`.
    quote_model: str = "copydesk"
    figure_model: str = "copydesk"
    # Reported speech of one or two words ("denied this") says nothing that can be compared.
    shortest_reported: int = 3
    # Wordings that share this much of the shorter one's weighted words (or of its letters in a row) are one utterance.
    surely_one_utterance: float = 0.75
    # Below that, the best match of two articles for one speaker counts from here on: translations share only this much.
    alike_same_speaker: float = 0.35
    # ... with at least so many words that carry meaning.
    shared_words: int = 2
    # Two quotes of one article may both be parts of one longer quote of another, if each shares this much with it.
    half_an_utterance: float = 0.5
    # Words given to nobody, or to somebody else, must be nearly the same: on the seed pages true variants have 0.88
    # of their letters in a row in common, other pairs less.
    alike_unknown_speaker: float = 0.88
    alike_other_speaker: float = 0.92
    # Shorter phrases ("no limits") are said by many; only one speaker makes them one utterance.
    shortest_alike: int = 5
    # Letters in common (0 to 100) of two spellings of one name; the words said must agree as well, so it may be loose.
    alike_spelling: float = 75.0
    # Words shared by more than this many quotes of a storyline do not bring quotes together.
    commonest_quote_word: int = 60

    # Words kept on either side of a figure as what it measures: the noun phrase and its verb, as one line of a ledger.
    measure_words: int = 6
    # Likeness of the words around two figures from which they state one thing: for equal values by how many digits
    # tell (one, two, three and more), and for different values, which besides may not lie further apart than a factor.
    fact_same_value: tuple[float, ...] = (0.1, 0.05, 0.02)
    fact_other_value: float = 0.5
    fact_farthest: float = 3.0
    # Equal values in a rare unit (knots, thalers) need this share of the likeness; across stories at least so much,
    # again by digits, and so much where one of the two leaves out its unit. Chosen with each event of the newsroom
    # left out in turn: pairs rightly joined F .88 on those left out, .83 before.
    fact_rare_unit: float = 0.4
    fact_other_story: tuple[float, ...] = (0.2, 0.15, 0.02)
    fact_unit_left_out: float = 0.15
    # Equal numbers of nothing ("twice", "the second") need more; the only ones of a rare unit are helped by so much.
    fact_no_unit: float = 0.25
    fact_only_one: float = 0.25
    # Sentences that share another figure are likelier to speak of one thing.
    fact_same_beside: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """When two statements are about one thing, and how they compare.

    Rarities are those of all shared words together, as a share of that of a word that the collection never saw.
    """

    # Two values of one fact oppose each other; where accounts give three and more (prices of models, scores of a
    # match), several things are likely counted: 64 of 168 conflicts on 982 real texts, none of the newsroom's.
    most_values: int = 2
    # Storylines with more independent accounts are compared within each story only, or the work grows with the square.
    most_accounts: int = 40
    # The statements of an account are compared with so many of its event that came out before it, and so many after it.
    # Were all compared, 250 accounts would take 19 ms each and a thousand four times as much; few events have more than
    # sixty independent accounts. Figures and utterances are compared among all.
    most_beside: int = 60
    # The longest reports of the newsroom have 60 sentences; what is much longer is a dump, and the work is its square.
    most_statements: int = 400
    # Characters of a side: longer sentences are cut at their commas, so that a reader sees the clause that matters.
    longest_side: int = 220
    # Share by which a hedged figure may miss another and still fit it ("about 40" and 43).
    near_hedged: float = 0.12
    # What is denied must be rare enough (sum of the rarities of its words) and told in a like sentence; a single word
    # needs a better one.
    polarity_rarity: float = 0.7
    polarity_context: float = 0.08
    polarity_context_one: float = 0.2
    # So rare that with a name in common it needs no like sentence around it.
    polarity_sure: float = 1.0
    # Rarity of the words that two opposite states, or two times of day, must share to be of one thing.
    state_rarity: float = 0.4
    time_rarity: float = 0.9
    # The same for two days, and the share of what the shorter clause tells that the other must tell too.
    date_rarity: float = 0.9
    date_shared: float = 0.6
    # The same for two sides of a thing.
    place_rarity: float = 0.6
    place_shared: float = 0.6
    # Minutes that two times of one event may lie apart and still agree.
    minutes_apart: int = 5
    # Rarity of a cause that one account gives and another says was none.
    cause_rarity: float = 0.4
    # The same for one deed that two accounts give to two persons.
    deed_rarity: float = 0.6
    # The same for those whom something befell by one account, and nobody by another.
    fate_rarity: float = 0.4
    # Share of what is told of those whom nothing befell that must be told of the others ("in the blaze at the mill").
    fate_shared: float = 0.6
    # The same for what one account sets aside ("and not by the committee") and another gives.
    contrast_rarity: float = 0.6
    # Likeness of words (0 to 100) from which two quotations are one wording: altered ones score 50 to 87 on real pages.
    same_words: float = 88.0
    # Likeness, and rarity of the shared words, from which two sentences tell one thing.
    same_telling: float = 0.3
    telling_rarity: float = 1.05
    # Rarity of what they share beyond names and offices: two accounts that introduce one person tell nothing yet.
    telling_deeds: float = 0.35
    # Share of the words of a quote that one sentence of another account must hold for it to be told there too.
    alone_words: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one run."""

    pages: PageSettings = field(default_factory=PageSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    articles: ArticleSettings = field(default_factory=ArticleSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    stories: StorySettings = field(default_factory=StorySettings)
    claims: ClaimSettings = field(default_factory=ClaimSettings)
    checks: CheckSettings = field(default_factory=CheckSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)

    def digest(self, *sections: str) -> str:
        """Sixteen hexadecimal digits that change when a value of these sections changes.

        By default of all that decide what is found, which those of the engine do not.
        """
        deciding = sections or tuple(name for name in section_names() if name != "engine")
        chosen = {name: dataclasses.asdict(getattr(self, name)) for name in deciding}
        packed = json.dumps(chosen, sort_keys=True, default=str).encode()
        return blake2b(packed, digest_size=8).hexdigest()


def section_names() -> tuple[str, ...]:
    """The names of the sections, in order."""
    return tuple(one.name for one in dataclasses.fields(Settings))
