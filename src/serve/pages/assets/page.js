// What needs life on the pages: the guard against secrets, copying, live answers. All of it is extra: every page is
// complete without. What the support console alone needs is in agent.js.

const root = document.documentElement;

// The first four letters of each English word of a recovery phrase (BIP 39): they tell it from all others.
const BEGINNINGS = "abanabilableabouabovabseabsoabstabsuabusacceacciaccoaccuachiacidacouacquacroact actiactoactractuadapadd addiaddradjuadmiaduladvaadviaeroaffaaffoafraagaiage agenagreaheaaim air airpaislalaralbualcoaleralieall allealloalmoalonalphalrealsoaltealwaamatamazamonamouamusanalanchanciangeanglangranimanklannoannuanotanswanteantianxiany aparapolappeapplapprapriarcharctareaarenarguarm armearmoarmyarouarraarrearriarroart arteartiartwask aspeassaasseassiassuasthathlatomattaatteattiattrauctaudiauguauntauthautoautuaveravocavoiawakawarawayawesawfuawkwaxisbabybachbacobadgbag balabalcballbambbanabannbar barebargbarrbasebasibaskbattbeacbeanbeaubecabecobeefbefobegibehabehibelibelobeltbencbenebestbetrbettbetwbeyobicybid bikebindbiolbirdbirtbittblacbladblamblanblasbleablesblinblooblosbloublueblurblusboarboatbodyboilbombbonebonubookboosbordboriborrbossbottbounbox boy bracbraibranbrasbravbreabreebricbridbriebrigbrinbrisbrocbrokbronbroobrotbrowbrusbubbbuddbudgbuffbuilbulbbulkbullbundbunkburdburgbursbus busibusybuttbuyebuzzcabbcabicablcactcagecakecallcalmcamecampcan canacanccandcanncanocanvcanycapacapicaptcar carbcardcargcarpcarrcartcasecashcasicastcasucat catacatccatecattcaugcauscautcaveceilcelecemecenscentcerecertchaichalchamchanchaochapcharchaschatcheacheccheechefchercheschicchiechilchimchoichoochrochucchunchurcigacinncircciticityciviclaiclapclarclawclaycleaclerclevclicclieclifclimclinclipclocclogclosclotclouclowclubclumclusclutcoaccoascococodecoffcoilcoincollcolocolucombcomecomfcomicommcompconccondconfcongconnconscontconvcookcoolcoppcopycoracorecorncorrcostcottcouccouncoupcourcouscovecoyocraccradcrafcramcrancrascratcrawcrazcreacredcreecrewcriccrimcriscritcropcroscroucrowcruccruecruicrumcruncruscry cryscubecultcup cupbcuricurrcurtcurvcushcustcutecycldad damadampdancdangdaridashdaugdawnday dealdebadebrdecadecedecidecldecodecrdeerdefedefidefydegrdeladelidemademidenidentdenydepadepedepodeptdepuderidescdesedesideskdespdestdetadetedevedevidevodiagdialdiamdiardicediesdietdiffdigidigndiledinndinodiredirtdisadiscdisedishdismdisodispdistdivedividivodizzdoctdocudog dolldolpdomadonadonkdonodoordosedoubdovedrafdragdramdrasdrawdreadresdrifdrildrindripdrivdropdrumdry duckdumbduneduridustdutcdutydwardynaeageeaglearlearnearteasieasteasyechoecoleconedgeediteduceffoegg eigheithelboeldeelecelegelemelepelevelitelseembaemboembremeremotemplempoemptenabenacend endlendoenemenerenfoengaengienhaenjoenlienouenrienroensuenteentientrenveepisequaequiera eraseroderoserroerupescaessaesseestaeterethievidevilevokevolexacexamexceexchexciexclexcuexecexerexhaexhiexilexisexitexotexpaexpeexpiexplexpoexprexteextreye eyebfabrfacefacufadefainfaitfallfalsfamefamifamofan fancfantfarmfashfat fatafathfatifaulfavofeatfebrfedefee feedfeelfemafencfestfetcfevefew fibefictfielfigufilefilmfiltfinafindfinefingfinifirefirmfirsfiscfishfit fitnfix flagflamflasflatflavfleefligflipfloaflocflooflowfluiflusfly foamfocufog foilfoldfollfoodfootforcforeforgforkfortforuforwfossfostfounfox fragframfreqfresfriefrinfrogfronfrosfrowfrozfruifuelfun funnfurnfuryfutugadggaingalagallgamegap garagarbgardgarlgarmgas gaspgategathgauggazegenegenigenrgentgenugestghosgiangiftgiggginggiragirlgivegladglanglarglasglidglimglobglooglorglovglowgluegoatgoddgoldgoodgoosgorigospgossgovegowngrabgracgraigrangrapgrasgravgreagreegridgriegritgrocgrougrowgrunguarguesguidguilguitgun gym habihairhalfhammhamshandhappharbhardharsharvhat havehawkhazaheadhealhearheavhedgheighellhelmhelphen herohiddhighhillhinthip hirehisthobbhockholdholeholihollhomehonehoodhopehornhorrhorshosphosthotehourhovehub hugehumahumbhumohundhunghunthurdhurrhurthusbhybrice iconideaidenidleignoill illeillnimagimitimmeimmuimpaimpoimprimpuinchinclincoincrindeindiindoinduinfainflinfoinhainheinitinjeinjuinmainneinnoinpuinquinsainseinsiinspinstintainteintoinveinviinvoironislaisolissuitemivorjackjagujar jazzjealjeanjelljewejob joinjokejourjoy judgjuicjumpjungjunijunkjustkangkeenkeepketckey kickkid kidnkindkingkisskit kitckitekittkiwikneeknifknocknowlab labelaboladdladylakelamplanglaptlarglatelatilauglaunlavalaw lawnlawslayelazyleadleaflearleavlectleftleg legalegeleislemolendlenglensleoplesslettleveliarlibelibrlicelifeliftlighlikelimblimilinklionliqulistlittlivelizaloadloanlobslocalocklogilonelonglooplottloudlounloveloyalucklugglumblunaluncluxulyrimachmad magimagnmaidmailmainmajomakemammman manamandmangmansmanumaplmarbmarcmargmarimarkmarrmaskmassmastmatcmatemathmatrmattmaximazemeadmeanmeasmeatmechmedamedimelomeltmembmemomentmenumercmergmerimerrmeshmessmetamethmiddmidnmilkmillmimimindminiminominumiramirrmisemissmistmix mixemixtmobimodemodimom momemonimonkmonsmontmoonmoramoremornmosqmothmotimotomounmousmovemovimuchmuffmulemultmuscmusemushmusimustmutumysemystmythnaivnamenapknarrnastnatinatunearneckneedneganeglneitnephnervnestnet netwneutnevenewsnextnicenighnoblnoisnominoodnormnortnosenotanotenothnotinovenow nuclnumbnursnut oak obeyobjeobliobscobseobtaobvioccuoceaoctoodoroff offeoffiofteoil okayold olivolymomitonceone onioonlionlyopenoperopinoppooptioranorbiorchordeordiorgaorieorigorphostrotheoutdouteoutpoutsovalovenoverown owneoxygoystozonpactpaddpagepairpalapalmpandpanepanipantpapeparapareparkparrpartpasspatcpathpatipatrpattpauspavepaympeacpeanpearpeaspelipen penapencpeoppeppperfpermperspet phonphotphraphyspianpicnpictpiecpig pigepillpilopinkpionpipepistpitcpizzplacplanplasplatplaypleapledplucplugplunpoempoetpoinpolapolepolipondponypoolpopuportposiposspostpotapottpovepowdpowepracpraipredprefprepprespretprevpricpridprimprinprioprisprivprizprobprocprodprofprogprojpromproopropprosprotprouprovpublpuddpullpulppulspumppuncpupipupppurcpuripurppurspushput puzzpyraqualquanquarquesquicquitquizquotrabbraccracerackradaradirailrainraisrallramprancrandrangrapirareraterathraveraw razoreadrealreasrebereburecarecerecirecorecyredureflreforefuregiregrregurejerelarelerelirelyremaremeremiremorendrenerentreopreparepereplreporequrescreseresiresorespresuretiretrretureunreverevirewarhytrib ribbricerichrideridgriflrighrigiringriotrippriskriturivariveroadroasroboroburockromaroofrookroomroserotarougrounroutroyarubbruderug rulerun runwrurasad saddsadnsafesailsalasalmsalosaltsalusamesampsandsatisatosaucsaussavesay scalscanscarscatscenscheschosciescisscorscouscrascrescriscrusea searseasseatsecosecrsectsecuseedseeksegmselesellsemisenisenssentseriservsesssettsetuseveshadshafshalsharshedshelshershieshifshinshipshivshocshoeshooshopshorshoushovshrishrushufshy siblsicksidesiegsighsignsilesilksillsilvsimisimpsincsingsiresistsitusix sizeskatsketski skilskinskirskulslabslamsleeslenslicslidsligslimslogslotslowslussmalsmarsmilsmoksmoosnacsnaksnapsnifsnowsoapsoccsocisocksodasoftsolasoldsolisolusolvsomesongsoonsorrsortsoulsounsoupsoursoutspacsparspatspawspeaspecspeespelspensphespicspidspikspinspirsplispoisponspoosporspotspraspresprispy squasquesquistabstadstafstagstaistamstanstarstatstaysteasteestemstepstersticstilstinstocstomstonstoostorstovstrastrestristrostrustudstufstumstylsubjsubmsubwsuccsuchsuddsuffsugasuggsuitsummsun sunnsunssupesuppsuprsuresurfsurgsurpsurrsurvsuspsustswalswamswapswarsweasweeswifswimswinswitsworsymbsympsyrusysttabltacktag tailtaletalktanktapetargtasktasttatttaxiteacteamtellten tenatenntenttermtesttextthanthatthemthentheothertheythinthisthouthrethrithrothumthunticktidetigetilttimbtimetinytip tiretisstitltoastobatodatoddtoe togetoiltoketomatomotonetongtonitooltoottop topitopptorctorntorttosstotatourtowatowetowntoy tractradtraftragtraitrantraptrastravtraytreatreetrentriatribtrictrigtrimtriptroptroutructruetrultrumtrustruttry tubetuittumbtunatunnturkturnturttweltwentwictwintwistwo typetypiuglyumbrunabunawuncluncoundeundounfaunfounhaunifuniqunitunivunknunlountiunusunveupdaupgruphouponuppeupseurbaurgeusaguse usedusefuselusuautilvacavacuvaguvalivallvalvvan vanivapovarivastvaulvehivelvvendventvenuverbveriversveryvessveteviabvibrvicivictvideviewvillvintviolvirtviruvisavisivisuvitavivivocavoicvoidvolcvoluvotevoyawagewagowaitwalkwallwalnwantwarfwarmwarrwashwaspwastwatewaveway wealweapwearweasweatweb weddweekweirwelcwestwet whalwhatwheawheewhenwherwhipwhiswidewidtwifewildwillwin windwinewingwinkwinnwintwirewisdwisewishwitnwolfwomawondwoodwoolwordworkworlworrwortwrapwrecwreswriswritwronyardyearyellyou younyoutzebrzerozonezoo ";
const PHRASE = new Set(BEGINNINGS.match(/.{4}/g).map((word) => word.trim()));

