"""Words around numbers in general English: what counts as a person, what is measured, what ends a noun phrase."""

from __future__ import annotations

import re

from copydesk.text.lemmas import singular

# Words for people whose form does not tell (those in -ist, -ian, -man and most in -er and -or do: `is_person`).
PEOPLE = frozenset(
    "person people human individual man woman child boy girl baby infant toddler adult teenager youth youngster kid"
    " pensioner senior elder minor mother father parent son daughter brother sister husband wife spouse twin"
    " grandmother grandfather grandparent grandchild widow widower orphan relative cousin uncle aunt nephew niece"
    " friend neighbour neighbor colleague workmate classmate teammate companion partner mate comrade stranger guest"
    " host resident inhabitant citizen national local foreigner tourist migrant immigrant refugee exile"
    " evacuee passenger commuter pedestrian cyclist motorist driver pilot captain sailor crew crewman deckhand"
    " stewardess steward docker miner farmer fisherman worker workforce labourer laborer employee employer staffer"
    " clerk cook chef waiter waitress nurse doctor medic paramedic surgeon physician patient teacher pupil student"
    " graduate undergraduate scholar scientist researcher professor lecturer academic expert analyst economist engineer"
    " technician mechanic electrician plumber carpenter builder baker butcher grocer tailor barber hairdresser cleaner"
    " porter guard janitor caretaker soldier troop conscript recruit reservist veteran marine paratrooper gunman"
    " fighter militant insurgent rebel guerrilla terrorist hostage prisoner inmate detainee convict suspect defendant"
    " accused offender criminal thief robber burglar murderer killer smuggler dealer spy agent officer official"
    " policeman police constable detective sergeant inspector commander general colonel firefighter fireman rescuer"
    " volunteer helper diver swimmer runner athlete player footballer goalkeeper striker defender midfielder coach"
    " referee umpire fan supporter spectator viewer listener reader visitor customer client shopper consumer buyer"
    " seller vendor trader merchant broker banker investor shareholder depositor borrower lender creditor debtor saver"
    " taxpayer homeowner householder tenant landlord owner lawyer attorney solicitor barrister judge juror magistrate"
    " prosecutor witness victim survivor casualty fatality dead injured wounded missing mourner minister premier"
    " president chancellor monarch king queen prince princess leader ruler dictator politician lawmaker legislator"
    " senator deputy delegate envoy diplomat ambassador councillor councilor mayor governor commissioner negotiator"
    " mediator adviser advisor aide spokesman spokeswoman secretary voter elector candidate member activist campaigner"
    " protester protestor demonstrator marcher striker picket dissident journalist reporter editor correspondent"
    " photographer author writer poet novelist artist painter sculptor musician singer cellist violinist pianist actor"
    " actress dancer performer comedian priest monk nun bishop cleric pastor imam rabbi worshipper pilgrim"
    " believer follower disciple user subscriber follower caller applicant claimant beneficiary recipient holder"
    " participant attendee contestant competitor winner loser finalist founder director chairman executive manager"
    " supervisor boss head chief apprentice intern trainee retiree newcomer arrival outsider insider bystander onlooker"
    " observer inspector auditor accountant consultant contractor developer programmer designer architect"
    " planner surveyor traveller traveler holidaymaker backpacker hiker climber mountaineer skier rider jockey gambler"
    " donor speaker courier messenger postman operator dispatcher weaver potter smith welder fitter shepherd gardener"
    " ranger hunter angler peasant villager townsman islander settler native civilian combatant trooper personnel staff"
    " clergy gentry infantry cavalry arrest death injury detention body mum mam dad gran granny nan grandad granddad"
    " granddaughter grandson stepmother stepfather auntie guy lad pirate brigand"
    # Peoples whose names end like no other word for persons.
    " greek turk dane swede pole czech briton scot finn spaniard kurd arab jew serb croat slovak slovene thai filipino"
    " latino uzbek kazakh tajik uighur muslim hindu sikh catholic protestant mormon".split()
)
# Words in -er, -or, -ee and -ian that are things.
_THINGS = frozenset(
    "paper newspaper letter number order river water meter metre litre liter kilometre kilometer centimetre centimeter"
    " millimetre millimeter quarter computer tanker trailer helicopter charter centre center chapter offer layer power"
    " tower shower shutter server printer router boiler freighter carrier bomber cruiser destroyer container crater"
    " corner border master barrier flyer filter matter register transformer reactor tractor motor sector"
    " factor floor door mirror error indicator generator elevator escalator corridor anchor color colour harbor vector"
    " sensor monitor processor semiconductor conductor projector detector incubator ventilator excavator"
    " fee tree degree committee knee bee coffee jubilee guarantee pedigree marquee trophy"
    " dollar cellar pillar collar calendar ladder cylinder folder shelter counter poster banner sticker locker burger"
    " cracker hamburger dinner supper finger shoulder hammer spanner trigger bunker tender cover header"
    " border parameter diameter barometer thermometer disaster encounter adventure rafter timber river theater theatre"
    " slipper sweater jumper trouser starter blister boulder cluster fibre fiber figure prior tumor tumour"
    " armor flavor labor vapor honor rumor rumour trawler steamer liner schooner cutter bulldozer"
    " digger bumper fender sleeper primer buffer poker drawer flower feeder cooker freezer cooler heater"
    " burner toaster mixer scanner laser tracker hectare share acre caliber calibre pointer seater parter wheeler"
    " decker storey story assist list checklist playlist shortlist wrist waist twist tier sticker"
    " chamber murder ember cucumber lumber rubber ladder fodder powder gender spider glider slider cinder thunder wafer"
    " ledger merger hanger cipher weather leather feather marker cancer saucer ulcer whisper caper monster semester"
    " litter butter gutter wonder answer sewer prayer blazer razor anchor terror horror bladder blunder charger clipper"
    " copper crater dagger dumper fertiliser fertilizer fever geyser grinder lever limiter liver mixer napkin oyster"
    " pager pepper pier pillar platter polymer propeller rafter roller rooster rotor rudder saber sabre scooter"
    " screwdriver shredder silencer skewer sprinkler stroller supercomputer temper timer toner typewriter wager whisker"
    " wrapper zipper".split()
)
_PERSON_ENDING = re.compile(r"(?:ists?|(?:wo)?m[ae]n|eers?|(?:[^aeiou]|u)ers?|[tsl]ors?|[lyt]ees?|ians)$")
# Capitalised: "2,000 Venetians".
_NATIONAL = re.compile(r"ians?$|[^aeiou]ans?$|ese$|(?:[nqtldb]|sh)is$")

