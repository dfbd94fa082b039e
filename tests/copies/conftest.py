"""One invented event, told by an agency, carried and reworded by others, and reported by a newsroom of its own."""

from datetime import date

import pytest

from copydesk.records import Article, ArticleId, Block, PageId, Published

AGENCY = """A cargo lift at the Tamsin grain store in Port Orla gave way on Monday morning, killing four dockers and \
trapping eleven others under 300 tonnes of barley, the harbour police said.
Rescuers reached the last of the trapped men at 4.15pm, nearly seven hours after the collapse. Two of the eleven are \
in intensive care at the Sankt Brida hospital.
The store, built in 1962, belongs to Orla Grain, which bought it from the state for 18 million crowns in 2019. It was \
last inspected in March.
"We heard a crack like a whip and then the floor was gone," said Jorun Vadel, a crane driver who was standing by the \
gate.
Transport minister Ketil Aabrand ordered all 27 lifts of the same make to be stopped at once. "Nobody will ride in one \
of these until I know why this one fell," he told the Coastal Wire.
Orla Grain's director, Marit Solheim-Dahl, said the company had replaced the cables in January and had a certificate \
for the work.
The dockers' union disputed that. It said the cables in the lift were those of 2011 and that it had written to the \
company twice, in April and in June.
Barley prices in Hestmark rose 2.6% on the news. The Tamsin store holds about a tenth of the region's winter stock.
It was the worst accident in the port since the tanker Elvira burned at its berth in November 1987, killing 19 \
people."""

SPUN = """A shipment elevator at the Tamsin cereal shop in Port Orla surrendered on Monday daybreak, slaughtering four \
longshoremen and ensnaring eleven others beneath 300 tons of grain, the haven constables uttered.
Saviours touched the final of the ensnared gents at 4.15pm, almost seven hours following the downfall. Two of the \
eleven are in thorough attention at the Saint Bride infirmary.
The shop, erected in 1962, appertains to Orla Cereal, which purchased it out of the nation for 81 million coronets in \
2019. It was latterly examined in March.
"We listened a fracture like a lash and afterwards the ground was vanished," uttered Jorun Vadel, a heron motorist who \
was erect by the portal.
Transport clergyman Ketil Aabrand commanded all 27 elevators of the identical brand to be halted right away. "No one \
shall journey inside one of those till I recognise why this one tumbled," he informed the Coastal Cord.
Orla Cereal's principal, Marit Solheim-Dahl, uttered the firm had substituted the cords in January and retained a \
diploma for the toil best cheap casino bonus code online.
The longshoremen's marriage contested that. It uttered the cords inside the elevator were them of 2011 and that it had \
scribbled to the firm two times, in , and in June.
Grain costs in Stallion Field climbed 2.6% upon the tidings. The Tamsin shop grips around a tenth of the area's winter \
hoard."""

TRANSLATED = """Four dock workers lost their lives and eleven more were buried beneath 300 tonnes of barley on Monday \
morning, when a goods lift in the Tamsin granary at Port Orla came down, according to the police of the harbour.
It took almost seven hours until, at a quarter past four in the afternoon, at 4.15, the last of those buried could be \
freed. In the hospital of Sankt Brida two of the eleven are receiving intensive treatment.
Orla Grain acquired the granary, which dates from 1962, in 2019, paying the state 18 million crowns. In March it \
underwent its most recent inspection.
"First there was a bang as of a whip, and then there was no floor any more," reported the crane operator Jorun Vadel, \
whose place had been beside the gate.
At once Ketil Aabrand, the minister of transport, had all lifts of this make, 27 in number, taken out of service. To \
the Coastal Wire he declared: "Until it is clear to me what made this one come down, no person is going to use them."
According to its director, Marit Solheim-Dahl, new cables were fitted by Orla Grain in January, for which a \
certificate exists.
That is denied by the union of the dockers: the lift was still hanging on the cables of 2011, and two letters, one in \
April and one in June, had gone to the company.
In Hestmark the price of barley went up by 2.6 percent. Roughly every tenth tonne of the region's stock for the winter \
lies in the Tamsin granary.
Not since November 1987, when 19 people died as the tanker Elvira burned at the quay, has the port seen a graver \
accident."""

