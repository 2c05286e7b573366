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
home-lead = 粘贴交易哈希、区块浏览器链接，或您收到的整段消息。您会看到现在怎样、为什么、该做什么。
home-label = 交易哈希、链接或消息
home-placeholder = 4a5e1e4b… 或 https://…
home-send = 查询
home-help = 交易哈希有 64 个字符：0–9 和 a–f。
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
problem-not_found = 这里没有内容。
    .text = 页面可能已移动，或网址在复制时缺了一部分。
problem-too_large = 内容太多了。
    .text = 请粘贴较短的文字，其中最多 100 笔转账。
problem-not_ready = 暂时无法查询。
    .text = 请稍后再试。
problem-internal = 我们这边出了问题。
    .text = 这与您的转账无关，请稍后再试。

## 粘贴的不是交易哈希
wrong-empty = 没有粘贴任何内容。交易哈希有 64 个字符：0–9 和 a–f。
wrong-too_short = 只有 { $length } 个字符，而交易哈希有 64 个。是不是复制时缺了一部分？
wrong-too_long = 连续有 { $length } 个字符，而交易哈希有 64 个。是不是多复制了内容？
wrong-address = 这看起来是地址。一个地址可以有很多笔转账，请粘贴这笔转账的交易哈希。
wrong-ens_name = 这看起来是代表地址的域名。一个地址可以有很多笔转账，请粘贴这笔转账的交易哈希。
wrong-lightning = 这看起来是闪电网络发票。闪电网络付款在链上没有交易哈希，请在付款的钱包中查看结果。
wrong-public_key = 这看起来是扩展公钥。谁拿到它，谁就能看到钱包的全部地址，请妥善保管。请粘贴这笔转账的交易哈希。
wrong-link = 链接中没有交易哈希，请粘贴这笔转账的链接。
wrong-several = 里面有不止一个交易哈希，请一次粘贴一个。
wrong-other = 交易哈希有 64 个字符：0–9 和 a–f。发送的钱包或平台会在付款记录旁显示它。

## 帮助
help-title = 转账帮助
help-lead = 转账为什么慢、可能在哪里、您可以做什么。
help-search = 搜索帮助文章
help-search-send = 搜索
help-found = 搜索结果
help-none = 没有符合的文章。请换几个词，或从下面的列表中选择。
help-basics = 基本原理
help-waiting = 一直在等
help-gone = 查不到，或已被取代
help-failed = 失败了
help-arrived = 已发出或已完成，账户却没有
help-network = 网络
help-safety = 安全与客服
help-related = 接着看
help-all = 全部文章
help-causes = 哪些查询结果会指向本文
help-fast = 下一个区块
help-normal = 三个区块以内
help-slow = 六个区块以内
help-rate = { $rate } sat/vB
help-wait = 普通转账约 { $cost } sat；一半在 { $half }内、十分之九在 { $most }内进入区块。
help-last = 上一个区块
help-ago = { $age }前
help-pace = 平均每 { $interval }一个。
help-required = 本站默认要求的确认数
help-required-time = 平均需要 { $time }。收款方可能要求更多。
help-seconds = { $count } 秒
