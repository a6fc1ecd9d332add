"""The words that make a number a toll: harms, people, things, and what stands between them.

Word forms, not lemmas: the default pipeline has no tagger. Each table is one kind of word, so that a
reader can see what a rule knows and extend it.
"""

from __future__ import annotations

from collections.abc import Sequence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# --- verbs of harm: forms that can be active, and the past form that can be passive -----------------

_VERBS: dict[str, dict[str, str]] = {
    # harm: {"now": present and base forms, "ing": gerunds, "past": past tense and participle}
    "killed": {
        "now": "kill kills murder murders massacre massacres assassinate assassinates execute executes behead beheads "
               "slaughter slaughters slay slays exterminate exterminates lynch lynches eliminate eliminates "
               "liquidate liquidates hang hangs martyr butcher butchers strangle strangles",
        "ing": "killing murdering massacring assassinating executing beheading slaughtering slaying exterminating "
               "lynching eliminating liquidating hanging martyring butchering strangling",
        "past": "killed murdered massacred assassinated executed beheaded slaughtered slain slew exterminated lynched "
                "eliminated liquidated hanged martyred butchered decapitated strangled electrocuted asphyxiated suffocated annihilated stoned crucified bayoneted felled incinerated",
    },
    "injured": {
        "now": "injure injures wound wounds hurt hurts maim maims",
        "ing": "injuring wounding hurting maiming hospitalizing hospitalising",
        "past": "injured wounded hurt maimed hospitalized hospitalised whipped flogged beaten tortured stabbed scalded blinded crippled grazed bruised",
    },
    "displaced": {
        "now": "displace displaces uproot uproots",
        "ing": "displacing uprooting",
        "past": "displaced uprooted evacuated",
    },
    "detained": {
        "now": "detain detains arrest arrests jail jails imprison imprisons capture captures",
        "ing": "detaining arresting jailing imprisoning capturing",
        "past": "detained arrested jailed imprisoned captured interned apprehended nabbed remanded",
    },
    "abducted": {
        "now": "abduct abducts kidnap kidnaps seize seizes",
        "ing": "abducting kidnapping seizing",
        "past": "abducted kidnapped kidnaped seized snatched",
    },
    "missing": {
        "now": "traps",
        "ing": "trapping",
        "past": "",
    },
}
ACTIVE_NOW = {w: harm for harm, forms in _VERBS.items() for w in forms["now"].split()}
ACTIVE_ING = {w: harm for harm, forms in _VERBS.items() for w in forms["ing"].split()}
PAST = {w: harm for harm, forms in _VERBS.items() for w in forms["past"].split()}

# The harmed is the subject: "12 people died", "thousands fled".
INTRANSITIVE = {
    **dict.fromkeys("died dies die dying perished perish perishes perishing drowned drown drowning succumbed succumb".split(), "killed"),
    **dict.fromkeys("fled flee flees fleeing".split(), "displaced"),
    **dict.fromkeys("disappeared vanished disappear".split(), "missing"),
}
# Said of the harmed: "13 dead", "left 20 wounded", "12 are missing".
ADJECTIVES = {"dead": "killed", "missing": "missing", "homeless": "displaced", "unaccounted": "missing",
              "lifeless": "killed", "hostage": "abducted", "captive": "abducted"}
# Verbs that kill only with a companion: "shot dead", "burned to death", "shot and killed".
WITH_DEATH = _set("""shot stabbed burned burnt beaten hacked tortured crushed trampled gunned starved bludgeoned blown found
froze frozen bled choked hanged cut bombed shelled mown mowed shoot shooting beating stabbing clubbed hit run""")
DRIVERS = _set("drove drive drives driving driven force forced forces forcing expelled expelling evicted evicting pushed")
# "claimed the lives of 12", "took 12 lives".
LIFE_TAKERS = _set("claimed claims claim claiming took takes take taking cost costs costing lost lose loses losing reaped ended ending")

