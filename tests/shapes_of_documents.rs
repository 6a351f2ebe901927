//! Documents of every kind as gazettes print them, about places that do not exist: where they begin, what they are made of,
//! who signed, what is numbered and what goes on.

mod shapes;

use gongbao::issue::{Content, PartKind};
use shapes::{issue, kinds, only, paths, read, texts};

use PartKind::{Attachment, Enclosed, Notice};

#[test]
fn a_title_over_four_plain_lines_with_two_bodies() {
    let document = only(
        "中共青岚县委办公室\n青岚县人民政府办公室\n关于印发《青岚县深化改革\n工作方案》的通知\n\n青党办发〔2021〕2号\n\n\
         各乡镇党委、政府：\n\n现将《青岚县深化改革工作方案》印发给你们。\n\n中共青岚县委办公室  青岚县人民政府办公室\n\n2021年5月3日\n\n\
         青岚县深化改革\n工作方案\n\n为深化改革，制定本方案。\n\n一、总体要求\n\n坚持系统推进。\n",
    );
    assert_eq!(document.title, "中共青岚县委办公室青岚县人民政府办公室关于印发《青岚县深化改革工作方案》的通知");
    assert_eq!(document.signatories, ["中共青岚县委办公室", "青岚县人民政府办公室"]);
    assert_eq!(kinds(&document)[1], (Enclosed, None, Some("青岚县深化改革工作方案")));
    assert_eq!(document.date.as_deref(), Some("2021-05-03"));
}

#[test]
fn a_date_that_no_calendar_has_is_printed_and_is_none() {
    let written = |day: &str| {
        only(&format!(
            "青岚县人民政府关于植树的通知\n\n青政发〔2021〕2号\n\n各乡镇人民政府：\n\n现将植树一事通知如下。\n\n青岚县人民政府\n\n{day}\n"
        ))
    };
    for (day, date) in [("2021年2月31日", None), ("2021年2月29日", None), ("2020年2月29日", Some("2020-02-29"))]
    {
        let document = written(day);
        assert_eq!(document.date.as_deref(), date, "{day}");
        let (_, last) = document.blocks().last().expect("a date");
        assert_eq!((&last.content, last.text.as_str()), (&Content::Date, day));
        assert_eq!(document.signatories, ["青岚县人民政府"]);
    }
}

#[test]
fn a_number_above_the_title() {
    let documents = issue(
        "青政办发〔2021〕5号\n\n青岚县人民政府办公室\n关于做好防汛工作的通知\n\n各乡镇人民政府：\n\n做好防汛工作。\n\n青岚县人民政府办公室\n2021年6月1日\n\n\
         青政办发〔2021〕6号\n\n青岚县人民政府办公室\n关于做好抗旱工作的通知\n\n各乡镇人民政府：\n\n做好抗旱工作。\n\n青岚县人民政府办公室\n2021年6月2日\n",
    );
    let found: Vec<_> = documents
        .iter()
        .map(|d| (d.title.as_str(), d.doc_number.as_deref().unwrap(), d.date.as_deref().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("青岚县人民政府办公室关于做好防汛工作的通知", "青政办发〔2021〕5号", "2021-06-01"),
            ("青岚县人民政府办公室关于做好抗旱工作的通知", "青政办发〔2021〕6号", "2021-06-02"),
        ]
    );
}

#[test]
fn an_order_signed_before_its_text() {
    let document = only(
        "青岚县人民政府令\n\n第5号\n\n《青岚县城镇供水管理办法》已经2021年5月6日县人民政府第8次常务会议通过，现予公布，自2021年7月1日起施行。\n\n\
         县长　李四\n\n二○二一年五月十日\n\n青岚县城镇供水管理办法\n\n第一章 总 则\n\n第一条 为了加强供水管理，制定本办法。\n\n\
         第二条 本办法适用于城镇供水。第一条的规定不影响\n\n第八条的规定，由县水务局负责。\n\n第三条 县水务局负责供水。\n",
    );
    assert_eq!(document.doc_number.as_deref(), Some("第5号"));
    assert_eq!(document.signatories, ["县长 李四"]);
    assert_eq!(document.date.as_deref(), Some("2021-05-10"));
    assert_eq!(kinds(&document)[1], (Enclosed, None, Some("青岚县城镇供水管理办法")));
    assert_eq!(paths(&document), ["第一章", "第一章/第一条", "第一章/第二条", "第一章/第三条"]);
}

#[test]
fn appointments_are_a_list_of_names() {
    let document = only(
        "# 青岚县人民政府关于王小明等同志职务任免的通知\n\n青政干发〔2021〕3号\n\n各乡镇人民政府，县政府各部门：\n\n\
         经研究决定：\n\n王小明任县财政局局长；\n\n李 平任县水务局副局长\n\n免去赵大山的县统计局局长职务。\n\n青岚县人民政府\n\n2021年6月9日\n",
    );
    assert_eq!(document.title, "青岚县人民政府关于王小明等同志职务任免的通知");
    assert_eq!(document.addressees.as_deref(), Some("各乡镇人民政府，县政府各部门"));
    assert!(texts(&document.parts[0]).contains(&"王小明任县财政局局长；"), "{:?}", texts(&document.parts[0]));
    assert_eq!(document.date.as_deref(), Some("2021-06-09"));
}

