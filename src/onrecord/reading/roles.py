"""What a role phrase says: which office, of which power, and whether it names a person's work or kin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.reading.powers import powers_in

_MALE = (
    "man king prince lord sir mr mr. father husband son brother uncle chairman spokesman congressman statesman "
    "policeman"
)
_FEMALE = (
    "woman queen princess lady dame mrs mrs. ms ms. miss mother wife daughter sister aunt spokeswoman chairwoman"
)
MALE = frozenset((_MALE + " businessman boyfriend actor widower duke baron sheikh imam").split())
FEMALE = frozenset((_FEMALE + " congresswoman businesswoman policewoman girlfriend actress widow duchess").split())

KIN = frozenset(
    "father mother wife husband son daughter brother sister uncle aunt cousin widow widower girlfriend boyfriend "
    "partner parent stepfather stepmother grandfather grandmother nephew niece fiancee".split()
)
OFFICES = frozenset(
    "president minister premier chancellor secretary king queen prince princess emperor pope emir sultan ruler "
    "leader "
    "chief head director chairman chairwoman chairperson chair commissioner governor mayor senator congressman "
    "congresswoman lawmaker representative legislator deputy speaker ambassador envoy diplomat spokesman spokeswoman "
    "spokesperson counterpart adviser advisor aide official officer general colonel admiral commander marshal "
    "captain "
    "lieutenant major sergeant judge justice prosecutor attorney lawyer sheriff constable inspector superintendent "
    "candidate nominee incumbent frontrunner councilman councilwoman councillor councilor whip treasurer comptroller "
    "administrator regulator politician statesman taoiseach monarch ayatollah cleric bishop archbishop cardinal "
    "pastor "
    "priest rabbi imam negotiator mediator representative commissar czar tsar dictator strongman monarch".split()
)
WORK = frozenset(
    "professor scientist researcher economist analyst expert scholar historian author writer journalist reporter "
    "correspondent editor columnist commentator anchor host blogger activist campaigner organizer doctor "
    "physician surgeon "
    "nurse teacher student engineer farmer worker driver pilot athlete player coach actor actress singer musician "
    "artist "
    "director producer founder co-founder owner ceo cfo executive manager consultant strategist pollster operative "
    "investor banker trader entrepreneur businessman businesswoman counsel dean fellow scholar psychologist "
    "biologist "
    "resident neighbor neighbour witness victim survivor suspect defendant plaintiff survivor veteran soldier "
    "motorcyclist "
    "protester demonstrator voter retiree volunteer fisherman firefighter policeman man woman boy girl teenager "
    "friend "
    "colleague successor predecessor rival opponent billionaire millionaire magnate tycoon theologian meteorologist "
    "technician coordinator republican democrat specialist advocate guard dissident leader star comedian".split()
)
OTHERS = frozenset(
    """undersecretary vice-president lieutenant-governor archdeacon deacon vicar nun monk friar preacher evangelist
    missionary chaplain dignitary statesperson parliamentarian mp mep peer delegate attache consul emissary liaison
    chieftain warlord insurgent rebel militant militiaman gunman terrorist hijacker bomber jihadist separatist
    nationalist communist socialist conservative liberal libertarian progressive reformer reformist revolutionary
    abolitionist feminist environmentalist pacifist whistleblower hacker defector exile refugee migrant immigrant
    emigrant asylum-seeker prisoner inmate detainee convict fugitive offender perpetrator murderer killer thief
    smuggler trafficker dealer fraudster informant informer accuser complainant claimant petitioner respondent
    appellant litigant juror bailiff magistrate jurist barrister solicitor notary paralegal clerk registrar
    librarian archivist curator archaeologist anthropologist sociologist philosopher mathematician statistician
    physicist chemist astronomer astrophysicist geologist botanist zoologist ecologist virologist epidemiologist
    immunologist neurologist cardiologist oncologist psychiatrist paediatrician pediatrician dentist pharmacist
    paramedic midwife therapist counsellor counselor dietitian nutritionist veterinarian caregiver carer nanny
    academic lecturer instructor tutor principal headmaster headmistress provost rector chancellor undergraduate
    graduate alumnus alumna pupil schoolboy schoolgirl classmate teammate roommate housemate neighbour apprentice
    trainee intern novice mentor protege disciple pioneer inventor innovator designer architect sculptor painter
    illustrator cartoonist photographer cinematographer filmmaker screenwriter playwright dramatist novelist poet
    essayist biographer memoirist lyricist songwriter composer conductor pianist violinist guitarist drummer
    bassist cellist vocalist rapper dj dancer ballerina choreographer performer entertainer presenter broadcaster
    newscaster newsreader podcaster vlogger influencer youtuber model celebrity socialite philanthropist
    humanitarian donor benefactor patron sponsor volunteer goalkeeper striker midfielder defender winger forward
    quarterback linebacker receiver pitcher catcher shortstop outfielder baseman batsman bowler cricketer golfer
    cyclist swimmer sprinter runner jumper wrestler boxer fighter skater skier gymnast rower sailor footballer
    sportsman sportswoman champion medalist medallist winner loser finalist contestant competitor participant
    referee umpire linesman captain trainer scout shareholder stakeholder landlord tenant lender borrower broker
    financier accountant auditor actuary bookkeeper cashier shopkeeper storekeeper retailer wholesaler merchant
    vendor salesman saleswoman salesperson employer employee staffer subordinate foreman supervisor overseer
    administrator bureaucrat technocrat functionary planner surveyor electrician plumber carpenter mechanic welder
    builder contractor labourer laborer miner logger trucker courier porter janitor cleaner waiter waitress
    bartender chef baker butcher brewer gardener rancher shepherd peasant landowner homeowner householder
    passenger pedestrian motorist bystander onlooker passer-by eyewitness attacker assailant intruder burglar
    customer client consumer subscriber reader viewer listener user gamer fan enthusiast collector lover hero
    heroine villain legend icon figure personality character genius prodigy child kid baby infant toddler youth
    adolescent adult pensioner centenarian orphan twin sibling parent grandson granddaughter grandchild grandparent
    stepson stepdaughter stepbrother stepsister half-brother half-sister godfather godmother heir heiress
    descendant ancestor spouse bride bridegroom lover fiance fiancee guardian relative kinsman guest visitor
    tourist traveller traveler explorer adventurer mountaineer climber astronaut cosmonaut aviator navigator
    airman serviceman servicewoman infantryman paratrooper marine guerrilla sniper spy operative mercenary
    recruit conscript lieutenant-general brigadier corporal private cadet commandant nobleman noblewoman knight
    baron earl viscount marquess count countess caliph khan shah maharaja pharaoh chieftainess citizen national
    native foreigner expatriate compatriot countryman villager townsman islander settler colonist pilgrim believer
    worshipper convert atheist agnostic mystic saint prophet apostle martyr hermit theorist thinker intellectual
    visionary strategist signatory moderator interviewer interviewee panelist panellist speechwriter ghostwriter
    translator interpreter publisher printer bookseller webmaster programmer developer coder technologist
    contributor collaborator cofounder entrepreneur industrialist restaurateur hotelier developer speculator
    newcomer outsider insider loyalist hardliner moderate centrist leftist rightist populist fascist demagogue
    member person individual contact ex-wife ex-husband""".split()
)
"""Further nouns that mean a person; none that is also a common surname or given name when capitalised."""
EPITHETS = frozenset(
    "nominee candidate frontrunner contender hopeful challenger incumbent senator congressman congresswoman lawmaker "
    "governor politician republican democrat businessman businesswoman billionaire millionaire magnate mogul tycoon "
    "developer entrepreneur celebrity star actor actress singer comedian author veteran native".split()
)
"""Nouns that take up somebody named before more often than they bring somebody new."""
PARTIES = frozenset("republican democrat labour tory conservative libertarian green".split())
"""Words for a party in a role, in the common form that ``parse_role`` gives them."""
POSTS = frozenset(
    "president minister premier chancellor king queen judge justice prosecutor spokesman spokeswoman governor "
    "senator congressman congresswoman mayor ambassador secretary director sheriff chief".split()
)
"""Posts of which a person has one at a time as a rule."""
PERSON_NOUNS = (
    OFFICES
    | WORK
    | KIN
    | OTHERS
    - frozenset(
        "baker marine private count private model principal forward fan native national moderate liberal "
        "conservative progressive porter shepherd butcher carpenter gardener brewer knight earl saint dj peer "
        "contact figure graduate khan consul captain painter twin chancellor parent user reader".split()
    )
)
"""Nouns that mean a person as a rule."""
TITLES = frozenset(
    "President Minister Premier Chancellor Secretary King Queen Prince Princess Emperor Pope Emir Sultan Senator "
    "Sen. Sen "
    "Rep. Rep Representative Congressman Congresswoman Gov. Gov Governor Mayor Speaker Ambassador Envoy Mr. Mr "
    "Mrs. Mrs "
    "Ms. Ms Miss Dr. Dr Prof. Prof Professor Sir Lord Lady Dame Baroness General Gen. Gen Colonel Col. Col "
    "Admiral Adm. "
    "Captain Capt. Lt. Lt Lieutenant Maj. Major Sgt. Sgt Sergeant Cmdr. Commander Judge Justice Attorney Director "
    "Chairman "
    "Chairwoman Chair Commissioner Chief Leader Spokesman Spokeswoman Spokesperson Counsel Sheriff Constable "
    "Inspector "
    "Officer Detective Superintendent Ayatollah Sheikh Imam Bishop Archbishop Cardinal Father Rev. Reverend "
    "Pastor Rabbi "
    "Adviser Advisor Deputy CEO Head Coach Taoiseach Marshal Treasurer Comptroller Prosecutor Councilman "
    "Councilwoman "
    "Crown Vice Prime Foreign Defense Defence Interior Finance Representative-elect "
    "President-elect Host Anchor".split()
)

_COUNTRY_BY_WORDS = {"secretary of state": "USA", "foreign secretary": "GBR", "home secretary": "GBR"}
_ORGANISATION_ROLE = {
    "White House": "state",
    "Kremlin": "state",
    "State Department": "foreign",
    "Foreign Ministry": "foreign",
}
_SPEAKER = r"(spokes(man|woman|person)|press secretary)"
_FOREIGN = r"(foreign( affairs)? minister|minister (of|for) foreign affairs|(external|foreign) affairs minister"
_ROLES: tuple[tuple[str, str], ...] = (
    (
        rf"(foreign ministry|ministry of foreign affairs|state department"
        rf"|department of state)\S* {_SPEAKER}",
        "spokesperson-foreign",
    ),
    (
        rf"{_SPEAKER} (for|of) the (\w+ )?(foreign ministry|ministry of foreign affairs"
        rf"|state department)",
        "spokesperson-foreign",
    ),
    (
        rf"(kremlin|presidential|white house|president's)( \w+)? {_SPEAKER}"
        rf"|white house press secretary",
        "spokesperson-state",
    ),
    (rf"{_SPEAKER} (for|of) the (kremlin|white house|president)", "spokesperson-state"),
    (rf"government {_SPEAKER}", "spokesperson-government"),
    (_SPEAKER, "spokesperson"),
    (r"\b(deputy|vice|assistant|under)[- ]?(foreign|defen[cs]e|interior|finance|secretary|minister of)", "deputy"),
    (r"vice[- ]president", "vice-state"),
    (r"(deputy prime minister|vice[- ]chancellor|vice[- ]premier)", "vice-government"),
    (rf"{_FOREIGN}|foreign secretary|(top|chief) diplomat|secretary of state)", "foreign"),
    (
        r"(defen[cs]e (minister|secretary|chief)|(minister|secretary) (of|for) (national )?defen[cs]e"
        r"|pentagon chief)",
        "defence",
    ),
    (
        r"(interior minister|minister (of|for) (the )?(interior|internal affairs)|home (secretary"
        r"|affairs minister))",
        "interior",
    ),
    (
        r"(finance minister|minister (of|for) finance|treasury secretary|secretary of the treasury"
        r"|chancellor of the exchequer)",
        "finance",
    ),
    (r"(justice minister|minister (of|for) justice|attorney general)", "justice"),
    (r"(health minister|minister (of|for) health|health secretary)", "health"),
    (r"(energy minister|minister (of|for) energy|energy secretary)", "energy"),
    (r"(trade minister|minister (of|for) trade|commerce secretary)", "trade"),
    (r"national security advis[eo]r", "security-adviser"),
    (r"(secretary[- ]general|director[- ]general|managing director|commission chairperson|high representative"
     r"|foreign policy chief|commission president|council president|chairperson)", "head"),
    (r"(prime minister|premier|taoiseach|\bpm\b|chancellor|head of government)", "government"),
    (r"(supreme leader)", "leader"),
    (r"(president|monarch|king|queen|emperor|emir|sultan|pope|head of state)", "state"),
    (r"\b(leader|strongman|ruler)\b", "top"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), key) for pattern, key in _ROLES)
_FORMER = re.compile(r"\b(former|ex|then|late|one-time|previous|outgoing)\b", re.IGNORECASE)
_WORDS = re.compile(r"[a-z][a-z'’-]*")
_SYNONYMS = {
    "gop": "republican",
    "justice": "judge",
    "democratic": "democrat",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
}
_DROP = frozenset(
    "the a an of for and to in on at by his her their its our my your s former top senior chief new".split()
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a role phrase says. ``key`` is a role of the offices table (or ``top``, ``deputy``, ``spokesperson``).

    ``power`` is the code of the power it belongs to; ``words`` are its content words in lower case, the noun last.
    """

    key: str | None
    power: str | None
    words: tuple[str, ...]
    former: bool = False

    @property
    def noun(self) -> str:
        """The noun that says what the person is."""
        return self.words[-1] if self.words else ""