# Several words that tell one harm. "|" parts alternatives; the harmed stands before ("subject") or where the verb's voice says ("past").
PHRASES: dict[str, tuple[str, ...]] = {
    "killed subject": ("are|were|became the victims of", "not|n't|n’t survive", "never survived", "not|n't|n’t come back|home alive",
                       "fell victim to", "falls victim to", "fallen victim to", "met their|his|her death|deaths", "gave their|his|her life|lives",
                       "laid down their|his|her life|lives", "paid with their|his|her life|lives", "breathed their|his|her last", "starved", "to their|his|her death|deaths", "lives were|was lost",
                       "passed away", "bled out", "perished"),
    "killed past": ("put to death", "done to death", "wiped out", "buried|burned|burnt alive", "put to the sword", "picked off", "burned|burnt|charred beyond recognition",
                    "burned|burnt|reduced to ashes", "torn to pieces", "blown to pieces"),
    "injured past": ("hit|struck by a stray|rubber|plastic bullet|round", "hit|struck by stray|rubber|plastic bullets|rounds", "hit|struck by shrapnel|splinters"),
    "injured subject": ("left with burns|wounds|injuries|fractures", "left bruised"),
    "displaced past": ("moved to safety", "relocated to safety", "moved to higher ground", "moved to shelters|camps"),
    "displaced subject": ("left|abandoned their homes|villages|houses", "made homeless",
                          "driven|forced|pushed out of", "driven|forced|pushed off their|his|her land|lands|farms|plots",
                          "seek|sought|seeking|taken|took|found refuge|shelter|sanctuary in|at|with|inside|across|from", "without a|any home|homes|roof|shelter", "without homes|shelter"),
    "detained subject": ("languish|languishes|languished|languishing behind bars", "languish|languishes|languished|languishing in jail|prison|detention|cells|custody",
                         "behind bars", "remain|remains|remained|still in custody|detention|jail|prison"),
    "detained past": ("placed|put under arrest", "taken in for", "picked up", "led away", "thrown in|into jail|prison", "put in|into jail|prison", "hauled off|away"),
    "abducted past": ("taken from their|his|her homes|home|beds|bed", "whisked away", "carried off|away", "taken away", "dragged away|off", "spirited away", "forcibly|forcefully recruited|conscripted", "led away at gunpoint"),
    "missing subject": ("feared lost", "not been heard of|from", "not been seen", "nowhere to be found", "lost at sea"),
}

# --- nouns of harm -----------------------------------------------------------------------------

# "deaths of 12", "the killing of a policeman".
OF_NOUNS = {
    **dict.fromkeys("""death deaths killing killings murder murders massacre massacres assassination assassinations execution
        executions beheading beheadings slaying slayings slaughter martyrdom drowning loss lynching fall""".split(), "killed"),
    **dict.fromkeys("bodies corpses remains body corpse".split(), "killed"),
    **dict.fromkeys("injury injuries wounding injuring".split(), "injured"),
    **dict.fromkeys("displacement displacing uprooting flight exodus evacuation".split(), "displaced"),
    **dict.fromkeys("detention arrest arrests imprisonment detaining capture".split(), "detained"),
    **dict.fromkeys("abduction abductions kidnapping kidnappings".split(), "abducted"),
    **dict.fromkeys("disappearance disappearances".split(), "missing"),
}
# The counted noun is itself the harm: "13 deaths", "40 injuries".
SELF_NOUNS = {
    **dict.fromkeys("death deaths fatality fatalities martyr martyrs dead killings murders executions homicides femicides assassinations lynchings drownings".split(), "killed"),
    **dict.fromkeys("body bodies corpse corpses remains".split(), "killed"),
    **dict.fromkeys("injury injuries wounded injured".split(), "injured"),
    **dict.fromkeys("arrests detentions".split(), "detained"),
    **dict.fromkeys("abductions kidnappings abductees".split(), "abducted"),
    **dict.fromkeys("disappearances".split(), "missing"),
    "idps": "displaced",
}
# "58 cases of arbitrary arrest", "120 cases of missing persons".
CASE_NOUNS = {
    **dict.fromkeys("arrest arrests detention detentions imprisonment".split(), "detained"),
    **dict.fromkeys("abduction abductions kidnapping kidnappings hostage-taking".split(), "abducted"),
    **dict.fromkeys("disappearance disappearances missing".split(), "missing"),
    **dict.fromkeys("killing killings execution executions murder murders homicide homicides femicide femicides lynching".split(), "killed"),
}
# "holding 38 hostages".
HOLDING = _set("holding holds held hold")
HELD = {**dict.fromkeys("hostages captives hostage captive".split(), "abducted"),
        **dict.fromkeys("prisoners detainees prisoner detainee".split(), "detained")}
