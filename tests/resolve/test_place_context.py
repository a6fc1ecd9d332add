"""Places in the company of other words: states and lists, sites, persons, money, roads, names by their consonants."""

import pytest

from bearwitness.resolve.fold import skeleton
from bearwitness.resolve.places import PlaceFinder
from bearwitness.store.gazetteer import open_gazetteer

FINDER = PlaceFinder(open_gazetteer())


def found(text, **more):
    return {text[m.start:m.end]: m for m in FINDER.find_document(text, **more)}


# text, words, country, first-level region, why
WHICH = [
    ("The flood hit Paris, Tex., and Nashville.", "Paris", "US", "Texas", "state shortened behind a comma"),
    ("He moved from Springfield, OH, to Maine.", "Springfield", "US", "Ohio", "postal letters"),
    ("A court in Springfield, Ill., ruled.", "Springfield", "US", "Illinois", "state shortened"),
    ("He left London, Ontario.", "London", "CA", "Ontario", "province beside it"),
    ("In Moscow, Idaho, snow fell.", "Moscow", "US", "Idaho", "state beside it"),
    ("Birmingham, Alabama, is far.", "Birmingham", "US", "Alabama", "state beside it"),
    ("Cases rose in Utah, Virginia, Washington and Wyoming.", "Washington", "US", "Washington", "a list of states"),
    ("Cases rose in Utah, Virginia, Washington and Wyoming.", "Wyoming", "US", "Wyoming", "a list of states"),
    ("In Alberta, Manitoba, Ontario and New Brunswick it rained.", "Ontario", "CA", "Ontario", "a list of provinces"),
    ("Mali, Niger and Togo sent troops.", "Niger", "NE", None, "a list of countries, not the state of Nigeria"),
    ("Iraq, Jordan, Lebanon and Syria agreed.", "Lebanon", "LB", None, "a list of countries"),
    ("Lebanon reported three cases, and Pennsylvania ten, Ohio six.", "Lebanon", "LB", None, "a country before a town of that name"),
    ("Officials in Cairo, Giza and Alexandria met.", "Giza", "EG", "Giza", "a list of cities"),
    ("New York Governor Ann Reed signed it.", "New York", "US", "New York", "a state has a governor"),
    ("Harris County deputies came from Houston.", "Harris County", "US", "Texas", "county"),
    ("Police in Atlanta said Georgia, Alabama, Florida and Texas were hit.", "Georgia", "US", "Georgia", "a list of states"),
    ("Tbilisi said Georgia would help.", "Georgia", "GE", None, "country of its capital"),
    ("Tripoli in Lebanon is not Tripoli of Libya.", "Tripoli", "LB", "North Lebanon", "the country named after it"),
    ("In Cambridge, England, it rained; Massachusetts was dry.", "Cambridge", "GB", "England", "what stands behind the comma"),
    ("Santiago, Chile, shook.", "Santiago", "CL", "Metropolitana", "country beside it"),
    ("San Juan, Puerto Rico, shook.", "Puerto Rico", "PR", None, "a territory, not its capital"),
    ("St. Petersburg in Russia froze.", "St. Petersburg", "RU", "Sankt-Peterburg", "Saint shortened"),
    ("St. Louis in Missouri froze.", "St. Louis", "US", "Missouri", "Saint shortened"),
    ("Officials in Côte d'Ivoire met.", "Côte d'Ivoire", "CI", None, "an elided article inside a name"),
    ("In Port-au-Prince, Haiti, shots fell.", "Port-au-Prince", "HT", "Ouest", "a small word inside a name"),
    ("Queensland Premier Anna Holt spoke in Brisbane.", "Queensland", "AU", "Queensland", "an office after the place"),
    ("Centennial Park in Sydney; at Cattai it rained.", "Sydney", "AU", "New South Wales", "'at' is no Arabic article"),
    ("Police in Kosovo and Pristina waited.", "Pristina", "XK", "Pristina", "country named"),
    ("LEBANON, Pa. — Police in Lebanon County held a Lebanon man.", "Lebanon", "US", "Pennsylvania", "its county is named"),
    ("The Vatican and Rome agreed.", "Vatican", "VA", None, "a state by its short name"),
]


