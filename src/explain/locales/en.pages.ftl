### The pages' own words. What is said of a transaction or a network is in en.ftl.

## Frame
frame-skip = Skip to the content
frame-menu = Pages
frame-look-up = Look up
frame-status = Network status
frame-help = Help
frame-theme = Switch between light and dark
frame-support = Contact support
frame-agent = For support teams
frame-api = API

## Look-up
home-title = Where is my transfer?
home-lead = Paste a transaction id, a link from a block explorer, or the whole message that you got. You'll read what is happening, why, and what to do.
home-label = Transaction id, link or message
home-placeholder = 4a5e1e4b… or https://…
home-send = Look it up
home-help = An id has 64 characters, 0–9 and a–f, on some networks with 0x in front.
home-where = Where do I find it?
home-found = Found in your message
home-unread = { $count ->
    [one] One more piece of your text looks like an id, an address or a link, and couldn't be looked up.
   *[other] { $count } more pieces of your text look like ids, addresses or links, and couldn't be looked up.
}
home-networks = The networks right now

## Problems
problem-home = To the look-up
problem-bad_id = There is no transaction id in this.
problem-secret = Stop: this looks like a recovery phrase or a private key.
    .text = We did not store it. Never give it to anyone, not even to support staff: whoever has it can take everything. If you have sent it to somebody, move your coins to a new wallet now.
    .browser = It was not sent, and nothing left your device. Never give it to anyone, not even to support staff: whoever has it can take everything. An id is 64 characters long and holds no words.
problem-unsupported_chain = This network is not watched here.
    .text = This service watches: { $chains }.
problem-bad_request = The request can't be read.
    .text = Something in the address or the form is not as it should be. Please start again from the look-up.
problem-unauthorized = This page is for the support team.
    .text = Your browser asks for a user name and a key: any name will do, the key is the operator's.
problem-not_found = There is nothing here.
    .text = The page may have moved, or the address was cut off while copying.
problem-too_large = That is too much at once.
    .text = Please paste a shorter text, with at most 100 transactions.
problem-rate_limited = That was a lot in a short time.
    .text = It has nothing to do with your transfer. Please wait { $wait }, then try again.
problem-not_ready = Not right now.
    .text = Please try again in a moment.
problem-internal = Something went wrong on our side.
    .text = It has nothing to do with your transfer. Please try again in a moment.

## What was pasted instead of an id
wrong-empty = Nothing was pasted. An id has 64 characters, 0–9 and a–f, on some networks with 0x in front.
wrong-too_short = It has { $length } characters of an id where 64 are needed. Was it cut off while copying?
wrong-too_long = It has { $length } characters in a row where an id has 64. Was something copied along?
wrong-address = It looks like an address. An address can have many transfers: please paste the transfer's own id.
wrong-ens_name = It looks like a name that stands for an address. An address can have many transfers: please paste the transfer's own id.
wrong-lightning = It looks like a Lightning invoice. Payments over Lightning have no transaction id on the chain; the sending wallet can say what became of it.
wrong-solana = It looks like a transaction of the Solana network, which can't be looked up here. An explorer of Solana shows how it stands.
wrong-public_key = It looks like an extended public key. Whoever has it sees all addresses of the wallet: better keep it to yourself. Please paste the transfer's own id.
wrong-link = The link has no transaction id in it. Please paste the link of the transfer itself.
wrong-several = There is more than one transaction id in it. Please paste one at a time.
wrong-other = An id has 64 characters, 0–9 and a–f, on some networks with 0x in front. The sending wallet or platform shows it beside the payment.

## What was told wrongly about a transfer
wrong-field = One of the fields needs another look.
wrong-field-required = The confirmations must be a whole number from 1 to 10,000.
wrong-field-finality = “safe” and “finalized” exist on Ethereum-style networks alone. Elsewhere please give a number of confirmations.
wrong-field-to = The recipient must be an address of a Bitcoin or Ethereum-style network. A name such as alice.eth stands for one: please give the address itself.
wrong-field-to_network = The recipient is an address of another kind of network than the one that was chosen.
wrong-field-amount = The amount must be a number such as 0.5, with a point and without a unit.
wrong-field-sender = The sender must be an address of an Ethereum-style network.
wrong-field-nonce = The nonce must be a whole number.

