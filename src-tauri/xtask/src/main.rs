//! Chores, the one entrance on every system: setup, demo, app, test, and the packages for each system.

mod beside;
mod linux;
mod mac;
mod packages;
mod run;
mod std_source;
mod test;
mod ui;
mod window;
mod windows;
mod wine;

use std::process::ExitCode;

use run::Trouble;

const USAGE: &str = "cargo xtask <任务>

  setup   准备：系统软件包、npm 包、界面构建
  demo    样例：不需要邮箱；有显示器时打开窗口，否则在终端运行
  app     打开自己的数据目录
  test    全部测试（含 wine 里的 Windows 测试，没有 wine 时写明并跳过）；加 --quick 只跑不需要邮件服务器和窗口的部分
  windows 在 Linux 上生成 Windows 安装包；加 --run 先在 wine 里运行测试，再安装、升级、运行、卸载一遍；
          --suites 只运行测试，--try 只试安装包（--debug 用开发版），--webview 文件 把 WebView2 安装程序装进安装包，
          --built 目录 用已编译好的程序（在 Windows 上也可以）
  linux   生成 deb 和 rpm；加 --run 在本机（Debian）安装、启动、卸载一遍
  mac-check 在 Linux 上编译检查 macOS 代码（不链接、不运行）

  demo 与 app 之后的参数原样交给程序，例如 cargo xtask demo --out DIR";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let task = words.next();
    let rest: Vec<String> = words.collect();
    let done = match task.as_deref() {
        Some("setup") => setup(),
        Some("demo") => window::demo(&rest),
        Some("app") => window::app(&rest),
        Some("test") => test::all(&rest),
        Some("windows") => windows::make(&rest),
        Some("linux") => linux::make(&rest),
        Some("mac-check") => mac::check(&rest),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\nxtask: {trouble}");
            ExitCode::from(1)
        }
    }
}

/// Everything the window needs to be built and run.
fn setup() -> Result<(), Trouble> {
    packages::ensure("构建窗口", packages::WINDOW)?;
    ui::build()
}
