### 简体中文文案。
### 语气：先说现在怎样，再说为什么、该做什么、何时再看。句子要短，.summary 与 .reply 不用术语，非用不可的当句解释。
### 时间只给范围，不作承诺；不责怪客户。每条消息的变量与其他语言一致。

## 句子之间
joiner = { "" }

## 时长与时间
seconds = { $count } 秒
minutes = { $count } 分钟
hours = { $count } 小时
days = { $count } 天
moment = 不到 1 分钟
range-minutes = { $from }–{ $to } 分钟
range-hours = { $from }–{ $to } 小时
range-days = { $from }–{ $to } 天
range-mixed = { $from }至 { $to }
time = { $time }（UTC）

## 原因：标题、摘要、回复正文
next_in_line = 排队中，即将进入区块
    .summary = 这笔转账正在排队，矿工费足够，有望被接下来的区块打包。一切正常，无需任何操作，等待即可。
    .reply = 您的转账 { $id } 正在排队，等待写入区块（网络就是用区块来记账的）。它的矿工费足够，接下来的区块就有机会打包。目前一切正常，您无需任何操作，也请不要重复转账。

slow_blocks = 排队中：已有 { $age }没有新区块
    .summary = 这笔转账的矿工费足够，但网络已有 { $age }没有产生新区块。区块平均每 { $interval }产生一个，间隔时长时短，偶尔停顿属于正常现象。转账本身没有问题，等待即可。
    .reply = 您的转账 { $id } 正在排队，矿工费也足够。只是目前网络出块比平时慢：用来记账的区块平均每 { $interval }产生一个，而上一个区块已是 { $age }之前的事了。这种停顿纯属偶然，所有人都会受到影响。您的转账没有问题，请不要重复转账。

awaiting_confirmations = 已进入区块：确认数 { $confirmations }/{ $required }
    .summary = 这笔转账已进入区块，目前有 { $confirmations } 个确认，收款方需要 { $required } 个。所在的区块算第一个确认，之后每多一个区块就多一个确认。一切正常，不需要也无法加速。
    .reply = 好消息：您的转账 { $id } 已经进入区块，目前有 { $confirmations } 个确认，收款方需要 { $required } 个。之后每产生一个新区块就会增加一个确认，转账也就更难被撤销。您无需任何操作。

settled = 链上已完成（{ $confirmations } 个确认）
    .summary = 这笔转账在链上已经完成：{ $wanted ->
        [safe] 网络已宣布所在区块安全，符合收款方的要求
        [finalized] 网络已宣布所在区块最终确定，符合收款方的要求
       *[none] 所需确认数为 { $required }，目前已有 { $confirmations } 个
    }。如果账户里还没有显示，需要由收款平台入账。请联系对方客服，并提供下列信息。
    .reply = 您的转账 { $id } 在链上已经完成：{ $wanted ->
        [safe] 网络已宣布所在区块安全，符合收款方的要求
        [finalized] 网络已宣布所在区块最终确定，符合收款方的要求
       *[none] 所需确认数为 { $required }，目前已有 { $confirmations } 个
    }。如果账户里还没有显示，剩下的步骤要由收款的平台或钱包处理，只有对方能够协助。请把以下信息发给对方客服：{ $what }。

returned_by_reorg = 原区块被替换，转账重新排队
    .summary = 这笔转账原本已进入区块，但网络用另一个区块替换了它。这种情况偶有发生，不是任何人的过错。转账已回到队列，可以再次被打包。发送方请不要重复转账。
    .reply = 您的转账 { $id } 原本已经写入区块，但网络用另一个区块替换了它。这种情况偶有发生，不是任何人的过错。转账已重新排队，可以被新的区块打包。请不要重复转账，原来这笔仍可能到账。

never_seen = 在该网络上没有查到
    .summary = 我们的节点没有这笔转账的记录。{ $scope ->
        [whole] 已查找全部区块和排队中的转账
        [known] 已查找排队中的转账和节点能够检索的全部区块，其中可能不包括很早以前的区块
       *[window] 已查找排队中的转账和最近 { $window } 个区块，更早的区块无法查找
    }；我们自 { $since }起持续监测。常见原因有三种：转账尚未真正发出（有些平台会提前显示“已完成”或“处理中”）；转账走的是另一个网络；交易哈希有误。如果以前在别处看到过它，它可能已被移出队列，或被另一笔交易哈希不同的新转账取代。请先核对交易哈希和网络，再向发送方询问。它仍可能到账，所以不要因此再次转账。
    .reply = 我们查找了您的转账 { $id }，暂时没有查到。{ $scope ->
        [whole] 全部区块和排队中的转账都已查过
        [known] 已查过排队中的转账和我们能够检索的区块，很早以前的转账可能查不到
       *[window] 已查过排队中的转账和最近 { $window } 个区块，更早的转账可能查不到
    }。我们自 { $since }起持续监测该网络。没有查到不代表出了问题。最常见的情况是：转账还没有真正发出，即使发送平台已显示“已完成”或“处理中”；也可能走的是另一个网络，或者交易哈希少了或错了字符。如果您以前看到过它，它可能已被移出队列，或被另一笔交易哈希不同的新转账取代。请先把交易哈希和网络与发送方页面上显示的逐一核对；如果都没有错，请向发送方确认这笔转账是否已经发出，以及最新的交易哈希。在弄清楚之前，请不要再次转账。

node_behind = 暂时无法判断
    .summary = { $known ->
        [waiting] 这笔转账正在排队，但我们的节点还没有与网络同步，暂时无法判断它排在什么位置。
       *[nothing] 我们的节点目前看不到网络的最新情况，无法判断这笔转账在哪里，转账本身也可能一切正常。
    }这是我们自身的问题，不代表这笔转账有问题。发送方请不要因此重复转账。
    .reply = { $known ->
        [waiting] 您的转账 { $id } 正在排队，但我们的系统还没有与网络同步，暂时无法判断它排在什么位置。
       *[nothing] 我们的系统目前看不到网络的最新情况，暂时无法查询您的转账 { $id }，转账本身也可能一切正常。
    }这是我们自身的问题，给您带来不便，非常抱歉。请不要因此重复转账。

is_block_hash = 这是区块哈希，不是交易哈希
    .summary = 这串字符是区块 { $height } 的哈希。一个区块里记录着很多笔转账，无法据此查到其中某一笔。查询需要交易哈希：它同样是 64 位字母和数字，可在发出转账的钱包或平台的转账记录中找到，通常标为“TxID”或“交易哈希”。
    .reply = 感谢您提供 { $id }。这串字符属于一个区块（高度 { $height }），里面记录着很多笔转账，无法据此查到某一笔。请您改为提供交易哈希：它看起来很相似，可在发出转账的钱包或平台的转账记录中找到，通常标为“TxID”或“交易哈希”。

dropped = { $when ->
        [now] 刚刚离开队列
       *[past] 已不在队列中，原因不明
    }
    .summary = { $when ->
        [now] 这笔转账片刻之前还在排队。原因很快就会明朗，最迟等到下一个区块：常见的情况是同一笔付款有了新版本，取代了它。请稍候，暂时不要重新发送。
       *[past] 这笔转账原本在排队，现在已不在队列中，也不在我们已知的任何区块里。节点没有给出原因。就我们所见，这些币没有动过，仍在发送方手中。它还有可能重新出现并到账，所以再次付款时请使用同一批币，这样两笔之中最多只有一笔会到账。
    }
    .reply = { $when ->
        [now] 您的转账 { $id } 片刻之前还在排队，刚刚离开了队列。这往往是因为同一笔付款有了新版本。原因很快就会明朗，最迟等到下一个区块。在此之前，请不要重新发送。
       *[past] 您的转账 { $id } 原本在排队，现在已不在队列中，也不在我们已知的区块里，原因无法查明。就我们所见，这些币没有动过，仍在发送方手中。如果您是发送方，请不要直接再付一次，因为原来这笔仍可能到账；请使用钱包里的“取消”或“提高手续费”功能，它会使用同一批币，两笔之中最多只有一笔会到账。如果您是收款方，请联系发送方这样处理。
    }

fee_below_market = 排队中：矿工费低于当前水平
    .summary = 这笔转账正在排队，但目前其他人付的矿工费更高，约有 { $blocks } 个区块的转账排在它前面。队列随时都在变化，它的矿工费在发出时很可能是够的。等队列变短，它就有机会被打包。等待不需要额外花费；希望快一些，可以提高矿工费。
    .reply = 您的转账 { $id } 正在排队。目前很多转账付的矿工费更高，约有 { $blocks } 个区块的转账排在前面。队列随时都在变化，这笔转账的矿工费在发出时很可能是够的。等队列变短，它就有机会被打包，等待不需要额外花费。如果是您用自己的钱包发出的，并且钱包提供“提高手续费”或“加速”功能，也可以使用。请不要另外再转一笔，原来这笔仍可能到账。

