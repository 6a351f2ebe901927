//! Lines that are complete without a stop: fields (责任单位：…), names with posts, blanks to fill in.

use super::endings::{STOPS, em, is_fragment};
use super::markup::is_space;
use super::responsibilities::units::is_named_body;
use super::seams::floor;
use crate::text::numerals;

/// 责任单位：, 完成时限：, 组 长：, 备注： … : a line that says one thing of what stands above it.
pub(super) fn is_field(text: &str) -> bool {
    const WORDS: [&str; 34] = [
        "单位",
        "部门",
        "领导",
        "时限",
        "责任人",
        "联系人",
        "负责人",
        "电话",
        "邮箱",
        "地址",
        "形式",
        "时间",
        "地点",
        "组长",
        "成员",
        "主任",
        "委员",
        "备注",
        "说明",
        "指导",
        "节点",
        "日期",
        "机关",
        "文号",
        "编号",
        "表号",
        "附注",
        "来源",
        "抄送",
        "主持人",
        "参加人员",
        "出席",
        "列席",
        "记录",
    ];
    let start = text.trim_start_matches(['（', '(']);
    let Some(colon) = start[..floor(start, start.len().min(64))].find(['：', ':']) else {
        return false;
    };
    let word: String = start[..colon].chars().filter(|c| !is_space(*c)).collect();
    let chars = word.chars().count();
    if matches!(word.as_str(), "注" | "附" | "表号") {
        return true;
    }
    (2..=10).contains(&chars)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '（' | '）' | '(' | ')'))
        && WORDS.iter().any(|w| word.ends_with(w))
}

/// Several whole units and no word of a sentence: 甲公司、乙公司、丙公司.
pub(super) fn is_list_of_units(text: &str) -> bool {
    text.contains('、') && text.split('、').all(is_unit)
}

/// 领导小组下设办公室在县民政局，…: what stands below the members of a body.
pub(super) fn says_seat(text: &str) -> bool {
    const BODIES: [&str; 5] = ["组", "专班", "指挥部", "委员会", "联席会议"];
    let found = ["下设办公室", "办公室设在", "办公室设于"].iter().find_map(|seat| text.find(seat));
    let body = found.and_then(|at| text.get(..at)).filter(|body| body.chars().count() <= 20);
    body.is_some_and(|body| BODIES.iter().any(|end| body.ends_with(end)))
}

/// 各位代表：, 同志们： what a speech begins with.
pub(super) fn is_salutation(text: &str) -> bool {
    let Some(text) = text.strip_suffix(['：', ':', '！', '!']) else { return false };
    let names: Vec<&str> = text.split(['、', '，', ',']).map(|name| name.trim_matches(is_space)).collect();
    names.iter().all(|name| {
        name.chars().count() <= 10 && (name.starts_with("各位") || name.ends_with("们") || name.ends_with("同志"))
    })
}

/// Words that open a sentence, and can't go on with a list.
pub(super) fn opens_sentence(text: &str) -> bool {
    ["希望", "特此", "现将", "现予", "请各", "望各", "以上"].iter().any(|word| text.starts_with(word))
}

/// 县水务局：负责…: a body and what it does, one of a list.
pub(super) fn is_duty(text: &str) -> bool {
    let Some((body, _)) = text.split_once(['：', ':']) else { return false };
    body.chars().count() <= 16 && is_named_body(body)
}

/// Whether a text ends with a label that has no value yet: …抓好落实。责任单位：
pub(super) fn ends_with_label(text: &str) -> bool {
    const ROLES: [&str; 5] = ["责任", "牵头", "配合", "主责", "协助"];
    const WHO: [&str; 3] = ["单位", "部门", "领导"];
    let Some(text) = text.strip_suffix(['：', ':']) else { return false };
    let label = text.rfind(STOPS).map_or("", |at| text[at..].trim_start_matches(STOPS)).trim_matches(is_space);
    WHO.iter().filter_map(|who| label.strip_suffix(who)).any(|role| ROLES.contains(&role))
}

/// Whether a line is the rest of a unit's name and then another field: …：区公安分 | 局　配合单位：区教育局.
pub(super) fn ends_unit(above: &str, here: &str) -> bool {
    let Some((rest, field)) = here.split_once(is_space) else { return false };
    let open =
        above.chars().next_back().is_some_and(|c| c.is_alphabetic() && !"局委办府会部室院厅站所队处".contains(c));
    open && rest.chars().count() <= 4
        && rest.ends_with(['局', '委', '办', '府', '会', '部', '室', '院', '厅', '站', '所', '队', '处'])
        && is_field(field.trim_start_matches(is_space))
}

