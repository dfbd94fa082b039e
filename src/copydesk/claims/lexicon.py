"""Words of attributed speech in general English: verbs that report it, nouns that speak, and how they inflect."""

from __future__ import annotations

from typing import NamedTuple

# What may follow a verb of speech, one letter each:
#   c  a clause ("said the bridge was shut", "said that ..."), and a quotation on either side
#   a  first the one addressed, then a clause ("told reporters that ...")
#   o  the thing said, as a noun phrase or infinitive ("condemned the raid", "promised to pay")
#   n  a name given to something, of which only quoted words are kept ("called it 'a lottery'")
#   q  a quotation only ("“No,” he sighed")
#   p  a size put on something ("put the toll at 40"): found by its form, not in this table
#   w  a clause, but only where the subject is a document, a body or people ("the report shows that ...")
_VERBS = {
    "c": "say state add declare announce insist explain note claim argue admit acknowledge concede reply respond answer"
    " repeat reiterate stress emphasise emphasize recall maintain confirm report write tweet comment remark observe"
    " contend assert allege complain joke quip boast predict suggest testify reveal disclose conclude affirm reaffirm"
    " swear believe think reckon estimate lament indicate signal hint opine counter retort proclaim"
    " clarify mention forecast deny demand propose recommend promise pledge vow threaten caution agree"
    " underline underscore highlight point elaborate recount speculate surmise warn ask rule"
    " theorise theorize stipulate specify intimate post guarantee advise request vouch brag blog muse",
    "a": "tell assure inform remind notify advise warn ask promise persuade convince caution",
    "o": "denounce criticise criticize condemn praise reject deny demand urge promise pledge vow threaten accuse blame"
    " propose applaud hail express voice oppose deplore decry lambast slam ridicule mock"
    " salute suggest recommend announce recall acknowledge admit predict declare dismiss"
    " ask instruct call warn confirm hint offer request advise encourage allege propose"
    " lament highlight affirm underscore underline describe outline portray paint direct"
    " implore beseech exhort counsel forecast report stress emphasise emphasize repeat reiterate",
    "n": "call describe label brand dub term characterise characterize portray depict hail denounce dismiss accept"
    " welcome denounce consider deem class rate name title paint cast speak see talk promise use treat",
    "q": "sigh laugh smile shout cry murmur whisper mutter exclaim continue begin yell scream chant growl"
    " snap grin shrug nod conclude interject interrupt scoff sneer sing recite thunder bellow wonder inquire enquire"
    " greet speak protest read praise",
    "w": "show find warn conclude suggest trace estimate say calculate determine reveal",
}
# Verbs that report only with one of these words after them.
PARTICLES = {
    "point": ("out",),
    "put": ("it",),
    "call": ("for", "on", "upon"),
    "hit": ("out at", "back at"),
    "speak": ("of",),
    "talk": ("of",),
    "lash": ("out at",),
    "rule": ("out", "that"),
    "make": ("clear that", "it clear that", "clear"),
    "complain": ("of", "about"),
    "hint": ("at",),
    "warn": ("of", "against", "about"),
    "argue": ("for", "against"),
    "insist": ("on",),
    "object": ("to",),
}
_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "think": ("thinks", "thought", "thinking"),
    "speak": ("speaks", "spoke", "speaking"),
    "find": ("finds", "found", "finding"),
    "show": ("shows", "showed", "showing"),
    "read": ("reads", "read", "reading"),
    "swear": ("swears", "swore", "swearing"),
    "go": ("goes", "went", "going"),
    "begin": ("begins", "began", "beginning"),
    "see": ("sees", "saw", "seeing"),
    "sing": ("sings", "sang", "singing"),
    "forecast": ("forecasts", "forecast", "forecasting"),
    "cast": ("casts", "cast", "casting"),
    "put": ("puts", "put", "putting"),
    "hit": ("hits", "hit", "hitting"),
    "make": ("makes", "made", "making"),
    "reply": ("replies", "replied", "replying"),
    "deny": ("denies", "denied", "denying"),
    "testify": ("testifies", "testified", "testifying"),
    "clarify": ("clarifies", "clarified", "clarifying"),
    "specify": ("specifies", "specified", "specifying"),
    "cry": ("cries", "cried", "crying"),
    "notify": ("notifies", "notified", "notifying"),
    "decry": ("decries", "decried", "decrying"),
    "admit": ("admits", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipping"),
    "slam": ("slams", "slammed", "slamming"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "plead": ("pleads", "pleaded", "pleading"),
    "brag": ("brags", "bragged", "bragging"),
    "blog": ("blogs", "blogged", "blogging"),
    "signal": ("signals", "signalled", "signalling"),
    "label": ("labels", "labelled", "labelling"),
    "grin": ("grins", "grinned", "grinning"),
    "shrug": ("shrugs", "shrugged", "shrugging"),
    "nod": ("nods", "nodded", "nodding"),
    "snap": ("snaps", "snapped", "snapping"),
    "refer": ("refers", "referred", "referring"),
}
# Participles that are not the past tense.
_PARTICIPLES = {"write": "written", "speak": "spoken", "swear": "sworn", "begin": "begun", "forecast": "forecasted"}
# Forms that are nouns or adjectives at least as often as verbs: they need a subject right before and a content after.
NOUNY = frozenset(
    "report reports claim claims call calls demand demands promise promises pledge pledges answer answers comment"
    " comments remark remarks post posts note notes state states point points address plan praise blame question"
    " questions request requests offer offers vow vows tweet tweets estimate estimates forecast forecasts appeal"
    " object concern order orders reply replies protest protests counter brand brands label term terms class rate"
    " rates name names title titles attack attacks show shows finding findings reading cast hint hints signal signals"
    " warning saying stress brief caution counsel rule rules post posts use uses treat treats go boast boasts urge"
    " plead swear snap start sees see means mean cry shout quote quotes whisper laugh smile sigh fear fears hail note"
    " talk talks promises questions blogs blog finish outline outlines joke jokes muse highlight highlights"
    " read cries".split()
)


class Form(NamedTuple):
    """One inflected form: `shape` is base, s, past or ing; `takes` the letters of what may follow (see `_VERBS`)."""

    lemma: str
    shape: str
    takes: str


def _forms(lemma: str) -> tuple[str, str, str]:
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("e"):
        return f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"
    third = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x")) else f"{lemma}s"
    return third, f"{lemma}ed", f"{lemma}ing"


def _table() -> dict[str, Form]:
    takes: dict[str, str] = {}
    for letter, lemmas in _VERBS.items():
        for lemma in lemmas.split():
            if letter not in takes.get(lemma, ""):
                takes[lemma] = takes.get(lemma, "") + letter
    for lemma in ("hit", "lash", "make", "object"):
        takes[lemma] = "o"
    takes["put"] = "q"
    table: dict[str, Form] = {}
    for lemma, letters in takes.items():
        third, past, ing = _forms(lemma)
        table[lemma] = Form(lemma, "base", letters)
        table[third] = Form(lemma, "s", letters)
        table[ing] = Form(lemma, "ing", letters)
        table[past] = Form(lemma, "past", letters)
    for lemma, participle in _PARTICIPLES.items():
        table[participle] = Form(lemma, "past", takes[lemma])
    return table


SPEECH = _table()
"""Every inflected form of every verb of speech."""

# Nouns for texts that speak ("the report said", "it read").
DOCUMENTS = frozenset(
    "statement document report letter communique communiqué declaration resolution transcript readout memo memorandum"
    " study survey poll paper filing indictment ruling judgment judgement verdict treaty text agreement release"
    " article editorial book email e-mail message tweet post note bulletin notice index review audit analysis summary"
    " law bill act charter constitution affidavit complaint lawsuit dossier diary speech advertisement leaflet placard"
    " banner sign inquiry investigation assessment brief briefing order decree minutes manifesto list log data figures"
    " records estimates documents findings translation remarks opinion advisory guidance table circular studies"
    " research presentation surveys polls tests".split()
)
# Nouns for single statements ("her claim that").
STATEMENTS = frozenset(
    "claim claims allegation allegations assertion assertions warning warnings contention accusation accusations"
    " complaint complaints argument arguments prediction predictions promise promises pledge pledges insistence"
    " admission acknowledgement acknowledgment announcement declaration suggestion suggestions assurance assurances"
    " remark remarks comment comments statement statements testimony denial denials charge charges".split()
)
# Nouns for outlets, agencies and stations: what comes "through" them was said by someone else.
MEDIA = frozenset(
    "news newspaper agency press radio television tv broadcaster channel station times post herald tribune gazette"
    " journal daily wire magazine media telegraph guardian observer courier chronicle review independent network"
    " weekly mail sun star mirror bulletin website blog podcast programme program service outlet paper".split()
)
# Nouns for people and bodies that speak without a name.
SPEAKERS = frozenset(
    "police officials authorities prosecutors lawyers analysts experts critics observers sources residents witnesses"
    " neighbours neighbors relatives doctors scientists researchers economists investigators rescuers firefighters"
    " campaigners activists union unions company firm ministry government office court judge jury hospital club bank"
    " agency council parliament committee commission board army military navy party opposition spokesman spokeswoman"
    " spokesperson minister president chairman chief director governor mayor leader leaders officer captain coach"
    " manager player author authors owner operator lawyer attorney prosecutor doctor survivor victim passenger witness"
    " source official analyst expert economist teacher student driver farmer mother father son daughter wife husband"
    " widow brother sister friend colleague employee worker workers members member two both some many others one most"
    " few several people man woman men women boy girl children parents families family voters supporters opponents"
    " countries nations sides regulator watchdog charity group team department authority city country body aide aides"
    " diplomats diplomat ambassador envoy senator lawmakers deputies mps soldiers troops rebels protesters port"
    " everyone nobody crew pilot engineer engineers auditors inspectors historians advocates traders investors rep"
    " reps representative representatives cops".split()
)
# Words that make a capitalised name that of a body.
BODIES = MEDIA | frozenset(
    "academy centers centres bank union office league federation agency commission committee council court ministry"
    " department university institute institution hospital party group company corporation inc ltd plc association"
    " society board authority inspectorate parliament senate congress assembly bureau foundation trust club"
    " organisation organization pact alliance bloc nations treasury police army navy force forces service services"
    " school college centre center church house chamber fund index list act line lines airlines airways railway"
    " railways gas oil energy power bros sons holdings partners brokerage exchange tribunal embassy cabinet government"
    " administration regime front movement health motors pharma pharmaceuticals systems foods labs laboratories"
    " technologies tech capital steel mining petroleum insurance software stores brands entertainment studios"
    " aerospace biotech therapeutics logistics shipping civic coalition confederation conference consortium initiative"
    " observatory laboratory museum network palace square street bridge airport stadium island islands sea river"
    " valley lake park station quay port harbour harbor states kingdom republic city county".split()
)
# Common nouns for bodies: "the company said" is a body named before, not a person.
BODY_NOUNS = frozenset(
    "company firm bank union agency council commission committee court ministry department university institute"
    " hospital party group corporation association board authority parliament club organisation organization"
    " alliance government"
    " police office league federation operator airline regulator watchdog charity team army navy port line body office"
    " lender retailer carmaker manufacturer developer brokerage newspaper broadcaster station paper magazine website"
    " military administration city country kingdom ministry treasury panel tribunal inquest".split()
)
# Of those, the nouns by which a page takes up a body that it has named: "the company", "the carmaker".
TAKEN_UP = frozenset(
    "company firm group organisation organization agency charity airline operator lender retailer manufacturer"
    " developer club team association union league regulator watchdog brokerage newspaper broadcaster"
    " station magazine maker line"
    " business corporation carrier network".split()
)
# Words in the name of a body that is no company.
INSTITUTIONS = frozenset(
    "ministry court agency commission committee council department university institute hospital police army navy"
    " parliament senate congress assembly authority inspectorate bureau tribunal embassy government union league"
    " federation party palace street square nations pact office".split()
)
# Nouns for several who were named together before.
PLURAL_LEADERS = frozenset(
    "leaders men women politicians ministers presidents pair couple two brothers sisters".split()
)
PLURAL_BODIES = frozenset(
    "countries sides nations companies governments parties firms neighbours neighbors allies".split()
)
