//! OFD documents as office programs and scanners write them, and as nobody should.

use super::super::of_package;
use super::super::tests::package;
use proptest::prelude::*;

fn ofd(page: &str) -> Vec<u8> {
    package(&[
        (
            "OFD.xml",
            "<ofd:OFD xmlns:ofd='x'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        ),
        (
            "Doc_0/Document.xml",
            "<ofd:Document xmlns:ofd='x'><ofd:CommonData><ofd:TemplatePage ID='9' BaseLoc='Tpls/Tpl_0.xml'/></ofd:CommonData>\
             <ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages></ofd:Document>",
        ),
        (
            "Doc_0/Tpls/Tpl_0.xml",
            "<ofd:Page xmlns:ofd='x'><ofd:TextObject Boundary='20 10 90 9' Size='5'><ofd:TextCode X='0' Y='5'>示例法院</ofd:TextCode></ofd:TextObject></ofd:Page>",
        ),
        ("Doc_0/Pages/Page_0/Content.xml", page),
    ])
}

#[test]
fn an_ofd_page_is_read_with_its_template() {
    let page = "<ofd:Page xmlns:ofd='x'><ofd:Template TemplateID='9'/><ofd:Content><ofd:Layer>\
        <ofd:TextObject Boundary='20 40 90 9' Size='4'><ofd:TextCode X='0' Y='4' DeltaX='g 3 4'>案号&#65306;一</ofd:TextCode></ofd:TextObject>\
        <ofd:TextObject Boundary='60 20 90 9' Size='6'><ofd:TextCode X='0' Y='5' DeltaX='20'>传票</ofd:TextCode></ofd:TextObject>\
        </ofd:Layer></ofd:Content></ofd:Page>";
    assert_eq!(of_package(&ofd(page)).unwrap().pages, ["示例法院\n传票\n案号：一"]);
}

/// A document of one page without its template.
fn page_of(objects: &str) -> songda_core::intake::DocumentText {
    of_package(&ofd(&format!("<ofd:Page xmlns:ofd='x'><ofd:Layer>{objects}</ofd:Layer></ofd:Page>"))).unwrap()
}

fn words(text: &str, top: u32, more: &str) -> String {
    format!(
        "<ofd:TextObject Boundary='20 {top} 90 9' Size='4' {more}><ofd:TextCode X='0' Y='4' DeltaX='g 9 4'>{text}</ofd:TextCode></ofd:TextObject>"
    )
}

#[test]
fn words_that_are_not_drawn_are_left_out_and_told_of() {
    for how in ["Visible='false'", "Alpha='0'"] {
        let read = page_of(&format!("{}{}", words("传票", 20, ""), words("二十日", 40, how)));
        assert_eq!((read.pages[0].as_str(), read.hidden.as_str()), ("传票", "第 1 页：二十日\n"), "{how}");
    }
    // Behind the picture of a scan they are what was read in it.
    let scan = "<ofd:ImageObject Boundary='0 0 210 297' ResourceID='3'/>";
    let read = page_of(&format!("{}{scan}", words("传票", 20, "Alpha='0'")));
    assert_eq!((read.pages[0].as_str(), read.hidden.as_str()), ("传票", ""));
}

#[test]
fn pages_that_say_nothing_and_pages_that_are_missing_are_told_apart_from_blank_ones() {
    assert!(page_of("").mute.is_empty(), "blank");
    assert_eq!(page_of("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='3'/>").mute.len(), 1);
    let missing = super::super::tests::package(&[
        ("OFD.xml", "<OFD><DocRoot>./Doc_0\\Document.xml</DocRoot></OFD>"),
        (
            "Doc_0/Document.xml",
            "<D><Page ID='1' BaseLoc='../Doc_0/./Pages\\P.xml'/><Page ID='2' BaseLoc='Pages/Q.xml'/>\
             <Page ID='3' BaseLoc='../../../P.xml'/><Annotations>A/A.xml</Annotations></D>",
        ),
        ("Doc_0/Pages/P.xml", &words("传票", 20, "")),
        ("Doc_0/A/A.xml", "<As><Page PageID='1'><FileLoc>N.xml</FileLoc></Page></As>"),
        (
            "Doc_0/A/N.xml",
            &format!("<Annot><Appearance Boundary='0 50 9 9'>{}</Appearance></Annot>", words("注", 1, "")),
        ),
    ]);
    let read = of_package(&missing).unwrap();
    assert_eq!(read.pages, ["传票\n注", "", ""]);
    assert_eq!(read.mute.into_iter().collect::<Vec<_>>(), [1, 2]);
}

proptest! {
    #[test]
    fn nothing_breaks_it(page in "(<ofd:TextCode[ A-Za-z='0-9g-]{0,20}>|<[/a-zA-Z:]{0,9}>|&[#a-z0-9]{0,4};?|[中0-9]{0,4}){0,12}") {
        let _ = of_package(&ofd(&page));
    }
}