CAPTORS = _set("""hijackers hijacker kidnappers kidnapper abductors captors pirates bandits militants gunmen rebels rebel militia jihadists insurgents guerrillas""")
FOUND = _set("found recovered discovered retrieved exhumed dumped")
CASUALTIES = _set("casualty casualties")
BODIES = _set("body bodies corpse corpses remains")
# Totals: "the death toll rose to", "bringing the total to".
TOLL_NOUNS = _set("toll total tally fatalities deaths count number figure casualties losses victims")
# What a "number of ..." counts.
TOLL_OF = {
    **dict.fromkeys("""dead deaths killed fatalities martyrs death martyred slain lives massacre massacres dying casualties died
        victims bodies""".split(), "killed"),
    **dict.fromkeys("injured wounded injuries wounds hurt".split(), "injured"),
    **dict.fromkeys("missing disappeared".split(), "missing"),
    **dict.fromkeys("displaced idps fled displacement homeless".split(), "displaced"),
    **dict.fromkeys("detained arrested arrests detentions detainees".split(), "detained"),
    **dict.fromkeys("abducted kidnapped abductions kidnappings hostages".split(), "abducted"),
}
# Verbs after which a bare number is another figure for the toll before ("the army admits nine").
RESTATE = _set("""said says say admits admitted admit acknowledges acknowledged acknowledge confirms confirmed confirm counted counts count reported reports
report claims claimed claim gave gives estimates estimated recorded records listed lists""")
PUTS = _set("put puts putting placed places estimated")
TOLL_LINKS = _set("to at of : reached reaches reach reaching hit hits is was stands stood now around surpassed surpasses exceeds exceeded "
                  "tops topped passed passes past crossed crosses beyond totaled totalled totals includes included totalling totaling")
TOLL_OVER = _set("surpassed surpasses surpassing exceeds exceeded exceeding exceed tops topped topping passed passes past crossed crosses beyond")
RISE_WORDS = _set("""rose rises rise rising risen increased increases increase increasing climbed climbs climb climbing jumped jumps jump
jumping raised raises raise raising grew grown grows brought brings bringing bring soared soars went goes going gone pushed pushes
pushing push takes taking took fell fallen drops dropped reached revised revises updated lowered
lowers lowering cut cuts cutting reduced reduces upped""")

# Said of a group: "among the dead", "of those wounded".
DEAD_OR_HURT = {**dict.fromkeys("dead killed victims fatalities casualties deceased slain".split(), "killed"),
                **dict.fromkeys("wounded injured hurt".split(), "injured"),
                **dict.fromkeys("detained arrested detainees".split(), "detained"), "missing": "missing", "displaced": "displaced"}

# --- people and what else may be counted --------------------------------------------------------