/** A private key, or a recovery phrase in English or Chinese characters; of other languages the server decides. */
export function looksSecret(text) {
  const key = /(^|[^A-Za-z0-9])([5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}|[xtyzuvYZUV]prv[1-9A-HJ-NP-Za-km-z]{46,}|6P[1-9A-HJ-NP-Za-km-z]{56})(?![A-Za-z0-9])/;
  if (key.test(text)) return true;
  const words = text.toLowerCase().split(/[^\p{L}\p{M}]+/u).filter(Boolean);
  // One word in twelve may be mistyped, or left out at the end.
  const known = words.map((word) => /^\p{Script=Han}$/u.test(word) || (word.length <= 8 && PHRASE.has(word.slice(0, 4))));
  return known.some((_, at) => known.slice(at, at + 12).filter(Boolean).length >= 11);
}

function guard(form) {
  form.addEventListener("input", () => { form.dataset.touched = "yes"; });
  const warning = form.querySelector("[data-warning]");
  const check = () => {
    const secret = [...form.elements].some((field) => typeof field.value === "string" && looksSecret(field.value));
    warning.hidden = !secret;
    return secret;
  };
  form.addEventListener("input", () => { if (!warning.hidden) check(); });
  form.addEventListener("paste", () => setTimeout(check));
  form.addEventListener("submit", (event) => {
    if (check()) { event.preventDefault(); event.stopImmediatePropagation(); }
  });
  // In a box for several lines Enter sends with Ctrl or Cmd; alone only an id or a link that fills it, which needs no second.
  const alone = ({ value }) => !form.dataset.rows && /^\s*\S*[0-9a-f]{64}\S*\s*$/i.test(value);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const sends = event.ctrlKey || event.metaKey || (event.target.matches("textarea") && alone(event.target));
    if (sends) { event.preventDefault(); form.requestSubmit(); }
  });
}

