//! Whether the one a service is for has its seat outside the mainland, by its name and by what the papers say of it.
//!
//! Whoever has no domicile in the country answers and appeals within thirty days (民事诉讼法 第二百八十五条、第二百八十六条); parties
//! of Hong Kong, Macao and Taiwan likewise (民诉法解释 第五百四十九条).

use super::gate::Paper;

/// What is known of a seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seat {
    /// Nothing speaks for one outside.
    #[default]
    Unsaid,
    /// A name or an address may be one from outside.
    Perhaps,
    /// A paper says that we have no domicile here.
    Outside,
}

/// Places outside the mainland with which a name or an address begins.
const ELSEWHERE: [&str; 26] = [
    "香港",
    "澳门",
    "台湾",
    "中国香港",
    "中国澳门",
    "中国台湾",
    "中华人民共和国香港",
    "中华人民共和国澳门",
    "美国",
    "美利坚",
    "英国",
    "日本",
    "韩国",
    "大韩民国",
    "新加坡",
    "德国",
    "法国",
    "荷兰",
    "瑞士",
    "加拿大",
    "澳大利亚",
    "马来西亚",
    "英属",
    "开曼",
    "百慕大",
    "卢森堡",
];

/// Where a domicile would be.
const HERE: [&str; 5] = ["领域内", "境内", "内地", "大陆", "我国"];

/// Letters behind a name in which its address begins.
const NEAR: usize = 24;

/// What a paper tells of the seat of the one it is for.
pub fn told(paper: &Paper<'_>) -> Seat {
    let clauses = || paper.plain.split([',', '。', ';', ':', '(', ')']);
    if clauses().any(|clause| says_so(clause, paper)) {
        return Seat::Outside;
    }
    let mut names = paper.own.iter().chain(&paper.addressee);
    if names.clone().any(|name| lacks_one_in_brackets(&paper.plain, name)) {
        return Seat::Outside;
    }
    if clauses().any(is_registered_elsewhere) {
        return Seat::Perhaps;
    }
    if names.clone().any(|name| is_of_elsewhere(name)) || names.any(|name| lives_elsewhere(&paper.plain, name)) {
        return Seat::Perhaps;
    }
    Seat::Unsaid
}

/// 你公司在中华人民共和国内地没有住所; 在境内没有住所的当事人 tells of whoever it may be.
fn says_so(clause: &str, paper: &Paper<'_>) -> bool {
    let lacks = ["没有住所", "无住所"].iter().find_map(|word| clause.split_once(word));
    let Some((ahead, behind)) = lacks.filter(|(ahead, _)| HERE.iter().any(|here| ahead.contains(here))) else {
        return false;
    };
    let is_us = ["你", "您", "贵"].iter().any(|you| ahead.contains(you))
        || paper.own.iter().chain(&paper.addressee).any(|name| ahead.contains(name.as_str()));
    let is_open = behind.starts_with('的') || ["如", "若", "是否"].iter().any(|word| ahead.starts_with(word));
    is_us && !is_open
}

/// 某公司(在中华人民共和国内地没有住所).
fn lacks_one_in_brackets(plain: &str, name: &str) -> bool {
    let inner =
        |behind: &'_ str| behind.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(it, _)| it.to_owned());
    plain.split(name).skip(1).filter_map(inner).any(|inner| {
        HERE.iter().any(|here| inner.contains(here)) && ["没有住所", "无住所"].iter().any(|word| inner.ends_with(word))
    })
}

/// 你单位系香港注册.
fn is_registered_elsewhere(clause: &str) -> bool {
    let is_us = ["你", "您", "贵"].iter().any(|you| clause.contains(you));
    let is_seat = ["注册", "登记", "设立", "住所"].iter().any(|word| clause.contains(word));
    let is_there =
        |place: &&str| ["系", "在", "为", "于", "地"].iter().any(|word| clause.contains(&format!("{word}{place}")));
    is_us && is_seat && ELSEWHERE.iter().any(is_there)
}

/// 恒裕国际(香港)有限公司; 香港恒裕有限公司. A company called so may still be one of the mainland.
fn is_of_elsewhere(name: &str) -> bool {
    ELSEWHERE.iter().any(|place| name.starts_with(place) || name.contains(&format!("({place})")))
}

/// 某公司,住所地香港特别行政区.
fn lives_elsewhere(plain: &str, name: &str) -> bool {
    plain.split(name).skip(1).any(|behind| {
        let near: String = behind.chars().take(NEAR).collect();
        let address = ["住所地", "住所", "注册地址", "注册地", "地址"]
            .iter()
            .filter_map(|word| near.split_once(word))
            .min_by_key(|(ahead, _)| ahead.len());
        address.is_some_and(|(ahead, address)| {
            let address = address.trim_start_matches([':', '为', '在', '地']);
            !ahead.contains('。') && ELSEWHERE.iter().any(|place| address.starts_with(place))
        })
    })
}
