### The words of answers in English.
### Tone: what is happening, why, what to do, when to look again. Short sentences. No jargon in .summary and .reply; a
### term that can't be avoided is explained where it stands. Times are ranges, never promises. Nobody is blamed. Every
### message has the same variables in every language.

## What stands between sentences
joiner = { " " }

## Durations and times
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
    .summary = The transfer is complete on the chain: it needs { $required ->
        [one] { $required } confirmation
       *[other] { $required } confirmations
    } and has { $confirmations }. If it doesn't show in the account yet, the recipient's platform has to credit it. Ask them, and send them the details below.
    .reply = Your transfer { $id } is complete on the chain: it needs { $required ->
        [one] { $required } confirmation
       *[other] { $required } confirmations
    } and has { $confirmations }. If it doesn't show in the account yet, only the platform or wallet that received it can help, since the rest happens on their side. Please send their support these details: { $what }.

returned_by_reorg = Back in the queue after its block was replaced
    .summary = The transfer was in a block already, but the network has replaced that block by another one. This happens now and then, and it is nobody's fault. The transfer is back in the queue and can be taken into a block again. The sender should not send it again.
    .reply = Your transfer { $id } had already been written into a block, but the network has replaced that block by another one. This happens now and then and is nobody's fault. The transfer is back in the queue and can be taken into a new block. Please don't send it again: the first one can still go through.

never_seen = Not found on this network
    .summary = Our nodes don't know this transaction. { $scope ->
        [whole] They have searched every block and the queue of waiting transfers
       *[window] They have searched the queue of waiting transfers and the last { $window } blocks, but can't search older ones
    }; we have watched since { $since }. The usual reasons: it has not been sent out yet (a platform may show “completed” or “processing” before it really sends), it is on another network, or the id has a typing error. If it was visible somewhere before, it may have been dropped since, or replaced by a newer one with another id. Check the id and the network, then ask the sender.
    .reply = We looked for the transfer { $id } and couldn't find it. { $scope ->
        [whole] We searched every block and the queue of waiting transfers
       *[window] We searched the queue of waiting transfers and the last { $window } blocks; an older transfer would not show here
    }. We have been watching since { $since }. This doesn't mean that anything is wrong. Most often the transfer has not really been sent out yet, even if the sending platform shows “completed” or “processing”; or it is on another network; or a character of the id is missing or wrong. If you saw it somewhere before, it may have been dropped since, or replaced by a newer transfer with another id. Please compare the id and the network with what the sender shows. If both are right, please ask the sending side whether the transfer has been sent out, and under which id.

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
   *[check] Please look that one up before anything is sent again.
}

## When
eta-waiting = Most likely it gets into a block within { $range }; about 1 in 20 such transfers takes longer than { $late }.
eta-unless-dropped = If it isn't dropped first, it most likely gets into a block within { $range }; about 1 in 20 such transfers takes longer than { $late }.
eta-included = Most likely it has all of them within { $range }; about 1 in 20 takes longer than { $late }.
eta-none-unasked = How long it takes can't be said until the rest of the network knows it.
eta-pace = Blocks come at random, one every { $interval } on average.
eta-none-blind = How long it takes can't be said now, because our nodes can't see the network as it is.
eta-none-queue = How long it takes can't be said honestly now: that depends on what others send and pay in the meantime.
again = Please look again in about { $wait }.
again-settled = There is nothing left to wait for on the chain, so there is no need to look again.
again-successor = From now on, please look up { $successor } instead.
again-sender = Please look again once the sender has acted; a new payment has an id of its own.
again-id = Please look again with the transaction id.

## Around every answer
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
detail-confirmations = Confirmations: { $confirmations } (needed: { $required }).
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
   *[window] Searched: the queue and the last { $window } blocks. No node of ours has an index of all older blocks.
}
detail-nodes = Our nodes: { $nodes } in all, { $down } unreachable, { $syncing } still catching up.
detail-tip = The newest block that we know is { $height }, first seen { $age } ago.
detail-concluded = This is a conclusion from what our nodes saw; none of them said so directly.
detail-disagree = Our nodes do not all say the same at the moment.
detail-also = Besides: { $headline }.