#[test]
fn announcements_replies_and_letters_without_addressees_or_number() {
    let documents = issue(
        "青岚县人民政府公告\n\n2021年第2号\n\n为保护古树，现公告如下：\n\n一、禁止采伐。\n\n二、禁止移植。\n\n特此公告。\n\n青岚县人民政府\n\n2021年6月10日\n\n\
         青岚县人民政府\n关于云岭镇总体规划的批复\n\n青政函〔2021〕12号\n\n云岭镇人民政府：\n\n你镇请示收悉。经研究，批复如下：\n\n一、同意规划。\n\n此复。\n\n青岚县人民政府\n\n2021年6月11日\n\n\
         青岚县公安局 青岚县交通运输局\n关于封闭施工的通告\n\n因施工需要，实行交通管制。\n\n青岚县公安局\n青岚县交通运输局\n2021年6月12日\n",
    );
    let found: Vec<_> = documents.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(
        found,
        [
            "青岚县人民政府公告",
            "青岚县人民政府关于云岭镇总体规划的批复",
            "青岚县公安局青岚县交通运输局关于封闭施工的通告"
        ]
    );
    assert_eq!(documents[0].doc_number.as_deref(), Some("2021年第2号"));
    assert_eq!(documents[1].addressees.as_deref(), Some("云岭镇人民政府"));
    assert_eq!(documents[2].signatories, ["青岚县公安局", "青岚县交通运输局"]);
}

#[test]
fn a_forwarded_document_keeps_its_own_head_inside() {
    let document = only(
        "青岚县人民政府办公室关于转发《省政府办公厅关于加强冬季供暖工作的通知》的通知\n\n青政办发〔2021〕8号\n\n各乡镇人民政府：\n\n\
         现将《省政府办公厅关于加强冬季供暖工作的通知》转发给你们，请认真落实。\n\n青岚县人民政府办公室\n\n2021年10月8日\n\n\
         省政府办公厅关于加强冬季供暖工作的通知\n\n清政办发〔2021〕77号\n\n各市人民政府：\n\n为做好供暖工作，通知如下：\n\n一、落实责任。\n\n省政府办公厅\n\n2021年9月30日\n",
    );
    assert_eq!(document.doc_number.as_deref(), Some("青政办发〔2021〕8号"));
    assert_eq!(document.date.as_deref(), Some("2021-10-08"));
    assert_eq!(kinds(&document)[1].0, Enclosed);
}

#[test]
fn lists_of_attachments_and_attachments_with_odd_labels() {
    let document = only(
        "青岚县人民政府办公室关于开展普查工作的通知\n\n青政办发〔2021〕9号\n\n各乡镇人民政府：\n\n请认真做好普查工作。\n\n\
         附件：1. 普查领导小组成员名单\n\n2. 普查工作任务\n\n分解表\n\n3、普查登记表\n\n青岚县人民政府办公室\n\n2021年7月1日\n\n（此件主动公开）\n\n\
         附件：1\n\n普查领导小组成员名单\n\n组 长：王小明 县委副书记\n\n副组长：李 平 县水务局局长\n\n成 员：赵大山 县统计\n\n局局长\n\n钱 江 县财政局局长\n\n领导小组办公室设在县统计局。\n\n\
         附表2\n\n普查工作任务分解表\n\n序号\t任务\t单位\n1\t摸底\t县统计局\n\n附件三：\n\n普查登记表\n\n姓名：____ 性别：____\n\n登记日期：   年   月   日\n",
    );
    assert_eq!(
        kinds(&document)[1..],
        [
            (Attachment, Some("附件1"), Some("普查领导小组成员名单")),
            (Attachment, Some("附表2"), Some("普查工作任务分解表")),
            (Attachment, Some("附件三"), Some("普查登记表")),
        ]
    );
    assert_eq!(
        texts(&document.parts[1]),
        [
            "组 长：王小明 县委副书记",
            "副组长：李 平 县水务局局长",
            "成 员：赵大山 县统计局局长",
            "钱 江 县财政局局长",
            "领导小组办公室设在县统计局。"
        ]
    );
    assert_eq!(document.release_note.as_deref(), Some("此件主动公开"));
    assert_eq!(document.signatories, ["青岚县人民政府办公室"]);
}

#[test]
fn attachments_with_their_titles_on_the_labels_line() {
    let document = only(
        "青岚县人民政府办公室关于成立防汛指挥部的通知\n\n青政办发〔2021〕10号\n\n各乡镇人民政府：\n\n决定成立防汛指挥部。\n\n\
         青岚县人民政府办公室\n\n2021年7月2日\n\n附件1：防汛指挥部成员名单\n\n指挥长：王小明 县长\n\n附件2：防汛指挥部职责\n\n一、统一指挥。\n\n二、统一调度。\n",
    );
    assert_eq!(
        kinds(&document)[1..],
        [(Attachment, Some("附件1"), Some("防汛指挥部成员名单")), (Attachment, Some("附件2"), Some("防汛指挥部职责"))]
    );
}

#[test]
fn pages_break_anywhere() {
    let document = only(
        "青岚县人民政府办公室关于做好秋收工作的通知\n\n青政办发〔2021〕11号\n\n各乡镇人民政府：\n\n为贯彻新时代中国特色社会主义思想\n\n- 12 -\n\n\
         ![](images/p13.png)\n\n想，落实到2021\n\n年底前完成秋收的要求，统\n\n一、协调推进各项工作（责\n\n任单位：县农业农村局）。\n\n一、抓好进度。各乡镇要\n\n（一）线推进，不误农时。\n\n\
         二、抓好质量\n\n严格验收标准。\n\n青岚县人民政府办公室\n\n2021年9月1日\n",
    );
    assert_eq!(
        texts(&document.parts[0]),
        [
            "为贯彻新时代中国特色社会主义思想，落实到2021年底前完成秋收的要求，统一、协调推进各项工作（责任单位：县农业农村局）。",
            "一、抓好进度。各乡镇要（一）线推进，不误农时。",
            "二、抓好质量",
            "严格验收标准。",
        ]
    );
    let seam = document.blocks().find_map(|(_, b)| b.repeated.first()).unwrap();
    assert_eq!(seam.1, "想");
    assert!(document.blocks().any(|(_, b)| b.content == Content::Furniture && b.text == "- 12 -"));
}

