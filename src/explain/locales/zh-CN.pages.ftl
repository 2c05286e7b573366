### 页面自身的文字。关于某笔转账或某个网络的说明在 zh-CN.ftl。

## 页面框架
frame-skip = 跳到正文
frame-menu = 页面
frame-look-up = 查询
frame-status = 网络状态
frame-help = 帮助
frame-theme = 切换浅色与深色
frame-support = 联系客服
frame-agent = 客服工作台
frame-api = API

## 查询
home-title = 我的转账到哪了？
home-lead = 粘贴交易哈希、区块浏览器链接，或您收到的整段消息。您将看到当前状态、原因以及该怎么做。
home-label = 交易哈希、链接或消息
home-placeholder = 4a5e1e4b… 或 https://…
home-send = 查询
home-help = 交易哈希有 64 个字符（0–9 和 a–f），有些网络前面还带 0x。
home-where = 在哪里能找到？
home-found = 消息中的转账
home-networks = 各网络当前状况

## 出错时
problem-home = 返回查询
problem-bad_id = 这里面没有交易哈希。
problem-secret = 请停下：这看起来是助记词或私钥。
    .text = 我们没有保存它。请不要把它交给任何人，包括客服：谁拿到它，谁就能转走全部资产。如果已经发给了别人，请立即把资产转到新的钱包。
    .browser = 它没有被发送，也没有离开您的设备。请不要把它交给任何人，包括客服：谁拿到它，谁就能转走全部资产。交易哈希有 64 个字符，不含单词。
problem-unsupported_chain = 这里没有监测该网络。
    .text = 本服务监测的网络：{ $chains }。
problem-bad_request = 无法识别这个请求。
    .text = 网址或表单中有不正确的内容，请从查询页重新开始。
problem-unauthorized = 本页面供客服团队使用。
    .text = 浏览器会要求输入用户名和密钥：用户名可任意填写，密钥请向运营方索取。
problem-not_found = 这里没有内容。
    .text = 页面可能已移动，或网址在复制时缺了一部分。
problem-too_large = 内容太多了。
    .text = 请粘贴较短的文字，其中最多 100 笔转账。
problem-rate_limited = 操作有些频繁。
    .text = 这与您的转账无关，请 { $wait }后再试。
problem-not_ready = 暂时无法查询。
    .text = 请稍后再试。
problem-internal = 我们这边出了问题。
    .text = 这与您的转账无关，请稍后再试。

## 粘贴的不是交易哈希
wrong-empty = 没有粘贴任何内容。交易哈希有 64 个字符（0–9 和 a–f），有些网络前面还带 0x。
wrong-too_short = 只有 { $length } 个字符，而交易哈希有 64 个。是不是复制时缺了一部分？
wrong-too_long = 连续有 { $length } 个字符，而交易哈希有 64 个。是不是多复制了内容？
wrong-address = 这看起来是地址。一个地址可以有很多笔转账，请粘贴这笔转账的交易哈希。
wrong-ens_name = 这看起来是代表地址的域名。一个地址可以有很多笔转账，请粘贴这笔转账的交易哈希。
wrong-lightning = 这看起来是闪电网络发票。闪电网络付款在链上没有交易哈希，请在付款的钱包中查看结果。
wrong-public_key = 这看起来是扩展公钥。谁拿到它，谁就能看到钱包的全部地址，请妥善保管。请粘贴这笔转账的交易哈希。
wrong-link = 链接中没有交易哈希，请粘贴这笔转账的链接。
wrong-several = 里面有不止一个交易哈希，请一次粘贴一个。
wrong-other = 交易哈希有 64 个字符（0–9 和 a–f），有些网络前面还带 0x。发送的钱包或平台会在付款记录旁显示它。

## 填写的转账信息有误
wrong-field = 有一项内容需要修改。
wrong-field-required = 确认数须为 1 到 10,000 的整数。
wrong-field-to = 收款地址须为比特币或以太坊类网络的地址。alice.eth 这样的名称只是代称，请填写地址本身。
wrong-field-amount = 金额须为数字，例如 0.5，用小数点，不带单位。
wrong-field-sender = 发送方须为以太坊类网络的地址。
wrong-field-nonce = nonce 须为整数。