/// Whether a field without a stop (责任单位：甲局、乙) goes on: its list was cut in mid-name, or the line is more of it.
pub(super) fn field_goes_on(above: &str, here: &str) -> bool {
    const UNITS: [&str; 33] = [
        "局", "委", "办", "府", "会", "部", "室", "院", "厅", "站", "所", "队", "处", "镇", "乡", "道", "场", "馆",
        "行", "校", "业", "位", "门", "联", "协", "社", "团", "司", "心", "人", "）", ")", "组",
    ];
    // A blank to fill in ends its field.
    let complete = UNITS.iter().any(|end| above.ends_with(end)) || above.ends_with('_');
    let units = em(here) <= 60.0
        && !here.contains(STOPS)
        && here.split(['、', '，', ',']).all(|unit| UNITS.iter().any(|end| unit.trim_end().ends_with(end)));
    if is_fragment(here) || units {
        return !complete || units && here.contains(['、', '，']) || em(here) <= 6.0 && units;
    }
    // A field that is prose (完成时限：5月底前完成 …) goes on like prose.
    !complete && em(above) >= 25.0
}

/// 王小明 县财政局局长: a name, a space, a post. With a role before it: 组 长：王小明 县长.
pub(super) fn is_name_entry(text: &str) -> bool {
    if text.len() > 180 || text.ends_with(['：', ':']) || text.contains(STOPS) {
        return false;
    }
    let rest = match text.find(['：', ':']) {
        Some(at) if is_role(&text[..at]) => text[at..].trim_start_matches(['：', ':']).trim_start_matches(is_space),
        Some(_) => return false,
        None => text,
    };
    let han =
        |piece: &str| piece.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || c == '·' || c >= '\u{20000}');
    // 李兰（县民政局副局长）
    let bracket = rest.trim_end().strip_suffix(['）', ')']).and_then(|rest| rest.split_once(['（', '(']));
    if let Some((name, _)) = bracket.filter(|(_, post)| is_post(post)) {
        let name: String = name.split(is_space).collect();
        if (2..=4).contains(&name.chars().count()) && han(&name) {
            return true;
        }
    }
    let mut pieces = rest.split(is_space).filter(|p| !p.is_empty());
    // 青 岚 县 人 民 政 府 is set wide.
    if pieces.clone().count() >= 4 && pieces.clone().all(|piece| piece.chars().count() == 1) {
        return false;
    }
    let Some(first) = pieces.next() else { return false };
    // 李兰（女）
    let first = match first.split_once(['（', '(']) {
        Some((name, note)) if note.ends_with(['）', ')']) && em(note) <= 8.0 => name,
        _ => first,
    };
    let mut name = first.to_owned();
    if first.chars().count() == 1 {
        // 王 明 is one name.
        let Some(given) = pieces.next().filter(|p| p.chars().count() <= 2) else { return false };
        name.push_str(given);
    }
    let chars = name.chars().count();
    // 青岚县 人民政府 is a body with a space in it.
    if name.ends_with(['县', '市', '区', '省', '州', '旗', '镇', '乡', '局', '委']) {
        return false;
    }
    let long = name.contains('·') && chars <= 15;
    let post: String = pieces.collect();
    han(&name)
        && ((2..=4).contains(&chars) || long)
        && !post.is_empty()
        && post.chars().count() <= 40
        && !is_sentence_like(&post)
}

fn is_sentence_like(post: &str) -> bool {
    // 王小明 负责…, 主持…: a division of work, in sentences.
    ["负责", "主持", "协助", "分管", "联系"].iter().any(|verb| post.starts_with(verb))
        || post.contains(['，', ',', '“', '《']) && !post.ends_with(['，', ','])
}

/// 组长, 副 组 长, 成员, 责任领导 …
fn is_role(text: &str) -> bool {
    let word: String = text.chars().filter(|c| !is_space(*c)).collect();
    word.chars().count() <= 10
        && [
            "组长",
            "成员",
            "主任",
            "委员",
            "领导",
            "责任人",
            "总指挥",
            "指挥长",
            "指挥",
            "秘书长",
            "主席",
            "召集人",
            "顾问",
            "队长",
            "负责人",
        ]
        .iter()
        .any(|role| word.ends_with(role))
}

/// A role alone, its names below.
pub(super) fn is_role_only(text: &str) -> bool {
    text.chars().count() <= 12 && is_role(text.trim_end_matches(['：', ':']))
}