def parse_role(phrase: str) -> Role:
    """Return what a role phrase such as "the top U.S. diplomat" or "Greek Foreign Minister" says."""
    power, rest = _without_powers(phrase)
    lower = " ".join(rest.lower().replace("’", "'").split())
    key = next((key for pattern, key in _COMPILED if pattern.search(lower)), None)
    power = power or next((code for words, code in _COUNTRY_BY_WORDS.items() if words in lower), None)
    words = tuple(word for word in _WORDS.findall(lower) if word not in _DROP)
    words = tuple(_SYNONYMS.get(word, word.removesuffix("'s")) for word in words)
    return Role(key, power, _noun_last(words), bool(_FORMER.search(lower)))


def gender_of(words: str) -> str | None:
    """Return ``m`` or ``f`` when a word of the phrase says so, else ``None``."""
    lower = {word.strip(".,").removesuffix("'s").removesuffix("’s") for word in words.lower().split()}
    male = bool(lower & MALE) or any(word.endswith("sman") for word in lower)
    female = bool(lower & FEMALE) or any(word.endswith("swoman") for word in lower)
    return None if male == female else "m" if male else "f"


def is_person_noun(word: str) -> bool:
    """Tell whether a common noun (in lower case) means a person."""
    if "-" in word:
        word = word.removeprefix("ex-").removeprefix("vice-").removeprefix("co-")
    return word in PERSON_NOUNS or word.endswith(("sman", "swoman", "sperson", "ologist", "ician"))