function themeSwitch(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.theme = root.dataset.theme; } catch { /* private windows may refuse */ }
  });
}

/** Shows for a moment, in the button itself, whether it worked, and says so. */
async function copy(button, text) {
  const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  announce(done ? button.dataset.done : words("uncopied"));
  if (button.dataset.copied) return;
  button.dataset.copied = "yes";
  const before = [...button.childNodes];
  button.replaceChildren(done ? button.dataset.done : words("uncopied"));
  setTimeout(() => { button.replaceChildren(...before); delete button.dataset.copied; }, 2000);
}

function onClick({ target }) {
  const button = target.closest("[data-copy],[data-copy-link]");
  if (!button) return;
  const from = button.dataset.copy && document.getElementById(button.dataset.copy);
  copy(button, from ? from.textContent : document.getElementById("permalink").href);
}

/** What only works with this module is shown by it, and times are told by the reader's own clock. */
export function enliven(part) {
  if (navigator.clipboard) part.querySelectorAll("[data-copy],[data-copy-link],[data-reply]").forEach((button) => { button.hidden = false; });
  part.querySelectorAll("form[data-guarded]").forEach(guard);
  part.querySelectorAll("form[data-opinion]").forEach(opinion);
  const zone = { timeZoneName: "short", hour: "numeric", minute: "2-digit", month: "short", day: "numeric" };
  const whole = new Intl.DateTimeFormat(root.lang, { ...zone, year: "numeric" });
  const short = new Intl.DateTimeFormat(root.lang, zone);
  part.querySelectorAll("time[datetime]").forEach((time) => {
    time.title = time.textContent;
    time.textContent = (time.closest(".track") ? short : whole).format(new Date(time.dateTime));
  });
}

