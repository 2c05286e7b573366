### The words of answers in English.
### Tone: what is happening, why, what to do, when to look again. Short sentences. No jargon in .summary and .reply; a
### term that can't be avoided is explained where it stands. Times are ranges, never promises. Nobody is blamed. Every
### message has the same variables in every language.

## What stands between sentences
joiner = { " " }

## Durations and times
seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
moment = less than a minute
range-seconds = { $from }–{ $to } seconds
range-minutes = { $from }–{ $to } minutes
range-hours = { $from }–{ $to } hours
range-days = { $from }–{ $to } days
range-mixed = { $from } to { $to }
time = { $time } UTC

## Causes: headline, summary, and the middle of the reply
next_in_line = Waiting for one of the next blocks
    .summary = The transfer is in the queue, and its fee is high enough for one of the next blocks. Nothing is wrong, and there is nothing to do but wait.
    .reply = Your transfer { $id } is in the queue and waits to be written into a block, which is how the network records transfers. Its fee is high enough for one of the next blocks. Nothing is wrong, and there is nothing you need to do. Please don't send it again.

slow_blocks = Waiting: no new block for { $age }
    .summary = The transfer pays enough for one of the next blocks, but no new block has come for { $age }. One comes every { $interval } on average, at random, so pauses like this happen now and then. The transfer itself is fine, and there is nothing to do but wait.
    .reply = Your transfer { $id } is in the queue, and its fee is high enough. The network is taking longer than usual, though: blocks, in which transfers are recorded, come about every { $interval } on average, and the last one came { $age } ago. Such pauses happen by chance and affect everyone. Your transfer is fine, so please don't send it again.

awaiting_confirmations = In a block: { $confirmations } of { $required } confirmations
    .summary = The transfer is in a block and has { $confirmations } of the { $required } confirmations that the recipient's side waits for. Its own block counts as the first, and each block after it adds one. Nothing is wrong; it needn't be sped up and can't be.
    .reply = Good news: your transfer { $id } is in a block. It has { $confirmations } of the { $required } confirmations that the recipient's side waits for. Each new block adds one confirmation and makes the transfer harder to undo. There is nothing you need to do.

settled = Confirmed on the chain ({ $confirmations ->
    [one] { $confirmations } confirmation
   *[other] { $confirmations } confirmations
})
    .summary = The transfer is complete on the chain: { $wanted ->
        [safe] the network itself counts its block as safe, as the recipient's side asks
        [finalized] the network itself has declared its block final, as the recipient's side asks
       *[none] it needs { $required ->
            [one] { $required } confirmation
           *[other] { $required } confirmations
        } and has { $confirmations }
    }. If it doesn't show in the account yet, the recipient's platform has to credit it. Ask them, and send them the details below.
    .reply = Your transfer { $id } is complete on the chain: { $wanted ->
        [safe] the network itself counts its block as safe, as the recipient's side asks
        [finalized] the network itself has declared its block final, as the recipient's side asks
       *[none] it needs { $required ->
            [one] { $required } confirmation
           *[other] { $required } confirmations
        } and has { $confirmations }
    }. If it doesn't show in the account yet, only the platform or wallet that received it can help, since the rest happens on their side. Please send their support these details: { $what }.

returned_by_reorg = Back in the queue after its block was replaced
    .summary = The transfer was in a block already, but the network has replaced that block by another one. This happens now and then, and it is nobody's fault. The transfer is back in the queue and can be taken into a block again. The sender should not send it again.
    .reply = Your transfer { $id } had already been written into a block, but the network has replaced that block by another one. This happens now and then and is nobody's fault. The transfer is back in the queue and can be taken into a new block. Please don't send it again: the first one can still go through.

never_seen = Not found on this network
    .summary = Our nodes don't know this transaction. { $scope ->
        [whole] They have searched every block and the queue of waiting transfers
        [known] They have searched the queue of waiting transfers and all blocks in which they can look transfers up, which may leave out very old ones
       *[window] They have searched the queue of waiting transfers and the last { $window } blocks, but can't search older ones
    }; we have watched since { $since }. The usual reasons: it has not been sent out yet (a platform may show “completed” or “processing” before it really sends), it is on another network, or the id has a typing error. If it was visible somewhere before, it may have been dropped since, or replaced by a newer one with another id. Check the id and the network, then ask the sender. It may still arrive, so don't send again because of this.
    .reply = We looked for the transfer { $id } and couldn't find it. { $scope ->
        [whole] We searched every block and the queue of waiting transfers
        [known] We searched the queue of waiting transfers and the blocks in which we can look transfers up, which may leave out very old ones
       *[window] We searched the queue of waiting transfers and the last { $window } blocks; an older transfer would not show here
    }. We have been watching since { $since }. This doesn't mean that anything is wrong. Most often the transfer has not really been sent out yet, even if the sending platform shows “completed” or “processing”; or it is on another network; or a character of the id is missing or wrong. If you saw it somewhere before, it may have been dropped since, or replaced by a newer transfer with another id. Please compare the id and the network with what the sender shows. If both are right, please ask the sending side whether the transfer has been sent out, and under which id. Until that is clear, please don't send anything again.

node_behind = We can't tell at the moment
    .summary = { $known ->
        [waiting] The transfer is in the queue, but our own nodes have not caught up with the network yet, so we can't tell its place.
       *[nothing] Our own nodes can't see the network as it is now, so we can't tell where the transfer is. It may well be fine.
    } The fault is on our side and says nothing about the transfer. The sender should not send it again because of this.
    .reply = { $known ->
        [waiting] Your transfer { $id } is in the queue, but we can't tell its place there at the moment, because our own systems have not caught up with the network yet.
       *[nothing] We can't look up your transfer { $id } at the moment, because our own systems can't see the network as it is now. Your transfer may well be fine.
    } The fault is on our side, and we are sorry for the delay. Please don't send the transfer again because of this.

is_block_hash = This is a block, not a transfer
    .summary = The id belongs to block { $height }, which records many transfers, so it can't tell us about a single one. We need the transaction id of the transfer. It looks alike (64 letters and digits) and is shown by the wallet or platform that sent it, often as “TxID” or “transaction hash”.
    .reply = Thank you for the id { $id }. It belongs to a block (number { $height }), which records many transfers, so we can't find a single transfer with it. Please send us the transaction id instead. It looks alike and is shown beside the payment in the wallet or platform that sent it, often as “TxID” or “transaction hash”.

dropped = { $when ->
        [now] It has just left the queue
       *[past] No longer in the queue, reason unknown
    }
    .summary = { $when ->
        [now] The transfer was in the queue until a moment ago. The reason will show shortly, at the latest with the next block: often a newer version has taken its place. Please wait for that, and don't send again yet.
       *[past] The transfer was in the queue and isn't any more, and it is in no block that we know. Our nodes were given no reason. As far as we can see, the coins have not moved and are still the sender's. It may still come back and go through, so a new payment should spend the same coins: then only one of the two can ever arrive.
    }
    .reply = { $when ->
        [now] Your transfer { $id } was waiting in the queue until a moment ago and has just left it. This often means that a newer version of the same payment has taken its place. The reason will show shortly, at the latest with the next block. Please don't send anything again until then.
       *[past] Your transfer { $id } was waiting in the queue and is not there any more, nor in a block that we know. We can't see the reason. As far as we can see, the coins have not moved and are still with the sender. If you sent it, please don't simply pay again, because the first transfer could still go through: use your wallet's “cancel” or “increase fee” function, which spends the same coins, so that only one of the two can arrive. If you are waiting for it, please ask the sender to do so.
    }

fee_below_market = Waiting: its fee is below what others pay now
    .summary = The transfer is in the queue, but others pay more right now: about { $blocks ->
        [one] { $blocks } block
       *[other] { $blocks } blocks
    } of better-paying transfers go first. Its fee may well have been enough when it was sent, as the queue changes by the hour. It can go through once the queue gets shorter. Waiting costs nothing; whoever wants to be faster can raise the fee.
    .reply = Your transfer { $id } is in the queue, but many others pay a higher network fee right now, and about { $blocks ->
        [one] { $blocks } block
       *[other] { $blocks } blocks
    } of them go first. The fee may well have been enough when it was sent, as the queue changes by the hour. The transfer can go through once the queue gets shorter, and waiting costs nothing. If you sent it from your own wallet and it offers “increase fee” or “speed up”, you can use that. Please don't send a second transfer: the first one can still go through.

parent_fee_too_low = Held up by an earlier transfer
    .summary = { $own ->
        [enough] The transfer pays enough itself, but
       *[little] The transfer pays less than most others do now, and besides
    } it uses coins from an earlier transfer ({ $parent }) that is not in a block yet and pays even less. The two can only go through together or one after the other, so the earlier one holds this one up. Waiting costs nothing. It goes faster if the sender raises the fee, or if the recipient spends the incoming coins with a higher fee.
    .reply = Your transfer { $id } is in the queue. { $own ->
        [enough] Its own fee is high enough, but
       *[little] Its fee is lower than what most others pay now, and besides
    } it uses coins from an earlier transfer ({ $parent }), which is still waiting because its fee is lower still. Your transfer can't go through before that one does. Waiting costs nothing. If you sent it from your own wallet, raising its fee helps both of them along. Please don't send a second transfer: the first one can still go through.

