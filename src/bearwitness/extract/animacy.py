"""Who can speak, think or want: a person or body, a document that is read, or a thing that does neither.

The parser gives no part of speech and no meaning; what a subject is, is told by the names of the document, by words for
people and bodies, and by words for papers and pictures. Whatever is none of these is `UNKNOWN`: enough for "said",
which only people do, and not for "shows", which anything does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bearwitness.extract.events_table import table
from bearwitness.extract.names import ROLE_WORDS, who_at
from bearwitness.extract.speech import ABSTRACT, DOCUMENTS, HEARSAY, HEARSAY_REPORTED
from bearwitness.model import Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit

ACTOR, DOCUMENT, THING, UNKNOWN = "actor", "document", "thing", "unknown"

_PRONOUNS = frozenset("""he she they we i you who one everyone everybody someone somebody anyone nobody many some most others other all several both few half
majority minority neither none thousands millions hundreds dozens""".split())
_PEOPLE = frozenset("""people person man men woman women child children boy boys girl girls parent parents mother father family families son daughter brother
sister brothers sisters granddaughter grandson grandchildren grandmother grandfather uncle aunt cousin nephew niece clerk clerks whip carrier carriers
pilot pilots captain crew member members caller callers guest guests speaker speakers rancher ranchers dealer dealers maker makers husband wife widow couple friend friends neighbor neighbors neighbour neighbours colleague colleagues relative relatives resident
residents villager villagers local locals citizen citizens civilian civilians voter voters supporter supporters opponent opponents critic critics donor donors
delegate delegates candidate candidates nominee rival rivals incumbent aide aides adviser advisers advisor advisors ally allies insider insiders operative
operatives strategist strategists pollster pollsters pundit pundits observer observers analyst analysts expert experts scholar scholars scientist scientists
researcher researchers academic academics economist economists historian historians student students teacher teachers worker workers employee employees boss
owner owners manager managers executive executives investor investors trader traders businessman businesswoman farmer farmers driver doctor doctors nurse nurses
medic medics patient patients lawyer lawyers attorney attorneys prosecutor prosecutors judge judges juror jurors jury defendant plaintiff suspect suspects victim
victims survivor survivors witness witnesses eyewitness eyewitnesses detainee detainees prisoner prisoners refugee refugees migrant migrants protester
protesters protestor protestors demonstrator demonstrators activist activists campaigner campaigners organizer organizers organiser organisers advocate advocates
official officials officer officers soldier soldiers commander commanders general generals fighter fighters rebel rebels militant militants militia militias gunman
gunmen insurgent insurgents veteran veterans spokesman spokesmen spokeswoman spokesperson spokespeople spokespersons minister ministers president leader leaders
chief chiefs head heads director mayor mayors governor governors senator senators congressman congresswoman congressmen lawmaker lawmakers legislator legislators
politician politicians representative representatives ambassador ambassadors diplomat diplomats envoy secretary chairman chairwoman chair negotiator negotiators
mediator mediators monitor monitors investigator investigators inspector inspectors detective detectives police policeman policemen authority authorities reporter
reporters journalist journalists correspondent author authors writer writers editor editors columnist columnists commentator commentators blogger host moderator
priest priests pastor pastors cleric clerics clergy bishop bishops imams monks imam rabbi monk sheikh elder elders reader readers viewer viewers user users consumer consumers customer customers american americans
democrat democrats republican republicans conservative conservatives liberal liberals progressive progressives libertarian libertarians moderate moderates
independent independents feminist feminists source sources public electorate audience crowd youth youths elite elites establishment generation""".split())
_BODIES = frozenset("""government governments administration regime ministry ministries army military navy forces troops police court courts council
parliament congress senate house cabinet committee commission panel agency agencies bureau department office embassy party parties coalition alliance movement union
unions group groups organisation organisations organization organizations body bodies team campaign campaigns company companies firm firms corporation bank banks
business businesses industry newspaper newspapers magazine broadcaster channel network networks outlet outlets media press paper website monitor watchdog observatory
institute institution institutions university universities school schools church churches mosque hospital hospitals charity charities ngo ngos foundation
association federation faction factions brigade militia militias state states country countries nation nations city cities town district province community communities
side sides delegation mission missions staff leadership opposition junta authorities world kremlin pentagon white-house secretariat think-tank lobby board
tribe clan family brotherhood front league society club service services wing""".split())
_PEOPLE_ENDINGS = ("man", "men", "ster", "sters", "crats", "ists", "ians", "ologist", "crat", "woman", "women", "person", "persons")
_THING_ENDINGS = ("tion", "tions", "ment", "ments", "ness", "ism", "ship", "ance", "ence", "ings")
_NAMED = frozenset("person organisation outlet armed_group state community".split())
_ENTITIES = frozenset("PERSON ORG GPE NORP".split())
_EXPLETIVE = frozenset("it this that these those there which what".split())


def kind_of(page: Page, unit: Unit, token: Token) -> str:
    """What a subject is: ACTOR, DOCUMENT, THING or UNKNOWN."""
    low = token.lower_
    if low in _PRONOUNS or low in _PEOPLE:
        return ACTOR
    if low in ("those", "these") and any(c.dep_ in ("relcl", "acl", "prep") for c in token.children):
        return ACTOR            # "those who fled"
    if low in _EXPLETIVE or low in HEARSAY - HEARSAY_REPORTED:
        return THING
    if low in HEARSAY_REPORTED:
        return DOCUMENT
    if low in DOCUMENTS and not _is_name(page, unit, token):
        return DOCUMENT
    if low in _BODIES or low in ROLE_WORDS or low.endswith(_PEOPLE_ENDINGS):
        return ACTOR
    if token.ent_type_ in _ENTITIES or who_at(page, unit, token.i).kind in _NAMED:
        return ACTOR
    if token.text[:1].isupper() and token.text[1:].islower() and token.i > unit.sent_of(token.i)[0] + 1 and low not in DOCUMENTS | ABSTRACT:
        return ACTOR            # a name that the model does not know
    if low in ABSTRACT or low in table().nouns or low.endswith(_THING_ENDINGS):
        return THING
    if _AGENT.match(low) and low not in _NOT_AGENTS:
        return ACTOR            # "treasurer", "inspectors", "trustees"
    return ACTOR if token.text[:1].isupper() and all(c.dep_ == "case" for c in token.children) and not low.endswith("s") else UNKNOWN


_AGENT = re.compile(r"[a-z]{3,}(?:er|or|ers|ors|eer|eers|ant|ants|ee|ees)$")
_NOT_AGENTS = frozenset("""number numbers order orders matter matters letter letters paper papers center centers centre water river rivers weather winter summer
border borders corner quarter quarters answer answers offer offers finger fingers tower towers chapter figure power powers minister computer fever hunger danger
dangers disaster disasters murder murders error errors factor factors sector sectors terror horror favor favour labor labour harbor harbour color colour rumor
rumour rumors rumours vapor humor tenor major minor floor door doors mirror motor motors tractor reactor corridor behavior behaviour flavor honor honour
after other others either neither never ever over under rather whether however together super proper former latter poor prior senior junior interior exterior
thunder shoulder shoulders folder register transfer buffer chamber chambers member december november october september rubber timber cancer career barrier
barriers carrier helicopter helicopters bomber bombers charter chapter cluster filter meter meters monitor newsletter poster posters shelter shelters
shutter slaughter soccer sweater theater theatre trailer tanker tankers launcher launchers container containers trigger twitter user-friendly layer player
encounter encounters dinner manner banner banners counter laughter temper tender wonder cover rooster plant plants want grant grants restaurant restaurants
important variant variants tenant warrant warrants giant covenant instant constant distant relevant fee fees tree trees degree degrees guarantee guarantees
knee coffee settee decree decrees""".split())


def _is_name(page: Page, unit: Unit, token: Token) -> bool:
    """Is the word part of a name ("the Post")?"""
    return token.text[:1].isupper() and token.i > 0 and any(
        n.start <= unit.starts[token.i] < n.end for n in page.names_in(max(0, unit.starts[token.i] - 60), unit.ends[token.i] + 60))


_THINGS = frozenset("""infrastructure building buildings road roads house houses system systems market markets money oil gas aid equipment website websites border
bridge tunnel tunnels facility facilities site sites weather economy river sea airport port line lines area areas region zone""".split())


def is_thing(token: Token) -> bool:
    """A thing or place that does nothing on purpose."""
    return token.lower_ in _THINGS


_TIMES = frozenset("""day days night nights hour hours week weeks weekend month months year years morning evening spell wave round bout surge spate series
period start end eve aftermath anniversary""".split())
_HAPPENINGS = frozenset("violence unrest fighting bloodshed conflict war hostilities tension tensions hunger famine disease cholera flood floods storm fire".split())
_BEFORE = re.compile(r"\s+(?:of|in|at|on|near|between|after|during|from|by|along|around|across)\b.*$", re.DOTALL)


def is_happening(who: Who) -> bool:
    """A stretch of time or a happening in the place of a doer: "a fourth day of violence left 9 dead", "fighting killed 3".

    >>> is_happening(Who("A fourth day of violence in Adre", "unnamed")), is_happening(Who("a series of gunmen", "unnamed"))
    (True, False)
    """
    if who.entity_id is not None or who.kind not in ("unnamed", "community"):
        return False
    words = who.name.lower().split()
    head = _BEFORE.sub("", who.name.lower()).split()[-1:]
    return bool(head) and (head[0] in _HAPPENINGS or (head[0] in _TIMES and not any(w in _PEOPLE | _BODIES for w in words)))


def is_actor(page: Page, who: Who) -> bool:
    """May somebody be said to have done something? No day, no fighting, and no town or province (a country may: its state)."""
    if is_happening(who):
        return False
    if who.passage is None or who.entity_id is not None or who.kind in ("armed_group", "organisation", "person", "state"):
        return True
    words = who.passage.exact.removeprefix("the ").removeprefix("The ")
    return not any(p.kind != "country" and page.text[p.start:p.end] == words for p in page.places_in(who.passage.start, who.passage.end))
