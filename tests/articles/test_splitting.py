"""Several articles on one page, and one article in entries."""

from datetime import date

import pytest

from copydesk.articles import read_articles
from copydesk.records import Page, PageId
from copydesk.settings import ArticleSettings

LAMPS = (
    "Lantern makers of Orrin Bay return to oil",
    (
        "The last electric lantern works in Orrin Bay closed on Thursday, and its forty workers were back at their old "
        "benches within the hour, filing brass for lamps that burn oil."
    ),
    (
        "Demand from museums, fishing lodges and one film studio has trebled in two years, said the works' manager, "
        "Petra Voss, who expects to hire six apprentices before the winter."
    ),
    '"My grandfather made these, and he told me never to learn it," said Joss Keel, 61. "So I did it in secret."',
    "The town council has lent the works its old tram shed, where the roof lets in enough light to see a scratch.",
)
FERRY = (
    "Ferry line to the outer islands gets a second ship",
    (
        "The ferry line to the outer islands will sail twice a day from May, after its owners bought a second ship "
        "from a bankrupt line in the north."
    ),
    (
        "The ship, which is twenty years old, carries 220 passengers and thirty cars, the line's director, Osric "
        "Thane, told a meeting in Saltmouth on Wednesday."
    ),
    "Islanders have asked for a second sailing since 1998, when the mail boat was given up and letters came by air.",
)
CLOCKS = (
    "School in Hob Vale teaches its pupils to mend clocks",
    (
        "Pupils at the school in Hob Vale learn to mend clocks from the age of nine, in a workshop that a retired "
        "watchmaker left to the village."
    ),
    (
        "The first repaired clock hangs over the school door and has lost four minutes since September, the head "
        "teacher, Una Lisk, said on Tuesday."
    ),
    "Some of the children now mend the clocks of their neighbours, who pay with cakes and sometimes with other clocks.",
)
GERMAN = (
    (
        "Glockengießer von Ahrental nimmt Abschied",
        (
            "Der letzte Glockengießer von Ahrental hat am Donnerstag seine Werkstatt geschlossen, wo seit 1742 Glocken "
            "für die Kirchen des Tals gegossen wurden."
        ),
        (
            "Er habe keinen Nachfolger gefunden, sagte Emil Harrach, der den Beruf von seinem Vater lernte und im Mai "
            "achtzig Jahre alt wird."
        ),
        "Die Gemeinde will die Werkstatt kaufen und darin ein kleines Museum einrichten, wie der Bürgermeister sagte.",
    ),
    (
        "Neue Brücke über die Wiel wird teurer",
        (
            "Die neue Brücke über die Wiel wird um drei Millionen Gulden teurer als geplant, sagte das Bauamt der "
            "Stadt am Mittwoch."
        ),
        (
            "Grund sei der weiche Boden am Nordufer, in dem die Pfeiler tiefer stehen müssten als angenommen, sagte "
            "die Leiterin des Amtes, Dora Winkel."
        ),
        "Die alte Brücke soll bis zur Eröffnung im Herbst des nächsten Jahres befahrbar bleiben, aber nur für Räder.",
    ),
)
JAPANESE = (
    (
        "青葉町の時計店、百年の歴史に幕",
        "青葉町で百年続いた時計店が木曜日に閉店し、最後の日には町の人々が店の前に列を作った。",
        "店主の森川一郎さんは「父も祖父もこの椅子に座って時計を直してきた。寂しいが、目が見えなくなっては仕方がない」と語った。",
        "店に残された三百個の時計は町の資料館に寄贈され、来年の春から展示される予定だという。",
        "町長は閉店を惜しみ、建物を若い職人のための工房として残す考えを明らかにした。",
    ),
    (
        "白浜と離島を結ぶ船、五月から一日二便に",
        "白浜と離島を結ぶ定期船が五月から一日二便に増えることが水曜日、運航会社への取材で分かった。",
        "同社は北部の会社から中古の船を一隻買い入れ、乗客二百二十人と車三十台を運べるようになるとしている。",
        "島の住民は二十年以上前から増便を求めてきたが、燃料費の高騰で実現が遅れていた。",
        "運賃は年末まで据え置かれ、その後は利用状況を見て決めるという。",
    ),
)
MENU = ["Home", "News", "Sport", "Opinion", "Sign in"]
FOOT = ["About us", "Contact", "© 2031 The Orrin Courier"]
ENTRIES = (
    (
        "10:42",
        "Divers have reached the wreck of the Petrel, which lies on its side at thirty metres, the coastguard says.",
    ),
    ("10:15", "The families of the crew are waiting in the school at Saltmouth, where beds and a kitchen were set up."),
    ("09:58", 'Eleven are safe, Osric Thane has told reporters. "We are looking for the other three," he said.'),
    ("09:30", "Good morning. We will bring you the news of the sinking of the Petrel as it comes in."),
    ("09:12", "The coastguard was called at 4.20 by a fishing boat, which saw lights go out off Hob Point, it says."),
)