parent_fee_too_low = 被前一笔转账拖慢
    .summary = { $own ->
        [enough] 这笔转账自己的矿工费足够，但
       *[little] 这笔转账的矿工费低于当前水平，而且
    }它用到的币来自前一笔转账（{ $parent }），那一笔矿工费更低，还没有进入区块。必须等那一笔先进入区块，或者两笔一起进入。等待不需要额外花费；希望快一些，发送方可以提高矿工费，收款方也可以用更高的矿工费转出这笔未到账的币。
    .reply = 您的转账 { $id } 正在排队。{ $own ->
        [enough] 它自己的矿工费是足够的，但
       *[little] 它的矿工费低于当前水平，而且
    }它用到的币来自前一笔转账（{ $parent }），那一笔矿工费更低，仍在等待，您的转账不能先于它完成。等待不需要额外花费。如果是您用自己的钱包发出的，提高这笔转账的矿工费可以同时带动两笔。请不要另外再转一笔，原来这笔仍可能到账。

near_eviction = 排队中：矿工费过低，可能被移出队列
    .summary = 队列已满，节点会移出矿工费最低的转账，而这笔转账已接近这条界线。如果队列及时变短，它仍可以被打包；如果先被移出，币仍在发送方手中。稳妥起见，建议发送方现在就提高矿工费。
    .reply = 您的转账 { $id } 正在排队，但队列已满，网络会移出矿工费最低的转账，您这笔已接近这条界线。如果队列及时变短，它仍可以被打包；如果先被移出，币仍在发送方手中。如果是您用自己的钱包发出的，并且钱包提供“提高手续费”或“加速”功能，建议现在就使用。请不要另外再转一笔，原来这笔仍可能到账。

not_propagated = 我们的节点已收到，但其他节点还没有请求它
    .summary = 这笔转账到达我们的节点已有 { $waited }，但没有其他节点来索取，负责打包的矿工很可能还不知道它。可能是连接不畅，也可能是其他节点的规则不接受它。它很难自行推进。请发送方通过别的钱包或服务，重新广播这笔转账（把已签名的原交易再次提交给网络，不是重新转一笔）；因为是同一笔，不会重复付款。
    .reply = 您的转账 { $id } 已到达我们这里，但似乎还没有传到整个网络：{ $waited }以来没有其他节点来索取，可能只是连接不畅。如果是您用自己的钱包发出的，请使用钱包里的“重新广播”功能，或让钱包重新连接网络，把已签名的原交易再次提交给网络。这不是重新转一笔，所以不会重复付款。请不要新建转账。

missing_parent = 等待缺失的前一笔转账
    .summary = 我们的节点收到了这笔转账，但没有收到它所用的币来自的前一笔转账，因此无法核验，也无法转发。缺失的那一笔往往几分钟内就会到达；如果没有，请发送方重新广播前一笔转账（把已签名的原交易再次提交给网络，不是重新转一笔）。
    .reply = 我们已收到您的转账 { $id }，但还没有收到它所用的币来自的前一笔转账，因此暂时无法处理。缺失的那一笔往往几分钟内就会到达；如果没有，需要发送方把前一笔转账重新广播一次（把已签名的原交易再次提交给网络，不是重新转一笔）。请先不要新建转账。

replaced = { $pays ->
        [same] 已被新版本取代，收款方不变
        [back] 已被取代，看起来是发送方取消了付款
        [others] 已被另一笔转账取代，新的一笔没有按原样付给同一收款方
       *[unclear] 已被另一笔转账取代
    }
    .summary = 另一笔转账 { $successor } 已取代这一笔。两笔用的是同一批币，只有一笔能够到账。
    .reply = 您的转账 { $id } 已被另一笔转账 { $successor } 取代。两笔用的是同一批币，只有一笔能够到账。

ancestor_replaced = 随前一笔转账一起失效
    .summary = 这笔转账用到的币来自前一笔转账（{ $ancestor }），而那一笔当时也在排队。{ $by ->
        [none] 那一笔已被移出队列，这一笔也随之移出。两笔都还有可能重新出现并到账。
        [mined] 另一笔转账已经彻底取代了那一笔，所以这一笔不会再到账。
       *[waiting] 另一笔转账取代了那一笔，除非情况有变，这一笔不会到账。
    }只有发送方可以安排重新付款。
    .reply = 您的转账 { $id } 用到的币来自前一笔转账（{ $ancestor }），而那一笔当时也在排队。{ $by ->
        [none] 前一笔已被移出队列，您这笔也随之移出。两笔都还有可能重新出现并到账，所以请不要直接再付一次：如果您是发送方，请用同一批币重新付款，这样最多只有一笔会到账。
        [mined] 另一笔转账已经彻底取代了前一笔，所以您这笔不会再到账。如果您是发送方，可以重新付款；如果您是收款方，请联系发送方重新付款。
       *[waiting] 另一笔转账取代了前一笔，除非情况有变，您这笔不会到账。如果您是发送方，请等取代它的那笔转账得到确认后再重新付款；如果您是收款方，请联系发送方。
    }

double_spent = { $pays ->
        [same] 同一批币已由另一笔转账付给同一收款方
        [back] 同一批币已被另一笔转账用掉，看起来是发送方取消了付款
        [others] 同一批币已被另一笔转账用掉
       *[unclear] 同一批币已被另一笔转账用掉，付给了谁有待核对
    }
    .summary = 区块里的另一笔转账 { $successor } 用掉了同一批币，所以这一笔不会到账：同一批币只能用一次。
    .reply = 您的转账 { $id } 这一笔不会到账：另一笔转账 { $successor } 用掉了同一批币，并且已经进入区块。同一批币只能用一次。

evicted_low_fee = 因矿工费过低被移出队列
    .summary = 队列已满，我们的节点移出了矿工费最低的转账，其中包括这一笔。币没有动过，仍在发送方手中。其他节点可能还保留着它，所以它仍有可能到账。因此，再次付款时请使用同一批币并提高矿工费，这样两笔之中最多只有一笔会到账。
    .reply = 您的转账 { $id } 已不在队列中：由于队列已满，矿工费最低的转账被移了出去。币没有动过，仍在发送方手中。如果您是发送方，请不要直接再付一次，因为原来这笔仍可能到账；请使用钱包里的“提高手续费”或“取消”功能，它会使用同一批币，两笔之中最多只有一笔会到账。如果您是收款方，请联系发送方这样处理。

expired = 等待过久，已被移出队列
    .summary = 这笔转账等了 { $waited }仍没有进入区块，我们的节点按惯例将它移出了队列。币没有动过，仍在发送方手中。其他节点可能保留得更久，所以它仍有可能到账。因此，再次付款时请使用同一批币并提高矿工费，这样两笔之中最多只有一笔会到账。
    .reply = 您的转账 { $id } 等了 { $waited }仍没有进入区块，现已被移出队列，网络对等待过久的转账都是这样处理的。币没有动过，仍在发送方手中。如果您是发送方，请不要直接再付一次，因为原来这笔仍可能到账；请使用钱包里的“提高手续费”或“取消”功能，它会使用同一批币，两笔之中最多只有一笔会到账。如果您是收款方，请联系发送方这样处理。

coinbase_immature = 挖矿奖励：确认数 { $confirmations }/{ $needed }
    .summary = 这是矿工的出块奖励，由所在区块新发行。网络规定，满 { $needed } 个确认之后才能动用，目前有 { $confirmations } 个，每多一个区块就多一个。一切正常，任何人都无法加速。
    .reply = 您的转账 { $id } 是一笔挖矿奖励。网络规定，这类奖励要满 { $needed } 个确认（从所在区块算起，共 { $needed } 个区块）才能动用，目前有 { $confirmations } 个。一切正常，您无需任何操作。

## 取代它的转账
successor-pays = { $pays ->
    [same] 新的一笔付给同一收款方。
    [back] 新的一笔没有付给收款方，看起来是发送方取消了付款。
    [others] 新的一笔没有按原金额付给同一收款方。
   *[unclear] 新的一笔是否付给同一收款方，我们无法判断，请核对。
}
successor-stands = { $state ->
    [mined] 它已进入区块 { $height }，有 { $confirmations } 个确认。
    [waiting] 它自己也还在排队。
    [gone] 它自己也没有进入区块，已离开队列。
   *[unknown] 它目前在哪里，我们还不知道。
}
successor-advice = { $advice ->
    [paid] 款项已按原意付出，无需再次发送。
    [coming] 请不要再次发送。
    [over] 收款方不会通过这笔转账收到款项，只有发送方可以安排重新付款。
    [ask] 如果这不在意料之中，请向发送方询问。
    [young] 就目前来看，收款方不会从这笔转账收到款项。不过那个区块仍可能被撤销：请先不要再次发送。
   *[check] 再次发送之前，请先查询那一笔。
}