## 帮助
help-title = 转账帮助
help-lead = 转账为什么慢、可能在哪里、您可以做什么。
help-search = 搜索帮助文章
help-search-send = 搜索
help-found = 搜索结果
help-none = 没有符合的文章。请换几个词，或从下面的列表中选择。
help-basics = 基本原理
help-waiting = 长时间未到账
help-gone = 查不到，或已被取代
help-failed = 失败了
help-arrived = 已发出或已完成，但未到账
help-network = 网络
help-safety = 安全与客服
help-related = 延伸阅读
help-all = 全部文章
help-causes = 哪些查询结果会指向本文
help-fast = 下一个区块
help-normal = 三个区块以内
help-slow = 六个区块以内
help-wait = 普通转账约 { $cost }；一半在 { $half }内、十分之九在 { $most }内进入区块。
help-wait-unknown = 普通转账约 { $cost }；目前无法估计要等多久。
help-last = 上一个区块
help-ago = { $age }前
help-pace = 平均每 { $interval }一个。
help-required = 本站默认要求的确认数
help-required-time = 平均需要 { $time }。收款方可能要求更多。
help-seconds = { $count } 秒
## 转账：一词概括
badge-settled = 已完成
badge-included = 已进入区块
badge-waiting = 正在途中
badge-delayed = 比平时慢
badge-action = 需要有人处理
badge-failed = 失败
badge-replaced = 已被取代
badge-gone = 已不在队列
badge-unknown = 未查到

## 转账：经过
track-title = 这笔转账的经过
track-sent = 已发出
track-sent-unseen = 只有发送方能确认
track-seen = 节点已看到
track-queue = 排队中
track-replaced = 已被取代
track-left = 离开队列
track-block = 进入区块
track-failed = 进入区块但失败
track-depth = 确认数
track-of = { $have } / { $need }
track-done = 完成
track-state-done = 已到达
track-state-now = 现在在这里
track-state-ahead = 尚未到达
track-state-broken = 到此为止
track-state-unseen = 我们看不到

## 转账：预计时间
estimate-heading = 大约需要多久
estimate-title = 二十笔同样的转账何时到达
estimate-text = 二十笔同样的转账中，十笔在 { $half }内到达，十六笔在 { $most }内，十九笔在 { $nearly }内，一笔更久。
estimate-half = 20 笔中有 10 笔不超过
estimate-most = 20 笔中有 16 笔不超过
estimate-nearly = 20 笔中有 19 笔不超过
estimate-now = 现在
estimate-later = 更久

## 转账：页面其余部分
transfer-steps = 该做什么
transfer-next = 请在约 { $wait }后再看。
transfer-as-of = 截至
transfer-following = 有变化时本页会自动更新。
transfer-more = 更多信息
transfer-details = 具体数据
transfer-evidence = 判断依据
transfer-evidence-text = 每条依据来自哪个节点、何时得到。
transfer-reply = 可直接发给客户的回复
transfer-reply-text = 供客服使用，内容完整，可直接发送。
transfer-article = 帮助中的相关说明
transfer-permalink = 固定链接
transfer-share = 复制链接
copy = 复制
copy-done = 已复制
copy-failed = 复制失败，请手动选择文字
now-old = 以下内容已过时：目前无法连接到我们的服务，无法得知各网络现在的状况。
problem-unreached = 无法连接到我们的服务。请检查网络后再试。
new-tab = 在新标签页打开
who-sender = 发送方
who-recipient = 收款方
who-support = 客服
who-nobody = 无需操作
replaced-speed_up = 已被下面这笔取代，付款内容相同
replaced-cancel = 已被下面这笔取代，原付款已取消
replaced-different = 已被下面这笔取代
untrusted-title = 链上的文字
untrusted-text = 任何人都可以写下这些文字，它们不是我们说的：请不要照做，也不要打开其中的链接。
source-revert_reason = 合约的消息
source-token = 代币名称
source-op_return = 交易中的附言
source-other = 文字
untrusted-lure = 这看起来像是骗局。
evidence-claim = 内容
evidence-source = 来源
evidence-node = 节点
evidence-time = 时间
expected-title = 应到账的内容
expected-text = 可以不填。填写后，可以判断到账的金额和地址是否正确。
expected-required = 收款方要求的确认数
expected-amount = 金额
expected-to = 收款地址
expected-asset = 代币合约，或该链自身币种的代号
expected-send = 按此重新查询

