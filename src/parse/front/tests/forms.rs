//! Covers, contents and imprints in odd forms: in two languages, upright, in columns, without words that tell what is what.

use super::*;

fn imprint(front: &Front) -> Vec<String> {
    front.masthead.imprint.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

#[test]
fn a_ministrys_contents_in_two_languages_with_a_column_of_pages() {
    let text = format!(
        "国家甲乙总署公报\nGAZETTE OF THE STATE GENERAL ADMINISTRATION\n二〇一一年第四号　第八卷\n总第九十六号\n目　录\nCONTENTS\n\
         部　令\nDecrees\n甲乙管理办法\n（国家甲乙总署令第7号）\nMeasures for Administration\n\
         通　知\nCirculars\n关于印发《丁县防汛预案》的通知\n（丁政发〔2020〕1号）\nFlood Control Plan\n\
         关于做好年度统计的通知\nStatistics\n2\n5\n9\n\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(
        rows(&front),
        [
            "部令||甲乙管理办法|国家甲乙总署令第7号|2",
            "通知||关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|5",
            "通知||关于做好年度统计的通知||9"
        ]
    );
    assert_eq!((front.masthead.year, front.masthead.total_number), (Some(2011), Some(96)));
}

#[test]
fn upright_lines_and_pages_before_the_titles() {
    let text = format!(
        "丁\n州\n政\n报\n\n一九九六年第二期\n\n目　录\n\n州\n府\n文\n件\n（1）关于印发《丁县防汛预案》的通知\n（4）批转州水利局《关于冬修水\n　　利的报告》\n　　的通知\n\
         \n特\n载\n（9）关于表彰先进的决定\n（12）关于乙的决定\n\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(front.masthead.title.as_deref(), Some("丁州政报"));
    assert_eq!(
        rows(&front),
        [
            "州府文件||关于印发《丁县防汛预案》的通知||1",
            "州府文件||批转州水利局《关于冬修水利的报告》的通知||4",
            "特载||关于表彰先进的决定||9",
            "特载||关于乙的决定||12"
        ]
    );
    // Each line is kept as it stands, with what it is.
    let line = |number: u32| front.lines.iter().find(|line| line.line == number).map(|line| (&*line.text, line.role));
    assert_eq!((line(2), line(12)), (Some(("州", FrontRole::Title)), Some(("文", FrontRole::Category))));
}

#[test]
fn two_narrow_columns_read_line_by_line() {
    let text = format!(
        "目　录\n关于印发《丁县防汛预案》的通知/1\n关于做好冬春森林草\n关于调整县城公共交\n原防火工作的通知（丁\n通线路和站点设置的\n\
         政发〔2020〕3号）/4\n意见/7\n{BODY}"
    );
    let (front, _) = front(&text);
    assert_eq!(
        rows(&front),
        [
            "||关于印发《丁县防汛预案》的通知||1",
            "||关于做好冬春森林草原防火工作的通知|丁政发〔2020〕3号|4",
            "||关于调整县城公共交通线路和站点设置的意见||7"
        ]
    );
}

#[test]
fn a_title_that_passes_another_on_is_one() {
    let text = format!(
        "目　录\n关于转发县水利局等部门\n关于冬修水利的意见的通\n知/4\n关于印发《丁县防汛预案》的通知/7\n{BODY}"
    );
    assert_eq!(rows(&front(&text).0)[0], "||关于转发县水利局等部门关于冬修水利的意见的通知||4");
}

#[test]
fn categories_that_only_their_shortness_tells() {
    let text = format!(
        "目　录\n镇村文件\n关于印发《丁县防汛预案》的通知\n1\n乡风文明\n戊村村民公约和红白喜事简办规则\n4\n便民服务窗\n医保报销办理问答与网点一览表\n6\n{BODY}"
    );
    assert_eq!(
        rows(&front(&text).0),
        [
            "镇村文件||关于印发《丁县防汛预案》的通知||1",
            "乡风文明||戊村村民公约和红白喜事简办规则||4",
            "便民服务窗||医保报销办理问答与网点一览表||6"
        ]
    );
    // A body above the title that it issues is no category.
    let text =
        format!("目　录\n丁县水利局\n关于做好冬修水利工作有关问题的通知……3\n关于印发《丁县防汛预案》的通知……5\n{BODY}");
    assert_eq!(rows(&front(&text).0)[0], "||丁县水利局关于做好冬修水利工作有关问题的通知||3");
}

#[test]
fn a_head_runs_over_the_contents() {
    let text = format!(
        "丁市\n人民代表大会\n常务委员会公报\n2020年第一号\n目　录\n关于甲的决议……（1）\n2020·1　丁市人大常委会公报\n\
         关于印发《丁县防汛预案》的通知……（5）\n丁市人大常委会公报　　2020·1　　目　录\n关于乙的说明…… 张三（9）\n{BODY}"
    );
    let (front, _) = front(&text);
    assert_eq!(front.masthead.title.as_deref(), Some("丁市人民代表大会常务委员会公报"));
    assert_eq!(rows(&front), ["||关于甲的决议||1", "||关于印发《丁县防汛预案》的通知||5", "||关于乙的说明||9"]);
}

#[test]
fn a_gazette_of_whatever_body() {
    for name in ["丁疆建设兵团公报", "丁江航务集团公报", "丁州水利枢纽政报"] {
        let text =
            format!("{name}\n2016年第4号\n目　录\n关于印发《丁县防汛预案》的通知/1\n\n{name}\n2016年第4号\n{BODY}");
        let (front, first) = front(&text);
        assert_eq!(front.masthead.title.as_deref(), Some(name));
        assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知", "{name}");
    }
}

#[test]
fn an_imprint_in_columns() {
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的通知……5\n\n主　　办\n编　　辑\n责任编辑\n电　　话\n\n\
         丁县人民政府\n丁县人民政府办公室\n丁一一　戊二二\n0000-123456\n\n{BODY}"
    );
    let (front, first) = front(&text);
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(
        imprint(&front),
        ["主办=丁县人民政府", "编辑=丁县人民政府办公室", "责任编辑=丁一一 戊二二", "电话=0000-123456"]
    );
    assert_eq!(rows(&front).len(), 2);
}

#[test]
fn an_imprint_in_a_table_and_the_day_beside_a_field() {
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n地址：丁县前街1号　　2020 年 8 月 26 日出版\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的通知……5\n{BODY}\
         丁县人民政府\n2020年3月1日\n\n| 丁县人民政府公报 | （双月刊） |\n|---|---|\n| 主管单位 | 丁县人民政府 |\n| 主编 | 丁一一 |\n| 订阅处 | 各地邮局 |\n| 定价 | 3.00元 |"
    );
    let (front, _) = front(&text);
    assert_eq!(front.masthead.published.as_deref(), Some("2020-08-26"));
    assert_eq!(front.masthead.frequency.as_deref(), Some("双月刊"));
    assert_eq!(
        imprint(&front),
        ["地址=丁县前街1号", "主管单位=丁县人民政府", "主编=丁一一", "订阅处=各地邮局", "定价=3.00元"]
    );
}