def read(content, form="text"):
    page = Page(id=PageId("p"), source="page", form=form, sha256="0", size=len(content), as_of=date(2038, 1, 1))
    return read_articles(page, content, settings=ArticleSettings())


def told(articles):
    return [(article.title, *article.text.split("\n")) for article in articles]


def scroll(*stories):
    """A text dump of articles one below the other; each story with its byline and date."""
    lines = list(MENU)
    for (title, *paragraphs), byline, printed in stories:
        lines += [title, byline, printed, "Share", *paragraphs, "Share"]
    return "\n".join([*lines, *FOOT])


def test_each_article_of_an_endless_page_is_read_by_itself():
    articles = read(
        scroll(
            (LAMPS, "By Mara Finch", "14 March 2031 09:12"),
            (FERRY, "By Tobin Hale", "13 March 2031 17:40"),
            (CLOCKS, "By Mara Finch", "2 March 2031 08:05"),
        )
    )
    assert told(articles) == [LAMPS, FERRY, CLOCKS]
    assert [article.position for article in articles] == [0, 1, 2]
    assert [article.byline for article in articles] == [("Mara Finch",), ("Tobin Hale",), ("Mara Finch",)]
    assert [one.published.low for one in articles] == [date(2031, 3, 14), date(2031, 3, 13), date(2031, 3, 2)]
    assert {article.outlet for article in articles} == {"The Orrin Courier"}


def test_the_other_articles_are_related_in_the_blocks_of_the_first():
    article = read(scroll((LAMPS, "By Mara Finch", "14 March 2031"), (FERRY, "By Tobin Hale", "13 March 2031")))[0]
    kinds = {block.text: block.kind for block in article.blocks}
    assert {kinds[line] for line in FERRY} == {"related"}
    assert {kinds[line] for line in LAMPS[1:]} == {"body"}


def test_articles_of_a_page_in_markup():
    def section(story, byline, printed):
        paragraphs = "".join(f"<p>{line}</p>" for line in story[1:])
        return f"<article><h1>{story[0]}</h1><span class=by>{byline}</span><time>{printed}</time>{paragraphs}</article>"

    content = section(LAMPS, "By Mara Finch", "14 March 2031") + section(FERRY, "By Tobin Hale", "13 March 2031")
    assert told(read(f"<title>{LAMPS[0]}</title><main>{content}</main>", "html")) == [LAMPS, FERRY]


def test_articles_that_the_metadata_name():
    nodes = "".join(f'{{"@type": "NewsArticle", "headline": "{story[0]}"}},' for story in (LAMPS, FERRY)).rstrip(",")
    sections = "".join(
        f"<section><h2>{story[0]}</h2>" + "".join(f"<p>{line}</p>" for line in story[1:]) + "</section>"
        for story in (LAMPS, FERRY)
    )
    content = f'<script type="application/ld+json">[{nodes}]</script><main>{sections}</main>'
    assert told(read(content, "html")) == [LAMPS, FERRY]