#[test]
fn a_chronicle_tells_events() {
    let document = only(
        "青岚县人民政府2021年6月大事记\n\n1日 县长李四调研防汛工作。同日，县政府召开常务会议。\n\n6月3日至5日，举办培训班，参加人员达\n\n200人。6月31日，总结。\n",
    );
    let events: Vec<_> = document
        .blocks()
        .filter_map(|(_, b)| match &b.content {
            Content::Event { date } => Some((b.lines[0], date.as_deref().unwrap_or(""), b.text.as_str())),
            _ => None,
        })
        .map(|(_, date, text)| (date, text))
        .collect();
    assert_eq!(
        events,
        [
            ("2021-06-01", "1日 县长李四调研防汛工作。"),
            ("2021-06-01", "同日，县政府召开常务会议。"),
            ("2021-06-03", "6月3日至5日，举办培训班，参加人员达200人。"),
            ("2021-06-31", "6月31日，总结。"),
        ]
    );
}

#[test]
fn the_file_ends_in_mid_document() {
    let document = only(
        "青岚县人民政府办公室\n关于加强管理的意见\n\n青政办发〔2021〕12号\n\n各乡镇人民政府：\n\n为加强管理，提出以下意见：\n\n一、明确责任。各乡镇要切",
    );
    assert_eq!(document.title, "青岚县人民政府办公室关于加强管理的意见");
    assert_eq!(document.date, None);
    assert_eq!(document.parts[0].kind, Notice);
    assert_eq!(paths(&document), ["一"]);
}

#[test]
fn a_marker_alone_on_its_line() {
    let document = only(
        "青岚县人民政府办公室关于报送材料的通知\n\n青政办发〔2021〕13号\n\n各乡镇人民政府：\n\n请按时报送材料。\n\n（一）\n\n报送内容为工作总结。\n\n(二) 报送时间为月底前。\n\n１．纸质材料。\n\n2、电子材料。\n\n青岚县人民政府办公室\n\n2021年9月2日\n",
    );
    assert_eq!(paths(&document), ["（一）", "（二）", "（二）/1", "（二）/2"]);
    assert!(texts(&document.parts[0]).contains(&"（一）报送内容为工作总结。"));
}

#[test]
fn tables_cut_by_pages() {
    let document = only(
        "青岚县人民政府办公室关于印发任务清单的通知\n\n青政办发〔2021〕14号\n\n各乡镇人民政府：\n\n现将任务清单印发给你们。\n\n青岚县人民政府办公室\n\n2021年9月3日\n\n\
         任务清单\n\n单位：万元\n\n序号\t任务\t\n1\t健全县、乡、村三级公共服务体系，完善工作机制，落实服\t县民政局\n\n\t务责任。\t\n2\t<p>建设&nbsp;养老院</p>\t县住建局\n\n任务清单\n\n序号\t任务\t\n3\t培训<br>人员\t县人社局\n",
    );
    let table = document.blocks().find(|(_, b)| b.table().is_some()).unwrap().1;
    assert_eq!(
        table.text,
        "序号\t任务\t\n1\t健全县、乡、村三级公共服务体系，完善工作机制，落实服务责任。\t县民政局\n2\t建设 养老院\t县住建局\n3\t培训人员\t县人社局"
    );
    assert_eq!(table.table().unwrap().header_rows, 1);
    assert_eq!(table.repeated.len(), 1);
}

#[test]
fn an_order_whose_only_sentence_is_cut_by_a_page() {
    let text = "青岚省人民政府公报\n\n2021年第3期\n\n目录\n\n青岚省防汛办法……1\n\n青岚省农村供水条例……9\n\n\
                青岚省人民政府令\n\n第87号\n\n《青岚省防汛办法》已经2021年3月10日省人民政府第9\n\n· 1 ·\n\n\
                青岚省人民政府公报 2021年第3期\n\n8次常务会议通过，现予公布，自2021年6月1日起施行。\n\n省 长　王小明\n\n2021年3月18日\n\n\
                青岚省防汛办法\n\n第一条 为了防汛，制定本办法。\n";
    let issue = read(text);
    assert_eq!(issue.documents[0].title, "青岚省人民政府令");
    assert_eq!(issue.documents[0].doc_number.as_deref(), Some("第87号"));
}

#[test]
fn an_article_that_begins_behind_the_end_of_another() {
    let document = only(
        "青岚县防汛办法\n\n第一条 为了防汛，未经验收的，不得\n\n投入使用。第二条 本县适用本办法。\n\n第三条 本办法自公布之日起施行。\n",
    );
    assert_eq!(paths(&document), ["第一条", "第二条", "第三条"]);
    assert_eq!(texts(&document.parts[0])[0], "第一条 为了防汛，未经验收的，不得投入使用。");
}

#[test]
fn a_body_set_wide_above_its_title() {
    let document = only(
        "青 岚 县 人 民 政 府\n\n关于做好防汛工作的通知\n\n青政发〔2021〕14号\n\n各乡镇人民政府：\n\n请认真落实。\n\n\
         青岚县人民政府\n\n2021年9月3日\n",
    );
    assert_eq!(document.title, "青岚县人民政府关于做好防汛工作的通知");
}

#[test]
fn a_table_that_only_gaps_make() {
    let document = only(
        "青岚县人民政府办公室关于山洪预警的通知\n\n青政办发〔2021〕14号\n\n各乡镇人民政府：\n\n指标见下表。\n\n\
         预警级别      1小时雨量    3小时雨量\n黄色            30           50\n橙色            45           75\n红色            60           100\n\n\
         请遵照执行。\n\n成  员：王小明  县水利局局长  县应急局局长\n        李大山  县财政局局长  县民政局局长\n        赵  平  县住建局局长  县教育局局长\n\n\
         青岚县人民政府办公室\n\n2021年9月3日\n",
    );
    let tables: Vec<&str> =
        document.blocks().filter(|(_, b)| b.table().is_some()).map(|(_, b)| b.text.as_str()).collect();
    assert_eq!(tables, ["预警级别\t1小时雨量\t3小时雨量\n黄色\t30\t50\n橙色\t45\t75\n红色\t60\t100"]);
}