## 客服
agent-title = 客服工作台
agent-label = 粘贴任何内容：交易哈希、链接、整份工单
agent-send = 全部查询
agent-help = 一次最多 100 笔转账，本服务不保存任何内容。按 Ctrl + Enter 发送。
agent-progress = 已查询 { $have } / { $all } 笔转账
agent-broken = 连接中断，部分转账尚未查到。
agent-again = 重新查询全部
agent-reply-in = 回复语言
agent-keep = 在本设备上保留这些交易哈希
agent-table = 您粘贴的转账
agent-transfer = 转账
agent-verdict = 结论
agent-age = 已知时长
agent-estimate = 预计
agent-next = 建议再查
agent-who = 由谁处理
agent-more = 回复、依据、处理建议
agent-reply = 回复
agent-copy-reply = 复制回复
agent-escalation = 转交（升级处理）
agent-escalate = 复制全部依据
agent-keys = 焦点在某一行时：j 和 k 移到下一行和上一行，r 复制回复，l 切换回复语言，e 复制全部依据。

## 网络状态
status-title = 网络状态
status-lead = 我们观察的各网络现在与过去的状况。网络繁忙并不是谁的故障：转账仍会到账，只是更慢或手续费更高。
status-as-of = 截至 { $time }
status-all-good = 所有网络运行正常
status-some-unusual = { $all ->
    [1] 该网络有异常情况
   *[other] { $all } 个网络中有 { $count } 个出现异常情况
}。
status-some-unknown = { $all ->
    [1] 我们目前无法判断该网络的状况
   *[other] { $all } 个网络中有 { $count } 个的状况我们目前无法判断
}。
status-unknown = 未知
status-open = 正在发生
status-since = 自 { $time }起
status-from-to = { $from }至 { $to }（{ $length }）
status-current = 目前：
status-noted = 我们的团队
status-fees = 手续费
status-fast = 快
status-normal = 普通
status-slow = 慢
status-fees-what = 选择
status-fees-rate = 费率
status-fees-cost = 一笔普通转账
status-fees-wait = 预计打包时间
status-fees-unknown = 目前无法得知手续费。
status-block = 最新区块
status-ago = { $time }前
status-height = 第 { $height } 号，通常每 { $pace }一个
status-height-known = 我们所知的最新区块是第 { $height } 号
status-waiting = 等待中
status-waiting-count = { $count } 笔转账
status-waiting-blocks = 约 { $blocks } 个区块
status-finality = 视为最终所需
status-finality-count = { $count } 次确认
status-finality-own = 以网络的最终确认为准
status-finality-lag = 最近的最终确认区块落后 { $time }
status-finality-time = 约 { $time }
status-nodes = 我们的观察
status-nodes-count = { $all } 个节点中 { $count } 个已同步
status-heard = { $time }前收到消息
status-now = 现在
status-days = 最近 90 天
status-days-from = 90 天前
status-days-to = 今天
status-days-summary = 正常 { $good }，异常 { $unusual }，我们未能观察 { $unknown }
status-days-table = 不完全正常的日子
status-days-day = 日期
status-days-unusual = 异常
status-days-unknown = 未观察
status-window = 图表范围
status-window-day = 24 小时
status-window-week = 7 天
status-window-quarter = 90 天
status-chart-fees = 费率
status-chart-waiting = 等待中的转账
status-chart-pause = 最长出块等待
status-chart-desc = { $chain }：在 { $least } 与 { $most } { $unit } 之间，最近为 { $last } { $unit }。灰色区段我们未能观察。
status-chart-nothing = 这段时间内尚无观察记录。
status-slow-to-fast = 慢到快
status-not-seen = 未观察
status-table = 以表格显示
status-column-from = 起始（UTC）
status-column-blocks = 区块数
status-column-seen = 观察率
status-past = 过往事件
status-past-none = 最近 90 天内没有。
status-subscribe = 订阅
status-subscribe-lead = 无需打开本页即可了解事件：
status-badge = 徽章
status-api = 状态接口
status-simulated = 演示
status-updates = 经过

## 是否有帮助
opinion-question = 这个回答有帮助吗？
opinion-comment = 还缺什么？（可不填）
opinion-yes = 有帮助
opinion-no = 没帮助
opinion-thanks = 谢谢，我们已记下。
opinion-back = 返回这笔转账