@pytest.mark.parametrize(("text", "words", "country", "admin1", "why"), WHICH)
def test_which_place(text, words, country, admin1, why):
    where = found(text)[words].where
    assert (where.country, where.admin1) == (country, admin1), why


# text, words, kind, where_prec, has a point, why
SITES = [
    ("It landed at Da Nang International Airport in Vietnam.", "Da Nang International Airport", "feature", 2, True, "a site of the town"),
    ("Fighting near the Aleppo Thermal Power Plant in Syria.", "Aleppo Thermal Power Plant", "feature", 2, True, "a site of the town"),
    ("They live in the Salinas Valley in California.", "Salinas Valley", "feature", 5, True, "a valley of our own table"),
    ("Boats left Lake Erie.", "Lake Erie", "feature", 5, True, "a lake"),
    ("Ships passed the Strait of Hormuz.", "Strait of Hormuz", "feature", 7, True, "a strait"),
    ("They crossed the Hindu Kush.", "Hindu Kush", "feature", 5, True, "a range"),
    ("He climbed Mt. Kenya.", "Mt. Kenya", "feature", 2, True, "a mountain, shortened"),
    ("Troops left Ft. Hood.", "Ft. Hood", "feature", 1, True, "a fort, shortened"),
    ("It began in Nyanza Province of Kenya.", "Nyanza Province", "feature", 5, True, "a province that is no more"),
    ("In the Soviet Union it was banned.", "Soviet Union", "feature", 5, True, "a state that is no more"),
    ("The road from Homs to Hama in Syria was cut.", "Homs", "city", 5, True, "from A to B"),
    ("The road from Homs to Hama in Syria was cut.", "Hama", "city", 5, True, "from A to B"),
    ("The Damascus-Aleppo highway in Syria was closed.", "Damascus", "city", 5, True, "the road is no name"),
    ("The Damascus-Aleppo highway in Syria was closed.", "Aleppo", "city", 5, True, "the road is no name"),
    ("A village 10 km northeast of Kobani, Syria.", "Kobani", "city", 2, True, "distance"),
    ("On the outskirts of the city of Idlib, Syria.", "Idlib", "city", 2, True, "outskirts"),
    ("On the approaches to Manbij in Syria.", "Manbij", "city", 2, True, "approaches"),
    ("On the road to Manbij in Syria.", "Manbij", "city", 2, True, "road to"),
    ("In the southern countryside of Hama, Syria.", "Hama", "admin1", 4, True, "countryside of"),
    ("In Damascus suburbs, Syria.", "Damascus", "city", 2, True, "suburbs"),
    ("In Greenlane, Auckland, New Zealand.", "Greenlane", "unresolved", 1, False, "in an unknown part of a known town"),
    ("The villages of Dunmarra, Orveth and Caldbeck in Syria burned.", "Orveth", "unresolved", 1, False, "a list of villages"),
    ("Lujhenka is a small town in the east of Ukraine.", "Lujhenka", "unresolved", 1, False, "said to be a town"),
]


@pytest.mark.parametrize(("text", "words", "kind", "precision", "point", "why"), SITES)
def test_sites_and_precision(text, words, kind, precision, point, why):
    m = found(text)[words]
    assert (m.kind, m.where.precision, m.where.lat is not None) == (kind, precision, point), why


