//! What configurations are taken, and what is said of those that are not: every problem at once, and no secret repeated.
#![allow(clippy::unwrap_used)]

use chains::{Auth, Kind};

use super::*;

const GOOD: &str = r#"
    [server]
    listen = "127.0.0.1:0"
    [store]
    url = "sqlite://txwhy.db"
    [[chains]]
    name = "bitcoin"
    kind = "bitcoin"
    required = 2
    [[chains.nodes]]
    name = "main"
    rpc = "http://127.0.0.1:8332"
    user = "u"
    password = "hunter2"
    zmq = "tcp://127.0.0.1:28332"
"#;

fn problems(text: &str) -> String {
    Config::parse(text, |_| None).map_or_else(|error| error.to_string(), |_| String::new())
}

#[test]
fn a_full_configuration_is_taken() {
    let config = Config::parse(GOOD, |_| None).unwrap();
    assert_eq!(config.chains[0].required, 2);
    assert!(matches!(config.chains[0].nodes[0].auth, Auth::User(..)));
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_site_is_taken_whole() {
    let dir = tempfile::tempdir().unwrap();
    let logo = dir.path().join("logo.svg");
    std::fs::write(&logo, "<svg/>").unwrap();
    let site = format!(
        "{GOOD}\n[site]\nname = \"Acme\"\nlogo = {logo:?}\naccent = \"#ff8800\"\nurl = \"https://why.acme.example\"\n\
         support = \"mailto:help@acme.example\"\nkey = \"correct horse battery\"\n\
         links = [{{ title = \"Terms\", url = \"https://acme.example/terms\" }}]\n"
    );
    let config = Config::parse(&site, |_| None).unwrap();
    assert_eq!((config.site.name.as_str(), config.site.accent), ("Acme", [0xff, 0x88, 0]));
    assert_eq!(config.site.logo.as_ref().map(|logo| logo.kind), Some(LogoKind::Svg));
    assert!(config.site.key.is_some() && !format!("{config:?}").contains("horse"));
    for (from, to, part) in [
        ("#ff8800", "orange", "site.accent"),
        ("mailto:", "javascript:", "site.support"),
        ("logo.svg", "logo.gif", "site.logo"),
        ("correct horse battery", "short", "site.key"),
        ("links = [{", "link = [{", "site.link: unknown"),
        ("\"Acme\"", "\" \"", "site.name"),
    ] {
        assert!(problems(&site.replace(from, to)).contains(part), "{part}");
    }
    let env = |name: &str| (name == "TXWHY_KEY").then(|| "correct horse battery".to_owned());
    assert!(Config::parse(GOOD, env).unwrap().site.key.is_some());
}

#[test]
fn clients_are_bounded_unless_the_operator_says_otherwise() {
    let clients = |more: &str| {
        let text = GOOD.replace("[store]", &format!("{more}\n[store]"));
        Config::parse(&text, |_| None).map(|config| config.server.clients)
    };
    let default = clients("").unwrap();
    assert_eq!(default.requests_per_minute, 600);
    assert_eq!(default.trusted_proxies, ["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
    let own = clients("trusted_proxies = [\"10.0.0.0/8\", \"2001:db8::7\"]\nrequests_per_minute = 100").unwrap();
    assert_eq!(own.requests_per_minute, 100);
    assert_eq!(own.trusted_proxies, ["10.0.0.0/8".parse().unwrap(), "2001:db8::7/128".parse().unwrap()]);
    let open = clients("trusted_proxies = []\nrequests_per_minute = 0").unwrap();
    assert!(open.requests_per_minute == 0 && open.trusted_proxies.is_empty());
    let said =
        clients("trusted_proxies = [\"10.0.0.0/33\", \"proxy\"]\nrequests_per_minute = 99").unwrap_err().to_string();
    for part in ["`10.0.0.0/33` is not", "`proxy` is not", "requests_per_minute: must be at least 100"] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let text = GOOD
        .replace("127.0.0.1:0", "nowhere")
        .replace("required = 2", "required = \"finalized\"")
        .replace("http://", "https://")
        .replace("tcp://", "udp://")
        .replace("user = ", "usr = ")
        .replace("sqlite:", "mysql:");
    let problems = problems(&text);
    for part in ["server.listen", "store.url", "required", "https://", "zmq", "usr: unknown", "no `user`"] {
        assert!(problems.contains(part), "{part} in {problems}");
    }
    assert!(!problems.contains("hunter2"));
}

const EVM: &str = r#"
    [[chains]]
    name = "ethereum"
    kind = "evm"
    chain_id = 1
    required = "finalized"
    [[chains.nodes]]
    name = "main"
    rpc = "wss://node.example/key"
"#;

#[test]
fn a_chain_with_gas_is_taken() {
    let config = Config::parse(&format!("{GOOD}{EVM}"), |_| None).unwrap();
    let chain = &config.chains[1];
    assert_eq!((chain.kind, chain.wanted), (Kind::Evm { chain_id: 1 }, Some(Tag::Finalized)));
    for (from, to) in [("wss://node.example/key", "/run/geth.ipc"), ("\"finalized\"", "12"), ("wss:", "https:")] {
        assert_eq!(problems(&EVM.replace(from, to)), "");
    }
    for (from, to, part) in [
        ("chain_id = 1", "", "chain_id: missing"),
        ("chain_id = 1", "chain_id = 0", "chain_id: no network"),
        ("finalized", "soon", "\"safe\" or \"finalized\""),
        ("wss:", "ftp:", "must begin with ws://"),
        ("wss://", "wss://user:secret@", "must not hold"),
        ("rpc =", "zmq = \"tcp://127.0.0.1:1\"\nrpc =", "only nodes of bitcoin"),
        ("rpc = \"wss:", "pending = true\nrpc = \"https:", "pending: only EVM nodes reached by ws"),
    ] {
        let said = problems(&EVM.replace(from, to));
        assert!(said.contains(part) && !said.contains("secret"), "{part} in {said}");
    }
    assert!(problems(&GOOD.replace("kind = \"bitcoin\"", "kind = \"bitcoin\"\nchain_id = 1")).contains("only chains"));
}

#[test]
fn tokens_and_errors_are_taken_or_every_mistake_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let table = dir.path().join("errors.tsv");
    std::fs::write(&table, "ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)\tpaused\n")
        .unwrap();
    const USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
    let token =
        |symbol: &str, contract: &str| format!("[[chains.tokens]]\nsymbol = \"{symbol}\"\ncontract = \"{contract}\"\n");
    let with = |tokens: &[String], table: &std::path::Path| {
        let evm = EVM.replace("chain_id = 1", &format!("chain_id = 1\nerrors_file = {table:?}"));
        format!("{evm}{}", tokens.concat())
    };
    let config = Config::parse(&with(&[token("USDC", USDC)], &table), |_| None).unwrap();
    let contracts = &config.chains[0].contracts;
    let contract = contracts.contract("usdc").unwrap();
    assert_eq!(contracts.symbol(&contract), Some("USDC"));
    let data = [&[0xe4, 0x50, 0xd3, 0x8c][..], &[0; 96]].concat();
    let reason = contracts.errors().decode(&data);
    assert_eq!(contracts.errors().meaning(&reason).map(|meaning| meaning.code()), Some("paused"));

    std::fs::write(&table, "Nonsense(\nVaultSealed(uint256)\tno_such_meaning\n").unwrap();
    let bad = [token("US DC", USDC), token("USDT", &USDC.replace('A', "a")), token("eth", USDC)];
    let twice = [token("USDC", USDC), token("usdc", "0x1111111111111111111111111111111111111111")];
    let said = problems(&with(&[&bad[..], &twice[..]].concat(), &table));
    for part in ["tokens.symbol", "USDT.contract", "own coin", "shares its symbol", "line 1", "line 2"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let on_bitcoin = GOOD.replace("required = 2", "required = 2\nerrors_file = \"x\"");
    assert!(problems(&on_bitcoin).contains("only chains of kind evm"));
}

#[test]
fn announcements_are_listened_to_where_that_costs_nothing_or_is_asked_for() {
    let pending = |rpc: &str, more: &str| {
        let text = EVM.replace("wss://node.example/key", rpc).replace("rpc =", &format!("{more}\nrpc ="));
        Config::parse(&format!("{GOOD}{text}"), |_| None).unwrap().chains[1].nodes[0].follow_pending
    };
    assert!(pending("ws://127.0.0.1:8546", "") && pending("/run/geth.ipc", ""));
    assert!(!pending("wss://node.example/key", "") && !pending("http://127.0.0.1:8545", ""));
    assert!(pending("wss://node.example/key", "pending = true") && !pending("/run/geth.ipc", "pending = false"));
}

#[test]
fn passwords_come_from_one_place() {
    let from_env = GOOD.replace("password = \"hunter2\"", "");
    let env = |name: &str| (name == "TXWHY_PASSWORD_BITCOIN_MAIN").then(|| "secret".to_owned());
    assert!(matches!(Config::parse(&from_env, env).unwrap().chains[0].nodes[0].auth, Auth::User(..)));
    assert!(problems(&from_env).contains("TXWHY_PASSWORD_BITCOIN_MAIN"));
    assert!(problems(&GOOD.replace("zmq", "cookie_file = \"x\"\nzmq")).contains("only one of"));
    assert!(problems(&GOOD.replace("http://", "http://a:b@")).contains("must not hold"));
}

#[test]
fn other_mistakes_are_clear() {
    assert!(problems("").contains("at least one"));
    assert!(problems("[server]\nlog = \"xml\"\n").contains("unknown variant"));
    assert!(problems(&GOOD.replace("kind = \"bitcoin\"", "kind = \"dogecoin\"")).contains("not supported"));
    let broken = problems(&GOOD.replace("\"hunter2\"", "\"hunter2"));
    assert!(broken.starts_with("line 14: ") && !broken.contains("hunter2"), "{broken}");
    assert!(problems(&GOOD.replace("\"main\"", "\"Main Node\"")).contains("a name has"));
    assert!(problems(&format!("{GOOD}[[chains]]\nname=\"bitcoin\"\nkind=\"bitcoin\"\n")).contains("used twice"));
}

#[test]
fn the_example_is_a_configuration() {
    let config = Config::parse(include_str!("../../deploy/txwhy.toml"), |_| None).unwrap();
    assert_eq!((config.chains.len(), config.chains[0].nodes.len()), (1, 1));
    assert_eq!((config.store.url.as_str(), config.store.retention_days), ("sqlite://txwhy.db", 30));
    assert!(matches!(config.chains[0].nodes[0].auth, Auth::CookieFile(_)));
}

#[test]
fn what_the_example_leaves_out_is_a_configuration_too() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("password");
    std::fs::write(&file, "hunter2\n").unwrap();
    let example = include_str!("../../deploy/txwhy.toml");
    let other = example.replace("# user =", "user =").replace("# mempool_expiry", "mempool_expiry");
    let other = other.replace("# password_file = \"/etc/txwhy/password\"", &format!("password_file = {file:?}"));
    let config = Config::parse(&other.replace("cookie_file =", "# cookie_file ="), |_| None).unwrap();
    assert!(matches!(&config.chains[0].nodes[0].auth, Auth::User(user, _) if user == "txwhy"));
    assert_eq!(config.chains[0].nodes[0].expiry_hours, Some(336));
}