_NATIONAL_PLURAL = re.compile(r"(?:[nqtldb]|sh)is$")  # Yemenis, Iraqis, Kuwaitis, Israelis, Saudis, Punjabis

# Closed list: a noun phrase that follows a number ends before these.
_FUNCTION = (
    "a an the this that these those his her its their our my your some any no each every all both"
    " of in on at to by from with for as into onto upon over under above below about after before since until till"
    " during through throughout between among against within without across along around behind beyond near off out up"
    " down per plus via than like despite toward towards amid inside outside"
    " and or but nor so yet if when while where because although though unless whether once"
    " who whom whose which what how why there here then now just still also even only not never ago later earlier"
    " already again too very instead apart away together long"
    " he she it they we you i him them us me themselves itself himself herself"
    " is are was were be been being has have had having do does did will would shall should can could may might must"
    " said say says told tells died dies fled took take takes went came made gave got left remain remained remains"
    " yesterday today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday"
)
FUNCTION = frozenset(_FUNCTION.split())
# Words between a number and its noun that belong to neither.
FILLERS = frozenset("more other others further additional extra fewer less such of ones".split())
# No plurals, though they end in s.
_NO_PLURALS = frozenset(
    "always perhaps besides sometimes nowadays overseas indoors outdoors upstairs downstairs alas towards afterwards"
    " backwards forwards across thus plus minus less unless its his ours yours hers theirs this as has was does says"
    " goes comes takes makes gets gives needs means wants seems looks runs remains becomes begins includes costs"
    " serious various previous dangerous enormous famous religious nervous precious anonymous continuous numerous"
    " news series species"
    " express business press boss loss class pass glass access process success address congress progress mass cross"
    "".split()
)
_PLURALS = frozenset("people men women children feet police staff crew personnel troops".split())
_MASS_PEOPLE = frozenset("crew staff police personnel infantry cavalry clergy".split())

