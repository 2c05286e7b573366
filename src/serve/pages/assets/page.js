// What needs life on the pages: the theme, the guard against secrets, copying, live answers. All of it is extra: every
// page is complete without.

const root = document.documentElement;

// Theme: as the device prefers, until the reader chooses.
const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const keep = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* private windows may refuse */ } };
if (kept()) root.dataset.theme = kept();

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
  // In a box for several lines, Enter alone sends nothing; with Ctrl or Cmd it does.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
}

function themeSwitch(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep(root.dataset.theme);
  });
}

/** Shows for a moment, in the button itself, that it worked. */
async function copy(button, text) {
  try { await navigator.clipboard.writeText(text); } catch { return; }
  if (button.dataset.copied) return;
  button.dataset.copied = "yes";
  const words = [...button.childNodes];
  button.replaceChildren(button.dataset.done);
  setTimeout(() => { button.replaceChildren(...words); delete button.dataset.copied; }, 2000);
}

function onClick({ target }) {
  const button = target.closest("[data-copy],[data-copy-link]");
  if (!button) return;
  const from = button.dataset.copy && document.getElementById(button.dataset.copy);
  copy(button, from ? from.textContent : document.getElementById("permalink").href);
}

/** What only works with this module is shown by it, and times are told by the reader's own clock. */
function enliven(part) {
  if (navigator.clipboard) part.querySelectorAll("[data-copy],[data-copy-link]").forEach((button) => { button.hidden = false; });
  part.querySelectorAll("form[data-guarded]").forEach(guard);
  part.querySelectorAll("form[data-opinion]").forEach(opinion);
  const format = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeStyle: "short" });
  part.querySelectorAll("time[datetime]").forEach((time) => {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  });
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
  const following = (on) => document.querySelectorAll("[data-following]").forEach((note) => { note.hidden = !on; });
  const look = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    replace(section(), new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!section().dataset.live) { rest(); clearInterval(timer); document.removeEventListener("visibilitychange", turn); }
    following(events.readyState === EventSource.OPEN);
  };
  const listen = () => {
    clearInterval(timer);
    events = new EventSource(section().dataset.live);
    events.addEventListener("open", () => following(true));
    events.addEventListener("error", () => {
      following(false);
      // A refused stream is not tried again by the browser: a proxy is down, or too many watch.
      if (events.readyState === EventSource.CLOSED) { clearInterval(timer); timer = setInterval(again, 30_000); }
    });
    events.addEventListener("answer", ({ lastEventId }) => { if (section().dataset.version !== lastEventId) look(); });
  };
  const again = async () => { await look(); if (section().dataset.live && !document.hidden) listen(); };
  const rest = () => { events.close(); clearInterval(timer); timer = setInterval(look, 60_000); };
  const turn = () => { if (document.hidden) rest(); else listen(); };
  document.addEventListener("visibilitychange", turn);
  listen();
}

const FOCUSABLE = "a[href],button,input,summary,[tabindex]";

/** What stays the same of an element when its page is shown anew. */
function likeness(element) {
  const { tagName, id, name, dataset } = element;
  return [tagName, id, name, element.getAttribute("href"), dataset.copy, element.closest("[id]")?.id].join(" ");
}

function replace(old, page) {
  const fresh = page.getElementById(old.id);
  if (!old.isConnected || fresh.dataset.version === old.dataset.version) return;
  // What somebody is typing into stays as it is until they leave it, and what was folded open stays so.
  if (old.querySelector("input:focus")) {
    // Not at once: the button that is being pressed must still be there when it is released.
    old.addEventListener("focusout", () => setTimeout(() => replace(old, page), 500), { once: true });
    return;
  }
  const focused = old.contains(document.activeElement) && likeness(document.activeElement);
  old.querySelectorAll("details[open]").forEach(({ id }) => { const fold = fresh.querySelector(`#${id}`); if (fold) fold.open = true; });
  const headline = (part) => part.querySelector("h1").textContent;
  const changed = headline(old) !== headline(fresh);
  old.replaceWith(fresh);
  enliven(fresh);
  // What was typed and not sent yet, and thanks for what was, are the reader's.
  old.querySelectorAll("form[data-touched]").forEach((form) => {
    [...fresh.querySelectorAll("form")].find((other) => other.action === form.action)?.replaceWith(form);
  });
  // Who goes through the page by keyboard stays where he is.
  if (focused) [...fresh.querySelectorAll(FOCUSABLE)].find((other) => likeness(other) === focused)?.focus({ preventScroll: true });
  document.title = page.title;
  document.querySelector("link[rel=icon]").href = page.querySelector("link[rel=icon]").getAttribute("href");
  if (changed) setTimeout(() => { document.getElementById("announce").textContent = headline(fresh); }, 100);
}

/** Says thanks in the place of the question. */
function opinion(form) {
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    if (!answer.ok) return;
    const thanks = document.createElement("p");
    thanks.setAttribute("role", "status");
    form.dataset.touched = "yes";
    form.replaceChildren(thanks);
    thanks.textContent = form.dataset.done;
  });
}

/** The support console: rows come one by one, each into its place. */
function agentConsole(form) {
  const table = document.querySelector("[data-table]");
  const count = document.querySelector("[data-count]");
  document.querySelector("[data-keys]").hidden = false;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const answer = await fetch(form.dataset.rows, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    // Problems are told by the page that the server makes of them.
    if (!answer.ok) { form.submit(); return; }
    table.querySelectorAll("tbody").forEach((row) => row.remove());
    table.hidden = false;
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
    let rest = "";
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const rows = (rest + decoder.decode(chunk.value, { stream: true })).split("</tbody>");
      rest = rows.pop();
      rows.forEach((row) => place(table.querySelector("table"), `${row}</tbody>`));
    }
    const found = table.querySelectorAll("tbody");
    count.textContent = `${found.length} ${count.dataset.count}`;
    found[0]?.querySelector("[data-row]").focus();
  });
  table.addEventListener("keydown", onKey);
}

function place(table, html) {
  const page = new DOMParser().parseFromString(`<table>${html}</table>`, "text/html");
  const row = page.querySelector("tbody");
  const after = [...table.tBodies].find((other) => Number(other.dataset.place) > Number(row.dataset.place));
  table.insertBefore(row, after ?? null);
  enliven(row);
}

/** Keys work while the focus is in a row, so that they never take a letter from somebody who types. */
function onKey(event) {
  const row = event.target.closest("tbody");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const other = { j: row.nextElementSibling, k: row.previousElementSibling }[event.key];
  if (other?.matches("tbody")) other.querySelector("[data-row]").focus();
  row.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
}

function start() {
  document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
  document.addEventListener("click", onClick);
  enliven(document);
  follow();
  document.querySelectorAll("form[data-rows]").forEach(agentConsole);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