## 时间
eta-waiting = 很可能在 { $range }内进入区块；同类转账中，约每 20 笔有 1 笔会超过 { $late }。
eta-unless-dropped = 如果没有先被移出队列，很可能在 { $range }内进入区块；同类转账中，约每 20 笔有 1 笔会超过 { $late }。
eta-included = 很可能在 { $range }内达到所需确认数；约每 20 次有 1 次会超过 { $late }。
eta-none-unasked = 在网络其他节点知道它之前，无法估计还要多久。
eta-pace = 区块随机产生，平均每 { $interval }一个。
eta-pace-gas = 通常每 { $interval }产生一个区块。
eta-none-blind = 我们的节点目前看不到网络的最新情况，无法估计还要多久。
eta-none-halted = 在恢复出块之前，无法估计还要多久。
eta-none-queue = 还要多久取决于其他人接下来发多少、付多少，目前无法给出可靠的估计。
again = 建议约 { $wait }后再来查看。
again-settled = 链上部分已经完成，无需再次查看。
again-successor = 以后请改查 { $successor }。
again-sender = 请在发送方处理之后再来查看；重新付款会有新的交易哈希。
again-id = 请拿到交易哈希后再来查询。

## 查找了多个网络，或链接属于另一个网络
list-joiner = 、
search-none = 在 { $absent } 上都没有查到
search-partly = 在 { $absent } 上没有查到；目前看不到 { $blind } 的情况
    .lead = 我们在 { $absent } 上查过，没有这笔转账。以下说的是 { $blind }。
search-elsewhere = 链接属于 { $network }，本服务没有监测这个网络
    .text = 这个链接属于 { $network } 网络。本服务监测的是 { $watched }，看不到那个网络，因此无法判断转账的状态，只知道在这里没有查到。请直接打开该链接查看，或询问发出转账的平台或钱包。不要因为这个结果再次转账。
    .send = 您提供的转账 { $id } 的链接属于 { $network } 网络，我们看不到那个网络。我们监测的是 { $watched }，在其中没有查到这笔转账。请直接打开该链接，那里会显示是否已到账。如果没有到账，请联系发出转账的钱包或平台的客服。在弄清楚之前，请不要再次转账。
    .step = 打开该链接：那里会显示转账在 { $network } 上的状态。如果仍不清楚，请询问发出转账的平台或钱包。

## 每个回答都有的内容
not-as-stated = 但这笔转账并未{ $what ->
    [address] {"付到所提供的地址"}
   *[amount] {"支付所提供的金额"}
}：请把交易哈希、地址和金额与发送方显示的内容核对。
layer2-note = 这是二层网络：目前只有它的运营方确认这个区块。等一层主网也收录之后，才与主网一样可靠，这会稍后完成。
simulated-note = 演示数据：这条链及链上的一切均为虚构，不涉及真实资金。
stale-note = 我们的系统目前看不到网络的最新情况，以下是截至 { $time }的旧信息。
stale-note-never = 我们的系统目前看不到网络的最新情况，以下信息可能已经过时。
hello = 您好！
safety = 请勿向任何人提供助记词或私钥；客服不会主动联系您，也没有任何费用可以“解锁”转账。

## 详情
detail-waiting = 自 { $time }起排队（{ $age }）。
detail-fee = 矿工费：{ $fee } sat，大小 { $vsize } vB，费率（单位大小的矿工费）为 { $rate } sat/vB。
detail-lifted = 有后续转账为它一并付费，合计费率相当于 { $rate } sat/vB。
detail-dragged = 与它所依赖的前序转账合并计算，费率相当于 { $rate } sat/vB。
detail-ahead = 队列中排在它前面的（含它自己）约有 { $blocks } 个区块，费率都不低于它。
detail-market = 当前费率：下一个区块 { $next } sat/vB，三个区块以内 { $soon }，六个区块以内 { $slow }。
detail-full = 队列已满：节点现在不接受低于 { $min } sat/vB 的转账（平时为 { $relay }）。
detail-held = 我们有 { $nodes } 个已同步的节点，其中 { $held } 个的队列里有它。
detail-parent = 它依赖尚未确认的转账 { $parent }，其费率为 { $rate } sat/vB。
detail-parents-more = 它还依赖另外 { $count } 笔尚未确认的转账。
detail-children = 有 { $count } 笔尚未确认的转账依赖它。
detail-replaceable = 它声明允许发送方用更高的矿工费取代它。
detail-unbroadcast = 还没有其他节点向我们的节点索取它。
detail-pause = 上一个区块在 { $age }之前产生。下一个区块还要多久，与此无关。
detail-block = 位于区块 { $height }（{ $hash }），区块时间 { $time }。
detail-confirmations = 确认数：{ $confirmations }（{ $wanted ->
    [safe] 需要网络宣布该区块安全
    [finalized] 需要网络宣布该区块最终确定
   *[none] 需要 { $required }
}）。
detail-left = 它于 { $time }离开队列，此前排队 { $age }。
detail-evicted = 它的费率为 { $rate } sat/vB，而我们的节点当时最低只接受 { $min } sat/vB。
detail-last-rate = 它最后的费率相当于 { $rate } sat/vB。
detail-expiry = 我们的节点最多保留排队中的转账 { $hours } 小时。
detail-successor = 取代它的转账：{ $successor }。
detail-spender = 用掉同一批币的转账：{ $successor }。
detail-hops = 两者之间先后有 { $count } 次取代。
detail-ancestor = 失效的前一笔转账：{ $ancestor }。
detail-missing = 缺失的前一笔转账：{ $parent }。
detail-reorged = 它曾位于区块 { $height }（{ $hash }），该区块已不属于主链。
detail-watching = 我们自 { $time }起监测这个网络。
detail-searched = { $scope ->
    [whole] 查找范围：排队中的转账和全部区块。
    [known] 查找范围：排队中的转账和我们的节点已建立索引的全部区块。索引能追溯多久无法得知。
   *[window] 查找范围：排队中的转账和最近 { $window } 个区块。我们没有节点能检索更早的全部区块。
}
detail-nodes = 我们共有 { $nodes } 个节点：{ $down } 个无法连接，{ $syncing } 个仍在同步。
detail-tip = 我们已知的最新区块高度为 { $height }，{ $age }前首次看到。
detail-concluded = 以上是根据节点所见作出的推断，并非节点直接给出。
detail-disagree = 我们的各个节点目前说法不一。
detail-also = 另外：{ $headline }。

## 证据：节点给出的精确数字和哈希
claim-unknown = 该节点没有这笔交易
claim-unasked = 无法查询：{ $state ->
    [refused] 被拒绝
    [unreadable] 回答无法读取
   *[unreachable] 无法连接
}
claim-node = 节点状态：{ $state ->
    [synced] 已同步
    [connecting] 尚未连接
    [syncing] 仍在下载区块链
    [catching_up] 正在追赶
    [refused] 拒绝我们的查询
    [unreadable] 回答无法读取
   *[unreachable] 无法连接
}
claim-orphan = 等待该节点没有的父交易
claim-missing-parent = 缺失的父交易 { $id }
claim-fee = 费率 { $rate } sat/vB（{ $fee } sat，{ $vsize } vB）
claim-package = 合并打包费率 { $rate } sat/vB
claim-unbroadcast = 未广播（unbroadcast）：没有其他节点索取过它
claim-parent = 未确认的父交易 { $id } 费率 { $rate } sat/vB
claim-ahead = 队列中到它为止（含）共 { $vsize } vB
claim-offer = 每单位 gas 最高 { $max_fee } gwei，其中小费最多 { $tip }
claim-nonce = 它的 nonce 为 { $nonce }，发送方下一个 nonce 为 { $next }
claim-earlier = { $id } 正在等待，nonce 为 { $nonce }
claim-rival = { $id } 以相同的 nonce 等待
claim-balance = 发送方余额 { $balance }，最多需要 { $needed }
claim-price = 下一个区块的基础费 { $base_fee } gwei，通行小费 { $tip }
claim-receipt = { $status ->
    [success] 状态 1
    [failure] 状态 0
   *[none] 没有状态
}，用去 { $gas } gas
claim-ran-again = 重新执行，结果相同
claim-tried-again = 在前一个区块上重试，仍然失败
claim-in-block = 位于区块 { $hash }，高度 { $height }，确认数 { $confirmations }
claim-was-in-block = 曾位于已被舍弃的区块 { $hash }，高度 { $height }
claim-is-block = 这是区块 { $hash }，高度 { $height }
claim-tip = 最新区块 { $hash }，高度 { $height }
claim-left = 未进入区块就离开了内存池
claim-last-rate = 最后的费率 { $rate } { $unit ->
    [gwei] gwei/gas
   *[sat] sat/vB
}
claim-successor = { $id } 使用了{ $same ->
    [nonce] 相同的 nonce
   *[input] 相同的输入
}
claim-successor-block = { $id } 使用了{ $same ->
    [nonce] 相同的 nonce
   *[input] 相同的输入
}，位于区块 { $hash }，高度 { $height }
claim-double-spent = { $id } 已在区块中用掉{ $same ->
    [nonce] 相同的 nonce
   *[input] 相同的输入
}
claim-ancestor = 它依赖的交易 { $id } 先离开了
claim-lowest-then = 当时接受的最低费率 { $rate } sat/vB
claim-kept = 该节点保留交易 { $hours } 小时
claim-next-block = 下一个区块的最低费率 { $rate } sat/vB
claim-lowest = 目前接受的最低费率 { $rate } sat/vB