/** How often figures are shown anew that change all the time. */
const REFRESHED_MS = 30_000;
/** Longer without success, and what is shown is old. */
const OLD_MS = 100_000;

let asked = 0;
let shown = 0;

/** A page as the server tells it now; null where that failed, or came after a later one. */
async function load(address = location.href) {
  asked += 1;
  const turn = asked;
  const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
  const html = answer?.ok ? await answer.text().catch(() => null) : null;
  if (html === null || turn < shown) return null;
  shown = turn;
  return new DOMParser().parseFromString(html, "text/html");
}

/**
 * Follows a transfer: the server says that something changed, and its page is shown anew where the reader is. A tab that
 * nobody looks at asks once a minute instead: browsers keep few connections to one server, and tickets are many.
 */
function follow() {
  const section = () => document.getElementById("live");
  if (!section()?.dataset.live) return;
  let events;
  let timer;
  let over = false;
  const following = () => document.querySelectorAll("[data-following]").forEach((note) => { note.hidden = events?.readyState !== EventSource.OPEN; });
  let looked = Date.now();
  const look = async () => {
    looked = Date.now();
    const page = await load();
    const fresh = page?.getElementById("live");
    if (!fresh) return;
    if (fresh.dataset.version !== section().dataset.version) replace("live", page, following);
    if (fresh.dataset.live) return;
    over = true;
    stop();
  };
  const stop = () => { events?.close(); clearInterval(timer); following(); };
  const listen = () => {
    stop();
    events = new EventSource(section().dataset.live);
    events.addEventListener("open", following);
    events.addEventListener("error", () => {
      following();
      // A refused stream is not tried again by the browser: a proxy is down, or too many watch.
      if (events.readyState === EventSource.CLOSED) { clearInterval(timer); timer = setInterval(again, 30_000); }
    });
    events.addEventListener("answer", ({ lastEventId }) => {
      // The first part of a version says what an answer comes to, the rest its figures: nobody reads these every second.
      const [known, told] = [section().dataset.version, lastEventId].map((version) => version.split(".")[0]);
      if (known !== told || (section().dataset.version !== lastEventId && Date.now() - looked >= REFRESHED_MS)) look();
    });
  };
  const again = async () => { await look(); turn(); };
  const rest = () => { stop(); timer = setInterval(look, 60_000); };
  const turn = () => { if (over) return; if (document.hidden) rest(); else listen(); };
  document.addEventListener("visibilitychange", turn);
  turn();
}

