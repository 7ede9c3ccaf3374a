//! One written form for characters that a typist, a browser or another script may vary: full-width forms, the many
//! brackets, 繁體 characters of the grammar's words. For matching only: readings keep the words as written.

use std::sync::LazyLock;

/// 繁體 characters (and old variants) that occur in the words of the grammar, each followed by its 简体 form.
const PAIRS: &str = "責责單单牽牵頭头負负協协辦办參参與与實实執执組组織织機机構构關关門门體体處处領领導导聯联繫系繋系係系時时間间節节點点進进\
度度內内週周個个報报發发佈布開开彙汇匯汇編编製制總总標标則则務务條条項项區区縣县鎮镇鄉乡學学校校醫医銀银團团隊队會会園园專专檢检稅税檔档\
館馆電电職职權权據据屬属臺台檯台灣湾廣广東东準准規规劃划際际數数應应對对過过還还這这們们請请讓让該该說说設设計计議议論论證证調调識识評评試试\
詢询認认講讲許许護护財财貨货費费資资賃赁質质購购貿贸較较輕轻輛辆運运遠远連连達达選选遺遗邊边鄭郑釋释銷销錄录鋼钢錢钱長长陽阳陰阴險险隨随\
雙双離离難难靈灵韓韩頁页順顺須须預预頒颁題题額额顧顾風风飛飞騰腾驗验鮮鲜麗丽黨党齊齐號号級级產产業业農农經经濟济統统計计監监審审環环衛卫\
訊讯網网絡络絕绝紀纪納纳終终結结給给維维續续總总線线練练縮缩績绩繳缴舉举辭辞勞劳動动勢势勝胜勵励勻匀華华萬万葉叶著着藝艺蘇苏蘭兰術术衝冲補补裝装製制複复\
見见觀观視视覺觉訂订託托訪访訴诉診诊註注詳详誌志語语誤误課课談谈諮咨諾诺謀谋謂谓謝谢譯译豐丰貝贝貧贫責责貫贯貯贮貴贵買买貸贷賓宾賞赏賠赔賣卖賦赋賬账賴赖贈赠贏赢\
趙赵車车軌轨軍军軟软載载輔辅輸输轄辖轉转農农遞递遲迟適适遷迁鄰邻醞酝採采釐厘鈔钞鉅巨銜衔銳锐鋪铺錯错鍵键鏈链鐵铁鑒鉴鑑鉴閉闭閱阅闡阐隱隐雖虽雲云\
電电靜静頂顶頓顿頗颇頻频顆颗顯显飯饭飲饮養养餘余駐驻駕驾騙骗驅驱髮发鬆松鬥斗魚鱼鳥鸟鹽盐麥麦黃黄龍龙龜龟並并亞亚來来侖仑倉仓倫伦偉伟側侧偵侦傑杰備备傳传債债傷伤傾倾僅仅僑侨價价儀仪億亿\
優优儲储兒儿兩两冊册凍冻決决況况凈净減减創创劇剧剛刚別别劑剂務务勁劲勳勋匱匮卻却厭厌參参吳吴問问啟启員员啓启喬乔嚴严囑嘱國国圍围圓圆圖图團团執执堅坚報报場场塊块墊垫墮堕壓压壞坏壯壮壽寿夠够夢梦\
夥伙奪夺奮奋婦妇孫孙寧宁審审寫写寬宽寶宝將将尋寻導导屆届層层屬属島岛嶺岭師师帳帐帶带幣币幫帮幹干庫库廟庙廠厂廢废廳厅張张強强彈弹彌弥徑径從从復复徵征德德憑凭憲宪懇恳懷怀態态慶庆慮虑憂忧應应戰战戲戏戶户\
拋抛掃扫掛挂採采揀拣換换揮挥損损搖摇搶抢擁拥擇择擊击擋挡擔担據据擬拟擴扩擺摆攝摄攔拦敗败敵敌數数斷断無无舊旧時时晉晋晝昼曆历曉晓書书朱朱東东條条棄弃棲栖業业極极構构槍枪樂乐樓楼樞枢樣样樹树橋桥機机橫横\
檢检櫃柜欄栏權权歐欧歡欢歲岁歷历歸归殘残殺杀毀毁氣气漢汉沒没淺浅減减測测渾浑湊凑溝沟溫温滅灭滿满漁渔漸渐潔洁潛潜澤泽濕湿濟济濫滥濱滨災灾為为烏乌無无煉炼煙烟熱热營营燈灯爐炉爭争爺爷牆墙獎奖獨独獲获獻献\
現现瓊琼環环瑋玮產产畢毕畫画異异當当疊叠療疗癥症盜盗盡尽監监盤盘眾众睏困矚瞩礎础禮礼禍祸稱称種种穀谷積积穩稳窮穷競竞筆笔築筑簡简簽签籌筹糧粮紅红約约級级紙纸紡纺純纯細细紹绍組组統统經经綜综綠绿";

static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = ('\u{4E00}'..='\u{9FFF}').collect();
    let mut chars = PAIRS.chars().filter(|c| !c.is_whitespace());
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if let Some(slot) = table.get_mut(from as usize - 0x4E00) {
            *slot = to;
        }
    }
    table
});

/// The form under which the grammar knows a character: half-width ASCII, `(` and `)` for every bracket but 《》,
/// a plain blank for every blank, 简体 for the 繁體 characters of its words.
pub fn fold(c: char) -> char {
    match c {
        '\u{0}'..='\u{7F}' => match c {
            '[' | '{' => '(',
            ']' | '}' => ')',
            '\t' | '\r' | '\n' | '\u{B}' | '\u{C}' => ' ',
            '~' => '-',
            _ => c,
        },
        '\u{4E00}'..='\u{9FFF}' => TABLE[c as usize - 0x4E00],
        '\u{FF01}'..='\u{FF5E}' => {
            let half = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
            if half.is_ascii() { fold(half) } else { half }
        }
        '〔' | '【' | '〖' | '〘' | '〈' | '⟨' | '❨' | '﹙' => '(',
        '〕' | '】' | '〗' | '〙' | '〉' | '⟩' | '❩' | '﹚' => ')',
        '\u{A0}'
        | '\u{3000}'
        | '\u{2000}'..='\u{200F}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{FEFF}'
        | '\u{AD}' => ' ',
        '﹕' | '︰' => ':',
        '﹔' => ';',
        '﹐' => ',',
        '﹑' => '、',
        '｡' | '﹒' => '。',
        '–' | '—' | '―' | '−' | '‐' | '‑' | '‒' | '─' | '〜' => '-',
        _ => c,
    }
}

/// Whether a folded character is blank.
pub fn is_blank(c: char) -> bool {
    c == ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_maps_one_character_to_one() {
        let count = PAIRS.chars().filter(|c| !c.is_whitespace()).count();
        assert_eq!(count % 2, 0);
        for (from, to) in [
            ('責', '责'),
            ('單', '单'),
            ('牽', '牵'),
            ('頭', '头'),
            ('綠', '绿'),
            ('點', '点'),
            ('內', '内'),
            ('為', '为'),
        ] {
            assert_eq!(fold(from), to);
        }
    }

    #[test]
    fn brackets_and_widths_have_one_form() {
        let folded: String = "〔２０１７〕［Ａ］【（".chars().map(fold).collect();
        assert_eq!(folded, "(2017)(A)((");
    }
}