#[test]
fn what_a_page_break_does_to_a_frame() {
    let document = only(
        "青岚县人民政府办公室关于做好防汛工作的通知\n\n青政办发〔2021〕14\n\nQLPR-2021-14005\n\n各乡镇人民政府：\n\n请认真贯彻落实。\n\n\
         青岚县人民政府办公室（印章）\n\n2021年9月\n3日\n",
    );
    assert_eq!(document.doc_number.as_deref(), Some("青政办发〔2021〕14"));
    assert_eq!(document.addressees.as_deref(), Some("各乡镇人民政府"));
    assert_eq!(document.signatories, ["青岚县人民政府办公室"]);
    assert_eq!(document.date.as_deref(), Some("2021-09-03"));
}

#[test]
fn a_sentence_that_a_figure_or_a_mark_interrupts() {
    let document = only(
        "青岚县人民政府办公室关于做好规划工作的通知\n\n青政办发〔2021〕14号\n\n各乡镇人民政府：\n\n\
         优化空间格局，改造老旧小区180个。新建口袋公园60处，社区养老服务设施服务半径不超过\n\n图1　青岚县空间格局示意图\n\n1.5公里的覆盖率达到95%。\n\n\
         对推进有力的给予表扬。对进度滞后、弄虚作假\n\n**的，**依规追究责任。\n\n\
         县水利局要加强监测。县应急局要做好物资储备，加强值班值守，严格执行报告制度，确保信息畅通，及时处置各类险情灾情，组织开展演练；\n\n县财政局要保障经费。\n\n\
         青岚县人民政府办公室\n\n2021年9月3日\n",
    );
    let texts = texts(&document.parts[0]);
    assert!(texts.iter().any(|text| text.ends_with("半径不超过1.5公里的覆盖率达到95%。")), "{texts:?}");
    assert!(texts.contains(&"图1　青岚县空间格局示意图"));
    assert!(texts.contains(&"对推进有力的给予表扬。对进度滞后、弄虚作假的，依规追究责任。"));
    assert!(texts.iter().any(|text| text.ends_with("组织开展演练；县财政局要保障经费。")));
}

#[test]
fn an_html_table_on_one_line() {
    let document = only(
        "青岚县人民政府办公室关于公布名单的通知\n\n青政办发〔2021〕15号\n\n各乡镇人民政府：\n\n现公布名单如下。\n\n\
         <table><tr><td colspan=\"2\">名称</td><td>备注</td></tr><tr><td>甲</td><td>乙</td><td></td></tr></table>\n\n青岚县人民政府办公室\n\n2021年9月4日\n",
    );
    let table = document.blocks().find(|(_, b)| b.table().is_some()).unwrap().1;
    assert_eq!(table.text, "名称\t\t备注\n甲\t乙\t");
    assert_eq!(document.date.as_deref(), Some("2021-09-04"));
}

#[test]
fn indents_where_they_are_kept() {
    let document = only(
        "　　　青岚县人民政府办公室\n　　关于加强值班工作的通知\n　　　青政办发〔2021〕16号\n各乡镇人民政府：\n　　为加强值班工作，确保各项工作有序衔接，现就有\n关事项通知如下：\n　　一、完善制度。各单位要健全值班制度，落实岗位职责，统\n一、规范做好记录\n　　二、强化保障\n　　（一）配齐人员\n　　各单位要配齐配强值班人员，不得擅离岗位\n　　（二）改善条件\n　　　　　　　　青岚县人民政府办公室\n　　　　　　　　2021年9月5日\n",
    );
    assert_eq!(
        texts(&document.parts[0]),
        [
            "为加强值班工作，确保各项工作有序衔接，现就有关事项通知如下：",
            "一、完善制度。各单位要健全值班制度，落实岗位职责，统一、规范做好记录",
            "二、强化保障",
            "（一）配齐人员",
            "各单位要配齐配强值班人员，不得擅离岗位",
            "（二）改善条件",
        ]
    );
    assert_eq!(document.signatories, ["青岚县人民政府办公室"]);
}

#[test]
fn a_place_and_its_congress_on_two_lines_announce_twice() {
    let one = |n: u32, about: &str| {
        format!(
            "青岚族自治州\n人民代表大会常务委员会公告\n第{n}号\n《青岚族自治州{about}条例》已由自治州第三次会议通过，现予公布。\n\
             青岚族自治州人民代表大会常务委员会\n2021年8月{n}日\n青岚族自治州{about}条例\n（2021年2月8日通过）\n\
             目　录\n第一章　总则\n第二章　附则\n第一章　总则\n第一条　为了{about}，制定本条例。\n第二章　附则\n第二条　本条例自公布之日起施行。\n"
        )
    };
    let documents = issue(&(one(5, "村落保护") + &one(6, "市容管理")));
    assert_eq!(documents.len(), 2);
    for (document, number) in documents.iter().zip(["第5号", "第6号"]) {
        assert_eq!(document.title, "青岚族自治州人民代表大会常务委员会公告");
        assert_eq!(document.doc_number.as_deref(), Some(number));
        // The law's own contents name chapters and are none.
        assert_eq!(paths(document), ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]);
        assert!(texts(&document.parts[1]).contains(&"第一章　总则"));
    }
}