near_eviction = Waiting, and close to being dropped for its low fee
    .summary = The queue is full, so nodes drop the transfers that pay least, and this one is close to that limit. It can still go through if the queue gets shorter in time. If it is dropped first, the coins stay with the sender. To be safe, the sender should raise the fee now.
    .reply = Your transfer { $id } is in the queue, but the queue is full, and the network drops the transfers with the lowest fees. Yours is close to that limit. It can still go through if the queue gets shorter in time; if it is dropped first, the coins stay with the sender. If you sent it from your own wallet, please use “increase fee” or “speed up” now if it offers that. Please don't send a second, separate transfer: the first one can still go through.

not_propagated = Our node has it, but no other node has asked for it
    .summary = The transfer has been at our own node for { $waited }, but no other node has asked for it, so those who make blocks probably don't know it. The cause may be a poor connection, or rules of other nodes that refuse it. It will hardly move by itself. The sender should send out the very same transaction once more through another wallet or service; being the same, it can't pay twice.
    .reply = Your transfer { $id } has reached us, but the rest of the network does not seem to have it: in { $waited } no other node has asked for it. That may be a matter of connections. If you sent it from your own wallet, please use “rebroadcast” there, or reconnect the wallet to the network, so that the same transfer is sent out once more. As it is the same transfer, it can't pay twice. Please don't make a new payment.

missing_parent = Waiting for an earlier transfer that is missing
    .summary = Our node has received this transfer, but not the earlier one whose coins it uses, so it can't be checked or passed on. Often the missing one follows within minutes. If it doesn't, the sender should send out the earlier transfer once more.
    .reply = We have received your transfer { $id }, but not the earlier transfer whose coins it uses, and without that one it can't be processed. Often the missing one follows within minutes. If it doesn't, the sending side needs to send out the earlier transfer once more. Please don't make a new payment yet.

replaced = { $pays ->
        [same] Replaced by a newer version that pays the same recipient
        [back] Replaced: it looks cancelled by the sender
        [others] Replaced by a transfer that does not pay the same recipient
       *[unclear] Replaced by another transfer
    }
    .summary = Another transfer, { $successor }, has taken its place. It uses the same coins, so only one of the two can go through.
    .reply = Your transfer { $id } has been replaced by another one, { $successor }. Both use the same coins, so only one of the two can go through.

ancestor_replaced = It fell away together with an earlier transfer
    .summary = The transfer uses coins from an earlier transfer ({ $ancestor }) that was still waiting itself. { $by ->
        [none] That one has been dropped from the queue, and this one with it. Both could still come back and go through.
        [mined] Another transfer has taken that one's place for good, so this one can't go through any more.
       *[waiting] Another transfer has taken that one's place, so this one won't go through unless that changes.
    } Only the sender can arrange a new payment.
    .reply = Your transfer { $id } uses coins from an earlier transfer ({ $ancestor }) that was still waiting itself. { $by ->
        [none] The earlier one has been dropped from the queue, and yours with it. Both could still come back and go through, so please don't simply pay again: if you sent it, make the new payment with the same coins, so that only one of the two can arrive.
        [mined] Another transfer has taken the earlier one's place for good, so yours can't go through any more. If you sent it, you can make a new payment. If you are waiting for it, please ask the sender for one.
       *[waiting] Another transfer has taken the earlier one's place, so yours won't go through unless that changes. If you sent it, please wait until that other transfer is confirmed before you pay again. If you are waiting for it, please ask the sender.
    }

double_spent = { $pays ->
        [same] Its coins have paid the same recipient in another transfer
        [back] Its coins were spent otherwise; it looks cancelled by the sender
        [others] Its coins were spent in another transfer
       *[unclear] Its coins were spent in another transfer; what that one pays is to be checked
    }
    .summary = A block contains another transfer, { $successor }, which used the same coins. So this one won't arrive: coins can be spent only once.
    .reply = Your transfer { $id } won't arrive in this form: another transfer, { $successor }, used the same coins and is in a block. Coins can be spent only once.

evicted_low_fee = Dropped from the queue because of its low fee
    .summary = The queue was full, and our node dropped the transfers that paid least, this one among them. The coins have not moved: they are still the sender's. Other nodes may still hold the transfer, so it could still go through. A new payment should therefore spend the same coins with a higher fee: then only one of the two can ever arrive.
    .reply = Your transfer { $id } is no longer in the queue: the queue was full, and the transfers with the lowest fees were dropped. The coins have not moved and are still with the sender. If you sent it, please don't simply pay again, because the first transfer could still go through: use “increase fee” or “cancel” in your wallet, which spends the same coins, so that only one of the two can arrive. If you are waiting for it, please ask the sender to do so.

expired = Dropped from the queue after waiting too long
    .summary = The transfer waited for { $waited } without getting into a block, and our node then dropped it, as nodes do. The coins have not moved: they are still the sender's. Other nodes may keep it longer, so it could still go through. A new payment should therefore spend the same coins with a higher fee: then only one of the two can ever arrive.
    .reply = Your transfer { $id } waited for { $waited } without getting into a block and has now been dropped from the queue, as the network does after a long time. The coins have not moved and are still with the sender. If you sent it, please don't simply pay again, because the first transfer could still go through: use “increase fee” or “cancel” in your wallet, which spends the same coins, so that only one of the two can arrive. If you are waiting for it, please ask the sender to do so.

coinbase_immature = A mining reward: { $confirmations } of { $needed } confirmations
    .summary = This is a miner's reward, newly issued by its block. The network lets it be spent only after { $needed } confirmations, and it has { $confirmations }. Each new block adds one. Nothing is wrong, and nobody can speed this up.
    .reply = Your transfer { $id } is a mining reward. The network lets such rewards be spent only after { $needed } confirmations, that is, { $needed } blocks counted from its own. It has { $confirmations } now. Nothing is wrong, and there is nothing you need to do.

succeeded_elsewhere-coins = It went through, but it doesn't pay the address that was stated
    .summary = The transfer is in a block, but it pays nothing to { $expected }, the address that was stated. Either it is another transfer than the one that is meant, or the money was sent to another address. Please compare the id and the address with what the sender shows.{ $state ->
        [over] {" What went to another address can't be taken back; only whoever controls that address can return it."}
       *[young] {""}
    }
    .reply = We looked at { $id }. It is in a block, but it pays nothing to { $expected }, the address that we were given. Either it is another transfer than the one you mean, or the money was sent to another address. Please compare the transaction id and the address, character by character, with what the sender shows, and ask the sender if they differ.{ $state ->
        [over] {" We are sorry: what went to another address can't be taken back, and only whoever controls that address can return it."}
       *[young] {""}
    }

succeeded_amount_differs-coins = It went through, but with another amount than stated
    .summary = The transfer is in a block, but { $arrived ->
        [none] {"none of its payments is of "}{ $expected }{" BTC, the amount that was stated."}
       *[other] { $arrived }{" goes to the recipient where "}{ $expected }{" BTC was stated."}
    } That needn't be wrong: many platforms take their own fee for a withdrawal out of the amount. It can also be another transfer than the one that is meant. Please compare the id, the address and the amount with what the sender shows.
    .reply = We looked at { $id }. It is in a block, but { $arrived ->
        [none] {"none of its payments is of "}{ $expected }{" BTC, the amount that we were given."}
       *[other] { $arrived }{" goes to the recipient where we were given "}{ $expected }{" BTC."}
    } That needn't be wrong: many platforms take their own fee for a withdrawal out of the amount. It can also be another transfer than the one you mean. Please compare the transaction id, the address and the amount with what the sender shows, and ask the sender if they differ by more than a fee.

## Where it isn't as the asker stated: what differs is told first, then where the transfer stands
unlike_stated = { $unlike ->
        [address] Waiting, but it doesn't pay the address that was stated
        [network] The address that was stated belongs to another kind of network
        [other] This doesn't look like the transfer that is meant
        [unseen] In a block, but nothing in its record goes to the address that was stated
       *[payment] Waiting, but it isn't the payment that was stated
    }
    .summary = { $stands ->
        [waiting] The transfer itself waits in the queue.
        [included] The transfer itself is in a block, though not as deep yet as the recipient's side wants.
       *[settled] The transfer itself is complete on the chain.
    } Please compare the transaction id, the address and the amount with what the sender shows.
    .reply = { $stands ->
        [waiting] The transfer { $id } itself waits in the queue. Please don't send anything again for now.
        [included] The transfer { $id } itself is in a block, though not as deep yet as the recipient's side wants.
       *[settled] The transfer { $id } itself is complete on the chain.
    } Please compare the transaction id, the address and the amount with what the sender shows, and ask the sender if they differ.