/// After a name and its post only the rest of a cut post goes on: short, without a name of its own.
pub(super) fn goes_on_after_name(above: &str, here: &str, marker: bool) -> bool {
    // 传统技艺（5项）: a heading of what comes.
    let counts = here.strip_suffix(['）', ')']).is_some_and(|here| here.ends_with(['项', '个', '件', '人', '名']));
    if marker
        || counts
        || here.starts_with('各')
        || is_role_only(above)
        || is_field(here)
        || is_name_entry(here)
        // A body of its own, not the rest of a post.
        || em(here) >= 6.0 && is_named_body(here)
        || em(here) > 14.0
    {
        return false;
    }
    // 县水利局党组书记、 | 局长: the second post of the same person, for only a name would have a space.
    let complete = above.ends_with(['，', ',']) || above.ends_with('、') && !is_post(here);
    !complete && !here.contains(is_space) && !here.contains(['：', ':', '，', '。', '《']) && !here.is_empty()
}

/// 局长, 副主任, 党组成员
fn is_post(text: &str) -> bool {
    ["长", "主任", "书记", "主席", "成员", "委员", "总监", "经理", "师", "员"].iter().any(|post| text.ends_with(post))
}

/// Whether two lines stand below each other as names do: several to a line, or a whole one each.
pub(super) fn are_names(above: &str, here: &str) -> bool {
    are_rates(above, here)
        || is_row_of_names(above)
        || is_row_of_names(here) && em(above) < 30.0
        || is_unit(above) && is_unit(here)
}

/// Two lines of a table that has lost its rules, a name and a figure to a line: 1000元以下的部分 40－100元.
fn are_rates(above: &str, here: &str) -> bool {
    let columns = |text: &str| text.split(is_space).filter(|piece| !piece.is_empty()).count();
    let is_figure =
        |c: char| c.is_ascii_digit() || "０１２３４５６７８９.．-－—~～至%％按万亿元分倍次人个亩户件年天".contains(c);
    let last = here.rsplit(is_space).next().unwrap_or_default();
    let figure = last.contains(|c: char| c.is_ascii_digit()) && last.chars().all(is_figure);
    figure
        && columns(here) == 2
        && columns(above) == 2
        && [above, here].iter().all(|text| em(text) <= 30.0 && !text.contains(['，', ',', '、', '《']))
}

/// Several units or persons, with spaces between: 县水务局 县财政局, 王小明 李　平 赵大山, 青岚镇小学：王小明 李　平.
fn is_row_of_names(text: &str) -> bool {
    if text.len() > 400 || !text.contains(is_space) {
        return false;
    }
    let is_label = |of: &str| of.chars().count() <= 15 && of.split(is_space).all(is_name_like);
    let listed = text.split_once(['：', ':']).filter(|(of, _)| is_label(of));
    let text = listed.map_or(text, |(_, names)| names.trim_start_matches(is_space));
    let pieces: Vec<&str> = text.split(is_space).filter(|piece| !piece.is_empty()).collect();
    // 向 and 和 are surnames, too.
    let person = |piece: &str| is_name_like(piece.strip_prefix(['向', '和']).unwrap_or(piece));
    let is_person = |piece: &str| (1..=4).contains(&piece.chars().count()) && person(piece);
    // 王小明（县财政局局长）
    let posted = |piece: &str| {
        let (name, post) = piece.strip_suffix(['）', ')']).and_then(|piece| piece.split_once(['（', '(']))?;
        (is_person(name) && is_post(post)).then_some(())
    };
    let name = |piece: &&str| is_unit(piece) || is_named_body(piece) || is_person(piece) || posted(piece).is_some();
    // 2021 年 9 月 is a date with a recogniser's spaces.
    let number = |piece: &&str| piece.chars().all(|c| c.is_ascii_digit());
    pieces.len() >= 2
        && !pieces.iter().any(number)
        // 第三条　维修资金实行专户存储、…、政府
        && !pieces.iter().any(|piece| piece.contains('、'))
        && pieces.iter().all(name)
        && pieces.iter().filter(|piece| piece.chars().count() >= 2).count() >= 2
}

/// The whole name of a unit.
fn is_unit(text: &str) -> bool {
    const ENDS: [&str; 52] = [
        "局",
        "委",
        "办",
        "政府",
        "会",
        "部",
        "室",
        "院",
        "厅",
        "站",
        "所",
        "队",
        "处",
        "镇",
        "乡",
        "街道",
        "场",
        "馆",
        "行",
        "校",
        "中学",
        "小学",
        "大学",
        "一中",
        "二中",
        "三中",
        "幼儿园",
        "公司",
        "厂",
        "店",
        "企业",
        "单位",
        "部门",
        "社",
        "集团",
        "中心",
        "分局",
        "支部",
        "党委",
        "村",
        "社区",
        "联合会",
        "协会",
        "工会",
        "团委",
        "妇联",
        "工商联",
        "法院",
        "园",
        "超市",
        "矿",
        "县",
    ];
    (3..=30).contains(&text.chars().count()) && is_name_like(text) && ENDS.iter().any(|end| text.ends_with(end))
}

