//! What stands around the text of documents, in the clothes of other houses: numbers of several issuers, seals, who gave a
//! report and when, lists of names, formulas, codes to scan, markers badly read. The places do not exist.

mod shapes;

use gongbao::issue::PartKind::{Attachment, Enclosed, Notice};
use shapes::{issue, kinds, only, paths, texts};

#[test]
fn the_numbers_of_all_who_issue_it() {
    for numbers in [
        "青发改〔2021〕3号　青财〔2021〕17号　青建发〔2021〕9号",
        "青发改[2021]3号、青财[2021]17号",
        "青发改〔2021〕3号\n\n青财〔2021〕17号",
    ] {
        let document = only(&format!(
            "青岚县发展和改革局\n\n青岚县财政局\n\n关于调整停车收费标准的通知\n\n{numbers}\n\n各乡镇人民政府，有关单位：\n\n\
             现将停车收费标准通知如下。\n\n青岚县发展和改革局　青岚县财政局\n（印章）　　　（印章）\n\n2021年6月1日\n"
        ));
        assert_eq!(document.doc_number.as_deref(), Some("青发改〔2021〕3号"), "{numbers}");
        assert_eq!(document.addressees.as_deref(), Some("各乡镇人民政府，有关单位"));
        assert_eq!(document.signatories, ["青岚县发展和改革局", "青岚县财政局"]);
    }
}

#[test]
fn who_gave_a_report_and_when_and_to_whom() {
    let text = "关于2020年县级决算（草案）的报告\n\n{}\n\n县人大常委会：\n\n受县人民政府委托，现将2020年县级决算（草案）报告如下，请审查。\n\n一、决算情况\n\n收入增长。\n";
    for byline in [
        "——2021年6月24日在青岚县第九届人大常委会第六次会议上\n\n县财政局局长　王　明",
        "2021年6月24日在青岚县第九届人大常委会第六次会议上\n\n县财政局局长　王　明",
        "（2021年6月24日）\n\n县财政局局长　王　明",
        "县财政局局长　王　明\n\n（二〇二一年六月二十四日）",
    ] {
        let document = only(&format!("# {}", text.replace("{}", byline)));
        assert_eq!(document.date.as_deref(), Some("2021-06-24"), "{byline}");
        assert_eq!(document.addressees.as_deref(), Some("县人大常委会"), "{byline}");
        assert!(document.signatories.is_empty(), "{byline}");
    }
    // A salutation is for those who listen.
    let greeted = text.replace("县人大常委会：", "主任、各位副主任、各位委员：");
    assert_eq!(only(&format!("# {}", greeted.replace("{}", "（2021年6月24日）"))).addressees, None);
}

#[test]
fn the_day_a_meeting_adopted_it() {
    let document = only(
        "# 青岚县人民代表大会常务委员会关于批准2020年县级决算的决议\n\n（2021年6月25日青岚县第九届人民代表大会常务委员会第六次会议通过）\n\n\
         会议听取了决算报告，决定批准2020年县级决算。\n",
    );
    assert_eq!((document.date.as_deref(), document.signatories.len()), (Some("2021-06-25"), 0));
}

#[test]
fn who_wrote_an_enclosed_text() {
    let document = only(
        "青岚县人民政府办公室转发县卫生健康局等部门关于村医待遇意见的通知\n\n青政办发〔2021〕7号\n\n各乡镇人民政府：\n\n\
         县卫生健康局、县财政局《关于村医待遇的意见》已经县政府同意，现转发给你们。\n\n青岚县人民政府办公室\n\n2021年6月1日\n\n\
         关于村医待遇的意见\n\n县卫生健康局　县人力资源和社会保障局\n\n县发展和改革局　县财政局\n\n（二○二一年五月二十日）\n\n\
         为稳定村医队伍，提出如下意见。\n",
    );
    assert_eq!(kinds(&document)[1], (Enclosed, None, Some("关于村医待遇的意见")));
    assert_eq!(texts(&document.parts[1]).len(), 4, "{:?}", texts(&document.parts[1]));
}

#[test]
fn a_column_of_the_gazette_over_its_first_document() {
    let order = "青岚县人民政府\n\n关于开展“清洁家园”\n\n专项行动的通知\n\n青政发〔2021〕9号\n\n各乡镇人民政府：\n\n请认真落实。\n\n青岚县人民政府\n\n2021年6月1日\n\n";
    let posts = "# 人 事 任 免\n\n青岚县人民政府关于王明任职的通知\n\n青政任〔2021〕2号\n\n各乡镇人民政府：\n\n任命王明为县水利局局长。\n\n青岚县人民政府\n\n2021年6月2日\n";
    let titles: Vec<String> = issue(&format!("{order}{posts}")).into_iter().map(|document| document.title).collect();
    assert_eq!(titles, ["青岚县人民政府关于开展“清洁家园”专项行动的通知", "青岚县人民政府关于王明任职的通知"]);
}