## 下一步
step-wait = 等待即可。{ $eta }
step-do_not_resend = 请不要重复转账：如果原来这笔之后到账，两笔都会付出。
step-raise_fee_rbf = 在发出转账的钱包里提高矿工费（“提高手续费”“加速”或 RBF），至少到 { $rate } sat/vB，总计 { $fee } sat。这是目前进入下一个区块所需的水平，也足以取代原来这笔。新版本会有新的交易哈希。
step-raise_fee_rbf-package = 在发出转账的钱包里提高矿工费（“提高手续费”“加速”或 RBF），使这笔与前序转账合计达到 { $rate } sat/vB。新版本会有新的交易哈希。
step-cpfp = 如果发送方无法提高矿工费，收款方可以用较高的矿工费，把这笔未到账的币转给自己（即“子付父”，CPFP）。一笔较小的转账约付 { $fee } sat，可把两笔一起提到 { $rate } sat/vB。仅在收款钱包由您自己掌管，且金额值得时才这样做。
step-cpfp-package = 如果发送方无法提高矿工费，收款方可以用足够高的矿工费，把这笔未到账的币转给自己，使几笔合计达到 { $rate } sat/vB（即“子付父”，CPFP）。仅在收款钱包由您自己掌管，且金额值得时才这样做。
step-ask_sender = 向发送方询问转账 { $id }：是否已发出、被取代或被取消，并索取最新的交易哈希。
step-ask_recipient = 请联系收款平台入账，并提供：{ $what }。
step-escalate-settled = 如果收款方就是您所在的平台：请核对地址、金额是否达到最低入账额、备注或标签，以及是否在维护或审核，再附上依据转交处理。
step-escalate-node = 通知运维：支撑本回答的节点目前看不到网络的最新情况。
step-escalate-unasked = 通知运维：检查持有这笔转账的节点的连接与规则。
step-check_typo = 与发送方显示的交易哈希逐位核对：共 64 位（0–9 和 a–f）。请复制，不要手输。
step-check_network = 核对发送方选择的网络。其他网络上的转账在这里查不到。
step-try_later = 大约 { $wait }后再查询。
step-find_tx_id = 在发出转账的钱包或平台的转账记录中找到交易哈希，通常标为“TxID”或“交易哈希”。
step-respend_same_coins = 要重新付款，请使用同一批币：用钱包里的“提高手续费”直接付出；或先用“取消”把这批币转回给自己，等那一笔确认后再付。这样最多只有一笔会到账。
step-rebroadcast = 通过别的钱包或节点重新广播这笔转账：把已签名的原交易再次提交给网络，不是重新填写一笔。因为是同一笔，不会重复付款。
step-rebroadcast-later = 或者等队列变短后，通过任意钱包或节点重新广播这笔转账：把已签名的原交易再次提交给网络，不是重新填写一笔。因为是同一笔，不会重复付款。
step-rebroadcast-parent = 先重新广播缺失的前一笔转账，再广播这一笔：都是把已签名的原交易再次提交给网络，不是重新转账，因此不会重复付款。
step-look_up_successor = 请一并查询 { $successor }：它与这一笔只有一笔能完成，进入区块的那一笔才算数。
step-send_again = 如果仍需付款，可以重新转账。原来这笔不会再到账。
step-send_again-later = 再次付款之前，请等{ $which ->
    [failed] 失败的那一笔
   *[successor] 取代它的那笔转账
}达到 { $required } 个确认{ $wanted ->
    [safe] {"，并且网络宣布其区块为安全"}
    [finalized] {"，并且网络宣布其区块为最终确定"}
   *[none] {""}
}。在此之前结果仍可能被撤销。

## 金额
amount-of-token = { $unit ->
    [smallest] { $amount } 个最小单位的代币 { $token }
   *[main] { $amount } 个代币 { $token }
}

## 提供给收款平台的信息
send-id = 交易哈希 { $id }
send-block = 区块 { $height }（{ $hash }）
send-time = 时间 { $time }
send-amount = 金额 { $amount }{ $checked ->
    [yes] {""}
    [no] {"（据提供的信息；这笔转账并未支付该金额）"}
   *[unknown] {"（据提供的信息，未经我们核对）"}
}
send-address = 收款地址 { $address }{ $checked ->
    [yes] {""}
    [no] {"（据提供的信息；这笔转账并未付到该地址）"}
   *[unknown] {"（据提供的信息，未经我们核对）"}
}
send-joiner = { "；" }

## 用一两句话说明网络状况：最要紧的在前，并说明对等待的人意味着什么
verdict = { $congestion ->
    [quiet] { $chain } 网络空闲：排队的转账下一个区块左右即可全部打包，低矿工费就够。
    [normal] { $chain } 网络正常：普通矿工费就足以进入接下来的区块。
    [busy] { $chain } 网络繁忙：矿工费低的转账要比平时多等很久。
    [severe] { $chain } 网络严重拥堵：矿工费低的转账可能要等非常久，甚至被移出队列。
   *[unknown] 暂时无法判断 { $chain } 网络有多繁忙。
}
verdict-gas = { $congestion ->
    [quiet] { $chain } 网络空闲：区块有余量，普通手续费就足以进入下一个区块。
    [normal] { $chain } 网络正常：钱包建议的手续费足以进入接下来的区块。
    [busy] { $chain } 网络繁忙：手续费上限低的转账要比平时等得更久。
    [severe] { $chain } 网络严重拥堵：手续费上涨很快，手续费上限低的转账可能要等非常久。
    [runs] { $chain } 网络正常出块，但从区块中看不出它有多繁忙。
   *[unknown] 无法判断 { $chain } 网络有多繁忙。
}
verdict-unseen = 我们的节点目前看不到 { $chain } 网络的最新情况，无法判断它的状况。
verdict-pause = 上一个区块已是 { $age }前的事了；这种停顿属于偶然，下一个区块到来后转账就会继续。
verdict-slow_blocks = { $impact ->
    [critical] { $chain } 网络已有 { $time }没有新区块；恢复出块之前，转账都要等待。
   *[other] { $chain } 网络已有 { $time }没有新区块；下一个区块到来之前，转账都要等待。
}
verdict-sequencer_silent = { $chain } 网络已有 { $time }没有新区块；恢复出块之前，转账都要等待。
verdict-finality_lag = { $halted ->
    [yes] 停止出块前 { $time }的区块都还没有最终确定；等待最终确定的平台会晚一些入账。
   *[no] { $chain } 网络正常出块，但最近 { $time }的区块都还没有最终确定；转账照常进行，等待最终确定的平台会晚一些入账。
}
verdict-deep_reorg = { $chain } 网络于 { $at }替换了 { $count } 个区块；请多等几个确认，再视为到账。
verdict-fee_spike = 目前要进入 { $chain } 网络的下一个区块，费用约为平时的 { $times } 倍；不着急的转账，晚些再发通常更便宜。
verdict-unclear = 目前无法判断以下情况是否仍在持续：{ $title }。

## 所有网络，一句话概括
status-all-good = 所有网络运行正常
status-some-unusual = { $all ->
    [1] 该网络有异常情况
   *[other] { $all } 个网络中有 { $count } 个出现异常情况
}。
status-some-unknown = { $all ->
    [1] 我们目前无法判断该网络的状况
   *[other] { $all } 个网络中有 { $count } 个的状况我们目前无法判断
}。

## 同样的意思，用几个字说
state-as_usual = 运行正常
state-runs = 出块正常
state-unknown = 未知
state-busy = 网络繁忙
state-severe = 严重拥堵
state-easing = 正在恢复
state-unclear = 可能异常
state-slow_blocks = { $impact ->
    [critical] 没有新区块
   *[other] 出块延迟
}
state-sequencer_silent = 没有新区块
state-finality_lag = 最终确定延迟
state-deep_reorg = 近期区块被替换
state-congestion = { $impact ->
    [minor] 网络繁忙
   *[other] 严重拥堵
}
state-fee_spike = 手续费很高

