//! What a reader sees of pages as mail programs write them, and of those that hide something.

use super::*;
use proptest::prelude::*;
use rstest::rstest;

#[test]
fn hidden_text_comments_and_quotes_are_not_seen() {
    let seen = of_html(
        "<html><head><title>x</title><style>p{}</style></head><body><p>案号：（2026）沪0112民初1号</p><!-- 2号 -->\
         <div style=\"display: none\"><b>3号</b></div><span style='font-size:0px'>4号</span>\
         <p style=\"font-size:0.9em\">可见&nbsp;&lt;5号&gt;</p><blockquote type=cite>6号</blockquote>\
         <a href=\"https://zxfw.court.gov.cn/x?a=1&amp;b=2\">链接</a><img src=cid:logo></body></html>",
    );
    assert_eq!(seen.text, "案号：（2026）沪0112民初1号\n可见 <5号>\n链接");
    assert_eq!(seen.links, ["https://zxfw.court.gov.cn/x?a=1&b=2"]);
    assert_eq!(seen.anchors, [("链接".to_owned(), "https://zxfw.court.gov.cn/x?a=1&b=2".to_owned())]);
    assert_eq!(seen.shown, ["logo"]);
    assert_eq!(seen.hidden, "3号\n4号");
    assert_eq!(seen.older, "6号");
}

#[rstest]
#[case("<style>.x{display:none}</style><p class='a x'>藏</p><p>见</p>")]
#[case("<script>if(a<b)document.write('</div>藏')</script>见")]
#[case("<p style='color:#FFFFFF'>藏<p>见")]
#[case("<div style='position:absolute;left:-9999px'>藏</div>见")]
#[case("<font color=white>藏</font>见")]
#[case("<div hidden>藏</div>见")]
#[case("<!--x--><!-- > 藏 -->见")]
#[case("<table bgcolor='#003366'><tr><td><font color=white>见</font></td></tr></table>")]
#[case("<div id=\"x\" style=\"height:0;overflow:hidden\">藏</div>见")]
#[case(
    "<style>i{display:none} .a .b{color:#fff} [x]{font-size:0}</style><i>藏</i><div class=a><b class=b>藏</b></div><u x>藏</u>见"
)]
#[case(
    "<style>@import url(x.css); @media screen{p{display:none}} @media (max-width:9px){b{display:none}}</style><p>藏</p><b>见</b>"
)]
#[case("<style>p>i{display:none}</style><p><i>藏</i></p><i>见</i>")]
#[case("<div style='background:#036;color:#036'>藏</div>见")]
#[case("<div style='width:1px;height:1px;overflow:hidden'>藏</div>见")]
#[case("<div style='transform:translateX(-9999px)'>藏</div>见")]
#[case("<div style=display:none><table><tr><td></div>藏</td></tr></table></div>见")]
#[case("<head><meta charset=utf-8><title>藏</title><body>见")]
#[case("<head><style>p{}</style>见")]
#[case("<object data=x>见</object>")]
#[case("<svg><path d=x><p>见</p>")]
#[case("<div style=font-size:0><div style=font-size:14px>见</div></div>")]
#[case("<style>.h{background:#036}</style><div class=h style=color:#fff>见</div>")]
#[case("<style>.h{display:none}</style><p class=h style=display:block>见</p>")]
#[case("<p style=display:none>藏<div>见</div>")]
#[case("<table bgcolor=#000><tr><td><a href=x>见</a></td></tr></table>")]
#[case("<blockquote style='margin:0 0 0 40px'>见</blockquote>")]
fn what_a_reader_sees(#[case] html: &str) {
    assert_eq!(of_html(html).text, "见");
}

#[test]
fn a_paragraph_that_a_block_ends_keeps_its_letters_hidden() {
    let seen = of_html("<p style='color:red'><font color=white><div>藏</div></font>见");
    assert_eq!((seen.text.as_str(), seen.hidden.as_str()), ("见", "藏"));
}

#[test]
fn lines_in_a_wrapper_without_size_stay_apart() {
    let seen = of_html(
        "<td style=font-size:0><p style=font-size:9pt>甲</p><p style=font-size:9pt><a href='http://a.test/'>乙</a></p></td>",
    );
    assert_eq!((seen.text.as_str(), seen.links.len()), ("甲\n乙", 1));
}

#[rstest]
#[case("<div>好</div><div id=divRplyFwdMsg>头</div><div>旧</div>")]
#[case("<body><div>好</div><div id=appendonsend></div><hr><div>旧</div></body>")]
#[case("好<br>甲 &lt;a@x.test&gt; 写道：<blockquote>旧</blockquote>")]
#[case("好<blockquote class=ReferenceQuote>旧</blockquote>")]
#[case("好<div class=gmail_quote>旧</div>")]
fn what_is_quoted_is_older(#[case] html: &str) {
    let seen = of_html(html);
    assert_eq!(seen.text, "好");
    assert!(seen.older.contains('旧'), "{html}");
}

#[test]
fn many_open_elements_cost_little() {
    let html = "<b><a href='x' ".repeat(20_000) + &"</i>".repeat(20_000) + &"<a x=\"".repeat(100_000);
    let _ = of_html(&html);
}

proptest! {
    #[test]
    fn nothing_breaks_the_reader(html in "(<[a-z/!-]{0,6}[ =\"'a-z:;0]{0,20}>?|[中a& #;]{0,5}){0,30}") {
        let _ = of_html(&html);
    }
}