/** Shows how the networks are every half minute, while somebody looks; what can't be shown anew is marked as old. */
function refresh() {
  const now = document.querySelector("#now[data-refresh]");
  if (!now) return;
  // Without what stands beside it: the transfers of a list would be looked up each time.
  const address = now.dataset.refresh || location.href;
  let known;
  let [last, fresh] = [Date.now(), Date.now()];
  const look = async () => {
    if (document.hidden) return;
    last = Date.now();
    const page = await load(address);
    const html = page?.getElementById("now")?.outerHTML;
    if (html) fresh = Date.now();
    else if (Date.now() - fresh >= OLD_MS) age(document.getElementById("now"));
    if (!html || html === known) return;
    known = html;
    replace("now", page);
  };
  setInterval(look, REFRESHED_MS);
  document.addEventListener("visibilitychange", () => { if (Date.now() - last >= REFRESHED_MS) look(); });
}

/** Nothing in it looks well any more: nobody can tell. */
function age(part) {
  const note = part.querySelector("[data-old]");
  part.classList.add("old");
  if (!note.hidden) return;
  note.hidden = false;
  announce(note.textContent);
}

const region = () => document.getElementById("announce");

/** Says it to those who hear pages; what is said stands outside of what is shown anew, or it would not be heard. */
export function announce(text) {
  if (region()) region().textContent = text;
}

/** Words that the server put aside for this module. */
export const words = (name) => region()?.dataset[name] ?? "";

const FOCUSABLE = "a[href],button,input,select,summary,[tabindex]";

/** What stays the same of an element when its page is shown anew. */
function likeness(element) {
  const { tagName, id, name, dataset } = element;
  return [tagName, id, name, element.getAttribute("href"), dataset.copy, element.closest("[id]")?.id].join(" ");
}