def test_german_articles():
    first, second = GERMAN
    articles = read(
        scroll(
            (first, "Von Lena Ruhland", "14. März 2031, 09:12 Uhr"), (second, "Von Karl Oste", "9. Mai 2031, 7:40 Uhr")
        )
    )
    assert told(articles) == [first, second]
    assert [article.byline for article in articles] == [("Lena Ruhland",), ("Karl Oste",)]


@pytest.mark.parametrize("form", ["text", "html"])
def test_japanese_articles(form):
    dates = ("2031年3月14日 09:12", "2031年3月13日 17:40")
    if form == "text":
        content = "\n".join(
            line for story, day in zip(JAPANESE, dates, strict=True) for line in (story[0], day, *story[1:])
        )
    else:
        content = "".join(
            f"<div><h2>{story[0]}</h2><p>{day}</p>" + "".join(f"<p>{line}</p>" for line in story[1:]) + "</div>"
            for story, day in zip(JAPANESE, dates, strict=True)
        )
    articles = read(content, form)
    assert [article.text.split("\n") for article in articles] == [list(story[1:]) for story in JAPANESE]
    assert articles[1].title == JAPANESE[1][0]


def test_subheadings_make_no_second_article():
    lines = [*MENU, LAMPS[0], "By Mara Finch", "14 March 2031 09:12", *LAMPS[1:]]
    lines += ["What the island council says about it", *FERRY[1:], "A valley that mends its own clocks", *CLOCKS[1:]]
    (article,) = read("\n".join([*lines, *FOOT]))
    assert set(LAMPS[1:] + FERRY[1:] + CLOCKS[1:]) <= set(article.text.split("\n"))


@pytest.mark.parametrize("order", ["date first", "date second"])
def test_a_chronology_is_one_article(order):
    lines = [*MENU, "How the harbour of Orrin Bay silted up", "14 March 2031", *LAMPS[1:]]
    for day, title, story in (
        ("3 May 1998", "The mail boat runs aground", FERRY),
        ("1 June 2004", "A dredger is bought and sold", CLOCKS),
    ):
        lines += [*((day, title) if order == "date first" else (title, day)), *story[1:]]
    articles = read("\n".join([*lines, *FOOT]))
    assert len(articles) == 1
    assert set(FERRY[1:] + CLOCKS[1:]) <= set(articles[0].text.split("\n"))


def test_long_comments_are_no_articles():
    def comment(name, day):
        return [name, day, *(f"I was on the ferry in {month}, and nobody told me a word about it." for month in MONTHS)]

    lines = [*MENU, LAMPS[0], "By Mara Finch", "14 March 2031", *LAMPS[1:], "Comments (2)"]
    lines += [
        *comment("anna_k", "15 March 2031"),
        "Like Reply Report",
        *comment("old salt of the bay", "16 March 2031"),
    ]
    assert len(read("\n".join([*lines, *FOOT]))) == 1


MONTHS = ("May", "June", "July", "August", "September")


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_live_report_is_one_article_in_the_order_of_its_page(form):
    title = "Live: three missing as freighter sinks off Hob Point"
    if form == "text":
        lines = [line for time, text in ENTRIES for line in (time, text, "Share")]
        content = "\n".join([*MENU, title, "By Mara Finch", *lines, *FOOT])
    else:
        entries = "".join(f"<article><time>{time}</time><p>{text}</p></article>" for time, text in ENTRIES)
        content = f"<nav><a>Home</a></nav><main><h1>{title}</h1>{entries}</main>"
    (article,) = read(content, form)
    assert article.kind == "live"
    assert article.title == title
    assert article.text.split("\n") == [text for _, text in ENTRIES]
    assert [block.text for block in article.blocks if block.kind == "date"] == [time for time, _ in ENTRIES]


def test_a_day_told_from_its_morning_on_is_no_live_report_unless_the_page_says_so():
    lines = [line for time, text in reversed(ENTRIES) for line in (time, text)]
    (chronology,) = read("\n".join(["How the Petrel sank, hour by hour", "By Mara Finch", *lines]))
    assert chronology.kind == "article"
    (live,) = read("\n".join(["Liveticker: the Petrel sinks off Hob Point", "By Mara Finch", *lines]))
    assert live.kind == "live"