DEMOGRAPHIC = _set("""people persons person man men woman women child children boy boys girl girls baby babies infant infants toddler
toddlers teenager teenagers teen teens youth youths minor minors adult adults elderly mother mothers father fathers son sons
daughter daughters brother brothers sister sisters wife wives husband husbands parent parents grandmother grandfather
grandmothers grandparents grandfathers uncle uncles aunt aunts cousin cousins nephew niece nephews nieces relative relatives sibling siblings
newborn newborns kid kids adolescent adolescents grandson granddaughter grandchildren grandchild widow widows female
females male males others individuals individual human humans lady ladies bride groom fetus twins""")
CIVIL = _set("""civilian civilians citizen citizens resident residents villager villagers inhabitant inhabitants local locals
passenger passengers worker workers employee employees staff teacher teachers student students pupil pupils
schoolchildren schoolgirls schoolboys schoolgirl schoolboy doctor doctors nurse nurses medic medics paramedic paramedics rescuer rescuers volunteer
volunteers journalist journalists reporter reporters photographer photographers cameraman correspondent editor blogger driver drivers
farmer farmers shepherd shepherds fisherman fishermen merchant merchants trader traders shopkeeper vendor vendors tourist
tourists pilgrim pilgrims worshipper worshippers worshiper worshipers priest priests nun nuns imam imams bishop cleric clerics monk monks
activist activists lawyer lawyers judge judges prosecutor politician politicians minister mayor governor deputy senator candidate
candidates official officials protester protesters protestor protestors demonstrator demonstrators bystander bystanders passer passers pedestrian pedestrians
refugee refugees migrant migrants patient patients prisoner prisoners inmate inmates detainee detainees hostage hostages
engineer engineers miner miners labourer labourers laborer laborers peasant peasants businessman businesswoman professor
diplomat diplomats ambassador consul aid foreigner foreigners national nationals survivor survivors victim victims mourner
mourners shopper shoppers commuter commuters guest guests neighbour neighbours neighbor neighbors leader leaders
chief elder elders sheikh president secretary director spokesman manager owner suspect suspects
cyclist motorist musician singer actor athlete footballer player players evacuee evacuees asylum-seekers returnees seekers mp mps lawmaker
lawmakers councillor councilor jesuit jesuits beekeeper supporter supporters dissident dissidents opponent opponents critic critics
janitor guard guards cook maid crew tribesman tribesmen members member dependents residents souls personnel Christians displaced
fugitive fugitives sympathizer sympathizers missionary missionaries clergyman clergymen seminarian seminarians colleague colleagues
comrade comrades friend friends compatriot compatriots delegate delegates executive executives observer observers visitor visitors tenant tenants
nomad nomads settler settlers stranger strangers trade-unionist unionist unionists housewife housewives baker bakers butcher tailor barber
mechanic pilot pilots sailor sailors firefighter firefighters firemen fireman responder responders humanitarian humanitarians
rancher ranchers waitress waitresses waiter waiters thief thieves burglar burglars caretaker caretakers cleaner cleaners chef chefs bartender bartenders
barman bouncer bouncers biker bikers motorcyclist motorcyclists hiker hikers climber climbers swimmer swimmers camper campers herder herders herdsman
herdsmen poacher poachers logger loggers carpenter electrician lecturer headteacher headmaster pastor pastors preacher preachers rabbi rabbis
catechist hawker hawkers trafficker traffickers pensioner pensioners retiree retirees orphan orphans stepfather stepmother stepson fiance fiancee
girlfriend boyfriend classmate classmates teammate teammates landlord landlady midwife midwives surgeon surgeons watchman watchmen airman airmen crewman
crewmen seaman seamen stowaway stowaways trainee trainees apprentice apprentices gardener gardeners envoy envoys""")
ARMED = _set("""forces soldier soldiers troop troops fighter fighters militant militants rebel rebels insurgent insurgents gunman gunmen
militiaman militiamen serviceman servicemen servicemembers officer officers policeman policemen policewoman police general generals
colonel major captain lieutenant sergeant commander commanders combatant combatants guerrilla guerrillas terrorist
terrorists jihadist jihadists jihadi jihadis extremist extremists paramilitary paramilitaries conscript conscripts recruit recruits
peacekeeper peacekeepers attacker attackers assailant assailants bomber bombers suicide sniper snipers loyalist loyalists mercenary
mercenaries operative operatives marine marines cadet cadets gendarme gendarmes ranger rangers contractor contractors
warriors warrior separatist separatists subversive subversives insurgency veteran veterans agent agents bodyguard bodyguards
vigilante vigilantes constable constables corporal private detective legionnaire infantryman robber robbers gangster gangsters member cops cop gang
criminals criminal smuggler smugglers infiltrator infiltrators escort escorts element elements patrolman patrolmen""")
PERSON_WORDS = frozenset(w.lower() for w in DEMOGRAPHIC | CIVIL | ARMED)
_PLURAL_ONLY = _set("forces others people men women children personnel police staff crew troops aid suicide elderly displaced element souls")
SINGULAR = frozenset(w for w in PERSON_WORDS if w not in _PLURAL_ONLY and (
    not w.endswith("s") or w in ("boss", "hostess", "waitress"))) - _set("""men women children people babies females males youth human male female major general private
    policemen gunmen servicemen militiamen fishermen firemen tribesmen infiltrators schoolchildren grandchildren gang patrolmen insurgency parents
    paramilitary suspect butcher marine""") | _set("youth paramilitary suspect")
