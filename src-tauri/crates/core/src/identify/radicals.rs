//! Radicals and strokes that stand for whole characters: fonts that draw both with one shape write the radical into a PDF.
//!
//! Source: Unicode Character Database 14.0, property Equivalent_Unified_Ideograph
//! (`EquivalentUnifiedIdeograph.txt`). Hardly any of the supplement has a compatibility mapping, so NFKC leaves them.

/// U+2E80 to U+2EF3, in order; ・ where no character in the basic plane is the same.
const SUPPLEMENT: &str = concat!(
    "・厂乛乚乙亻冂・刀刂卜㔾小小兀尣尢・巳幺彑彐忄心扌攵・旡日月歺母民氵氺灬爫爫丬牛犭王・目示礻・糹纟罓罒㓁冗・羊・・耂",
    "肀聿肉・艹艹艹虎衤覀西见角・讠贝・车辶辶辶邑钅長镸长门・阝雨青韦页风飞食・飠饣・马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
);
/// U+2F00 to U+2FD5, in order. Where the mainland draws the character with another shape, its own stands here: 户, 青, 黄.
const KANGXI: &str = concat!(
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳",
    "心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶",
    "网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風",
    "飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黄黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
);
/// U+31C0 to U+31E3, in order.
const STROKES: &str = "・・・・・・・・・・・・・・・乀一丨丿丿丶・乛・・・亅・・乀・乚乙・・・";

/// The character that a radical or stroke stands for; every other character as it is.
pub fn ideograph(character: char) -> char {
    let (table, first) = match character {
        '\u{2e80}'..='\u{2ef3}' => (SUPPLEMENT, 0x2e80),
        '\u{2f00}'..='\u{2fd5}' => (KANGXI, 0x2f00),
        '\u{31c0}'..='\u{31e3}' => (STROKES, 0x31c0),
        _ => return character,
    };
    // Every character of the tables takes three bytes.
    let nth = usize::try_from(u32::from(character) - first).map_or(usize::MAX, |nth| nth * 3);
    let same = table.get(nth..).and_then(|rest| rest.chars().next());
    same.filter(|same| *same != '・').unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_read_as_the_characters_they_are_drawn_as() {
        let (written, plain) = ("\u{2ea0}\u{2ed3}\u{2ef0}\u{2ed4}\u{2f08}\u{2fa6}\u{2f3e}\u{2fc8}", "民长龙门人金户黄");
        assert_eq!(written.chars().map(ideograph).collect::<String>(), plain);
        assert_eq!(
            "（2026）沪A\u{2e80}\u{2ef4}龍".chars().map(ideograph).collect::<String>(),
            "（2026）沪A\u{2e80}\u{2ef4}龍"
        );
        assert_eq!((ideograph('\u{2ef3}'), ideograph('\u{2fd5}'), ideograph('\u{31d0}')), ('龟', '龠', '一'));
        for (table, count) in [(SUPPLEMENT, 116), (KANGXI, 214), (STROKES, 36)] {
            assert_eq!((table.chars().count(), table.len()), (count, count * 3));
        }
    }
}
