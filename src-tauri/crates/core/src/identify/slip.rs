//! Slips of the pen in titles: one character written for another that sounds or looks alike, 应述通知书 for 应诉通知书.
//!
//! Only file names are mended, and only where nothing but the form of the paper was read of them.

use super::document::is_general;
use crate::reference::{Kind, Reference};

/// Characters of titles, and what is typed or read in their place.
const SLIPS: [(char, &str); 52] = [
    ('诉', "述素溯拆"),
    ('证', "正征政症"),
    ('知', "之支只芝"),
    ('票', "漂飘禀栗"),
    ('议', "意义易仪"),
    ('异', "意易议"),
    ('裁', "栽载才"),
    ('判', "叛盼"),
    ('决', "绝诀抉"),
    ('书', "数输"),
    ('纳', "那钠呐"),
    ('执', "直值职挚"),
    ('址', "止纸指"),
    ('确', "却缺"),
    ('认', "任人"),
    ('送', "松颂"),
    ('达', "打大"),
    ('理', "里礼"),
    ('举', "巨具句"),
    ('庭', "亭廷停挺"),
    ('调', "掉条"),
    ('解', "借介"),
    ('协', "胁鞋写"),
    ('助', "住注"),
    ('冻', "动洞"),
    ('结', "节洁"),
    ('限', "现线"),
    ('制', "治质"),
    ('消', "销宵"),
    ('费', "废"),
    ('鉴', "监见建"),
    ('补', "不捕"),
    ('正', "整证"),
    ('权', "全劝"),
    ('申', "审伸"),
    ('报', "抱"),
    ('传', "转穿"),
    ('状', "壮撞"),
    ('录', "路陆"),
    ('卡', "咔喀"),
    ('管', "官馆"),
    ('辖', "瞎狭"),
    ('拍', "怕柏"),
    ('卖', "买"),
    ('险', "检验"),
    ('廉', "帘连"),
    ('询', "寻旬"),
    ('延', "沿廷"),
    ('期', "其斯"),
    ('撤', "彻撒"),
    ('驳', "驭"),
    ('扣', "叩和"),
];

/// The kind that a name tells once one character is put right; `None` when that leads nowhere or to several.
pub fn kind_but_for_a_slip<'a>(name: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let mut told: Option<&Kind> = None;
    for (at, written) in name.char_indices() {
        let meant = SLIPS.iter().filter(|(_, slips)| slips.contains(written)).map(|(meant, _)| *meant);
        for meant in meant {
            let end = at + written.len_utf8();
            let mended = format!("{}{meant}{}", name.get(..at)?, name.get(end..)?);
            let Some(titled) = reference.kinds.titled_in(&mended) else { continue };
            if is_general(titled.kind) || !(titled.start..titled.end).contains(&at) {
                continue;
            }
            if told.is_some_and(|told| told.id != titled.kind.id) {
                return None;
            }
            told = Some(titled.kind);
        }
    }
    told
}
