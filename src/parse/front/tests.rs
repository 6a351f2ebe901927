//! Front matter of gazettes that do not exist, in the shapes that real ones have.

use super::*;
use crate::parse::markup;

mod forms;

fn front(text: &str) -> (Front, String) {
    let source: Vec<String> = text.lines().map(str::to_owned).collect();
    let front = read(&markup::lines(&source));
    let first = source.get(front.body.start).cloned().unwrap_or_default();
    (front, first)
}

/// Entries as `category | ordinal | title | number | page`.
fn rows(front: &Front) -> Vec<String> {
    let show = |value: Option<u32>| value.map_or(String::new(), |v| v.to_string());
    let row = |e: &TocEntry| {
        let category = e.category.as_deref().unwrap_or_default();
        let number = e.doc_number.as_deref().unwrap_or_default();
        format!("{category}|{}|{}|{number}|{}", show(e.ordinal), e.title, show(e.page))
    };
    front.toc.iter().map(row).collect()
}

fn unknown(front: &Front) -> Vec<&str> {
    front.lines.iter().filter(|l| l.role == FrontRole::Unknown).map(|l| l.text.as_str()).collect()
}

const BODY: &str = "丁县人民政府关于印发《丁县防汛预案》的通知\n丁政发〔2020〕1号\n各乡镇人民政府：\n现将《丁县防汛预案》印发给你们，请认真贯彻执行。\n";

#[test]
fn a_notice_has_no_front_matter() {
    let (front, first) = front(BODY);
    assert!(!front.is_gazette());
    assert_eq!((front.body.clone(), first.as_str()), (0..4, "丁县人民政府关于印发《丁县防汛预案》的通知"));
}

#[test]
fn a_plan_with_contents_of_its_own_is_no_gazette() {
    let text = format!(
        "{BODY}丁县防汛预案\n目 录\n第一章 总则……1\n第二章 职责……3\n第三章 附则……9\n第一章 总则\n第一条 为了防汛，制定本预案。"
    );
    assert!(!front(&text).0.is_gazette());
    let text = "丁县防汛预案\n目 录\n第一章 总则\n第二章 职责\n第三章 附则\n第一章 总则\n第一条 为了防汛，根据有关法律，制定本预案。";
    assert!(!front(text).0.is_gazette());
}

#[test]
fn a_book_with_contents_is_no_gazette() {
    let text = "丁县志\n目 录\n前 言……1\n第一章 建置……3\n第二章 人口……20\n第三章 经济……41\n后 记……99\n前 言\n丁县位于甲省南部，历史悠久，是甲省的南大门。";
    assert!(!front(text).0.is_gazette());
}