#[test]
fn the_contents_of_an_outline_lead_to_its_pages() {
    let document = only(
        "青岚县人民政府关于印发《青岚县规划纲要》的通知\n\n青政发〔2021〕20号\n\n各乡镇人民政府：\n\n现印发给你们。\n\n青岚县人民政府\n\n2021年9月1日\n\n\
         青岚县规划纲要\n\n目 录\n\n第一章 发展环境…………3\n\n第一节 回顾…………3\n\n第二章 主要任务……5\n\n第一章 发展环境\n\n第一节 回顾\n\n取得成绩。\n\n\
         专栏1 主要指标\n\n图1 空间布局\n\n（图略）\n\n第二章 主要任务\n\n围绕壳体、密接插件等重点环节，\n\n①引进企业；\n\n②培育企业。\n",
    );
    assert_eq!(paths(&document), ["第一章", "第一章/第一节", "第二章", "第二章/①", "第二章/②"]);
    let texts = texts(&document.parts[1]);
    assert!(
        texts.contains(&"专栏1 主要指标") && texts.contains(&"图1 空间布局") && texts.contains(&"（图略）"),
        "{texts:?}"
    );
}

#[test]
fn a_text_and_then_its_explanation() {
    let cover = "青岚县人民政府公报\n\n2021年第3期\n\n目 录\n\n青岚县人民政府办公室关于印发青岚县消防规定的通知……1\n\n《青岚县消防规定》解读……5\n\n";
    let body = "青岚县人民政府办公室\n关于印发青岚县消防规定的通知\n\n青政办发〔2021〕1号\n\n各乡镇人民政府：\n\n\
                《青岚县消防规定》已经县政府\n同意，现印发给你们。\n\n青岚县人民政府办公室\n\n2021年2月1日\n\n青岚县消防规定\n\n第一条 为了消防，制定本规定。\n\n\
                《青岚县消防规定》解读\n\n日前，县政府办公室印发了《青岚县消防规定》，现解读如下。\n";
    let issue = read(&format!("{cover}{body}"));
    let titles: Vec<&str> = issue.documents.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(titles, ["青岚县人民政府办公室关于印发青岚县消防规定的通知", "《青岚县消防规定》解读"]);
    assert_eq!(kinds(&issue.documents[0])[1], (Enclosed, None, Some("青岚县消防规定")));
    assert_eq!(issue.toc[1].document, Some(1));
}

#[test]
fn a_division_of_work_is_prose() {
    let document = only(
        "青岚县人民政府办公室关于领导分工的通知\n\n青政办发〔2021〕21号\n\n各乡镇人民政府：\n\n现将分工通知如下：\n\n\
         李 平 负责水务、财政、统计、税务等工\n作。分管县水务局。\n\n赵大山 主持全面工作。\n\n第二条 本办法所称管理，是指通过协议约定的方式，\n对项目实施监管。\n\n青岚县人民政府办公室\n\n2021年9月9日\n",
    );
    assert_eq!(
        texts(&document.parts[0])[1..],
        [
            "李 平 负责水务、财政、统计、税务等工作。分管县水务局。",
            "赵大山 主持全面工作。",
            "第二条 本办法所称管理，是指通过协议约定的方式，对项目实施监管。",
        ]
    );
}

#[test]
fn a_request_with_its_signer_and_notes_of_print() {
    let document = only(
        "青岚县人民政府办公室关于成立普查领导小组的通知\n青政办发〔2021〕30号 特急\n签发人：王小明　　密级：内部\n各乡镇人民政府：\n\
         现成立普查领导小组。组成人员如下：\n组 长：李 平 副县长\n赵 山 县水利局党组书记、\n\n局长\n孙 二 县财政局局长\n\
         工作中的问题请及时反馈。请各单位报送一名联络员名单到县统计局\n\n（联系人：钱大山，电话：0000000）。\n\
         青岚县人民政府办公室\n2021年9月1日\n抄送：县委办公室，县人大常委会办公室，\n\n县武装部。\n\
         青岚县人民政府办公室 2021年9月2日印发\n（共印80份）\n",
    );
    assert_eq!(document.doc_number.as_deref(), Some("青政办发〔2021〕30号"));
    assert_eq!(document.addressees.as_deref(), Some("各乡镇人民政府"));
    assert_eq!(document.date.as_deref(), Some("2021-09-01"));
    // Nothing is enclosed.
    assert_eq!(document.parts.len(), 1);
    let texts = texts(&document.parts[0]);
    for text in [
        "赵 山 县水利局党组书记、局长",
        "工作中的问题请及时反馈。请各单位报送一名联络员名单到县统计局（联系人：钱大山，电话：0000000）。",
        "抄送：县委办公室，县人大常委会办公室，县武装部。",
        "青岚县人民政府办公室 2021年9月2日印发",
        "（共印80份）",
    ] {
        assert!(texts.contains(&text), "{text}: {texts:?}");
    }
}

#[test]
fn clauses_cut_before_their_end() {
    let document = only(
        "青岚县人民政府关于公布救助标准的通知\n\n青政发〔2021〕31号\n\n各乡镇人民政府：\n\n现将标准公布如下：\n\n\
         （一）城市标准由每人每月600元提高到700元。\n\n（二）农村标准由每人每年6400元提高到7\n\n020元。\n\n一、有关要求\n\n\
         1、总结内容包括主要指标完成情况、重点工作进展、存在问题和来年工作\n\n打算，字数控制在3000字以内。\n\n2、请于12月底前报送。\n\n\
         二、严格按照清单行使职权，不得在清单之外行使权力，不得擅自增减权力，切实做到法\n\n无授权不可为。\n\n三、进度安排\n\n按月调度。\n\n\
         青岚县人民政府\n\n2021年9月1日\n",
    );
    let texts = texts(&document.parts[0]);
    for text in [
        "（二）农村标准由每人每年6400元提高到7020元。",
        "1、总结内容包括主要指标完成情况、重点工作进展、存在问题和来年工作打算，字数控制在3000字以内。",
        "二、严格按照清单行使职权，不得在清单之外行使权力，不得擅自增减权力，切实做到法无授权不可为。",
        "三、进度安排",
    ] {
        assert!(texts.contains(&text), "{text}: {texts:?}");
    }
}

