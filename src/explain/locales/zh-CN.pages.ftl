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