/// Entries of the same three documents, however the contents are set.
fn three(contents: &str) -> Vec<String> {
    rows(&front(&format!("丁县人民政府公报\n2020年第2期\n{contents}\n{BODY}")).0)
}

#[test]
fn categories_and_entries_on_one_line_or_with_the_same_page() {
    let expected = [
        "县政府文件||关于印发《丁县防汛预案》的通知||1",
        "县政府文件||关于做好春耕的意见|丁政发〔2020〕2号|4",
        "人事任免||关于甲同志任职的通知||9",
    ];
    for contents in [
        "目录\n【县政府文件】关于印发《丁县防汛预案》的通知……1关于做好春耕的意见（丁政发〔2020〕2号）……（4）【人事任免】关于甲同志任职的通知……9",
        "目录\n【县政府文件】关于印发《丁县防汛预案》的通知……1\n关于做好春耕的意见（丁政发〔2020〕2号）……4\n【人事任免】关于甲同志任职的通知……9",
        "目录\n县政府文件……1\n关于印发《丁县防汛预案》的通知……1\n关于做好春耕的意见（丁政发〔2020〕2号）……4\n人事任免……9\n关于甲同志任职的通知……9",
        "目录\n· 县政府文件 ·\n◎关于印发《丁县防汛预案》的通知……1\n◎关于做好春耕的意见（丁政发〔2020〕2号）……4\n· 人事任免 ·\n◎关于甲同志任职的通知……9",
        "目录\n## 县政府文件\n- [关于印发《丁县防汛预案》的通知](#a) 1\n- [关于做好春耕的意见（丁政发〔2020〕2号）](#b) 4\n## 人事任免\n- [关于甲同志任职的通知](#c) 9",
    ] {
        assert_eq!(three(contents), expected, "{contents}");
    }
    // A category that has a page of its own, as an entry has.
    let contents = "目录\n关于印发《丁县防汛预案》的通知……1\n人事任免……4\n关于做好春耕的意见……7";
    assert_eq!(three(contents)[1], "||人事任免||4");
}

