"""A whole forum as values: three days in Dakar, 41 sessions in 8 rooms, 6 study visits.

Persons and contents are invented.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta

from exchange.domain.programme import (
    Contributor,
    ForumFacts,
    Leg,
    Part,
    Pause,
    Programme,
    Room,
    Session,
    StepFree,
    Stop,
    Theme,
    VisitSheet,
)

PUBLISHED = datetime(2027, 4, 2, 8, 30, tzinfo=UTC)
DAYS = {1: date(2027, 5, 25), 2: date(2027, 5, 26), 3: date(2027, 5, 27)}
FOUR, THREE, TWO = ("en", "fr", "es", "pt"), ("en", "fr", "es"), ("fr", "en")

FORUM = ForumFacts(
    slug="dakar-2027",
    titles={"en": "Cities Together", "fr": "Villes ensemble", "es": "Ciudades juntas", "pt": "Cidades juntas"},
    summaries={
        "en": "A forum for people who run cities. You come with a question, you leave with a colleague who has "
        "already lived through the answer.",
        "fr": "Un forum pour celles et ceux qui font tourner les villes. On vient avec une question, on repart avec "
        "une collègue qui a déjà vécu la réponse.",
        "es": "Un foro para quienes hacen funcionar las ciudades. Se viene con una pregunta y se vuelve con una "
        "colega que ya vivió la respuesta.",
    },
    starts_on=DAYS[1],
    ends_on=DAYS[3],
    time_zone="Africa/Dakar",
    languages=FOUR,
    venue_name="Forum Centre",
    venue_address="Boulevard de la République, Dakar-Plateau",
    host_city="Dakar",
    pattern_seed="dakar-2027",
    fictional=True,
)

ROOMS = (
    Room("R1", "Baobab", 250, FOUR, True, "ground floor"),
    Room("R2", "Téranga", 120, FOUR, True, "ground floor"),
    Room("R3", "Sahel", 80, TWO, True, "level 1"),
    Room("R4", "Casamance", 60, THREE, True, "level 1"),
    Room("R5", "Gorée", 40, (), True, "level 1"),
    Room("R6", "Saloum", 40, (), False, "level 1"),
    Room("R7", "Atelier", 30, (), True, "level 2"),
    Room("R8", "Solutions Hall", 150, TWO, True, "garden"),
)

_THEMES = """
POV|Urban poverty & social protection|Pauvreté urbaine et protection sociale|Pobreza urbana y protección social
HOU|Housing & informal settlements|Logement et quartiers informels|Vivienda y asentamientos informales
WSH|Water, sanitation & hygiene|Eau, assainissement et hygiène|Agua, saneamiento e higiene
WST|Waste & circular economy|Déchets et économie circulaire|Residuos y economía circular
FOD|Food systems & urban farming|Alimentation et agriculture urbaine|Alimentación y agricultura urbana
HEA|Health & well-being|Santé et bien-être|Salud y bienestar
EDU|Education & skills|Éducation et compétences|Educación y competencias
JOB|Jobs & informal economy|Emploi et économie informelle|Empleo y economía informal
GEN|Gender equality|Égalité des genres|Igualdad de género
YTH|Children, youth & older people|Enfants, jeunes et aînés|Infancia, juventud y personas mayores
MIG|Migration & inclusion|Migrations et inclusion|Migración e inclusión
DIS|Disability & accessibility|Handicap et accessibilité|Discapacidad y accesibilidad
MOB|Mobility & access|Mobilité et accès|Movilidad y acceso
ENE|Energy access|Accès à l'énergie|Acceso a la energía
CLI|Climate & disaster resilience|Climat et résilience|Clima y resiliencia
NAT|Nature, air & public space|Nature, air et espace public|Naturaleza, aire y espacio público
PLN|Land & planning|Foncier et planification|Suelo y planificación
FIN|Municipal finance & procurement|Finances et achats publics|Finanzas y compras públicas
GOV|Governance & participation|Gouvernance et participation|Gobernanza y participación
DIG|Digital services & data|Numérique et données|Servicios digitales y datos
CUL|Culture & heritage|Culture et patrimoine|Cultura y patrimonio
SAF|Safety, peace & crisis|Sécurité, paix et crises|Seguridad, paz y crisis
"""

_PEOPLE = """
P01|Aïssatou Belmar|Mayor|Dakar|SN
P02|Kwabena Ofosu-Tray|Deputy mayor|Kumasi|GH
P03|Lucía Arbeláez-Quint|Inclusion secretary|Medellín|CO
P04|João Macuvel|Councillor|Quelimane|MZ
P05|Mirembe Katokye|Gender director|Kampala|UG
P06|Bishal Thapaliya-Rana|Deputy mayor|Pokhara|NP
P07|Salimata Ouédrango|Sanitation director|Ouagadougou|BF
P08|Ngozi Adelakun-Reed|Economy commissioner|Lagos|NG
P09|Tomás Ferreirinha|Councillor|Braga|PT
P10|Hélène Marchandeau|Deputy mayor|Nantes|FR
P11|Rafael Quispe-Lanza|Housing director|El Alto|BO
P12|Nadia Benhassir|Mayor|Chefchaouen|MA
P13|Komlan Agbezudor|Mayor|Lomé|TG
P14|Farid Chowdhari|Chief planner|Khulna|BD
P15|Iris Van Eeckhoven|Head of unit|Ghent|BE
P16|Tendai Mukwazhira|Finance director|Harare|ZW
P17|Marisol Duarte-Yegros|Mayor|Asunción|PY
P18|Paulo Netaveira|Secretary|Recife|BR
P19|Leila Karimova-Sadyk|Digital lead|Almaty|KZ
P20|Achieng Moss-Wanjala|Food officer|Kisumu|KE
P21|Odile Razafimbelo-Ny|Waste director|Antananarivo|MG
P22|Divine Uwimpuhwe|Youth officer|Kigali|RW
P23|Ana Beatriz Chivambo|Works councillor|Beira|MZ
P24|Lamine Kanté-Roy|Deputy mayor|Bamako|ML
"""

_SESSIONS = """
S01|1|09:00|10:15|R1|4|POV|P01|plenary|Opening: cities that leave no one behind
S02|1|10:45|12:15|R2|4|POV|P03|panel|One counter, many rights: one-stop social services
S03|1|10:45|12:15|R4|3|JOB|P08|workshop|From street vendors to recognised workers
S04|1|10:45|12:15|R3|2|WSH|P07|panel|Sanitation beyond the sewer
S05|1|10:45|12:15|R5|fr|MIG|P24|workshop|Accueillir les déplacés climatiques
S06|1|10:45|12:15|R7|en|CLI|P23|peer_assist|Peer assist: Beira's drainage maintenance budget
S07|1|12:45|13:30|R6|en|DIG|P14|side_event|Open data for informal-settlement mapping
S08|1|12:45|13:30|R5|pt|GOV|P09|side_event|Orçamento participativo para jovens
S09|1|13:45|15:15|R2|4|HOU|P11|panel|Upgrading without eviction: three cities, ten years on
S10|1|13:45|15:15|R4|3|GEN|P05|workshop|Safe cities for women and girls: what the audits changed
S11|1|13:45|15:15|R3|2|FIN|P16|panel|Own-source revenue without hurting the poor
S12|1|13:45|15:15|R5|fr|WST|P21|action_learning|Cercle d'apprentissage : récupérateurs de déchets
S13|1|13:45|15:15|R6|es|FOD|P17|workshop|Comedores populares y compras públicas
S14|1|13:45|15:15|R7|en|YTH|P22|world_cafe|Youth jobs: what would you stop doing?
S15|1|15:45|17:15|R8|2|GOV|P15|marketplace|Solutions marketplace: 20 stands, 3 rounds
S16|1|15:45|17:15|R2|4|CLI|P06|panel|Heat and flood: protecting people with the least
S17|1|15:45|17:15|R4|3|EDU|P12|workshop|Second-chance schools and skills centres
S18|1|15:45|17:15|R6|en|MOB|P02|fishbowl|Fishbowl: who pays when fares go up?
S19|1|15:45|17:15|R7|fr|ENE|P13|peer_assist|Codéveloppement : l'éclairage solaire de Lomé
S20|1|17:30|18:30|R2|4|GOV|P01|closed|Mayors' round table (heads of delegation only)
S21|2|09:30|11:00|R2|2|FIN|P16|clinic|Proposal clinic: funding windows for secondary cities
S22|2|11:15|12:45|R2|2|DIS|P15|clinic|Accessible by default: design clinic
S23|2|14:30|15:30|R1|4|GOV|P10|debrief|Visit debrief: adopt, adapt, avoid (six tables)
S24|2|16:00|17:30|R2|4|WST|P18|panel|Waste pickers as service providers
S25|2|16:00|17:30|R4|3|HEA|P03|workshop|Primary care within a 15-minute walk
S26|2|16:00|17:30|R3|2|PLN|P14|panel|Land readjustment: fair shares
S27|2|16:00|17:30|R5|pt|JOB|P04|workshop|Economia informal e mercados municipais
S28|2|16:00|17:30|R6|es|CUL|P17|workshop|Cultura comunitaria contra la exclusión
S29|2|16:00|17:30|R7|en|DIG|P19|action_learning|Digital ID at the counter: inclusion or barrier?
S30|3|09:00|10:30|R1|4|GOV|P10|failure_fair|Failure fair: five projects that did not work, and why
S31|3|09:00|10:30|R4|3|NAT|P12|workshop|Green public space in dense, poor districts
S32|3|09:00|10:30|R3|2|SAF|P22|panel|Preventing violence with young men, not against them
S33|3|09:00|10:30|R6|es|POV|P11|speed_mentoring|Mentorías: diez ofertas, diez demandas
S34|3|09:00|10:30|R7|en|FOD|P20|workshop|School meals and urban farms: buying local
S35|3|11:00|12:15|R8|4|GOV|P15|matchmaking|City-to-city meetings: 25 tables, 3 rounds of 20 min
S36|3|11:00|12:15|R2|2|ENE|P13|panel|Clean cooking and energy poverty
S37|3|11:00|12:15|R5|fr|HOU|P24|workshop|Régie foncière : outils simples
S38|3|12:45|13:30|R6|en|GOV|P02|side_event|Joining the alliance: from council vote to first project
S39|3|13:45|15:00|R4|3|GOV|P05|lab|Action planning lab: a 90-day plan
S40|3|13:45|15:00|R3|2|GOV|P09|clinic|MoU surgery: drafting a city-to-city agreement
S41|3|15:15|16:30|R1|4|GOV|P01|plenary|Commitments wall and closing
"""

_PAUSES = """
1|10:15|10:45|coffee
1|12:15|13:45|lunch
1|15:15|15:45|coffee
2|13:15|14:30|lunch
2|15:30|16:00|coffee
3|10:30|11:00|coffee
3|12:15|13:45|lunch
3|15:00|15:15|coffee
"""
_NAMES = {
    "coffee": {"en": "Coffee", "fr": "Pause café", "es": "Café"},
    "lunch": {"en": "Lunch", "fr": "Déjeuner", "es": "Almuerzo"},
}

_VISITS = """
V1|Flood-safe Pikine|CLI HOU|24|en fr es|no|Seynabou Ardo-Lefort|Who cleans the drains in year 3?|coach
-|Forum Centre||08:30
35|Pikine retention basin and neighbourhood watch|09:20|10:05
15|Yeumbeul drainage committee|10:30|11:15
15|Thiaroye households' forum, light lunch|11:35|12:20
40|Forum Centre|13:10|
V2|Guédiawaye by bus rapid transit|MOB|20|en fr|yes|Ibra Collardeau|What did the social fare cost?|public_transport
-|Forum Centre||08:30
10|Petersen terminus|08:45|09:15
35|Grand Médine station|09:55|10:35
25|Guédiawaye depot and fare desk|11:05|12:10
50|Forum Centre|13:05|
V3|Mbeubeuss: pickers and the landfill transition|WST|16|en fr pt|no|Maguette Tavernay|Who keeps the income?|coach
-|Forum Centre||08:15
70|Malika pickers' association|09:30|10:05
10|Mbeubeuss sorting platform|10:20|11:15
10|Keur Massar buy-back shop|11:30|12:05
70|Forum Centre|13:20|
V4|Micro-gardens and school meals|FOD|22|en fr es|partly|Coumba Villedieu|Who waters the garden in August?|coach
-|Forum Centre||08:30
20|Fann nursery|08:55|09:45
35|Parcelles Assainies school garden and canteen|10:25|11:15
20|Liberté 6 market stall|11:40|12:30
30|Forum Centre|13:05|
V5|Hann Bay: sewers, fishers, clean water|WSH NAT|24|en fr pt|no|Ousmane Brévillard|Who pays for the pumps?|coach
-|Forum Centre||08:30
25|Hann outfall and beach clean-up|09:00|09:45
25|Cambérène treatment works|10:15|11:15
25|Thiaroye-sur-Mer women fish processors|11:45|12:20
45|Forum Centre|13:10|
V6|Médina: one-stop social centre and youth hub|POV YTH|18|en fr es|yes|Ndèye Fauvernier|What stays in the end?|minibus
-|Forum Centre||08:45
10|Médina centre|09:00|10:15
10|Gueule Tapée youth hub|10:25|11:20
5|Soumbédioune craft co-operative|11:30|12:20
20|Forum Centre|12:45|
"""

_ABSTRACTS = (
    "What did it cost in year one, in year three, and who pays today? The speakers bring their own figures, "
    "also the ones that hurt, and leave half the time to questions from the floor.",
    "Bring one problem you have not solved. We work in groups of six on three of them, with a facilitator and a "
    "sheet of paper; everybody leaves with two names and a next step.",
    "Three short stories from the counter, the street and the council chamber. Then a plain question: what would "
    "you do again, and what never?",
)


def sample_programme() -> Programme:
    """The published release 1 of the sample forum."""
    return Programme(
        version=1,
        published_at=PUBLISHED,
        note={"en": "First release."},
        forum=FORUM,
        rooms=ROOMS,
        themes=tuple(_theme(line) for line in _lines(_THEMES)),
        people=tuple(_person(line) for line in _lines(_PEOPLE)),
        sessions=tuple(_session(line) for line in _lines(_SESSIONS)),
        pauses=tuple(_pause(line) for line in _lines(_PAUSES)),
    )


def sample_visits() -> tuple[VisitSheet, ...]:
    """The six published study visits of the second day."""
    visits: list[list[str]] = []
    for line in _lines(_VISITS):
        if line.startswith("V"):
            visits.append([])
        visits[-1].append(line)
    return tuple(_visit(number, lines) for number, lines in enumerate(visits, start=1))


def instant(day: int, clock: str) -> datetime:
    """A time of a day of the sample forum; Dakar keeps UTC."""
    return datetime.combine(DAYS[day], time.fromisoformat(clock), UTC)


def guid(code: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sample {code}"))


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _theme(line: str) -> Theme:
    code, en, fr, es = line.split("|")
    return Theme(code, {"en": en, "fr": fr, "es": es})


def _person(line: str) -> Contributor:
    key, name, function, city, country = line.split("|")
    return Contributor(key, name, name.split(maxsplit=1)[1], function, city, country)


def _session(line: str) -> Session:
    code, day, start, end, room, spoken, theme, chair, form, title = line.split("|")
    number = int(code[1:])
    languages = {"4": FOUR, "3": THREE, "2": TWO}.get(spoken, (spoken,))
    first = languages[0] if spoken not in "432" else "en"
    speakers = {f"P{1 + (number * step) % 24:02}" for step in (5, 11)} - {chair}
    others = [] if form in ("closed", "side_event") else sorted(speakers)
    return Session(
        guid=guid(code),
        number=number,
        code=code,
        format=form,
        titles={first: title},
        abstracts={"en": _ABSTRACTS[number % 3]} if number != 20 else {},
        theme=theme,
        languages=languages,
        room=room,
        starts_at=instant(int(day), start),
        ends_at=instant(int(day), end),
        people=(Part(chair, "chair"), *(Part(key, "speaker") for key in others)),
        updated_at=PUBLISHED,
    )


def _pause(line: str) -> Pause:
    day, start, end, name = line.split("|")
    return Pause(_NAMES[name], instant(int(day), start), instant(int(day), end))


def _visit(number: int, lines: list[str]) -> VisitSheet:
    code, title, themes, capacity, spoken, step_free, lead, question, mode = lines[0].split("|")
    stops = [_stop(line) for line in lines[1:]]
    return VisitSheet(
        guid=guid(code),
        number=number,
        code=code,
        titles={"en": title},
        summaries={"en": "A morning with the people who keep it running: what works, what it costs, what failed."},
        themes=tuple(themes.split()),
        starts_at=stops[0].leaves or PUBLISHED,
        ends_at=stops[-1].arrives or PUBLISHED,
        capacity=int(capacity),
        languages=tuple(spoken.split()),
        step_free=StepFree(step_free),
        bring={"en": "Closed shoes, a hat, water. Ask before you photograph people."},
        question={"en": question},
        lead=lead,
        stops=tuple(stops),
        legs=tuple(Leg(mode, int(line.split("|")[0])) for line in lines[2:]),
        walk_km=1.2,
        updated_at=PUBLISHED + timedelta(hours=number),
    )


def _stop(line: str) -> Stop:
    _, name, arrives, leaves = line.split("|")
    return Stop(
        name,
        instant(2, arrives) if arrives else None,
        instant(2, leaves) if leaves else None,
        {"en": "Meet the people who decided it and the people who live with it."} if arrives and leaves else {},
        latitude=14.6708,
        longitude=-17.4381,
    )
