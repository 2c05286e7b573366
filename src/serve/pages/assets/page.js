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
  if (navigator.clipboard) part.querySelectorAll("[data-copy],[data-copy-link],[data-reply]").forEach((button) => { button.hidden = false; });
  part.querySelectorAll("form[data-guarded]").forEach(guard);
  part.querySelectorAll("form[data-opinion]").forEach(opinion);
  const format = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeStyle: "short" });
  part.querySelectorAll("time[datetime]").forEach((time) => {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  });
}

/** The page as the server tells it now. */
async function load() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
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
    const page = await load();
    if (!page) return;
    if (page.getElementById("live")?.dataset.version !== section().dataset.version) replace("live", page);
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
    // The first part of an event's id says what is said; the rest are figures that the page doesn't show.
    events.addEventListener("answer", ({ lastEventId }) => { if (section().dataset.version !== lastEventId.split(".")[0]) look(); });
  };
  const again = async () => { await look(); if (section().dataset.live && !document.hidden) listen(); };
  const rest = () => { events.close(); clearInterval(timer); timer = setInterval(look, 60_000); };
  const turn = () => { if (document.hidden) rest(); else listen(); };
  document.addEventListener("visibilitychange", turn);
  listen();
}

const REFRESHED_MS = 30_000;

/** Shows how the networks are every half minute, while somebody looks. */
function refresh() {
  if (!document.querySelector("#now[data-refresh]")) return;
  let known;
  let last = Date.now();
  const look = async () => {
    if (document.hidden) return;
    last = Date.now();
    const page = await load();
    const html = page?.getElementById("now")?.outerHTML;
    if (!html || html === known) return;
    known = html;
    replace("now", page);
  };
  setInterval(look, REFRESHED_MS);
  document.addEventListener("visibilitychange", () => { if (Date.now() - last >= REFRESHED_MS) look(); });
}

/** Says it to those who hear pages; what is said stands outside of what is shown anew, or it would not be heard. */
function announce(text) {
  const region = document.getElementById("announce");
  if (region) region.textContent = text;
}

const FOCUSABLE = "a[href],button,input,select,summary,[tabindex]";

/** What stays the same of an element when its page is shown anew. */
function likeness(element) {
  const { tagName, id, name, dataset } = element;
  return [tagName, id, name, element.getAttribute("href"), dataset.copy, element.closest("[id]")?.id].join(" ");
}

/** Somebody types into it, presses a button of it, or has marked a text in it. */
function isInUse(part) {
  const marked = getSelection();
  return part.querySelector("input:focus,select:focus,textarea:focus,:active") || (!marked.isCollapsed && part.contains(marked.anchorNode));
}

/** The newest page, while the reader's hands are on the one that is shown. */
let later = null;

/** Shows a part of the page as it is in another, and leaves what the reader has done to it. */
function replace(id, page) {
  const old = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (!old || !fresh) return;
  if (isInUse(old)) {
    if (!later) setTimeout(() => { const newest = later; later = null; replace(id, newest); }, 1000);
    later = page;
    return;
  }
  const focused = old.contains(document.activeElement) && likeness(document.activeElement);
  const scrolled = [...old.querySelectorAll(".scroll")].map(({ scrollLeft }) => scrollLeft);
  old.querySelectorAll("details[open]").forEach(({ id }) => { const fold = fresh.querySelector(`#${CSS.escape(id)}`); if (fold) fold.open = true; });
  const headline = (part) => part.querySelector("h1")?.textContent;
  const changed = headline(old) !== headline(fresh);
  old.replaceWith(fresh);
  enliven(fresh);
  fresh.querySelectorAll(".scroll").forEach((part, at) => { part.scrollLeft = scrolled[at] ?? 0; });
  // What was typed and not sent yet, and thanks for what was, are the reader's.
  old.querySelectorAll("form[data-touched]").forEach((form) => {
    [...fresh.querySelectorAll("form")].find((other) => other.action === form.action)?.replaceWith(form);
  });
  // Who goes through the page by keyboard stays where he is.
  if (focused) [...fresh.querySelectorAll(FOCUSABLE)].find((other) => likeness(other) === focused)?.focus({ preventScroll: true });
  document.title = page.title;
  document.querySelector("link[rel=icon]").href = page.querySelector("link[rel=icon]").getAttribute("href");
  if (changed) announce(headline(fresh));
}

/** Says thanks in the place of the question, or why it wasn't heard. */
function opinion(form) {
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    form.dataset.touched = "yes";
    const fields = new FormData(form, event.submitter);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields), headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) {
      if (answer) tell(form.querySelector("[data-refused]"), await answer.text());
      return;
    }
    const thanks = document.createElement("p");
    thanks.setAttribute("role", "status");
    form.replaceChildren(thanks);
    thanks.textContent = form.dataset.done;
  });
}

