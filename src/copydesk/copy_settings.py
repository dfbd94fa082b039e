"""What decides about copies: which pairs are compared, how they are judged, and which text came first."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLimits:
    """Which pairs of articles are worth comparing: counts of shared keys, and how common a key may be."""

    # A key in more articles than this joins each with the next alone, since all pairs would cost the square of it.
    most_articles: int = 50
    # Any one of these counts makes a candidate. Sampled word 5-grams: two shared ones stand for about eight.
    least_shingles: int = 2
    # Keys of names and numbers in order, and of long words, names and numbers with the next but one. In 10,000 texts
    # with known copies (`bench/copies.py`) four of either are shared by 99 in 100 spun copies three in ten of whose
    # names and numbers were mangled, and by one pair of strangers a text.
    least_anchors: int = 4
    least_skips: int = 4
    # Long quotations: one is enough, since shared quotations are told apart from copies afterwards.
    least_quotations: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSettings:
    """When a pair is judged a copy in bulk, and when it is worth aligning; odds are log-odds of a copy.

    Set on one collection of known copies (`bench/copies.py --seed 1`) and checked on others.
    """

    # Pairs that share this part of the shorter text's word 5-grams, and so many sampled ones, are copies and not
    # measured any further; pairs that their keys alone put so low are none.
    sure_share: float = 0.3
    sure_shingles: int = 8
    sure_odds: float = 6.0
    hopeless_odds: float = -7.0
    # Odds from which a pair is judged a copy by order. On events held back (`scripts/train_judging.py`) some 30 of
    # 13,074 pairs of strangers reach them, and all but two or three of the 1,200 copies that are not in part.
    least_odds: float = -1.6
    # Sampled 5-grams in common from which equal runs are looked for. Words of the longest run, and 5-grams in runs,
    # that two accounts of one event reach by chance (of 3,400 such pairs one in a thousand), and how many more make
    # the odds one greater.
    least_run_shingles: int = 3
    chance_run: float = 16.0
    chance_equal: float = 22.0
    run_doubt: float = 3.0
    equal_doubt: float = 4.0
    # Texts with fewer words that carry meaning are always aligned, which costs little.
    too_short_to_tell: int = 30
    # What makes a pair worth aligning. Words in common order beyond those with one text turned round, by the words of
    # the shorter text and by the root of them: the weakest reworded copies of the newsroom have .15 and 1.7, nine in
    # ten pairs of strangers less than .1 and 1.1. Or words in an equal run, or 5-grams in such runs, where two sampled
    # ones are shared: a sentence carried over.
    least_gain: float = 0.08
    least_beyond_chance: float = 1.2
    least_shared_shingles: int = 2
    least_run: int = 9
    least_equal: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSettings:
    """When something is a sign of direction, and how much of it counts; what a sign weighs is in `direction.json`."""

    # Faults of one sort that one text may have more of than the other before further ones say nothing new.
    most_faults: int = 9
    # Pairs of words that either text of a reworded pair must have alone for their manner to be judged.
    least_word_pairs: int = 20
    # How odd pairs of words are (see `cues._manner`): by how much two sound texts, one a translation of the other,
    # differ at most in the newsroom (.33); what counts at most; up to where a text is sound (the newsroom's originals
    # have 3.74 at most), and from where it is itself too broken for the other to be measured by it.
    usual_oddity_gap: float = 0.35
    most_oddity: float = 1.5
    sound_oddity: float = 3.75
    broken_oddity: float = 4.2
    # A text that has nothing of its own (this share of it is in the other) and lacks something (less than that).
    all_shared: float = 0.97
    not_all_shared: float = 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class CopySettings:
    """When two articles share text, and how that is called."""

    block: BlockLimits = field(default_factory=BlockLimits)
    bulk: BulkSettings = field(default_factory=BulkSettings)
    cues: CueSettings = field(default_factory=CueSettings)
    # One word 5-gram in so many is kept as a key: a run of twelve words still leaves two on average.
    shingles_kept: int = 4
    # Words from which a quotation is long enough to be known again; shorter ones are stock phrases.
    long_quotation: int = 6
    # Words from which an equal run at two places is more than a phrase.
    shortest_run: int = 6
    # Names and numbers below which two of them in order make a key beside three.
    few_anchors: int = 24

    # Words of a text that are compared: of a book-length page those that share most with the other text.
    most_words: int = 8_000
    # Words that two texts may end with alike and be no copy for it: signatures, notices, what an outlet says of itself.
    longest_foot: int = 60
    # Calibrated probability from which a pair is said to be a copy: what a reader would call uncertain is not claimed.
    # All copies of newsroom events held back have more (.75 at least), all else there has less than .4.
    least_copied: float = 0.6
    # Two texts of common order are one form filled in twice where fewer of the names in aligned passages are the same,
    # and less of the names, and of the numbers, is in common order. So are 118 of 150 texts filled in anew; spun copies
    # half of whose names were changed keep .14 and more, or their numbers.
    least_form_names: int = 8
    form_kept: float = 0.15
    form_names: float = 0.1
    form_numbers: float = 0.3
    # Words below which a text is too short for its order to say anything.
    least_ordered: int = 60
    # Share of the shorter text in equal runs, in order, from which a copy is word for word; what is left are joins and
    # captions that were cut with the text.
    verbatim_share: float = 0.97
    # Share of the shorter text that may have been left out between its runs: more is an editor's cut, but a paragraph
    # may have been lost in reading.
    verbatim_gap: float = 0.1
    # What shows that a part was carried, or that a text too short for order is a copy: a whole sentence, or more words
    # in one equal run outside quotations than independent accounts, follow-ups and look-alikes of the newsroom (11).
    longest_chance_run: int = 17
    # A sentence was carried whole when so many words of it are equal, this share of it, and so many outside quotations.
    shortest_whole_sentence: int = 8
    whole_sentence_alike: float = 0.8
    least_own_words: int = 5
    # Likeness from which two aligned sentences of a copy that is not reworded are one sentence, kept or edited.
    weakest_kept: float = 0.25

    # Share of both texts that a word-for-word copy must cover for the two to stand in a tree as one text.
    twin_cover: float = 0.95
    # In a family's tree, beside the log-odds of direction: what a text of usual length wholly in common is worth, and
    # as many different names and numbers as are usual, which is what errors carried over from a copy to its own copies
    # are seen by. Of this closeness a share counts where all trees are weighed against each other: taken whole, it
    # counts one likeness many times over. With half, directions in the newsroom are right more often than they say.
    weight_closeness: float = 10.0
    weight_of_anchors: float = 25.0
    closeness_counted: float = 0.5
    # Log-odds that sentences shared in part come from the text that other copies carry whole.
    lean_to_whole: float = 2.0
    # What it costs to take an article for a source of its own, in log-odds: a family has as few roots as it can.
    cost_of_source: float = 12.0
    # Texts (word-for-word copies count as one) up to which all trees of a family are weighed against each other, which
    # takes the cube of their number: .1 s for 300. In a larger family each line is weighed against its rivals alone.
    most_weighed: int = 300
    # Share of all trees, each by its likelihood, that must have a line for it to be said.
    established_edge: float = 0.4
    # How sure a direction must be, all lines between two articles together: with its pages as they are, no family of
    # the newsroom then has a wrong one, and none at .5 either, but there less is left for pages that are worse.
    established_direction: float = 0.6
    # A candidate a fifth as likely as the likeliest is still told.
    worth_naming: float = 0.2
    # Characters that two copies of one text have in common and it has not, from which it is not their source: in the
    # newsroom 67 at most where it is, 103 to 982 where the source was taken out and a cut copy stands in its place.
    least_beyond: int = 150
    # Readings that two copies may share against the text between them: by chance, and in the share of what it has in
    # common with either alone (newsroom: 8 at most; 12 and more, and half as many, where it is not between them).
    chance_readings: int = 10
    against_share: float = 0.5
    # How sure the line above a text must be for its own readings to count as errors, and their copies as carried over.
    sure_above: float = 0.6
    # A credit that roots share is the pages' own word, but the outlet may have been read in a third place.
    lost_confidence: float = 0.7

    # Similarity that two aligned sentences must beat: unrelated sentences on one topic mostly stay under it, machine-
    # reworded ones do not (mean .20 to .70 in the newsroom's spun copies).
    bead_floor: float = 0.09
    # The same for sentences out of the common order, where order does not speak for them.
    moved_bead_floor: float = 0.22
    # Share of the best likeness that either sentence has anywhere, which a bead must reach: below it the sentence was
    # moved. With .3 all paragraphs dropped in the newsroom are told and none that was moved is taken for dropped.
    weakest_bead: float = 0.3
    # Share of a sentence's words that a partial copy must have kept for what differs in it to be an alteration: less is
    # a sentence of its own on the same matter.
    least_kept_of_part: float = 0.35
    # Share of the words of a paragraph or sentence that must face something on the other side for it to have a
    # counterpart there; of a quotation, where few words are left of many a spun one.
    least_facing: float = 0.25
    least_quotation_facing: float = 0.3
    # Characters. What changed in a longer quotation is told clause by clause.
    longest_quotation: int = 200
    # Share of letters in common order from which two words are spellings of one: of names anywhere in a sentence (Kray
    # for Kraj), of names that face each other (Gas, Gaz), of other words (labour, labor).
    name_spelled_alike: float = 0.7
    name_facing_alike: float = 0.6
    word_spelled_alike: float = 0.75
    # Amounts in two units as near as this are one amount converted and rounded (640 km, 400 miles).
    converted_within: float = 0.06
    # Words of the advertising trade weigh 1, words that often go with them .5; two of the first on end are no news.
    least_advert_weight: float = 2.0
    # Words (names, numbers, nouns, verbs) that must be put on end into a kept sentence to be a clause of their own.
    least_words_of_clause: int = 4
    # Ways in which a spun copy must render one word of its source for the term to be lost.
    least_renderings: int = 2