#[test]
fn an_earlier_day_in_mid_sentence_is_no_event() {
    let document = only(
        "2021年9月大事记\n\n18日 县政府召开常务会议。\n\n20日 全县培训班在县委党校开班，培训为期\n\n3日，参训学员80人。\n\n28日 县博物馆新馆开馆。\n",
    );
    let days: Vec<&str> = document
        .blocks()
        .filter_map(|(_, block)| match &block.content {
            Content::Event { date } => date.as_deref(),
            _ => None,
        })
        .collect();
    assert_eq!(days, ["2021-09-18", "2021-09-20", "2021-09-28"]);
}

#[test]
fn a_sentence_about_the_title_is_not_the_title_however_it_is_cut() {
    for (above, here) in [
        ("《青岚县防汛工作规划》已经县第六届人民代表", "大会审查批准，现印发给你们，请认真执行。"),
        ("《青岚县防汛工作规划》", "已经县政府同意，现印发给你们，请认真执行。"),
        ("现将《青岚县防汛工作规划》印发给", "你们，请认真执行。"),
        ("县水务局、县财政局《青岚县防汛工作规划》", "已经县政府同意，现转发给你们，请认真执行。"),
    ] {
        let document = only(&format!(
            "青岚县人民政府关于印发《青岚县防汛工作规划》的通知\n\n青政发〔2021〕33号\n\n各乡镇人民政府：\n\n{above}\n\n{here}\n\n\
             青岚县人民政府\n\n2021年9月1日\n\n青岚县防汛工作规划\n\n一、总体要求\n\n坚持预防为主。\n"
        ));
        assert_eq!(kinds(&document)[1..], [(Enclosed, None, Some("青岚县防汛工作规划"))], "{above} | {here}");
        assert_eq!(texts(&document.parts[0]), [format!("{above}{here}")]);
    }
}

#[test]
fn a_fields_name_cut_in_two_is_one() {
    let document = only(
        "青岚县人民政府关于加强阅读的意见\n\n青政发〔2021〕34号\n\n各乡镇人民政府：\n\n1．办好读书节。每年举办一次。牵头单位：县教体局；责任\n\n\
         单位：县文化馆。\n\n2．办公室主任由县水务局局长兼任。值班\n\n电话：0000－0000000。\n\n青岚县人民政府\n\n2021年9月1日\n",
    );
    assert_eq!(
        texts(&document.parts[0]),
        [
            "1．办好读书节。每年举办一次。牵头单位：县教体局；责任单位：县文化馆。",
            "2．办公室主任由县水务局局长兼任。值班电话：0000－0000000。",
        ]
    );
    let units: Vec<&str> =
        document.responsibilities.iter().flat_map(|row| row.units.iter().map(|unit| unit.name.as_str())).collect();
    assert_eq!(units, ["县教体局", "县文化馆"]);
}

#[test]
fn a_laws_name_above_the_notice_that_issues_it() {
    let text = "# 青岚工资支付规定\n\n关于印发《青岚工资支付规定》的通知\n\n青劳发〔1994〕89号\n\n各县劳动局：\n\n现印发给你们。\n\n青岚劳动局\n\n1994年12月6日\n\n\
                <!-- INFO END -->\n\n第一条 为支付工资，制定本规定。\n\n第二条 按月支付。\n";
    let issue = read(text);
    assert_eq!(issue.documents.len(), 1);
    assert_eq!(issue.documents[0].title, "关于印发《青岚工资支付规定》的通知");
    assert_eq!(issue.documents[0].doc_number.as_deref(), Some("青劳发〔1994〕89号"));
    let titles = issue.documents[0].blocks().filter(|(_, block)| block.content == Content::Title);
    assert_eq!(titles.count(), 2);
}

#[test]
fn dates_at_a_laws_head_and_rates_at_its_end_stand_by_themselves() {
    let lines = [
        "1997年6月5日 青岚省人民政府第58次常务会议通过",
        "1997年6月5日 青岚省人民政府令第219号发布",
        "1997年7月1日 施行",
        "为了仲裁，制定本办法。",
        "争议金额 受理费",
        "1000元以下的部分 40－100元",
        "1001元以上的部分 按5%",
    ];
    let text = format!(
        "# 青岚仲裁收费办法\n\n{}\n\n第一条 按表收费。\n\n{}\n",
        lines[..4].join("\n\n"),
        lines[4..].join("\n\n")
    );
    let issue = read(&text);
    let texts: Vec<&str> = issue.documents[0].blocks().map(|(_, block)| block.text.as_str()).collect();
    for line in lines {
        assert!(texts.contains(&line), "{line}: {texts:?}");
    }
}