#[test]
fn contents_first_and_without_pages() {
    let text = format!(
        "目　录\n\n政府文件\n丁县人民政府关于印发《丁县防汛预案》的通知\n丁政发〔2020〕1号\n丁县人民政府关于表彰先进的决定\n丁政发〔2020〕2号\n人事任免\n丁县人民政府关于甲同志任职的通知\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(front.body.start, 9);
    assert_eq!(
        rows(&front),
        [
            "政府文件||丁县人民政府关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|",
            "政府文件||丁县人民政府关于表彰先进的决定|丁政发〔2020〕2号|",
            "人事任免||丁县人民政府关于甲同志任职的通知||"
        ]
    );
    assert_eq!(unknown(&front), [""; 0]);
}

#[test]
fn a_provincial_cover() {
    let text = format!(
        "丁省人民政府公报\nDINGSHENG RENMIN ZHENGFU GONGBAO\n二〇二〇年第三期（总第185期）\n2020年2月15日出版 半月刊\n\n目　录\n（一）省政府规章\n丁省防汛办法（丁省人民政府令第300号） /3\n（二）省政府文件\n丁省人民政府关于印发《丁县防汛预案》的通知（丁政发〔2020〕1号） /12\n政策解读\n《丁县防汛预案》解读 丁省水利厅 /30\n\n主管主办：丁省人民政府办公厅\n编辑：《丁省人民政府公报》编辑部　电话：（000）1234567\n国内统一刊号：CN00-0000/D\n\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    let m = &front.masthead;
    assert_eq!(
        (m.title.as_deref(), m.year, m.number, m.total_number),
        (Some("丁省人民政府公报"), Some(2020), Some(3), Some(185))
    );
    assert_eq!((m.published.as_deref(), m.frequency.as_deref()), (Some("2020-02-15"), Some("半月刊")));
    assert_eq!(front.toc.len(), 3, "{:?}", rows(&front));
    assert_eq!(rows(&front)[1], "省政府文件||丁省人民政府关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|12");
    assert_eq!(front.toc[2].category.as_deref(), Some("政策解读"));
    assert!(m.imprint.iter().any(|(k, v)| k == "电话" && v == "（000）1234567"), "{:?}", m.imprint);
    assert_eq!(unknown(&front), [""; 0]);
}

#[test]
fn a_state_council_cover_with_an_english_contents_page() {
    let text = "丁国国务院公报\nGAZETTE OF THE STATE COUNCIL OF DING\n2020年3月20日　第8号\n（总号：1691）\n目　录\n国务院关于印发防汛预案的通知 ………………………（4）\n国务院关于同意设立丁区的批复 ………………………（7）\nCONTENTS\nCircular of the State Council on Issuing the Plan ………… (4)\nReply of the State Council on Approving Ding ………… (7)\n国务院关于印发防汛预案的通知\n国发〔2020〕1号\n各省、自治区人民政府：\n现将预案印发给你们，请认真贯彻执行。";
    let (front, first) = front(text);
    assert_eq!(first, "国务院关于印发防汛预案的通知");
    assert_eq!(front.body.start, 10);
    assert_eq!(rows(&front), ["||国务院关于印发防汛预案的通知||4", "||国务院关于同意设立丁区的批复||7"]);
    assert_eq!((front.masthead.number, front.masthead.total_number), (Some(8), Some(1691)));
}

#[test]
fn a_decree_first() {
    let text = "丁市人民政府公报\n2020年第1期\n目录\n丁市人民政府令（第3号）……1\n关于乙的意见……5\n丁市人民政府令\n第3号\n《丁市防汛办法》已经2020年1月5日市政府第2次常务会议审议通过，现予公布。\n市长 甲\n2020年1月6日";
    let (front, first) = front(text);
    assert_eq!((first.as_str(), front.body.start), ("丁市人民政府令", 5));
    assert_eq!(front.toc.len(), 2);
}

#[test]
fn contents_on_the_back_page() {
    let cover = "丁县人民政府公报\n2020年第1期（总第9期）\n";
    let contents = "目 录\n2020年第1期（总第9期）\n·政府文件·\n关于印发《丁县防汛预案》的通知\n丁政发〔2020〕1号 ……（1）\n·讲话·\n在全县防汛会议上的讲话 …… 王甲（7）\n";
    let imprint = "主 管：丁县人民政府\n主 办：丁县人民政府办公室\n印 数：800册";
    let (front, first) = front(&format!("{cover}{BODY}{contents}{imprint}"));
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(front.body, 2..6);
    let entries = ["政府文件||关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|1", "讲话||在全县防汛会议上的讲话||7"];
    assert_eq!(rows(&front), entries);
    assert_eq!(unknown(&front), Vec::<&str>::new());
}

#[test]
fn contents_on_the_last_two_pages() {
    let page = |n: u32| format!("目 录\n关于表彰第{n}批先进的决定……{n}\n关于印发第{n}批清单的通知……{n}\n");
    let (front, _) = front(&format!("丁县人民政府公报\n2020年第1期\n{BODY}{}{}主办：丁县人民政府", page(1), page(7)));
    assert_eq!((front.toc.len(), front.body), (4, 2..6));
}

#[test]
fn contents_in_front_and_again_on_the_back_page() {
    let contents = "目 录\n关于印发《丁县防汛预案》的通知……1\n关于表彰先进的决定……7\n";
    let imprint = "主 管：丁县人民政府\n主 办：丁县人民政府办公室\n印 数：800册";
    let (front, _) = front(&format!("丁县人民政府公报\n2020年第1期\n{contents}{BODY}{contents}{imprint}"));
    assert_eq!((front.toc.len(), front.body), (2, 5..9));
}

#[test]
fn a_list_of_entries_at_the_end_is_no_contents_where_contents_stand_in_front() {
    let contents = "目 录\n关于印发《丁县防汛预案》的通知……1\n关于表彰先进的决定……7\n";
    let list = "附件\n目 录\n关于印发甲的通知……1\n关于印发乙的通知……3\n主办：丁县人民政府\n";
    let (front, _) = front(&format!("丁县人民政府公报\n2020年第1期\n{contents}{BODY}{list}"));
    assert_eq!(front.toc.len(), 2);
    assert!(front.body.end >= 11, "{:?}", front.body);
}

#[test]
fn an_imprint_on_the_back_cover() {
    let text = format!(
        "丁县人民政府公报\n2020年第1期\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的意见……5\n{BODY}丁县人民政府\n2020年1月6日\n\n主管：丁县人民政府\n主办：丁县人民政府办公室\n地址：丁县甲街\n1号\n邮政编码：000000\n（内部资料 免费交流）"
    );
    let (front, _) = front(&text);
    assert_eq!(front.body, 5..12);
    let imprint: Vec<_> = front.masthead.imprint.iter().map(|(k, v)| format!("{k}={v}")).collect();
    assert_eq!(imprint, ["主管=丁县人民政府", "主办=丁县人民政府办公室", "地址=丁县甲街 1号", "邮编=000000"]);
    assert_eq!(front.masthead.lines, Some((1, 5)));
}

#[test]
fn covers_and_slogans_between_the_contents() {
    let text = format!(
        "丁县人民政府公报\n编辑委员会\n主任：甲一\n副主任：乙一 丙一\n丁 二\n2020年第2期\n目录\n【政府文件】\n1. 关于甲的通知\n丁政发(2020)1号..... (01)\n# 通报信息 公开政务\n### 目 录\n2. 关于乙的通知\t(3)\n丁縣人民政府公報\n2020 年第 2 期\n目 錄\n3. 關於印發《丁縣防汛預案》的通知\n丁政发(2020)3号..... (5)\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(
        rows(&front),
        [
            "政府文件|1|关于甲的通知|丁政发〔2020〕1号|1",
            "政府文件|2|关于乙的通知||3",
            "政府文件|3|關於印發《丁縣防汛預案》的通知|丁政发〔2020〕3号|5"
        ]
    );
    assert_eq!(unknown(&front), [""; 0]);
    assert_eq!(front.lines.iter().filter(|l| l.role == FrontRole::Board).count(), 4);
}

#[test]
fn no_contents_at_all() {
    let text = format!("丁县人民政府公报\n2020年第2期（总第8期）\n主办：丁县人民政府办公室\n{BODY}");
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!((front.masthead.number, front.masthead.total_number, front.toc.len()), (Some(2), Some(8), 0));
}

#[test]
fn titles_over_several_lines_in_the_body() {
    let text = "目录\n丁县人民政府办公室关于印发丁县防汛预案的通知\n丁县人民政府关于乙的意见\n大事记\n丁县人民政府办公室\n关于印发丁县防汛\n预案的通知\n丁政办发〔2020〕1号\n各乡镇人民政府：\n现印发给你们，请认真贯彻执行本预案。";
    let (front, first) = front(text);
    assert_eq!((first.as_str(), front.body.start), ("丁县人民政府办公室", 4));
    assert_eq!(rows(&front).len(), 3, "{:?}", rows(&front));
}

#[test]
fn categories_between_dots_and_decrees_in_brackets() {
    let text = "甲州市人民政府公报
JIAZHOUSHI RENMIN ZHENGFU GONGBAO
2019
第11期
（总第661期）
2019年6月15日
甲州市人民政府主管
甲州市人民政府办公厅主办
目        录
·市政府规章·
甲州市绿线管理办法
（甲州市人民政府令第162号）…………………………1
·市政府文件·
甲州市人民政府关于印发甲州市落实政府工作报告
重点任务分工方案的通知
（甲政发〔2019〕9号）…………………………………8
·市级部门文件·
甲州市财政局 甲州市税务局
关于调整税额的通知
（甲财税〔2019〕3号）…………………………………33
·大事记·
2019年5月甲州市人民政府大事记…………………………40
编辑：甲州市人民政府公报编辑部
电话：（010）12345678 12345679
甲州市人民政府令
第162号
《甲州市绿线管理办法》已经2019年5月10日市人民政府第40次常务会议审议通过，现予公布。";
    let (front, first) = front(text);
    assert_eq!(first, "甲州市人民政府令");
    assert_eq!(
        rows(&front),
        [
            "市政府规章||甲州市绿线管理办法|甲州市人民政府令第162号|1",
            "市政府文件||甲州市人民政府关于印发甲州市落实政府工作报告重点任务分工方案的通知|甲政发〔2019〕9号|8",
            "市级部门文件||甲州市财政局甲州市税务局关于调整税额的通知|甲财税〔2019〕3号|33",
            "大事记||2019年5月甲州市人民政府大事记||40",
        ]
    );
    let m = &front.masthead;
    assert_eq!(
        (m.year, m.number, m.total_number, m.published.as_deref()),
        (Some(2019), Some(11), Some(661), Some("2019-06-15"))
    );
    assert!(m.imprint.contains(&("主办".into(), "甲州市人民政府办公厅".into())), "{:?}", m.imprint);
    assert_eq!(unknown(&front), [""; 0]);
}

#[test]
fn contents_as_a_table() {
    let text = "# 乙县人民政府公报
2020年第1期（总第5期）
乙县人民政府办公室编　　　　　　　2020年3月31日
| 文件 | 页码 |
| --- | --- |
| 一、县政府文件 | |
| 乙县人民政府关于印发2020年工作要点的通知（乙政发〔2020〕1号） | 1 |
| 乙县人民政府关于表彰先进集体的决定（乙政发〔2020〕2号） | 12 |
| 二、县政府办公室文件 | |
| 乙县人民政府办公室关于开展爱国卫生运动的通知（乙政办发〔2020〕3号） | 15 |
乙县人民政府关于印发2020年工作要点的通知
乙政发〔2020〕1号
各乡镇人民政府，县政府各部门：
现将工作要点印发给你们，请认真组织实施。";
    let (front, first) = front(text);
    assert_eq!(first, "乙县人民政府关于印发2020年工作要点的通知");
    assert_eq!(rows(&front)[1], "县政府文件||乙县人民政府关于表彰先进集体的决定|乙政发〔2020〕2号|12");
    assert_eq!(front.toc[2].category.as_deref(), Some("县政府办公室文件"));
    assert_eq!(front.masthead.published.as_deref(), Some("2020-03-31"));
    assert_eq!(front.masthead.imprint, [("编".to_owned(), "乙县人民政府办公室".to_owned())]);
    assert_eq!(unknown(&front), [""; 0]);
}

#[test]
fn pages_first_and_the_name_in_a_running_head() {
    let text = "目录
CONTENTS
1 丁市人民政府关于调整工资标准的通知（丁政规〔2022〕1号）
4 丁市人民政府关于公布决策事项目录的通知（丁政发〔2022〕3号）
9 丁市人民政府办公室关于成立防汛指挥部的通知（丁政办发〔2022〕5号）
丁市人民政府公报 2022年第2期
丁市人民政府关于调整工资标准的通知
丁政规〔2022〕1号
各县（市、区）人民政府：
现将有关事项通知如下。";
    let (front, first) = front(text);
    assert_eq!((first.as_str(), front.body.start), ("丁市人民政府关于调整工资标准的通知", 6));
    assert_eq!(rows(&front)[2], "||丁市人民政府办公室关于成立防汛指挥部的通知|丁政办发〔2022〕5号|9");
    assert_eq!((front.masthead.title.as_deref(), front.masthead.number), (Some("丁市人民政府公报"), Some(2)));
}

#[test]
fn numbers_before_titles_in_contents_and_body() {
    let text = "戊区人民政府公报
编委会主任：赵某某
编委：李某某　周某某
吴某
主编：郑某某
第3期
（总第27期）
二○二一年九月三十日
目录
一、区政府文件
戊政发〔2021〕12号 戊区人民政府关于印发《戊区规划》的通知 -1-
戊政发〔2021〕13号 戊区人民政府关于划定禁燃区的通告 -56-
二、人事任免
戊政任〔2021〕5号 戊区人民政府关于王某某任职的通知 -60-
戊政发〔2021〕12号
戊区人民政府
关于印发《戊区规划》的通知
各街道办事处，区政府各部门：
现将规划印发给你们，请认真组织实施。";
    let (front, first) = front(text);
    assert_eq!(first, "戊政发〔2021〕12号");
    assert_eq!(rows(&front)[1], "区政府文件||戊区人民政府关于划定禁燃区的通告|戊政发〔2021〕13号|56");
    assert_eq!(rows(&front).len(), 3);
    assert_eq!((front.masthead.year, front.masthead.published.as_deref()), (Some(2021), Some("2021-09-30")));
    assert_eq!(front.masthead.imprint, [("主编".to_owned(), "郑某某".to_owned())]);
}

#[test]
fn contents_without_a_heading() {
    let text = "己县政报
2018.4
（1956年创刊）
4月10日出版
县委文件
中共己县委关于加强党的建设的意见(1)
中共己县委 己县人民政府关于脱贫攻坚的实施意见(7)
县政府文件
关于印发己县预案的通知(20)
领导讲话
在全县大会上的讲话   张某某(35)
中共己县委关于加强党的建设的意见
（2018年4月2日）
为全面加强党的建设，现提出如下意见。";
    let (front, first) = front(text);
    assert_eq!((first.as_str(), front.body.start), ("中共己县委关于加强党的建设的意见", 11));
    assert_eq!(rows(&front)[0], "县委文件||中共己县委关于加强党的建设的意见||1");
    assert_eq!(rows(&front)[3], "领导讲话||在全县大会上的讲话||35");
    assert_eq!((front.masthead.year, front.masthead.published.as_deref()), (Some(2018), Some("2018-04-10")));
    assert_eq!(unknown(&front), [""; 0]);
}

#[test]
fn names_without_labels_are_neither_entries_nor_titles() {
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的通知……5\n丁一一\n戊二二\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!((rows(&front).len(), unknown(&front)), (2, vec!["丁一一", "戊二二"]));
}

#[test]
fn a_second_contents_page_without_heading_behind_a_cover() {
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n目录\n1. 关于印发《丁县防汛预案》的通知\n丁政发(2020)1号..... (1)\n丁縣人民政府公報\n2020 年第 2 期\n2. 關於乙的通知\n丁政发(2020)2号..... (5)\n{BODY}"
    );
    let (front, _) = front(&text);
    assert_eq!(
        rows(&front),
        ["|1|关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|1", "|2|關於乙的通知|丁政发〔2020〕2号|5"]
    );
}

proptest::proptest! {
    #[test]
    fn any_text_keeps_its_lines(text in "([目录公报政府令关于的通知号期第一二1234（）()〔〕：…. ·【】\\n#*|]|\\PC){0,200}") {
        let source: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let lines = markup::lines(&source);
        let front = read(&lines);
        proptest::prop_assert!(front.body.start <= front.body.end && front.body.end <= lines.len());
        let outside = lines.iter().enumerate().filter(|(i, line)| !front.body.contains(i) && !line.is_blank()).map(|(_, line)| line.number);
        proptest::prop_assert!(outside.eq(front.lines.iter().map(|line| line.line)));
    }
}

#[test]
fn numbers_before_titles_are_contents_without_a_heading() {
    let (front, _) = front(
        "丁县人民政府公报\n2022\n4\n总第三十一期\n【县政府文件】\n丁政发〔2022〕9号　丁县人民政府关于公布目录的通知\n\
         丁政发〔2022〕10号　丁县人民政府办公室关于印发丁县防汛\n　　　　　　　　应急预案的通知\n\
         丁县人民政府关于公布目录的通知\n丁政发〔2022〕9号\n各乡镇人民政府：\n现将目录予以公布，请各单位认真组织实施。\n",
    );
    assert_eq!((front.masthead.number, front.masthead.year), (Some(4), Some(2022)));
    let titles: Vec<&str> = front.toc.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["丁县人民政府关于公布目录的通知", "丁县人民政府办公室关于印发丁县防汛应急预案的通知"]);
    assert_eq!(front.body.start, 8);
}

