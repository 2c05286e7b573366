//! Transactions made by hand: whose inputs, recipients and rate a test wants. They spend coins under a script that
//! anyone may spend, so there is nothing to sign.

use bitcoin::{
    Amount, OutPoint, ScriptBuf, Sequence, Transaction, TxIn, TxOut, Txid, WPubkeyHash, Witness, absolute::LockTime,
    consensus::encode, hashes::Hash, opcodes::OP_TRUE, script::PushBytesBuf, transaction::Version,
};

/// An output under the script that anyone may spend.
#[derive(Clone, Debug)]
pub struct Coin {
    pub id: Txid,
    pub vout: u32,
    pub sats: u64,
}

/// A finished transaction, whose last output is the change.
#[derive(Clone, Debug)]
pub struct Tx(pub Transaction);

/// A transaction that still wants its rate.
pub struct Draft {
    coin: Coin,
    outputs: Vec<TxOut>,
}

/// Begins a transaction that spends this.
pub fn spend(coin: &Coin) -> Draft {
    Draft { coin: coin.clone(), outputs: Vec::new() }
}

/// One coin made into many.
pub fn fan_out(source: &Coin, count: usize, sats: u64) -> Tx {
    let output = TxOut { value: Amount::from_sat(sats), script_pubkey: anyone() };
    Draft { coin: source.clone(), outputs: vec![output; count] }.rate(5.0)
}

/// The script that anyone may spend: pay to the witness script `OP_TRUE`.
pub fn anyone() -> ScriptBuf {
    witness_script().to_p2wsh()
}

/// The script of a made-up recipient, another one for each number.
pub fn recipient(number: u64) -> ScriptBuf {
    let mut hash = [0x77; 20];
    hash[..8].copy_from_slice(&number.to_le_bytes());
    ScriptBuf::new_p2wpkh(&WPubkeyHash::from_byte_array(hash))
}

impl Draft {
    /// Pays this much to the recipient of this number.
    pub fn to(mut self, number: u64, sats: u64) -> Self {
        self.outputs.push(TxOut { value: Amount::from_sat(sats), script_pubkey: recipient(number) });
        self
    }

    /// Carries this text.
    pub fn saying(mut self, text: &str) -> Self {
        let script = ScriptBuf::new_op_return(PushBytesBuf::try_from(text.as_bytes().to_vec()).unwrap());
        self.outputs.push(TxOut { value: Amount::ZERO, script_pubkey: script });
        self
    }

    /// Adds enough outputs to make it 90 kvB.
    pub fn large(mut self) -> Self {
        let number = u64::from(self.coin.vout);
        self.outputs.extend((0..2_900_u64).map(|place| TxOut {
            value: Amount::from_sat(300),
            script_pubkey: recipient(number + 1_000 * (1 + place)),
        }));
        self
    }

    /// Finishes it at this rate (sat/vB).
    pub fn rate(self, rate: f64) -> Tx {
        let vsize = self.build(0).vsize();
        self.fee((rate * vsize as f64).ceil() as u64)
    }

    /// Finishes it with this fee (sat).
    pub fn fee(self, fee: u64) -> Tx {
        Tx(self.build(fee))
    }

    fn build(&self, fee: u64) -> Transaction {
        let input = TxIn {
            previous_output: OutPoint { txid: self.coin.id, vout: self.coin.vout },
            script_sig: ScriptBuf::new(),
            sequence: Sequence::ENABLE_RBF_NO_LOCKTIME,
            witness: Witness::from_slice(&[witness_script().as_bytes()]),
        };
        let paid: u64 = self.outputs.iter().map(|output| output.value.to_sat()).sum();
        let change = self.coin.sats.checked_sub(paid + fee).expect("the coin covers what is paid");
        let mut output = self.outputs.clone();
        output.push(TxOut { value: Amount::from_sat(change), script_pubkey: anyone() });
        Transaction { version: Version::TWO, lock_time: LockTime::ZERO, input: vec![input], output }
    }
}

impl Tx {
    pub fn id(&self) -> String {
        self.0.compute_txid().to_string()
    }

    pub fn hex(&self) -> String {
        encode::serialize_hex(&self.0)
    }

    /// The output of this number, to be spent.
    pub fn coin(&self, vout: u32) -> Coin {
        Coin { id: self.0.compute_txid(), vout, sats: self.0.output[vout as usize].value.to_sat() }
    }

    pub fn change(&self) -> Coin {
        self.coin(self.0.output.len() as u32 - 1)
    }
}

fn witness_script() -> ScriptBuf {
    ScriptBuf::builder().push_opcode(OP_TRUE).into_script()
}