let composing = false;
document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => { composing = false; });

/** Somebody puts a character together in it, presses a button of it, or has marked a text in it. */
function isInUse(part) {
  const marked = getSelection();
  return composing || part.querySelector(":active") || (!marked.isCollapsed && part.contains(marked.anchorNode));
}

/** Longer nobody's hands are on it, whatever it looks like. */
const HELD_MS = 30_000;

/** What is shown as soon as the reader's hands are off, and since when it waits, be it replaced by something newer or not. */
let later = null;
let held = null;

/** Shows a part of the page as it is in another: what the tab says at once, the part once nobody's hands are on it. */
function replace(id, page, done = () => {}) {
  const headline = (part) => part.querySelector("h1")?.textContent;
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh) return;
  if (headline(old) !== headline(fresh)) announce(headline(fresh));
  document.title = page.title;
  document.querySelector("link[rel=icon]").href = page.querySelector("link[rel=icon]").getAttribute("href");
  clearTimeout(later);
  const put = () => {
    held ??= Date.now();
    if (isInUse(document.getElementById(id)) && Date.now() - held < HELD_MS) { later = setTimeout(put, 1000); return; }
    held = null;
    swap(document.getElementById(id), fresh);
    done();
  };
  put();
}

/** Puts what is new in the place of what was, and leaves what the reader has done to it. */
function swap(old, fresh) {
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  const typed = focus?.matches("input,select,textarea") && focus.closest("form");
  if (typed) typed.dataset.touched = "yes";
  const before = focus && likeness(focus);
  const scrolled = [...old.querySelectorAll(".scroll")].map(({ scrollLeft }) => scrollLeft);
  old.querySelectorAll("details[open]").forEach(({ id }) => { const fold = fresh.querySelector(`#${CSS.escape(id)}`); if (fold) fold.open = true; });
  old.replaceWith(fresh);
  enliven(fresh);
  fresh.querySelectorAll(".scroll").forEach((part, at) => { part.scrollLeft = scrolled[at] ?? 0; });
  // What was typed and not sent yet, and thanks for what was, are the reader's.
  old.querySelectorAll("form[data-touched]").forEach((form) => {
    [...fresh.querySelectorAll("form")].find((other) => other.action === form.action)?.replaceWith(form);
  });
  // Who goes through the page by keyboard stays where he is.
  if (focus?.isConnected) focus.focus({ preventScroll: true });
  else if (focus) [...fresh.querySelectorAll(FOCUSABLE)].find((other) => likeness(other) === before)?.focus({ preventScroll: true });
}

/** Sends a form's fields; says beside it why that was refused, or that it didn't arrive. Null then. */
export async function post(form, address, fields, signal) {
  const refused = form.querySelector("[data-refused]");
  refused.hidden = true;
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { accept: "text/html" }, signal });
    if (answer.ok) return answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const text = (selector) => page.querySelector(selector)?.textContent ?? "";
    // A proxy in between says so in its own way, or not at all.
    if (text("main h1")) refused.replaceChildren(Object.assign(document.createElement("strong"), { textContent: text("main h1") }), ` ${text("main .lead")}`);
    else refused.replaceChildren(words("unreached"));
  } catch {
    if (signal?.aborted) return null;
    refused.replaceChildren(words("unreached"));
  }
  refused.hidden = false;
  return null;
}

/** Says thanks in the place of the question. */
function opinion(form) {
  let sending = false;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    form.dataset.touched = "yes";
    const answer = await post(form, form.action, new FormData(form, event.submitter));
    sending = false;
    if (!answer) return;
    const thanks = Object.assign(document.createElement("p"), { textContent: form.dataset.done, tabIndex: -1 });
    form.replaceChildren(thanks);
    thanks.focus();
  });
}

function start() {
  document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
  document.addEventListener("click", onClick);
  enliven(document);
  follow();
  refresh();
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