COLLECTIVES = {"family": "families", "families": "families", "household": "households", "households": "households",
               "village": "villages", "villages": "villages", "community": "communities", "communities": "communities",
               "couple": "couples", "couples": "couples", **{w: "bodies" for w in BODIES}}

# Never people: a number before one of these is no toll whatever stands near.
THINGS = _set("""sentences penalties threats certificates warrants squads rows sentence penalty
shell shells rocket rockets missile missiles mortar mortars bomb bombs bombing bombings airstrike airstrikes strike strikes raid
raids attack attacks explosion explosions blast blasts clash clashes battle battles operation operations sortie sorties round
rounds bullet bullets gun guns rifle rifles weapon weapons mine mines drone drones warplane warplanes plane planes aircraft helicopter helicopters
jet jets tank tanks vehicle vehicles car cars truck trucks bus buses boat boats ship ships vessel vessels train trains motorcycle motorcycles
ambulance ambulances convoy convoys house houses home homes building buildings apartment apartments shop shops store stores
school schools hospital hospitals clinic clinics mosque mosques church churches market markets tent tents farm farms tower towers bridge bridges office
offices facility facilities center centers centre centres camp camps checkpoint checkpoints position positions post posts
base bases site sites headquarters location locations area areas town towns city cities district districts neighborhood neighborhoods
neighbourhood neighbourhoods province provinces governorate governorates region regions country countries state states street streets block blocks
place places cow cows sheep goat goats elephant elephants rhino rhinos lion lions buffalo buffaloes reindeer gorilla gorillas monkeys wolf wolves bears cats calves lambs mules oxen bulls yaks llamas turtles whales dolphins crocodiles pets beasts cattle animal animals horse horses livestock donkey donkeys dog dogs chickens bird birds camels pigs
incident incidents event events case cases report reports violation violations crime crimes charge charges count counts
dollar dollars euro euros pound pounds lira barrels tons tonnes bags parcels trees olive crops acres hectares kilometers miles meters
video videos photo photos picture pictures post message messages call calls document documents name names story stories interview
interviews article articles page pages resolution resolutions vote votes seat seats time times reason reasons way ways thing
things side sides group groups faction factions party parties organization organizations organisation organisations company
companies brigade brigades unit units force battalion battalions army armies division divisions cell cells front fronts
warehouse warehouses depot depots bullets grenade grenades dynamite charges device devices sticks ieds explosives truckloads
conditions points demands statements sources agencies outlets lists hostages-for floors storeys stories cells trucks pumps pylons lines phase phases wars war
massacre massacres violation ceasefire truce truces agreement agreements hours days weeks months yearspercent
meals rations loaves books laptops phones computers breaches bases explosions prisons prison graves grave trench trenches tunnel tunnels wells well
infection infections sample samples vaccine vaccines dose doses turkeys turkey ducks duck swan swans poultry chicken geese hen hens fish
cities kilograms hits injuries-to degrees elections polls languages channel channels week day month year""")
# Nouns after which the population is named: "members of the security forces", "residents of Homs".
LIGHT_NOUNS = _set("""member members resident residents inhabitants element elements supporter supporters man men worker workers employee
employees family families citizens staff personnel leader leaders official officials officer officers soldiers fighters children sons people
others civilians villagers women relatives militants gunmen rebels militiamen person persons policemen daughters followers troops students pupils fighter
soldier gunman civilian villager commander commanders leader chief director mother father brother wife son daughter residents""")
_NATION_END = ("ians", "ans", "ese", "ites", "ds", "eks", "ks", "bs", "ims", "ews", "zes", "zidis", "is", "ns", "ts")

