"""Lists what the columns of news tables are called, in Chinese and English.

Names are folded: lower case, letters and digits only. The most telling comes first.
"""

from __future__ import annotations


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


TEXT = _names(
    """
    內文 内文 正文 全文 本文 新聞內容 新闻内容 文章內容 文章内容 報導內容 报道内容 報導內文
    內容 内容 文本 文章 報導 报道 文字 fulltext body articlebody bodytext articletext text
    content maintext article story contenthtml bodyhtml texthtml contentrendered 貼文 贴文
    message 摘要 簡介 简介 描述 description summary abstract snippet
    """
)
TITLE = _names(
    """
    標題 标题 新聞標題 新闻标题 文章標題 文章标题 題名 题名 主標題 主标题 題目 题目 篇名 主旨
    主題 主题 名稱 名称 title headline articletitle newstitle heading subject titlerendered
    name
    """
)
PUBLISHED = _names(
    """
    日期 發布日期 发布日期 發佈日期 發布時間 发布时间 發佈時間 刊登日期 刊登時間 刊出日期
    出刊日期 見報日期 见报日期 報導日期 报道日期 新聞日期 新闻日期 出版日期 上稿時間 時間 时间
    date published publishedat publisheddate publishdate publicationdate publishtime
    publishedtime datepublish
    datepublished pubdate pubtime newsdate posted postedat datetime createdat
    created timestamp time
    """
)
OUTLET = _names(
    """
    媒體 媒体 媒體名稱 媒体名称 報紙名稱 报纸名称 刊物名稱 刊物名称 網站名稱 网站名称
    來源 来源 新聞來源 新闻来源 資料來源 资料来源 消息來源 報紙
    报纸 報別 报别 報社 报社 刊物 刊名 報刊 报刊 出處 出处 頻道 频道 電視台 电视台 outlet
    source sourcename media publisher publishername newspaper publication sitename site channel
    press
    """
)
AUTHORS = _names(
    """
    作者 記者 记者 撰文 撰稿 撰稿人 執筆 执笔 作者姓名 記者姓名 记者姓名 author authors byline
    authorname reporter reporters writer journalist creator
    """
)
# Columns that are none of these, but tell that a row is a header.
_OTHER = _names(
    """
    編號 编号 序號 序号 版號 版号 字數 字数 id no url link 網址 网址 連結 链接 版面
    版次 版別 page 類別 类别 分類 分类 category section 關鍵字 关键字 關鍵詞 关键词 keyword
    keywords tags 地點 地点 備註 备注
    """
)
KNOWN = frozenset(TEXT + TITLE + PUBLISHED + OUTLET + AUTHORS + _OTHER)
