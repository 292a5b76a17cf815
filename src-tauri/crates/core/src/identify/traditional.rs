//! The mainland's characters for traditional ones, as far as sittings are told.

/// Traditional characters that stand in what is said of a sitting, and how the mainland writes them.
const TRADITIONAL: [(char, char); 44] = [
    ('時', '时'),
    ('開', '开'),
    ('審', '审'),
    ('點', '点'),
    ('間', '间'),
    ('號', '号'),
    ('處', '处'),
    ('於', '于'),
    ('訂', '订'),
    ('證', '证'),
    ('據', '据'),
    ('會', '会'),
    ('議', '议'),
    ('調', '调'),
    ('詢', '询'),
    ('問', '问'),
    ('聽', '听'),
    ('談', '谈'),
    ('話', '话'),
    ('傳', '传'),
    ('喚', '唤'),
    ('應', '应'),
    ('請', '请'),
    ('參', '参'),
    ('訴', '诉'),
    ('訟', '讼'),
    ('線', '线'),
    ('遠', '远'),
    ('視', '视'),
    ('頻', '频'),
    ('樓', '楼'),
    ('層', '层'),
    ('廳', '厅'),
    ('變', '变'),
    ('為', '为'),
    ('決', '决'),
    ('準', '准'),
    ('進', '进'),
    ('質', '质'),
    ('週', '周'),
    ('達', '达'),
    ('貴', '贵'),
    ('換', '换'),
    ('攜', '携'),
];

/// The text in the mainland's characters, as far as sittings are told; `None` where nothing is written otherwise.
pub fn simplified(text: &str) -> Option<String> {
    // A text in traditional characters that tells a time of day or a sitting holds one of these.
    if !text.contains(['時', '開', '點']) {
        return None;
    }
    let simple = |c: char| TRADITIONAL.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
    Some(text.chars().map(simple).collect())
}