# --- the words between ----------------------------------------------------------------------------

BE = _set("was were is are be been being am got get gets getting 's 're")
AUX = BE | _set("have has had having do does did would could may might must should will shall can 've 'd to")
ADVERBS = _set("""also reportedly allegedly still now then already so far later subsequently since apparently mistakenly brutally deliberately
summarily together instantly immediately either both all even just only previously recently currently yet indeed extrajudicially critically
seriously severely badly slightly lightly gravely fatally thus likely forcibly arbitrarily mostly mainly once again today yesterday overnight
first execution-style remained remain remains unlawfully accidentally officially internally simultaneously here as well too more another others""")
# Participles of saying: passed over in "were said to have died" and "feared dead", never in "he said 12 died".
SAID_OF = _set("said reported confirmed feared believed presumed thought known estimated understood alleged declared pronounced listed found "
               "considered recorded counted numbered")
PREPOSITIONS = _set("""in on at near from by during with after before since for into over under inside outside across around between amid
along among within without through throughout against toward towards outside via per up upon following aboard off behind
beneath beside despite like because due around alone down""")
NUMBER_SKIP = _set("a an the of total some as another other these those also further additional up well many only just fully")
SEVERITY = _set("critically seriously severely badly gravely fatally mortally slightly lightly")
INCLUDING = _set("including include includes included among")

FILLER_BEFORE_NOUN = _set("more other others further additional such new")
CUMULATIVE_YES = ("so far", "since", "death toll", "the total", "total of", "in total", "total number", "has risen", "have risen", "rose to",
                  "rises to", "to date", "overall", "bringing the", "brings the", "altogether", "cumulative", "climbed to", "up from",
                  "the toll", "toll rises", "toll rose", "toll reached", "in all", "all told", "thus far", "until now", "have been killed since")
CUMULATIVE_NO = ("alone", "in the past 24 hours", "in the last 24 hours", "past 24 hours", "last 24 hours", "in 24 hours", "daily", "in a single day",
                 "in one day", "yesterday", "today", "overnight", "on the day", "within 24 hours", "in 48 hours", "over the past day", "previous day",
                 "this morning", "tonight", "in a day", "24 hours")


GENERIC = _set("people persons others individuals individual humans adults")
_ARMED_BODIES = _set("forces force army police militia militias regime security gendarmerie guard guards brigade factions group organization organisation")


def is_person(word: str, *, shown: str | None = None) -> bool:
    """Is the noun one for people? Lists first, then the ends of words that name people.

    Args:
        word: lower case. shown: as it stands; a capital plural may be a community ("Alawites").
    """
    if word in PERSON_WORDS:
        return True
    if word in THINGS or len(word) < 4:
        return False
    if word.endswith(("ers", "ors", "men", "women", "ists", "sters", "eers", "ants", "goers")) and not word.endswith(("papers", "waters", "quarters", "months",
                                                                                                             "plants", "restaurants", "grants", "moments")):
        return True
    return bool(shown) and shown[:1].isupper() and word.endswith(_NATION_END)   # type: ignore[index]


# Verbs whose object is always a person; the others ("captured 3 hills") need a noun for people.
PERSON_OBJECT = _set("arrested detained jailed imprisoned abducted kidnapped kidnaped arrest arrests arresting detain detains detaining abduct abducts "
                     "abducting kidnap kidnaps kidnapping interned")