TIME = frozenset("second minute hour day night week weekend fortnight month quarter year decade century season".split())
# Several of these are one shorter or longer unit: "two decades" is 20 years.
IN_YEARS = {"decade": 10.0, "century": 100.0, "millennium": 1000.0}
# Units that a rate is often given for with a mere article: "27 thalers a megawatt hour".
RATE_NOUNS = frozenset(
    "head person passenger pupil student patient household family worker share unit barrel bushel ounce gram kilo"
    " kilogram pound stone ton tonne litre liter gallon pint bottle metre meter kilometre kilometer mile acre hectare"
    " ticket piece copy box bag sack loaf cup glass"
    " game match shift trip journey flight lesson session visit".split()
)
# What holds a measure of something: "half a cup of milk".
VESSELS = frozenset(
    "cup glass bottle mug bowl tin can jar spoon teaspoon tablespoon bucket barrel sack bag box".split()
)
_MEASURES = (
    "metre meter kilometre kilometer centimetre centimeter millimetre millimeter mile yard foot inch furlong league"
    " fathom knot hectare acre gram gramme kilogram kilogramme kilo tonne ton pound ounce stone litre liter millilitre"
    " gallon pint barrel bushel watt kilowatt megawatt gigawatt terawatt volt amp joule calorie degree hertz megahertz"
    " gigahertz byte megabyte gigabyte terabyte bit megabit gigabit decibel pascal bar newton horsepower"
    " teu"
)
MEASURES = frozenset(_MEASURES.split())
UNIT_MODIFIERS = frozenset(
    "cubic square nautical metric short light basis percentage kilowatt megawatt gigawatt terawatt".split()
)
MONEY = frozenset(
    "dollar euro pound sterling cent penny pence yen yuan renminbi rouble ruble rupee franc mark peso real rand won"
    " krona krone kroner kronor kronur crown thaler florin guilder lira dinar dirham riyal rial zloty forint koruna leu"
    " lev baht dong ringgit rupiah shekel hryvnia naira shilling lei cedi birr taka kyat tenge lari dram".split()
)
# Words for money that do not form their plural with an s.
MONEY_SINGULARS = {"kroner": "krone", "kronor": "krona", "kronur": "krona", "pence": "penny", "lei": "leu"}
# Symbols written at or after a number, as on the page: (unit, rate).
SYMBOLS: dict[str, tuple[str, str | None]] = {
    "km": ("kilometre", None),
    "km/h": ("kilometre", "hour"),
    "hr": ("hour", None),
    "hrs": ("hour", None),
    "min": ("minute", None),
    "mins": ("minute", None),
    "sec": ("second", None),
    "secs": ("second", None),
    "yr": ("year", None),
    "yrs": ("year", None),
    "kmh": ("kilometre", "hour"),
    "kph": ("kilometre", "hour"),
    "mph": ("mile", "hour"),
    "m/s": ("metre", "second"),
    "cm": ("centimetre", None),
    "mm": ("millimetre", None),
    "ft": ("foot", None),
    "in": ("inch", None),
    "kg": ("kilogram", None),
    "mg": ("milligram", None),
    "g": ("gram", None),
    "lb": ("pound", None),
    "lbs": ("pound", None),
    "oz": ("ounce", None),
    "ha": ("hectare", None),
    "ml": ("millilitre", None),
    "kWh": ("kilowatt hour", None),
    "MWh": ("megawatt hour", None),
    "GWh": ("gigawatt hour", None),
    "TWh": ("terawatt hour", None),
    "kW": ("kilowatt", None),
    "MW": ("megawatt", None),
    "GW": ("gigawatt", None),
    "TW": ("terawatt", None),
    "kV": ("kilovolt", None),
    "GB": ("gigabyte", None),
    "TB": ("terabyte", None),
    "MB": ("megabyte", None),
    "Hz": ("hertz", None),
    "MHz": ("megahertz", None),
    "GHz": ("gigahertz", None),
    "dB": ("decibel", None),
    "dBA": ("decibel", None),
    "dBa": ("decibel", None),
    "W": ("watt", None),
    "kcal": ("kilocalorie", None),
    "mAh": ("milliampere hour", None),
    "cc": ("cubic centimetre", None),
    "mL": ("millilitre", None),
    "fps": ("frame", "second"),
    "rpm": ("revolution", "minute"),
    "Mbps": ("megabit", "second"),
    "Gbps": ("gigabit", "second"),
    "bpd": ("barrel", "day"),
    "b/d": ("barrel", "day"),
    "psi": ("pound", "square inch"),
    "hp": ("horsepower", None),
    "sq km": ("square kilometre", None),
    "sq m": ("square metre", None),
    "sq ft": ("square foot", None),
    "cu m": ("cubic metre", None),
    "bcm": ("cubic metre", None),
    "mcm": ("cubic metre", None),
    "km\u00b2": ("square kilometre", None),
    "m\u00b2": ("square metre", None),
    "m\u00b3": ("cubic metre", None),
    "\u00b0C": ("degree Celsius", None),
    "\u00b0F": ("degree Fahrenheit", None),
    "\u00b0": ("degree", None),
    "C": ("degree Celsius", None),
    "p": ("penny", None),
}
# Symbols that hold a scale as well: "15 bcm" is 15 billion cubic metres.
SYMBOL_SCALES = {"bcm": 1e9, "mcm": 1e6}
CURRENCY_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "\u00a3": "GBP",
    "\u20ac": "EUR",
    "\u00a5": "JPY",
    "\u20b9": "INR",
    "\u20bd": "RUB",
    "\u20a9": "KRW",
    "\u20ba": "TRY",
    "\u20aa": "ILS",
    "\u20b4": "UAH",
    "\u20ab": "VND",
    "\u0e3f": "THB",
}
CURRENCY_CODES = frozenset(
    "USD EUR GBP JPY CNY INR RUB AUD CAD NZD CHF SEK NOK DKK PLN CZK HUF TRY BRL MXN ZAR KRW HKD SGD TWD THB IDR MYR"
    " PHP ILS AED SAR EGP NGN KES UAH".split()
)


def is_person(noun: str) -> bool:
    """Whether a noun, in the singular or the plural, is a word for people: `docker`, `economists`, `crew`."""
    word = noun.casefold()
    if word in PEOPLE or singular(word) in PEOPLE:
        return True
    if noun[0].isupper() and _NATIONAL.search(word):
        return True
    if singular(word) in _THINGS or singular(word) in MEASURES or len(word) < 5:
        return False
    return _PERSON_ENDING.search(word) is not None


def is_plural(word: str) -> bool:
    """Whether a word may be a noun in the plural, or one for several people (`police`)."""
    lower = word.casefold()
    if word[0].isupper() and _NATIONAL_PLURAL.search(lower):
        return True
    if lower in _PLURALS or lower in _MASS_PEOPLE:
        return True
    return len(lower) > 3 and lower not in _NO_PLURALS and singular(lower) != lower