#[test]
fn decimal_numbers_are_sections_and_no_clauses() {
    let document = only(
        "青岚县人民政府办公室关于印发《青岚县防汛应急预案》的通知\n\n青政办发〔2021〕22号\n\n各乡镇人民政府：\n\n现印发给你们。\n\n青岚县人民政府办公室\n\n2021年9月9日\n\n\
         青岚县防汛应急预案\n\n1　总则\n\n1.1　编制目的\n\n高效有序做好防汛。\n\n1.2　适用范围\n\n（1）适用于洪水。分级标准按照本预案关于受威胁人数和经济损失的规定即\n\n\
         2.1.1规定的指标执行，从高确定。\n\n（2）适用于内涝。降水量达到\n\n3.5毫米以上时启动。\n\n2　职责\n\n2.1　县指挥部　由县长任指挥长，下设\n\n办公室。\n\n2.1.1　抢险救援与应急物资装备综合保障工作组\n\n由县应急局牵头。\n",
    );
    let sections: Vec<(&str, u8)> = document
        .blocks()
        .filter_map(|(_, block)| match &block.content {
            Content::Section(section) => Some((&block.text[..section.heading_end as usize], section.level)),
            _ => None,
        })
        .collect();
    assert_eq!(
        sections,
        [
            ("1　总则", 0),
            ("1.1　编制目的", 1),
            ("1.2　适用范围", 1),
            ("2　职责", 0),
            ("2.1　县指挥部", 1),
            ("2.1.1　抢险救援与应急物资装备综合保障工作组", 2)
        ]
    );
    assert_eq!(paths(&document), ["（1）", "（2）"]);
    let texts: Vec<&str> = document.parts[1].blocks.iter().map(|block| block.text.as_str()).collect();
    assert!(texts.contains(&"（2）适用于内涝。降水量达到3.5毫米以上时启动。"), "{texts:?}");
    assert!(texts.contains(&"2.1　县指挥部　由县长任指挥长，下设办公室。"), "{texts:?}");
}

#[test]
fn bodies_that_issue_a_title_and_the_end_of_a_list_above_one() {
    let list = "青岚县人民政府办公室关于表彰先进单位的通知\n\n青政办发〔2021〕23号\n\n各乡镇人民政府：\n\n决定表彰下列单位。\n\n青岚县人民政府办公室\n\n2021年9月9日\n\n附件：先进单位名单\n\n附件\n\n先进单位名单\n\n\
                县水务局 县财政局 县林业局\n\n青岚县教育局\n\n";
    let title = "青岚县财政局\n青岚县水务局\n关于做好水费收缴工作的通知";
    let documents = issue(&format!("{list}{title}\n\n青财发〔2021〕3号\n\n各乡镇人民政府：\n\n做好水费收缴工作。\n"));
    let titles: Vec<&str> = documents.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(
        titles,
        ["青岚县人民政府办公室关于表彰先进单位的通知", "青岚县财政局青岚县水务局关于做好水费收缴工作的通知"]
    );
    assert!(texts(&documents[0].parts[1]).contains(&"青岚县教育局"));
}

#[test]
fn a_headings_last_characters_on_a_line_of_their_own() {
    let document = only(
        "青岚县人民政府办公室关于加强值守的通知\n\n青政办发〔2021〕24号\n\n各乡镇人民政府：\n\n为做好服务保障工作，通知如下：\n\n（一）压实值守责任强化应急服务保\n\n障\n\n各乡镇要落实。\n\n（二）加强巡查\n\n每日巡查。\n",
    );
    assert!(
        texts(&document.parts[0]).contains(&"（一）压实值守责任强化应急服务保障"),
        "{:?}",
        texts(&document.parts[0])
    );
}

/// A paragraph, set in, and the same cut into lines of a page.
fn paragraph(n: usize) -> String {
    let sentence = "各乡镇人民政府要切实加强组织领导，健全工作机制，压实工作责任，强化督促检查，确保各项任务落到实处，";
    let ends = "如期完成年度目标和各项任务并及时报告进展情况与存在问题";
    format!("　　{sentence}{}。", ends.chars().take(3 * n).collect::<String>())
}

fn cut(text: String) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(30).map(|line| line.iter().collect::<String>() + "\n").collect()
}

#[test]
fn lines_of_a_page_go_on_while_they_are_full() {
    let body: String = (1..9).map(|n| cut(paragraph(n))).collect();
    let document = only(&format!(
        "青岚县人民政府办公室关于加强领导的通知\n青政办发〔2021〕25号\n各乡镇人民政府：\n{body}青岚县人民政府办公室\n2021年9月9日\n"
    ));
    let expected: Vec<String> = (1..9).map(|n| paragraph(n).replace('　', "")).collect();
    assert_eq!(texts(&document.parts[0]), expected);
}

#[test]
fn a_line_below_a_paragraph_that_is_set_in_goes_on() {
    let paragraphs = || (1..9).chain(1..9);
    let body: String = paragraphs().map(|n| cut(paragraph(n)) + "责任单位：县水务局、县财政局\n").collect();
    let text = format!(
        "青岚县人民政府办公室关于加强领导的通知\n青政办发〔2021〕25号\n各乡镇人民政府：\n{body}　　牵头单位：县财政局\n青岚县人民政府办公室\n2021年9月9日\n"
    );
    let mut expected: Vec<String> =
        paragraphs().map(|n| paragraph(n).replace('　', "") + "责任单位：县水务局、县财政局").collect();
    expected.push("牵头单位：县财政局".into());
    assert_eq!(texts(&only(&text).parts[0]), expected);
    // The page's margin is kept before every line.
    let set = |line: &str| format!("      {}\n", line.replace('　', "  "));
    let with_margin: String = text.lines().map(set).collect();
    assert_eq!(texts(&read(&with_margin).documents[0].parts[0]), expected);
}

