//! Who runs the site: what the footer and the `meta` tags must say (《政府网站发展指引》; rules for 政府网站标识码).
//!
//! The values come from the configuration; this file only says which of them are wrong or missing.

use crate::look::Look;

/// The identity of a government site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteIdentity {
    /// 网站名称, as registered.
    pub name: String,
    /// Its name in English, for English frames.
    pub english_name: Option<String>,
    /// English domain, without scheme: `www.yunxi.gov.cn`.
    pub domain: String,
    /// 政府网站标识码: ten digits, or `bm` and eight.
    pub id_code: String,
    /// 主办单位.
    pub sponsor: String,
    /// 承办单位.
    pub operator: Option<String>,
    /// 联系方式 (telephone, address), as one line.
    pub contact: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安机关备案号.
    pub police_record: Option<String>,
    /// Address of the site's entry of 「我为政府网站找错」.
    pub error_report_url: Option<String>,
    /// Where people reach the site: `https://www.yunxi.gov.cn`, without a closing slash.
    pub base_url: String,
    /// Its palette.
    pub look: Look,
    /// The platform that it is part of; the main site is the platform itself.
    pub platform: Option<Platform>,
}

/// The platform that a site beside the main one is part of (集约化).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// 网站名称 of the main site.
    pub name: String,
    /// Its name in English.
    pub english_name: Option<String>,
    /// Where people reach it, without a closing slash.
    pub base_url: String,
}

/// Something wrong in a site's identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}:{message}")]
pub struct IdentityFlaw {
    /// The field of [`SiteIdentity`].
    pub field: &'static str,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

impl SiteIdentity {
    /// Everything that the rules for government sites find wanting; empty when nothing is.
    pub fn flaws(&self) -> Vec<IdentityFlaw> {
        let mut flaws = Vec::new();
        let mut flaw = |field, message: &str| {
            flaws.push(IdentityFlaw {
                field,
                message: message.to_owned(),
            });
        };
        for (field, value) in [
            ("name", &self.name),
            ("domain", &self.domain),
            ("sponsor", &self.sponsor),
            ("contact", &self.contact),
            ("icp", &self.icp),
        ] {
            if value.trim().is_empty() {
                flaw(
                    field,
                    "未填写。政府网站页脚和页面标签必须有这一项，请在配置中补上",
                );
            }
        }
        if !is_site_id_code(&self.id_code) {
            flaw(
                "id_code",
                "政府网站标识码应为10位数字，或 bm 加8位数字，请核对主管单位发放的标识码",
            );
        }
        for (field, url) in [
            ("base_url", Some(&self.base_url)),
            ("error_report_url", self.error_report_url.as_ref()),
        ] {
            if url.is_some_and(|it| !it.starts_with("https://") && !it.starts_with("http://")) {
                flaw(field, "应为以 https:// 或 http:// 开头的网址");
            }
        }
        if self.base_url.ends_with('/') {
            flaw("base_url", "结尾不要加斜杠");
        }
        flaws
    }
}

/// Whether the text is a 政府网站标识码: `^(bm\d{8}|\d{10})$`.
fn is_site_id_code(text: &str) -> bool {
    let digits = text.strip_prefix("bm").map_or((text, 10), |it| (it, 8));
    digits.0.len() == digits.1 && digits.0.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yunxi() -> SiteIdentity {
        SiteIdentity {
            name: "云溪市政务公开".into(),
            english_name: None,
            domain: "www.yunxi.gov.cn".into(),
            id_code: "3306990001".into(),
            sponsor: "云溪市人民政府办公室".into(),
            operator: None,
            contact: "0570-1234567".into(),
            icp: "浙ICP备05000000号".into(),
            police_record: None,
            error_report_url: None,
            base_url: "https://www.yunxi.gov.cn".into(),
            look: Look::default(),
            platform: None,
        }
    }

    #[test]
    fn a_site_code_is_ten_digits_or_bm_and_eight() {
        for good in ["3406000012", "bm55000001"] {
            assert!(is_site_id_code(good), "{good}");
        }
        for bad in [
            "",
            "340600001",
            "bm5500000",
            "bm550000012",
            "34060000a2",
            "BM55000001",
        ] {
            assert!(!is_site_id_code(bad), "{bad}");
        }
    }

    #[test]
    fn an_empty_sponsor_and_a_bare_domain_as_base_are_flaws() {
        assert_eq!(yunxi().flaws(), Vec::new());
        let wrong = SiteIdentity {
            sponsor: " ".into(),
            base_url: "www.yunxi.gov.cn/".into(),
            ..yunxi()
        };
        let fields: Vec<_> = wrong.flaws().iter().map(|it| it.field).collect();
        assert_eq!(fields, ["sponsor", "base_url", "base_url"]);
    }
}
