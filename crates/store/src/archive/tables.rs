//! Every table of the schema, declared once for export and import: what one row is, its key, its columns in order.
//!
//! A table that a migration adds must be added here (a test compares the lists with the catalogues of both engines). Tables stand
//! behind those that they refer to, so that rows can be taken in as they come; `later` marks a column that refers to a row of the same table
//! and is filled when all of them are there. What a row means in the field is for the capability crates.

use super::table::{Column, Kind, Table};

/// Tables that stay behind, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("session", "登录会话只在原站点有效，须重新登录"),
    ("session_form", "随会话失效"),
    ("setup_link", "首次设置的一次性链接，一小时内有效"),
    ("identity_flow", "进行中的统一身份认证登录"),
    ("upload", "没有传完的附件，在新站点重新上传"),
    ("rendition", "附件的在线阅读版本，新站点从附件重新生成"),
    ("upload_part", "同上，其内容在暂存目录中，不是站点的文件"),
];

/// Tables of the schema itself: the importing site has its own, and both must be of the same version.
pub const GROUND: &[&str] = &["schema_migration", "schema_lock"];

macro_rules! tables {
    ($($table:ident $about:literal [$($key:ident),+] { $($column:ident $kind:ident $($mark:ident)?),+ })+) => {
        /// The tables that are exported, in the order in which they are taken in.
        pub const TABLES: &[Table] = &[$(Table {
            name: stringify!($table),
            about: $about,
            key: &[$(stringify!($key)),+],
            columns: &[$(Column {
                name: stringify!($column),
                kind: kind!($kind),
                is_nullable: is_marked!($($mark)?),
                is_later: is_later!($($mark)?),
            }),+],
        }),+];
    };
}

macro_rules! kind {
    (text) => {
        Kind::Text
    };
    (bigint) => {
        Kind::Integer
    };
    (boolean) => {
        Kind::Flag
    };
}

macro_rules! is_marked {
    () => {
        false
    };
    (null) => {
        true
    };
    (later) => {
        true
    };
}

macro_rules! is_later {
    (later) => {
        true
    };
    ($($other:ident)?) => {
        false
    };
}