#[test]
fn paragraphs_that_blank_lines_part_and_those_that_fill_their_last_line() {
    const PHRASES: [&str; 9] = [
        "加强组织领导",
        "健全工作机制",
        "各乡镇按月报送进度",
        "县水务局每周巡查河堤",
        "完善预案",
        "储备足够物资",
        "落实值班制度",
        "妥善安置转移群众",
        "做好灾后重建",
    ];
    let text = |n: usize, chars: usize, end: &str| {
        let phrases: Vec<&str> = PHRASES.iter().cycle().skip(n).take(12).copied().collect();
        phrases.join("，").chars().take(chars).chain(end.chars()).collect::<String>()
    };
    let full = text(3, 59, "。");
    let goes_on = text(1, 59, "：一季度过半，二季度见效，三季度收官。");
    let short = (0..24).map(|n| text(n, 35 + n % 7, "工作。"));
    let paragraphs: Vec<String> = [full, goes_on].into_iter().chain(short).collect();
    let body: String = paragraphs.iter().map(|text| cut(text.clone()) + "\n").collect();
    let document = only(&format!(
        "青岚县人民政府办公室关于加强领导的通知\n\n青政办发〔2021〕25号\n\n各乡镇人民政府：\n\n{body}青岚县人民政府办公室\n\n2021年9月9日\n"
    ));
    assert_eq!(texts(&document.parts[0]), paragraphs);
}

#[test]
fn a_footnote_interrupts_a_clause() {
    let document = only(
        "青岚县人民政府办公室关于加强巡查的通知\n\n青政办发〔2021〕26号\n\n各乡镇人民政府：\n\n现通知如下：\n\n\
         1.加强低空经济[1]巡查，县水务局每周巡查一次，县财政局保障所需资金，\n[1] 低空经济：指低空飞行带动\n相关领域的经济形态。\n\n- 3 -\n\n各乡镇每日巡查一次。\n\n2.加强值守。\n",
    );
    assert_eq!(
        texts(&document.parts[0])[1..],
        [
            "1.加强低空经济[1]巡查，县水务局每周巡查一次，县财政局保障所需资金，各乡镇每日巡查一次。",
            "[1] 低空经济：指低空飞行带动相关领域的经济形态。",
            "2.加强值守。"
        ]
    );
}

#[test]
fn a_heading_that_fills_its_line_by_chance() {
    let body: String = (1..9).chain(1..9).map(|n| cut(paragraph(n).replace('　', ""))).collect();
    let heading = "三、推进全县农村集体建设用地节约集约利用和闲置盘活工作";
    let document = only(&format!(
        "青岚县人民政府办公室关于加强领导的通知\n青政办发〔2021〕25号\n各乡镇人民政府：\n一、加强领导\n{body}二、加强督查\n{body}{heading}\n{body}青岚县人民政府办公室\n2021年9月9日\n"
    ));
    assert!(texts(&document.parts[0]).contains(&heading), "{:?}", texts(&document.parts[0]));
}

#[test]
fn a_source_in_brackets_is_no_beginning_of_the_chronicle_below_it() {
    let documents = issue(
        "青岚县人民政府关于植树的通知\n\n青政发〔2021〕2号\n\n各乡镇人民政府：\n\n现将植树一事通知如下。\n\n（县林业局提供）\n\n\
         青岚县人民政府大事记\n\n（2021年第三季度）\n\n七月\n\n2日 县政府召开会议。\n",
    );
    let titles: Vec<_> = documents.iter().map(|document| document.title.as_str()).collect();
    assert_eq!(titles, ["青岚县人民政府关于植树的通知", "青岚县人民政府大事记（2021年第三季度）"]);
    let dates: Vec<_> = documents[1]
        .blocks()
        .filter_map(|(_, block)| match &block.content {
            Content::Event { date } => date.clone(),
            _ => None,
        })
        .collect();
    assert_eq!(dates, ["2021-07-02"]);
}

#[test]
fn the_subtitle_of_a_report_may_be_in_the_contents() {
    let issue = read(
        "青岚县人民政府公报\n\n2021年第3期\n\n目 录\n\n政府工作报告——2021年1月6日在青岚县第九届人民代表大会第一次会议上 …… 1\n\n\
         青岚县人民政府关于加强耕地保护的决定 …… 3\n\n政府工作报告\n\n——2021年1月6日在青岚县第九届人民代表大会\n第一次会议上\n\n\
         青岚县代理县长　李四\n\n各位代表：\n\n现在，我代表县人民政府，向大会报告工作，请予审议。\n",
    );
    let report = &issue.documents[0];
    assert_eq!(
        (report.title.as_str(), report.toc, report.date.as_deref()),
        ("政府工作报告", Some(0), Some("2021-01-06"))
    );
    assert!(texts(&report.parts[0]).contains(&"各位代表："), "{:?}", texts(&report.parts[0]));
}

#[test]
fn a_public_notice_needs_neither_number_nor_addressees() {
    let documents = issue(
        "青岚县人民政府关于加强养老服务的意见\n青政发〔2021〕35号\n各乡镇人民政府：\n一、健全制度。\n本意见自2021年10月1日起施行。\n\
         青岚县公安局　青岚县交通运输局\n关于青岚大桥维修期间实行交通管制的\n通　告\n青岚大桥建成已逾二十年，为保障安全，现通告如下：\n\
         一、管制时间。\n特此通告。\n青岚县公安局\n2021年9月3日\n",
    );
    let titles: Vec<&str> = documents.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(
        titles,
        ["青岚县人民政府关于加强养老服务的意见", "青岚县公安局青岚县交通运输局关于青岚大桥维修期间实行交通管制的通告",]
    );
}

#[test]
fn an_explanation_that_the_contents_leave_out() {
    let documents = issue(
        "青岚县人民政府办公室关于印发《青岚县消防规定》的通知\n\n青政办发〔2021〕36号\n\n各乡镇人民政府：\n\n现将《青岚县消防规定》印发给你们。\n\n\
         青岚县人民政府办公室\n\n2021年2月1日\n\n青岚县消防规定\n\n第一条 为了消防，制定本规定。\n\n\
         《青岚县消防规定》\n政策解读\n\n日前，县政府办公室印发了《青岚县消防规定》，现解读如下。\n",
    );
    let titles: Vec<&str> = documents.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(titles, ["青岚县人民政府办公室关于印发《青岚县消防规定》的通知", "《青岚县消防规定》政策解读"]);
}