## Next steps
step-wait = Wait. { $eta }
step-do_not_resend = Don't send it again: if the first transfer still goes through, both would be paid.
step-raise_fee_rbf = Raise the fee in the sending wallet (“increase fee”, “speed up”, RBF) to at least { $rate } sat/vB, { $fee } sat in total. That is what the next block takes now, and enough to replace this one. The new version gets a new id.
step-raise_fee_rbf-package = Raise the fee in the sending wallet (“increase fee”, “speed up”, RBF) so far that this transfer and the earlier ones together reach { $rate } sat/vB. The new version gets a new id.
step-cpfp = If the sender can't raise the fee: spend the incoming coins in a new transfer to yourself with a high fee (“child pays for parent”). About { $fee } sat for a small one lifts both to { $rate } sat/vB. Do this only from a wallet of your own, and only if the amount is worth it.
step-cpfp-package = If the sender can't raise the fee: spend the incoming coins in a new transfer to yourself with a fee so high that all of them together reach { $rate } sat/vB (“child pays for parent”). Do this only from a wallet of your own, and only if the amount is worth it.
step-ask_sender = Ask the sender about the transfer { $id }: whether it has been sent out, replaced or cancelled, and for the current transaction id.
step-ask_recipient = Ask the receiving platform to credit it, and send them: { $what }.
step-escalate-settled = If your own platform is the recipient: check address, amount against the minimum, memo or tag, maintenance and review, then pass it on with the evidence.
step-escalate-node = Tell the operators that the nodes behind this answer can't see the present.
step-escalate-unasked = Tell the operators: check the connections and rules of the node that holds the transfer.
step-check_typo = Compare the id with the one that the sender shows, character by character: it has 64 of them (0–9 and a–f). Copy it rather than typing it.
step-check_network = Check which network the sender chose. A transfer on another network doesn't show here.
step-try_later = Look again in about { $wait }.
step-find_tx_id = Find the transaction id beside the payment in the sending wallet or platform, often called “TxID” or “transaction hash”.
step-respend_same_coins = Make the new payment with the same coins (“increase fee” or “cancel” in the wallet), so that only one of the two can ever go through.
step-rebroadcast = Send out the very same transaction once more through another wallet or node. As it is the same, it can't pay twice.
step-rebroadcast-later = Or, once the queue is shorter, send out the very same transaction once more through any wallet or node. As it is the same, it can't pay twice.
step-rebroadcast-parent = Send out the missing earlier transfer once more, then this one. As they are the same, nothing is paid twice.
step-look_up_successor = Look up { $successor }: that is the one that counts now.
step-send_again = Make a new payment if it is still owed. The first one can't go through any more.
step-send_again-later = Before anything is paid again, wait until the one that took its place has { $required } { $required ->
    [one] confirmation
   *[other] confirmations
}.

## What to send to the recipient's platform
send-id = transaction id { $id }
send-block = block { $height } ({ $hash })
send-time = time { $time }
send-amount = amount { $amount } (as stated, not checked by us)
send-address = address { $address } (as stated, not checked by us)
send-joiner = { ", " }

## The network in one sentence
verdict = { $congestion ->
    [quiet] The { $chain } network is quiet: all that waits fits into the next block or so, and a low fee is enough.
    [normal] The { $chain } network is working as usual: an ordinary fee is enough for one of the next blocks.
    [busy] The { $chain } network is busy: transfers with low fees may wait for hours.
    [severe] The { $chain } network is overloaded: transfers with low fees may wait for days or be dropped.
   *[unknown] We can't tell how the { $chain } network is doing, because our own nodes can't see it as it is now.
}
verdict-pause = No new block has come for { $age }, which is unusually long; all transfers have to wait a little more.