## 只有带 gas 的链才有的原因
fee_below_base = 等待中：手续费上限低于网络当前的基础费
    .summary = 网络已收到这笔转账，但它设定的手续费上限是每单位计算量（gas）{ $max_fee } gwei，而当前每笔转账至少要付基础费 { $base_fee } gwei。基础费随需求涨落。{ $ever ->
        [yes] 最快也要约 { $wait }才可能降到这个水平，实际往往更久。
        [no] 它不可能降到这个水平。
       *[unknown] 在这个网络上无法判断它最快何时会降到这个水平。
    }目前没有扣除任何款项。发送方可以在钱包里提高手续费上限（“加速”）。
    .reply = 网络已收到您的转账 { $id }，但它设定的手续费上限低于目前每笔转账必须支付的基础费。基础费随需求涨落，降下来之后转账就可以完成。目前没有扣除任何款项。如果是您从自己的钱包发出的，并希望更快，请使用钱包里的“加速”功能，它会提高这笔转账本身的上限。请不要另外再发一笔。

tip_too_low = 等待中：目前其他转账给出的小费更高
    .summary = 这笔转账付得起网络的基础费，但目前区块已满，它留给出块者的部分（小费，钱包里多称“优先费”）为每单位计算量 { $tip } gwei，而近期约 { $going } gwei 才够。一有空位它就可以完成。发送方可以在钱包里提高小费（“加速”）。
    .reply = 您的转账 { $id } 正在排队。它付得起网络的基础费，但目前许多转账给出的小费（优先费）更高，排在前面。区块一有空位就可以完成，等待不需要费用。如果是您从自己的钱包发出的，并希望更快，请使用“加速”功能。请不要另外再发一笔。

nonce_gap = 等待中：似乎缺少同一发送方更早的一笔转账
    .summary = 同一发送方的转账按编号（nonce）依次完成。这一笔的编号是 { $nonce }，而我们的节点{ $count ->
        [1] 没有看到它之前的编号 { $missing }
       *[other] 没有看到它之前的 { $count } 个编号，最小的是 { $missing }
    }：可能发送方从未发出，也可能是通过私有通道发送的，进入区块之前哪里都看不到。在它完成之前，这一笔无法继续。这笔款项没有转出。
    .reply = 您的转账 { $id } 暂时无法完成。同一钱包的转账按编号（nonce）依次进行，这一笔的编号是 { $nonce }，而我们的系统没有同一钱包的编号 { $missing }。如果是您发出的，请先在钱包里查看：如果编号 { $missing } 正在等待，需要它先完成，可以对它使用“加速”；如果钱包里没有这一笔，可以用该编号（“自定义 nonce”）发一笔小额转账来补上。请不要另外再发一笔同样的付款：这一笔仍在等待，之后会继续。如果您在等待收款，请联系发送方。这笔转账的款项没有转出。

blocked_by_earlier_nonce = 被同一发送方更早的一笔转账挡住
    .summary = 同一发送方的转账按编号（nonce）依次完成。更早的一笔 { $blocker }（编号 { $blocker_nonce }）还在等待，这一笔（编号 { $nonce }）必须等它。{ $why ->
        [fee_below_base] 更早那笔在等待，因为它的手续费上限低于网络当前的基础费。
        [tip_too_low] 更早那笔在等待，因为其他转账给出的小费更高。
        [insufficient_balance] 更早那笔无法完成，因为发送方账户余额不足。
        [gas_limit_too_high] 更早那笔无法完成，因为它要求的计算量超过了区块的限制。
        [blob_fee_too_low] 更早那笔在等待，因为它为附带数据提供的费用低于当前价格。
       *[none] 就我们所见，更早那笔没有问题，只是在等待区块。
    }
    .reply = 您的转账 { $id } 排在同一钱包更早的一笔 { $blocker } 之后。同一钱包的转账按编号（nonce）依次进行，更早那笔完成之后您这笔才能继续。如果两笔都是您发出的，请先处理更早那笔：钱包里的“加速”可以提高它的手续费。请不要重复发送这一笔。

rival_pending-coins = 这笔转账的另一个版本在别处等待，只有一个能完成
    .summary = 其他节点上有另一笔转账 { $rival }，用的是同一批币。两笔只有一笔能完成，通常是矿工费较高的那笔，{ $offers ->
        [more] 也就是另一笔
       *[less] 也就是这一笔
    }。{ $same ->
        [same] 两笔付给同一收款方相同的金额。
       *[other] 两笔的收款方或金额不同。
    }在其中一笔进入区块之前，不要再次发送。
    .reply = 您的转账 { $id } 有两个版本：另一笔 { $rival } 用的是同一批币。两笔只有一笔能完成，通常是矿工费较高的那笔。{ $same ->
        [same] 两笔付给同一收款方相同的金额。
       *[other] 两笔的收款方或金额不同，请也核对另一笔。
    }在其中一笔进入区块之前，请不要再次发送。

rival_pending = 这笔转账有两个版本在等待，只有一个能完成
    .summary = 发送方又发出了编号（nonce）相同的另一笔转账 { $rival }。两笔只有一笔能完成，通常是手续费较高的那一笔，{ $offers ->
        [more] 也就是另一笔
       *[less] 也就是这一笔
    }。{ $same ->
        [same] 两笔向同一收款方支付同样的款项。
       *[other] 两笔的内容不同。
    }在其中一笔进入区块之前，不应再次发送。
    .reply = 您的转账 { $id } 有两个版本：同一钱包又以相同编号（nonce）发出了另一笔 { $rival }。两笔只有一笔能完成，通常是手续费较高的那一笔。{ $same ->
        [same] 两笔向同一收款方支付同样的款项。
       *[other] 两笔的内容不同，请也核对另一笔。
    }在其中一笔进入区块之前，请不要再次发送。

probably_rejected = 仍未被接收，在这个网络上多半意味着被拒绝
    .summary = 这个网络会在几秒内接收一笔转账，或者拒绝它，不会让它排队。这一笔已出现 { $waited }，仍不在任何区块里，因此多半已被拒绝。就我们所见，款项没有转出。再次发送之前，发送方应先查看发出转账的钱包，那里多半会显示原因。
    .reply = 您的转账 { $id } 已提交，但网络没有接收它。这个网络会在几秒内接收一笔转账，或者拒绝它，因此它多半已被拒绝。就我们所见，款项没有转出，仍在发送账户里。如果是您发出的，请在钱包里查看：那里多半会显示原因，并可以重试或取消。请不要另外再发一笔。

insufficient_balance = { $of ->
        [line] 发送方账户的余额可能不够支付所有等待中的转账
       *[own] 卡住：发送方账户余额不足
    }
    .summary = { $of ->
        [line] 这笔转账与发送方更早的等待中的转账合计最多需要 { $needed }，而账户有 { $balance }。更早那些转账的实际花费往往低于这个数，有的还会带来入账，所以不一定有问题。
       *[own] 这笔转账连同手续费最多需要 { $needed }，而发送方账户只有 { $balance }。账户余额足够之前它无法完成。收款方没有收到任何款项。
    }
    .reply = { $of ->
        [line] 您的转账 { $id } 排在同一账户更早的转账之后。它们合计最多需要 { $needed }，而账户有 { $balance }，可能不够全部支付。请不要再发一次。
       *[own] 您的转账 { $id } 目前无法完成：连同手续费最多需要 { $needed }，而付款账户只有 { $balance }。如果这是您的账户，可以充值，也可以在钱包里取消这笔转账。请不要再发一次。
    }

gas_limit_too_high = 卡住：gas 上限超过了区块允许的最大值
    .summary = 这笔转账要求最多 { $gas_limit } 单位计算量（gas），而网络最多允许 { $limit }。无论付多少，任何区块都不能接受它。发送方需要在钱包里用更低的上限替换它。没有扣除任何款项。
    .reply = 您的转账 { $id } 按现在的样子无法完成：它要求的计算量超过了网络对单笔转账的限制。如果是您发出的，请在钱包里取消，或用更低的“Gas 上限（Gas Limit）”替换它。没有扣除任何款项。

blob_fee_too_low = 等待中：附带数据的费用低于当前价格
    .summary = 这笔转账附带大块数据（blob），最多愿为它付 { $max_fee } gwei，而目前要求 { $blob_fee }。这个价格随其他人发送的数据量涨跌。{ $ever ->
        [yes] 最快也要约 { $wait }才可能降到这个水平，实际往往更久。
       *[no] 它不可能降到这个水平。
    }发送方可以用更高的数据费用替换这笔转账。
    .reply = 您的转账 { $id } 附带大块数据，而为这些数据提供的费用低于当前价格。价格降下来之后它就可以完成。发送方也可以用更高的费用替换它。请不要另外再发一笔。