unlike-address = This transfer { $pays ->
    [none] {"doesn't pay the address that was stated"}
   *[other] {"pays "}{ $pays }{", not the address that was stated"}
}. As long as it waits, the sender may still be able to replace or cancel it.
unlike-network = The address that was stated belongs to another kind of network, so no transfer on this one can reach it. Please check on which network the payment was to be sent, and whether this is the right transaction id.
unlike-sender = This transfer was sent by { $signed } and not by the sender that was stated{ $sure ->
    [yes] {": it is another transfer than the one that is meant."}
   *[no] {". Some wallets send through others; if this one doesn't, it is another transfer than the one that is meant."}
}
unlike-nonce = The number (nonce) of this transfer is { $signed } and not the one that was stated: it is another transfer than the one that is meant, or that number is wrong.
unlike-amount = This transfer pays another amount than was stated{ $pays ->
    [none] {""}
   *[other] {": "}{ $pays }
}. Many platforms take their own fee for a withdrawal out of the amount.
unlike-asset = This transfer moves another asset than the one that was stated.
unlike-unseen = { $what ->
    [coins] Whether this transfer paid the address that was stated couldn't be checked: what a contract passes on of the network's own coin leaves no trace in its record.
   *[tokens] As far as its record shows, nothing went to the address that was stated.
}
unlike-unknown_asset = The asset that was stated couldn't be compared, as its name isn't one that we know on this network and any token can call itself so. Please compare the token's contract.
unlike-not_compared = Of what was stated, only the address and the amount are compared on this network: it moves nothing but its own coin, and a transfer has no number and no single sender there.

## What took its place
successor-pays = { $pays ->
    [same] The new one pays the same recipient.
    [back] The new one does not pay the recipient, and it looks as if the sender has cancelled the payment.
    [others] The new one does not pay the same recipient the same amount.
   *[unclear] Whether the new one pays the same recipient is not known to us; please check that.
}
successor-stands = { $state ->
    [mined] It is in block { $height } with { $confirmations ->
        [one] { $confirmations } confirmation
       *[other] { $confirmations } confirmations
    }.
    [waiting] It is still waiting for a block itself.
    [gone] It has left the queue itself without getting into a block.
   *[unknown] We don't know where it is now.
}
successor-advice = { $advice ->
    [paid] The money has been paid as intended, so nothing needs to be sent again.
    [coming] Please don't send anything again.
    [over] The recipient won't get the money from this transfer; only the sender can arrange a new payment.
    [ask] If this was not expected, ask the sender.
    [young] As things stand, the recipient won't get the money from this transfer. But that block may still be undone: please don't send anything again yet.
   *[check] Please look that one up before anything is sent again.
}

## When
eta-waiting = Most likely it gets into a block within { $range }; about 1 in 20 such transfers takes longer than { $late }.
eta-unless-dropped = If it isn't dropped first, it most likely gets into a block within { $range }; about 1 in 20 such transfers takes longer than { $late }.
eta-included = Most likely it has all of them within { $range }; about 1 in 20 takes longer than { $late }.
eta-deep = Its block is most likely deep enough within { $range }; about 1 in 20 takes longer than { $late }.
eta-none-unasked = How long it takes can't be said until the rest of the network knows it.
eta-pace = Blocks come at random, one every { $interval } on average.
eta-pace-gas = The usual interval between blocks is { $interval }.
eta-none-blind = How long it takes can't be said now, because our nodes can't see the network as it is.
eta-none-halted = How long it takes can't be said until blocks come again.
eta-none-queue = How long it takes can't be said honestly now: that depends on what others send and pay in the meantime.
again = Please look again in about { $wait }.
again-settled = There is nothing left to wait for on the chain, so there is no need to look again.
again-successor = From now on, please look up { $successor } instead.
again-sender = Please look again once the sender has acted; a new payment has an id of its own.
again-id = Please look again with the transaction id.

## Where several networks were searched, or the link is for another one
list-joiner = { ", " }
search-none = Not found on { $absent }
search-partly = Not found on { $absent }; we can't see { $blind } right now
    .lead = We looked on { $absent } and didn't find it there. What follows is about { $blind }.
search-elsewhere = Its link is for { $network }, which isn't watched here
    .text = The link is for the { $network } network. This service watches { $watched } and can't see that one, so it can't tell how the transfer stands, only that it wasn't found here. Please look it up with the link itself, or ask the platform or wallet that it was sent from. Nothing should be sent again because of this answer.
    .send = The link that you gave us for the transfer { $id } is for the { $network } network, which we can't see. We watch { $watched } and didn't find it there. Please open the link itself: it shows whether the transfer has arrived. If it hasn't, the support of the wallet or platform that it was sent from can help. Please don't send it again before that is clear.
    .step = Open the link itself: it shows how the transfer stands on { $network }. If that doesn't help, ask the platform or wallet that it was sent from.

## Around every answer
not-as-stated = But this transfer doesn't pay { $what ->
    [address] the address
   *[amount] the amount
} that was stated: please compare the id, the address and the amount with what the sender shows.
layer2-note = This network is a layer 2: so far it is its operator who says that the block stands. It is as sure as the main network only once that has it too, which follows later.
simulated-note = Demonstration: this chain and everything on it are made up; no real money is involved.
stale-note = Our own systems can't see the network as it is now, so this is old knowledge, as of { $time }.
stale-note-never = Our own systems can't see the network as it is now, so this may be out of date.
hello = Hello,
safety = Nobody needs your recovery phrase or private key, support staff never write to you first, and no extra fee “unlocks” a transfer.