#[test]
fn an_imprint_without_colons_is_over_where_the_first_title_is() {
    let (front, _) = front(
        "丁县人民政府公报\n2021年第1期\n目 录\n丁县人民政府关于加强耕地保护的意见……1\n丁县人民政府关于防汛的通知……5\n\
         编 委 会\n主　任　张　三\n主办单位　丁县人民政府\n电话　0002-34560011\n丁县政务微信公众号：dxzw\n\
         丁县人民政府关于加强耕地保护的意见\n为加强耕地保护，保障粮食安全，现提出以下意见。\n",
    );
    assert_eq!(front.body.start, 10);
    let imprint: Vec<&str> = front.masthead.imprint.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(imprint, ["主办单位", "电话", "丁县政务微信公众号"]);
}

#[test]
fn a_rule_above_the_first_title_is_no_part_of_it() {
    let (front, first) = front(&format!(
        "丁县人民政府公报\n2020年第1期\n目 录\n丁县人民政府关于印发《丁县防汛预案》的通知……1\n主办：丁县人民政府\n邮编：000000\n\n* * *\n\n{BODY}"
    ));
    assert_eq!((front.body.start, first.as_str()), (9, "丁县人民政府关于印发《丁县防汛预案》的通知"));
}

#[test]
fn contents_as_a_table_of_tabs_repeat_their_header() {
    let (front, _) = front(&format!(
        "丁县人民政府公报\n2020年第1期\n目 录\n序号\t文件名称\t文号\t页码\n【政府文件】\t\t\t\n\
         1\t丁县人民政府关于印发《丁县防汛预案》的通知\t丁政发〔2020〕1号\t1\n\n序号\t文件名称\t文号\t页码\n2\t2020年1—2月指标\t\t9\n\n{BODY}"
    ));
    assert_eq!(
        rows(&front),
        ["政府文件|1|丁县人民政府关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|1", "政府文件|2|2020年1—2月指标||9"]
    );
    assert_eq!(unknown(&front), Vec::<&str>::new());
}