def test_headlines_alone_are_no_articles():
    lines = [*MENU, LAMPS[0], "By Mara Finch", "14 March 2031", *LAMPS[1:], "More news"]
    lines += [FERRY[0], "13 March 2031", CLOCKS[0], "12 March 2031"]
    (article,) = read("\n".join([*lines, *FOOT]))
    assert {block.text for block in article.blocks if block.kind == "related"} >= {FERRY[0], CLOCKS[0]}


def test_times_beside_an_article_make_no_live_report():
    ticker = [
        "10:42",
        "The council votes at noon today.",
        "10:15",
        "Snow falls on Hob Vale.",
        "09:58",
        "A ship is late.",
    ]
    comments = ["09:30", "I was there and saw it all.", "09:12", "Nobody asked us about the shed."]
    lines = [*MENU, *ticker, LAMPS[0], "By Mara Finch", "14 March 2031", *LAMPS[1:], "Comments", *comments]
    article = read("\n".join([*lines, *FOOT]))[0]
    assert article.kind == "article"
    assert set(LAMPS[1:]) <= set(article.text.split("\n"))


def test_a_picture_and_its_text_above_an_article_are_no_story_of_their_own():
    caption = "Joss Keel bends a handle over his knee in Orrin Bay. He learned it in secret. The shed has no heating."
    lines = [
        *MENU,
        "14 March 2031 09:12",
        LAMPS[0],
        "By Mara Finch",
        "Photo 1 of 3 from the works at Orrin Bay",
        caption,
    ]
    assert [article.position for article in read("\n".join([*lines * 1, caption * 2, *LAMPS[1:], *FOOT]))] == [0]


def test_a_row_of_buttons_is_no_headline():
    teaser = (
        "A mill at Garth is for sale again, nine months after its owner said that he would never part with it. " * 2
    )
    lines = [*MENU, LAMPS[0], "By Mara Finch", "14 March 2031", *LAMPS[1:], "More", "13 March 2031"]
    lines += ["Facebook Twitter Whatsapp Mail", f"{teaser} The price is low."]
    assert len(read("\n".join([*lines, *FOOT]))) == 1


@pytest.mark.parametrize(
    ("title", "stamps", "lines"),
    [
        (
            "Liveticker: Frachter sinkt vor der Insel Hob",
            ("14.32 Uhr", "13.05 Uhr", "12.40 Uhr"),
            (
                "Taucher haben das Wrack erreicht, das auf der Seite liegt, teilte die Küstenwache mit.",
                "Die Familien der Besatzung warten in der Schule, wo Betten und eine Küche aufgestellt sind.",
                "Elf Seeleute sind in Sicherheit, sagte der Direktor der Reederei am Mittag vor Journalisten im Hafen.",
            ),
        ),
        (
            "【速報】貨物船が沖合で沈没、三人不明",
            ("14時32分", "13時05分", "12時40分"),
            (
                "潜水士が沈没した船に到達した。船は水深三十メートルの海底に横倒しになっており、油の流出は確認されていない。",
                "乗組員の家族は港の近くの学校で待機している。赤十字が寝台と炊事場を用意した。",
                "十四人のうち十一人の無事が確認された。海運会社の社長が港で記者団に明らかにした。",
            ),
        ),
    ],
)
def test_live_reports_in_other_languages(title, stamps, lines):
    content = "\n".join([title, "", *(line for pair in zip(stamps, lines, strict=True) for line in pair)])
    (article,) = read(content)
    assert article.kind == "live"
    assert article.text.split("\n") == list(lines)


def test_another_wording_of_the_headline_inside_an_article_begins_no_other():
    shown, stated = LAMPS[0], "Why the lantern makers of Orrin Bay return to oil"
    paragraphs = [f"<p>{line}</p>" for line in (*LAMPS[1:], *FERRY[1:])]
    content = "".join([f"<h1>{shown}</h1>", *paragraphs[:4], f"<h2>{stated}</h2>", *paragraphs[4:]])
    articles = read(f'<meta property="og:title" content="{stated}"><main>{content}</main>', "html")
    assert len(articles) == 1
