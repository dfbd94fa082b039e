"""Countries of the world by their names, peoples and capitals: what every reader of news takes for a place.

A line a country: its names, `|` between them, the first the usual one; then the words for its people and its quality;
then its capital and other cities that news names without the country. From general knowledge; member states of the
United Nations and a few names beside them that are as common.
"""

from __future__ import annotations

from functools import cache, lru_cache

from copydesk.text.normal import fold

_COUNTRIES = """
Afghanistan; Afghan; Kabul, Kandahar
Albania; Albanian; Tirana
Algeria; Algerian; Algiers
Andorra; Andorran; Andorra la Vella
Angola; Angolan; Luanda
Argentina; Argentine, Argentinian; Buenos Aires
Armenia; Armenian; Yerevan
Australia; Australian, Aussie; Canberra, Sydney, Melbourne, Brisbane, Perth
Austria; Austrian; Vienna, Salzburg
Azerbaijan; Azerbaijani, Azeri; Baku
Bahamas; Bahamian; Nassau
Bahrain; Bahraini; Manama
Bangladesh; Bangladeshi; Dhaka
Barbados; Barbadian; Bridgetown
Belarus; Belarusian; Minsk
Belgium; Belgian; Brussels, Antwerp
Belize; Belizean; Belmopan
Benin; Beninese; Porto-Novo, Cotonou
Bhutan; Bhutanese; Thimphu
Bolivia; Bolivian; La Paz, Sucre
Bosnia|Bosnia and Herzegovina; Bosnian; Sarajevo
Botswana; Batswana; Gaborone
Brazil; Brazilian; Brasilia, Rio de Janeiro, Sao Paulo
Brunei; Bruneian; Bandar Seri Begawan
Bulgaria; Bulgarian; Sofia
Burkina Faso; Burkinabe; Ouagadougou
Burundi; Burundian; Gitega, Bujumbura
Cambodia; Cambodian; Phnom Penh
Cameroon; Cameroonian; Yaounde, Douala
Canada; Canadian; Ottawa, Toronto, Montreal, Vancouver
Cape Verde; Cape Verdean; Praia
Central African Republic; Central African; Bangui
Chad; Chadian; N'Djamena
Chile; Chilean; Santiago
China|People's Republic of China; Chinese; Beijing, Peking, Shanghai, Wuhan, Shenzhen, Guangzhou
Colombia; Colombian; Bogota, Medellin
Comoros; Comorian; Moroni
Congo|Democratic Republic of the Congo|Democratic Republic of Congo|DRC; Congolese; Kinshasa, Brazzaville, Goma
Costa Rica; Costa Rican; San Jose
Croatia; Croatian, Croat; Zagreb
Cuba; Cuban; Havana
Cyprus; Cypriot; Nicosia
Czech Republic|Czechia; Czech; Prague
Denmark; Danish, Dane; Copenhagen
Djibouti; Djiboutian; Djibouti
Dominica; Dominican; Roseau
Dominican Republic; Dominican; Santo Domingo
East Timor|Timor-Leste; Timorese; Dili
Ecuador; Ecuadorian, Ecuadorean; Quito
Egypt; Egyptian; Cairo, Alexandria
El Salvador; Salvadoran; San Salvador
England; English; London, Manchester, Liverpool, Birmingham
Equatorial Guinea; Equatorial Guinean; Malabo
Eritrea; Eritrean; Asmara
Estonia; Estonian; Tallinn
Eswatini|Swaziland; Swazi; Mbabane
Ethiopia; Ethiopian; Addis Ababa
Fiji; Fijian; Suva
Finland; Finnish, Finn; Helsinki
France; French; Paris, Lyon, Marseille
Gabon; Gabonese; Libreville
Gambia; Gambian; Banjul
Georgia; Georgian; Tbilisi
Germany; German; Berlin, Munich, Hamburg, Frankfurt, Cologne
Ghana; Ghanaian; Accra
Greece; Greek; Athens, Thessaloniki
Greenland; Greenlander; Nuuk
Grenada; Grenadian; St George's
Guatemala; Guatemalan; Guatemala City
Guinea; Guinean; Conakry
Guinea-Bissau; Bissau-Guinean; Bissau
Guyana; Guyanese; Georgetown
Haiti; Haitian; Port-au-Prince
Honduras; Honduran; Tegucigalpa
Hong Kong; Hongkonger; Kowloon
Hungary; Hungarian, Magyar; Budapest
Iceland; Icelandic, Icelander; Reykjavik
India; Indian; New Delhi, Delhi, Mumbai, Kolkata, Bangalore, Chennai
Indonesia; Indonesian; Jakarta
Iran; Iranian; Tehran
Iraq; Iraqi; Baghdad, Mosul, Basra
Ireland; Irish; Dublin, Cork, Galway, Limerick
Israel; Israeli; Jerusalem, Tel Aviv, Haifa
Italy; Italian; Rome, Milan, Naples, Turin
Ivory Coast|Cote d'Ivoire; Ivorian; Yamoussoukro, Abidjan
Jamaica; Jamaican; Kingston
Japan; Japanese; Tokyo, Osaka, Kyoto, Hiroshima
Jordan; Jordanian; Amman
Kazakhstan; Kazakh; Astana, Almaty
Kenya; Kenyan; Nairobi, Mombasa
Kiribati; I-Kiribati; Tarawa
Kosovo; Kosovar, Kosovan; Pristina
Kuwait; Kuwaiti; Kuwait City
Kyrgyzstan; Kyrgyz; Bishkek
Laos; Laotian, Lao; Vientiane
Latvia; Latvian; Riga
Lebanon; Lebanese; Beirut
Lesotho; Basotho; Maseru
Liberia; Liberian; Monrovia
Libya; Libyan; Tripoli, Benghazi
Liechtenstein; Liechtensteiner; Vaduz
Lithuania; Lithuanian; Vilnius
Luxembourg; Luxembourger; Luxembourg
Madagascar; Malagasy; Antananarivo
Malawi; Malawian; Lilongwe
Malaysia; Malaysian; Kuala Lumpur
Maldives; Maldivian; Male
Mali; Malian; Bamako
Malta; Maltese; Valletta
Marshall Islands; Marshallese; Majuro
Mauritania; Mauritanian; Nouakchott
Mauritius; Mauritian; Port Louis
Mexico; Mexican; Mexico City
Micronesia; Micronesian; Palikir
Moldova; Moldovan; Chisinau
Monaco; Monegasque; Monte Carlo
Mongolia; Mongolian; Ulaanbaatar, Ulan Bator
Montenegro; Montenegrin; Podgorica
Morocco; Moroccan; Rabat, Casablanca
Mozambique; Mozambican; Maputo
Myanmar|Burma; Burmese; Naypyidaw, Yangon
Namibia; Namibian; Windhoek
Nauru; Nauruan; Yaren
Nepal; Nepali, Nepalese; Kathmandu
Netherlands|Holland; Dutch; Amsterdam, The Hague, Rotterdam
New Zealand; New Zealander, Kiwi; Wellington, Auckland
Nicaragua; Nicaraguan; Managua
Niger; Nigerien; Niamey
Nigeria; Nigerian; Abuja, Lagos
North Korea; North Korean; Pyongyang
North Macedonia|Macedonia; Macedonian; Skopje
Northern Ireland; Northern Irish; Belfast
Norway; Norwegian; Oslo, Bergen
Oman; Omani; Muscat
Pakistan; Pakistani; Islamabad, Karachi, Lahore
Palau; Palauan; Ngerulmud
Palestine; Palestinian; Ramallah, Gaza, Gaza City
Panama; Panamanian; Panama City
Papua New Guinea; Papua New Guinean; Port Moresby
Paraguay; Paraguayan; Asuncion
Peru; Peruvian; Lima
Philippines; Philippine, Filipino; Manila
Poland; Polish, Pole; Warsaw, Krakow, Gdansk
Portugal; Portuguese; Lisbon, Porto
Puerto Rico; Puerto Rican; San Juan
Qatar; Qatari; Doha
Romania; Romanian; Bucharest
Russia|Russian Federation; Russian; Moscow, St Petersburg
Rwanda; Rwandan; Kigali
Samoa; Samoan; Apia
San Marino; Sammarinese; San Marino
Saudi Arabia; Saudi, Saudi Arabian; Riyadh, Jeddah, Mecca
Scotland; Scottish, Scot; Edinburgh, Glasgow
Senegal; Senegalese; Dakar
Serbia; Serbian, Serb; Belgrade
Seychelles; Seychellois; Victoria
Sierra Leone; Sierra Leonean; Freetown
Singapore; Singaporean; Singapore
Slovakia; Slovak; Bratislava
Slovenia; Slovenian, Slovene; Ljubljana
Solomon Islands; Solomon Islander; Honiara
Somalia; Somali; Mogadishu
South Africa; South African; Pretoria, Cape Town, Johannesburg, Durban
South Korea; South Korean; Seoul, Busan
South Sudan; South Sudanese; Juba
Soviet Union|USSR; Soviet; Leningrad
Spain; Spanish, Spaniard; Madrid, Barcelona, Seville, Valencia
Sri Lanka; Sri Lankan; Colombo
Sudan; Sudanese; Khartoum
Suriname; Surinamese; Paramaribo
Sweden; Swedish, Swede; Stockholm, Gothenburg
Switzerland; Swiss; Bern, Zurich, Geneva, Basel
Syria; Syrian; Damascus, Aleppo
Taiwan; Taiwanese; Taipei
Tajikistan; Tajik; Dushanbe
Tanzania; Tanzanian; Dodoma, Dar es Salaam
Thailand; Thai; Bangkok
Tibet; Tibetan; Lhasa
Togo; Togolese; Lome
Tonga; Tongan; Nuku'alofa
Trinidad|Trinidad and Tobago; Trinidadian; Port of Spain
Tunisia; Tunisian; Tunis
Turkey|Turkiye; Turkish, Turk; Ankara, Istanbul
Turkmenistan; Turkmen; Ashgabat
Tuvalu; Tuvaluan; Funafuti
Uganda; Ugandan; Kampala
Ukraine; Ukrainian; Kyiv, Kiev, Kharkiv, Odesa, Odessa, Lviv, Donetsk
United Arab Emirates|UAE|Emirates; Emirati; Abu Dhabi, Dubai
United Kingdom|UK|U.K.|Britain|Great Britain; British, Briton, Brit; London
United States|US|U.S.|USA|U.S.A.|United States of America|America; American; Washington, New York, Los Angeles, Chicago
Uruguay; Uruguayan; Montevideo
Uzbekistan; Uzbek; Tashkent
Vanuatu; Ni-Vanuatu; Port Vila
Vatican|Vatican City|Holy See; Vatican; Vatican City
Venezuela; Venezuelan; Caracas
Vietnam; Vietnamese; Hanoi, Ho Chi Minh City, Saigon
Wales; Welsh; Cardiff
Western Sahara; Sahrawi; Laayoune
Yemen; Yemeni; Sanaa, Aden
Zambia; Zambian; Lusaka
Zimbabwe; Zimbabwean; Harare
"""
_BEYOND = (
    "Africa Asia Europe Antarctica Arctic Siberia Crimea Caucasus Balkans Scandinavia Caribbean Mediterranean Atlantic"
    " Pacific Baltic Himalayas Sahara Sahel Kurdistan Kashmir Catalonia Bavaria Texas California Florida Alaska Hawaii"
    " Quebec Ontario Queensland Sicily Crete Corsica Normandy Tuscany Bengal Punjab Xinjiang Donbas"
).split()


# Names of places in one pair of texts.
@lru_cache(maxsize=4_096)
def country_of(name: str) -> str | None:
    """The usual name, folded, of the country that a name or a word for its people stands for; else None.

    `UK`, `Britain` and `Britons` all give `united kingdom`; a city gives None.
    """
    return _countries().get(_bare(name))


def is_known_place(name: str) -> bool:
    """Whether a name is that of a country, of a city of the list above or of a part of the world."""
    return _bare(name) in _known()


def _bare(name: str) -> str:
    return fold(name).removeprefix("the ").removesuffix("'s").replace(".", "")


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _COUNTRIES.strip().split("\n"):
        names, peoples, _ = line.split("; ")
        usual = _bare(names.split("|")[0])
        for name in (*names.split("|"), *peoples.split(", ")):
            found.setdefault(_bare(name), usual)
        for people in peoples.split(", "):
            found.setdefault(f"{_bare(people)}s", usual)
    return found


@cache
def _known() -> frozenset[str]:
    lines = [line.split("; ") for line in _COUNTRIES.strip().split("\n")]
    names = [name for countries, _, cities in lines for name in (*countries.split("|"), *cities.split(", "))]
    return frozenset(map(_bare, [*names, *_BEYOND]))