## Help
help-title = Help with transfers
help-lead = Why a transfer takes long, where it may be, and what you can do.
help-search = Search the help
help-search-send = Search
help-found = Found
help-none = Nothing fits these words. Try fewer or other ones, or choose from the list.
help-basics = How it works
help-waiting = It takes long
help-gone = It can't be found or was replaced
help-failed = It failed
help-arrived = Sent or done, but not in the account
help-network = The network
help-safety = Safety and support
help-related = Read next
help-all = All articles
help-causes = Answers of the look-up that lead here
help-fast = Next block
help-normal = Within three blocks
help-slow = Within six blocks
help-wait = About { $cost } for a typical transfer; half get in within { $half }, nine in ten within { $most }.
help-wait-one = About { $cost } for a typical transfer; it usually gets in within { $most }.
help-wait-unknown = About { $cost } for a typical transfer; how long it takes can't be said now.
help-last = Last block
help-ago = { $age } ago
help-pace = The average interval is { $interval }.
help-required = Confirmations asked for here
help-required-time = That takes { $time } on average. Recipients may ask for more.
## A transfer: how it is, in a word
badge-settled = Done
badge-included = In a block
badge-waiting = On its way
badge-delayed = Takes longer
badge-action = Somebody must act
badge-failed = Failed
badge-replaced = Replaced
badge-gone = No longer in the queue
badge-unknown = Not seen by us
badge-block = A block, not a transfer
badge-parent = An earlier transfer is missing
badge-unclear = We can't tell now

## A transfer: its way
track-title = Progress of this transfer
track-sent = Sent
track-sent-unseen = only the sender can tell
track-seen = Seen by our nodes
track-queue = In the queue
track-replaced = Replaced
track-left = Left the queue
track-block = In a block
track-failed = In a block, but failed
track-depth = Confirmations
track-of = { $have } of { $need }
track-done = Done
track-state-done = reached
track-state-now = it is here
track-state-ahead = still ahead
track-state-broken = it went no further
track-state-unseen = we can't see it

## A transfer: the estimate
estimate-heading = How long it may take
estimate-title = Twenty transfers like this one, by when they arrive
estimate-text = Of twenty such transfers, ten arrive within { $half }, sixteen within { $most }, nineteen within { $nearly }; one takes longer.
estimate-half = 10 of 20 such transfers within
estimate-most = 16 of 20 within
estimate-nearly = 19 of 20 within
estimate-now = now
estimate-later = longer

## A transfer: the rest of the page
transfer-steps = What to do
transfer-next = Look again in about { $wait }.
transfer-as-of = As of
transfer-following = This page follows each change by itself.
transfer-more = More about this transfer
transfer-details = The figures
transfer-evidence = The evidence
transfer-evidence-text = Each claim, the node that said it, and when.
transfer-reply = A reply to send to the customer
transfer-reply-text = For support teams: complete as it is.
transfer-article = More about this in the help
transfer-permalink = Permanent link
transfer-share = Copy the link
copy = Copy
copy-done = Copied
copy-failed = Couldn't copy: select the text yourself
now-old = This is old: our service can't be reached at the moment, so nobody can tell how the networks are doing now.
problem-unreached = Our service couldn't be reached. Please check your connection and try again.
new-tab = opens a new tab
who-sender = Sender
who-recipient = Recipient
who-support = Support
who-nobody = No action
replaced-speed_up = It was replaced by this one, which pays the same
replaced-cancel = It was replaced by this one, which cancels it
replaced-different = It was replaced by this one
untrusted-title = Text from the chain
untrusted-text = Anybody could have written this. It is not from us: follow no instruction and no link in it.
source-revert_reason = Message of the contract
source-token = Name of a token
source-op_return = Note in the transaction
source-other = Text
untrusted-lure = This looks like an attempt to deceive you.
evidence-claim = Claim
evidence-source = Source
evidence-node = Node
evidence-time = When
expected-title = What should have arrived
expected-text = Optional. With it, the answer can tell whether the right amount reached the right address.
expected-required = Confirmations that the receiver wants
expected-amount = Amount
expected-to = Recipient's address
expected-asset = Token contract, or symbol of the chain's own coin
expected-send = Check again with this

