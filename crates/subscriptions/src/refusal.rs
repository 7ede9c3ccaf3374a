//! What a reader can cause and mend: a closed list with stable codes.
//!
//! That an address is known, or has too many subscriptions, is no refusal: whoever types an address must not learn anything of it.

use kernel::Refusal;

/// Why something about a subscription was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubscriptionRefusal {
    /// No address.
    #[error("请填写邮件地址")]
    AddressMissing,
    /// None that can be written to.
    #[error("邮件地址有误，请核对后填写一个地址，例如 name@example.cn")]
    AddressFlawed,
    /// No pace, or none that there is.
    #[error("请选择接收频次")]
    PaceMissing,
    /// Something is in the field that must stay empty.
    #[error("“此栏请留空”一栏中有内容，请清空后再提交")]
    FieldFilled,
    /// A search that nobody follows yet, where the site has as many as it can hold new documents against.
    #[error("本站可以订阅的搜索已达上限，请改为订阅相关的栏目、主题或者单位，或者过些日子再试")]
    SearchesFull,
    /// The form was handed in from another site.
    #[error("为了您的安全，请在本页面上重新提交")]
    FromElsewhere,
    /// The link of a confirmation that is none, was used, or ran out.
    #[error("确认链接无效、已经用过或已过期。已经确认过的，订阅已经生效；没有确认过的，请重新订阅")]
    ConfirmLinkUnknown,
    /// The link of a letter that is none any more.
    #[error("链接无效，或者这个地址已经退订、已从本站删除。需要时请重新订阅")]
    LinkUnknown,
    /// Not one of its subscriptions.
    #[error("没有这项订阅，可能已经退订，请刷新页面核对")]
    Unknown,
}

impl Refusal for SubscriptionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AddressMissing => "subscriptions.address_missing",
            Self::AddressFlawed => "subscriptions.address_flawed",
            Self::PaceMissing => "subscriptions.pace_missing",
            Self::FieldFilled => "subscriptions.field_filled",
            Self::SearchesFull => "subscriptions.searches_full",
            Self::FromElsewhere => "subscriptions.from_elsewhere",
            Self::ConfirmLinkUnknown => "subscriptions.confirm_link_unknown",
            Self::LinkUnknown => "subscriptions.link_unknown",
            Self::Unknown => "subscriptions.unknown",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::AddressMissing | Self::AddressFlawed => Some("address"),
            Self::PaceMissing => Some("pace"),
            Self::FieldFilled => Some("remark"),
            Self::SearchesFull
            | Self::FromElsewhere
            | Self::ConfirmLinkUnknown
            | Self::LinkUnknown
            | Self::Unknown => None,
        }
    }
}
