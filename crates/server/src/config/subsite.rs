//! `[[subsites]]`: sites beside the main one on the same platform (集约化), each at its own host name.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ui::{Look, Platform, SiteIdentity};

use super::SiteSection;

/// Sites at most: each has its own table of addresses in memory.
const MOST: usize = 500;

/// `[[subsites]]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubsiteSection {
    /// A word for it that never changes: small letters, digits, hyphens.
    pub code: String,
    /// The code of the unit whose site it is, as in the register.
    pub unit: String,
    /// Its palette: ink, red, blue, green; empty for ink.
    pub look: String,
    /// Codes of the columns that it shows, with all above and under them; empty for all.
    pub columns: Vec<String>,
    /// Names of its own for columns, by code.
    pub names: BTreeMap<String, String>,
    /// What its footer and tags say; what is left out is the main site's, but for name, domain and address.
    pub identity: SubsiteIdentity,
}

/// `[subsites.identity]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubsiteIdentity {
    /// 网站名称.
    pub name: String,
    /// Its name in English; empty for none.
    pub english_name: String,
    /// English domain.
    pub domain: String,
    /// Address that people type, without a closing slash; its host name tells the site.
    pub base_url: String,
    /// 政府网站标识码.
    pub id_code: String,
    /// 主办单位.
    pub sponsor: String,
    /// 承办单位.
    pub operator: String,
    /// 联系方式.
    pub contact: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安机关备案号.
    pub police_record: String,
    /// Entry of 「我为政府网站找错」.
    pub error_report_url: String,
}

impl SubsiteSection {
    /// The palette.
    fn look(&self) -> Option<Look> {
        match self.look.as_str() {
            "" => Some(Look::default()),
            code => Look::from_code(code),
        }
    }

    /// The host name by which it is told, small and without a port.
    pub fn host(&self) -> Option<String> {
        host_of(&self.identity.base_url)
    }

    /// Who runs it, as its pages show it.
    pub fn identity(&self, main: &SiteSection) -> SiteIdentity {
        let own = &self.identity;
        let or = |own: &String, main: &String| if own.is_empty() { main } else { own }.clone();
        let section = SiteSection {
            name: own.name.clone(),
            english_name: own.english_name.clone(),
            domain: own.domain.clone(),
            base_url: own.base_url.clone(),
            id_code: or(&own.id_code, &main.id_code),
            sponsor: or(&own.sponsor, &main.sponsor),
            operator: or(&own.operator, &main.operator),
            contact: or(&own.contact, &main.contact),
            icp: or(&own.icp, &main.icp),
            police_record: or(&own.police_record, &main.police_record),
            error_report_url: or(&own.error_report_url, &main.error_report_url),
        };
        SiteIdentity {
            look: self.look().unwrap_or_default(),
            platform: Some(Platform {
                name: main.name.clone(),
                english_name: Some(main.english_name.clone()).filter(|it| !it.is_empty()),
                base_url: main.base_url.trim_end_matches('/').to_owned(),
            }),
            ..section.identity()
        }
    }
}

/// The host name of an address, small and without a port.
pub fn host_of(address: &str) -> Option<String> {
    let address: axum::http::Uri = address.parse().ok()?;
    let is_web = matches!(address.scheme_str(), Some("http" | "https"));
    let host = address.host()?.trim_end_matches('.').to_ascii_lowercase();
    (is_web && !host.is_empty()).then_some(host)
}

/// What cannot be meant: which site (1, 2, 3), which key, and why.
pub fn check(sites: &[SubsiteSection], main: &str) -> Result<(), (usize, &'static str, String)> {
    if sites.len() > MOST {
        return Err((MOST + 1, "", format!("分站最多{MOST}个")));
    }
    let mut codes = BTreeSet::new();
    let mut hosts: BTreeSet<String> = host_of(main).into_iter().collect();
    for (at, site) in (1..).zip(sites) {
        let wrong = |key, message: String| Err((at, key, message));
        if !publishing::subsites::is_code(&site.code) {
            let cure = "应为小写字母、数字、连字符，最长40字，不能是 main";
            return wrong("code", format!("“{}”{cure}", site.code));
        }
        if !codes.insert(&site.code) {
            return wrong("code", format!("“{}”用了两次", site.code));
        }
        if site.unit.trim().is_empty() {
            return wrong("unit", "请写单位名录中的单位代码".to_owned());
        }
        if site.look().is_none() {
            let known = Look::ALL.map(Look::code).join("、");
            return wrong(
                "look",
                format!("“{}”不是配色，应为 {known} 之一", site.look),
            );
        }
        if site.identity.name.trim().is_empty() {
            return wrong("identity.name", "网站名称不能为空".to_owned());
        }
        let Some(host) = site.host() else {
            let cure = "应为 https:// 或 http:// 开头的网址";
            return wrong("identity.base_url", cure.to_owned());
        };
        if !hosts.insert(host.clone()) {
            let cure = "已是另一个站点的域名，每个分站要有自己的域名";
            return wrong("identity.base_url", format!("“{host}”{cure}"));
        }
    }
    Ok(())
}