def compatible(mention: Role, title: Role) -> bool:
    """Tell whether a role mention ("the commissioner") can mean somebody who bears ``title``."""
    if mention.power and title.power and mention.power != title.power:
        return False
    if mention.former != title.former and mention.former:
        return False
    if mention.key and title.key:
        return mention.key == title.key or (mention.key == "top" and title.key in ("state", "government", "leader"))
    if mention.key or not mention.noun:
        return False
    return mention.noun in title.words and set(mention.words[:-1]) <= set(title.words) | {mention.noun}


def _without_powers(phrase: str) -> tuple[str | None, str]:
    pieces, last, code = [], 0, None
    for (start, end), sense in powers_in(phrase):
        belongs = sense.power.country or sense.power.code
        code = code if code and len(code) == 3 else (belongs if sense.power.is_state else code or belongs)
        if sense.power.is_state and sense.use not in ("seat",):
            pieces.append(phrase[last:start])
            last = end
    return code, "".join(pieces) + phrase[last:]


def _noun_last(words: tuple[str, ...]) -> tuple[str, ...]:
    known = [index for index, word in enumerate(words) if is_person_noun(word)]
    if not known:
        return words
    index = known[-1] if "of" not in words else known[0]
    return words[:index] + words[index + 1 :] + (words[index],)