tables! {
    chain "事件链：每条链的最新一环" [name] {
        name text, seq bigint, hash text
    }
    event "事件：发生过的每一件事，逐条以哈希相连" [chain, seq] {
        chain text, seq bigint, id text, kind text, subject text, unit_id text null, actor text, actor_standing text,
        happened_at text, body text, previous_hash text, hash text, account_id text null, address text null
    }
    blob "文件：按内容的 SHA-256 编号，内容在 blobs/ 下" [id] {
        id text, size bigint, media_type text, file_name text, is_public boolean, created_at text
    }
    schedule "定期工作：何时到期、上次结果" [name] {
        name text, due_at text, claimed_until text null, finished_at text null, outcome text null
    }
    setting "站点的单项取值，由程序写入" [name] {
        name text, value text, changed_at text
    }
    unit "单位，含已撤并的" [id] {
        id text, code text, name text, short_name text, kind text, level text, parent_id text later,
        valid_from text null, valid_to text null, successor_id text later, phone text, address text,
        opening_hours text, website text, ordinal bigint, fax text, mail text
    }
    unit_alias "单位的别名、曾用名" [unit_id, name] {
        unit_id text, name text, kind text
    }
    unit_class "单位的集合称谓，如“各区县政府”" [id] {
        id text, name text, rule text, ordinal bigint
    }
    unit_class_alias "集合称谓的别名" [class_id, name] {
        class_id text, name text
    }
    unit_class_member "集合称谓逐个列出的成员" [class_id, ordinal] {
        class_id text, ordinal bigint, unit_id text
    }
    unit_class_kind "集合称谓按单位类型划定的成员" [class_id, ordinal] {
        class_id text, ordinal bigint, kind text
    }
    promise "承诺：一个单位在一个到期日之前应公开的事项" [id] {
        id text, unit_id text, plan_id text null, origin_kind text, origin_id text, slot text, title text,
        period_label text null, owed_from text, due_on text, due_basis text, clock text, calendar_version text,
        is_provisional boolean, outcome text, closed_on text null, closed_at text null, reason text null,
        basis text null, opened_at text, is_nil boolean, waits_for text, times_returned bigint, returned_at text null,
        return_reason text null, percent bigint null
    }
    evidence "兑现的证据" [id] {
        id text, promise_id text, link text, note text, published_on text, recorded_at text, recorded_by text,
        kind text, blob_id text null, file_name text, media_type text, size bigint, returned_at text null,
        return_reason text null
    }
    promise_supporter "配合单位" [origin_id, unit_id] {
        origin_id text, unit_id text, ordinal bigint
    }
    recurrence "常态任务：每期开立一项承诺的规则" [origin_id, unit_id, cadence] {
        origin_id text, unit_id text, cadence text, origin_kind text, plan_id text null, title text,
        ends_on text null, opened_through text, grace text, basis text, is_active boolean
    }
    promise_day "承诺按到期日的统计" [scope_kind, scope_id, day] {
        scope_kind text, scope_id text, day text, open bigint, kept_on_time bigint, kept_late bigint, waived bigint,
        void bigint
    }
    promise_tally "承诺按年、月和全部的统计" [span, scope_kind, scope_id] {
        span text, scope_kind text, scope_id text, open bigint, late bigint, kept_on_time bigint, kept_late bigint,
        waived bigint, void bigint
    }
    plan "工作要点" [id] {
        id text, identity text, title text, issuer text null, issuer_unit_id text null, doc_number text null,
        index_number text null, year bigint, written_on text null, published_on text null, dated_on text,
        publication_on text, publication_basis text, source_blob text, blocks_blob text, reading_blob text,
        citations text, doubts text, imported_at text
    }
    duty "工作要点中的任务" [id] {
        id text, plan_id text, ordinal bigint, section text, heading text, body text, cadence text, deadlines text,
        terms text, places text, doubts text, grace text, grace_basis text, dropped_at text null
    }
    plan_revision "已导入的工作要点的改动文本，待接受或已接受" [plan_id, reading_blob] {
        plan_id text, reading_blob text, source_blob text, blocks_blob text, state text, proposed_at text,
        proposed_by text, decided_at text null, settings text null
    }
    catalogue_item "主动公开基本目录的事项" [id] {
        id text, identity text, ordinal bigint, field text, first_item text, second_item text, content text,
        legal_basis text, timing text, subject text, channels text, audience text, mode text, levels text,
        doubts text, grace text, grace_basis text, imported_at text, dropped_at text null
    }
    mention "任务或目录事项中出现的单位名称" [origin_id, role, ordinal] {
        origin_id text, role text, ordinal bigint, written text, matched text, class_id text null
    }
    mention_unit "这些名称指哪些单位" [origin_id, role, ordinal, place] {
        origin_id text, role text, ordinal bigint, place bigint, unit_id text
    }
    awaited_event "以事件起算的期限，待事件登记" [origin_id, ordinal] {
        origin_id text, ordinal bigint, span text, trigger_words text, words text, happened bigint
    }
    ledger_pending "待入公开账的公开行为" [happened_at, chain, seq] {
        happened_at text, chain text, seq bigint
    }
    ledger_leaf "公开账的叶：哪条事件在第几位" [leaf_index] {
        leaf_index bigint, event_id text
    }
    ledger_bundle "公开账的条目，每行至多 256 条" [bundle_index] {
        bundle_index bigint, width bigint, entries text
    }
    ledger_tile "公开账的哈希，每行至多 256 个" [level, tile_index] {
        level bigint, tile_index bigint, width bigint, hashes text
    }
    ledger_checkpoint "签署过的每一个检查点" [size] {
        size bigint, note text, signed_at text
    }
    account "账号；密码为 argon2id 摘要，二次验证的密钥以站点密钥加密" [id] {
        id text, login text, name text, unit_id text, mail text, status text, password text,
        password_set_at text null, must_change_password boolean, totp_secret text, totp_step bigint, failures bigint,
        locked_until text null, created_at text
    }
    account_post "账号在单位中的角色" [account_id, unit_id, role, from_on] {
        account_id text, unit_id text, role text, from_on text, until_on text null
    }
    account_old_password "用过的密码的摘要" [account_id, set_at] {
        account_id text, set_at text, password text
    }
    account_recovery_code "二次验证恢复码的摘要" [account_id, digest] {
        account_id text, digest text
    }
    account_identity "账号在外部认证源的身份" [issuer, subject] {
        issuer text, subject text, account_id text, linked_at text
    }
    delegation "授权代办" [id] {
        id text, giver_id text, taker_id text, from_on text, through_on text, reason text, ended_at text null,
        made_at text
    }
    delegation_post "代办所授的角色" [delegation_id, unit_id, role] {
        delegation_id text, unit_id text, role text
    }
    plan_draft "工作要点的草稿" [id] {
        id text, title text, file_name text, state text, source_blob text, blocks_blob text, reading_blob text,
        revision bigint, plan_id text null, created_by text, created_at text, changed_by text, changed_at text
    }
    draft_edit "草稿的每一次修改" [draft_id, revision] {
        draft_id text, revision bigint, command text, made_by text, account_id text null, made_at text
    }
    evidence_rule "什么算兑现的证据" [origin_id] {
        origin_id text, accepted text, least bigint, hosts text
    }
    plan_link "本级要点与上级要点的对应" [own_plan_id, superior_plan_id] {
        own_plan_id text, superior_plan_id text, linked_by text, linked_at text
    }
    duty_link "上级任务在本级要点中的去向" [own_plan_id, superior_duty_id, own_duty_id] {
        own_plan_id text, superior_duty_id text, own_duty_id text, note text, decided_by text, decided_at text
    }
    promise_progress "单位填报的进展" [id] {
        id text, promise_id text, percent bigint, note text, stated_on text, recorded_at text, recorded_by text
    }
    promise_proposal "请示：零报告、豁免、延期及其决定" [id] {
        id text, promise_id text, kind text, state text, deciding_unit_id text, reason text, basis text,
        span text null, proposed_by text, proposer_account text null, proposed_at text, decided_by text null,
        decided_as text null, decided_at text null, decision_note text null
    }
    promise_batch "批量办理" [id] {
        id text, work text, ordered_by text, account_id text null, state text, ordered_at text, finished_at text null,
        total bigint
    }
    promise_batch_item "批量办理的逐项结果" [batch_id, ordinal] {
        batch_id text, ordinal bigint, promise_id text, state text, code text, message text
    }
    message "消息" [id] {
        id text, dedupe_key text, topic text, account_id text null, unit_id text null, subject text, body text,
        created_at text, read_at text null
    }
    delivery "消息的投递：邮件、回调" [id] {
        id text, message_id text, channel text, target_id text, state text, due_at text, claim text null,
        claimed_until text null, attempts bigint, last_error text null, finished_at text null
    }
    webhook "回调地址与签名密钥，以站点密钥加密" [id] {
        id text, name text, url text, secret text, signing text, template text, topics text, unit_id text null,
        is_active boolean, created_at text
    }
    message_part "等待汇总成一条消息的内容" [account_id, topic, name] {
        account_id text, topic text, name text, body text, added_at text
    }
    message_preference "个人的接收偏好" [account_id] {
        account_id text, wants_mail boolean, changed_at text
    }
    reminder "已发出的提醒" [promise_id, due_on, step] {
        promise_id text, due_on text, step text, audience text, unit_id text, raised_on text, raised_by text,
        note text, told_at text null
    }
    notice "督办单" [id] {
        id text, number text, year bigint, number_in_year bigint, unit_id text, title text, body text, state text,
        due_on text, clock text, calendar_version text, is_provisional boolean, issued_at text, issued_by text,
        issued_by_account text null, answered_on text null, answered_by_account text null, ended_at text null
    }
    notice_promise "督办单所涉的承诺" [notice_id, promise_id] {
        notice_id text, promise_id text, ordinal bigint
    }
    notice_step "督办单的办理过程" [notice_id, ordinal] {
        notice_id text, ordinal bigint, command text, words text, links text, actor text, happened_at text,
        told_at text null
    }
    notice_reminder "督办单的提醒" [notice_id, due_on, step] {
        notice_id text, due_on text, step text, audience text, unit_id text, raised_on text, told_at text null
    }
    calendar_feed "个人日历订阅，只存地址的摘要" [account_id] {
        account_id text, token_hash text, created_at text, last_read_at text null
    }
    unit_successor "机构调整：谁承接了谁的职责" [unit_id, successor_id] {
        unit_id text, successor_id text, ordinal bigint
    }
    document "信息，取其公开版次的元数据" [id] {
        id text, kind text, unit_id text, state text, index_number text null, index_year bigint null,
        index_serial bigint null, published_edition_id text null, column_code text, title text, number text,
        number_key text null, theme text, summary text, made_on text null, effective_on text null,
        expires_on text null, unpublish_after text null, first_published_at text null, published_at text null,
        published_year bigint null, validity text, validity_from text null, validity_before text,
        withdrawn_at text null, withdrawn_reason text null, successor_id text null, created_at text,
        knows_validity boolean, validity_now text, settle_on text null, issue bigint null, interpreter text
    }
    edition "信息的版次" [id] {
        id text, document_id text, unit_id text, ordinal bigint, state text, revision bigint, scale text,
        change_note text, column_code text, title text, number text, theme text, keywords text, summary text,
        made_on text null, effective_on text null, expires_on text null, unpublish_after text null, disclosure text,
        disclosure_ground text, review_again_on text null, publish_at text null, drafted_by text,
        drafter_account text null, created_at text, changed_by text, changed_at text, signed_digest text null,
        signed_by text null, signed_account text null, signed_at text null, approved_by text null,
        approved_at text null, published_at text null,
        published_first_at text null, published_first_by text null, published_first_reason text,
        approval_promise_id text null, issue bigint null, interpreter text
    }
    edition_body "版次的正文" [edition_id] {
        edition_id text, html text
    }
    attachment "版次的附件" [edition_id, ordinal] {
        edition_id text, ordinal bigint, blob_id text, file_name text, media_type text, size bigint, reading text,
        reading_note text, added_by text, added_at text
    }
    edition_image "版次正文中的图片" [edition_id, blob_id] {
        edition_id text, blob_id text
    }
    finding "公开前检查的发现（已脱敏）与处理" [edition_id, fingerprint] {
        edition_id text, fingerprint text, ordinal bigint, part text, attachment bigint null, place text, kind text,
        label text, severity text, advice text, sample text, keep_reason text, kept_by text null, kept_at text null
    }
    review_step "版次的办理过程" [edition_id, ordinal] {
        edition_id text, ordinal bigint, command text, words text, acted_as text, actor text, account_id text null,
        happened_at text, told_at text null
    }
    document_promise "信息公开所兑现的承诺" [document_id, promise_id] {
        document_id text, promise_id text, state text, note text, linked_by text, linked_at text
    }
    citation "信息中引用的文件" [document_id, ordinal] {
        document_id text, ordinal bigint, title text, number text, number_key text
    }
    validity_change "效力的变更及其依据" [document_id, ordinal] {
        document_id text, ordinal bigint, validity text, basis text, basis_document_id text null, effective_on text,
        words text, acted_as text, actor text, happened_at text
    }
    document_tie "政策与解读的关联" [document_id, interpreted_id] {
        document_id text, interpreted_id text, tied_by text, tied_at text
    }
    citation_review "被引用的文件废止后，待复核的信息" [document_id, cited_id] {
        document_id text, cited_id text, unit_id text, state text, opened_at text, done_at text null,
        done_by text null, words text
    }
    imported "从旧网站导入的信息在原处的标识" [source, key] {
        source text, key text, document_id text, imported_at text
    }
    old_address "信息在旧网站的地址" [path] {
        path text, document_id text
    }
    subsite "主站以外的站点" [code] {
        code text, unit_id text, name text, base_url text, state text, filled_after text, units_digest text
    }
    document_share "引用到分站的信息" [document_id, site] {
        document_id text, site text, column_code text, shared_by text, actor text, shared_at text
    }
    shelf "公开信息在各站点、各发布单位清单中的位置" [document_id, site, unit_id] {
        site text, document_id text, unit_id text, leads boolean, column_code text, kind text, theme text, validity text,
        published_at text, year text
    }
    shelf_tally "各站点各种筛选条件下的件数" [site, unit_id, column_code, kind, theme, validity, year] {
        site text, unit_id text, column_code text, kind text, theme text, validity text, year text, n bigint
    }
    shelf_choice "各站点的筛选选项" [site, facet, value] {
        site text, facet text, value text
    }
    joint_issuer "联合发文的其他单位及其会签" [edition_id, unit_id] {
        edition_id text, unit_id text, ordinal bigint, state text, since text, signed_digest text null,
        signed_by text null, signed_account text null
    }
    remark "审核人在版次正文某处的批注及处理" [edition_id, ordinal] {
        edition_id text, ordinal bigint, quote text, place text, words text, state text, acted_as text, made_by text,
        made_account text null, made_at text, answer text, done_by text null, done_at text null
    }
    gathered_chapter "专题、公报等收录信息的章节" [edition_id, ordinal] {
        edition_id text, ordinal bigint, heading text
    }
    gathered_document "专题、公报等各版次收录的信息" [edition_id, ordinal] {
        edition_id text, ordinal bigint, chapter bigint, document_id text, words text
    }
    keep_rule "哪些信息公开后即兑现哪项任务或目录事项的承诺" [origin_id, column_code, words] {
        origin_kind text, origin_id text, column_code text, words text, is_certain bigint, set_by text, set_at text
    }
    expression "本站的规范用语" [wrong] {
        wrong text, better text, note text, set_by text, set_at text
    }
    filing "备案" [id] {
        id text, document_id text, edition_id text, unit_id text, receiver_id text null, receiver text, title text, number text,
        index_number text, digest text, explanation text, legal_review text, contact text, state text, since text, round bigint,
        sent_at text, sent_account text null, register_number text, registered_on text null
    }
    filing_step "备案的办理记录" [filing_id, ordinal] {
        filing_id text, ordinal bigint, command text, words text, acted_as text, actor text, account_id text null,
        happened_at text, told_at text null,
        answer text null
    }
    received_filing "其他网站报送本站单位的备案" [id] {
        id text, sender_key text, sender text, sender_filing text, unit_name text, receiver_id text, receiver text, title text,
        number text, digest text, state text, since text, round bigint, sent_at text, taken_at text, package_id text,
        register_number text, registered_on text null
    }
    received_filing_step "其他网站报送的备案的办理记录" [filing_id, ordinal] {
        filing_id text, ordinal bigint, command text, words text, acted_as text, actor text, account_id text null, happened_at text
    }
    virus_scan "文件最近一次病毒扫描的结果" [blob_id] {
        blob_id text, virus text, scanned_at text
    }
    reader "订阅者：邮件地址以站点密钥密封" [id] {
        id text, address text, address_mark text, token text, token_hash text, refusals bigint, suspended_at text null,
        created_at text
    }
    subscription "公众订阅：一个地址关注的一项" [id] {
        id text, reader_id text, place text, kind text, pace text, state text, confirm_token text null,
        confirm_hash text null, expires_at text null, since text null
    }
    subscription_tally "各类、各频次的订阅数" [kind, pace] {
        kind text, pace text, n bigint
    }
    followed_search "有人订阅的搜索，每个一行" [place] {
        place text, n bigint
    }
    happening "有人关注的动态" [id] {
        id text, event_id text, subject text, what text, title text, number text, words text, happened_on text, path text
    }
    reader_item "动态告知哪些订阅者，是否已写入邮件" [reader_id, happening_id] {
        reader_id text, happening_id text, subscription_id text, due_at text, letter_id text null
    }
    reader_letter "给订阅者的邮件" [id] {
        id text, reader_id text, kind text, subscription_id text null, state text, due_at text, claim text null,
        claimed_until text null, attempts bigint, last_error text null, created_at text, finished_at text null
    }
    curated "人工整理的问答" [id] {
        id text, question text, answer text, unit_id text, document_id text null, state text, review_by text, revision bigint,
        set_by text, set_at text
    }
    curated_wording "问答的各种问法" [curated_id, ordinal] {
        curated_id text, ordinal bigint, words text, folded text, size bigint
    }
    curated_gram "问法的字对，用于查找相近的提问" [gram, curated_id, ordinal] {
        gram text, curated_id text, ordinal bigint
    }
    asked "公众提问中没有解决的，按问题合计" [folded] {
        folded text, words text, state text, unanswered bigint, unhelpful bigint, helpful bigint, first_on text, last_on text
    }
    sought "公众搜索没有找到的，按词合计" [folded] {
        folded text, words text, state text, times bigint, first_on text, last_on text
    }
    demand "列为承诺的公众需求" [id] {
        id text, title text, channel text, unit_id text, times bigint, since text, taken_by text, taken_at text
    }
    request "政府信息公开申请：申请人以站点密钥密封" [id] {
        id text, number text, year bigint, number_in_year bigint, unit_id text, channel text, asker_kind text, asker text,
        asker_mark text, secret_mark text, wanted text, doc_number text, description text, form text, delivery text,
        is_reduction_asked boolean, help text, submitted_at text, received_on text null, stage text, revision bigint,
        outcome text null, closed_on text null
    }
    request_supplement "申请的补正" [request_id] {
        request_id text, words text, asked_on text, due_on text, received_on text null, supplied text
    }
    request_consultation "办理申请时征求的意见：征求对象以站点密钥密封" [id] {
        id text, request_id text, whom text, party text, words text, sent_on text, wished_on text null, served_on text null,
        answered_on text null, stance text null, opinion text
    }
    request_fee "信息处理费" [request_id] {
        request_id text, charging text, units bigint, fee_fen bigint, basis text, told_on text, due_on text, paid_on text null
    }
    request_extension "申请答复期限的延长" [request_id, ordinal] {
        request_id text, ordinal bigint, workdays bigint, reason text, agreed_by text, told_on text
    }
    request_search "办理申请时的检索记录" [request_id, ordinal] {
        request_id text, ordinal bigint, place text, terms text, found text, searched_by text, searched_on text
    }
    request_decision "对申请的处理决定" [request_id] {
        request_id text, outcome text, withheld text, facts text, reply text, drafted_by text, drafted_account text null,
        drafted_at text, approved_by text null, approved_at text null, letter_number text null, sent_way text null,
        sent_on text null, served_on text null, proof text null
    }
    request_step "申请的办理记录" [request_id, ordinal] {
        request_id text, ordinal bigint, command text, words text, acted_as text, actor text, account_id text null, happened_at text
    }
    request_dispute "申请的行政复议和行政诉讼" [id] {
        id text, request_id text, branch text, body text, number text, filed_on text, decided text null, decided_on text null,
        words text, struck_why text null
    }
    request_anew "复议决定、判决责令的重新答复" [dispute_id] {
        dispute_id text, received_on text, period text, outcome text null, withheld text, reply text, letter_number text null,
        answered_on text null
    }
    request_visit "答复后的回访" [request_id, ordinal] {
        request_id text, ordinal bigint, visited_on text, way text, satisfaction text, words text
    }
    request_letter "申请的告知书：不含收件人" [request_id, slot] {
        request_id text, slot text, text text, made_at text
    }
}