@pytest.mark.parametrize(("text", "why"), [
    ("US$10,000 were paid. It cost $US 5.", "money"),
    ("The West Nile virus and Lassa fever spread.", "named after a place"),
    ("Lead poisoning is bad; lead is toxic.", "an ordinary word that the text also writes small"),
    ("Carbon monoxide killed them.", "an ordinary word at the head of a sentence"),
    ("The Times of Israel and the Bank of England said so.", "works and bodies"),
    ("Homs 24 and Syria Today TV said so.", "outlets"),
    ("Monterey Highway and Lincoln Street were closed.", "streets"),
    ("The European Union and the United Nations met.", "bodies"),
    ("Ill will grew; Miss Lee and Mass readers came, Or so.", "state letters without a comma before them"),
    ("He said so, In short.", "a word behind a comma"),
    ("Trust in Rubio fell. Confidence in Kelvin is low.", "trust is put in people"),
])
def test_no_place(text, why):
    assert not found(text), why


def spans(text, *words):
    return [(text.index(w), text.index(w) + len(w)) for w in words]


@pytest.mark.parametrize(("text", "person", "place", "why"), [
    ("Troops from Chad entered Sudan.", "Chad", True, "a country"),
    ("They fled to Malakal. Malakal was quiet.", "Malakal", True, "gone into elsewhere"),
    ("Fighting in Malakal went on.", "Malakal", True, "gone into"),
    ("The dead of Qardaha and Homs in Syria", "Qardaha", True, "a town of our own tables"),
    ("Rogaland, Vestfold, Buskerud and Telemark in Norway", "Rogaland", True, "in a list of places"),
    ("He left Reston, Virginia.", "Reston", True, "its state behind the comma"),
    ("They were taken to Desaguadero hospital in Peru.", "Desaguadero", True, "people have no such hospital"),
    ("In Cauca, Toribío and Caloto were hit, Colombia said.", "Caloto", True, "two towns of one region"),
    ("Niger and Plateau states sent police; Jos in Nigeria was calm.", "Plateau", True, "it is called a state"),
    ("Austin said he would come.", "Austin", False, "he speaks"),
    ("Preston denied it. A man from Leeds saw Preston.", "Preston", False, "he speaks"),
    ("Marco Rubio left. Aides in Rubio's office said no.", "Rubio", False, "in somebody's office"),
    ("Regime forces shelled Jarjanaz in Syria.", "Jarjanaz", True, "a town is shelled"),
    ("Retold laughed in Syria.", "Retold", False, "no place is called so"),
])
def test_what_a_model_takes_for_a_person(text, person, place, why):
    at = [(i, i + len(person)) for i in range(len(text)) if text.startswith(person, i)]
    assert (person in found(text, doubtful=at)) is place, why


def test_a_place_inside_a_persons_name_is_no_place():
    text = "Edward Aleppo came to Homs, Syria."
    assert "Aleppo" not in found(text, doubtful=spans(text, "Edward Aleppo"))


# text, words, the place's own name: spellings that no list has
CONSONANTS = [
    ("Shells fell in Dereiya, Syria.", "Dereiya"),
    ("The town of Minbeej in Syria was taken.", "Minbeej"),
    ("Clashes near Jarablos in Syria.", "Jarablos"),
    ("In Der-Ezzor in Syria men died.", "Der-Ezzor"),
]


@pytest.mark.parametrize(("text", "words"), CONSONANTS)
def test_names_by_their_consonants(text, words):
    where = found(text)[words].where
    assert where.country == "SY" and where.lat is not None


@pytest.mark.parametrize("text", ["Shells fell in Dereiya, Peru.", "Dereiya came to Syria."])
def test_consonants_need_the_country_and_a_word_of_place(text):
    assert not [m for m in found(text).values() if m.where.country == "SY" and m.kind == "city"]


@pytest.mark.parametrize(("a", "b"), [("darayya", "daraya"), ("manbij", "manbej"), ("deir zor", "der ezzor"), ("suwayda", "sweida"), ("ain tarma", "ein terma")])
def test_one_skeleton(a, b):
    assert skeleton(a) == skeleton(b) != ""


@pytest.mark.parametrize("word", ["bab", "hama", "abu", "x"])
def test_too_short_for_a_skeleton(word):
    assert skeleton(word) == ""
