"""Words that tell a place from other capitalised words, as plain lists.

Each list is read by `places.py` in folded form. They hold what was seen to go wrong on news text; add a word
together with a row in the tests.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from bearwitness.resolve.fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(w.replace("_", " ")) for w in text.split())


# Function words: harmless before a place at the start of a sentence ("In Homs"), never a place themselves.
FUNCTION = _words("""
a an and any are as at be been both but by can did do does for from had has have he her here hers him his how i if in into is it
its just many may more most much must near no nor not now of off on once one only onto or other our out outside over own per same
she should since so some such than that the their them then there these they this those though through to today tomorrow
tonight too toward towards two under until up upon us very via was we were what when where whether which while who whom whose why
will with within without would yes yesterday yet you your after against all along also although amid among around because before
behind below between beyond during each either every few first second third last least less like meanwhile neither never next
none nothing often once since still thus twice under unless unlike usually whereas earlier later recently however moreover
furthermore additionally nevertheless despite according inside across throughout elsewhere overall indeed perhaps instead
""")

NUMBERS = _words("""one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty
fifty hundred thousand million dozen dozens hundreds thousands bureau market needle mercury google dragon tin""")

# Common words, titles, bodies, months and days, faiths, peoples without a country: never a place on their own.
COMMON = FUNCTION | NUMBERS | _words("""
january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct
nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun spring summer autumn fall winter
morning evening night day week month year weekend ramadan eid easter christmas friday god allah akbar
president vice prime minister ministry secretary general director commander chief captain colonel major lieutenant sergeant
ambassador envoy special high senior deputy spokesman spokeswoman spokesperson chairman chairwoman chair co-chair governor mayor
senator king queen prince princess sheikh imam pope bishop father sister brother doctor dr mr mrs ms professor judge officer leader
member members king emir sultan shah mullah ayatollah patriarch archbishop lord lady sir saint san santa st
army navy force forces guard guards police brigade division battalion corps regiment unit front movement militia party union
league alliance coalition congress council committee commission court tribunal office agency authority administration government
parliament senate house assembly cabinet state states nations united international national federal central local regional
public private human rights watch observatory network centre center institute foundation fund bank group organisation
organization society association federation crescent cross red white black green blue guardian times post news press media
agency reporter report reports journal magazine tribune herald telegraph mail mirror star sun observer independent reuters
associated agence broadcasting television radio channel wire amnesty doctors borders watchers airwars
islam islamic muslim muslims christian christians jewish jews jew sunni sunnis shia shiite shiites alawite alawites druze yazidi
yazidis kurd kurds kurdish arab arabs hindu hindus buddhist buddhists catholic orthodox protestant assyrian chaldean turkmen
circassian armenian rohingya hazara uyghur tutsi hutu pashtun baloch masalit zaghawa fur oromo amhara tigrayan tigrayans
democratic republic people peoples workers freedom justice equality development peace security defence defense defense
interior foreign affairs health education culture justice finance information communications intelligence service services
north south east west northern southern eastern western centre
war civil world cold great new old free liberation resistance national revolution revolutionary victory islamic
hospital school university college airport station street road square bridge tower building camp prison mosque church
bay lake river mount mountain island islands beach park valley hill hills port harbour coast sea ocean gulf cape point fort
attack attacks battle bomb bombing killing killed death deaths massacre ambush clashes violence fire shooting strike strikes
airstrike shelling rocket missile drone gun tank
man men woman women child children family families village villages town towns city cities country countries area areas
province provinces governorate district region county department
video photo image source sources statement excerpts twitter facebook telegram youtube tweet post instagram whatsapp internet
english french german arabic russian turkish spanish chinese language version
article page chapter section part table figure law act bill code convention treaty charter resolution agreement protocol
right left centre progress unity hope liberty victory union independence justice liberty progress eden paradise hell
orange apple mobile nice bath reading battle sandwich cork hull deal ware rugby wells march most split pau lens tours angers
nancy florence victoria charlotte sydney_smith jordan_peterson
terrorist terrorists rebel rebels insurgents fighters soldiers civilians remnants regime
alpha beta delta gamma omega sierra tango whiskey bravo echo
virus disease fever flu influenza swine bird cholera ebola malaria plague zika dengue outbreak vaccine patient patients
company inc ltd corp corporation limited group holdings airlines airways motors
bill mark grant dean frank jack john paul peter james george david robert william thomas richard michael joseph charles
daniel matthew andrew anthony stephen steven kevin brian edward ronald timothy jason jeffrey ryan gary eric jacob nicholas
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen anna emma maria marie rosa laura julia
ali ahmed ahmad mohammed muhammad mohamed hassan hussein hussain omar khalid ibrahim mustafa mahmoud abdullah yousef abu bin ibn
marco donald joe boris vladimir volodymyr recep bashar benjamin antonio
smith jones brown johnson williams miller davis wilson anderson taylor moore jackson martin lee thompson clark lewis walker hall
allen young king wright scott hill adams baker nelson carter mitchell roberts turner phillips campbell parker evans edwards
collins stewart morris rogers reed cook morgan bell murphy bailey cooper richardson cox howard ward peterson gray watson brooks
kelly sanders price bennett wood barnes ross henderson coleman jenkins perry powell long patterson hughes flores
butler simmons foster bryant alexander russell griffin hayes myers ford hamilton graham sullivan wallace woods
cole west owens reynolds fisher ellis harrison gibson mcdonald cruz marshall ortiz gomez murray freeman webb
trump biden obama clinton bush putin erdogan assad guterres netanyahu khan rahman
""")

# Common-word names that are well-known cities or countries: kept when a preposition of place stands before them.
CUED_ONLY = _words("""nice bath reading battle cork hull split mobile most tours nancy florence victoria charlotte lens sydney
jackson hamilton lincoln orange san_jose""")

# A capitalised word before a place that does not make it part of a person's name.
BEFORE = FUNCTION | _words("""north south east west northern southern eastern western northeastern northwestern southeastern
southwestern northeast northwest southeast southwest central coastal rural greater upper lower inner outer occupied downtown
downtown village town city province governorate district region county state republic
un eu us nato monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december rif
""")

# After a place: the word makes it a region, a building or a time, and the place stays a place.
AFTER = _words("""governorate province district region county state oblast raion prefecture department city town village
countryside area areas camp airport airbase base international hospital university port bridge border prefecture municipality
street road square highway mosque church prison school hospital river island islands mountains mountain valley plain
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december coast strip heights desert emirate territory governor mayor
on in at and the but for from with after as he she they it we i this that there according
""")

# After a place: the word makes it the name of a body or a work.
BODY = _words("""division brigade brigades battalion battalions front army corps regiment martyrs brotherhood movement post times
tribune agency press news network observatory foundation institute council committee union league party watch tv radio
television gazette herald independent journal monitor media channel today report reports airlines airways bank fc united
center centre group shield storm spring accord accords agreement process treaty protocol convention declaration
summit conference ministry authority commission court tribunal police defence defense tigers lions eagles hawks club league virus
valley_fever flu fever
""")

# And what is done to towns and hardly to people.
STRONG_PREPOSITIONS = _words("""in at near from inside outside around across throughout towards toward into via through leaving entering
shelled shelling besieged besieging besiege recaptured recapture retook retaken bombarded bombarding overran""")
WEAK_PREPOSITIONS = _words("""to of over between on off and or for against around reached reach entered entering left captured
besieged seized shelled bombed hit visited fled stormed raided attacked""")

SPEECH = _words("""said says say saying told tells accused accuses stated states added adds urged urges warned warns denied denies
stressed noted condemned announced claimed called described argued insisted explained wrote tweeted vowed reiterated declared
expressed confirmed rejected dismissed spoke replied responded testified recalled reported promised met
""")

DIRECTION = (r"(?:(?:far|deep)\s+)?(?:(?:north|south)(?:[- ]?(?:east|west))?(?:ern)?(?:most)?|(?:east|west)(?:ern)?|central|coastal|rural|upper|lower)")

# Folded type words and the level each one asks for.
TYPE_LEVEL = {
    **dict.fromkeys("""governorate governorates province provinces oblast oblasts state states prefecture emirate vilayet wilaya voivodeship
                    gouvernorat departamento departement département estado
                    محافظه محافظات ولایه استان پاریزگای پاریزگا область области obwod provincia provincias""".split(), "admin1"),
    **dict.fromkeys("region regions territory department departments countryside rif ریف ریفی".split(), "admin1"),
    **dict.fromkeys("""district districts county counties subdistrict raion rayon woreda canton municipality municipalities parish منطقه
                    municipio distrito comuna
                    قضاو قضا مدیریه ناحیه район""".split(), "admin2"),
    **dict.fromkeys("""city cities town towns village villages hamlet hamlets suburb suburbs locality capital neighbourhood
                    neighborhood township townships slum slums community communities island islands settlement camp ville ciudad aldea villa مدینه بلده قریه شهر شار شاری شاروچکه شاروچکهی گوند گوندی روستای город городе деревня село селе
                    місто місті ciudad pueblo""".split(), "city"),
}
# After a place at the head of a sentence; another small word there makes the name an ordinary word ("Carbon monoxide").
AFTER_A_PLACE = FUNCTION | SPEECH | _words("""province district town city village region governorate county state police officials authorities
residents residents fell came saw became remains remained lies lay sits hosted reported reports lost won suffered faces faced
border airport area countryside health government resident mayor""")

# First words of Arabic place names: hill, spring, village of, gate ...
HEADS = _words("""tall tell tal kafr kfar ayn ain ein umm um abu bab deir dayr der khan jabal jebel jisr ras wadi hawsh hosh bir qasr marj burj bayt
beit sahl nahr maarat maarrat khirbat qalat birkat madinat shaykh sheikh salim hayy dahiyat taht""")

# Capitalised words of office after a place name, which stays a place ("Queensland Premier Anna Holt").
OFFICE = _words("""premier minister president senator mayor governor gov sen rep congressman congresswoman prime foreign defence defense interior
attorney chief secretary deputy health education agriculture police-chief regional provincial municipal state public sheriff judge mp vice
lieutenant-governor archbishop bishop ambassador lawmaker democrat republican""")

# US and Canadian states and provinces as newspapers shorten them; they only count behind a comma ("Paris, Tex.").
STATES = dict(pair.split("=") for pair in """
ala=Alabama ariz=Arizona ark=Arkansas calif=California cal=California colo=Colorado conn=Connecticut del=Delaware fla=Florida ga=Georgia
ill=Illinois ind=Indiana kan=Kansas kans=Kansas ky=Kentucky la=Louisiana md=Maryland mass=Massachusetts mich=Michigan minn=Minnesota
miss=Mississippi mo=Missouri mont=Montana neb=Nebraska nebr=Nebraska nev=Nevada nh=New_Hampshire nj=New_Jersey nm=New_Mexico ny=New_York
nc=North_Carolina nd=North_Dakota okla=Oklahoma ore=Oregon pa=Pennsylvania penn=Pennsylvania ri=Rhode_Island sc=South_Carolina
sd=South_Dakota tenn=Tennessee tex=Texas vt=Vermont va=Virginia wash=Washington wva=West_Virginia wis=Wisconsin wyo=Wyoming
al=Alabama ak=Alaska az=Arizona ar=Arkansas ca=California co=Colorado ct=Connecticut de=Delaware fl=Florida hi=Hawaii id=Idaho il=Illinois
ia=Iowa ks=Kansas me=Maine ma=Massachusetts mi=Michigan mn=Minnesota ms=Mississippi mt=Montana ne=Nebraska nv=Nevada oh=Ohio ok=Oklahoma
or=Oregon tn=Tennessee tx=Texas ut=Utah wi=Wisconsin wv=West_Virginia wy=Wyoming in=Indiana
ont=Ontario que=Quebec alta=Alberta sask=Saskatchewan man=Manitoba bc=British_Columbia
""".split())

# Before "in", where people stand as often as places ("trust in Kelvin").
INTO_PEOPLE = frozenset("trust trusted confidence faith believe believed believes belief interest interested disappointed hope stake".split())

# Named after a place and no place of its own where it has a capital.
WAY = _words("street road avenue boulevard highway lane drive square")


@lru_cache(maxsize=1)
def countries() -> tuple[dict[str, str], ...]:
    """The rows of `data/countries.csv`: iso2, name, lat, lon, demonyms, aliases."""
    table = (files("bearwitness") / "data" / "countries.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(table.splitlines()))


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Folded demonym to ISO code: "turkish" to TR. They tell of a country and are not places."""
    return {fold(d): row["iso2"] for row in countries() for d in row["demonyms"].split("|") if d}
