/**
 * Given names that callers in the US and the UK commonly have. A name of this list may be believed where a bare word
 * may not ("its darrell"); a name that is missing here is still read where the caller says that it is a name.
 */
const NAMES = `
aaron abby abdul abe abigail abraham ada adam addison adele adrian adriana adrienne agnes ahmed aidan aileen aimee
aisha akira alan alana albert alberto aldo alec alejandra alejandro alex alexa alexander alexandra alexis alfonso
alfred alfredo ali alice alicia alina alisha alison alistair allan allen allison alma alonso althea alvin alyssa amanda
amari amber amelia amina amir amit amy ana anastasia andre andrea andreas andrew andy angela angelica angelina angelo
angie angus anil anita ann anna annabelle anne annette annie anthony antoine antonia antonio anton april archie arianna
ariel arlene armando arnold arthur arturo asha ashley astrid aubrey audrey austin ava avery ayesha
bailey bao barbara barney barry bart beatrice beatriz becky belinda ben benito benjamin bennett bernadette bernard
bernice bertha bessie beth bethany betsy bettina betty beverly bianca bilal billy blake blanca bob bobbie bobby bonnie
boris brad bradley brady brandi brandon brandy brenda brendan brent brett brian briana brianna bridget brittany bronwen
bruce bryan bryant bryce byron caitlin caleb calvin cameron camila camille candace candice cara carla carlos carly
carmen carol carole caroline carolyn carrie carter cary cassandra cassie catalina catherine cathy cecilia cedric celeste
celia cesar chad chandra charlene charles charlie charlotte chelsea cheryl chloe chris christa christie christina
christine christopher christy chuck ciara cindy claire clara clarence clarissa claude claudia clayton clifford clifton
clint clinton clyde cody colin colleen connie connor conor constance cora corey corinne cory courtney craig crystal
curtis cynthia cyrus daisy dalia dallas dalton damian damien damon dan dana dane daniel daniela danielle danny dante
daphne darius darla darlene darnell darrell darren darryl daryl dave david davis dawn dean deandre deanna deb debbie
deborah debra dee deepak delia delores delroy demetrius denise dennis denny deon derek derrick deshawn desiree desmond
devin devon dexter diana diane dianne diego dillon dina dinah dirk dolores dominic dominique don donald donna donnie
donovan dora doreen doris dorothy doug douglas duane dustin dwayne dwight dylan
earl earnest eddie edgar edith edmund eduardo edward edwin eileen elaine eleanor elena eli elias elijah elisa elise
eliza elizabeth ella ellen elliot ellis elmer elsa elsie elton elvira emanuel emilia emilio emily emma emmanuel enrique
eric erica erich erik erika erin ernest ernesto ernie esme esmeralda esperanza esteban estelle esther ethan ethel
eugene eunice eva evan evelyn ezra fabian farah fatima faye felicia felipe felix fernando fiona florence floyd frances
francesca francis francisco francois frankie franklin fred freda freddie frederick gabriel gabriela gail gareth garry
gary gavin gemma geoff geoffrey george georgia georgina gerald geraldine gerard gerry gilbert gillian gina ginger
giovanni gladys glenda glenn gloria gordon grace gracie graham grant greg gregory greta gretchen guadalupe guillermo
gustavo guy gwen gwendolyn hank hannah harold harriet harris harry harvey hassan hazel heather hector heidi helen
helena henrietta henry herbert herman hilary hilda hollis holly homer horace howard hubert hugh hugo hussein ian ibrahim
ida ignacio igor ilene imani imran ines ingrid ira irene iris irma irving isaac isabel isabella isaiah ismael israel ivan
ivy jack jackie jackson jacob jacqueline jade jaime jake jamal james jamie jan jana jane janelle janet janice janine
jared jasmine jason javier jay jayden jean jeanette jeanne jeff jefferson jeffrey jen jenna jennie jennifer jenny jerald
jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jill jim jimmy jo joan joann joanna joanne joaquin jocelyn
jodi jody joe joel joey johanna john johnny jolene jon jonathan jordan jorge jose josefina joseph josephine josh joshua
josie joy joyce juan juanita judith judy julia julian juliana julie juliet julio julius june justin justine kamal kara
karen kari karim karina karl karla kate katelyn katherine kathleen kathryn kathy katie katrina kay kayla keisha keith
kelley kelly kelsey kelvin ken kendall kendra kenji kenneth kenny kent kerry kevin khalid kieran kim kimberly kirk
kirsten kirsty kristen kristin kristina kristine kristy kurt kyle kylie lamar lance larry lars latasha latisha latonya
latoya latrice laura lauren laurie lavonne lawrence leah lee leigh leila lena lenny leo leon leona leonard leonardo leroy
leslie lester leticia levi lewis liam lila lilian lillian lily lina linda lindsay lindsey lionel lisa liz lloyd logan lois
lola lonnie lora loretta lori lorna lorraine lou louis louisa louise lowell luca lucas lucia lucille lucinda lucy luis luisa
luke lupe luther luz lydia lyle lynda lynn lynne mabel mack mackenzie madeline madison mae maggie malcolm malik mandy manuel
mara marc marcel marcella marcia marco marcos marcus margaret margarita margie maria mariah marian marianne maribel marie
marilyn mario marion marisa marisol marissa marjorie marlene marlon marquis marsha marshall marta martha martin martina
marty marvin mary maryann mateo mathew matilda matt matthew maureen maurice mauricio max maxine maya megan mehmet mei mel
melanie melinda melissa melody melvin mercedes meredith merle mia micah michael michaela micheal michele michelle miguel
mikael mike mila mildred millie milton mimi mina mindy minerva miranda miriam misty mitch mitchell mohamed mohammed moira
molly mona monica monique morgan morris moses muhammad muriel murray mustafa myra myrtle nadia nadine nancy naomi natalia
natalie natasha nate nathan nathaniel neal ned neil nell nelson nessa nettie nia nicholas nichole nick nicola nicolas
nicole nigel nikki nina noah noel noelle nolan nora norma norman ofelia olga olive oliver olivia ollie omar opal ophelia
oscar otis owen pablo paige pam pamela paolo parker patrice patricia patrick patsy patti patty paul paula paulette
pauline pavel pearl pedro peggy penelope penny percy perry pete peter petra phil philip phillip phoebe phyllis pierre
preston priscilla priya quentin quincy quinn rachael rachel rafael raj rajesh ralph ramon ramona ramona randall randy
raquel rashad rashid raul ravi ray raymond rebecca regina reginald rekha rena renata rene renee reuben rex rhoda rhonda
ricardo richard rick rickey ricky riley rita rob robbie robert roberta roberto robin robyn rocio rod roderick rodney
rodolfo rodrigo roger roland roman ron ronald ronda ronnie roosevelt rory rosa rosalie rosalind rosalyn rosanna roscoe
rose rosemarie rosemary rosie ross roxanne roy ruben ruby rudolph rudy rufus rupert russell ruth ryan sabrina sadie sal
sally salvador sam samantha samir sammy samuel sandra sandy sanjay santiago sara sarah sasha saul savannah scott sean
sebastian selena selma serena sergio seth shana shane shanice shannon sharon shaun shauna shawn sheila shelby sheldon
shelia shelley shelly sherri sherry shirley sidney sierra silvia simon simone sofia solomon sonia sonja sonya sophia sophie
spencer stacey stacy stan stanley stefan stella stephan stephanie stephen steve steven stewart stuart sue sunil susan
susana susie suzanne sybil sylvester sylvia tabitha tamara tamika tammy tanisha tanya tara tariq tasha tatiana taylor ted
terence teresa teri terrance terrell terrence terri terry tess tessa thaddeus thelma theo theodore theresa thomas tia tiffany
tim timothy tina toby todd tom tommy toni tony tonya tori tracey traci tracy travis trent trevor trey tricia trina trisha
tristan troy trudy tyler tyrone tyson ulysses uma ursula valentina valeria valerie vanessa vera verna vernon veronica vicki
vicky victor victoria vijay vikram vince vincent viola violet virgil virginia vivian vladimir wallace walt walter wanda
warren wayne wendell wendy wes wesley whitney wilbur wilfred willard william willie wilma winifred winston xavier ximena
yasmin yesenia yolanda yusuf yvette yvonne zach zachary zack zara zoe
`;

/** Names that are words as well. Alone, they are believed only where a name was asked for or announced. */
const WORDS_TOO = `
amber angel april art august austin autumn bill brandy bud buddy chance charity chase chip christian cliff crystal daisy dale
dallas dawn destiny don drew duke earnest faith frank ginger glen grace grant grey guy harmony hazel heath heather herb holly
hope hunter iris ivy jade jesus jewel joy june king lance lane lily mark mason max may melody mercedes merry miles misty norm
olive opal pat patience pearl penny pierce piper porter precious prince red reed rich rob robin rocky rod rose ruby rusty
sandy savannah sierra skip sky stone storm sue summer sunny viola violet wade ward will woody
`;

export const GIVEN_NAMES: ReadonlySet<string> = new Set(`${NAMES} ${WORDS_TOO}`.trim().split(/\s+/));
/** Those among them that are heard as words so often that a name needs more than itself. */
export const AMBIGUOUS_NAMES: ReadonlySet<string> = new Set(WORDS_TOO.trim().split(/\s+/));
