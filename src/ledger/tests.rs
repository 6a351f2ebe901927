//! The ledger of invented issues, against references written by hand: documents as recognisers leave them, and tables of many
//! shapes.

use super::*;
use crate::parse;
use crate::read::SourceText;

fn ledger(text: &str) -> Ledger {
    Ledger::of_issue(IssueId(0), &parse::parse(&SourceText::from_text("test.txt", text)), &Units::new())
}

/// `line|role as printed|unit as printed|what the deadline means`.
fn rows(ledger: &Ledger) -> Vec<String> {
    let row = |row: &Row| format!("{}|{}|{}|{}", row.line, row.said, row.unit, write::whens(ledger, row));
    ledger.rows.iter().map(row).collect()
}

/// A notice of 河口县, 6 March 2023, with a text below its first lines; the text begins on line 9.
fn notice(text: &str) -> String {
    format!(
        "河口县人民政府办公室关于印发《河口县2023年重点工作方案》的通知\n\n河政办发〔2023〕8号\n\n各乡（镇）人民政府，县直各部门：\n\n现将《河口县2023年重点工作方案》印发给你们，请认真贯彻落实。\n\n{text}\n\n河口县人民政府办公室\n\n2023年3月6日\n"
    )
}

/// Tables, and for each its rows as `line|role|units|deadline`, the line counted from the table's own first.
const TABLES: &[(&str, &str, &[&str])] = &[
    (
        "a row a task",
        "序号\t重点任务\t责任单位\t配合单位\t完成时限\n\
         1\t改造乡镇食堂12所\t县教体局\t县财政局、县住建局，各乡（镇）人民政府\t2023年8月底前\n\
         2\t开展健康体检\t县卫健局、县教体局\t\t每年10月底前\n\
         3\t建设智慧课堂\t县教体局\t县委网信办\t2023—2025年\n",
        &[
            "2|责任单位|县教体局|2023-08-31",
            "2|配合单位|县财政局 县住建局 各乡（镇）人民政府|2023-08-31",
            "3|责任单位|县卫健局 县教体局|每年",
            "4|责任单位|县教体局|2023-01-01/2025-12-31",
            "4|配合单位|县委网信办|2023-01-01/2025-12-31",
        ],
    ),
    (
        "tall cells at the left, cut by a page that repeats the header",
        "序号\t责任单位\t项目类型\t建设内容\t配合部门\n\
         1\t石桥镇\t茶叶种植\t在上坪村新建茶园300亩，配套滴灌设施。\t农业农村局、水务局\n\
         \t\t林下养蜂\t在林口、双井等村发展中蜂200箱。\t林业局\n\
         \n\
         序号\t责任单位\t项目类型\t建设内容\t配合部门\n\
         2\t松坪乡\t畜牧业\t新建百头肉牛示范场1处。\t农业农村局、乡村振兴局\n\
         \t\t休闲旅游\t改造农家乐6户。\t文旅局\n",
        &[
            "2|责任单位|石桥镇|",
            "2|配合部门|农业农村局 水务局|",
            "3|责任单位|石桥镇|",
            "3|配合部门|林业局|",
            "6|责任单位|松坪乡|",
            "6|配合部门|农业农村局 乡村振兴局|",
            "7|责任单位|松坪乡|",
            "7|配合部门|文旅局|",
        ],
    ),
    (
        "bars, headings over rows, persons between spaces",
        "| 项目名称 | 工作任务 | 责任领导 | 责任部门 | 配合部门 | 备注 |\n\
         |---|---|---|---|---|---|\n\
         | 一、实施健康促进工程 |  |  |  |  |  |\n\
         | 1、加强健康教育 | 开展健康讲座不少于30场。 | 岑 朗 | 卫健局 | 各乡镇，宣传部、教体局、残联 |  |\n\
         | 2、推进全民健身 | 年底前建成健身步道8公里。 | 罗霁 秦望舒 | 教体局、农业 农村局 | 发改局 财政局 残联 |  |\n\
         | 二、实施环境整治工程 |  |  |  |  |  |\n\
         | 3、清理垃圾 | 对积存垃圾进行集中清理。 | 岑 朗 | 各乡镇 | 县生态环境局 |  |\n",
        &[
            "4|责任领导|岑朗|",
            "4|责任部门|卫健局|",
            "4|配合部门|各乡镇 宣传部 教体局 残联|",
            "5|责任领导|罗霁 秦望舒|2023-12-31",
            "5|责任部门|教体局 农业农村局|2023-12-31",
            "5|配合部门|发改局 财政局 残联|2023-12-31",
            "7|责任领导|岑朗|",
            "7|责任部门|各乡镇|",
            "7|配合部门|县生态环境局|",
        ],
    ),
    (
        "a row that the page cuts",
        "序号\t主要内容\t重点任务\t牵头单位\t责任单位\n\
         1\t优化布局\t编制县域村庄布局规划，统筹生产、生活、生态空间，\t县自然资源局\t县住建局 县农业农村局\n\
         \n\
         \t\t保留乡村风貌。\t\t县文旅局 各乡（镇）\n\
         2\t改善住房\t完成危房改造80户。\t县住建局\t各乡（镇）\n",
        &[
            "2|牵头单位|县自然资源局|",
            "2|责任单位|县住建局 县农业农村局 县文旅局 各乡（镇）|",
            "5|牵头单位|县住建局|",
            "5|责任单位|各乡（镇）|",
        ],
    ),
    (
        "HTML with spans and breaks",
        "<table><tr><td>类别</td><td>任务</td><td>牵头单位</td><td>完成时间</td></tr>\
         <tr><td rowspan=\"2\">交通</td><td>修建通村公路15公里</td><td>县交通局<br>石桥镇</td><td>2023年11月</td></tr>\
         <tr><td>改造危桥2座</td><td rowspan=\"2\">县交通局</td><td>9月底</td></tr>\
         <tr><td>水利</td><td>清淤渠道40公里</td><td>长期坚持</td></tr></table>\n",
        &[
            "1|牵头单位|县交通局 石桥镇|2023-11-01/2023-11-30",
            "1|牵头单位|县交通局|2023-09-30",
            "1|牵头单位|县交通局|长期",
        ],
    ),
    (
        "a header of two rows, and rows that only go on with numbers",
        "主要任务\t具体任务\t建设内容\t牵头单位\t配合单位\t各乡镇任务\t\t\n\
         \t\t\t\t\t\t石桥镇\t松坪乡\n\
         一、夯实基础\t1. 种好饲草\t种植优质牧草1.5万亩。\t农业农村局\t财政局、各乡（镇）人民政府\t青贮玉米\t800\t700\n\
         \t\t\t\t\t紫花苜蓿\t200\t100\n\
         \t2. 建好牛棚\t新建标准化牛棚6座。\t农业农村局、乡村振兴局\t自然资源局\t牛棚\t3\t3\n\
         合计\t\t\t\t\t\t1003\t803\n",
        &[
            "3|牵头单位|农业农村局|",
            "3|配合单位|财政局 各乡（镇）人民政府|",
            "5|牵头单位|农业农村局 乡村振兴局|",
            "5|配合单位|自然资源局|",
        ],
    ),
    (
        "tall cells at the right, and rows that lost a cell",
        "序号\t类别\t任务\t年度\t责任单位\t责任人\n\
         1\t产业\t发展羊肚菌种植50亩\t2023\t科技局 石桥镇\t于 三 丁二\n\
         2\t产业\t发展山地蔬菜种植80亩\t2023\t\t\n\
         3\t建设冷链仓库，提高储存能力\t2023\t水务局各乡镇\t岑 朗 各乡镇 负责人\n\
         4\t民生\t改造供水管网\t2023\t市生态环境局 河口分局\t罗霁\n\
         5\t民生\t开展技能培训\t2023\t农业农村局 乡村振兴局 财政局 网信办 科技局 人社局 教体局 交通局 供销社 团委 妇联\t丁二\n",
        &[
            "2|责任单位|科技局 石桥镇|",
            "2|责任人|于三 丁二|",
            "3|责任单位|科技局 石桥镇|",
            "3|责任人|于三 丁二|",
            "4|责任单位|水务局 各乡镇|",
            "4|责任人|岑朗 各乡镇负责人|",
            "5|责任单位|市生态环境局河口分局|",
            "5|责任人|罗霁|",
            "6|责任单位|农业农村局 乡村振兴局 财政局 网信办 科技局 人社局 教体局 交通局 供销社 团委 妇联|",
            "6|责任人|丁二|",
        ],
    ),
    (
        "headings whose number has a cell of its own, below and above tall cells",
        "| 序号 | 重点任务 | 责任单位 | 完成时限 |\n\
         |---|---|---|---|\n\
         | 一 | 推进产业发展 | | |\n\
         | 1 | 新建茶园300亩 | 石桥镇 | 6月底 |\n\
         | 2 | 改造茶厂2座 | | |\n\
         | 二 | 改善民生 | | |\n\
         | 3 | 改造供水管网 | 县水务局 | 10月底 |\n",
        &["4|责任单位|石桥镇|2023-06-30", "5|责任单位|石桥镇|2023-06-30", "7|责任单位|县水务局|2023-10-31"],
    ),
    (
        "columns that only look like roles, and a form",
        "姓名\t负责片区\t责任田（亩）\t联系电话\n于三\t上坪村\t12\t0951-5550101\n丁二\t林口村\t9\t0951-5550102\n",
        &[],
    ),
];