## Details
detail-waiting = In the queue since { $time } ({ $age }).
detail-fee = Fee: { $fee } sat for { $vsize } vB, which is { $rate } sat/vB (fee per unit of size).
detail-lifted = A later transfer that spends from it pays for both: it counts as { $rate } sat/vB.
detail-dragged = Together with the earlier transfers that it depends on it counts as { $rate } sat/vB.
detail-ahead = Ahead of it in the queue, itself included: { $blocks ->
    [one] { $blocks } block
   *[other] { $blocks } blocks
} of transfers that pay at least as much.
detail-market = Going rates now: { $next } sat/vB for the next block, { $soon } for one of the next three, { $slow } for one of the next six.
detail-full = Full mempools: nodes take nothing below { $min } sat/vB now (normally { $relay }).
detail-held = In the queue of { $held } of our { $nodes } up-to-date nodes.
detail-parent = It depends on the unconfirmed transfer { $parent }, which pays { $rate } sat/vB.
detail-parents-more = It depends on { $count } more unconfirmed { $count ->
    [one] transfer
   *[other] transfers
}.
detail-children = { $count ->
    [one] { $count } unconfirmed transfer depends
   *[other] { $count } unconfirmed transfers depend
} on it.
detail-replaceable = It announces that the sender may replace it by one with a higher fee.
detail-unbroadcast = No other node has asked ours for it yet.
detail-pause = The last block came { $age } ago. How long the next one takes doesn't depend on that.
detail-block = In block { $height } ({ $hash }), dated { $time }.
detail-confirmations = Confirmations: { $confirmations } (needed: { $wanted ->
    [safe] the network's word that the block is safe
    [finalized] the network's word that the block is final
   *[none] { $required }
}).
detail-left = It left the queue at { $time }, after { $age } there.
detail-evicted = It paid { $rate } sat/vB; the least that our node then took was { $min } sat/vB.
detail-last-rate = It last counted as { $rate } sat/vB.
detail-expiry = Our node keeps a waiting transfer for { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.
detail-successor = It was replaced by { $successor }.
detail-spender = Its coins were spent by { $successor }.
detail-hops = Between the two lie { $count } replacements, one after the other.
detail-ancestor = The earlier transfer that fell away: { $ancestor }.
detail-missing = The missing earlier transfer: { $parent }.
detail-reorged = It was in block { $height } ({ $hash }), which is no longer part of the chain.
detail-watching = We have watched this network since { $time }.
detail-searched = { $scope ->
    [whole] Searched: the queue and every block.
    [known] Searched: the queue and all blocks that our nodes keep an index of. How far back that goes can't be told.
   *[window] Searched: the queue and the last { $window } blocks. No node of ours has an index of all older blocks.
}
detail-nodes = Our nodes: { $nodes } in all, { $down } unreachable, { $syncing } still catching up.
detail-tip = The newest block that we know is { $height }, first seen { $age } ago.
detail-concluded = This is a conclusion from what our nodes saw; none of them said so directly.
detail-disagree = Our nodes do not all say the same at the moment.
detail-also = Besides: { $headline }.

## Evidence: exact figures and ids, as nodes told them
claim-unknown = not known to this node
claim-unasked = could not be asked: { $state ->
    [refused] it refused
    [unreadable] it gave no readable answer
   *[unreachable] unreachable
}
claim-node = node is { $state ->
    [synced] synced
    [connecting] not connected yet
    [syncing] still loading the chain
    [catching_up] catching up
    [refused] refusing our questions
    [unreadable] giving no readable answers
   *[unreachable] unreachable
}
claim-orphan = waits for parents that the node does not know
claim-missing-parent = missing parent { $id }
claim-fee = fee rate { $rate } sat/vB ({ $fee } sat, { $vsize } vB)
claim-package = mined together at { $rate } sat/vB
claim-unbroadcast = unbroadcast: no peer has asked for it
claim-parent = unconfirmed parent { $id } pays { $rate } sat/vB
claim-ahead = { $vsize } vB in the queue up to and including it
claim-offer = offers at most { $max_fee } gwei per gas, { $tip } of it as a tip
claim-nonce = its nonce is { $nonce }, its sender's next is { $next }
claim-earlier = { $id } waits with nonce { $nonce }
claim-rival = { $id } waits with the same nonce
claim-balance = its sender owns { $balance }, at most { $needed } are needed
claim-price = the next block's base fee is { $base_fee } gwei, the going tip { $tip }
claim-receipt = { $status ->
    [success] status 1
    [failure] status 0
   *[none] no status
}, { $gas } gas used
claim-ran-again = ran again with the same end
claim-tried-again = tried again on the block before, it fails
claim-in-block = in block { $hash } at height { $height }, confirmations { $confirmations }
claim-was-in-block = was in the dropped block { $hash } at height { $height }
claim-is-block = is the block { $hash } at height { $height }
claim-tip = tip { $hash } at height { $height }
claim-left = left the mempool without a block
claim-last-rate = last fee rate { $rate } { $unit ->
    [gwei] gwei per gas
   *[sat] sat/vB
}
claim-successor = { $id } spends { $same ->
    [nonce] the same nonce
   *[input] the same input
}
claim-successor-block = { $id } spends { $same ->
    [nonce] the same nonce
   *[input] the same input
}, in block { $hash } at height { $height }
claim-double-spent = { $id } spent { $same ->
    [nonce] the same nonce
   *[input] the same input
} in a block
claim-ancestor = its ancestor { $id } left first
claim-lowest-then = lowest rate taken then { $rate } sat/vB
claim-kept = the node keeps transactions for { $hours } h
claim-next-block = the next block takes from { $rate } sat/vB
claim-lowest = lowest rate taken { $rate } sat/vB

## Next steps
step-wait = Wait; that costs nothing.
step-do_not_resend = Don't send it again: if the first transfer still goes through, both would be paid.
step-raise_fee_rbf = Raise the fee in the sending wallet (“increase fee”, “speed up”, RBF) to at least { $rate } sat/vB, { $fee } sat in total. That is what the next block takes now, and enough to replace this one. The new version gets a new id.
step-raise_fee_rbf-package = Raise the fee in the sending wallet (“increase fee”, “speed up”, RBF) so far that this transfer and the earlier ones together reach { $rate } sat/vB. The new version gets a new id.
step-cpfp = If the sender can't raise the fee: spend the incoming coins in a new transfer to yourself with a high fee (“child pays for parent”). About { $fee } sat for a small one lifts both to { $rate } sat/vB. Do this only from a wallet of your own, and only if the amount is worth it.
step-cpfp-package = If the sender can't raise the fee: spend the incoming coins in a new transfer to yourself with a fee so high that all of them together reach { $rate } sat/vB (“child pays for parent”). Do this only from a wallet of your own, and only if the amount is worth it.
step-ask_sender = Ask the sender about the transfer { $id }: whether it has been sent out, replaced or cancelled, and for the current transaction id.
step-ask_sender-instead = Ask the sender why { $id } was not carried out, and by which payment it is to be made instead.
step-ask_sender-why = Ask the sender why another transfer takes the place of { $id }{ $pays ->
    [others] {""}
   *[unclear] {", and whether that one is the payment now"}
}.
step-ask_sender-elsewhere = Ask the sender to check what was sent and to which address, and which transaction id belongs to the payment.
step-ask_recipient = Ask the receiving platform to credit it, and send them: { $what }.
step-escalate-settled = If your own platform is the recipient: check address, amount against the minimum, memo or tag, maintenance and review, then pass it on with the evidence.
step-escalate-node = Tell the operators that the nodes behind this answer can't see the present.
step-escalate-unasked = Tell the operators: check the connections and rules of the node that holds the transfer.
step-check_typo = Compare the id with the one that the sender shows, character by character: it has 64 of them (0–9 and a–f). Copy it rather than typing it.
step-check_network = Check which network the sender chose. A transfer on another network doesn't show here.
step-try_later = Look again in about { $wait }.
step-find_tx_id = Find the transaction id beside the payment in the sending wallet or platform, often called “TxID” or “transaction hash”.
step-respend_same_coins = To pay anew, use the same coins: “increase fee” in the wallet pays at once; or “cancel” first brings these coins back, and once that is confirmed, pay. That way only one of the two can ever go through.
step-rebroadcast = Send out the very same transaction once more through another wallet or node. As it is the same, it can't pay twice.
step-rebroadcast-later = Or, once the queue is shorter, send out the very same transaction once more through any wallet or node. As it is the same, it can't pay twice.
step-rebroadcast-again = Or send out the very same transaction once more through any wallet or node. As it is the same, it can't pay twice.
step-rebroadcast-parent = Send out the missing earlier transfer once more, then this one. As they are the same, nothing is paid twice.
step-look_up_successor = Look up { $successor } as well: only one of the two can go through, and the one in a block counts.
step-look_up_other = { $successor } shows what took its place. It doesn't pay the same recipient the same, so don't take it for this payment under another id.
step-send_again = Make a new payment if it is still owed. The first one can't go through any more.
step-send_again-later = Before anything is paid again, wait until { $which ->
    [failed] the failed one
   *[successor] the one that took its place
} has { $required } { $required ->
    [one] confirmation
   *[other] confirmations
}{ $wanted ->
    [safe] {", and the network calls its block safe"}
    [finalized] {", and the network calls its block final"}
   *[none] {""}
}. Until then it may be undone.

## Amounts
amount-of-token = { $unit ->
    [smallest] { $amount } (in its smallest unit) of the token { $token }
   *[main] { $amount } of the token { $token }
}

## What to send to the recipient's platform
send-id = transaction id { $id }
send-block = block { $height } ({ $hash })
send-time = time { $time }
send-amount = amount { $amount }{ $checked ->
    [yes] {""}
    [no] {" (as stated; this transfer does not pay it)"}
   *[unknown] {" (as stated, not checked by us)"}
}
send-address = address { $address }{ $checked ->
    [yes] {""}
    [no] {" (as stated; this transfer does not pay it)"}
   *[unknown] {" (as stated, not checked by us)"}
}
send-joiner = { ", " }

## The network in a sentence or two: the worst first, and what it means for who waits
verdict = { $congestion ->
    [quiet] The { $chain } network is quiet: all that waits fits into the next block or so, and a low fee is enough.
    [normal] The { $chain } network is working as usual: an ordinary fee is enough for one of the next blocks.
    [busy] The { $chain } network is busy: transfers with low fees wait much longer than usual.
    [severe] The { $chain } network is overloaded: transfers with low fees may wait for very long or be dropped.
   *[unknown] We can't tell yet how busy the { $chain } network is.
}
verdict-gas = { $congestion ->
    [quiet] The { $chain } network is quiet: its blocks have room to spare, and an ordinary fee is enough for the next one.
    [normal] The { $chain } network is working as usual: the fee that wallets suggest is enough for one of the next blocks.
    [busy] The { $chain } network is busy: transfers whose fee limit is low wait longer than usual.
    [severe] The { $chain } network is overloaded: fees have risen fast, and transfers whose fee limit is low may wait for very long.
    [runs] Blocks come on the { $chain } network as usual; how busy it is doesn't show in them.
   *[unknown] We can't tell how busy the { $chain } network is.
}
verdict-unseen = We can't tell how the { $chain } network is doing, because our own nodes can't see it as it is now.
verdict-pause = The last block came { $age } ago; pauses like this happen by chance, and transfers go on with the next block.
verdict-slow_blocks = { $impact ->
    [critical] No block on the { $chain } network for { $time }; transfers wait until blocks come again.
   *[other] No block on the { $chain } network for { $time }; transfers wait until the next one comes.
}
verdict-sequencer_silent = No block on the { $chain } network for { $time }; transfers wait until blocks come again.
verdict-finality_lag = { $halted ->
    [yes] The last { $time } of blocks before that are not final yet; platforms that wait for finality credit their transfers later.
   *[no] Blocks come on the { $chain } network, but none of the last { $time } is final; transfers go through, and platforms that wait for finality credit them later.
}
verdict-deep_reorg = The { $chain } network replaced { $count } blocks with others at { $at }; wait for more confirmations than usual before you rely on a transfer.
verdict-fee_spike = A place in the next block of the { $chain } network costs about { $times } times as much as usual; what isn't urgent is likely to cost less later.
verdict-unclear = We can't tell at the moment whether this still holds: { $title }.

## All networks in a sentence
status-all-good = All networks are working as usual
status-some-unusual = { $all ->
    [1] Something is unusual on the network
   *[other] Something is unusual on { $count } of { $all } networks
}.
status-some-unknown = { $all ->
    [1] We can't tell how the network is doing at the moment
   *[other] { $count ->
        [one] We can't tell how { $count } of { $all } networks is doing at the moment
       *[other] We can't tell how { $count } of { $all } networks are doing at the moment
    }
}.

## The same in a word or three
state-as_usual = Working as usual
state-runs = Blocks come as usual
state-unknown = Unknown
state-busy = Busy
state-severe = Overloaded
state-easing = Getting back to normal
state-unclear = Possibly unusual
state-slow_blocks = { $impact ->
    [critical] No new blocks
   *[other] Next block is late
}
state-sequencer_silent = No new blocks
state-finality_lag = Finality is late
state-deep_reorg = Recent blocks replaced
state-congestion = { $impact ->
    [minor] Busy
   *[other] Overloaded
}
state-fee_spike = Fees are high

## Causes that only chains with gas have
fee_below_base = Waiting: its fee limit is below the network's current base fee
    .summary = The transfer is known to the network, but it allows a fee of at most { $max_fee } gwei per unit of work (gas), and every transfer must currently pay a base fee of { $base_fee } gwei. The base fee rises and falls with demand. { $ever ->
        [yes] It can't come down far enough in less than about { $wait }, and often takes longer.
        [no] It would never come down that far.
       *[unknown] How soon it may come down that far can't be told on this network.
    } Nothing has been spent so far. The sender can raise the fee limit in the wallet (“speed up”).
    .reply = Your transfer { $id } is known to the network, but the fee limit that it was sent with is below what every transfer must pay at the moment. The network's base fee rises and falls with demand, and your transfer can go through once it has come down far enough. Nothing has been spent so far. If you sent it from your own wallet and want it to be faster, please use “speed up” there, which raises the limit for this very transfer. Please don't send a second, separate transfer.

tip_too_low = Waiting: others leave a higher tip at the moment
    .summary = The transfer covers the network's base fee, but blocks are full at the moment, and the part of its fee that goes to those who make blocks (the tip) is { $tip } gwei per unit of work, where about { $going } gwei was enough lately. It can go through as soon as there is room. The sender can raise the tip in the wallet (“speed up”).
    .reply = Your transfer { $id } is in the queue. It covers the network's basic fee, but many transfers offer a higher tip right now and go first. It can go through as soon as there is room in a block, and waiting costs nothing. If you sent it from your own wallet and want it to be faster, please use “speed up” there. Please don't send a second, separate transfer.

nonce_gap = Waiting: an earlier transfer of the same sender seems to be missing
    .summary = A sender's transfers are numbered and can only go through in that order. This one has number { $nonce }, and { $count ->
        [one] our nodes don't have number { $missing } before it
       *[other] our nodes don't have { $count } numbers before it, the first being { $missing }
    }. Either the sender never sent it, or it was sent privately and shows nowhere until it is in a block. This one can't move before it. Its money has not been spent.
    .reply = Your transfer { $id } can't go through yet. The transfers of a wallet are numbered and must go through in order. This one has number { $nonce }, and our systems don't have number { $missing } from the same wallet. If you sent it, please look into your wallet first: if number { $missing } is waiting there, it needs to go through first, and you can use “speed up” on it. If your wallet has no such transfer, a small one with that number (“custom nonce”) closes the gap. Please don't send this payment once more: it is still waiting and will follow. If you are waiting for it, please ask the sender. The money of this transfer has not been spent.