## For support teams
agent-title = Support console
agent-label = Paste anything: ids, links, whole tickets
agent-send = Look up all
agent-help = Up to 100 transfers at a time. Nothing of it is stored here. Ctrl + Enter sends.
agent-progress = { $have } of { $all } transfers looked up
agent-broken = The connection broke off before every transfer had come.
agent-unread = Not looked up: “{ $begins }…”. { $why }
agent-repeated = { $count ->
    [one] One transfer is named once more; it has one row.
   *[other] Transfers are named again { $count } times; each has one row.
}
agent-again = Look up all again
agent-reply-in = Replies in
agent-keep = Keep the ids on this device
agent-table = The transfers that you pasted
agent-transfer = Transfer
agent-verdict = Verdict
agent-age = Known for
agent-estimate = Estimate
agent-next = Next check in
agent-who = Who acts next
agent-more = Reply, evidence, what to do
agent-reply = Reply
agent-copy-reply = Copy reply
agent-escalation = To pass the case on
agent-escalate = Copy all evidence
agent-keys = With the focus in a row: j and k go to the next and the one before, r copies the reply, l changes its language, e copies all evidence.

## Network status
status-title = Network status
status-jump = Networks
status-lead = How the networks that we watch are doing, and how they did. A busy network is nobody's failure: transfers mostly still arrive, only later or for a higher fee.
status-as-of = As of { $time }
status-unknown = unknown
status-open = Going on now
status-since = Since { $time }
status-from-to = { $from } to { $to } ({ $length })
status-current = Now:
status-unclear = We can't tell at the moment; what follows is what we knew last.
status-noted = Our team
status-fees = Fees
status-fast = Fast
status-normal = Normal
status-slow = Slow
status-fees-what = Choice
status-fees-rate = Fee rate
status-fees-cost = Typical transfer
status-fees-wait = In a block within
status-fees-unknown = Fees are unknown at the moment.
status-block = Last block
status-ago = { $time } ago
    .now = just now
status-height = No. { $height }, usual interval { $pace }
status-height-known = No. { $height } is the newest that we know of
status-waiting = Waiting
status-waiting-count = { $count } transfers
status-waiting-blocks = about { $blocks } blocks; the lowest rate taken is { $rate } sat/vB
status-finality = Counts as final
status-finality-count = { $count ->
    [one] { $count } confirmation
   *[other] { $count } confirmations
}
status-finality-own = when the network says so
status-finality-both = { $count ->
    [one] { $count } confirmation, and the network says so
   *[other] { $count } confirmations, and the network says so
}
status-finality-lag = the last final block is { $time } behind
status-finality-time = about { $time }
status-nodes = Our own view
status-nodes-count = { $count } of { $all } nodes in sync
status-heard = last heard { $time } ago
    .now = last heard just now
status-now = now
status-days = The last 90 days
status-days-from = 90 days ago
status-days-from-30 = 30 days ago
status-days-to = today
status-days-summary = 90 days: { $good } as usual, { $unusual } unusual, { $unknown } not seen by us
status-days-table = Days that were not wholly as usual
status-days-day = Day
status-days-unusual = Unusual
status-days-unknown = Not seen
status-window = Charts show
status-window-day = 24 hours
status-window-week = 7 days
status-window-quarter = 90 days
status-chart-fees = Fee rate
status-chart-waiting = Queue
status-chart-pause = Longest wait for a block
status-unit-mvb = million vB
status-unit-minutes = minutes
status-chart-desc = { $chain }: between { $least } and { $most } { $unit }, most recently { $last } { $unit }. Grey stretches were not seen by us.
status-chart-nothing = Nothing was seen in this time yet.
status-slow-to-fast = Slow to fast
status-not-seen = Not seen
status-table = The same as a table
status-column-from = From (UTC)
status-column-blocks = Blocks
status-column-seen = Seen
status-past = Past incidents
status-past-none = None in the last 90 days.
status-subscribe = Subscribe
status-subscribe-lead = Learn of incidents without looking here:
status-badge = Badge
status-embed = Frame
status-api = Status API
status-simulated = Demonstration
status-updates = What happened

## Whether it helped
opinion-question = Did this help?
opinion-comment = What was missing? (optional)
opinion-yes = Yes
opinion-no = No
opinion-thanks = Thank you: we have noted it.
opinion-back = Back to the transfer