awaiting_finality = 已进入区块，尚未最终确定
    .summary = 这笔转账已进入区块，收款方要等网络宣布该区块{ $wanted ->
        [safe] 安全
       *[finalized] 最终确定
    }。这会自动完成。一切正常，也无法加快。
    .reply = 好消息：您的转账 { $id } 已进入区块。收款方要等网络宣布该区块{ $wanted ->
        [safe] 安全
       *[finalized] 最终确定
    }，这会自动完成，您无需做任何事。

out_of_gas = { $sure ->
        [sure] 失败：gas 上限太低
       *[likely] 失败：很可能是 gas 上限太低
    }
    .summary = 这笔转账已进入区块，但在其中执行失败。{ $sure ->
        [sure] 为它设定的计算量上限（“Gas 上限（Gas Limit）”，{ $gas_limit }）太低。
       *[likely] 它用完了允许的全部计算量（“Gas 上限（Gas Limit）”，{ $gas_limit }），很可能是上限太低；它所调用的合约出错时，看起来也会是这样。
    }款项没有转出，仍属于发送方，只花费了网络手续费。
    .reply = 您的转账 { $id } 失败了{ $sure ->
        [sure] {"：为它设定的计算量上限（“Gas 上限（Gas Limit）”）太低。"}
       *[likely] {"，很可能是因为为它设定的计算量上限（“Gas 上限（Gas Limit）”）太低。"}
    }款项没有转出，仍在付款账户里，只花费了网络手续费。

reverted = { $how ->
        [stopped] 失败：合约执行出错
        [creation] 失败：合约未能创建
        [untold] 失败，原因无法得知
       *[refused] 失败：合约拒绝了它
    }
    .summary = 这笔转账已进入区块，但在其中执行失败{ $how ->
        [stopped] {"：它调用的合约执行出错。"}
        [creation] {"：它要创建的合约未能创建。"}
        [untold] {"。"}
       *[refused] {"：它调用的合约拒绝执行。"}
    }{ $meaning }{ $sure ->
        [sure] {""}
       *[likely] {"以上原因只是很可能，尚不能确定。"}
    }款项没有转出，仍属于发送方，只花费了网络手续费。
    .reply = 您的转账 { $id } 失败了{ $how ->
        [stopped] {"：它调用的合约执行出错。"}
        [creation] {"：它要创建的合约未能创建。"}
        [untold] {"。"}
       *[refused] {"：它调用的合约拒绝执行。"}
    }{ $meaning }{ $sure ->
        [sure] {""}
       *[likely] {"以上原因只是很可能，尚不能确定。"}
    }款项没有转出，仍在付款账户里，只花费了网络手续费。

succeeded_without_transfer = 已完成，但预期的资产没有转移
    .summary = 这笔交易已进入区块并显示成功，但{ $by ->
        [asker] {"其中没有转移预期的资产，因此无法为它入账。"}
       *[transaction] {"从该资产的链上记录来看，其中没有转移该资产，可能无法入账。"}
    }请核对交易和资产是否正确。
    .reply = 我们查看了 { $id }。它已进入区块并显示成功，但{ $by ->
        [asker] {"其中没有转移预期的资产，因此没有可以入账的款项。"}
       *[transaction] {"就我们所见，其中没有转移它所指的资产，可能无法入账。"}
    }请核对交易和资产是否正确；如果不是您发出的，请联系发送方。

succeeded_elsewhere = 已完成，但付到了另一个地址
    .summary = 这笔转账已进入区块并成功，但{ $by ->
        [asker] {""}
       *[transaction] {"就我们所见，"}
    }款项付到了{ $went ->
        [one] {" "}{ $went_to }
       *[several] 其他地址
    }，而不是{ $by ->
        [asker] {" "}
       *[transaction] {"它所写的 "}
    }{ $expected }。链上的转账无法撤回，只有掌握那个地址的人才能退还。
    .reply = 我们查看了 { $id }。它已完成，但{ $by ->
        [asker] {""}
       *[transaction] {"就我们所见，"}
    }付到了{ $went ->
        [one] 地址 { $went_to }
       *[several] 其他地址
    }，而不是 { $expected }。很抱歉，链上的转账无法撤回，只有掌握那个地址的人才能退还。请与发送方核对地址。

succeeded_amount_differs = { $kind ->
        [lure] 他人发起的金额为零的转账：一种已知的骗局
        [nothing] 已完成，但转移的金额为零
       *[other] 已完成，但金额不同
    }
    .summary = { $kind ->
        [lure] 有人以他人的名义发起了金额为 0 的转账，而那些人并没有签名。他们没有任何花费，资产也没有减少。这是一种骗局：让一个看起来眼熟的假地址出现在他们的记录里，等人误抄。不需要做任何事，但绝不要从这样的转账里复制地址。
        [nothing] 这笔转账已进入区块并成功，但没有转移任何该资产，没有可以入账的款项。金额为零的转账往往是骗局，目的是让一个假地址看起来眼熟。
        [coin] 这笔转账已进入区块并成功，但到账 { $arrived }{ $expected ->
            [none] {""}
           *[other] {"，而预期为 "}{ $expected }
        }。许多平台会从提币金额中扣除自己的手续费。
       *[token] 这笔转账已进入区块并成功，但到账 { $arrived }{ $expected ->
            [none] {""}
           *[other] {"，而预期为 "}{ $expected }
        }。许多平台会从提币金额中扣除自己的手续费，有些代币每次转账也会自行扣留一部分。
    }
    .reply = { $kind ->
        [lure] 我们查看了 { $id }。这笔交易是他人发起的，没有移动任何款项。您的账户没有被拿走任何东西，也没有可以入账的款项。这是一种已知的骗局：把一个看起来眼熟的假地址放进您的记录里，希望您误抄。请绝不要从这样的转账里复制地址；每次都请向收款方索取地址。
        [nothing] 我们查看了 { $id }。它已完成，但没有转移任何该资产，因此没有可以入账的款项。如果您没有预料到这笔转账，那可能是让假地址看起来眼熟的骗局：请不要从这样的转账里复制地址。
        [coin] 我们查看了 { $id }。它已完成，但到账 { $arrived }{ $expected ->
            [none] {""}
           *[other] {"，而预期为 "}{ $expected }
        }。许多平台会从提币金额中扣除自己的手续费。请与发送方核实是否属于这种情况。
       *[token] 我们查看了 { $id }。它已完成，但到账 { $arrived }{ $expected ->
            [none] {""}
           *[other] {"，而预期为 "}{ $expected }
        }。许多平台会从提币金额中扣除自己的手续费，有些代币每次转账也会自行扣留一部分。请与发送方核实是否属于这种情况。
    }

inner_call_failed = { $bundled ->
        [none] 交易完成，但其中的付款失败
        [1] 有一个钱包的记录显示其中一笔付款失败；无法判断是否就是这一笔
       *[other] 它打包的 { $bundled } 笔付款中有一笔失败；无法判断是哪一笔
    }
    .summary = 这笔交易已进入区块并显示成功，但{ $kind ->
        [safe] Safe 钱包
       *[user_operation] 智能账户
    }报告其中的付款失败。{ $meaning }款项没有转出，仍属于发送方。
    .reply = 您的转账 { $id } 已进入区块，但其中的付款失败：{ $kind ->
        [safe] Safe 钱包
       *[user_operation] 智能账户
    }自身的记录如此显示。{ $meaning }款项没有转出。

## 失败之后：能否重新发送、怎样重新发送
resend-young = 不过它所在的区块仍可能被撤销：那样的话，这笔转账会再执行一次，届时可能成功。请先不要再次发送。
resend-more_gas = 发送方可以用更高的 gas 上限重新发送，或让钱包自动设定上限。
resend-check = 用更高的 gas 上限重新发送之前，应先查明原因：如果是合约出错，重发只会再花一次手续费。
resend-reason = 原因解决之后，发送方可以重新发送。
resend-wallet = 请发送方在该钱包里查看，并可从那里重新发送。
protocol-note = 这是网络自身执行的一个步骤，多半与跨链桥有关。它成功并不等于跨链桥已全部完成，请同时在该跨链桥自己的页面上查看这笔转账。

## 同样的原因，在带 gas 的链上
failed-protocol = 失败：网络自身执行的步骤，多半与跨链桥有关
    .summary = 这笔交易没有人签名，是网络自己写入链上的，多半是跨链转账的后半程，并且执行失败。款项的去向取决于跨链桥：可能已经到账，也可能在等待领取或重试，而且往往只有几天期限。请在该跨链桥自己的页面上查看这笔转账，在此之前不要再次发送。
    .reply = 我们查看了 { $id }。它是网络自身执行的步骤，多半是跨链转账的后半程，这一步失败了。这不代表款项丢失：视跨链桥而定，可能已经到账，也可能在等待领取或重试，而且往往只有几天期限。请尽快在该跨链桥自己的页面上查看，在此之前不要再次发送。