#[test]
fn categories_that_only_their_dress_tells() {
    let text = format!(
        "丁县人民政府公报\n2020年第1期（总第9期）\n目录\n» 政府文件\n1、丁县人民政府关于印发《丁县防汛预案》的通知·3·\n» 重要言论\n2、在全县防汛工作会议上的讲话·5·\n» 干部工作\n3、关于甲同志任职的通知（丁政任〔2020〕3号）·6·\n{BODY}"
    );
    assert_eq!(
        rows(&front(&text).0),
        [
            "政府文件|1|丁县人民政府关于印发《丁县防汛预案》的通知||3",
            "重要言论|2|在全县防汛工作会议上的讲话||5",
            "干部工作|3|关于甲同志任职的通知|丁政任〔2020〕3号|6"
        ]
    );
    // Where entries are set so as well, it tells nothing.
    let text = format!(
        "丁县人民政府公报\n2020年第1期（总第9期）\n目录\n★政府文件\n★丁县人民政府关于印发《丁县防汛预案》的通知……3\n★重要言论……5\n{BODY}"
    );
    assert_eq!(rows(&front(&text).0).len(), 2);
}

#[test]
fn pages_before_titles_that_wrap() {
    let text = format!(
        "丁县人民政府公报\n2020年第1期（总第9期）\n目录\n政府文件：\n3　丁县人民政府关于印发《丁县\n防汛预案》的通知（丁政发〔2020〕1号）\n7　丁县人民政府关于表彰先进集体\n的决定（丁政发〔2020〕2号）\n15　在全县防汛工作会议上的讲话\n26　关于甲同志任职的通知\n{BODY}"
    );
    assert_eq!(
        rows(&front(&text).0),
        [
            "政府文件||丁县人民政府关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|3",
            "政府文件||丁县人民政府关于表彰先进集体的决定|丁政发〔2020〕2号|7",
            "政府文件||在全县防汛工作会议上的讲话||15",
            "政府文件||关于甲同志任职的通知||26"
        ]
    );
}

