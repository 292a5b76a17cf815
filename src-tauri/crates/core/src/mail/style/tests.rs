//! Styles that hide, styles that do not, and what is handed down.

use super::*;
use rstest::rstest;

fn look(style: &str) -> Look {
    Look::default().under(declarations(style).iter())
}

#[rstest]
#[case("#fff", true)]
#[case("#fefefd", true)]
#[case("#f8f8ff", true)]
#[case("rgb(250,251,252)", true)]
#[case("rgb(100%,100%,99%)", true)]
#[case("hsl(0,0%,99%)", true)]
#[case("snow", true)]
#[case("transparent", true)]
#[case("rgba(0, 0, 0, 0)", true)]
#[case("#ff0000", false)]
#[case("#0fffff", false)]
#[case("#eee", false)]
#[case("rgb(255,0,0)", false)]
#[case("rgba(0,0,0,.8)", false)]
#[case("red", false)]
#[case("#", false)]
fn colours_nobody_reads_on_white(#[case] value: &str, #[case] expected: bool) {
    assert_eq!(!look(&format!("color: {value}")).is_seen(), expected, "{value}");
}

#[rstest]
#[case("font-size: 2px")]
#[case("font: 0/0 a")]
#[case("transform: scale(0)")]
#[case("transform: rotate(3deg) scaleY(.01)")]
#[case("transform: translateX(-9999px)")]
#[case("clip-path: inset(100%)")]
#[case("width:1px;height:1px;overflow:hidden")]
#[case("line-height:0;overflow:hidden")]
#[case("background:#036;color:#003366")]
#[case("visibility: hidden !important")]
fn styles_that_hide(#[case] style: &str) {
    assert!(!look(style).is_seen(), "{style}");
}

#[rstest]
#[case("transform: scale(1.5)")]
#[case("transform: translate(-50%, -50%)")]
#[case("color: white; background: #003366 url(x.png)")]
#[case("color: white; background-image: linear-gradient(red, blue)")]
#[case("width:0;overflow:visible")]
#[case("font: bold 14px/0 serif")]
#[case("height:1px")]
fn styles_that_do_not(#[case] style: &str) {
    assert!(look(style).is_seen(), "{style}");
}

#[test]
fn what_is_handed_down_may_be_set_anew() {
    let inner = |style: &str| declarations(style);
    let wrapper = look("font-size:0;color:#fff;visibility:hidden");
    assert!(!wrapper.is_seen());
    assert!(wrapper.under(inner("font-size:14px;color:#333;visibility:visible").iter()).is_seen());
    assert!(!look("font-size:0").under(inner("font-size:2em").iter()).is_seen());
    assert!(!look("display:none").under(inner("display:block;font-size:14px").iter()).is_seen());
}