blocked_by_earlier_nonce = { $why ->
        [next_in_line] Waiting for one of the next blocks, after an earlier transfer of the same sender
       *[none] Held up by an earlier transfer of the same sender
    }
    .summary = A sender's transfers are numbered and can only go through in that order. An earlier one, { $blocker } (number { $blocker_nonce }), is still waiting, and this one (number { $nonce }) has to wait for it. { $why ->
        [fee_below_base] The earlier one waits because its fee limit is below the network's current base fee.
        [tip_too_low] The earlier one waits because others leave a higher tip.
        [insufficient_balance] The earlier one can't go through because the sender's account doesn't hold enough for it.
        [gas_limit_too_high] The earlier one can't go through because it asks for more work than a block allows.
        [blob_fee_too_low] The earlier one waits because its fee for attached data is below the current price.
        [next_in_line] The earlier one pays enough for one of the next blocks. Both can even go into the same block.
       *[none] Nothing is wrong with the earlier one as far as we can see; it waits for a block.
    }
    .reply = Your transfer { $id } is in the queue behind an earlier one from the same wallet, { $blocker }. The transfers of a wallet are numbered and must go through in order, so yours can only follow once the earlier one has gone through. { $why ->
        [next_in_line] The earlier one pays enough for one of the next blocks, so there is nothing you need to do.
       *[none] If you sent both, please look after the earlier one first: “speed up” in your wallet raises its fee.
    } Please don't send your transfer again.

rival_pending-coins = Another version of this transfer waits elsewhere; only one can go through
    .summary = Other nodes hold another transfer, { $rival }, which spends the same coins. Only one of the two can go through; as a rule it is the one with the higher fee, { $offers ->
        [more] which is the other one
       *[less] which is this one
    }. { $same ->
        [same] Both pay the same recipient the same.
       *[other] The two don't pay the same.
    } Nothing should be sent again until one of them is in a block.
    .reply = There are two versions of your transfer { $id }: another one, { $rival }, spends the same coins. Only one of the two can go through, usually the one with the higher fee. { $same ->
        [same] Both pay the same recipient the same.
       *[other] The two don't pay the same, so please check the other one as well.
    } Please don't send anything again until one of them is in a block.

rival_pending = Two versions of this transfer are waiting; only one can go through
    .summary = The sender has sent another transfer, { $rival }, with the same number. Only one of the two can go through; as a rule it is the one with the higher fee, { $offers ->
        [more] which is the other one
       *[less] which is this one
    }. { $same ->
        [same] Both pay the same recipient the same.
       *[other] The two don't do the same.
    } Nothing should be sent again until one of them is in a block.
    .reply = There are two versions of your transfer { $id }: another one, { $rival }, was sent from the same wallet with the same number. Only one of the two can go through, usually the one with the higher fee. { $same ->
        [same] Both pay the same recipient the same.
       *[other] The two don't do the same, so please check the other one as well.
    } Please don't send anything again until one of them is in a block.

probably_rejected = Still not taken, which on this network mostly means refused
    .summary = This network takes a transfer within seconds or refuses it; nothing waits in a queue. This one has been seen for { $waited } and is in no block, so it was probably refused. As far as we can see, the amount has not moved. The sender should look into the sending wallet, which mostly shows why, before anything is sent again.
    .reply = Your transfer { $id } was handed in, but the network has not taken it. This network takes a transfer within seconds or refuses it, so it was probably refused. As far as we can see, the amount has not moved and is still in the sending account. If you sent it, please look at it in your wallet: it mostly shows why, and lets you try again or cancel. Please don't send a second one beside it.

insufficient_balance = { $of ->
        [line] The sender's account may not hold enough for all that waits
       *[own] Stuck: the sender's account doesn't hold enough
    }
    .summary = { $of ->
        [line] The transfer and the sender's earlier waiting ones could cost up to { $needed } together, and the account holds { $balance }. The earlier ones often cost less than that or bring some, so this needn't be a problem.
       *[own] The transfer could cost up to { $needed } with its fee, but the sender's account holds { $balance }. It can't go through until the account holds enough. The recipient has not received anything.
    }
    .reply = { $of ->
        [line] Your transfer { $id } waits behind earlier ones from the same account. Together they could cost up to { $needed }, and the account holds { $balance }, which may not be enough for all of them. Please don't send it a second time.
       *[own] Your transfer { $id } can't go through at the moment: with its fee it may need up to { $needed }, and the account that it comes from holds { $balance }. If it is your account, you can top it up, or cancel the transfer in your wallet. Please don't send it a second time.
    }

gas_limit_too_high = Stuck: it asks for more than a block allows
    .summary = The transfer asks for up to { $gas_limit } units of work (gas), and the network allows at most { $limit }. No block can take it, whatever it pays. The sender has to replace it in the wallet by one with a lower limit. Nothing has been spent.
    .reply = Your transfer { $id } can't go through as it is: it asks for a larger amount of work than the network allows for one transfer. If you sent it, please cancel or replace it in your wallet with a lower “gas limit”. Nothing has been spent.