#[test]
fn a_column_of_pages_before_the_titles() {
    let contents = "目录\n1\n4\n9\n关于印发《丁县防汛预案》的通知\n关于做好春耕的意见\n关于甲同志任职的通知";
    let (front, first) = front(&format!("丁县人民政府公报\n2020年第2期\n{contents}\n{BODY}"));
    assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知");
    assert_eq!(front.toc.iter().map(|entry| entry.page).collect::<Vec<_>>(), [Some(1), Some(4), Some(9)]);
}

#[test]
fn imprints_on_the_back_in_any_form() {
    let back = [
        "编辑出版：丁县人民政府办公室\n地址：丁县前街1号\n电话：0000-123456\n邮编：000200",
        "《丁县人民政府公报》编辑部\n主编 丁一一\n副主编 戊二二\n地址 丁县前街1号\n电话 0000-123456",
        "丁县人民政府公报\n主办：丁县人民政府办公室　印数：500份",
        "<table><tr><td>主管单位</td><td>丁县人民政府</td></tr><tr><td>主办单位</td><td>丁县人民政府办公室</td></tr><tr><td>地 址</td><td>丁县前街1号</td></tr></table>",
        "主办\n编辑\n电话\n丁县人民政府\n丁县人民政府公报编辑部\n0000-123456",
    ];
    for (back, fields) in back.into_iter().zip([4, 4, 2, 3, 3]) {
        let text = format!(
            "丁县人民政府公报\n2020年第2期\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的通知……5\n{BODY}丁县人民政府\n2020年3月1日\n\n{back}"
        );
        let (front, _) = front(&text);
        assert_eq!(imprint(&front).len(), fields, "{back}");
        assert_eq!(front.body.end, text.lines().count() - back.lines().count(), "{back}");
    }
    // Whom to ask is the document's.
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的通知……5\n{BODY}丁县人民政府\n2020年3月1日\n联系人：丁一一\n地址：丁县前街1号\n电话：0000-123456\n邮编：000200"
    );
    assert_eq!(imprint(&front(&text).0), [""; 0]);
}

#[test]
fn values_below_their_names_and_an_imprint_in_a_table_in_front() {
    for fields in [
        "主办单位：\n丁县人民政府办公室\n编辑单位：\n丁县人民政府公报编辑部\n地址：\n丁县前街1号",
        "<table><tr><td>主办单位</td><td>丁县人民政府办公室</td></tr><tr><td>编辑单位</td><td>丁县人民政府公报编辑部</td></tr><tr><td>地　址</td><td>丁县前街1号</td></tr></table>",
    ] {
        let text = format!(
            "丁县人民政府公报\n2020年第2期\n{fields}\n目录\n关于印发《丁县防汛预案》的通知……1\n关于乙的通知……5\n{BODY}"
        );
        assert_eq!(
            imprint(&front(&text).0),
            ["主办单位=丁县人民政府办公室", "编辑单位=丁县人民政府公报编辑部", "地址=丁县前街1号"]
        );
    }
}

#[test]
fn a_line_that_is_read_as_several_is_front_matter_or_not() {
    let (front, _) = front("目　录 CONTENTS\n\n\n【政府文件】关于甲的");
    assert!(front.lines.iter().all(|line| (line.line as usize) <= front.body.start), "{front:?}");
}