#[test]
fn the_publisher_in_the_middle_of_the_contents() {
    let text = format!(
        "丁县人民政府公报\n2020年第1期（总第9期）\n目录\n丁县人民政府关于印发《丁县防汛预案》的通知……3\n《丁县人民政府公报》编辑室\n地　址　丁县前街1号　　邮　编　000200\n目录\n关于甲同志任职的通知……6\n{BODY}"
    );
    let (front, _) = front(&text);
    assert_eq!(rows(&front), ["||丁县人民政府关于印发《丁县防汛预案》的通知||3", "||关于甲同志任职的通知||6"]);
    let imprint: Vec<_> = front.masthead.imprint.iter().map(|(name, value)| format!("{name} {value}")).collect();
    assert_eq!(imprint, ["地址 丁县前街1号", "邮编 000200"]);
}

#[test]
fn an_announcement_first_and_its_number() {
    let text = "丁省水利厅公报\n2020年第2期\n目录\n通知\n丁省水利厅关于印发办法的通知（丁水规〔2020〕5号）……4\n公告\n丁省水利厅关于修订水费标准的公告（2020年第8号）……9\n\n丁省水利厅\n关于修订水费标准的公告\n2020年第8号\n根据有关规定，经省人民政府同意，对水费征收标准进行修订，自2020年5月1日起执行。";
    let (front, first) = front(text);
    assert_eq!((first.as_str(), front.masthead.number), ("丁省水利厅", Some(2)));
    assert_eq!(
        rows(&front),
        [
            "通知||丁省水利厅关于印发办法的通知|丁水规〔2020〕5号|4",
            "公告||丁省水利厅关于修订水费标准的公告|2020年第8号|9"
        ]
    );
}
