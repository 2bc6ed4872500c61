/**
 * Words that are no one's name when a caller says them: everyday words, what trades deal in, streets, times. A bare
 * reply that contains one of them is not taken for a name.
 */
const EVERYDAY = `
a able about above absolutely account actually after afternoon again against age ago agree ahead all almost alone along
already also always am an and another any anybody anymore anyone anything anyway anywhere appointment appreciate are area
around as ask asked asking at available away awful baby back bad badly be because become been before began begin behind being
believe below beside best better between big bill bit block book booked both bottom bring broke broken brother building
business busy but buy by bye call called caller calling calls came can cannot cant car care case cause cell center certain
chance change cheap check child children city clean clear close closed cold come comes coming company complaint completely
confirm contact cost could couple course customer dad daughter day days deal dear decided definitely department did
didnt different direct do doctor does doesnt dog doing done dont down downstairs dunno each earlier early either else email
emergency empty end enough entire especially estimate evening ever every everybody everyone everything everywhere exactly
except excuse extra family far fast father feel feels feet felt few figure figured final find fine finish first fix fixed
folks follow for forever forget forgot forward free freezing friend from front full funny further gave get gets getting
girl give given glad go god goes going gone gonna good goodbye got gotta great guess had hadnt half hang happen happened
happening happens happy hard has hasnt hate have havent having he head hear heard hello help her here heres hers hes hey hi
high hiya him his hit hold home honest honestly honey hopefully hour hours house how however huge hundred hurry hurt hurts
husband i id idea if ill im immediately important in info information inside instead interested into invoice is isnt issue it
its itself ive job just keep keeps kept kid kids kind kinda know known landlord last late later least leave leaving left less
let lets like line listen little live living location long longer look looking looks lost lot lots loud love lower maam made
main make makes making man manager many married matter maybe me mean means meant meet message mhm might mind mine minute
minutes mobile moment mom money month months more morning most mother move moved much must my myself name named names near
nearly need needed needs neighbor neighbour never nevermind new news next nice night no nobody noise none nope normal not note
nothing now nowhere number numbers of off offer office ok okay old on once one ones online only onto open or order other others
ouch our ours out outside over own owner paid pain parent part parts pay paying people perfect person phone pick picked place
plan please point possible pressure pretty previous price pricing probably problem problems purpose put question quick quickly
quiet quit quite quote quoted ran rate rather ready real really reason receipt recently refund regarding regular remember rent
rental replace replaced reply representative reschedule rest return right ringing room rude run running rush sad safe said same
saturday save saw say saying says schedule scheduled scared schedule second see seem seems seen send sent serious service set
several shall she shes short should show sick side since single sir sister sit small smell so some somebody someone something
sometime sometimes somewhere son soon sorry sort sound sounds speak speaking spell spoke staff stand start started starting
still stop stopped straight street strange stuck stuff stupid such supposed sure system take taken takes taking talk talked
talking tell terrible than thank thanks that thats the their them themselves then there theres these they theyre thing things
think this those though thought thousand through til till time times tired to today together told tomorrow tonight too took
top totally town tried trouble true try trying turn turned twice two type ugh uh um under understand unit unless until up upset
upstairs urgent us use used using usual usually very visit wait waited waiting walk wall wanna want wanted wants warm was
wasnt watch way we week weekend weeks weird well went were weve what whatever whats when whenever where wheres whether which
while who whole whos whose why wife will wish with within without woke woman wondering wont word work worked working works
worried worry worse worst would wouldnt wow wrong yall yeah year years yep yes yesterday yet you young your youre yours
yourself yup zero zip anonymous nothing nada hola si bueno gracias favor tengo necesito mi soy ayuda agua casa
bastard bitch bullshit crap damn dammit fuck fucking hell shit screw idiot robot human machine agent operator reception
monday tuesday wednesday thursday friday sunday january february march july september october november december noon midnight
frozen garbage humming ridiculous crazy insane nonsense unbelievable unacceptable horrible outrageous disgusting fantastic
awesome amazing excellent wonderful beautiful lovely correct incorrect negative affirmative howdy aloha
yo hmm hmmm dude bro oops wassup asap fraud unsure joke jokes play games game music video list lists item items add remove create
christ jesus gosh heavens whoa hush mommy daddy mum nan granny sweetie love doll boss chief buddy pal ma'am madam miss lady cool brilliant cheers mate private personal confidential none secret
regular commercial residential tenant client patient member resident homeowner business contractor realtor
`;

const TRADES = `
ac air airconditioner alarm appliance attic attorney backflow basement bath bathroom bathtub bedroom bees bell boiler bolt box
braces breaker breakers bug bugs building burn burning burst cable camera carbon carpet ceiling cellar chimney circuit
cleaning cleanup clog clogged code compressor conditioner conditioning contract cooler cooling court crown damage deadbolt
dental dentist dishwasher disposal door doors drain drains drip dripping drywall duct ducts electric electrical electrician
electricity estimate fan faucet fence filling filter fire fixture flood flooded flooding floor flush freezer fridge furnace
fuse garage gas gate generator gum gutter gutters hail hallway handle heat heater heating hose hot house humming hvac ice
inspection install installation insulation insurance jammed jaw key keys kitchen ladder lamp laundry lawyer leak leaking
leaks leaky lease light lighting lights lock locked lockout locks locksmith loose mains maintenance mice mold monoxide motor
mouse nest opener outage outlet outlets oven overflow overflowing pan panel pest pests pilot pipe pipes plug plumber plumbing
pool pouring power pump puddle radiator rain raining rat rats refrigerator repair repairs restoration roaches roof roofer
roofing root sewage sewer shingle shingles shower sink siding skylight smoke smoking snow socket spark sparking sparks spider
spray spraying spring sprinkler stain storm stove sump swamp switch system tank tap tarp tenant termite termites thermostat
tile tiles toilet tooth toothache tree trial truck tub tune van vent wasp wasps water wet window windows winter wire wires
wiring yard
`;

const STREETS = `
alley apartment apt ave avenue blvd boulevard bridge circle close corner county court cove crescent crossing drive east
estate floor freeway gardens grove heights highway hwy interstate lane loop mall mews north parkway pike plaza ranch ridge
road route row south square st street suite terrace trail turnpike unit village west zip zipcode postcode
`;

export const COMMON_WORDS: ReadonlySet<string> = new Set(`${EVERYDAY} ${TRADES} ${STREETS}`.trim().split(/\s+/));

/** Everyday words that are surnames too: believed after a given name, where nothing else follows. */
export const SURNAMES_TOO: ReadonlySet<string> = new Set(
  `banks bell best bond book bridges brown burns bush case cash church cook court day fields fisher flowers fox gates good
  grant gray green head hill holder house hunter king lane law light little long love marsh may mills moss noble page park
  parks pitts pool poole price quick rice rich rivers rush sharp short small snow spring stone street strong summers tucker
  walker wall waters weeks west white wise wood woods young black winter winters power powers north west lamb`
    .trim()
    .split(/\s+/),
);
