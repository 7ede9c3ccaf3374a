//! `gongkai account`: the first accounts of a site, and the way back in for whoever lost theirs.
//!
//! The console stands in for the system and the security administrator; what it does is in the log under its own name.

use std::io::Read as _;

use accounts::actions::create::FirstPassword;
use accounts::actions::reset_access::made_up;
use accounts::actions::{Create, Grant, create, grant, make_setup_link, reset_password};
use accounts::policy::Passwords;
use accounts::{AccountRefusal, Secret, queries};
use clap::{Args, Subcommand};
use kernel::{Fault, PageAsk, Role, Stop, UnitId};
use serde_json::json;
use store::Store;

use crate::config::Config;
use crate::failure::Failure;
use crate::{desking, opening, printing};

/// 账号
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// 开立账号；未从标准输入给出密码时生成一个，首次登录须修改
    Create(CreateArgs),
    /// 列出账号
    List,
    /// 重置密码并解锁，打印新密码；首次登录须修改
    Reset(LoginArgs),
    /// 生成首次设置的一次性链接，一小时内有效
    SetupLink,
}

/// 一个账号
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// 账号
    #[arg(value_name = "账号")]
    login: String,
}

/// 开立账号
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// 账号（小写字母、数字、点、横线、下划线）
    #[arg(value_name = "账号")]
    login: String,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    name: String,
    /// 所属单位的代码（gongkai unit import 的 code 列）
    #[arg(long, value_name = "代码")]
    unit: String,
    /// 角色，可多次给出：clerk、section_head、secrecy_officer、approver、office、supervisor、system_administrator、security_administrator、audit_administrator
    #[arg(long = "role", value_name = "角色")]
    roles: Vec<String>,
    /// 邮箱（接收提醒）
    #[arg(long, default_value = "", value_name = "邮箱")]
    mail: String,
    /// 从标准输入读取密码（不生成）
    #[arg(long)]
    password_stdin: bool,
}

/// Runs it.
pub async fn run(config: &Config, command: AccountCommand, as_json: bool) -> Result<(), Failure> {
    match command {
        AccountCommand::Create(args) => open(config, args, as_json).await,
        AccountCommand::List => list(config, as_json).await,
        AccountCommand::Reset(args) => reset(config, &args.login, as_json).await,
        AccountCommand::SetupLink => link(config, as_json).await,
    }
}

async fn open(config: &Config, args: CreateArgs, as_json: bool) -> Result<(), Failure> {
    let roles = args
        .roles
        .iter()
        .map(|code| role_of(code))
        .collect::<Result<Vec<_>, _>>()?;
    let policy = desking::policy(config);
    let (password, first_password) = match (args.password_stdin, policy.passwords) {
        (true, _) => (from_stdin()?, FirstPassword::Kept),
        (false, Passwords::Open) => (made_up()?, FirstPassword::ToBeChanged),
        // Where passwords open nothing there is none to hand over.
        (false, Passwords::Closed) => (Secret::default(), FirstPassword::Kept),
    };
    let store = opening::store(config).await?;
    let unit = unit_of(&store, &args.unit).await?;
    let (console, now) = (opening::operator(), opening::now());
    let command = Create {
        login: args.login,
        name: args.name,
        unit,
        mail: args.mail,
        password: password.clone(),
        first_password,
    };
    let not_allowed = |refusal: kernel::NotAllowed| {
        Failure::from(Stop::Refused(AccountRefusal::NotAllowed(refusal)))
    };
    let by = console.system_administrator().map_err(not_allowed)?;
    let account = create(&store, (&command, &policy), &by, now).await?;
    let by = console.security_administrator().map_err(not_allowed)?;
    for role in roles {
        let given = Grant {
            account,
            unit,
            role,
            from_on: now.date(),
            until_on: None,
        };
        grant(&store, &given, &by, now).await?;
    }
    store.close().await;
    let shown = (first_password == FirstPassword::ToBeChanged).then(|| password.reveal());
    if as_json {
        println!("{}", json!({ "account": account, "password": shown }));
    } else {
        println!("已开立账号 {}", command.login.trim().to_lowercase());
        if let Some(password) = shown {
            println!("初始密码：{password}（只显示这一次，首次登录须修改）");
        }
    }
    Ok(())
}

async fn reset(config: &Config, login: &str, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let login = login.trim().to_lowercase();
    let account = store::read!(store, |tx| {
        queries::find_account_by_login(tx, &login).await
    })?;
    let account = account.ok_or(Stop::Refused(AccountRefusal::Unknown))?;
    let (console, policy) = (opening::operator(), desking::policy(config));
    let by = console
        .security_administrator()
        .map_err(|refusal| Stop::Refused(AccountRefusal::NotAllowed(refusal)))?;
    let password = reset_password(&store, (account.id, &policy), &by, opening::now()).await?;
    store.close().await;
    if as_json {
        println!(
            "{}",
            json!({ "account": account.id, "password": password.reveal() })
        );
    } else {
        println!(
            "新密码：{}（只显示这一次，首次登录须修改）",
            password.reveal()
        );
    }
    Ok(())
}

async fn link(config: &Config, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let token = make_setup_link(&store, opening::now()).await?;
    store.close().await;
    let base = config.identity().base_url;
    let url = format!("{base}/desk/set-up?token={}", token.reveal());
    if as_json {
        println!("{}", json!({ "url": url }));
    } else {
        println!("请在一小时内用浏览器打开（只能用一次）：\n{url}");
    }
    Ok(())
}

async fn list(config: &Config, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = store::read!(store, |tx| queries::list_accounts(tx, &ask).await)?;
        for account in page.items {
            let posts = store::read!(store, |tx| {
                queries::list_posts_at(tx, account.id, opening::now().date()).await
            })?;
            let roles: Vec<&str> = posts.iter().map(|post| post.role.label()).collect();
            rows.push((account, roles.join("、")));
        }
        match page.next {
            Some(key) => ask = PageAsk::after(key, PageAsk::MOST),
            None => break,
        }
    }
    store.close().await;
    if as_json {
        let views: Vec<_> = rows
            .iter()
            .map(|(account, roles)| {
                json!({ "id": account.id, "login": account.login, "name": account.name,
                        "unit": account.unit_name, "status": account.status.code(), "roles": roles })
            })
            .collect();
        println!("{}", json!({ "accounts": views }));
        return Ok(());
    }
    let lines: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(account, roles)| {
            vec![
                account.login,
                account.name,
                account.unit_name,
                account.status.label().to_owned(),
                roles,
            ]
        })
        .collect();
    let header = ["账号", "姓名", "单位", "状态", "角色"];
    print!("{}", printing::table(&header, &lines, 40));
    Ok(())
}

fn role_of(code: &str) -> Result<Role, Failure> {
    Role::from_code(code).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        Failure::bad_input(
            "account.unknown_role",
            format!("没有角色「{code}」"),
            format!("可用的角色：{}", known.join("、")),
        )
    })
}

async fn unit_of(store: &Store, code: &str) -> Result<UnitId, Failure> {
    let unit = store::read!(store, |tx| {
        store::directory::find_unit_by_code(tx, code).await
    })?;
    unit.map(|unit| unit.id).ok_or_else(|| {
        Failure::bad_input(
            "account.unknown_unit",
            format!("没有代码为「{code}」的单位"),
            "请先用 gongkai unit import 导入单位，再用其 code 列的值",
        )
    })
}

fn from_stdin() -> Result<Secret, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .take(1000)
        .read_to_string(&mut text)
        .map_err(|cause| Fault::caused("reading the password from standard input", cause))?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}