/// A reference's units one by one.
fn expected(table: &[&str]) -> Vec<String> {
    let units = |row: &&str| {
        let mut cells = row.split('|');
        let (line, role) = (cells.next().unwrap().parse::<u32>().unwrap() + 8, cells.next().unwrap());
        let (units, due) = (cells.next().unwrap(), cells.next().unwrap());
        units.split(' ').map(|unit| format!("{line}|{role}|{unit}|{due}")).collect::<Vec<_>>()
    };
    table.iter().flat_map(units).collect()
}

#[test]
fn tables_of_many_shapes() {
    let (mut hit, mut wanted, mut found) = (0, 0, 0);
    let mut report = String::new();
    for (shape, text, reference) in TABLES {
        let got = rows(&ledger(&notice(text)));
        let want = expected(reference);
        let (mut missed, mut surplus) = (want.clone(), got.clone());
        missed.retain(|row| surplus.iter().position(|other| other == row).map(|at| surplus.remove(at)).is_none());
        hit += want.len() - missed.len();
        wanted += want.len();
        found += got.len();
        if !missed.is_empty() || !surplus.is_empty() {
            report.push_str(&format!("{shape}: missed {missed:?}, surplus {surplus:?}\n"));
        }
    }
    let (recall, precision) = (hit as f64 / wanted as f64, hit as f64 / found as f64);
    assert!(recall >= 0.97 && precision >= 0.97, "recall {recall:.3}, precision {precision:.3}\n{report}");
}