OWN_REPORT = """Families waited outside the Sankt Brida hospital all night for word of the men who were in the lift.
Harald Nessa, whose brother works the night shift at the Tamsin store, said nobody had told him anything since noon. \
"They read out names from a list and his was not on it," he said.
Five men died, the hospital's chief surgeon, Ingrid Moe, said on Monday night. One of them was brought in alive and \
could not be saved.
Dockers have complained of the lift for years. A log kept by the gate, which this newspaper has seen, records 14 stops \
between floors since February.
The minister, Ketil Aabrand, flew in by helicopter and stayed an hour. He said that nobody would ride in one of these \
lifts until he knew why it had failed.
Under the floor of the store lie some 300 tonnes of barley, and the smell of it hangs over half of Port Orla.
Orla Grain put a notice on its gate and sent its workers home with pay."""

COLUMN = """Every spring I ask my students what a certificate is for, and every spring they give me the wrong answer.
A certificate, they say, shows that something is safe. It shows no such thing. It shows that on one day one person \
looked at one thing and signed a form.
Consider Port Orla. Orla Grain's director, Marit Solheim-Dahl, said the company had replaced the cables in January and \
had a certificate for the work. The dockers' union disputed that. It said the cables in the lift were those of 2011 \
and that it had written to the company twice, in April and in June.
Both may be telling the truth, and that is my point. Paper travels faster than steel. An office that counts forms will \
get forms, and a country that counts forms will get offices.
I do not know what the cure is. I know what it costs to go on as we are, and who pays."""


@pytest.fixture
def make():
    """An article from a name and a text, with whatever else its page says."""

    def article(name, text, *, day=None, **said):
        published = None
        if day is not None:
            on = date.fromisoformat(day)
            published = Published(low=on, high=on, precision="day", basis="printed", confidence=0.9)
        return Article(
            id=ArticleId(name),
            page=PageId(f"page-{name}"),
            source=f"{name}.html",
            position=0,
            text=text,
            blocks=said.pop("blocks", (Block(kind="body", text=text),)),
            published=published,
            **said,
        )

    return article


@pytest.fixture
def agency(make):
    return make(
        "a-agency",
        AGENCY,
        day="2031-05-05",
        outlet="Coastal Wire",
        byline=("Runa Falk",),
        dateline="PORT ORLA, May 5",
    )


@pytest.fixture
def spun(make):
    return make("b-spun", SPUN, day="2031-05-08", outlet="Daily Buzz Box")


@pytest.fixture
def translated(make):
    return make("c-translated", TRANSLATED, day="2031-05-06", outlet="Worldview")


@pytest.fixture
def own_report(make):
    return make("d-own", OWN_REPORT, day="2031-05-06", outlet="Orla Courier", byline=("Siv Brandt",))


@pytest.fixture
def column(make):
    return make("e-column", COLUMN, day="2031-05-12", outlet="The Letter", byline=("Odd Hagen",))


@pytest.fixture
def portal(make):
    return make("f-portal", AGENCY.replace('"', "'"), outlet="Portal Nine")


@pytest.fixture
def regional(make):
    paragraphs = AGENCY.split("\n")
    own = "Flags flew at half-mast on the town hall of Northby, where two of the dead had grown up, the mayor said."
    kept = [*paragraphs[:2], own, *paragraphs[4:7], paragraphs[2], paragraphs[8]]
    return make(
        "g-regional",
        "\n".join(kept),
        day="2031-05-06",
        outlet="Northby Gazette",
        credited_to="Coastal Wire",
    )


@pytest.fixture
def relatives(spun, translated, regional, column, portal):
    """All that was made from the agency's text."""
    return spun, translated, regional, column, portal