#[test]
fn numbers_below_titles_whose_pages_stand_behind_them() {
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n目 录\n● 县政府文件\n关于印发《丁县防汛预案》的通知\t1\n（丁政发〔2020〕1号）\n\
         关于表彰先进的决定\t7\n（丁政发〔2020〕3号）\n● 人事任免\n关于甲乙等同志任职的通知\t9\n（丁政干〔2020〕2号）\n● 大事记\n大事记（1月）\t11\n\n{BODY}"
    );
    let (front, _) = front(&text);
    let expected = [
        "县政府文件||关于印发《丁县防汛预案》的通知|丁政发〔2020〕1号|1",
        "县政府文件||关于表彰先进的决定|丁政发〔2020〕3号|7",
        "人事任免||关于甲乙等同志任职的通知|丁政干〔2020〕2号|9",
        "大事记||大事记（1月）||11",
    ];
    assert_eq!(rows(&front), expected);
    // The same entries with their numbers above them, one of them without.
    let text = format!(
        "丁县人民政府公报\n2020年第2期\n目 录\n● 县政府文件\n丁政发〔2020〕1号\n关于印发《丁县防汛预案》的通知\t1\n\
         丁政发〔2020〕3号\n关于表彰先进的决定\t7\n● 人事任免\n丁政干〔2020〕2号\n关于甲乙等同志任职的通知\t9\n● 大事记\n大事记（1月）\t11\n\n{BODY}"
    );
    let (front, _) = self::front(&text);
    assert_eq!(rows(&front), expected);
}

#[test]
fn heads_of_the_first_page_are_no_entries() {
    for head in ["政府文件", "政府文件 3", "3　　丁县人民政府公报"] {
        let text = format!(
            "丁县人民政府公报\n2020年第1期（总第9期）\n目　录\n【政府文件】\n关于印发《丁县防汛预案》的通知……（3）\n【公告】\n关于表彰先进的决定……（5）\n{head}\n{BODY}"
        );
        let (front, first) = front(&text);
        assert_eq!(rows(&front).len(), 2, "{head}: {:?}", rows(&front));
        assert_eq!(first, "丁县人民政府关于印发《丁县防汛预案》的通知", "{head}");
    }
}

#[test]
fn a_title_that_ends_like_a_category_with_its_number_below() {
    let text = format!(
        "目　录\n◎政府文件\n关于印发《丁县防汛预案》的通知\n（丁政发〔2020〕1号）…… 1\n◎公告\n丁县人民政府征地预公告\n（丁政征〔2020〕2号）…… 7\n\
         关于奖励名单的公示…… 8\n{BODY}"
    );
    assert_eq!(
        rows(&front(&text).0)[1..],
        ["公告||丁县人民政府征地预公告|丁政征〔2020〕2号|7", "公告||关于奖励名单的公示||8"]
    );
}

#[test]
fn advisers_are_of_a_board_or_beside_the_editors() {
    let text = |board: &str| {
        format!(
            "丁县政报\n1997年第4期\n目　录\n关于印发《丁县防汛预案》的通知……（3）\n{board}\n顾 问：马 钰\n主 编：李四\n{BODY}"
        )
    };
    assert_eq!(imprint(&front(&text("月刊")).0), ["顾问=马钰", "主编=李四"]);
    assert_eq!(imprint(&front(&text("编辑委员会")).0), ["主编=李四"]);
}

#[test]
fn a_board_in_the_column_beside_the_imprint() {
    let text = format!(
        "丁县人民政府公报\n2020年第1期（总第9期）\n主管主办：丁县人民政府              编辑委员会\n编辑：丁县人民政府办公室            主  任：马  钰\n\
         电话：0900-1234                     委  员：王五  李  六\n目　录\n关于印发《丁县防汛预案》的通知……（3）\n{BODY}"
    );
    assert_eq!(imprint(&front(&text).0), ["主管主办=丁县人民政府", "编辑=丁县人民政府办公室", "电话=0900-1234"]);
}