replaced-gas = { $pays ->
        [same] 已被新版本取代，收款方相同
        [back] 已被取代，看来发送方取消了它
        [others] 已被另一笔内容不同的转账取代
       *[unclear] 已被另一笔转账取代
    }
    .summary = 发送方用另一笔转账 { $successor } 取代了它，两笔在发送方的转账序列里的编号（nonce）相同，只有一笔能完成{ $state ->
        [mined] {"。"}
       *[open] {"；在其中一笔进入区块之前，两笔都有可能。请先不要再次发送。"}
    }
    .reply = 您的转账 { $id } 已被取代：发送方发出了编号（nonce）相同的另一笔转账 { $successor }，两笔只有一笔能完成{ $state ->
        [mined] {"。"}
       *[open] {"；在其中一笔进入区块之前，两笔都有可能。请先不要再次发送。"}
    }

replaced-claimed = 我们没有见过它；如果编号无误，它已被另一笔取代
    .summary = 我们的节点从未见过这笔转账的编号（nonce）。如果它的编号就是所提供的那个，那么另一笔转账 { $successor } 与它编号相同{ $state ->
        [mined] {"，并且已进入区块，就目前来看这一笔无法完成"}
       *[open] {"，两笔只有一笔能完成"}
    }。我们无法核实这个编号。如果编号有误，这笔转账可能仍在别处等待，也可能完成，所以不要仅凭这个结果再次转账。
    .reply = 我们自己没有见过您的转账 { $id }。如果它的编号（nonce）就是所提供的那个，那么另一笔转账 { $successor } 与它编号相同{ $state ->
        [mined] {"，并且已进入区块，就目前来看您这笔无法完成"}
       *[open] {"，两笔只有一笔能完成"}
    }。我们无法核实这个编号。请与发出转账的钱包中这笔转账显示的编号核对，在此之前不要再次转账：如果编号有误，原来这笔仍可能到账。

never_seen-gas = 在该网络上没有查到
    .summary = 我们的节点没有这笔转账的记录。{ $scope ->
        [whole] 已查找全部区块，以及我们的节点所能看到的等待中的转账
       *[window] 已查找我们的节点所能看到的等待中的转账和最近 { $window } 个区块，更早的区块无法全部查找
    }；我们自 { $since }起持续监测。常见原因有四种：转账尚未真正发出（有些平台会提前显示“已完成”或“处理中”）；转账走的是另一个网络；交易哈希有误；转账是通过私有通道发送的，进入区块之前哪里都看不到。如果以前在别处看到过它，它可能已被移除，或被另一笔交易哈希不同的新转账取代。请先核对交易哈希和网络，再向发送方询问。它仍可能到账，所以不要因此再次转账。
    .reply = 我们查找了您的转账 { $id }，暂时没有查到。{ $scope ->
        [whole] 全部区块，以及我们的系统所能看到的等待中的转账都已查过
       *[window] 已查过我们的系统所能看到的等待中的转账和最近 { $window } 个区块，更早的转账可能查不到
    }。我们自 { $since }起持续监测该网络。没有查到不代表出了问题。最常见的情况是：转账还没有真正发出，即使发送平台已显示“已完成”或“处理中”；也可能走的是另一个网络，或者交易哈希少了或错了字符，或者是通过私有通道发送的，进入区块之后才看得到。如果您以前看到过它，它可能已被移除，或被另一笔交易哈希不同的新转账取代。请先把交易哈希和网络与发送方页面上显示的逐一核对；如果都没有错，请向发送方确认这笔转账是否已经发出，以及最新的交易哈希。在弄清楚之前，请不要再次转账。

slow_blocks-halted = 等待中：已有 { $age }没有新区块
    .summary = 这笔转账的手续费足够，但我们的节点已有 { $age }没有看到新区块，而平时大约每 { $interval }就有一个。这影响该网络上的所有转账，不只是这一笔。恢复出块后转账就会继续，其间不会扣除任何款项，等待即可。
    .reply = 您的转账 { $id } 正在等待，手续费也足够。只是网络本身出块延迟：我们的系统已有 { $age }没有看到用来记账的新区块，所有转账都会受到影响。恢复出块后您的转账就可以继续，请不要重复转账。

node_behind-mined = 已进入区块，是否成功暂时无法确认
    .summary = 这笔转账已进入区块，但进入区块不等于成功：交易也可能在区块中执行失败。我们的节点暂时没有给出执行结果，因此无法判断。这是我们自身的问题，不代表这笔转账有问题。在结果明确之前，请不要再次转账。
    .reply = 您的转账 { $id } 已经进入区块，但我们的系统暂时读不到它的执行结果，还不能确认是否成功。这是我们自身的问题，给您带来不便，非常抱歉。在结果明确之前，请不要再次转账。

dropped-gas = { $when ->
        [used] 已不在队列中，其编号（nonce）已在某个区块里用掉
        [now] 刚刚离开队列
       *[past] 已不在队列中，原因无法得知
    }
    .summary = { $when ->
        [used] 这笔转账曾在队列中，现在不在了。发送方 nonce 相同的一笔交易已在区块里：可能是这一笔，也可能是取代它的另一笔，我们的节点无法分辨。再次发送之前，请先在发送方的钱包里查明。
        [now] 这笔转账片刻之前还在队列中，我们的节点现在没有它。只看一次不足为凭，请稍候，先不要再次发送。
       *[past] 这笔转账曾在队列中，现在不在了，也不在我们所知的任何区块里。就我们所见，款项没有转出，仍属于发送方。其他节点可能还有它，所以它仍可能回来并完成。稳妥起见，新的付款应替换这一笔（钱包里的“加速”或“取消”），这样两笔最多只有一笔到账。
    }
    .reply = { $when ->
        [used] 您的转账 { $id } 已不在队列中。发送账户 nonce 相同的一笔交易已在区块里：可能是这一笔，也可能是取代它的另一笔，我们这边无法分辨。请在发送方的钱包里查看，查明之前不要再次发送。
        [now] 您的转账 { $id } 片刻之前还在排队，我们现在看不到它了。单凭这一点不能说明什么。请稍后再来查看，在此之前不要再次发送。
       *[past] 您的转账 { $id } 曾在排队，现在不在队列中，也不在我们所知的区块里。就我们所见，款项没有转出，仍在发送方那里。如果是您发出的，请不要直接再付一次，因为原来那笔仍可能完成：请使用钱包里的“加速”或“取消”来替换它，这样两笔最多只有一笔到账。如果您在等待收款，请让发送方这样做。
    }

## 合约拒绝的含义
meaning-none = 它没有给出我们能读懂的原因。
meaning-nothing = 它没有给出任何原因。
meaning-machine = 它遇到了无法执行的指令，这多半是合约的错误。
meaning-untold = 我们的节点无法重新执行它，因此无法得知原因。
meaning-panic-generic = 原因：它自身的检查没有通过。
meaning-panic-assertion = 原因：它视为理所当然的条件不成立；这多半是合约的错误。
meaning-panic-overflow = 原因：计算溢出，多半是因为要求的数量超过了现有的数量。
meaning-panic-division_by_zero = 原因：除数为零。
meaning-panic-bad_enum_value = 原因：某个值不在允许的范围内。
meaning-panic-bad_storage_bytes = 原因：它自己的存储已损坏。
meaning-panic-empty_array_pop = 原因：它从空列表里取数据。
meaning-panic-index_out_of_bounds = 原因：它要找的内容不在列表里。
meaning-panic-out_of_memory = 原因：它请求的内存过多。
meaning-panic-uninitialized_function = 原因：它调用了从未设置的函数。
meaning-panic-unknown_panic = 原因：它自身的检查没有通过，编号我们不认识。
meaning-unknown = 它给出了我们无法翻译的自定义原因，详情中有其名称。
meaning-text = 它用自己的文字给出了原因；这些文字任何人都可以随意写，因此与本回答分开显示。
meaning-slippage = 它给出的原因：价格变动超出了发送方允许的范围。
meaning-insufficient_balance = 它给出的原因：代币或币的余额少于要转出的数量。
meaning-insufficient_allowance = 它给出的原因：所有者没有授权它转移这么多代币。
meaning-expired_deadline = 它给出的原因：超过了发送方设定的时限。
meaning-too_early = 它给出的原因：时间还没到。
meaning-paused = 它给出的原因：合约目前暂停。
meaning-blacklisted = 它给出的原因：代币发行方封锁了其中一个地址。
meaning-not_authorized = 它给出的原因：发送方无权这样做。
meaning-invalid_signature = 它给出的原因：签名不符。
meaning-bad_nonce = 它给出的原因：只能用一次的编号已被用过或顺序不对。
meaning-bad_recipient = 它给出的原因：收款方无法接收。
meaning-transfer_failed = 它给出的原因：转移代币或币失败。
meaning-no_liquidity = 它给出的原因：可供交易的流动性不足。
meaning-limit_exceeded = 它给出的原因：会超出合约的限额。
meaning-unsafe_position = 它给出的原因：贷款的抵押会不足。
meaning-not_enough_gas = 它给出的原因：内部剩余的 gas 太少。
meaning-insufficient_fee = 它给出的原因：为某项服务付得太少。
meaning-reentrant_call = 它给出的原因：在运行中又被调用。
meaning-already_done = 它给出的原因：这件事已经做过。
meaning-invalid_amount = 它给出的原因：金额不被允许。
meaning-arithmetic = 它给出的原因：计算溢出。
meaning-stale_price = 它给出的原因：所依赖的价格缺失或过旧。
meaning-inner_call_failed = 它给出的原因：内部调用失败。

