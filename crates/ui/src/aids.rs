//! What the reading aids (阅读辅助) say, and their script with these words in it. What the aids do is `assets/aids.js`.

use crate::words;

words! {
    /// What the bar of the reading aids says.
    pub struct AidsWords {
        plain: "默认配色", "Default colours";
        yellow_on_black: "黑底黄字", "Yellow on black";
        black_on_yellow: "黄底黑字", "Black on yellow";
        black_on_white: "白底黑字", "Black on white";
        white_on_blue: "蓝底白字", "White on blue";
        slow: "慢", "Slow";
        normal: "正常", "Normal";
        fast: "快", "Fast";
        faster: "很快", "Very fast";
        standard: "标准", "Normal";
        wide: "宽", "Wide";
        wider: "更宽", "Wider";
        size: "字号", "Type size";
        line: "行距", "Line spacing";
        letter: "字距", "Letter spacing";
        not_kept: "浏览器不允许保存设置，所选只在本页有效。", "The browser does not let settings be kept; what you chose holds on this page only.";
        step: "第{}档", "level {}";
        largest: "，已是最大", ", the largest";
        smallest: "，已是最小", ", the smallest";
        colon: "：", ": ";
        off: "关", "off";
        on: "开", "on";
        theme: "配色", "Colours";
        was_reset: "已恢复默认设置，本浏览器不再保存。", "Settings are the default again; this browser keeps nothing.";
        read_broke: "朗读中断了。请按「朗读」重新开始。", "Reading broke off. Press “Read aloud” to begin again.";
        read_all: "已读完本页。", "The page has been read.";
        pause: "暂停", "Pause";
        go_on: "继续朗读", "Continue";
        begin: "开始朗读", "Start reading";
        paused: "已暂停朗读。", "Reading is paused.";
        no_voice: "这个浏览器没有中文语音，不能朗读。请在系统设置里添加中文语音，或者换用手机浏览器。", "This browser has no Chinese voice, so the Chinese content cannot be read aloud. Add a Chinese voice in the settings of your system, or use the browser of a phone.";
        point: "把指针移到文字上，这里会放大显示。", "Point at words to see them large here.";
        cross: "十字光标", "Crosshair";
        large_line: "大字幕", "Large line";
        said_keys: "同时按住 Alt 和 Shift，再按：A 打开或收起本栏，R 朗读或暂停，N 下一段，P 上一段，C 换配色，X 十字光标，Z 大字幕，＋ 放大，－ 缩小，0 恢复默认。", "Hold Alt and Shift and press: A to open or close this bar, R to read or pause, N for the next paragraph, P for the one before, C for other colours, X for the crosshair, Z for the large line, + for larger, - for smaller, 0 for the default.";
        press_again: "，按一次换一档", ", press to change";
        aids: "阅读辅助", "Reading aids";
        smaller: "缩小", "Smaller";
        larger: "放大", "Larger";
        read: "朗读", "Read aloud";
        previous: "上一段", "Previous paragraph";
        next: "下一段", "Next paragraph";
        rate: "朗读速度", "Reading speed";
        keys: "快捷键", "Keys";
        reset: "恢复默认", "Default settings";
        shut: "收起", "Close";
        about_keys: "快捷键说明", "About the keys";
        opened: "阅读辅助已打开，在窗口下方。", "Reading aids are open, at the bottom of the window.";
    }
}

/// Where the script wants its words.
const PLACE: &str = "AIDS_WORDS";

/// The script with the words of a language: key, Chinese and English of each go in, and which of them is picked.
pub fn speaking(
    script: &str,
    pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str,
) -> String {
    let pairs = AidsWords::ALL.iter();
    let pairs: Vec<String> = pairs
        .map(|it| format!("{}:\"{}\"", it.0, pick(it)))
        .collect();
    script.replacen(PLACE, &format!("{{{}}}", pairs.join(",")), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = include_str!("../assets/aids.js");

    #[test]
    fn every_word_of_the_aids_is_there_in_both_languages_and_can_stand_in_a_script() {
        assert_eq!(words::flaws(AidsWords::ALL), Vec::<String>::new());
        for (key, chinese, english) in AidsWords::ALL {
            assert!(!chinese.contains(['"', '\\', '\n']), "{key}");
            assert!(!english.contains(['"', '\\', '\n']), "{key}");
        }
    }

    #[test]
    fn the_script_asks_for_words_that_are_there_and_for_all_of_them() {
        let asked = SCRIPT.split("WORDS.").skip(1);
        let mut asked: Vec<&str> = asked
            .map(|it| {
                it.split(|c: char| !c.is_ascii_lowercase() && c != '_')
                    .next()
                    .unwrap()
            })
            .collect();
        asked.sort_unstable();
        asked.dedup();
        let mut known: Vec<&str> = AidsWords::ALL.iter().map(|it| it.0).collect();
        known.sort_unstable();
        assert_eq!(asked, known);
        let english = speaking(SCRIPT, |it| it.2);
        assert!(english.contains("begin:\"Start reading\"") && !english.contains(PLACE));
    }
}
