//! Radical signs that some PDF producers (browsers above all) write instead of the characters that look the same. Maps
//! these two Unicode blocks only; does no other normalization.

/// U+2F00..U+2FD5, in order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// U+2E80..U+2EF3, in order; a blank where no character looks the same.
const SUPPLEMENT: &str = "冫厂 乚乙亻冂几刀刂卜 小小兀 尢尢巳幺彑彐忄心扌攵 旡日月歹母民氵水灬爪爪丬牛犭王疋目示礻竹糹纟网罒网网羊羊羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅长镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// The character that `c` stands for.
pub(super) fn plain(c: char) -> char {
    let (table, first) = match c {
        '\u{2F00}'..='\u{2FD5}' => (KANGXI, 0x2F00),
        '\u{2E80}'..='\u{2EF3}' => (SUPPLEMENT, 0x2E80),
        _ => return c,
    };
    let found = table.chars().nth((c as u32 - first) as usize);
    found.filter(|p| *p != ' ').unwrap_or(c)
}