/// Letters, digits and a note in brackets; no word that only sentences have.
fn is_name_like(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '（' | '）' | '(' | ')' | '·'))
        && !text.contains(['的', '和', '由', '向', '对', '将', '把', '为', '与', '是', '到'])
}

/// What is printed below a document of when and how often it was printed: 青岚县人民政府办公室 2021年5月19日印发, （共印80份）.
pub(super) fn is_print_note(text: &str) -> bool {
    let inner = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    inner.starts_with("共印") && inner.ends_with('份')
        || text.ends_with("印发") && super::signatures::trailing_date(text).is_some()
}

/// A blank to fill in, or several fields on a line.
pub(super) fn is_form(text: &str) -> bool {
    text.contains("__") || text.matches(['：', ':']).count() >= 2 && em(text) < 40.0
}

/// 1997年6月5日 国务院第58次常务会议通过: one of the dated lines at the head of a law that tell how it came into force.
pub(super) fn is_promulgation(text: &str) -> bool {
    const ENDS: [&str; 14] =
        ["通过", "公布", "发布", "颁布", "修订", "修正", "修改", "施行", "实行", "实施", "批准", "执行", "号", "根据"];
    if em(text) > 80.0 || text.contains(STOPS) || text.contains(['，', ',', '：', ':']) {
        return false;
    }
    let compact: String = text.chars().filter(|c| !is_space(*c)).collect();
    let dated = super::signatures::leading_date(compact.trim_start_matches(['（', '(']));
    let bare = compact.trim_end_matches(['）', ')']);
    dated.is_some_and(|(_, rest)| !rest.is_empty())
        && (ENDS.iter().any(|end| bare.ends_with(end)) || bare.ends_with('》') && bare.contains("通过"))
}

/// What stands around and in a figure: its caption 图1 …, 专栏2 …, a note in brackets in its place, arrows between boxes.
pub(super) fn is_figure(text: &str) -> bool {
    let drawn = text.chars().all(|c| !c.is_alphanumeric()) && !super::endings::is_fragment(text);
    // A formula on a line of its own.
    let formula = text.len() > 4 && text.starts_with("$$") && text.ends_with("$$");
    drawn
        || formula
        || text.contains('→') && !text.contains(STOPS)
        || is_caption(text)
        || matches!(text, "（图略）" | "（略）" | "(略)" | "(图略)")
}

