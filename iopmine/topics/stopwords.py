"""Swedish words that name no subject: function words, words of reporting, and words every text on IOP has.

Inflected forms stand beside lemmas because no lemmatiser is perfect.
"""

from __future__ import annotations

_FUNCTION_WORDS = """
aldrig all alla alldeles allt alltid alltmer alltså andra annan annat att av avse bakom bara behöva bland blev bli
blir blivit bort borta borde böra både båda bägge dag de del dels dem den denna deras dess dessa dessutom det detta
dig din dit ditt dock du där därför därmed då efter eftersom egen eget egna eller emellan emellertid emot en enbart
endast enda enligt ens er era ert ett exempel exempelvis fanns fast finna finnas finns flera flest fler fortfarande
framför framåt från få får fått följa följande för före förra först första föra genom gick ge ger gett ges god gå går
gått gälla gäller gör göra gjorde gjort ha hade haft han hans har hel hela helt hellre henne hennes hon honom hos hur
här ibland icke idag igen igenom ihop in inför inga ingen ingenting inget innan inne inom inte istället ja jag ju just
kan kanske knappt komma kommer kom kommit kring kunde kunna kunnat kvar känna lika liksom lite liten lägga låta man
med medan mellan men mer mera mest mig min mindre minst mitt mot mycket många måste möjlig namn ned nej ner ni nog nu
nuvarande ny nya nytt någon någonting något några när nästa nästan nå och också ofta om omkring oss på redan
respektive runt rätt röra samma samt samtidig samtidigt sedan sen senast sent ses sig sin sina sist själv själva sitt
ska skall skulle små snart som stor stora stort större sätt sådan sådana sådant således så säkert särskild söka ta
tack tar till tills tillsammans tog trots träffa tre två tycka typ under upp uppe ur ut utan utanför ute utifrån utom
vad var vara varandra vare varför varit varje vars vart vem verka vet veta vid vidare vilja vilka vilken vilket vill
visa visst väg väl vänta vår våra vårt även vägnar åt åter återigen än ändå ännu är över övrig övriga bero bidra bör
dra fortsätta förstå hitta hålla hända hjälpa kalla klar klara leda ligga lämna mena möta nämna räkna skapa skriva
sluta se ställa stå svara ställe sätta tala tänka tro tillhöra välja växa öka ordna använda innebära handla fem fyra
sex sju åtta nio tio elva tolv tjugo hundra tusen miljon miljoner miljard miljarder procent krona kronor kr mkr tredje
antal stycken gång gånger sida sak fråga frågor ord fall led grund slag
"""
_REPORTING = """
berätta berättar säga säger sade sagt sa uppge uppger anse anser skriver meddela meddelar förklara framgå konstatera
konstaterar påpeka betona läs artikel pressmeddelande publicerad publicerat uppdaterad foto text kontakt källa telefon
mejl mail information tidning nyhet nyheter fakta ruta demotext iopmine återberättelse påhittad
"""
_TIME = """
år året åren månad månader vecka veckor dag dagar timme tid tiden i-år igår imorgon idag kväll morgon natt nyligen
januari februari mars april maj juni juli augusti september oktober november december måndag tisdag onsdag torsdag
fredag lördag söndag vår sommar höst vinter våren hösten sommaren vintern kvartal årsskifte jan feb mar apr jun jul
aug sep sept okt nov dec
"""
_DOMAIN = """
iop iop:er iop-avtal idéburen idéburet idéburna ideburen ideburet ideburna offentlig offentligt offentliga partnerskap
partnerskapet partnerskapen kommun kommunen kommuner kommunal sverige svensk avtal avtalet samarbete samarbeta
samverkan samverka verksamhet verksamheten organisation organisationer organisationen överenskommelse arbete arbeta
part parter
"""

STOP_WORDS: frozenset[str] = frozenset(f"{_FUNCTION_WORDS} {_REPORTING} {_TIME} {_DOMAIN}".split())
"""Lower-case words that no topic is made of."""
