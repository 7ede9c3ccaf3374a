//! `gongkai oidc`: tries the outside provider of `[oidc]` before anybody signs in by it.
//!
//! Asks for its document and keys as a sign-in would; nobody is signed in and nothing is written.

use clap::Subcommand;
use kernel::Refusal as _;
use serde_json::json;

use crate::config::{Config, LogFormat, LogSection};
use crate::failure::Failure;
use crate::{listening, oidc, opening};

/// 统一身份认证
#[derive(Debug, Subcommand)]
pub enum OidcCommand {
    /// 连接认证源，打印它自报的地址，以及须在认证源登记的回调地址
    Check,
}

/// Runs it.
pub async fn run(config: &Config, command: OidcCommand, as_json: bool) -> Result<(), Failure> {
    let OidcCommand::Check = command;
    let Some(provider) = oidc::open(config)? else {
        return Err(Failure::bad_input(
            "oidc.none",
            "没有配置统一身份认证",
            "请填写 [oidc] 的 issuer、client_id 等项，见 gongkai config example",
        ));
    };
    // What exactly went wrong is for the log.
    listening::start_logging(&LogSection {
        level: "warn".to_owned(),
        format: LogFormat::Text,
    })?;
    let found = provider.find(opening::now()).await.map_err(|trouble| {
        Failure::bad_input(
            trouble.code(),
            trouble.message(),
            "请核对 oidc.issuer 与认证源自报的 issuer 完全一致、网络与证书可用；原因见上面的日志",
        )
    })?;
    if as_json {
        println!(
            "{}",
            json!({
                "issuer": config.oidc.issuer,
                "authorization_endpoint": found.sign_in,
                "token_endpoint": found.token,
                "end_session_endpoint": found.end,
                "keys": found.keys,
                "redirect_uri": found.back,
                "post_logout_redirect_uri": found.after_end,
            })
        );
        return Ok(());
    }
    let or_none = |address: Option<String>| address.unwrap_or_else(|| "（无）".to_owned());
    println!("认证源可用：{}", config.oidc.issuer);
    println!("登录地址：{}", found.sign_in);
    println!("令牌地址：{}", or_none(found.token));
    println!("退出地址：{}", or_none(found.end));
    println!("签名密钥：{} 把", found.keys);
    println!("请在认证源登记：");
    println!("  回调地址（redirect_uri）：{}", found.back);
    println!(
        "  退出后返回地址（post_logout_redirect_uri）：{}",
        found.after_end
    );
    Ok(())
}