#[test]
fn a_tables_row_says_its_columns_and_section() {
    let text = TABLES[2].1;
    let ledger = ledger(&notice(text));
    let task = ledger.task(&ledger.rows[0]);
    assert_eq!((task.place.as_str(), task.heading.as_str()), ("一、实施健康促进工程", "1、加强健康教育"));
    assert_eq!(task.text, "开展健康讲座不少于30场。");
    assert_eq!(
        task.columns,
        [("项目名称", "1、加强健康教育"), ("工作任务", "开展健康讲座不少于30场。")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
}

#[test]
fn a_number_and_a_heading_alone_are_a_section() {
    let of = |text: &str| {
        let ledger = ledger(&notice(text));
        ledger.rows.iter().map(|row| format!("{} {}", row.unit, ledger.task(row).place)).collect::<Vec<_>>()
    };
    let header = "序号\t任务\t责任单位\t备注\n";
    assert_eq!(
        of(&format!("{header}一、\t修路\t\t\n1\t修桥\t县交通局\t\n二、\t种树\t\t\n2\t育苗\t县林业局\t\n")),
        ["县交通局 一、 修路", "县林业局 二、 种树"]
    );
    // Counted as the rows around it are: a task under a tall cell.
    assert_eq!(of(&format!("{header}一\t修路\t县交通局\t\n二\t种树\t\t\n")), ["县交通局 ", "县交通局 "]);
    assert_eq!(of(&format!("{header}一\t修路\t县交通局\t\n1\t修桥\t\t\n")), ["县交通局 ", "县交通局 "]);
}

#[test]
fn every_row_leads_to_its_words() {
    for (shape, text, _) in TABLES {
        let issue = parse::parse(&SourceText::from_text("test.txt", &notice(text)));
        let ledger = Ledger::of_issue(IssueId(0), &issue, &Units::new());
        for row in &ledger.rows {
            let block = issue.documents[0].block(row.block).unwrap();
            let printed: String = block.text[row.bytes.clone()].split_whitespace().collect();
            assert_eq!(printed, row.unit.replace(' ', ""), "{shape}");
        }
    }
}

const CLAUSES: &str = "一、总体要求\n\n提高质量。\n\n二、主要任务\n\n（一）改善办学条件。2023年8月底前新建校舍3栋。（县教体局牵头，县财政局、县住建局配合）配齐图书，\
年底前完成。（责任单位：县教体局、各乡（镇）人民政府）\n\n（二）发展产业\n\n1. 扩大茶园。新建茶园2000亩。\n\n牵头单位：县农业农村局\n\n配合单位：县林业局、石桥镇人民政府\n\n\
完成时限：2023年10月底前\n\n2. 打造品牌\n\n责任领导：岑 朗\n\n责任单位：市委、政府督查室\n\n组织参加展销会，注册商标。\n\n三、职责分工\n\n县财政局：负责资金保障，于每月25日前拨付到位。";

#[test]
fn tasks_are_what_stands_around_the_role() {
    let ledger = ledger(&notice(CLAUSES));
    let row = |row: &Row| {
        let task = ledger.task(row);
        format!("{}|{}|{}|{}|{}", row.unit, task.place, task.heading, task.text, write::whens(&ledger, row))
    };
    let rows: Vec<String> = ledger.rows.iter().map(row).collect();
    assert_eq!(
        rows,
        [
            "县教体局|二/（一）|改善办学条件|2023年8月底前新建校舍3栋。|2023-08-31",
            "县财政局|二/（一）|改善办学条件|2023年8月底前新建校舍3栋。|2023-08-31",
            "县住建局|二/（一）|改善办学条件|2023年8月底前新建校舍3栋。|2023-08-31",
            "县教体局|二/（一）|改善办学条件|配齐图书，年底前完成。|2023-12-31",
            "各乡（镇）人民政府|二/（一）|改善办学条件|配齐图书，年底前完成。|2023-12-31",
            "县农业农村局|二/（二）/1|扩大茶园|新建茶园2000亩。|2023-10-31",
            "县林业局|二/（二）/1|扩大茶园|新建茶园2000亩。|2023-10-31",
            "石桥镇人民政府|二/（二）/1|扩大茶园|新建茶园2000亩。|2023-10-31",
            "岑朗|二/（二）/2|打造品牌|组织参加展销会，注册商标。|",
            "市委|二/（二）/2|打造品牌|组织参加展销会，注册商标。|",
            "政府督查室|二/（二）/2|打造品牌|组织参加展销会，注册商标。|",
            "县财政局|三|职责分工|负责资金保障，于每月25日前拨付到位。|每月",
        ]
    );
    assert_eq!(ledger.sources[0].home, "河口县");
    let names: Vec<&str> = ledger.rows.iter().map(|row| ledger.body(row).name.as_str()).collect();
    assert_eq!(names[0], "教育体育局");
    assert_eq!(names[9], "市委督查室");
    assert_eq!(
        ledger.rows.iter().map(|row| row.role).collect::<Vec<_>>()[..4],
        [Role::Lead, Role::Support, Role::Support, Role::Answer]
    );
}

#[test]
fn duties_of_one_paragraph_are_told_apart() {
    let text = "一、职责分工\n\n县教体局要统筹推进，6月底前制定方案；县财政局负责资金保障。\n\n县民政局负责提供名单。";
    let ledger = ledger(&notice(text));
    let row = |row: &Row| format!("{}|{}|{}", row.unit, ledger.task(row).text, write::whens(&ledger, row));
    assert_eq!(
        ledger.rows.iter().map(row).collect::<Vec<_>>(),
        [
            "县教体局|县教体局要统筹推进，6月底前制定方案；|2023-06-30",
            "县财政局|县财政局负责资金保障。|",
            "县民政局|县民政局负责提供名单。|"
        ]
    );
}

#[test]
fn a_sentence_that_says_who_leads_is_told_whole() {
    let text = "一、整改\n\n（一）摸底。县教体局、县水务局等部门要按照分工,全面摸排。\n\n（二）落实。先行试点。由县教体局牵头，针对问题，8月底前整改：该拆的拆；县财政局等部门：不受影响。";
    let ledger = ledger(&notice(text));
    let row = |row: &Row| format!("{}|{}|{}", row.unit, row.role.name(), ledger.task(row).text);
    assert_eq!(
        ledger.rows.iter().map(row).collect::<Vec<_>>(),
        [
            "县教体局|职责|县教体局、县水务局等部门要按照分工,全面摸排。",
            "县水务局|职责|县教体局、县水务局等部门要按照分工,全面摸排。",
            "县教体局|牵头|由县教体局牵头，针对问题，8月底前整改：该拆的拆；县财政局等部门：不受影响。"
        ]
    );
    assert_eq!(rows(&ledger)[2], "13|牵头|县教体局|2023-08-31");
}

#[test]
fn what_is_named_without_a_task_is_counted() {
    let text = "一、分工\n\n新建校舍。（县教体局牵头）\n\n名单报县教育和体育局备案，\n\n并与教体局、县财政局联合检查。\n\n教育局另行通知。";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("河口.txt");
    std::fs::write(&path, notice(text)).unwrap();
    let units = Units::new();
    let library = Library::load(crate::library::Place::Paths(vec![path]), None, |_| {});
    let ledger = Ledger::of_library(&library, &units, |_| {});
    let lines = |years| {
        let found = mentions::of_library(&ledger, &library, &units, &["教体局".to_owned()], years);
        found.into_iter().flat_map(|file| file.lines).collect::<Vec<_>>()
    };
    assert_eq!(lines(None), [13, 15]);
    let (id, issue) = (IssueId(0), library.issue(IssueId(0)).unwrap());
    let names = ["教体局".to_owned()];
    let of = |document| mentions::of_issue(&ledger, id, &issue, document, &units, &names, None);
    assert_eq!((of(None).unwrap().lines, of(Some(0)).is_some(), of(Some(1))), (vec![13, 15], true, None));
    assert_eq!(lines(Some(&(2022..=2022))), Vec::<u32>::new());
}

/// Issues that are parsed for their summaries are not parsed again, and the ledger is the same, whichever they are.
#[test]
fn what_was_read_while_loading_is_not_read_again() {
    let (folder, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let units = Units::new();
    let write = |name: &str, unit: &str| {
        std::fs::write(folder.path().join(name), notice(&format!("一、新建校舍。（{unit}牵头）"))).unwrap();
    };
    write("乙.txt", "县教体局");
    std::fs::write(folder.path().join("甲.txt"), b"%PDF-1.4 \0\0\0").unwrap();
    for (name, unit, read) in
        [("丙.txt", "县水务局", vec![true, true]), ("丁.txt", "县林业局", vec![true, false, false])]
    {
        write(name, unit);
        let place = crate::library::Place::Paths(vec![folder.path().to_owned()]);
        let (library, parts) =
            Library::load_with(place, Some(cache.path()), |_| {}, |issue| Ledger::of_issue(IssueId(7), issue, &units));
        assert_eq!(library.catalog.failures.len(), 1);
        assert_eq!(parts.iter().map(Option::is_some).collect::<Vec<_>>(), read);
        let whole = Ledger::of_library(&library, &units, |_| {});
        assert_eq!(whole.rows.len(), read.len());
        assert_eq!(Ledger::of_rest(&library, parts, &units, |_| {}), whole);
    }
}

/// A list whose tasks have fields below them, as work plans print it; and with deadlines under other names.
const FIELDS: &str = "一、主要活动\n\n1. 举办读书节。\n\n时间：2023 年 4 月\n\n形式：校级开展\n\n责任单位：县教体局\n\n配合单位：县委宣传部\n\n\
2. 开展防溺水宣讲。\n\n- 时间：2023年3月-12月\n形式：县、校分级开展\n责任单位：县教体局\n\n\
3. 举办运动会。\n\n活动时间：2023年全年\n\n责任单位：县教体局\n\n\
4. 新建操场。平整场地。时间：以通知为准。\n\n责任单位：县住建局\n\n完成节点：2023年9月。";

#[test]
fn fields_below_a_task_say_its_deadline() {
    let ledger = ledger(&notice(FIELDS));
    let row = |row: &Row| {
        let task = ledger.task(row);
        format!("{}|{}|{}|{}", row.unit, task.heading, task.text, write::whens(&ledger, row))
    };
    assert_eq!(
        ledger.rows.iter().map(row).collect::<Vec<_>>(),
        [
            "县教体局|举办读书节|举办读书节。形式：校级开展|2023-04-01/2023-04-30",
            "县委宣传部|举办读书节|举办读书节。形式：校级开展|2023-04-01/2023-04-30",
            "县教体局|开展防溺水宣讲|开展防溺水宣讲。形式：县、校分级开展|2023-03-01/2023-12-31",
            "县教体局|举办运动会|举办运动会。|2023-01-01/2023-12-31",
            "县住建局|新建操场|平整场地。时间：以通知为准。|2023-09-01/2023-09-30",
        ]
    );
}

#[test]
fn a_column_of_a_year_is_that_years_task() {
    let text = "序号\t重点任务\t2023—2024年任务\t2023年任务\t2024年任务\t2023年投资\t责任单位\n\
         1\t改造堤防\t改造堤防6公里。\t改造堤防2公里，6月底前完成设计，确保年底完工。\t改造堤防4公里。\t300\t水务局\n\
         2\t清淤\t清理河道。\t清理河道。\t\t80\t水务局\n";
    let ledger = ledger(&notice(text));
    let row = |row: &Row| {
        let task = ledger.task(row);
        let words: Vec<&str> = task.deadlines.iter().map(|deadline| deadline.words.as_str()).collect();
        format!("{}|{}|{}|{}", task.heading, task.text, words.join(" "), write::brief(&ledger, row))
    };
    assert_eq!(
        ledger.rows.iter().map(row).collect::<Vec<_>>(),
        [
            "改造堤防|2023—2024年任务：改造堤防6公里；2023年任务：改造堤防2公里，6月底前完成设计，确保年底完工；2024年任务：改造堤防4公里|\
             6月底前 年底 2023年任务 2024年任务|2023-06-30；2023-12-31；2023年；2024年",
            "清淤|清理河道。|2023年任务|2023年",
        ]
    );
}

#[test]
fn roles() {
    for (printed, role) in [
        ("牵头责任单位", Role::Lead),
        ("配合落实", Role::Support),
        ("责任单位", Role::Answer),
        ("按职责分工负责", Role::Answer),
        ("组织实施", Role::Carry),
        ("督导单位", Role::Oversee),
        ("责任领导", Role::Leader),
        ("责任人", Role::Person),
        ("职责", Role::Duty),
    ] {
        assert_eq!(Role::of(printed), role, "{printed}");
    }
}

/// What a filter leaves, as `unit|meaning of the deadline`.
fn narrowed(ledger: &Ledger, filter: &view::Filter) -> Vec<String> {
    let rows = view::rows(ledger, filter, &Units::new());
    rows.iter()
        .map(|&at| &ledger.rows[at as usize])
        .map(|row| format!("{}|{}", row.unit, write::whens(ledger, row)))
        .collect()
}

#[test]
fn narrowing() {
    let ledger = ledger(&notice(CLAUSES));
    let units =
        |names: &[&str]| view::Filter { units: names.iter().map(|&n| n.to_owned()).collect(), ..Default::default() };
    assert_eq!(narrowed(&ledger, &units(&["教育体育局"])), ["县教体局|2023-08-31", "县教体局|2023-12-31"]);
    assert_eq!(narrowed(&ledger, &units(&["河口县教体局"])).len(), 2);
    assert_eq!(narrowed(&ledger, &units(&["青山县教体局"])), [""; 0]);
    assert_eq!(narrowed(&ledger, &units(&["市委督查室"])), ["市委|"]);
    let role = view::Filter { roles: vec![Role::Lead], ..Default::default() };
    assert_eq!(narrowed(&ledger, &role), ["县教体局|2023-08-31", "县农业农村局|2023-10-31"]);
    let due = |text: &str| view::Filter { due: view::Due::parse(text), ..Default::default() };
    assert_eq!(narrowed(&ledger, &due("..2023-09")).len(), 3);
    assert_eq!(narrowed(&ledger, &due("2023-10..2023")).len(), 5);
    assert_eq!(narrowed(&ledger, &due("每月")), ["县财政局|每月"]);
    assert_eq!(narrowed(&ledger, &due("无")).len(), 3);
    let word = view::Filter { words: vec!["茶 园".into(), "新建".into()], ..Default::default() };
    assert_eq!(narrowed(&ledger, &word).len(), 3);
    let years = |years| view::Filter { years: Some(years), ..Default::default() };
    assert_eq!(narrowed(&ledger, &years(2022..=2022)).len(), 0);
    assert_eq!(narrowed(&ledger, &years(2022..=2023)).len(), 12);
}

#[test]
fn ranges_of_deadlines() {
    for text in
        ["2023", "2023-06", "2023-06-30", "..2023-12", "2021..2023-06", "2021..", "2023年6月", "长期", "每月", "无"]
    {
        assert!(view::Due::parse(text).is_some(), "{text}");
    }
    for text in ["", "六月", "2023-13", "2023-02-30", "2023..x", "1..2..3"] {
        assert!(matches!(view::Due::parse(text), None | Some(view::Due::Between(None, None))), "{text}");
    }
}

#[test]
fn order_and_headings() {
    let ledger = ledger(&notice(CLAUSES));
    let all: Vec<u32> = (0..ledger.rows.len() as u32).collect();
    let shown = |order, group| -> Vec<String> {
        view::arrange(&ledger, &all, order, group)
            .into_iter()
            .filter_map(|item| match item {
                view::Item::Heading(text, count) => Some(format!("{text} {count}")),
                view::Item::Row(_) => None,
            })
            .collect()
    };
    let months = shown(view::Order::Printed, view::Group::Month);
    assert_eq!(months, ["2023年08月 3", "2023年10月 3", "2023年12月 2", "定期 1", "未写期限 3"]);
    assert_eq!(shown(view::Order::Printed, view::Group::Unit)[..2], ["教育体育局 2", "财政局 2"]);
    assert_eq!(shown(view::Order::Printed, view::Group::Document).len(), 1);
    let sorted = view::arrange(&ledger, &all, view::Order::Deadline, view::Group::None);
    let units: Vec<&str> =
        sorted.iter().filter_map(view::Item::row).map(|at| ledger.rows[at as usize].unit.as_str()).collect();
    assert_eq!(units[..4], ["县教体局", "县财政局", "县住建局", "县农业农村局"]);
    assert_eq!(units[8], "县财政局");
}

#[test]
fn groups_of_towns_are_expanded_when_asked() {
    let ledger = ledger(&notice(CLAUSES));
    let count = ledger.rows.len();
    let expanded = ledger.expanded(&Units::new());
    assert_eq!(expanded.rows.len(), count);
    let row = expanded.rows.iter().find(|row| row.expanded).unwrap();
    assert_eq!((row.unit.as_str(), expanded.body(row).name.as_str()), ("各乡（镇）人民政府", "石桥镇"));
}

#[test]
fn csv_opens_right_and_runs_nothing() {
    let text = notice("一、=HYPERLINK(\"http://x\")。（责任单位：县教体局，县“文,旅”局）");
    let ledger = ledger(&text);
    let all: Vec<u32> = (0..ledger.rows.len() as u32).collect();
    let mut out = Vec::new();
    write::csv(&ledger, &all, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with("\u{feff}单位,地方,原文名称,角色"));
    assert!(out.contains("\n教育体育局,河口县,县教体局,责任,"), "{out}");
    assert!(out.contains("\r\n"));
    for cell in out.split([',', '\n']) {
        assert!(!cell.trim_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert!(out.contains("'=HYPERLINK"), "{out}");
}

#[test]
fn a_workbook_is_a_zip_with_a_sheet() {
    let ledger = ledger(&notice(CLAUSES));
    let all: Vec<u32> = (0..ledger.rows.len() as u32).collect();
    let book = write::xlsx(&ledger, &all).unwrap();
    assert!(book.starts_with(b"PK"));
    let names = ["xl/worksheets/sheet1.xml", "xl/styles.xml"];
    assert!(names.iter().all(|name| book.windows(name.len()).any(|bytes| bytes == name.as_bytes())));
}

proptest::proptest! {
    #[test]
    fn any_document_has_a_ledger(text in "([责任单位牵头配合：（）、，。；县教体局财政部门负责年月底前一二（一）1.\\t\\n|]|\\PC){0,200}") {
        let ledger = ledger(&notice(&text));
        for row in &ledger.rows {
            proptest::prop_assert!(!row.bodies.is_empty());
            ledger.source(row);
        }
    }
}