blob_fee_too_low = Waiting: its fee for attached data is below the current price
    .summary = The transfer carries a large piece of attached data (blobs) and offers at most { $max_fee } gwei for it, where { $blob_fee } gwei is asked now. That price rises and falls with how much such data others send. { $ever ->
        [yes] It can't come down far enough in less than about { $wait }, and often takes longer.
       *[no] It would never come down that far.
    } The sender can replace the transfer with a higher fee for the data.
    .reply = Your transfer { $id } carries a large piece of attached data, and the fee offered for that data is below the current price. It can go through once the price comes down. Whoever sent it can replace it with a higher fee. Please don't send a second one beside it.

awaiting_finality = In a block, not final yet
    .summary = The transfer is in a block, and the recipient's side waits until the network declares the block { $wanted ->
        [safe] safe
       *[finalized] final
    }. That comes by itself. Nothing is wrong, and nobody can speed this up.
    .reply = Good news: your transfer { $id } is in a block. The recipient's side waits until the network declares that block { $wanted ->
        [safe] safe
       *[finalized] final
    }, which comes by itself. There is nothing you need to do.

out_of_gas = { $sure ->
        [sure] Failed: its gas limit was too low
       *[likely] Failed, most likely because its gas limit was too low
    }
    .summary = The transfer is in a block, but it failed there. { $sure ->
        [sure] The limit of work set for it (the “gas limit”, { $gas_limit }) was too low.
       *[likely] It used up all the work that it was allowed (its “gas limit”, { $gas_limit }). Most likely that limit was too low; a mistake in the contract that it called can look the same.
    } The amount has not moved and is still the sender's; only the network fee was spent.
    .reply = Your transfer { $id } has failed{ $sure ->
        [sure] {": the limit of work (“gas limit”) that was set for it was too low."}
       *[likely] {", most likely because the limit of work (“gas limit”) that was set for it was too low."}
    } The amount has not moved and is still in the sending account; only the network fee was spent.

reverted = { $how ->
        [stopped] Failed: the contract ran into an error
        [creation] Failed: the contract could not be created
        [untold] Failed, for a reason that we can't tell
       *[refused] Failed: the contract refused it
    }
    .summary = The transfer is in a block, but it failed there{ $how ->
        [stopped] {": the contract that it called ran into an error."}
        [creation] {": the contract that it was to create could not be created."}
        [untold] {"."}
       *[refused] {": the contract that it called refused it."}
    } { $meaning }{ $sure ->
        [sure] {""}
       *[likely] {" That this was the reason is likely, not certain."}
    } The amount has not moved and is still the sender's; only the network fee was spent.
    .reply = Your transfer { $id } has failed{ $how ->
        [stopped] {": the contract that it called ran into an error."}
        [creation] {": the contract that it was to create could not be created."}
        [untold] {"."}
       *[refused] {": the contract that it called refused it."}
    } { $meaning }{ $sure ->
        [sure] {""}
       *[likely] {" That this was the reason is likely, not certain."}
    } The amount has not moved and is still in the sending account; only the network fee was spent.

succeeded_without_transfer = It went through, but the expected asset did not move
    .summary = The transfer is in a block and counts as successful, but nothing of the expected asset moved in it{ $by ->
        [asker] {". It can't be credited as such a transfer."}
       *[transaction] {", as far as the asset's own record shows. It may not be credited."}
    } Please check whether this is the right transaction and the right asset.
    .reply = We looked at { $id }. It is in a block and counts as successful, but { $by ->
        [asker] nothing of the expected asset moved in it, so there is nothing to credit.
       *[transaction] as far as we can see nothing of the asset that it names moved in it, so that it may not be credited.
    } Please check whether this is the right transaction and the right asset, and ask the sender if it isn't yours.

succeeded_elsewhere = It went through, but to another address
    .summary = The transfer is in a block and succeeded, but { $by ->
        [asker] the money went
       *[transaction] as far as we can see the money went
    } to { $went ->
        [one] { $went_to }
       *[several] other addresses
    } and not to { $expected }{ $by ->
        [asker] {""}
       *[transaction] {", which it names"}
    }.{ $state ->
        [over] {" A transfer on the chain can't be taken back; only whoever controls that address can return it."}
       *[young] {""}
    }
    .reply = We looked at { $id }. It went through, but { $by ->
        [asker] {""}
       *[transaction] {"as far as we can see "}
    }to { $went ->
        [one] the address { $went_to }
       *[several] other addresses
    } and not to { $expected }.{ $state ->
        [over] {" We are sorry: a transfer on the chain can't be taken back, and only whoever controls that address can return it."}
       *[young] {""}
    } Please check the address with the sender.

succeeded_amount_differs = { $kind ->
        [lure] A transfer of nothing, made by somebody else: a known trick
        [nothing] It went through, but moved nothing
       *[other] It went through, but with another amount
    }
    .summary = { $kind ->
        [lure] Whoever made this transaction moved nothing, in the names of others who did not sign it. That costs those others nothing and takes nothing from them. It is a trick: a false address that looks like a familiar one gets into their histories, to be copied from there by mistake. Nobody has to do anything, but no address should ever be copied from such a transfer.
        [nothing] The transfer is in a block and succeeded, but it moved nothing of the asset. There is nothing to credit. A transfer of nothing is often a trick that is to make a false address look familiar.
        [coin] The transfer is in a block and succeeded, but { $arrived } arrived{ $expected ->
            [none] {""}
           *[other] {" where "}{ $expected }{" was expected"}
        }. Many platforms take their own fee for a withdrawal out of the amount.
       *[token] The transfer is in a block and succeeded, but { $arrived } arrived{ $expected ->
            [none] {""}
           *[other] {" where "}{ $expected }{" was expected"}
        }. Many platforms take their own fee for a withdrawal out of the amount, and some tokens keep a part of each transfer.
    }
    .reply = { $kind ->
        [lure] We looked at { $id }. Somebody else made this transaction, and it moved nothing. Nothing was taken from your account, and there is nothing to credit. It is a known trick: a false address that looks like a familiar one is put into your history, in the hope that you copy it by mistake. Please never copy an address from such a transfer; take it from the recipient each time.
        [nothing] We looked at { $id }. It went through, but it moved nothing of the asset, so there is nothing to credit. If you didn't expect it, it may be a trick that is meant to make a false address look familiar: please never copy an address from such a transfer.
        [coin] We looked at { $id }. It went through, but { $arrived } arrived{ $expected ->
            [none] {""}
           *[other] {" where "}{ $expected }{" was expected"}
        }. Many platforms take their own fee for a withdrawal out of the amount. Please check with the sender whether that is the case here.
       *[token] We looked at { $id }. It went through, but { $arrived } arrived{ $expected ->
            [none] {""}
           *[other] {" where "}{ $expected }{" was expected"}
        }. Many platforms take their own fee for a withdrawal out of the amount, and some tokens keep a part of each transfer. Please check with the sender whether that is the case here.
    }

inner_call_failed = { $bundled ->
        [none] It went through, but the payment inside it failed
        [1] A wallet reports that a payment inside it failed; whether that is this one is not known to us
       *[other] One of the { $bundled } payments that it bundles failed; whose is not known to us
    }
    .summary = The transaction is in a block and counts as successful, but { $kind ->
        [safe] the Safe wallet
       *[user_operation] the smart account
    } that it ran for reports that the payment inside it failed. { $meaning } The amount has not moved and is still the sender's.
    .reply = Your transfer { $id } is in a block, but the payment inside it failed: { $kind ->
        [safe] the Safe wallet
       *[user_operation] the smart account
    } reports so itself. { $meaning } The amount has not moved.

## After a failure: whether and how to send it again
resend-young = Its block may still be undone, though: in that case the transfer runs once more and may then go through. Please don't send anything again yet.
young-note = Its block can still be undone, though, and this may change with it. Nothing should be sent again for now.
resend-more_gas = Whoever sent it can send it again with a higher gas limit, or let the wallet choose the limit.
resend-check = Before anyone sends it again with a higher gas limit, the reason should be checked: after a mistake in the contract that would only cost another fee.
resend-reason = Whoever sent it can send it again once the reason is settled.
resend-wallet = Whoever sent it should look at it in that wallet, and can send it again from there.
protocol-note = This is a step that the network itself carried out, mostly for a bridge. That it worked doesn't yet mean that the bridge has delivered everything: please look at the transfer on the bridge's own page as well.

## The same causes where a chain has gas
failed-protocol = Failed: a step that the network itself carried out, mostly for a bridge
    .summary = Nobody signed this transaction: the network itself put it into the chain, mostly as the second half of a transfer over a bridge, and it failed there. What that means for the money depends on the bridge: it may have arrived already, or wait to be claimed or tried again, often for some days only. Please look at the transfer on the bridge's own page. Nothing should be sent again before that.
    .reply = We looked at { $id }. It is a step that the network itself carries out, mostly the second half of a transfer over a bridge, and it failed. That doesn't mean that the money is gone: depending on the bridge it may have arrived already, or wait to be claimed or tried again, often for some days only. Please look at the transfer on the bridge's own page soon, and don't send anything again before that.

