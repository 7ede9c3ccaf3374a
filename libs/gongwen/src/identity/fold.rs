//! Folding of written forms for matching: full-width signs to half-width, the traditional characters that
//! the grammar's words are made of to simplified ones. What is reported is never folded, only what is compared.

use super::wordset::CharSet;

/// One character as the grammar compares it.
pub(crate) fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        '\u{4E00}'..='\u{9FFF}' => simplified(c),
        _ => c,
    }
}

/// Blank space of any width, the zero-width characters and the soft hyphen.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
        )
}

/// The line folded, blanks made ordinary spaces, zero-width characters dropped, trimmed.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = fold_char(c);
        if c.is_whitespace() {
            out.push(' ');
        } else if !is_blank(c) {
            out.push(c);
        }
    }
    out.trim().to_string()
}

/// The line folded and without any blank.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !is_blank(*c))
        .map(fold_char)
        .filter(|c| *c != ' ')
        .collect()
}

/// Letters, digits and Han characters alone: two writings of the same title have the same key.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .map(fold_char)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The title as printed, without the blanks that layout put between its characters.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.trim().chars() {
        if is_blank(c) {
            gap = true;
            continue;
        }
        let latin = |c: char| c.is_ascii_alphabetic();
        if gap && latin(c) && out.chars().next_back().is_some_and(latin) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

fn simplified(c: char) -> char {
    const PAIRS: &[(char, char)] = &[
        ('並', '并'),
        ('佈', '布'),
        ('來', '来'),
        ('個', '个'),
        ('備', '备'),
        ('債', '债'),
        ('價', '价'),
        ('務', '务'),
        ('動', '动'),
        ('勞', '劳'),
        ('區', '区'),
        ('協', '协'),
        ('參', '参'),
        ('員', '员'),
        ('單', '单'),
        ('問', '问'),
        ('國', '国'),
        ('園', '园'),
        ('團', '团'),
        ('報', '报'),
        ('場', '场'),
        ('壇', '坛'),
        ('學', '学'),
        ('審', '审'),
        ('寫', '写'),
        ('實', '实'),
        ('導', '导'),
        ('將', '将'),
        ('專', '专'),
        ('對', '对'),
        ('屬', '属'),
        ('島', '岛'),
        ('幹', '干'),
        ('庫', '库'),
        ('廠', '厂'),
        ('廣', '广'),
        ('廳', '厅'),
        ('後', '后'),
        ('徵', '征'),
        ('據', '据'),
        ('擬', '拟'),
        ('擴', '扩'),
        ('攝', '摄'),
        ('數', '数'),
        ('於', '于'),
        ('時', '时'),
        ('書', '书'),
        ('會', '会'),
        ('條', '条'),
        ('業', '业'),
        ('構', '构'),
        ('標', '标'),
        ('機', '机'),
        ('檢', '检'),
        ('權', '权'),
        ('決', '决'),
        ('法', '法'),
        ('減', '减'),
        ('準', '准'),
        ('漁', '渔'),
        ('濟', '济'),
        ('灣', '湾'),
        ('為', '为'),
        ('無', '无'),
        ('煙', '烟'),
        ('營', '营'),
        ('牽', '牵'),
        ('狀', '状'),
        ('環', '环'),
        ('產', '产'),
        ('畫', '画'),
        ('當', '当'),
        ('發', '发'),
        ('監', '监'),
        ('確', '确'),
        ('種', '种'),
        ('稱', '称'),
        ('積', '积'),
        ('穩', '稳'),
        ('節', '节'),
        ('範', '范'),
        ('簡', '简'),
        ('簽', '签'),
        ('糧', '粮'),
        ('紀', '纪'),
        ('約', '约'),
        ('級', '级'),
        ('組', '组'),
        ('細', '细'),
        ('給', '给'),
        ('統', '统'),
        ('經', '经'),
        ('綜', '综'),
        ('綱', '纲'),
        ('網', '网'),
        ('編', '编'),
        ('練', '练'),
        ('縣', '县'),
        ('總', '总'),
        ('織', '织'),
        ('續', '续'),
        ('職', '职'),
        ('聯', '联'),
        ('臺', '台'),
        ('與', '与'),
        ('號', '号'),
        ('處', '处'),
        ('術', '术'),
        ('衛', '卫'),
        ('規', '规'),
        ('視', '视'),
        ('覽', '览'),
        ('計', '计'),
        ('訂', '订'),
        ('討', '讨'),
        ('訓', '训'),
        ('記', '记'),
        ('設', '设'),
        ('許', '许'),
        ('評', '评'),
        ('詞', '词'),
        ('試', '试'),
        ('該', '该'),
        ('認', '认'),
        ('語', '语'),
        ('調', '调'),
        ('請', '请'),
        ('證', '证'),
        ('譯', '译'),
        ('議', '议'),
        ('護', '护'),
        ('讀', '读'),
        ('責', '责'),
        ('貫', '贯'),
        ('費', '费'),
        ('資', '资'),
        ('質', '质'),
        ('路', '路'),
        ('載', '载'),
        ('轉', '转'),
        ('辦', '办'),
        ('農', '农'),
        ('運', '运'),
        ('過', '过'),
        ('達', '达'),
        ('選', '选'),
        ('還', '还'),
        ('郵', '邮'),
        ('鄉', '乡'),
        ('醫', '医'),
        ('釋', '释'),
        ('錄', '录'),
        ('鎮', '镇'),
        ('長', '长'),
        ('門', '门'),
        ('開', '开'),
        ('間', '间'),
        ('關', '关'),
        ('隊', '队'),
        ('階', '阶'),
        ('隨', '随'),
        ('電', '电'),
        ('項', '项'),
        ('題', '题'),
        ('類', '类'),
        ('領', '领'),
        ('預', '预'),
        ('飛', '飞'),
        ('點', '点'),
        ('黨', '党'),
        ('劃', '划'),
        ('創', '创'),
        ('辭', '辞'),
        ('圍', '围'),
        ('執', '执'),
        ('現', '现'),
        ('從', '从'),
        ('應', '应'),
        ('體', '体'),
        ('見', '见'),
        ('東', '东'),
        ('龍', '龙'),
        ('雲', '云'),
        ('寧', '宁'),
        ('遼', '辽'),
        ('陝', '陕'),
        ('贛', '赣'),
        ('魯', '鲁'),
        ('蘇', '苏'),
        ('滬', '沪'),
        ('粵', '粤'),
        ('黔', '黔'),
    ];
    static SORTED: std::sync::LazyLock<Vec<(char, char)>> = std::sync::LazyLock::new(|| {
        let mut pairs = PAIRS.to_vec();
        pairs.sort_unstable();
        pairs
    });
    static ANY: std::sync::LazyLock<CharSet> =
        std::sync::LazyLock::new(|| CharSet::new(PAIRS.iter().map(|pair| pair.0)));
    if !ANY.has(c) {
        return c;
    }
    SORTED
        .binary_search_by_key(&c, |pair| pair.0)
        .map_or(c, |at| SORTED[at].1)
}
