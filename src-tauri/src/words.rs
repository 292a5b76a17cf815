//! Words of the tray: the only sentences this crate says, in both languages.

use serde::Deserialize;
use songda_mailroom::view::Overview;

/// Which language people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// What the tray's menu says.
pub struct Menu {
    pub open: &'static str,
    pub check: &'static str,
    pub quit: &'static str,
}

/// What the menu bar of macOS says.
pub struct MenuBar {
    pub about: &'static str,
    pub open: &'static str,
    pub hide: &'static str,
    pub hide_others: &'static str,
    pub show_all: &'static str,
    pub quit: &'static str,
    pub file: &'static str,
    pub close: &'static str,
    pub edit: &'static str,
    pub undo: &'static str,
    pub redo: &'static str,
    pub cut: &'static str,
    pub copy: &'static str,
    pub paste: &'static str,
    pub select_all: &'static str,
    pub view: &'static str,
    pub fullscreen: &'static str,
    pub window: &'static str,
    pub minimize: &'static str,
    pub zoom: &'static str,
}

impl Language {
    /// The menu bar of macOS, in the words that system uses.
    pub fn menu_bar(self) -> MenuBar {
        match self {
            Self::Zh => MenuBar {
                about: "关于送达台",
                open: "打开送达台窗口",
                hide: "隐藏送达台",
                hide_others: "隐藏其他",
                show_all: "全部显示",
                quit: "退出送达台",
                file: "文件",
                close: "关闭窗口",
                edit: "编辑",
                undo: "撤销",
                redo: "重做",
                cut: "剪切",
                copy: "拷贝",
                paste: "粘贴",
                select_all: "全选",
                view: "显示",
                fullscreen: "进入全屏幕",
                window: "窗口",
                minimize: "最小化",
                zoom: "缩放",
            },
            Self::En => MenuBar {
                about: "About Songda",
                open: "Open Songda Window",
                hide: "Hide Songda",
                hide_others: "Hide Others",
                show_all: "Show All",
                quit: "Quit Songda",
                file: "File",
                close: "Close Window",
                edit: "Edit",
                undo: "Undo",
                redo: "Redo",
                cut: "Cut",
                copy: "Copy",
                paste: "Paste",
                select_all: "Select All",
                view: "View",
                fullscreen: "Enter Full Screen",
                window: "Window",
                minimize: "Minimize",
                zoom: "Zoom",
            },
        }
    }

    /// The tray's menu.
    pub fn menu(self) -> Menu {
        match self {
            Self::Zh => Menu { open: "打开送达台", check: "立即检查邮箱", quit: "退出（停止收信）" },
            Self::En => Menu { open: "Open Songda", check: "Check mailboxes now", quit: "Quit (stops receiving mail)" },
        }
    }

    /// The program's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "送达台",
            Self::En => "Songda",
        }
    }

    /// What arrived, for a notification: how many documents, from which courts.
    pub fn arrived(self, documents: u32, courts: &[&str]) -> String {
        match (self, courts) {
            (Self::Zh, []) => format!("{documents} 份新文书"),
            (Self::Zh, [court]) => format!("{documents} 份新文书 · {court}"),
            (Self::Zh, [court, rest @ ..]) => format!("{documents} 份新文书 · {court}等 {} 家法院", rest.len() + 1),
            (Self::En, []) => format!("{documents} new documents"),
            (Self::En, [court]) => format!("{documents} new documents · {court}"),
            (Self::En, [court, rest @ ..]) => format!("{documents} new documents · {court} and {} more", rest.len()),
        }
    }

    /// A mailbox that could not be looked into for too long.
    pub fn unwatched(self, address: &str) -> String {
        match self {
            Self::Zh => format!("未能检查邮箱 {address}，期间到达的文书仍会起算期限"),
            Self::En => format!("{address} could not be checked; deadlines of documents that arrive still start"),
        }
    }

    /// How things stand, in one short line; `None` while the home is not open.
    pub fn standing(self, overview: Option<&Overview>) -> String {
        let Some(overview) = overview else {
            return match self {
                Self::Zh => "送达台：尚未开始收信".to_owned(),
                Self::En => "Songda: not receiving mail".to_owned(),
            };
        };
        let is_failed = overview.mailboxes.iter().any(|it| it.state == "failed" || it.watch.alarm_since.is_some());
        match (self, is_failed) {
            (Self::Zh, true) => "送达台：邮箱未能检查".to_owned(),
            (Self::En, true) => "Songda: mailbox could not be checked".to_owned(),
            (Self::Zh, false) => format!("送达台：待签收 {} 件", overview.need_receipt),
            (Self::En, false) => format!("Songda: {} to acknowledge", overview.need_receipt),
        }
    }

    /// The window's web view is missing: what runs on, and what to do.
    pub fn no_webview(self) -> &'static str {
        match self {
            Self::Zh => {
                "这台电脑上没有 Microsoft Edge WebView2 运行时，窗口暂时打不开。\n\n\
                 收信、归档和期限计算照常进行，没有停。\n\n\
                 安装之后，从托盘图标打开窗口即可，不必重启：\n\
                 1. 能上网的电脑：在微软网站 developer.microsoft.com/microsoft-edge/webview2 下载“常青引导程序”，双击安装；\n\
                 2. 不能上网的电脑：请管理员部署“常青独立安装程序”（x64）。"
            }
            Self::En => {
                "The Microsoft Edge WebView2 Runtime is not on this computer, so the window cannot open yet.\n\n\
                 Mail is still received and filed, and deadlines are counted.\n\n\
                 Once it is installed, open the window from the tray icon; no restart is needed:\n\
                 1. With internet: get the Evergreen Bootstrapper from developer.microsoft.com/microsoft-edge/webview2 and run it.\n\
                 2. Without internet: ask your administrator for the Evergreen Standalone Installer (x64)."
            }
        }
    }

    /// Why there is no window at all, for the terminal.
    pub fn no_window(self, says: &str) -> String {
        match self {
            Self::Zh => format!("songda-desktop: 无法打开窗口（{says}）；没有图形界面时可以运行 songda watch"),
            Self::En => format!("songda-desktop: no window can be opened ({says}); without a display run songda watch"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_that_is_not_open_is_never_told_as_all_done() {
        for language in [Language::Zh, Language::En] {
            assert!(!language.standing(None).contains('0'));
        }
    }
}