replaced-gas = { $pays ->
        [same] Replaced by a newer version that pays the same recipient
        [back] Replaced: it looks cancelled by the sender
        [others] Replaced by a transfer that does something else
       *[unclear] Replaced by another transfer
    }
    .summary = The sender's side has replaced this transfer by another one, { $successor }, with the same number in the sender's row of transfers. Only one of the two can go through{ $state ->
        [mined] {"."}
       *[open] {", and until one of them is in a block it can be either. Nothing should be sent again yet."}
    }
    .reply = Your transfer { $id } has been replaced: the sending side has issued another transfer, { $successor }, with the same number. Only one of the two can go through{ $state ->
        [mined] {"."}
       *[open] {", and until one of them is in a block it can be either. Please don't send anything again yet."}
    }

replaced-claimed = Not seen by us; if it has the number that was given, another took its place
    .summary = Our nodes have never seen which number (nonce) this transfer has. If it is the one that was given, then another transfer, { $successor }, has the same number{ $state ->
        [mined] {" and is in a block, so that this one can't go through as things stand"}
       *[open] {", and only one of the two can go through"}
    }. We can't check that. If the number is wrong, this transfer may still wait somewhere and go through, so nothing should be sent again on the strength of this answer.
    .reply = We haven't seen the transfer { $id } ourselves. If it has the number (“nonce”) that we were given, then another transfer, { $successor }, has the same number{ $state ->
        [mined] {" and is in a block, so that yours can't go through as things stand"}
       *[open] {", and only one of the two can go through"}
    }. We can't check that number. Please compare it with the one that the sending wallet shows for this very transfer, and don't send anything again before that: if it is wrong, the transfer may still go through.

never_seen-gas = Not found on this network
    .summary = Our nodes don't know this transaction. { $scope ->
        [whole] They have searched every block, and waiting transfers as far as our nodes show them
       *[window] They have searched waiting transfers as far as our nodes show them, and the last { $window } blocks, but can't search all older ones
    }; we have watched since { $since }. The usual reasons: it has not been sent out yet (a platform may show “completed” or “processing” before it really sends), it is on another network, the id has a typing error, or it was sent privately and shows nowhere until it is in a block. If it was visible somewhere before, it may have been dropped since, or replaced by a newer one with another id. Check the id and the network, then ask the sender. As it may still go through, nothing should be sent again because of this.
    .reply = We looked for the transfer { $id } and couldn't find it. { $scope ->
        [whole] We searched every block, and waiting transfers as far as our systems show them
       *[window] We searched waiting transfers as far as our systems show them, and the last { $window } blocks; an older transfer may not show here
    }. We have been watching since { $since }. This doesn't mean that anything is wrong. Most often the transfer has not really been sent out yet, even if the sending platform shows “completed” or “processing”; or it is on another network; or a character of the id is missing or wrong; or it was sent privately, so that it shows only once it is in a block. If you saw it somewhere before, it may have been dropped since, or replaced by a newer transfer with another id. Please compare the id and the network with what the sender shows. If both are right, please ask the sending side whether the transfer has been sent out, and under which id. Please don't send it again before that is clear.

slow_blocks-halted = Waiting: no new block for { $age }
    .summary = The transfer pays enough, but our nodes have seen no new block for { $age }, where the usual interval is { $interval }. That holds up all transfers on this network, not only this one. It goes on once blocks come again, and nothing is spent meanwhile. There is nothing to do but wait.
    .reply = Your transfer { $id } is in the queue, and its fee is high enough. The network itself is late, though: our systems have seen no new block, in which transfers are recorded, for { $age }. That affects all transfers there. Yours can go through once blocks come again, so please don't send it again.

node_behind-mined = In a block; whether it succeeded isn't known to us yet
    .summary = The transfer is in a block, but that alone doesn't mean that it succeeded: a transaction can be in a block and have failed there. Our nodes haven't told us what came of it, so we can't say. The fault is on our side and says nothing about the transfer. Nothing should be sent again before this is clear.
    .reply = Your transfer { $id } is in a block. Whether it succeeded there isn't known to us yet, because our own systems can't read the outcome at the moment. The fault is on our side, and we are sorry for the delay. Please don't send anything again before this is clear.

dropped-gas = { $when ->
        [used] No longer in the queue; its number has been used in a block
        [now] It has just left the queue
       *[past] No longer in the queue, for a reason that can't be told
    }
    .summary = { $when ->
        [used] The transfer was in the queue and isn't any more. A transaction of the sender with the same number in its row is in a block: this one or one that took its place, which our nodes can't tell. Please look that up in the sending wallet before anything is sent again.
        [now] The transfer was in the queue until a moment ago, and our nodes don't have it now. One look is no proof, so please wait a little and don't send again yet.
       *[past] The transfer was in the queue and isn't any more, and it is in no block that we know. As far as we can see, the amount has not moved and is still the sender's. Other nodes may still have it, so it could come back and go through. To be safe, a new payment should replace this one (“speed up” or “cancel” in the wallet): then only one of the two can ever arrive.
    }
    .reply = { $when ->
        [used] Your transfer { $id } is no longer in the queue. A transaction of the sending account with the same number is in a block: this one or one that took its place, which we can't tell from here. Please look it up in the sending wallet, and don't send anything again before that is clear.
        [now] Your transfer { $id } was waiting in the queue until a moment ago, and we don't see it there now. That alone proves nothing. Please look again shortly, and don't send anything again until then.
       *[past] Your transfer { $id } was waiting in the queue and is not there any more, nor in a block that we know. As far as we can see, the amount has not moved and is still with the sender. If you sent it, please don't simply pay again, because the first transfer could still go through: use “speed up” or “cancel” in your wallet, which replaces it, so that only one of the two can arrive. If you are waiting for it, please ask the sender to do so.
    }

dropped-reorg = { $when ->
        [now] Its block was replaced, and our nodes don't have it now
       *[past] Its block was replaced, and our nodes haven't had it since
    }
    .summary = The transfer was in a block already, but the network has replaced that block by another one. This happens now and then, and it is nobody's fault. { $when ->
        [now] Since then our nodes don't have the transfer, neither in a block nor in the queue. It may come back by itself, often within minutes, so please wait and don't send again yet.
       *[past] Since then our nodes haven't had the transfer, neither in a block nor in the queue. As far as we can see, the amount is still the sender's. Other nodes may still have the transfer, so it could come back and go through. To be safe, a new payment should { $by ->
            [number] replace this one (“speed up” or “cancel” in the wallet)
           *[coins] spend the same coins
        }: then only one of the two can ever arrive.
    }
    .reply = Your transfer { $id } had already been written into a block, but the network has replaced that block by another one. This happens now and then and is nobody's fault. { $when ->
        [now] At the moment we see the transfer neither in a block nor in the queue. It may come back by itself, often within minutes. Please look again shortly, and don't send anything again until then.
       *[past] Since then we have seen the transfer neither in a block nor in the queue. As far as we can see, the amount is still with the sender. If you sent it, please don't simply pay again, because the first transfer could still go through: use { $by ->
            [number] “speed up” or “cancel” in your wallet, which replaces it
           *[coins] your wallet's “cancel” or “increase fee” function, which spends the same coins
        }, so that only one of the two can arrive. If you are waiting for it, please ask the sender to do so.
    }

## What contracts' refusals come to
meaning-none = It gave no reason that we can read.
meaning-nothing = It gave no reason at all.
meaning-machine = It came upon something that can't be carried out, which is mostly a mistake in the contract.
meaning-untold = Our nodes can't run it again, so that the reason can't be told.
meaning-panic-generic = The reason: a check of its own failed.
meaning-panic-assertion = The reason: something that it takes for granted was not so; that is mostly a mistake in the contract.
meaning-panic-overflow = The reason: a calculation ran over or under, mostly because more was asked for than there is.
meaning-panic-division_by_zero = The reason: it divided by zero.
meaning-panic-bad_enum_value = The reason: a value was none of those allowed.
meaning-panic-bad_storage_bytes = The reason: its own storage is damaged.
meaning-panic-empty_array_pop = The reason: it took from an empty list.
meaning-panic-index_out_of_bounds = The reason: it looked for something that isn't in its list.
meaning-panic-out_of_memory = The reason: it asked for too much memory.
meaning-panic-uninitialized_function = The reason: it called a function that was never set.
meaning-panic-unknown_panic = The reason: a check of its own failed, with a number that we don't know.
meaning-unknown = It gave a reason of its own that we can't translate; the details name it.
meaning-text = It gave a reason in its own words, which anyone can choose; they are shown apart from this answer.
meaning-slippage = The reason it gives: the price moved beyond what the sender allowed.
meaning-insufficient_balance = The reason it gives: there was less of the token or coin than was to be moved.
meaning-insufficient_allowance = The reason it gives: the owner hasn't allowed it to move this much of the token.
meaning-expired_deadline = The reason it gives: it came after the time limit that the sender had set.
meaning-too_early = The reason it gives: it came too early.
meaning-paused = The reason it gives: the contract is stopped for now.
meaning-blacklisted = The reason it gives: the token's issuer blocks one of the addresses.
meaning-not_authorized = The reason it gives: the sender isn't allowed to do this.
meaning-invalid_signature = The reason it gives: a signature doesn't fit.
meaning-bad_nonce = The reason it gives: a number that may be used only once was used before or is out of turn.
meaning-bad_recipient = The reason it gives: the recipient can't receive this.
meaning-transfer_failed = The reason it gives: moving the token or coin failed.
meaning-no_liquidity = The reason it gives: there isn't enough to trade against.
meaning-limit_exceeded = The reason it gives: a limit of the contract would be exceeded.
meaning-unsafe_position = The reason it gives: a loan would no longer be covered.
meaning-not_enough_gas = The reason it gives: too little gas was left inside it.
meaning-insufficient_fee = The reason it gives: too little was paid for a service.
meaning-reentrant_call = The reason it gives: it was called while still at work.
meaning-already_done = The reason it gives: this has been done before.
meaning-invalid_amount = The reason it gives: the amount isn't allowed.
meaning-arithmetic = The reason it gives: a calculation ran over or under.
meaning-stale_price = The reason it gives: a price that it relies on is missing or too old.
meaning-inner_call_failed = The reason it gives: a call inside it failed.