CAUSAL = _set("cause caused causes causing lead led leads leading result resulted results resulting mean meant means bring brought provoke provoked")


def is_trade(word: str) -> bool:
    """May the noun be a trade ("herder", "waitress")? Only beside a word that kills or wounds people: "tower" ends so too."""
    return len(word) > 4 and word.endswith(("er", "or", "ess", "man")) and word not in THINGS and word not in _NOT_TRADES_ER


_NOT_TRADES_ER = _set("""number river water order letter quarter tower power paper corner border computer motor tractor trailer cancer summer winter manner
matter chapter center disaster fever helicopter freighter tanker trawler cruiser carrier cluster mortar door floor factor sector colour
tiger spider laser mirror terror horror error anger hunger danger murder another other order former further rather never ever under over after
october november december september easter weather leather timber rubber silver transformer generator reactor conveyor corridor armor business
process access success congress progress distress address witness illness fortress mattress wilderness shelter crater dozer bulldozer launcher
super upper lower inner outer proper temper paper poster counter monitor minor major junior senior superior inferior interior exterior together whether
prayer dinner career layer player-character crossover offer cover answer register semester encounter""")


def is_one_person(word: str) -> bool:
    """Is the noun one for a single person? The list, else the ends of words for trades ("pharmacist")."""
    return word in SINGULAR or (len(word) > 5 and word.endswith(("ist", "ian", "man", "woman", "eer")) and word not in THINGS
                                and word not in _NOT_TRADES)


_NOT_TRADES = _set("german human roman ottoman civilian talisman career veteran assist persist consist resist insist exist pioneer volunteer")


def population(word: str | None, shown: str | None = None, more: Sequence[str] = ()) -> str:
    """A rough class: people of one class may be added up ("two women and a child"), of two may not.

    Args:
        more: the words after the noun ("members" of "the security forces").
    """
    if word is None:
        return "unknown"
    if word in ARMED or any(w in _ARMED_BODIES for w in more):
        return "armed"
    if word in DEMOGRAPHIC:
        return "people"
    if shown and shown[:1].isupper():
        return "named:" + word
    if word in ("civilian", "civilians", "citizen", "citizens"):
        return "civilians"
    return "people"


_COMMON = _set("been their his her over make still never not with home run it n't n’t came come met gave made are were became out back")


def _telling(phrase: str) -> frozenset[str]:
    """The longest word of a phrase that is not common, with its alternatives: a sentence without it does not hold the phrase."""
    words = [set(w.split("|")) for w in phrase.split()]
    rare = [w for w in words if not w & _COMMON] or words
    return frozenset(max(rare, key=lambda w: (min(map(len, w)), sorted(w))))


HARM_WORDS = (frozenset(ACTIVE_NOW) | frozenset(ACTIVE_ING) | frozenset(PAST) | frozenset(INTRANSITIVE) | frozenset(ADJECTIVES)
              | WITH_DEATH & frozenset({"gunned"}) | frozenset(OF_NOUNS) | frozenset(SELF_NOUNS) | CASUALTIES | frozenset({"toll", "total", "tally",
              "lives", "life", "number", "figure", "rounded", "shot", "shoot", "shoots", "shooting", "survive", "survived", "survives", "survivors", "alive", "bars", "picked", "starved", "victim", "custody",
              "detention", "jail", "prison", "shelter", "treated", "whipped", "beat", "carried", "taken", "leg", "legs", "arm", "arms", "limbs", "eye",
              "eyes", "sight", "neutralised", "neutralized", "hospital", "hospitals", "trapped", "rubble", "ruins", "clinic", "infirmary", "took", "away", "left", "crossed", "search", "searching", "searched", "searches", "looking", "others", "leave", "refugees", "out", "lost", "loses", "losing", "lose", "holding", "holds", "held", "hold", "victims", "death", "them", "whom", "flee", "homes", "houses", "villages", "hostage", "those", "they"})
              | frozenset(w for phrases in PHRASES.values() for p in phrases for w in _telling(p)))