/** The support console: rows come one by one, each into its place; a new send takes the place of one under way. */
function agentConsole(form) {
  const table = document.querySelector("[data-table]");
  const [progress, broken, refused] = ["progress", "broken", "refused"].map((name) => document.querySelector(`[data-${name}]`));
  document.querySelector("[data-keys]").hidden = false;
  const kept = keptList(form, table);
  let sending;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    sending?.abort();
    sending = new AbortController();
    const { signal } = sending;
    const hands = document.activeElement;
    const say = (have, all) => { progress.textContent = progress.dataset.progress.replace("{have}", have).replace("{all}", all); };
    [broken, refused].forEach((part) => { part.hidden = true; });
    table.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.rows, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "text/html" }, signal });
      if (!answer.ok) { tell(refused, await answer.text()); return; }
      const all = Number(answer.headers.get("x-rows"));
      let have = 0;
      table.querySelectorAll("tbody").forEach((row) => row.remove());
      table.hidden = progress.hidden = false;
      say(have, all);
      for await (const row of rowsOf(answer.body)) {
        place(table.querySelector("table"), row);
        have += 1;
        say(have, all);
        // Whoever has gone elsewhere meanwhile is left there.
        if (have === 1 && document.activeElement === hands) table.querySelector("[data-row]").focus();
      }
      if (have < all) throw new Error("it ended before the last row");
      announce(progress.textContent);
      kept();
    } catch { broken.hidden = signal.aborted; } finally { if (!signal.aborted) table.removeAttribute("aria-busy"); }
  });
  broken.querySelector("button").addEventListener("click", () => form.requestSubmit());
  form.elements.reply.addEventListener("change", ({ target }) => {
    table.querySelectorAll("[data-reply]").forEach((select) => {
      select.selectedIndex = [...select.options].findIndex(({ lang }) => lang === target.value);
      choose(select);
    });
  });
  table.addEventListener("change", ({ target }) => { if (target.matches("[data-reply]")) choose(target); });
  table.addEventListener("toggle", ({ target }) => { if (target.open) expect(target, form); }, { capture: true });
  table.addEventListener("keydown", onKey);
}

/** A problem, as the page that the server makes of it tells it. */
function tell(part, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const text = (selector) => page.querySelector(selector)?.textContent ?? "";
  part.replaceChildren(Object.assign(document.createElement("strong"), { textContent: text("main h1") }), ` ${text("main .lead")}`);
  part.hidden = false;
}

/** Rows as they come; what the connection leaves half is none. */
async function* rowsOf(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const rows = (rest + decoder.decode(chunk.value, { stream: true })).split("</tbody>");
    rest = rows.pop();
    for (const row of rows) yield `${row}</tbody>`;
  }
}

function place(table, html) {
  const page = new DOMParser().parseFromString(`<table>${html}</table>`, "text/html");
  const row = page.querySelector("tbody");
  const after = [...table.tBodies].find((other) => Number(other.dataset.place) > Number(row.dataset.place));
  table.insertBefore(row, after ?? null);
  enliven(row);
  return row;
}

/** What was to arrive, asked for in an opened row: each ticket has an amount and an address of its own. */
function expect(details, all) {
  if (details.querySelector("form")) return;
  const row = details.closest("tbody");
  const link = row.querySelector("[data-row]");
  const asked = new URL(link.href).searchParams;
  details.append(document.querySelector("[data-expected]").content.cloneNode(true));
  const form = details.querySelector("form");
  for (const { name } of form.querySelectorAll("input")) form.elements[name].value = asked.get(name) ?? "";
  enliven(details);
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries({ text: link.title, place: row.dataset.place, chain: asked.get("chain") ?? "", reply: all.elements.reply.value })) fields.set(name, value);
    const answer = await fetch(all.dataset.rows, { method: "POST", body: fields, headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) {
      if (answer) tell(form.querySelector("[data-refused]"), await answer.text());
      return;
    }
    const fresh = place(row.closest("table"), await answer.text());
    row.remove();
    fresh.querySelector("details").open = true;
    fresh.querySelector("summary").focus();
    announce(fresh.querySelector(".what").textContent);
  });
}

/** The reply in the language of this customer. */
function choose(select) {
  select.closest("tbody").querySelector("[data-key=r]").dataset.copy = select.value;
}

/** The list of ids stays on this device if the agent says so, and goes as soon as they say no. */
function keptList(form, table) {
  const box = document.querySelector("[data-keep]");
  const names = ["required", "amount", "to", "asset", "reply"];
  const store = (change) => { try { return change(localStorage); } catch { return null; } };
  const list = store((kept) => JSON.parse(kept.getItem("list")));
  box.closest("label").hidden = false;
  if (list) {
    box.checked = true;
    form.elements.text.value = list.ids.join("\n");
    names.forEach((name) => { form.elements[name].value = list[name]; });
  }
  const keep = () => {
    const ids = [...table.querySelectorAll("[data-row]")].map((link) => link.title);
    const fields = names.map((name) => [name, form.elements[name].value]);
    if (!box.checked) store((kept) => kept.removeItem("list"));
    else if (ids.length > 0) store((kept) => kept.setItem("list", JSON.stringify({ ids, ...Object.fromEntries(fields) })));
  };
  box.addEventListener("change", keep);
  return keep;
}

/** Keys work while the focus is in a row, so that they never take a letter from somebody who types. */
function onKey(event) {
  const row = event.target.closest("tbody");
  if (!row || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
  const other = { j: row.nextElementSibling, k: row.previousElementSibling }[event.key];
  if (other?.matches("tbody")) other.querySelector("[data-row]").focus();
  if (event.key === "l") {
    const select = row.querySelector("[data-reply]");
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    choose(select);
    announce(select.selectedOptions[0].textContent);
  }
  row.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
}

function start() {
  document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
  document.addEventListener("click", onClick);
  enliven(document);
  follow();
  refresh();
  document.querySelectorAll("form[data-rows]").forEach(agentConsole);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