#[test]
fn names_with_notes_and_units_that_begin_alike() {
    let document = only(
        "青岚县人民政府关于授予劳动模范称号的决定\n\n青政发〔2021〕11号\n\n各乡镇人民政府：\n\n决定授予下列集体和个人荣誉称号。\n\n\
         附：劳动模范名单\n\n青岚县人民政府\n\n2021年5月1日\n\n附：\n\n劳动模范名单\n\n\
         王兰（女）　青岚县白石镇河口村农民\n李明　青岚县机械厂钳工\n赵秀英（女，回族）　青岚县人民医院护士长\n\n\
         青岚县林业局\n青岚县林业局城关分局\n青岚县林业局白石分局\n",
    );
    assert_eq!(kinds(&document)[1], (Attachment, Some("附"), Some("劳动模范名单")));
    assert_eq!(texts(&document.parts[1]).len(), 6, "{:?}", texts(&document.parts[1]));
}

#[test]
fn formulas_codes_and_items_that_a_page_cuts() {
    let documents = issue(
        "青岚县人民政府关于水费标准的意见\n\n青政发〔2021〕12号\n\n各乡镇人民政府：\n\n一、水费按照下列公式计算：\n\n\
         $$W=\\sum Q_i\\times P_i$$\n\n式中：\n\n$W$——水费，元；\n\n二、各乡镇人民政府应当明确专人负责，在每月十日以前，将上月水费\n\n\
         长按识别二维码，关注“青岚发布”公众号\n\n收缴情况报送县水务局。\n\n\
         三、一是加强领导，落实责任；二是加强宣传；三是严格考核。\n\n青岚县人民政府\n\n2021年6月3日\n\n\
         青岚县第九届人大常委会第六次会议议程\n\n一、听取和审议县人民政府关于2020年度县级预算执行和其他财政收\n\n支的审计工作报告\n\n\
         二、审议人事任免事项\n",
    );
    let titles: Vec<&str> = documents.iter().map(|document| document.title.as_str()).collect();
    assert_eq!(titles, ["青岚县人民政府关于水费标准的意见", "青岚县第九届人大常委会第六次会议议程"]);
    let said: Vec<&str> = documents.iter().flat_map(|document| texts(&document.parts[0])).collect();
    assert!(said.contains(&"式中：") && said.contains(&"$W$——水费，元；"), "{said:?}");
    assert!(
        said.contains(&"二、各乡镇人民政府应当明确专人负责，在每月十日以前，将上月水费收缴情况报送县水务局。"),
        "{said:?}"
    );
    assert!(said.iter().any(|text| text.ends_with("财政收支的审计工作报告")), "{said:?}");
}

#[test]
fn numbers_that_look_like_others() {
    let document = only(
        "青岚县人民政府关于加强防汛工作的意见\n\n青政发〔2021〕13号\n\n各乡镇人民政府：\n\n为做好防汛工作，提出以下意见。\n\n\
         -、总体要求\n\n（-）加强领导。各乡镇要加强领导。\n\n（=）落实责任。各单位要落实责任。\n\n= 、重点任务\n\n\
         l.摸清底数。\n\n2.建立台账。\n\n一是分类登记，二是逐级上报。\n\n一要压实责任。\n\n二要强化督查。\n\n\
         青岚县人民政府\n\n2021年6月4日\n",
    );
    assert_eq!(paths(&document), ["一", "一/（一）", "一/（二）", "二", "二/1", "二/2", "二/2/一是", "二/2/二是"]);
}

#[test]
fn parts_of_an_outline_and_appendices_in_decimals() {
    let document = only(
        "青岚县人民政府关于印发《青岚县发展规划》的通知\n\n青政发〔2021〕14号\n\n各乡镇人民政府：\n\n现将《青岚县发展规划》印发给你们。\n\n\
         青岚县人民政府\n\n2021年6月5日\n\n青岚县发展规划\n\n第一篇　发展基础\n\n第一章　现状\n\n发展势头良好。\n\n\
         第二篇　主要任务\n\n第三章　强化支撑\n\n强化要素支撑。\n\n附录7.1\n\n分级标准\n\n级别\t人数\n一般\t3\n\n\
         附录7.2\n\n工作流程\n\n接报→研判→响应\n",
    );
    assert_eq!(paths(&document).len(), 4);
    let parts = kinds(&document);
    assert_eq!((parts[0].0, parts[1].0), (Notice, Enclosed));
    assert_eq!(
        parts[2..],
        [(Attachment, Some("附录7.1"), Some("分级标准")), (Attachment, Some("附录7.2"), Some("工作流程"))]
    );
}