## When, and details, where a chain has gas
eta-none-stuck = How long it takes can't be said, because it can't move by itself.
eta-finality = On most networks that takes from a few minutes to about a quarter of an hour; on a layer 2 it can take hours.
detail-offer = It offers at most { $max_fee } gwei per gas, of which { $tip } as a tip, for up to { $gas_limit } gas.
detail-gas-market = The next block asks a base fee of { $base_fee } gwei; a tip of { $going } gwei was enough in nine of ten recent blocks.
detail-nonce = Its number (nonce) is { $nonce }; the sender's next to go through is { $next }.
detail-missing-nonces = Missing before it: { $missing }.
detail-earlier = An earlier transfer of the sender waits: { $earlier } (number { $nonce }).
detail-rival = Another transfer with the same number waits: { $rival }.
detail-balance = The sender holds { $balance }; with fees at most { $needed } are needed.
detail-pool-unseen = Our nodes don't show other waiting transfers of this sender, so this part is a conclusion.
detail-gas-used = It used { $used } gas{ $limit ->
    [none] {""}
   *[other] {" of at most "}{ $limit }
}.
detail-error = The contract's own error: { $error }.
detail-selector = The contract's own error has the code { $selector }, which we don't know.
detail-reason-source = { $source ->
    [trace] The node ran the transaction again and told the reason.
    [replay] The reason comes from trying the call again on the block before it, so it is likely, not certain.
   *[receipt] Only the receipt speaks of the failure, so the reason is likely, not certain.
}
detail-moved = Moved: { $amount } from { $from } to { $to }.
detail-moved-token = Moved: { $amount } of the token { $token }, from { $from } to { $to }.
detail-moved-item = Moved: number { $item } of the collection { $token }, from { $from } to { $to }.
detail-to-contract = The recipient is a contract: whether it credits plain payments is up to it.
detail-created = It created the contract { $contract }.
detail-l1-fee = Of its fee, { $fee } was for layer 1.
detail-deposit = It is a deposit from layer 1, put into the chain by the chain itself.
detail-finality = The newest safe block is { $safe }, the newest final one { $finalized }.

## What to do where a chain has gas
step-speed_up = Raise the fee in the sending wallet (“speed up”, same nonce { $nonce }) to at least { $max_fee } gwei per gas with a tip of { $tip }. It takes the place of the waiting one, so it can't pay twice.
step-speed_up-blobs = Replace it in the program or wallet that sent it (“speed up”, same nonce { $nonce }): offer at least { $blob_fee } gwei for its attached data (max fee per blob gas), { $max_fee } gwei per gas and a tip of { $tip }. Nodes take the new one only if each of the three is at least twice what it was. It takes the place of the waiting one, so it can't pay twice.
step-fill_gap = If the wallet has none, send a small transfer with number { $missing } from it (“custom nonce”), not this payment once more. Then this one can follow.
step-speed_up_earlier = Look after the earlier transfer { $earlier } first: raise its fee in the sending wallet (“speed up”).
step-top_up = Top up the sending account to at least { $needed }, or cancel the transfer in the wallet.
step-lower_gas_limit = Replace it in the wallet (same nonce { $nonce }) with a gas limit of at most { $limit }.
step-replace_same_nonce = To pay anew, use the same number (nonce): “speed up” in the wallet pays at once; or “cancel” first takes the place of the old transfer, and once that is confirmed, pay. That way only one of the two can ever arrive.
step-send_again_more_gas = Send it again with a higher gas limit, or let the wallet choose it. The failed one can't be charged again.
step-send_again_more_gas-likely = Check first why it failed: if it was the gas limit, send it again with a higher one. The failed one can't be charged again.
step-check_nonce = Compare the number (nonce) that was given with the one that the sending wallet shows for this very transfer.
step-look_up_same_number = Look up { $successor } as well: it has the number that was given.
step-look_in_wallet-pending = Look into the sending wallet first: whether a transfer with number { $missing } is waiting there already. One that was sent privately doesn't show with our nodes.
step-look_at_bridge = Look at the transfer on the bridge's own page: whether it has arrived, or has to be claimed or tried again there.
step-settle_reason = Settle the reason first, then send it again. The failed one can't go through any more.
step-look_in_wallet = Look at the transfer in the sending wallet: it mostly shows why the network refused it, and lets you try again or cancel.
step-check_recipient = Compare the recipient's address and the asset with what was agreed, character by character.
step-check_recipient-stated = Compare the transaction id, the recipient's address and the amount with what the sender shows, character by character.
step-ask_sender-stated = If they differ, ask the sender which transaction id belongs to the payment, and to which address it was sent.
step-beware_lookalike = Never copy an address from a transfer that you didn't expect.

## Incidents of networks, for the public
incident-simulated = Demonstration: { $title }
incident-node_blind = We can't see the { $chain } network
    .text = At this time none of our own nodes could tell how the network was doing. This is a problem on our side: the network itself may be working as usual, and transfers may well arrive.
    .now = None of our nodes can see the { $chain } network; it may be working as usual nevertheless.
    .easing = Our nodes can see the { $chain } network again.
    .over = Our nodes can see the network again.
incident-sequencer_silent = No new blocks on { $chain }
    .text = At this time our nodes had seen no new block for { $time }. Until blocks come again, transfers wait; nothing is spent meanwhile.
    .now = No block for { $time }.
    .easing = Blocks come again on the { $chain } network.
    .over = New blocks are coming again.
incident-finality_lag = Transfers on { $chain } take longer to become final
    .text = At this time blocks came, but the network had not declared any of the last { $time } final. Transfers go through; platforms that wait for finality credit them later than usual.
    .now = None of the last { $time } is final.
    .easing = Blocks of the { $chain } network become final again after a delay.
    .over = Blocks become final at the usual pace again.
incident-deep_reorg = The { $chain } network has replaced recent blocks
    .text = The network replaced its last { $count } blocks with others. Transfers that were in them are usually included again by themselves; some need a new confirmation count.
    .now = { $count } blocks replaced within a minute.
    .easing = No more blocks of the { $chain } network have been replaced since.
    .over = No more blocks have been replaced for an hour.
incident-slow_blocks = { $impact ->
    [critical] No new blocks on { $chain }
   *[other] The next { $chain } block is late
}
    .text = { $impact ->
        [critical] At this time our nodes had seen no new block for { $time }. Until blocks come again, transfers wait; nothing is spent meanwhile.
       *[other] At this time our nodes had seen no new block for { $time }. Transfers wait until the next one comes; that is by chance and needs no action.
    }
    .now = No block for { $time }.
    .easing = A block has come on the { $chain } network after a long pause.
    .over = A new block has come, and transfers go on.
incident-congestion = More transfers waiting than usual on { $chain }
    .text = { $impact ->
        [minor] At this time more transfers were waiting than the next blocks could take. While that is so, those with low fees wait much longer than usual.
       *[other] At this time far more transfers were waiting than the next blocks could take. While that is so, those with low fees may wait for very long or be dropped.
    }
    .now = { $impact ->
        [minor] More transfers wait than the next blocks can take.
       *[other] Far more transfers wait than the next blocks can take.
    }
    .easing = The queue on the { $chain } network is no longer unusually long.
    .over = The queue is back to its usual length.
incident-fee_spike = Much higher fees than usual on { $chain }
    .text = At this time getting into the next block cost about { $times } times as much as usual. While that is so, what isn't urgent is likely to cost less later.
    .now = About { $times } times as much as usual.
    .easing = Fees on the { $chain } network were much higher than usual and have come down.
    .over = Fees are back in their usual range.
