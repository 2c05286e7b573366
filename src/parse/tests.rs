//! What people paste: ids in any dress, links, whole messages, what is no id, and what must never have been sent.

#![allow(clippy::unwrap_used)]

use super::*;

const ID: &str = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";

fn check(text: &str, expected: &str) {
    let got = match tx_ref(text) {
        Ok(TxRef { id, network }) => format!(
            "{}{}",
            if id.to_string() == ID { "id" } else { "other" },
            network.map(|network| format!(" on {}", network.code)).unwrap_or_default()
        ),
        Err(ParseError::Secret) => "secret".into(),
        Err(ParseError::BadId(like)) => like.code().into(),
    };
    assert_eq!(got, expected, "{text:?}");
}

#[test]
fn ids_in_any_dress() {
    for text in [
        ID.to_string(),
        format!("0x{ID}"),
        format!(" \t{}\n", ID.to_uppercase()),
        format!("0X{ID}"),
        format!("\u{200b}{ID}\u{feff}"),
    ] {
        check(&text, "id");
    }
}

#[test]
fn links_of_explorers() {
    check(&format!("https://mempool.space/tx/{ID}"), "id on bitcoin");
    check(&format!("https://mempool.space/zh/tx/{ID}#vin=0"), "id on bitcoin");
    check(&format!("https://mempool.space/testnet4/tx/{ID}"), "id on bitcoin-testnet");
    check(&format!("blockstream.info/tx/{ID}?expand"), "id on bitcoin");
    check(&format!("https://blockchair.com/bitcoin/transaction/{ID}"), "id on bitcoin");
    check(&format!("https://www.blockchain.com/explorer/transactions/btc/{ID}"), "id on bitcoin");
    check(&format!("https://etherscan.io/tx/0x{ID}"), "id on ethereum");
    check(&format!("https://sepolia.etherscan.io/tx/0x{ID}#eventlog"), "id on sepolia");
    check(&format!("https://basescan.org/tx/0x{ID}"), "id on base");
    check(&format!("https://optimistic.etherscan.io/tx/0x{ID}"), "id on optimism");
    check(&format!("https://explorer.example/?q=0x{ID}"), "id");
    check("https://mempool.space/address/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "link_without_id");
    check(&format!("https://mempool.space/tx/{ID}?other={}", "ab".repeat(32)), "several_ids");
    check(&format!("javascript://x/{ID}"), "link_without_id");
    check(&format!("https://bscscan.com/tx/0x{ID}"), "id on bsc");
    check(&format!("https://tronscan.org/#/transaction/{ID}"), "id on tron");
    check(&format!("https://litecoinspace.org/tx/{ID}"), "id on litecoin");
    check(&format!("https://mempool.space/liquid/tx/{ID}"), "id on liquid");
    check(&format!("https://blockchair.com/bitcoin-cash/transaction/{ID}"), "id on bitcoin-cash");
    check(&format!("https://solscan.io/tx/{SOLANA}"), "solana_transaction");
    check("mempool.space/address/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "link_without_id");
}

const SOLANA: &str = "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW";

/// Says what `ids_in` finds, in the words of `check`.
fn check_all(text: &str, expected: &[&str]) {
    let got: Vec<String> = match ids_in(text, 3) {
        Ok(found) => {
            let named =
                |tx: &TxRef| format!("{}{}", &tx.id.to_string()[..4], tx.network.map_or("", |network| network.code));
            let misread = found.misread.iter().map(|misread| format!("{} {}", misread.looks.code(), misread.begins));
            let repeated = (found.repeated > 0).then(|| format!("{} again", found.repeated));
            found.ids.iter().map(named).chain(misread).chain(repeated).collect()
        }
        Err(ParseError::Secret) => vec!["secret".into()],
        Err(ParseError::BadId(like)) => vec![like.code().into()],
    };
    assert_eq!(got, expected, "{text:?}");
}

#[test]
fn whole_messages() {
    let other = "ab".repeat(32);
    check_all(ID, &["4a5e"]);
    check_all(
        &format!("你好，我的转账0x{ID}还没到（https://etherscan.io/tx/0x{other}），请查"),
        &["4a5e", "ababethereum"],
    );
    check_all(&format!("TxID:{ID}, again https://mempool.space/tx/{ID}."), &["4a5ebitcoin", "1 again"]);
    check_all(&format!("hash={ID}\n{other}\t{}\n{}", "cd".repeat(32), "ef".repeat(32)), &["4a5e", "abab", "cdcd"]);
    check_all(&format!("https://mempool.space/tx/{ID}?other={other}"), &["4a5ebitcoin", "ababbitcoin"]);
    check_all("  ", &["empty"]);
    check_all("My transfer of 20 has not come, what now?", &["other"]);
    check_all(&format!("my id is {} please help", &ID[..60]), &["too_short"]);
    check_all("I sent it to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.", &["bitcoin_address"]);
    check_all("see https://etherscan.io/address/0x0 there", &["link_without_id"]);
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    check_all(&format!("hello, {ID} and my words are {phrase}"), &["secret"]);
}

#[test]
fn what_else_was_meant_is_told() {
    check_all(
        &format!("1) {ID}\n2) {}\n3) https://solscan.io/tx/{SOLANA}\n4) {ID}\n5) my money?", &ID[..46]),
        &["4a5e", "too_short 4a5e1e4baab89f", "solana_transaction https://solsca", "1 again"],
    );
    check_all(
        &format!("{ID} to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        &["4a5e", "bitcoin_address bc1qar0srrr7xf"],
    );
}

#[test]
fn ids_that_mail_broke_over_two_lines() {
    let (first, second) = ID.split_at(30);
    check_all(&format!("my id\n{first}\n{second}\nthanks"), &["4a5e"]);
    check_all(&format!("> see 0x{first}\r\n> {second}.\r\n"), &["4a5e"]);
    check_all(&format!("TxID: {first}=\n{second}"), &["4a5e"]);
    check_all(&format!("{}\nbe quick", &ID[..62]), &["too_short"]);
}

#[test]
fn what_is_long_is_read_in_time() {
    // Decoding base 58 takes time by the square of the length: hours for these.
    for text in ["x".repeat(500_000), "1".repeat(500_000), format!("5{}", "K".repeat(500_000)), "的".repeat(150_000)] {
        check(&text, "too_long");
        assert!(ids_in(&text, 3).is_err());
        assert!(ids_in(&format!("{ID} {text}"), 3).is_ok());
    }
}

#[test]
fn ids_that_were_broken_are_as_many_as_fit() {
    let broken: String = (0..8_000).map(|at| format!("{at:032x}\n{at:032x}\n")).collect();
    let found = ids_in(&broken, 3).unwrap();
    assert_eq!((found.ids.len(), found.misread), (3, Vec::new()));
}

#[test]
fn what_is_not_an_id_is_named() {
    check("", "empty");
    check("   ", "empty");
    check(&ID[..60], "too_short");
    check(&format!("{ID}00"), "too_long");
    check(&"a b ".repeat(1_000), "too_long");
    check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin_address");
    check("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bitcoin_address");
    check("bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.1", "bitcoin_address");
    check(SOLANA, "solana_transaction");
    check("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", "bitcoin_address");
    check("0x52908400098527886E0F7030069857D2E4169EE7", "evm_address");
    check("vitalik.eth", "ens_name");
    check("lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypq", "lightning_invoice");
    check("hello", "other");
    check(&format!("{}g", &ID[..63]), "other");
}

#[test]
fn secrets_are_refused_first() {
    let phrase = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    check(phrase, "secret");
    check(&phrase.to_uppercase(), "secret");
    check(&phrase.replace(' ', "+"), "secret");
    check(&phrase.split(' ').enumerate().map(|(i, w)| format!("{}. {w}\n", i + 1)).collect::<String>(), "secret");
    check(&format!("my transfer {ID} and my words are {phrase} thanks"), "secret");
    check(&phrase.replacen("abandon abandon", "abandon abandn", 1), "secret");
    check(&"ábaco ".repeat(12), "secret");
    check(&"a\u{301}baco ".repeat(12), "secret");
    check(&"azúcar ".replace('ú', "u").repeat(12), "secret");
    check(&"académie ".repeat(12), "secret");
    check(&"가격 ".repeat(12), "secret");
    check(&"がっこう　".repeat(12), "secret");
    check("的 的 的 的 的 的 的 的 的 的 的 在", "secret");
    check("的的的的的的的的的的的在", "secret");
    check("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "secret");
    check("L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ", "secret");
    check("cTpB4YiyKiBcPxnefsDpbnDxFDffjqJob8wGCEDXxgQ7zQoMXJdH", "secret");
    check(
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
        "secret",
    );
    check(&format!("https://mempool.space/tx/{ID}?key=L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ"), "secret");
}

#[test]
fn ordinary_sentences_are_no_secret() {
    check("我们要看一下这个是不是在你的里面", "other");
    check("please tell me where my money is, it has been more than two hours now", "other");
    check(
        "请问我的转账为什么还没有到账，已经等了两个多小时了，能帮我查一下吗，谢谢，我很着急，钱是今天早上转的",
        "other",
    );
}