/// 图1 丁县空间布局示意图, 表 2-1　主要指标, 专栏3 重大工程: a word, a number, a gap and a name without a stop.
fn is_caption(text: &str) -> bool {
    let Some(rest) = ["专栏", "图表", "附图", "图", "表"].iter().find_map(|word| text.strip_prefix(word))
    else {
        return false;
    };
    let rest = rest.trim_start_matches(is_space);
    let number = rest.trim_start_matches(|c: char| {
        numerals::arabic_digit(c).is_some() || numerals::is_numeral(c) || matches!(c, '-' | '－' | '.')
    });
    let gap = number.len() < rest.len() && (number.starts_with(is_space) || number.starts_with(['：', ':']));
    gap && em(text) <= 40.0 && !text.contains(STOPS) && !text.ends_with(['，', '、', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_what_follows_them() {
        assert!(is_list_of_units("丁县城建公司、丁县装饰厂") && !is_list_of_units("丁县城建公司"));
    }

    #[test]
    fn what_a_speech_begins_with() {
        assert!(is_salutation("各位代表：") && is_salutation("各位领导、同志们：") && is_salutation("同志们！"));
        assert!(
            !is_salutation("各位代表")
                && !is_salutation("会议号召全县人民和同志们要做到：")
                && !is_salutation("做到：")
        );
    }

    #[test]
    fn fields_and_names() {
        for field in
            ["责任单位：县水务局", "（牵头单位:县委办）", "组 长：王小明", "注：由县水务局解释。", "完成时限：6月底前"]
        {
            assert!(is_field(field), "{field}");
        }
        assert!(!is_field("会议强调：要落实责任"));
        assert!(
            is_duty("县公安局：负责治安，协助疏散群众。")
                && !is_duty("会议强调：要落实责任")
                && !is_duty("县公安局负责")
        );
        for name in ["王小明 县财政局局长", "李 平 县水务局副局长", "副组长：李 平 县水务局局长"]
        {
            assert!(is_name_entry(name), "{name}");
        }
        for other in [
            "李 平 负责水务、农业、林业等工",
            "青岚县 人民政府",
            "青 岚 县 人 民 政 府",
            "为落实责任 确保安全。",
            "王小明",
            "责任单位：县水务局 县财政局",
        ] {
            assert!(!is_name_entry(other), "{other}");
        }
    }

    #[test]
    fn how_a_law_came_into_force() {
        for text in [
            "1997年6月5日 国务院第58次常务会议通过",
            "2013年7月18日 《青岚省关于修改部分规章的决定》第一次修订　",
            "1997年7月1日 施行",
            "（2008年11月10日青岚省人民政府令第39号公布）",
        ] {
            assert!(is_promulgation(text), "{text}");
        }
        for text in ["2021年5月6日，会议审议通过", "1997年6月5日", "2021年5月6日县政府召开会议", "经会议审议通过"]
        {
            assert!(!is_promulgation(text), "{text}");
        }
    }

    #[test]
    fn figures_and_their_captions() {
        for text in
            ["图1 青岚县产业布局示意图", "专栏 3　重大工程", "表2-1：主要指标", "（图略）", "↓", "报告→研判→响应"]
        {
            assert!(is_figure(text), "{text}");
        }
        for text in ["图书馆", "表1所列项目", "专栏作者", "。", "）", "图1 说明，", "由甲→乙；"]
        {
            assert!(!is_figure(text), "{text}");
        }
    }

    #[test]
    fn notes_of_print() {
        for text in ["青岚县人民政府办公室 2021年5月19日印发", "（共印80份）", "共印120份"] {
            assert!(is_print_note(text), "{text}");
        }
        assert!(!is_print_note("青岚县人民政府 2021年5月19日") && !is_print_note("关于2021年5月19日印发"));
    }

    #[test]
    fn lists_of_names() {
        for (above, here) in [
            ("县水务局 县财政局 第五大队", "县农业局 县教育局"),
            ("县水务局 县财政局", "青岚县自来水公司"),
            ("青岚泰合建筑工程有限公司第三分公司", "青岚县人民医院"),
            ("王小明 李 平 赵大山", "孙二 周三"),
            ("青岚镇小学：王小明 李 平 赵大山", "白石乡小学：孙 二 周三"),
            ("文明乡镇：青岚镇 白石乡", "文明村："),
            ("枫林镇小学：向小花 赵 山 李小明", "青岚镇小学：王 明"),
            ("成 员：王小明（县财政局局长） 李 平（县水务局局长）", "赵 山（县统计局局长） 孙二（县教育局局长）"),
            ("争议金额 受理费", "1000元以下的部分 40－100元"),
            ("1000元以下的部分 40－100元", "1001元以上的部分 按5%"),
        ] {
            assert!(are_names(above, here), "{above} | {here}");
        }
        assert!(!are_names("请各单位将材料报送县人民政府", "办公室汇总"));
        assert!(!are_names("第三条　资金实行专户存储、专款专用、政府", "监督的原则。"));
        assert!(!are_names("投入水利建设资金 为上年的", "两倍 共300元"));
        assert!(!are_names("会议由县水务局 县财政局主持召开并作讲话", "县长出席"));
    }

    #[test]
    fn what_goes_on_after_them() {
        assert!(field_goes_on("责任单位：县水务局、自然资", "源局"));
        assert!(field_goes_on("配合单位：县教体局、乡村", "振兴局、财政局"));
        assert!(!field_goes_on("责任单位：县水务局", "为加强管理，各单位要落实责任"));
        assert!(goes_on_after_name("赵大山 县住房和城乡建设局", "副局长", false));
        assert!(goes_on_after_name("赵 山 县水利局党组书记、", "局长", false));
        assert!(!goes_on_after_name("赵 山 县水利局党组书记、", "王小明", false));
        assert!(!field_goes_on("审批机关：________ 联系电话：________", "申请人就申请的________事项，作出下列承诺："));
        assert!(!goes_on_after_name("赵大山 县统计局局长", "领导小组办公室设在县统计局。", false));
        assert!(says_seat("县防汛指挥部办公室设在县水务局，由王小明兼任主任。"));
        assert!(!says_seat("各单位要落实责任，办公室设在县水务局") && !says_seat("领导小组负责审定方案。"));
        for entry in ["赵大山（县统计局副局长）", "委 员：李 平（市林业局总工程师）", "　王小明(县长)"]
        {
            assert!(is_name_entry(entry.trim()), "{entry}");
        }
        assert!(!is_name_entry("领导小组（以下简称县领导小组）") && !is_name_entry("附表（一览表）"));
    }
}