## 带 gas 的链：时间与详情
eta-none-stuck = 它无法自行推进，因此无法估计还要多久。
eta-finality = 在多数网络上，这需要几分钟到一刻钟左右；在二层网络上可能需要数小时。
detail-offer = 它最多愿付每单位 gas { $max_fee } gwei，其中小费 { $tip }，最多使用 { $gas_limit } gas。
detail-gas-market = 下一个区块的基础费为 { $base_fee } gwei；近期九成的区块里，小费 { $going } gwei 就够。
detail-nonce = 它的编号（nonce）是 { $nonce }；发送方下一个可完成的编号是 { $next }。
detail-missing-nonces = 它之前缺少：{ $missing }。
detail-earlier = 发送方更早的一笔转账在等待：{ $earlier }（编号 { $nonce }）。
detail-rival = 编号相同的另一笔转账也在等待：{ $rival }。
detail-balance = 发送方持有 { $balance }；连同手续费最多需要 { $needed }。
detail-pool-unseen = 我们的节点不显示该发送方其他等待中的转账，所以这一部分是推断。
detail-gas-used = 使用了 { $used } gas{ $limit ->
    [none] {""}
   *[other] {"，上限为 "}{ $limit }
}。
detail-error = 合约自己的错误：{ $error }。
detail-selector = 合约自己的错误代码为 { $selector }，我们不认识它。
detail-reason-source = { $source ->
    [trace] 节点重新运行了这笔交易并给出了原因。
    [replay] 原因来自在前一个区块上重试该调用，因此只是很可能，不能确定。
   *[receipt] 只有交易回执说明了失败，因此原因只是很可能，不能确定。
}
detail-moved = 转移：{ $amount }，从 { $from } 到 { $to }。
detail-moved-token = 转移：数量 { $amount }，代币合约 { $token }，从 { $from } 到 { $to }。
detail-moved-item = 转移：藏品合约 { $token } 的第 { $item } 号，从 { $from } 到 { $to }。
detail-to-contract = 收款方是合约：是否接受直接付款由它自己决定。
detail-created = 它创建了合约 { $contract }。
detail-l1-fee = 手续费中有 { $fee } 付给一层网络。
detail-deposit = 这是从一层网络存入的交易，由链自身写入。
detail-finality = 最新的安全区块是 { $safe }，最新的最终确定区块是 { $finalized }。

## 带 gas 的链：下一步
step-speed_up = 在发出转账的钱包里提高手续费（“加速”，相同 nonce { $nonce }），至少每单位 gas { $max_fee } gwei，其中优先费（小费）{ $tip } gwei。它会取代等待中的那一笔，所以不会付两次。
step-speed_up-blobs = 在发出它的程序或钱包里替换它（“加速”，相同 nonce { $nonce }）：为附带数据（blob gas）每单位至少出 { $blob_fee } gwei，每单位 gas 至少 { $max_fee } gwei，其中优先费（小费）{ $tip } gwei。这三项都至少是原来的两倍，节点才会接受替换。它会取代等待中的那一笔，所以不会付两次。
step-fill_gap = 如果钱包里没有，请用编号 { $missing }（“自定义 nonce”）从该钱包发一笔小额转账，而不是把这笔付款再发一次。之后这一笔就可以继续。
step-speed_up_earlier = 请先处理更早的转账 { $earlier }：在发出转账的钱包里提高它的手续费（“加速”）。
step-top_up = 向付款账户转入资金，使余额至少达到 { $needed }；或在钱包里取消这笔转账。
step-lower_gas_limit = 在钱包里用不超过 { $limit } 的 gas 上限替换它（相同 nonce { $nonce }）。
step-replace_same_nonce = 要重新付款，请使用相同的编号（nonce）：用钱包里的“加速”直接付出；或先用“取消”取代原来那笔，等“取消”确认后再付。这样两笔最多只有一笔到账。
step-send_again_more_gas = 用更高的 gas 上限重新发送，或让钱包自动设定。失败的那一笔不会再次扣款。
step-send_again_more_gas-likely = 先查明失败的原因：如果确实是 gas 上限，再用更高的上限重新发送。失败的那一笔不会再次扣款。
step-check_nonce = 请把所提供的编号（nonce）与发出转账的钱包中这笔转账显示的编号核对。
step-look_up_same_number = 请同时查询 { $successor }：它的编号与所提供的相同。
step-look_in_wallet-pending = 请先在发出转账的钱包里查看，编号 { $missing } 的转账是否已在等待。通过私有通道发送的转账，我们的节点看不到。
step-look_at_bridge = 在该跨链桥自己的页面上查看这笔转账：是否已到账，或者需要在那里领取或重试。
step-settle_reason = 先解决原因，再重新发送。失败的那一笔不会再完成。
step-look_in_wallet = 请在发出转账的钱包里查看这笔转账：那里多半会显示网络拒绝它的原因，并可以重试或取消。
step-check_recipient = 请逐字核对收款地址和资产是否与约定一致。
step-beware_lookalike = 请不要从您没有预料到的转账里复制地址。

## 各网络的事件，面向公众
incident-simulated = 演示：{ $title }
incident-node_blind = 我们暂时无法观察 { $chain } 网络
    .text = 我们自己的节点目前都无法判断该网络的状况。这是我们这边的问题：网络本身可能一切正常，转账也可能照常到账。
    .easing = 我们的节点又能看到 { $chain } 网络了。
    .over = 我们的节点已恢复对该网络的观察。
incident-sequencer_silent = { $chain } 网络没有新区块
    .text = 我们的节点已有 { $time }没有看到新区块。在区块恢复之前，转账需要等待，期间不会扣除任何款项。
    .now = 已有 { $time }没有新区块。
    .easing = { $chain } 网络已恢复出块。
    .over = 新区块已恢复产生。
incident-finality_lag = { $chain } 网络的最终确定变慢
    .text = 区块正常产生，但最近 { $time }的区块都还没有最终确定。转账可以进行；等待最终确定的平台会比平时晚一些入账。
    .now = 最近 { $time }的区块都还没有最终确定。
    .easing = { $chain } 网络的区块又能最终确定了。
    .over = 区块的最终确定已恢复正常速度。
incident-deep_reorg = { $chain } 网络替换了最近的区块
    .text = 网络把最近 { $count } 个区块换成了另外的区块。其中的转账通常会自动重新打包，部分转账的确认数需要重新计算。
    .now = 一分钟内有 { $count } 个区块被替换。
    .easing = 此后 { $chain } 网络没有再替换区块。
    .over = 一小时内没有再发生区块替换。
incident-slow_blocks = { $impact ->
    [critical] { $chain } 网络没有新区块
   *[other] { $chain } 网络的下一个区块迟迟未到
}
    .text = { $impact ->
        [critical] 我们的节点已有 { $time }没有看到新区块。在区块恢复之前，转账需要等待，期间不会扣除任何款项。
       *[other] 我们的节点已有 { $time }没有看到新区块。下一个区块到来之前，转账都要等待；这种停顿属于偶然，无需任何操作。
    }
    .now = 已有 { $time }没有新区块。
    .easing = { $chain } 网络已有新区块到来。
    .over = 新区块已到来，转账继续进行。
incident-congestion = { $chain } 网络上等待的转账多于平时
    .text = { $impact ->
        [minor] 等待中的转账超过接下来几个区块的容量，手续费较低的转账要比平时多等很久。
       *[other] 等待中的转账远远超过接下来几个区块的容量，手续费较低的转账可能要等非常久，甚至被移出队列。
    }
    .now = { $impact ->
        [minor] 等待中的转账超过接下来几个区块的容量。
       *[other] 等待中的转账远远超过接下来几个区块的容量。
    }
    .easing = { $chain } 网络的队列已不再过长。
    .over = 排队长度已恢复正常。
incident-fee_spike = { $chain } 网络的手续费远高于平时
    .text = 目前进入下一个区块的费用约为平时的 { $times } 倍。如果不着急，晚些再发送通常更便宜。
    .now = 约为平时的 { $times } 倍。
    .easing = { $chain } 网络的手续费已经回落。
    .over = 手续费已回到通常范围。
